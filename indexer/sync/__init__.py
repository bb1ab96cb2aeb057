"""Source to archive: every item of a source ends in exactly one counted outcome."""

from indexer.sync.diff import differences
from indexer.sync.reading import Reading
from indexer.sync.report import ItemOutcome, Report
from indexer.sync.run import run_sync

__all__ = ["ItemOutcome", "Reading", "Report", "differences", "run_sync"]
