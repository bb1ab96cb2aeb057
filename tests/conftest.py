"""Fixtures shared by the whole suite."""

import json
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The measurement data beside the checkout; tests that use it skip where it is absent."""
    folder = _ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the measurement data (../shared) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def sample_dir() -> Path:
    """The fictional sample archive that the product ships."""
    return _ROOT / "indexer" / "sample"


@pytest.fixture(scope="session")
def sample_records(sample_dir: Path) -> list[dict]:
    """The sample archive's articles as they stand in its JSON lines file."""
    with (sample_dir / "articles.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
