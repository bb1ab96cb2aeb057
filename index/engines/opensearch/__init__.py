"""The distributed engine: an index on an OpenSearch cluster, for archives that outgrow one machine."""

from index.engines.opensearch.address import Address, Credentials
from index.engines.opensearch.engine import OpenSearchEngine

__all__ = ["Address", "Credentials", "OpenSearchEngine"]
