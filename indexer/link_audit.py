"""What is wrong with an archive's "Baca Juga" links, and which articles nobody finds through them. Fetches nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from index.article import ArticleId
from indexer.addresses import url_key
from indexer.alike_titles import AlikeTitles
from indexer.archive import Archive, ArticleName, LinkGraph, StoredLink


class LinkState(StrEnum):
    """What became of a link's target."""

    GOOD = "good"
    """In the archive, at the address that the link gives, or named by its title only, if need be a misprinted one."""

    MOVED = "moved"
    """In the archive, at another address."""

    REMOVED = "removed"
    """It was in the archive, and was removed."""

    BROKEN = "broken"
    """The address is on a site of the archive's, and no article has or had it."""

    UNRESOLVED = "unresolved"
    """A title without an address that no article has; it may be one of another site."""

    ELSEWHERE = "elsewhere"
    """On a site that the archive holds nothing of."""


TROUBLE = (LinkState.BROKEN, LinkState.REMOVED, LinkState.MOVED, LinkState.UNRESOLVED)
"""States that somebody may want to mend, the worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedLink:
    """A link with its state.

    Attributes:
        source: The linking article.
        link: The link.
        state: What became of its target.
        target: The article it leads to, where there is one; its address is the one to link.
    """

    source: ArticleName
    link: StoredLink
    state: LinkState
    target: ArticleName | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAudit:
    """The findings.

    Attributes:
        articles: Number of articles.
        counts: Number of links per state, all states.
        troubled: Links in a state of :data:`TROUBLE`, the worst first.
        orphans: Articles that no other links to.
        without_links: Articles that link to none.
        most_linked: Articles with the number of articles that link to them, most first. One far ahead of the next was
            most likely placed by a template.
    """

    articles: int
    counts: Mapping[LinkState, int]
    troubled: tuple[AuditedLink, ...]
    orphans: tuple[ArticleName, ...]
    without_links: tuple[ArticleName, ...]
    most_linked: tuple[tuple[ArticleName, int], ...]

    def to_record(self) -> dict[str, Any]:
        """Return the findings as JSON values."""
        return {
            "articles": self.articles,
            "links": {state.value: count for state, count in self.counts.items()},
            "troubled": [_link_record(link) for link in self.troubled],
            "orphans": [_name_record(article) for article in self.orphans],
            "without_links": [_name_record(article) for article in self.without_links],
            "most_linked": [{**_name_record(article), "linked_by": count} for article, count in self.most_linked],
        }


def audit_links(archive: Archive) -> LinkAudit:
    """Look at every link of the archive."""
    graph = archive.link_graph()
    links = _with_alike_titles(graph)
    own_hosts = {_host(url_key(article.url)) for article in graph.articles.values() if article.url}
    audited = [_audited(link, graph, own_hosts) for link in links]
    linked_by = Counter(target for _, target in {(link.source, link.target) for link in links if link.target})
    linking = {link.source for link in links}
    counts = Counter(link.state for link in audited)
    return LinkAudit(
        articles=len(graph.articles),
        counts={state: counts[state] for state in LinkState},
        troubled=tuple(link for state in TROUBLE for link in audited if link.state is state),
        orphans=tuple(article for article in graph.articles.values() if article.id not in linked_by),
        without_links=tuple(article for article in graph.articles.values() if article.id not in linking),
        most_linked=tuple(
            (graph.articles[target], count)
            for target, count in sorted(linked_by.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
    )


def _with_alike_titles(graph: LinkGraph) -> Sequence[StoredLink]:
    """Return all links; titles without an address that no article has lead to the one that has nearly the same.

    The archive itself keeps only what is certain: titles that are equal.
    """
    titles = AlikeTitles(graph.articles.values())

    def led(link: StoredLink) -> StoredLink:
        published = graph.articles[link.source].published
        is_open = link.target is None and link.url is None and link.title_key not in graph.removed
        if not is_open or published is None:
            return link
        return replace(link, target=titles.find(link.title_key, published, other_than=link.source))

    return [led(link) for link in graph.links]


def _audited(link: StoredLink, graph: LinkGraph, own_hosts: set[str]) -> AuditedLink:
    target = graph.articles[link.target] if link.target is not None else None
    return AuditedLink(
        source=graph.articles[link.source], link=link, state=_state(link, target, graph, own_hosts), target=target
    )


def _state(link: StoredLink, target: ArticleName | None, graph: LinkGraph, own_hosts: set[str]) -> LinkState:
    key = url_key(link.url) if link.url is not None else None
    if key is not None and _host(key) not in own_hosts:
        # A story of our own may stand there too, found by its title; the address is another site's matter.
        return LinkState.ELSEWHERE
    if target is not None:
        return LinkState.GOOD if key is None or _leads_to(key, target) else LinkState.MOVED
    if key is None:
        return LinkState.REMOVED if link.title_key in graph.removed else LinkState.UNRESOLVED
    return LinkState.REMOVED if key in graph.removed else LinkState.BROKEN


def _leads_to(key: str, target: ArticleName) -> bool:
    """Tell whether an address is the target's present one, or a short one (``?p=19``), which never changes."""
    return target.url is None or key == url_key(target.url) or "?p=" in key


def _host(key: str) -> str:
    return key.partition("/")[0].partition("?")[0]


def _link_record(link: AuditedLink) -> dict[str, Any]:
    return {
        "state": link.state.value,
        "source": _name_record(link.source),
        "title": link.link.title,
        "url": link.link.url,
        "placed_by": link.link.placed_by.value,
        "target": _name_record(link.target) if link.target is not None else None,
    }


def _name_record(article: ArticleName) -> dict[str, ArticleId | str | None]:
    return {"id": article.id, "title": article.title, "url": article.url}
