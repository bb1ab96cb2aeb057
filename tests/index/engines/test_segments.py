"""Segments hold the same however they came to be: in one go, with spills, or merged from others."""

import io
from array import array

import pytest
import whoosh.index
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.filedb.filetables import md5_hash

from index.engines.whoosh import WhooshEngine, fields, order
from index.engines.whoosh.bulk import BulkSegmentWriter
from index.engines.whoosh.entries import entry_of
from index.engines.whoosh.layout import MappedSegment
from index.engines.whoosh.runs import Pool, Postings
from index.engines.whoosh.terms import _md5_hash
from index.engines.whoosh.writer import create
from index.schema import ZONES
from index.search import SearchRequest
from tests.engine_contract import ZONE, asking, built, ids, story, word

STORIES = [
    story(n, f"Kabar {n % 7}", "banjir " * (n % 4) + "di pasar lama " * (n % 3) + f"kata{n}", sections=(f"R{n % 2}",))
    for n in range(60)
]


@pytest.fixture
def index(tmp_path):
    create(tmp_path)
    return whoosh.index.open_dir(str(tmp_path), indexname=fields.INDEX_NAME)


@pytest.fixture
def written(index, tmp_path, analyzer):
    """Return a function that writes stories as one segment and gives back Whoosh's segment and our view of it."""

    def write(stories, **options):
        writer = BulkSegmentWriter(index, **options)
        for document in stories:
            writer.add_entry(entry_of(document, analyzer, ZONE, ZONES))
        segment = writer.finish_segment()
        return segment, MappedSegment(tmp_path, segment)

    return write


def content(segment):
    """Everything a segment holds."""
    postings = {
        (name, term): tuple(map(list, segment.written_postings(name, term)))
        for name in segment.fields
        for term, _ in segment.beginning(name, b"")
    }
    columns = {name: list(segment.byte_strings(name)) for name in (fields.ID, "section", "region")}
    numbers = {name: segment.numbers(name, "I", 0).tolist() for name in ("stem_length", "surface_length")}
    days = segment.numbers(fields.DAY, "i", 0).tolist()
    return postings, columns, numbers, days, [segment.stored(n) for n in range(segment.documents)]


def test_spilling_changes_nothing_and_leaves_no_file(written, tmp_path):
    _, at_once = written(STORIES)
    _, spilt = written(STORIES, spill_bytes=20_000)
    assert content(spilt) == content(at_once)
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} == {".toc", ".seg"}


def test_merged_segments_hold_what_one_made_of_the_living_would(written, index, tmp_path):
    first, _ = written(STORIES[:25])
    second, _ = written(STORIES[25:])
    for number in (0, 7, 24):
        first.delete_document(number)
    second.delete_document(34)
    writer = BulkSegmentWriter(index)
    writer.merge_in([first, second])
    merged = MappedSegment(tmp_path, writer.finish_segment())
    living = [document for at, document in enumerate(STORIES) if at not in {0, 7, 24, 59}]
    _, afresh = written(living)
    assert content(merged) == content(afresh)


def test_stock_whoosh_reads_a_merged_index(tmp_path, analyzer):
    engine = built(WhooshEngine(tmp_path / "index", analyzer=analyzer, zone=ZONE), STORIES[:1])
    for document in STORIES[1:15]:
        with engine.update() as writer:
            writer.add(document)
    with whoosh.index.open_dir(str(tmp_path / "index" / "g000001")).reader() as reader:
        assert len(reader.leaf_readers()) < 15
        assert reader.doc_count() == 15
        assert reader.field_length("stem") == sum(
            len(analyzer.tokens(s.article.title)) + len(analyzer.tokens(s.article.body)) for s in STORIES[:15]
        )
        assert {fields["id"] for fields in reader.all_stored_fields()} == {s.article.id for s in STORIES[:15]}


def test_postings_in_memory_are_never_overtaken():
    pool = Pool()
    pool.terms_of("stem")[b"a"] = Postings()
    with pytest.raises(ValueError, match="later documents"):
        pool.append(iter(()))


@settings(deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from([b"a", b"b", b"c", b"d"]), st.integers(1, 3), max_size=4), max_size=12),
    st.sets(st.integers(0, 11)),
)
def test_runs_merge_to_what_was_put_in(documents, spills):
    pool = Pool()
    expected: dict[tuple[str, bytes], list[int]] = {}
    for number, terms in enumerate(documents):
        for term in terms:
            pool.terms_of("stem").setdefault(term, Postings()).extend(
                Postings(array("I", [number]), array("f", [1.0]), [b"x"])
            )
            expected.setdefault(("stem", term), []).append(number)
        if number in spills:
            pool.spill(io.BytesIO())
    merged = [(key, list(postings.documents)) for key, postings in pool.iter_postings()]
    assert merged == sorted(expected.items())
    pool.cleanup()


@pytest.mark.parametrize("few", [0, 1_000], ids=["all ids ordered once", "ids looked at one by one"])
def test_stories_of_equal_rank_come_in_the_order_of_their_ids(tmp_path, analyzer, monkeypatch, few):
    monkeypatch.setattr(order, "FEW_TIED", few)
    stories = [story(f"{number * 7 % 40:02}", "Banjir") for number in range(40)]
    engine = built(WhooshEngine(tmp_path / "index", analyzer=analyzer, zone=ZONE), stories[:25])
    with engine.update() as writer:
        for late in stories[25:]:
            writer.add(late)
    found = ids(engine.search(SearchRequest(query=asking(word("banjir")), limit=40)))
    assert found == [f"{number:02}" for number in range(40)]


def test_neighbours_of_a_word_are_the_words_one_edit_away_with_their_articles(tmp_path, analyzer):
    engine = built(
        WhooshEngine(tmp_path / "index", analyzer=analyzer, zone=ZONE),
        [story(1, "Banjir", "banjar"), story(2, "Banjir dan banjirr"), story(3, "Pasir")],
    )
    with engine.update() as writer:
        writer.add(story(4, "Banjar dan banji"))
        writer.remove(story(2, "").article.id)
    snapshot = engine._current().executor.snapshot
    assert snapshot.terms.neighbours("banjir") == {"banjar": 2, "banji": 1}
    assert snapshot.terms.neighbours("banjirr") == {"banjir": 1}
    assert snapshot.terms.neighbours("x") == {}


@given(st.binary(max_size=40))
def test_keys_are_hashed_as_whoosh_hashes_them(key):
    assert _md5_hash(key) == md5_hash(key)
