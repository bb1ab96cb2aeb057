"""Where articles come from: one module per kind of source, all handing over the same pages."""

from indexer.sources.base import Failed, Item, Markup, RawPage, Skipped, Source, article_id
from indexer.sources.formats import FORMATS, detect_format, open_source
from indexer.sources.jsonl import JsonlSource
from indexer.sources.text import TextSource, read_draft_text
from indexer.sources.wxr import WxrSource

__all__ = [
    "FORMATS",
    "Failed",
    "Item",
    "JsonlSource",
    "Markup",
    "RawPage",
    "Skipped",
    "Source",
    "TextSource",
    "WxrSource",
    "article_id",
    "detect_format",
    "open_source",
    "read_draft_text",
]
