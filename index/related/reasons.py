"""Why a story is suggested: what an editor can check at a glance.

A rare name of several words that both have stands in 94, 63, 41 and 21 of a hundred judged pairs of grade 3, 2, 1 and
0: it explains a suggestion, it does not prove it.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from index.analysis.analyser import MAX_ACRONYM_LENGTH
from index.article import Document
from index.related.candidates import days_between
from index.related.profile import MAX_BODY_CHARS, Numbers, Profile
from index.related.values import Reasons

MAX_WORDS = 3
"""Shared words shown."""

MAX_NAMES = 3
"""Shared names shown."""

RARE_SHARE = 0.005
"""Largest share of articles that may hold the rarest word of a name: above, it is an institution that everybody names
("Polda Metro Jaya")."""

_NAME = re.compile(r"[A-Z]\w+(?:['’-]\w+)*(?: [A-Z]\w+(?:['’-]\w+)*){1,4}")

_NO_NAMES = frozenset(
    {
        *("Provinsi", "Kabupaten", "Kota", "Kecamatan", "Kelurahan", "Desa"),
        *("Gubernur", "Bupati", "Wali", "Camat", "Lurah", "Kepala", "Wakil"),
        *("Pak", "Bapak", "Ibu"),
    }
)
"""First words of what is no name: regions and offices are told apart from names, and shown as regions and persons."""


class Explainer:
    """Explains the suggestions of one story.

    Args:
        subject: The story.
        profile: Its terms.
    """

    def __init__(self, subject: Document, profile: Profile) -> None:
        self._subject = subject
        self._profile = profile
        self._persons = {o.person for o in subject.annotations.officials if o.person}
        self._names = tuple(_rare_names(subject, profile))

    def reasons(self, other: Document, shares: Numbers) -> Reasons:
        """Return what a suggestion shares with the story.

        Args:
            other: The suggestion.
            shares: Contribution of each of the story's terms to their similarity.
        """
        names = self._shared_names(other)
        days = days_between(other.article.published, self._subject.article.published)
        own = self._subject.annotations.regions
        return Reasons(
            names=names,
            regions=tuple(code for code in other.annotations.regions if code in own),
            words=tuple(self._strongest(shares, names)),
            days_before=None if days is None else int(days),
        )

    def _shared_names(self, other: Document) -> tuple[str, ...]:
        """Return persons first: they are known to be names."""
        persons = [o.person for o in other.annotations.officials if o.person in self._persons]
        text = f"{other.article.title}\n{other.article.body[:MAX_BODY_CHARS]}"
        found = [*dict.fromkeys(person for person in persons if person)]
        for name in self._names:
            if name in text and not any(name in known or known in name for known in found):
                found.append(name)
        return tuple(found[:MAX_NAMES])

    def _strongest(self, shares: Numbers, names: Sequence[str]) -> Iterator[str]:
        """Yield the words that count most, as the story prints them; those of a name that is shown anyway are none."""
        named = {word.casefold() for name in names for word in name.split()}
        shown = 0
        for at in np.argsort(-shares, kind="stable"):
            printed = self._profile.terms[at].printed
            if shares[at] <= 0 or shown == MAX_WORDS:
                return
            if printed.casefold() not in named:
                shown += 1
                yield printed if printed.isupper() and len(printed) <= MAX_ACRONYM_LENGTH else printed.lower()


def _rare_names(subject: Document, profile: Profile) -> Iterator[str]:
    """Yield runs of capitalised words in running text with a word that few articles have, each once, in order."""
    most = max(1, RARE_SHARE * profile.archive_size)
    rare = {term.printed.casefold() for term in profile.terms if term.articles <= most}
    names = _NAME.findall(subject.article.body[:MAX_BODY_CHARS])
    for name in dict.fromkeys(names):
        words = name.split()
        if words[0] not in _NO_NAMES and any(word.casefold() in rare for word in words):
            yield name
