"""What the pages need, handed in from outside: engine, analyser, names, and how the archive is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from index.analysis import Analyzer
from index.engine import Engine
from index.gazetteer import Gazetteer
from index.related import ReadsDraft
from search_web.alerts.mail import Mailer
from search_web.alerts.store import AlertStore
from search_web.insight import QueryLog
from search_web.link_audit import LinkReports


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertConfig:
    """Who follows which search, what sends their mails, and the address those come from."""

    store: AlertStore
    mailer: Mailer
    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """Who may announce changes, and what becomes of announcements.

    Attributes:
        secrets: Secret of each source that may.
        announce: Takes source, post and the call's signature; returns False for a call that was received before.
    """

    secrets: Mapping[str, bytes]
    announce: Callable[[str, str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Parts and settings of the pages.

    Attributes:
        engine: Where articles are found; shared by all threads.
        analyzer: The analyser of the index, for marks.
        gazetteer: Names of regions, offices and persons; resolver of queries.
        zone: Zone that days and times are shown in.
        today: Gives the local day.
        archive_name: Name on every page.
        notice: Sentence on every page, such as that an archive is fictional; or None.
        base_url: Public address of the pages without a slash at the end, for what is printed; or None.
        contact: Whom readers can write to, or None.
        proxies: How many web servers stand in front, each of which adds the address it was asked from.
        accent: Colour of links, bars and buttons as ``#rrggbb``; None: the stylesheet's own.
        accent_dark: The same on dark ground; None: made from ``accent``.
        page_size: Hits per page.
        language: The pages' own language, ``id`` or ``en``.
        api_tokens: SHA-256 of the tokens that open operations which are not for everybody; none: they are for all.
        operator_password: Hash of the password of the operator's pages; None: there are none.
        rate_limit: How often one client may ask, such as ``300/minute``; None: as often as it likes.
        read_draft: Reads drafts that editors paste; None where no drafts are taken.
        read_also_label: What stands before a link that an editor pastes into a story.
        webhooks: Who may announce changes; None: nobody.
        query_log: Remembers searches; None: nothing does.
        link_reports: What the last audit of links found; None: nothing tells.
        alerts: Who follows which search; None: nobody can. Needs ``base_url``.
        clock: Gives the moment, aware; None: the machine's.
        cors_origins: Origins whose pages may read the API; ``*`` for all.
    """

    engine: Engine
    analyzer: Analyzer
    gazetteer: Gazetteer
    zone: ZoneInfo
    today: Callable[[], date]
    archive_name: str
    notice: str | None = None
    base_url: str | None = None
    contact: str | None = None
    proxies: int = 0
    accent: str | None = None
    accent_dark: str | None = None
    page_size: int = 10
    language: str = "id"
    api_tokens: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    operator_password: str | None = None
    rate_limit: str | None = None
    query_log: QueryLog | None = None
    link_reports: LinkReports | None = None
    alerts: AlertConfig | None = None
    clock: Callable[[], datetime] | None = None
    read_draft: ReadsDraft | None = None
    read_also_label: str = "Baca Juga:"
    webhooks: Webhooks | None = None

    def now(self) -> datetime:
        """Return the moment in the archive's zone."""
        return (self.clock() if self.clock is not None else datetime.now(self.zone)).astimezone(self.zone)

    @property
    def origin(self) -> str | None:
        """The scheme and host of ``base_url``, or None."""
        if self.base_url is None:
            return None
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"
