"""A raw page to an article: title, dateline, byline, dates, clean body; "Baca Juga" blocks become links."""

from indexer.extract.cutting import TitleFinder
from indexer.extract.dateline import PlaceTest
from indexer.extract.html import plain_text
from indexer.extract.story import CLEANER_VERSION, ExtractError, extract

__all__ = ["CLEANER_VERSION", "ExtractError", "PlaceTest", "TitleFinder", "extract", "plain_text"]
