"""How an index changes, is built anew, and stays whole."""

import threading

import pytest

from index.article import ArticleId
from index.errors import IndexLocked, IndexMissing
from index.search import FacetField, SearchRequest
from tests.engine_contract.frame import EngineTests
from tests.engine_contract.stories import asking, built, cut_off, found, ids, phrase, story, word


class ChangeTests(EngineTests):
    def test_adding_replaces_the_article_with_the_same_id(self, engine):
        built(engine, [story(1, body="banjir"), story(2, body="pasar")])
        with engine.update() as writer:
            writer.add(story(1, body="harga"))
        assert found(engine, word("banjir")) == set()
        assert found(engine, word("harga")) == {"1"}
        assert engine.info().articles == 2

    def test_of_one_id_added_twice_the_last_counts(self, engine):
        built(engine, [story(1, body="banjir"), story(1, body="pasar")])
        assert (found(engine, word("banjir")), found(engine, word("pasar"))) == (set(), {"1"})
        with engine.update() as writer:
            writer.add(story(1, body="harga"))
            writer.add(story(1, body="jalan"))
        assert (found(engine, word("harga")), found(engine, word("jalan"))) == (set(), {"1"})
        assert engine.search(SearchRequest()).total == 1

    def test_what_is_added_and_removed_in_one_go_is_gone(self, engine):
        built(engine, [story(1)])
        with engine.update() as writer:
            writer.add(story(2))
            writer.remove(ArticleId("uji:2"))
            writer.remove(ArticleId("uji:1"))
            writer.remove(ArticleId("uji:tak ada"))
        assert engine.search(SearchRequest()).total == 0

    def test_every_change_gives_another_revision(self, engine):
        built(engine, [story(1)])
        seen = [engine.revision(), engine.revision()]
        with engine.update() as writer:
            writer.add(story(1, "Kabar"))
        seen.append(engine.revision())
        built(engine, [story(1)])
        seen.append(engine.revision())
        assert seen[0] == seen[1]
        assert len(set(seen)) == 3

    def test_many_small_updates_keep_everything(self, engine):
        built(engine, [story(0, body="banjir")])
        for number in range(1, 15):
            with engine.update() as writer:
                writer.add(story(number, body="banjir pasar lama"))
                writer.remove(ArticleId(f"uji:{number - 2}"))
        assert found(engine, word("banjir")) == found(engine, phrase("pasar lama")) == {"13", "14"}
        assert engine.info().articles == 2

    def test_an_error_inside_an_update_leaves_nothing(self, engine):
        built(engine, [story(1, body="banjir")])
        with pytest.raises(RuntimeError, match="putus"):
            cut_off(engine.update(), adding=story(2, body="banjir"), removing="uji:1")
        assert found(engine, word("banjir")) == {"1"}
        with engine.update() as writer:
            writer.add(story(3, body="banjir"))
        assert found(engine, word("banjir")) == {"1", "3"}

    def test_an_error_inside_a_rebuild_leaves_the_old_index(self, engine):
        built(engine, [story(1)])
        with pytest.raises(RuntimeError, match="putus"):
            cut_off(engine.rebuild(), adding=story(2))
        assert ids(engine.search(SearchRequest())) == ["1"]

    def test_a_rebuild_is_unseen_until_it_is_whole(self, engine):
        built(engine, [story(1)])
        with engine.rebuild() as writer:
            writer.add(story(2))
            assert ids(engine.search(SearchRequest())) == ["1"]
        assert ids(engine.search(SearchRequest())) == ["2"]

    def test_the_live_index_changes_while_another_is_built_until_writers_are_held(self, engine, new_engine):
        built(engine, [story(1)])
        with engine.rebuild() as build:
            with engine.update() as writer:
                writer.add(story(2))
            assert sorted(ids(engine.search(SearchRequest()))) == ["1", "2"]
            build.add(story(3))
            build.hold_writers()
            with pytest.raises(IndexLocked), engine.update():
                pass
        assert ids(engine.search(SearchRequest())) == ["3"]

    def test_a_build_is_made_of_parts_and_what_changed_since(self, engine):
        with engine.rebuild() as build:
            for key, numbers in (("a1", range(3)), ("b2", range(3, 5))):
                assert not build.has_part(key)
                count = engine.write_part(build.generation, key, [story(n, body="banjir") for n in numbers])
                assert (count, build.has_part(key)) == (len(numbers), True)
            build.take_parts(["a1", "b2"])
            build.add(story(1, body="gempa"))
            build.remove(ArticleId("uji:4"))
            build.expect(4)
        assert found(engine, word("banjir")) == {"0", "2", "3"}
        assert found(engine, word("gempa")) == {"1"}

    def test_a_build_that_lacks_articles_is_refused(self, engine):
        built(engine, [story(1)])
        build = engine.rebuild()
        writer = build.__enter__()
        writer.add(story(2))
        writer.add(story(3))
        writer.expect(3)
        with pytest.raises(IndexMissing, match="2 articles instead of 3"):
            build.__exit__(None, None, None)
        assert ids(engine.search(SearchRequest())) == ["1"]

    def test_a_note_comes_with_the_changes_it_was_left_with(self, engine):
        with engine.rebuild() as build:
            assert build.checkpoint == ""
            build.add(story(1))
            build.checkpoint = "satu"
        with engine.update() as writer:
            assert writer.checkpoint == "satu"
            writer.add(story(2))
        assert engine.info().checkpoint == "satu"
        with pytest.raises(RuntimeError, match="putus"):
            cut_off(engine.update(), adding=story(3), note="dua")
        assert engine.info().checkpoint == "satu"
        with engine.update() as writer:
            writer.checkpoint = "tiga"
        assert engine.info().checkpoint == "tiga"

    def test_readers_go_back_to_the_generation_before_and_forth_again(self, engine):
        built(engine, [story(1)])
        with pytest.raises(IndexMissing, match="no other"):
            engine.rollback()
        built(engine, [story(2)])
        first = engine.rollback()
        assert ids(engine.search(SearchRequest())) == ["1"]
        assert engine.rollback().generation != first.generation
        assert ids(engine.search(SearchRequest())) == ["2"]

    def test_a_sound_index_has_no_problems_and_gives_every_article_back(self, engine):
        stories = [story(number) for number in range(5)]
        built(engine, stories)
        with engine.update() as writer:
            writer.remove(ArticleId("uji:3"))
        assert list(engine.problems()) == []
        kept = [document for document in stories if document.article.id != "uji:3"]
        assert sorted(engine.documents(), key=lambda document: document.article.id) == kept

    def test_an_index_may_be_empty(self, engine):
        built(engine, [])
        results = engine.search(SearchRequest(query=asking(word("banjir"), phrase("a b")), facets=tuple(FacetField)))
        assert (results.total, results.hits) == (0, ())
        assert engine.info().articles == 0

    def test_without_an_index_every_question_says_how_to_get_one(self, engine):
        for question in (lambda: engine.search(SearchRequest()), engine.info, lambda: engine.get(ArticleId("x"))):
            with pytest.raises(IndexMissing, match="telusur reindex"):
                question()
        with pytest.raises(IndexMissing, match="telusur reindex"), engine.update():
            pass

    def test_an_index_says_what_it_is(self, engine, analyzer):
        built(engine, [story(1), story(2)])
        info = engine.info()
        assert (info.articles, info.analyser) == (2, analyzer.fingerprint)
        assert info.built_at.tzinfo is not None

    def test_threads_may_search_while_updates_are_committed(self, engine):
        built(engine, [story(n, body="banjir di pasar lama") for n in range(20)])
        troubles: list[BaseException] = []
        done = threading.Event()

        def search() -> None:
            try:
                while not done.is_set():
                    results = engine.search(
                        SearchRequest(query=asking(phrase("pasar lama")), facets=tuple(FacetField), limit=50)
                    )
                    assert 20 <= results.total <= 26
                    assert len(results.hits) == results.total
            except BaseException as trouble:  # noqa: BLE001 - handed to the test's own thread
                troubles.append(trouble)

        threads = [threading.Thread(target=search) for _ in range(8)]
        for thread in threads:
            thread.start()
        for number in range(20, 26):
            with engine.update() as writer:
                writer.add(story(number, body="pasar lama"))
        done.set()
        for thread in threads:
            thread.join()
        assert troubles == []
        assert engine.search(SearchRequest()).total == 26
