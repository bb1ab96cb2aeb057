"""Facet values and officials in the reader's words."""

from collections.abc import Sequence
from datetime import date

from index.article import OfficeHolder, Role
from index.gazetteer import HEADS, Gazetteer, Level, Term, words_of
from index.schema import office_key, person_key
from search_web.language import N_
from search_web.language import gettext as _

_ROLE_WORDS = {
    Role.INCUMBENT: "{}",
    Role.ACTING: N_("{} (penjabat atau pelaksana tugas)"),
    Role.FORMER: N_("mantan {}"),
    Role.CANDIDATE: N_("calon {}"),
}


class Labels:
    """Names of regions, offices and persons, as a gazetteer knows them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._terms: dict[str, list[Term]] = {}
        for term in sorted(gazetteer.registry.terms, key=lambda term: term.first):
            self._terms.setdefault(term.person, []).append(term)

    def region(self, code: str) -> str:
        """Return a region's name with its kind: ``Kab. Tanjung Jabung Barat``."""
        return self._gazetteer.region_label(code)

    def place(self, code: str) -> str:
        """Return a region's name as a dateline has it: with its kind only for provinces, and cities with a namesake."""
        regions = self._gazetteer.regions
        region = regions.get(code)
        if region is None:
            return code
        if region.level is Level.PROVINCE:
            return region.label.removeprefix("Daerah Khusus Ibukota ").removeprefix("Daerah Istimewa ")
        namesakes = [other for other in regions.named(words_of(region.name)) if other.count(".") <= 1]
        return region.label if region.level is Level.KOTA and len(namesakes) > 1 else region.name

    def official(self, key: str) -> str:
        """Return the name of a person or an office."""
        return self._gazetteer.office_label(key) if "@" in key else self._gazetteer.person_label(key)

    def person_note(self, key: str) -> str:
        """Return the last office that a person is known to have held, with its years; empty for nobody known."""
        terms = self.terms(key)
        return self.term(terms[-1]) if terms else ""

    def terms(self, key: str) -> Sequence[Term]:
        """Return the offices that a person is known to have held, the oldest first."""
        return self._terms.get(key, ())

    def heads(self, region: str, day: date) -> list[tuple[str, str]]:
        """Return who heads a region and its regencies on a day: the person's key and the office, since when."""
        province = region.partition(".")[0]
        holding = [
            term
            for terms in self._terms.values()
            for term in terms
            if term.title in HEADS and term.holds(day) and term.region.partition(".")[0] == province
        ]
        holding.sort(key=lambda term: (term.region, term.title.startswith("wakil_"), term.first))
        return [
            (term.person, _("%(office)s, sejak %(year)d") % {"office": self.office(term), "year": term.first.year})
            for term in holding
        ]

    def capacity(self, official: OfficeHolder) -> str:
        """Return in which capacity a story names somebody: ``calon Bupati Tanjung Jabung Barat``."""
        words = _(_ROLE_WORDS[official.role]).format(self._gazetteer.office_label(office_key(official)))
        return words[:1].upper() + words[1:]

    def term(self, term: Term) -> str:
        """Return a term of office in words: ``Bupati Tebo, 2011–2016``."""
        end = str(term.end.year) if term.end is not None else _("kini")
        return f"{self.office(term)}, {term.first.year}–{end}"

    def office(self, term: Term) -> str:
        """Return a term's office in words: ``Bupati Tebo (penjabat)``."""
        office = self._gazetteer.office_label(f"{term.title}@{term.region}")
        return _("%s (penjabat)") % office if term.role is Role.ACTING else office


def official_key(official: OfficeHolder) -> str:
    """Return the facet value that finds more about an official: of the person, or of the office."""
    if official.person is None:
        return office_key(official)
    return official.person_id or person_key(official.person)
