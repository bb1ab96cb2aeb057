"""What lies in an index's folder, and what happens when it is missing, damaged, foreign, old or in use."""

import json
import multiprocessing
import os
import resource
import signal
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from index.analysis import Analyzer, load_lexicon
from index.article import ArticleId
from index.engines.whoosh import WhooshEngine
from index.errors import ConfigError, EngineUnavailable, IndexLocked, IndexMissing, IndexOutdated
from index.schema import SCHEMA_VERSION
from index.search import FacetField, SearchRequest
from tests.engine_contract import ZONE, built, cut_off, found, ids, phrase, story, word


@pytest.fixture
def root(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(root, analyzer):
    return WhooshEngine(root, analyzer=analyzer, zone=ZONE)


def generations(root):
    return sorted(path.name for path in root.iterdir() if path.is_dir())


def test_the_generation_before_the_current_one_is_kept_and_no_older_ones(engine, root):
    for number in range(4):
        built(engine, [story(number)])
    assert generations(root) == ["g000003", "g000004"]
    assert (root / "CURRENT").read_text().strip() == "g000004"


def test_an_index_says_when_and_how_it_was_built(root, analyzer):
    moment = datetime(2024, 2, 20, 7, 0, tzinfo=UTC)
    engine = built(WhooshEngine(root, analyzer=analyzer, zone=ZONE, clock=lambda: moment), [story(1), story(2)])
    assert json.loads((root / "g000001" / "telusur.json").read_text()) == {
        "schema_version": SCHEMA_VERSION,
        "analyser": analyzer.fingerprint,
        "zone": "Asia/Jakarta",
        "built_at": "2024-02-20T07:00:00+00:00",
    }
    assert engine.info().built_at == moment
    assert engine.info().size_bytes > 0


def test_leftovers_of_a_killed_rebuild_are_removed_by_the_next_one(engine, root):
    built(engine, [story(1)])
    (root / "g000007").mkdir()
    (root / "g000007" / "MAIN_abc.pst").write_bytes(b"half")
    built(engine, [story(2)])
    assert generations(root) == ["g000001", "g000002"]


def test_a_failed_update_leaves_no_files(engine, root):
    built(engine, [story(1)])
    before = sorted(path.name for path in (root / "g000001").iterdir())
    with pytest.raises(RuntimeError, match="putus"):
        cut_off(engine.update(), adding=story(2), removing="uji:1")
    assert sorted(path.name for path in (root / "g000001").iterdir()) == before


def test_a_second_engine_sees_what_the_first_commits(engine, root, analyzer):
    other = WhooshEngine(root, analyzer=analyzer, zone=ZONE)
    built(engine, [story(1)])
    assert ids(other.search(SearchRequest())) == ["1"]
    with engine.update() as writer:
        writer.add(story(2))
    assert ids(other.search(SearchRequest())) == ["1", "2"]
    built(engine, [story(3)])
    assert ids(other.search(SearchRequest())) == ["3"]


def test_a_closed_engine_opens_the_index_again_when_asked(engine):
    built(engine, [story(1)])
    engine.search(SearchRequest())
    engine.close()
    assert engine.search(SearchRequest()).total == 1


def test_a_second_writer_is_told_at_once(engine, root, analyzer, monkeypatch):
    monkeypatch.setattr("index.engines.whoosh.engine.HOLD_SECONDS", 0.0)
    built(engine, [story(1)])
    other = WhooshEngine(root, analyzer=analyzer, zone=ZONE)
    with engine.update():
        with pytest.raises(IndexLocked, match="another process is writing"), other.update():
            pass
        with pytest.raises(IndexLocked, match="another process is writing"), other.rebuild():
            pass
    with other.update() as writer:
        writer.add(story(2))
    assert engine.search(SearchRequest()).total == 2


def test_a_writer_may_wait_for_the_other(engine, root, analyzer):
    built(engine, [story(1)])
    patient = WhooshEngine(root, analyzer=analyzer, zone=ZONE, lock_timeout=30)
    waiting, released = threading.Event(), threading.Event()

    def write_first():
        with engine.update() as writer:
            writer.add(story(2))
            waiting.set()
            released.wait(10)

    first = threading.Thread(target=write_first)
    first.start()
    waiting.wait(10)
    threading.Timer(0.2, released.set).start()
    with patient.update() as writer:
        writer.add(story(3))
    first.join()
    assert engine.search(SearchRequest()).total == 3


def test_an_index_of_another_analyser_schema_or_zone_says_how_to_mend_it(engine, root, analyzer):
    built(engine, [story(1)])
    lexicon = replace(load_lexicon(None), overrides={"banjirnya": "banjir"})
    others = [
        WhooshEngine(root, analyzer=Analyzer(lexicon=lexicon), zone=ZONE),
        WhooshEngine(root, analyzer=analyzer, zone=ZoneInfo("Asia/Jayapura")),
    ]
    for other, what in zip(others, ["analyser", "time zone"], strict=True):
        with pytest.raises(IndexOutdated, match=f"another {what}; rebuild it with `telusur reindex`"):
            other.search(SearchRequest())
        with pytest.raises(IndexOutdated), other.update():
            pass
        assert other.info().articles == 1
    description = root / "g000001" / "telusur.json"
    description.write_text(
        description.read_text().replace(f'"schema_version": {SCHEMA_VERSION}', '"schema_version": 0')
    )
    with pytest.raises(IndexOutdated, match="another schema"):
        WhooshEngine(root, analyzer=analyzer, zone=ZONE).search(SearchRequest())


def test_an_outdated_index_can_be_rebuilt(engine, root, analyzer):
    built(engine, [story(1)])
    east = WhooshEngine(root, analyzer=analyzer, zone=ZoneInfo("Asia/Jayapura"))
    assert built(east, [story(2)]).search(SearchRequest()).total == 1


@pytest.mark.parametrize("name", ["modul.py", "laporan.docx", "g12", "article"])
def test_a_folder_that_holds_something_else_is_refused_and_left_alone(engine, root, name):
    root.mkdir()
    (root / name).write_text("penting")
    with pytest.raises(ConfigError, match="no part of an index"), engine.rebuild():
        pass
    assert [path.name for path in root.iterdir()] == [name]


def test_a_place_that_is_no_folder_is_refused(tmp_path, analyzer):
    (tmp_path / "berkas").write_text("x")
    for place in (tmp_path / "berkas", tmp_path / "berkas" / "index", tmp_path / ("x" * 300)):
        engine = WhooshEngine(place, analyzer=analyzer, zone=ZONE)
        with pytest.raises(ConfigError), engine.rebuild():
            pass


def test_a_folder_that_cannot_be_used_is_reported(engine, root):
    (root / "LOCK").mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot be written"), engine.rebuild():
        pass
    (root / "CURRENT").mkdir()
    with pytest.raises(IndexMissing, match="cannot be read"):
        engine.info()


def test_an_update_without_an_index_leaves_no_folder(engine, root):
    with pytest.raises(IndexMissing), engine.update():
        pass
    assert not root.exists()


def test_an_index_inside_a_file_is_missing(tmp_path, analyzer):
    (tmp_path / "berkas").write_text("x")
    with pytest.raises(IndexMissing):
        WhooshEngine(tmp_path / "berkas", analyzer=analyzer, zone=ZONE).info()


def _files(root, pattern):
    (path,) = (root / "g000001").glob(pattern)
    return path


def _cut(path):
    os.truncate(path, path.stat().st_size // 2)


def _blank(path):
    path.write_bytes(b"\0" * path.stat().st_size)


def _scramble(path):
    path.write_bytes(bytes(byte ^ 0x5A for byte in path.read_bytes()))


def _empty(path):
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [_cut, _blank, _scramble, _empty, os.remove])
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg", "telusur.json"])
def test_a_damaged_file_is_reported_with_the_cure(root, analyzer, pattern, harm):
    engine = built(WhooshEngine(root, analyzer=analyzer, zone=ZONE), [story(1, "Banjir", "di pasar lama")])
    harm(_files(root, pattern))
    with pytest.raises(IndexMissing, match="telusur reindex"):
        engine.search(SearchRequest())
    assert built(engine, [story(2)]).search(SearchRequest()).total == 1


def test_damage_in_the_middle_of_a_segment_never_ends_in_another_error(root, analyzer):
    stories = [story(n, f"Banjir {n}", "di pasar lama " * 30, sections=("Daerah",)) for n in range(30)]
    built(WhooshEngine(root, analyzer=analyzer, zone=ZONE), stories)
    path = _files(root, "*.seg")
    whole = path.read_bytes()
    for at in range(16, len(whole), len(whole) // 60):
        path.write_bytes(whole[:at] + b"\xff" * 40 + whole[at + 40 :])
        engine = WhooshEngine(root, analyzer=analyzer, zone=ZONE)
        try:
            found(engine, word("banjir"), phrase("pasar lama"))
            engine.get(ArticleId("uji:7"))
        except IndexMissing:
            continue


@pytest.mark.parametrize(
    ("word", "ask"),
    [
        (b"Daerah", lambda engine: engine.search(SearchRequest(facets=(FacetField.SECTION,)))),
        (b"banjir", lambda engine: (engine.words_beginning("b", 5), engine.words_like("banjit", 5))),
    ],
)
def test_damaged_letters_are_told_as_damage(root, analyzer, word, ask):
    built(WhooshEngine(root, analyzer=analyzer, zone=ZONE), [story(1, "Banjir", sections=("Daerah",))])
    path = _files(root, "*.seg")
    whole = path.read_bytes()
    assert word in whole
    path.write_bytes(whole.replace(word, b"b\xff\xff\xff\xff\xff"))
    with pytest.raises(IndexMissing, match="telusur reindex"):
        ask(WhooshEngine(root, analyzer=analyzer, zone=ZONE))


def test_a_failure_over_whole_files_is_not_told_as_damage(root, analyzer):
    engine = built(WhooshEngine(root, analyzer=analyzer, zone=ZONE), [story(1)])
    with pytest.raises(AttributeError, match="value"):
        engine.search(SearchRequest(facets=("seksi",)))


def test_every_flipped_byte_is_found_by_the_check(root, analyzer):
    engine = built(WhooshEngine(root, analyzer=analyzer, zone=ZONE), [story(n, f"Banjir {n}") for n in range(5)])
    assert list(engine.problems()) == []
    chance = Random(3)
    for path in sorted((root / "g000001").iterdir()):
        whole = path.read_bytes()
        for at in {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(4))}:
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
            assert list(engine.problems()), f"byte {at} of {path.name}"
        path.write_bytes(whole)
    assert list(engine.problems()) == []


def test_a_missing_index_is_a_problem_too(engine):
    assert "telusur reindex" in next(engine.problems())


def test_a_generation_that_somebody_reads_is_kept(engine, root, analyzer):
    reader = WhooshEngine(root, analyzer=analyzer, zone=ZONE)
    built(engine, [story(1)])
    assert reader.search(SearchRequest()).total == 1
    for number in range(2, 5):
        built(engine, [story(number)])
    assert generations(root) == ["g000001", "g000003", "g000004"]
    reader.close()
    built(engine, [story(5)])
    assert generations(root) == ["g000004", "g000005"]


def interrupted_with_part(engine, *stories):
    def build_half():
        with engine.rebuild() as build:
            engine.write_part(build.generation, "a1", stories)
            raise RuntimeError("putus")

    with pytest.raises(RuntimeError, match="putus"):
        build_half()


def test_the_parts_of_an_interrupted_build_are_used_by_the_next(engine, root):
    interrupted_with_part(engine, story(1), story(2))
    with engine.rebuild() as build:
        assert (build.has_part("a1"), build.has_part("b2")) == (True, False)
        engine.write_part(build.generation, "b2", [story(3)])
        build.take_parts(["a1", "b2"])
    assert sorted(ids(engine.search(SearchRequest()))) == ["1", "2", "3"]
    assert not list((root / "g000001").glob("PART.*"))


def test_a_part_whose_files_are_not_whole_is_written_again(engine, root):
    interrupted_with_part(engine, story(1))
    os.truncate(next((root / "g000001").glob("*.seg")), 10)
    with engine.rebuild() as build:
        assert not build.has_part("a1")
        with pytest.raises(IndexMissing, match="run `telusur reindex` again"):
            build.take_parts(["a1"])


def test_parts_of_another_analyser_are_not_used(engine, root, analyzer):
    interrupted_with_part(engine, story(1))
    other = WhooshEngine(root, analyzer=analyzer, zone=ZoneInfo("Asia/Jayapura"))
    with other.rebuild() as build:
        assert not build.has_part("a1")


def test_the_name_of_a_part_never_leads_out_of_the_folder(engine):
    with engine.rebuild() as build, pytest.raises(ValueError, match="hexadecimal"):
        engine.write_part(build.generation, "../x", [story(1)])


def test_going_back_is_refused_where_the_generation_before_is_damaged(engine, root):
    built(engine, [story(1)])
    built(engine, [story(2)])
    path = next((root / "g000001").glob("*.seg"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(IndexMissing, match="current generation stays"):
        engine.rollback()
    assert ids(engine.search(SearchRequest())) == ["2"]


def test_a_full_disk_is_told_with_the_cure_and_readers_keep_what_they_have(engine):
    built(engine, [story(1)])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(EngineUnavailable, match="free some space"), engine.update() as writer:
            writer.add(story(2, body="banjir " * 2000))
        with pytest.raises(EngineUnavailable, match="free some space"), engine.rebuild() as writer:
            writer.add(story(3))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert ids(engine.search(SearchRequest())) == ["1"]
    with engine.update() as writer:
        writer.add(story(4))
    assert list(engine.problems()) == []


def test_a_pointer_that_names_nothing_whole_is_reported(engine, root):
    built(engine, [story(1)])
    for pointer in ("", "g000009\n", "../../etc\n", "\xff"):
        (root / "CURRENT").write_text(pointer, encoding="latin-1")
        with pytest.raises(IndexMissing, match="telusur reindex"):
            engine.search(SearchRequest())


def _rebuild_for_ever(root, started):
    from index.analysis import default_analyzer

    with WhooshEngine(root, analyzer=default_analyzer(), zone=ZONE).rebuild() as writer:
        number = 0
        while True:
            writer.add(story(number, "Banjir", "di pasar lama"))
            number += 1
            if number == 50:
                started.set()


@pytest.mark.slow
def test_a_kill_during_a_rebuild_leaves_a_whole_index_and_frees_the_lock(engine, root):
    built(engine, [story(1)])
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    process = context.Process(target=_rebuild_for_ever, args=(root, started))
    process.start()
    assert started.wait(60)
    time.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert engine.search(SearchRequest()).total == 1
    with engine.update() as writer:
        writer.add(story(2))
    assert engine.search(SearchRequest()).total == 2
    built(engine, [story(3)])
    assert generations(root) == ["g000001", "g000002"]
