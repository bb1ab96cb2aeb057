"""``python -m indexer.cli``: the ``telusur`` command where no console script is installed."""

from indexer.cli import main

main()
