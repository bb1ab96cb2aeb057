"""The index is a Whoosh index like any other: plain Whoosh opens it and ranks alike."""

import json
import pickletools
import subprocess
import sys

import numpy as np
import pytest
import whoosh.index
from hypothesis import example, given
from hypothesis import strategies as st
from whoosh import formats, query, scoring
from whoosh.codec.whoosh3 import W3Codec

from index.engines.whoosh import WhooshEngine
from index.engines.whoosh.blocks import positions_value
from index.engines.whoosh.concept_scores import saturated
from index.engines.whoosh.decoding import POSITION_BITS, unfolded
from index.engines.whoosh.evidence import zone_weights
from index.engines.whoosh.writer import GenerationWriter, create
from index.ranking import K1, B
from index.schema import ZONES
from index.search import SearchRequest, WeightedTerm, WeightedTerms
from tests.engine_contract import ZONE, built, found, ids, phrase, story

BODIES = ["banjir " * (n % 7) + "di pasar lama " * (n % 5) + "kota jambi " * (n % 3 + 1) for n in range(40)]


@pytest.fixture
def root(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(root, analyzer):
    stories = [story(f"{n:02}", f"Kabar {n}", body, sections=("Daerah",)) for n, body in enumerate(BODIES)]
    return built(WhooshEngine(root, analyzer=analyzer, zone=ZONE), stories)


def test_plain_whoosh_opens_the_index_without_this_project(engine, root):
    script = (
        "import sys, whoosh.index, whoosh.query\n"
        f"ix = whoosh.index.open_dir({str(root / 'g000001')!r})\n"
        "with ix.searcher() as s:\n"
        "    print(len(s.search(whoosh.query.Term('stem', 'banjir'), limit=None)))\n"
        "assert not any(name == 'index' or name.startswith('index.') for name in sys.modules)\n"
    )
    out = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True, cwd=root.parent
    )
    assert int(out.stdout) == sum("banjir" in body for body in BODIES)


def test_the_table_of_contents_names_no_class_of_ours(engine, root):
    (toc,) = (root / "g000001").glob("*.toc")
    content = toc.read_bytes()
    assert b"index.engines" not in content
    assert b"whoosh.codec.whoosh3" in content


def test_plain_bm25f_ranks_one_stem_alike(engine, root):
    results = engine.search(
        SearchRequest(query=WeightedTerms(terms=(WeightedTerm(text="banjir", weight=1.0),)), limit=100)
    )
    with whoosh.index.open_dir(str(root / "g000001")).searcher(weighting=scoring.BM25F(B=0.5, K1=K1)) as searcher:
        hits = searcher.search(query.Term("stem", "banjir"), limit=None)
        stock = {hit["id"].removeprefix("uji:"): hit.score for hit in hits}
    assert set(ids(results)) == set(stock)
    ours = {hit.document.article.id.removeprefix("uji:"): hit.score for hit in results.hits}
    # Whoosh rounds lengths up to one of 256 values, by 7 % at most here; hence near, not equal.
    factor = next(iter(ours.values())) / stock[next(iter(ours))]
    assert ours == pytest.approx({key: score * factor for key, score in stock.items()}, rel=0.05)


def test_the_score_of_a_posting_is_whooshs_own():
    tf, length = np.array([1.0, 7.5, 40.0]), np.array([3.0, 120.0, 2000.0])
    expected = [scoring.bm25(2.0, f, n, 250.0, B, K1) for f, n in zip(tf, length, strict=True)]
    ours = 2.0 * saturated(tf, K1 * ((1 - B) + B * length / 250.0))
    assert ours.tolist() == pytest.approx(expected, rel=1e-12)


def test_plain_whoosh_finds_the_same_phrases(engine, root):
    with whoosh.index.open_dir(str(root / "g000001")).searcher() as searcher:
        hits = searcher.search(query.Phrase("surface", ["pasar", "lama", "di"]), limit=None)
        assert {hit["id"].removeprefix("uji:") for hit in hits} == found(engine, phrase("pasar lama di"))


def test_the_stored_record_is_json(engine, root):
    with whoosh.index.open_dir(str(root / "g000001")).searcher() as searcher:
        fields = searcher.stored_fields(0)
    assert json.loads(fields["record"])["article"]["id"] == fields["id"] == "uji:00"


@given(st.lists(st.integers(0, 3_000_000), min_size=1, max_size=300, unique=True).map(sorted))
def test_positions_are_spelt_as_whoosh_spells_them(positions):
    value = positions_value(tuple(positions))
    assert value == formats.Positions().encode(positions)
    assert formats.Positions().decode_positions(value) == positions
    assert pickletools.optimize(value[4:])


@given(
    st.dictionaries(
        st.integers(0, 5000),
        st.lists(st.integers(0, 200_000) | st.integers(0, 300), min_size=1, max_size=40, unique=True).map(sorted),
        min_size=1,
        max_size=30,
    )
)
@example({3: list(range(0, 5000, 2)), 9: [7]})
@example({1: list(range(1000)), 2: list(range(70_000, 71_001))})
def test_positions_are_read_back(positions):
    documents = sorted(positions)
    found = unfolded(
        np.array(documents, dtype=np.int64), [positions_value(tuple(positions[document])) for document in documents]
    )
    assert found.tolist() == [document << POSITION_BITS | at for document in documents for at in positions[document]]


@given(st.lists(st.integers(0, 5000)))
def test_the_weights_of_positions_are_the_schemas(positions):
    weights = zone_weights(np.array(positions, dtype=np.int64), ZONES).tolist()
    assert weights == [ZONES.weight(position) for position in positions]


@pytest.mark.slow
def test_a_collection_written_as_several_segments_answers_like_one(root, analyzer):
    """Postings longer than a block, deletions in finished segments, and a merge of worn ones included."""
    stories = [story(n, "Kabar", "banjir di pasar lama" if n % 3 else "harga naik") for n in range(5000)]
    folder = root / "g000001"
    folder.mkdir(parents=True)
    create(folder)
    (folder / "telusur.json").write_text("{}")
    writer = GenerationWriter(
        folder, analyzer=analyzer, zone=ZONE, locate=lambda _: (), segment_documents=2300, parts=()
    )
    for document in [*stories, *stories[:1500]]:
        writer.add(document)
    assert writer.commit() == 5000
    with whoosh.index.open_dir(str(folder)).searcher() as searcher:
        stock = {hit["id"] for hit in searcher.search(query.Term("surface", "banjir"), limit=None)}
    assert stock == {s.article.id for s in stories if "banjir" in s.article.body}
    engine = built(WhooshEngine(root.parent / "satu", analyzer=analyzer, zone=ZONE), stories)
    assert {f"uji:{found_id}" for found_id in ids(engine.search(_everything(phrase("pasar lama"))))} == stock


def _everything(clause):
    from index.query.ast import Query

    return SearchRequest(query=Query(clauses=(clause,)), limit=10_000)


def test_the_codec_is_the_stock_one_after_a_merge(engine, root):
    for number in range(12):
        with engine.update() as writer:
            writer.add(story(f"x{number}", body="banjir"))
    (toc,) = (root / "g000001").glob("*.toc")
    segments = whoosh.index.TOC.read(whoosh.index.open_dir(str(root / "g000001")).storage, "MAIN").segments
    assert {type(segment.codec()) for segment in segments} == {W3Codec}
    assert len(segments) <= 9
    assert b"index.engines" not in toc.read_bytes()
