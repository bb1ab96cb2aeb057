"""Fixtures of the engines' tests."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.analysis import Analyzer, default_analyzer

_TOOL = Path(__file__).parents[3] / "tools" / "opensearch"


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return default_analyzer()


@contextmanager
def readable_by_nodes() -> Iterator[Path]:
    """Yield a folder that nodes can read: they run as another user where root starts them.

    Not pytest's own: every start of pytest closes the folder above those to other users again.
    """
    with tempfile.TemporaryDirectory(prefix="telusur-opensearch-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def opensearch() -> Iterator[str]:
    """Address of a real node; ``TELUSUR_TEST_OPENSEARCH`` names one that runs already."""
    running = os.environ.get("TELUSUR_TEST_OPENSEARCH")
    if running:
        yield running
        return
    with readable_by_nodes() as folder:
        yield run_opensearch("start", str(folder), "--port", "19250")
        run_opensearch("stop", str(folder))


def run_opensearch(*arguments: str) -> str:
    """Run the script that starts and stops nodes, and return what it prints; skip where it cannot."""
    command = [sys.executable, str(_TOOL), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no OpenSearch here: {done.stderr.strip()}")
    return done.stdout.strip()
