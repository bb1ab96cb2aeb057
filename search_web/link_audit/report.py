"""What the last audit of the "Baca Juga" links found, as ``telusur links audit --save`` has left it in a file."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import ConfigError

State = Literal["good", "moved", "removed", "broken", "unresolved", "elsewhere"]

MAX_BYTES = 256 * 1024 * 1024
"""Largest file that is read; 100,000 articles that nobody links to take some 20 MB."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class ReportedArticle(_Frozen):
    """An article as lists name it."""

    id: str
    title: str
    url: str | None


class LinkedArticle(ReportedArticle):
    """An article that others link to, and how many do."""

    linked_by: int


class ReportedLink(_Frozen):
    """A link that somebody may want to mend; its target is the article that it should lead to, where there is one."""

    state: State
    source: ReportedArticle
    title: str
    url: str | None
    target: ReportedArticle | None


class LinkReport(_Frozen):
    """The findings of one audit; see ``telusur links audit --json``."""

    checked: datetime
    articles: int
    links: Mapping[State, int]
    troubled: tuple[ReportedLink, ...]
    orphans: tuple[ReportedArticle, ...]
    without_links: tuple[ReportedArticle, ...]
    most_linked: tuple[LinkedArticle, ...]


class _Kept(NamedTuple):
    """A report, and by what its file is known again."""

    stamp: tuple[int, int]
    report: LinkReport


class LinkReports:
    """The report in a file, read anew when the file has been replaced. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._kept: _Kept | None = None

    def latest(self) -> LinkReport | None:
        """Return the last audit's findings; None before the first.

        Raises:
            ConfigError: The file is something else.
        """
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        with self._lock:
            if self._kept is None or self._kept.stamp != stamp:
                self._kept = _Kept(stamp, self._read(status.st_size))
            return self._kept.report

    def save(self, report: LinkReport) -> None:
        """Put a report in the file's place, whole."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(f".{self._path.name}.new")
        beside.write_text(report.model_dump_json(), encoding="utf-8")
        beside.replace(self._path)

    def _read(self, size: int) -> LinkReport:
        cure = "run `telusur links audit --save` again"
        if size > MAX_BYTES:
            raise ConfigError(f"{self._path}: {size} bytes are more than any audit of links has; {cure}")
        try:
            return LinkReport.model_validate_json(self._path.read_bytes())
        except ValidationError as error:
            raise ConfigError(f"{self._path}: this is no audit of links; {cure}") from error
