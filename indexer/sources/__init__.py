"""Where articles come from: one module per kind of source, all handing over the same pages."""

from indexer.sources.base import (
    Change,
    Checkpoint,
    Failed,
    Gone,
    Item,
    Known,
    Markup,
    Memory,
    Order,
    Pass,
    RawPage,
    RemoteSource,
    Skipped,
    Source,
    article_id,
)
from indexer.sources.formats import FORMATS, detect_format, open_source
from indexer.sources.html import HtmlFolder, HtmlSite
from indexer.sources.jsonl import JsonlSource
from indexer.sources.profile import Profile, load_profile
from indexer.sources.text import TextSource, read_draft_text
from indexer.sources.web import Manners, SiteError
from indexer.sources.wordpress import WordPressSource
from indexer.sources.wxr import WxrSource

__all__ = [
    "FORMATS",
    "Change",
    "Checkpoint",
    "Failed",
    "Gone",
    "HtmlFolder",
    "HtmlSite",
    "Item",
    "JsonlSource",
    "Known",
    "Manners",
    "Markup",
    "Memory",
    "Order",
    "Pass",
    "Profile",
    "RawPage",
    "RemoteSource",
    "SiteError",
    "Skipped",
    "Source",
    "TextSource",
    "WordPressSource",
    "WxrSource",
    "article_id",
    "detect_format",
    "load_profile",
    "open_source",
    "read_draft_text",
]
