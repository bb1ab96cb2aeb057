"""Where an index lives: :func:`open_engine` is the only place that picks an engine."""

from index.engines.opening import open_engine

__all__ = ["open_engine"]
