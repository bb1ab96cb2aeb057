"""In which capacity an office is held: the words before a title, and inside the office behind it."""

from collections.abc import Sequence

from index.article import Role
from indexer.annotate.titles import TitleMatch
from indexer.annotate.words import Word, left_of

ACTING = frozenset(("pj", "pjs", "plt", "plh", "penjabat", "peltu", "pymt"))
FORMER = frozenset(("mantan", "eks", "bekas", "mendiang", "almarhum", "almarhumah"))
CANDIDATE = frozenset(("calon", "balon", "bacalon", "paslon", "kandidat", "bakal"))
SUSPENDED = frozenset(("nonaktif", "non", "dinonaktifkan", "diberhentikan"))
"""Words beside an office whose holder does not hold it now: ``Bupati nonaktif``, ``Bupati non-aktif``."""

_NEW_OR_OLD = ("baru", "lama")
"""In small letters beside a title: who comes, who goes. With a capital they are names of places."""

_MOMENTS = frozenset(("saat", "kala", "ketika", "waktu"))
_ACTING_PARTS = frozenset(("pelaksana", "tugas", "harian", "sementara"))
_BETWEEN_MODIFIERS = frozenset(("pasangan", "dan", "wakil"))
_STATUS_WORDS = frozenset(
    ("terpilih", "petahana", "aktif", "nonaktif", "definitif", "administrasi", "incumbent", "nomor", "urut", "periode")
)


def role_before(words: Sequence[Word], match: TitleMatch) -> tuple[int, Role]:
    """Return where the words that say the role begin, and the role."""
    seen: set[str] = set()
    first = match.first
    while first > 0:
        left = left_of(words, first)
        if left in ACTING | FORMER | CANDIDATE | _ACTING_PARTS:
            seen.add(left)
        elif left not in _BETWEEN_MODIFIERS or left_of(words, first - 1) not in CANDIDATE | ACTING:
            break
        first -= 1
    if seen & FORMER:
        return first, Role.FORMER
    if match.is_candidate or seen & CANDIDATE:
        return first, Role.CANDIDATE
    return first, Role.ACTING if seen & (ACTING | {"pelaksana"}) else Role.INCUMBENT


def role_inside(words: Sequence[Word], first: int, last: int) -> Role:
    """Return what the words inside an office say: ``Bupati terpilih``, ``Bupati nonaktif``, ``Bupati saat itu``."""
    inside = {word.lower for word in words[first:last]}
    if "terpilih" in inside:
        return Role.CANDIDATE
    is_old = any(word.text == "lama" for word in words[first:last])
    is_past = inside & _MOMENTS and "itu" in inside
    return Role.FORMER if is_old or is_past or inside & SUSPENDED else Role.INCUMBENT


def status_length(words: Sequence[Word], at: int) -> int:
    """Return how many words at ``at`` say how it is held: ``terpilih``, ``yang baru``, ``saat itu``."""
    word = words[at]
    if word.lower in _STATUS_WORDS or word.text in _NEW_OR_OLD:
        return 1
    following = words[min(at + 1, len(words) - 1)]
    is_new_or_old = word.lower == "yang" and (following.text in _NEW_OR_OLD or following.lower in SUSPENDED)
    return 2 if is_new_or_old or word.lower == "non" or _points_back(words, at) else 0


def _points_back(words: Sequence[Word], at: int) -> bool:
    """Tell whether ``saat itu`` before a holder's name begins at ``at``: ``Bupati saat itu, Nama Orang``."""
    behind = words[at + 1 : at + 3]
    if words[at].lower not in _MOMENTS or len(behind) < 2:
        return False
    if behind[0].lower != "itu" or behind[0].breaks:
        return False
    return "," in behind[0].gap or behind[1].is_capitalised
