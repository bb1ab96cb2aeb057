"""One wrong bit anywhere in an index: the check finds it, and readers get a page, never a traceback."""

import shutil
from pathlib import Path
from random import Random

import pytest

from index.engines import open_engine
from search_web import create_app
from tests.search_web.conftest import ZONE, make_config, sample_documents

FLIPS = 500
FINE = {200, 404, 503}
"""Found; an article whose entry is damaged; an index that cannot be read, which the page says."""

PAGES = (
    "/cari?q=kerjasama+tanjab+barat",
    "/cari?q=%22rumah+sakit%22+banj*&urut=terbaru",
    "/artikel/lentera:{id}",
    "/api/v1/search?q=bupati",
    "/api/v1/suggest?q=ban",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory, analyzer, sample_dir):
    root = tmp_path_factory.mktemp("whole") / "index"
    engine = open_engine(str(root), analyzer=analyzer, zone=ZONE)
    with engine.rebuild() as writer:
        for document in sample_documents(sample_dir):
            writer.add(document)
    engine.close()
    return root


def flip(path: Path, at: int, bit: int) -> None:
    """Change one bit of a file, as a new file: whoever has the old one mapped keeps it."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.unlink()
    path.write_bytes(content)


@pytest.mark.slow
def test_each_of_500_flipped_bits_is_found_and_none_ends_in_a_traceback(
    index, tmp_path, analyzer, gazetteer, sample_records
):
    chance = Random(500)
    files = [path.relative_to(index) for path in sorted(index.glob("g*/*")) if path.stat().st_size]
    sizes = [(index / path).stat().st_size for path in files]
    root = tmp_path / "index"
    shutil.copytree(index, root)
    for number in range(FLIPS):
        # In turns by size, so that each byte is as likely, and by file, so that small ones are hit, too.
        path = chance.choices(files, sizes)[0] if number % 2 else chance.choice(files)
        flip(root / path, chance.randrange((root / path).stat().st_size), chance.randrange(8))
        engine = open_engine(str(root), analyzer=analyzer, zone=ZONE)
        assert list(engine.problems()), f"flip {number} of {path.name} was not found"
        client = create_app(make_config(engine, analyzer, gazetteer)).test_client()
        for page in chance.sample(PAGES, 2):
            answer = client.get(page.format(id=chance.choice(sample_records)["id"]))
            assert answer.status_code in FINE, f"flip {number} of {path.name}: {answer.status} for {page}"
        engine.close()
        shutil.copyfile(index / path, root / "whole")
        (root / "whole").replace(root / path)
