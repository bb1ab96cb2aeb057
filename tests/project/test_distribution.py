"""The wheel holds the three packages with their data, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("telusur-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.mark.slow
def test_the_wheel_holds_three_packages_and_its_own_metadata(wheel_names):
    assert {name.split("/")[0].split("-")[0] for name in wheel_names} == {"index", "indexer", "search_web", "telusur"}


@pytest.mark.slow
def test_the_wheel_holds_types_data_templates_and_the_sample_archive(wheel_names):
    needed = [
        "index/py.typed",
        "indexer/py.typed",
        "search_web/py.typed",
        "indexer/sample/articles.jsonl",
        "indexer/sample/officials.toml",
        "search_web/static/telusur.css",
    ]
    for name in needed:
        assert name in wheel_names
    assert any(name.startswith("index/analysis/data/") and name.endswith(".toml") for name in wheel_names)
    assert any(name.startswith("index/gazetteer/data/") for name in wheel_names)
    assert any(name.startswith("search_web/templates/") for name in wheel_names)


@pytest.mark.slow
def test_the_wheel_never_holds_sastrawis_word_list(wheel_names):
    assert not any("kata-dasar" in name for name in wheel_names)
