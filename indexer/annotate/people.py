"""The officials of a whole story: mentions put together, regions inherited, persons told apart by the registry."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.article import OfficeHolder, RegionCode, Role, region_ancestors
from index.gazetteer import Gazetteer, Level, Person, Scope, Term, Title, load_titles
from indexer.annotate.knowledge import word_list
from indexer.annotate.mentions import Mention, Rule
from indexer.annotate.persons import MAX_NAME_WORDS, name_at
from indexer.annotate.titles import is_head
from indexer.annotate.words import Word, are_adjacent

_SPEECH = word_list("speech")
_NOT_ONLY_OURS = ("ketua_kpu", "ketua_bawaslu", "kepala_badan", "pangdam", "danrem")
"""Titles that national bodies and army commands have too: in a story without a region they are none of home's."""

_FOREIGN = word_list("foreign_places")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the officials of a story are seen against.

    Attributes:
        words: Its text.
        gazetteer: Names and what they mean.
        focus: Regions that it is about: an office without a stated region is theirs.
        regions: All regions that it names, provinces and regencies.
        home: The newsroom's region, last resort for an office without any.
        published: Local day.
    """

    words: Sequence[Word]
    gazetteer: Gazetteer
    focus: Sequence[RegionCode]
    regions: Collection[RegionCode]
    home: RegionCode | None
    published: date | None


@dataclass(frozen=True, slots=True)
class NamedOfficial:
    """An official of a story and where it comes from.

    Attributes:
        official: Whom the story names.
        mention: The naming that says most, with the region that its office must have.
    """

    official: OfficeHolder
    mention: Mention


def officials_of(mentions: Sequence[Mention], story: Story) -> list[NamedOfficial]:
    """Return the officials of a story, in the order of naming."""
    placed = _with_regions(mentions, story)
    spelled = [_spelled_out(mention, story) for mention in placed]
    named = [_named_by_registry(mention, spelled, story) for mention in spelled]
    merged = _merged(named)
    known = [mention for mention in _known_by_name(story) if not any(_is_titled(mention, o, story) for o in merged)]
    sure = [mention for mention in _merged([*merged, *known]) if mention.region is not None or _is_only_ours(mention)]
    return [NamedOfficial(_identified(mention, story), mention) for mention in sure]


def _is_only_ours(mention: Mention) -> bool:
    """Tell whether a title without any region can only be Indonesian: governors and mayors are everywhere."""
    return mention.title.id in ("bupati", "wakil_bupati")


# Regions


def _with_regions(mentions: Sequence[Mention], story: Story) -> list[Mention]:
    """Give offices without a stated region the one they must mean.

    That of the same person, or of the same title before or, where the story states only one, anywhere; else that of
    the focus; else home.
    """
    stated: dict[str, list[RegionCode]] = {}
    for mention in mentions:
        if mention.region is not None:
            stated.setdefault(mention.title.id, []).append(mention.region)
    last: dict[str, RegionCode] = {}
    placed: list[Mention] = []
    for mention in mentions:
        region = mention.region or _of_same_person(mention, mentions) or last.get(mention.title.id)
        if region is None and len(set(stated.get(mention.title.id, ()))) == 1:
            region = stated[mention.title.id][0]
        region = region or _inherited(mention.title, story)
        if mention.region is not None:
            last[mention.title.id] = mention.region
        placed.append(replace(mention, region=region))
    return placed


def _of_same_person(mention: Mention, mentions: Sequence[Mention]) -> RegionCode | None:
    if mention.person is None:
        return None
    found = {
        other.region
        for other in mentions
        if other.region and other.person and other.title is mention.title and is_part(mention.person, other.person)
    }
    return found.pop() if len(found) == 1 else None


def _inherited(title: Title, story: Story) -> RegionCode | None:
    regions = story.gazetteer.regions
    levels = title.scope.levels()
    if title.scope in (Scope.DISTRICT, Scope.VILLAGE):
        levels = (Level.KABUPATEN, Level.KOTA)
    is_at_home = title.id not in _NOT_ONLY_OURS and not _is_abroad(story)
    home = [story.home] if story.home is not None and is_at_home else []
    for code in (*story.focus, *home):
        for part in (code, *region_ancestors(code)):
            if regions.get(part) is not None and regions.region(part).level in levels:
                return part
    return None


def _is_abroad(story: Story) -> bool:
    """Tell whether a story without a region of ours names a foreign place: its governors are not ours."""
    return not story.focus and any(word.is_capitalised and word.lower in _FOREIGN for word in story.words)


# Names


def _spelled_out(mention: Mention, story: Story) -> Mention:
    """Give an official named by one word the full name that the story has for it, if it has just one."""
    if mention.person is None or " " in mention.person:
        return mention
    lower = mention.person.lower()
    longer = set()
    for at, word in enumerate(story.words):
        if word.lower == lower and word.gap == " ":
            name = name_at(story.words, at)
            if name is not None and name.is_full and name.first == at:
                longer.add(name.text)
    return replace(mention, person=longer.pop()) if len(longer) == 1 else mention


def _named_by_registry(mention: Mention, mentions: Sequence[Mention], story: Story) -> Mention:
    """Give a bare office the name under which the story lets its holder speak: ``jelas Romi``."""
    if mention.person is not None or mention.region is None or story.published is None:
        return mention
    if any(other.person is not None and other.title is mention.title for other in mentions):
        return mention
    holders = story.gazetteer.registry.holders(mention.title.id, mention.region, story.published)
    if len(holders) != 1:
        return mention
    person = story.gazetteer.registry.persons[holders[0].person]
    known = {word.lower() for name in (person.name, *person.aliases, *person.nicknames) for word in name.split()}
    for at, word in enumerate(story.words[1:], 1):
        is_quoted = story.words[at - 1].lower in _SPEECH and not story.words[at - 1].breaks
        if word.lower in known and word.is_capitalised and is_quoted:
            name = name_at(story.words, at)
            if name is not None and is_part(name.text, " ".join((person.name, *person.aliases))):
                return replace(mention, person=name.text, rule=Rule.QUOTED)
    return mention


def _known_by_name(story: Story) -> Iterator[Mention]:
    """Yield heads whom the story names in full but without their title, in a story that names their region.

    Never by the name alone: the office is that which the person held when the story appeared, else held before; of two
    persons with one name the one whose region the story names.
    """
    published = story.published
    if published is None:
        return
    registry = story.gazetteer.registry
    for at, word in enumerate(story.words):
        if word.lower not in registry.first_words or not word.is_capitalised:
            continue
        for length in range(min(MAX_NAME_WORDS, len(story.words) - at), 1, -1):
            stretch = story.words[at : at + length]
            terms = registry.terms_of(tuple(w.lower for w in stretch)) if are_adjacent(stretch) else ()
            here = [term for term in terms if term.region in story.regions and term.first <= published]
            if here:
                name = " ".join(part.text for part in stretch)
                yield from (_mention_of(term, name, at, published) for term in _latest(here, published))
                break


def _latest(terms: Sequence[Term], day: date) -> list[Term]:
    """Return each person's term in each office that holds the day, else their last one before."""
    latest: dict[tuple[str, str], Term] = {}
    for term in sorted(terms, key=lambda term: (term.holds(day), term.first)):
        latest[term.person, term.region] = term
    return list(latest.values())


