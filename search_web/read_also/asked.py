"""What the editor's form asks for, and its address where that can say it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from index.related import DEFAULTS, Options
from search_web.urls import without_controls

COUNTS = (5, 10, 20)
"""How many suggestions can be asked for."""

AGES = (365, 730, 1825)
"""How old suggestions may be at most, in days."""

PRESELECTED = 3
"""Suggestions that are ticked at first: editors place one to three links."""

_MAX_IDS = 60
_MAX_ID_CHARS = 300
_MAX_REFERENCE_CHARS = 2_000


class Fields(Protocol):
    """Parameters of an address or fields of a form."""

    def get(self, key: str, default: str, /) -> str:
        """Return the first value of a field."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values of a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an editor asks for.

    Attributes:
        reference: Id or address of an article; beside a draft, the draft's own.
        draft: The text pasted; never part of an address.
        options: What is wanted.
        order: Ids of suggestions as the editor arranged them; none before suggestions were shown.
        picked: Ids of those ticked.
    """

    reference: str = ""
    draft: str = ""
    options: Options = DEFAULTS
    order: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.reference or self.draft.strip())

    def address_query(self) -> str:
        """Return everything but the draft as the query string of an address."""
        return urlencode(list(self._pairs()))

    def arranged(self, found: Sequence[str]) -> tuple[str, ...]:
        """Return the ids found in the editor's order; those that are new to the editor come last."""
        places = {article_id: place for place, article_id in enumerate(self.order)}
        return tuple(sorted(found, key=lambda article_id: places.get(article_id, len(places))))

    def ticked(self, arranged: Sequence[str]) -> frozenset[str]:
        """Return which ids are ticked: the editor's, or the first few before there was a choice."""
        return frozenset(self.picked if self.order else arranged[:PRESELECTED])

    def _pairs(self) -> Iterator[tuple[str, str]]:
        options, default = self.options, DEFAULTS
        yield "alamat", self.reference
        if options.limit != default.limit:
            yield "jumlah", str(options.limit)
        if options.max_age_days is not None:
            yield "umur", str(options.max_age_days)
        if options.same_region:
            yield "daerah", "1"
        if options.prefer_background:
            yield "latar", "1"
        yield from (("urutan", article_id) for article_id in self.order)
        yield from (("pilih", article_id) for article_id in self.picked)


def read_asked(fields: Fields, *, draft: str = "") -> Asked:
    """Return what fields ask for; values that are none of the form's are left out."""
    reference = without_controls(fields.get("alamat", "")).strip()[:_MAX_REFERENCE_CHARS]
    is_new = fields.get("aksi", "") == "cari"  # another question: ticks and order belonged to the last one
    order = () if is_new else _moved_up(_ids(fields, "urutan"), fields.get("naik", ""))
    return Asked(
        reference=reference,
        draft=draft,
        options=Options(
            limit=_one_of(fields.get("jumlah", ""), COUNTS) or COUNTS[0],
            max_age_days=_one_of(fields.get("umur", ""), AGES),
            same_region=fields.get("daerah", "") == "1",
            prefer_background=fields.get("latar", "") == "1",
        ),
        order=order,
        picked=_ids(fields, "pilih") if order else (),
    )


def _ids(fields: Fields, name: str) -> tuple[str, ...]:
    values = [value for value in fields.getlist(name)[:_MAX_IDS] if len(value) <= _MAX_ID_CHARS]
    return tuple(dict.fromkeys(values))


def _moved_up(order: tuple[str, ...], moved: str) -> tuple[str, ...]:
    """Return the order with one id a place further up."""
    if moved not in order[1:]:
        return order
    at = order.index(moved)
    return (*order[: at - 1], moved, order[at - 1], *order[at + 1 :])


def _one_of(text: str, known: tuple[int, ...]) -> int | None:
    return next((number for number in known if str(number) == text), None)
