"""An article to its annotations: regions it is about and mentions, officials it names, days it speaks of."""

from indexer.annotate.annotate import ANNOTATION_VERSION, annotate

__all__ = ["ANNOTATION_VERSION", "annotate"]
