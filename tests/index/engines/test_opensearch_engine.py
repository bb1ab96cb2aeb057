"""What only the engine on a cluster does, on a real node."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import urllib3

from index.engine import Engine
from index.engines import open_engine
from index.engines.opensearch import cluster, executor, jobs, writer
from index.errors import ConfigError, EngineUnavailable, IndexLocked
from index.search import FacetField, Hit, SearchRequest, Sort
from tests.engine_contract import ZONE, asking, built, counts, ids, near, phrase, story, word

pytestmark = pytest.mark.opensearch


@pytest.fixture
def name() -> str:
    return f"sendiri-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def engine(opensearch, name, analyzer) -> Engine:
    return open_engine(f"opensearch+{opensearch}/{name}", analyzer=analyzer, zone=ZONE)


def put(address: str, path: str, body: dict) -> None:
    answer = urllib3.request("PUT", f"{address}{path}", json=body)
    assert answer.status == 200, answer.data


def test_pages_beyond_what_is_put_in_order_at_once_follow_without_a_gap(engine, monkeypatch):
    day = datetime(2024, 1, 1, tzinfo=UTC)
    stories = [
        story(f"{n:02}", body="banjir " * (n % 5 + 1), published=day + timedelta(days=n % 7), group=n % 9 or None)
        for n in range(40)
    ]
    built(engine, stories)
    for sort in Sort:
        for fold in (False, True):
            request = SearchRequest(query=asking(word("banjir")), sort=sort, fold=fold, limit=100)
            everything = engine.search(request).hits
            with monkeypatch.context() as patched:
                patched.setattr(executor, "DEEPEST_PAGE", 5)
                patched.setattr(cluster, "PAGE", 7)
                pages = [
                    engine.search(SearchRequest(query=request.query, sort=sort, fold=fold, offset=at, limit=6))
                    for at in range(0, 48, 6)
                ]
            assert [shown(hit) for page in pages for hit in page.hits] == [shown(hit) for hit in everything]


def shown(hit: Hit) -> tuple[str, int, float]:
    return hit.document.article.id, hit.similar, hit.score


def test_facets_may_have_more_values_than_one_call_counts(engine):
    built(engine, [story(n, sections=(f"Rubrik {n:03}", "Daerah")) for n in range(30)])
    results = engine.search(SearchRequest(facets=(FacetField.SECTION,), facet_limit=10**9))
    assert counts(results, FacetField.SECTION)[0] == ("Daerah", 30)
    assert len(results.facets[FacetField.SECTION]) == 31


def test_explanations_are_those_of_the_embedded_engine(engine, analyzer, tmp_path):
    day = datetime(2024, 1, 1, tzinfo=UTC)
    stories = [
        story(1, "Banjir di pasar", "jalan rusak " * 3 + "warga " * 60 + "jalan rusak banjir", published=day),
        story(2, "Harga pasar", "kebanjiran pasar lama", published=day - timedelta(days=400)),
        story(3, "Jalan rusak", "harga naik"),
    ]
    embedded = built(open_engine(str(tmp_path / "index"), analyzer=analyzer, zone=ZONE), stories)
    built(engine, stories)
    for clauses in ([word("banjir"), word("pasar"), word("yang")], [phrase("jalan rusak")], [near("harga pasar", 2)]):
        request = SearchRequest(query=asking(*clauses), explain=True)
        mine, theirs = engine.search(request).hits, embedded.search(request).hits
        assert [hit.document for hit in mine] == [hit.document for hit in theirs]
        for one, other in zip(mine, theirs, strict=True):
            assert one.explanation is not None
            assert other.explanation is not None
            assert one.explanation.missing == other.explanation.missing
            assert one.explanation.recency == pytest.approx(other.explanation.recency)
            assert one.explanation.coverage == pytest.approx(other.explanation.coverage, rel=1e-5)
            for reason, known in zip(one.explanation.reasons, other.explanation.reasons, strict=True):
                assert reason.points == pytest.approx(known.points)
                assert (reason.asked, reason.found, reason.kind, reason.is_exact, reason.articles) == (
                    known.asked,
                    known.found,
                    known.kind,
                    known.is_exact,
                    known.articles,
                )
                assert (reason.in_title, reason.in_lead, reason.in_body) == (
                    known.in_title,
                    known.in_lead,
                    known.in_body,
                )


def test_a_foreign_index_of_the_name_is_refused_and_left_alone(engine, opensearch, name):
    put(opensearch, f"/{name}", {"mappings": {"properties": {"title": {"type": "text"}}}})
    with pytest.raises(ConfigError, match="choose another name"):
        built(engine, [story(1)])
    with pytest.raises(ConfigError, match="choose another name"):
        engine.search(SearchRequest())


def test_a_disk_that_is_full_stops_writers_with_a_cure_and_lets_readers_go_on(engine, opensearch, name):
    built(engine, [story(1)])
    put(opensearch, f"/{name}-g000001/_settings", {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(EngineUnavailable, match="make room"), engine.update() as changes:
        changes.add(story(2))
    assert ids(engine.search(SearchRequest())) == ["1"]
    put(opensearch, f"/{name}-g000001/_settings", {"index.blocks.read_only_allow_delete": None})
    with engine.update() as changes:
        changes.add(story(2))
    assert engine.search(SearchRequest()).total == 2


def test_documents_that_are_refused_are_named_and_nothing_is_seen(engine, opensearch, name, monkeypatch):
    built(engine, [story(1)])
    made = writer.fields.source_of
    monkeypatch.setattr(
        writer.fields,
        "source_of",
        lambda document, *rest: made(document, *rest) | ({"lain": 1} if document.article.id == "uji:3" else {}),
    )
    with pytest.raises(EngineUnavailable, match=r"refused 1 articles: uji:3 \(.*lain"), engine.update() as changes:
        changes.add(story(3))
    assert ids(engine.search(SearchRequest())) == ["1"]


def test_a_writer_that_was_killed_keeps_others_out_only_for_its_lease(engine, monkeypatch):
    built(engine, [story(1)])
    monkeypatch.setattr(jobs, "LEASE_SECONDS", 1.5)
    killed = engine._jobs.leased("write")
    lease = killed.__enter__()
    lease._done.set()  # a killed process does not renew
    with pytest.raises(IndexLocked, match="was killed"), engine.update():
        pass
    engine._lock_timeout = 3.0
    with engine.update() as changes:
        changes.add(story(2))
    assert engine.search(SearchRequest()).total == 2


def test_a_lease_is_renewed_while_its_writer_lives(engine, monkeypatch):
    built(engine, [story(1)])
    monkeypatch.setattr(jobs, "LEASE_SECONDS", 0.6)
    with engine.update() as changes:
        changes.add(story(2))
        engine._lock_timeout = 1.5
        with pytest.raises(IndexLocked), engine.update():
            pass
    assert engine.search(SearchRequest()).total == 2


def test_an_interrupted_build_is_taken_up_at_its_finished_parts(engine):
    with pytest.raises(KeyboardInterrupt):
        interrupt(engine, change=False)
    with engine.rebuild() as build:
        assert build.has_part("a1")
        engine.write_part(build.generation, "b2", [story(3)])
        build.take_parts(["a1", "b2"])
        build.expect(3)
    assert sorted(ids(engine.search(SearchRequest()))) == ["1", "2", "3"]


def test_an_interrupted_build_that_had_begun_to_change_parts_writes_them_again(engine):
    with pytest.raises(KeyboardInterrupt):
        interrupt(engine, change=True)
    with engine.rebuild() as build:
        assert not build.has_part("a1")
        engine.write_part(build.generation, "a1", [story(1), story(2)])
        build.take_parts(["a1"])
    assert sorted(ids(engine.search(SearchRequest()))) == ["1", "2"]
    assert not ids(engine.search(SearchRequest(query=asking(word("gempa")))))


def interrupt(engine: Engine, *, change: bool) -> None:
    """Begin a build and interrupt it, after one part or after that part was changed."""
    with engine.rebuild() as build:
        engine.write_part(build.generation, "a1", [story(1), story(2)])
        if change:
            build.take_parts(["a1"])
            build.add(story(1, body="gempa"))
            build._bulk.flush()
        raise KeyboardInterrupt
