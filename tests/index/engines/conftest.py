"""Fixtures of the engines' tests."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.analysis import Analyzer, default_analyzer

_TOOL = Path(__file__).parents[3] / "tools" / "opensearch"


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return default_analyzer()


@pytest.fixture(scope="session")
def opensearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real node; ``TELUSUR_TEST_OPENSEARCH`` names one that runs already."""
    running = os.environ.get("TELUSUR_TEST_OPENSEARCH")
    if running:
        yield running
        return
    folder = tmp_path_factory.mktemp("opensearch")
    for above in (folder, *folder.parents[:3]):  # nodes run as another user where root starts them
        if above.is_relative_to(tmp_path_factory.getbasetemp().parent):
            above.chmod(0o755)
    started = subprocess.run(
        [sys.executable, str(_TOOL), "start", str(folder), "--port", "19250"],
        capture_output=True,
        text=True,
        check=False,
    )
    if started.returncode:
        pytest.skip(f"no OpenSearch here: {started.stderr.strip()}")
    yield started.stdout.strip()
    subprocess.run([sys.executable, str(_TOOL), "stop", str(folder)], check=True)
