"""The embedded engine: an index in a folder, in Whoosh 2.7.4's format, read into arrays."""

from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.environment import check_environment

__all__ = ["WhooshEngine", "check_environment"]