def _mention_of(term: Term, name: str, at: int, day: date) -> Mention:
    role = term.role if term.holds(day) else Role.FORMER
    return Mention(load_titles()[term.title], name, term.region, role, at, rule=Rule.KNOWN)


def _is_titled(mention: Mention, other: Mention, story: Story) -> bool:
    """Tell whether a title in the text already says in which office somebody is named, and no namesake is."""
    if mention.person is None or other.person is None or not is_part(other.person, mention.person):
        return False
    registry = story.gazetteer.registry
    bearer = registry.match(other.person, other.title.id, other.region, story.published)
    if bearer is None or mention.region is None:
        return True
    return bearer.id in {term.person for term in registry.history(mention.title.id, mention.region)}


# One entry each


def _merged(mentions: Sequence[Mention]) -> list[Mention]:
    """Return each official once: a part of a name is the whole name's bearer, a bare office its named holder."""
    order = {id(mention): place for place, mention in enumerate(mentions)}
    merged: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: -len((m.person or "").split())):
        if mention.person is not None and not any(_is_same(mention, known) for known in merged):
            merged.append(mention)
    titles = {mention.title.id for mention in merged}
    for mention in mentions:
        if mention.person is None and mention.title.id not in titles:
            titles.add(mention.title.id)
            merged.append(mention)
    return sorted(merged, key=lambda mention: order[id(mention)])


def _is_same(mention: Mention, known: Mention) -> bool:
    if known.title is not mention.title or known.person is None or mention.person is None:
        return False
    if mention.region != known.region and None not in (mention.region, known.region):
        return False
    return is_part(mention.person, known.person) or _is_nickname(mention, known)


def _is_nickname(mention: Mention, known: Mention) -> bool:
    """Tell whether one word means the full-named holder: a seat has only one ("Bupati Ayah" beside his full name)."""
    is_short = " " not in (mention.person or " ") and " " in (known.person or "")
    return is_short and is_head(mention.title) and mention.role is known.role and known.role is not Role.CANDIDATE


def is_part(short: str, long: str) -> bool:
    """Tell whether one name may be a part of the other: its words occur in it, in order; initials count as words."""
    words = iter(_plain(long))
    return all(any(_is_like(word, other) for other in words) for word in _plain(short))


def _is_like(word: str, other: str) -> bool:
    return word == other or (len(word) == 1 and other.startswith(word))


def _plain(name: str) -> list[str]:
    return name.lower().replace(".", " ").replace("-", " ").split()


# Who that is


def _identified(mention: Mention, story: Story) -> OfficeHolder:
    registry = story.gazetteer.registry
    person = _holder(mention, story) if mention.person is None else None
    role = mention.role
    if mention.person is not None and role is not Role.CANDIDATE:
        person = registry.match(mention.person, mention.title.id, mention.region, story.published)
        if person is None and role in (Role.INCUMBENT, Role.FORMER) and mention.region is not None:
            person = registry.match_former(mention.person, mention.title.id, mention.region, story.published)
            role = Role.FORMER if person is not None else role
    if role is Role.INCUMBENT and _is_over(mention, story):
        role = Role.FORMER
    return OfficeHolder(
        title=mention.title.id,
        person=mention.person,
        region=mention.region,
        role=role,
        person_id=person.id if person is not None else None,
    )


def _holder(mention: Mention, story: Story) -> Person | None:
    """Return who held a bare office when the story appeared: the acting one where the text says so."""
    if mention.region is None or story.published is None or mention.role not in (Role.INCUMBENT, Role.ACTING):
        return None
    registry = story.gazetteer.registry
    holders = registry.holders(mention.title.id, mention.region, story.published)
    same = [term for term in holders if term.role is mention.role]
    # News often leaves "Pj" away; somebody definitive is never called acting.
    term = same[0] if len(same) == 1 else holders[0] if len(holders) == 1 and mention.role is Role.INCUMBENT else None
    return registry.persons[term.person] if term is not None else None


def _is_over(mention: Mention, story: Story) -> bool:
    """Tell whether the term that the text states ("periode 2011-2016") ended before the story."""
    return mention.until is not None and story.published is not None and mention.until < story.published.year
