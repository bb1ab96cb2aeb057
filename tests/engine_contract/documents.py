"""What an engine knows of its documents, terms and words."""

from datetime import datetime

from index.article import ArticleId, OfficeHolder
from index.schema import ZONES
from tests.engine_contract.frame import EngineTests
from tests.engine_contract.stories import ZONE, built, story


class DocumentTests(EngineTests):
    def test_a_document_comes_back_as_it_went_in(self, engine):
        document = story(
            1,
            "Judul “kutip” 🏚️",
            "Paragraf satu.\n\nParagraf dua.",
            published=datetime(2024, 2, 20, 14, 5, 9, 123, tzinfo=ZONE),
            url="https://contoh.example/a",
            sections=("Daerah", "Ekonomi"),
            regions=["15.06"],
            officials=(OfficeHolder(title="bupati", person="Sulaiman Hadi"),),
            group=3,
        )
        built(engine, [document])
        assert engine.get(document.article.id) == document
        assert engine.get(ArticleId("uji:tak ada")) is None

    def test_an_article_is_found_by_any_spelling_of_its_addresses(self, engine):
        built(
            engine,
            [
                story(1, url="https://www.contoh.example/2024/banjir/", aliases=("http://contoh.example/?p=17",)),
                story(2, url="https://contoh.example/?p=18"),
            ],
        )

        def at(url: str) -> str | None:
            document = engine.find_by_url(url)
            return document.article.id if document is not None else None

        assert at("http://contoh.example/2024/banjir?utm_source=wa#atas") == "uji:1"
        assert at("https://contoh.example?p=17") == "uji:1"
        assert at("https://contoh.example/?p=18&fbclid=x") == "uji:2"
        assert at("https://contoh.example/lain") is None
        assert at("http://[") is None
        assert at("a" * 100_000) is None

    def test_term_statistics_count_living_articles(self, engine):
        built(engine, [story(1, body="banjir"), story(2, body="banjir"), story(3, body="pasar")])
        with engine.update() as writer:
            writer.remove(ArticleId("uji:1"))
        statistics = engine.term_statistics(["pasar", "banjir", "tak-ada"])
        assert [(s.text, s.articles) for s in statistics] == [("pasar", 1), ("banjir", 1), ("tak-ada", 0)]

    def test_term_vectors_weigh_by_zone_and_know_no_strangers(self, engine):
        built(
            engine,
            [
                story(1, title="Banjir", body="banjir bandang " + "kata " * 60 + "banjir"),
                story(2, body="pasar"),
                story(3, body="pasar"),
            ],
        )
        with engine.update() as writer:
            writer.add(story(4, body="bandang pasar pasar"))
            writer.remove(ArticleId("uji:3"))
        asked = [ArticleId(f"uji:{n}") for n in (4, 1, 3, 99)]
        vectors = engine.term_vectors(asked, ["bandang", "banjir", "tak-ada"])
        assert [vector.article_id for vector in vectors] == asked
        lead, title, body = ZONES.lead, ZONES.title, ZONES.body
        assert vectors[0].frequencies == (lead, 0.0, 0.0)
        assert vectors[1].frequencies == (lead, title + lead + body, 0.0)
        assert [vector.length for vector in vectors] == [3, 64, 0, 0]
        assert not any(vectors[2].frequencies + vectors[3].frequencies)

    def test_an_empty_index_has_empty_term_vectors(self, engine):
        built(engine, [])
        (vector,) = engine.term_vectors([ArticleId("uji:1")], ["banjir"])
        assert (vector.frequencies, vector.length) == ((0.0,), 0)

    def test_words_that_begin_so_come_with_the_number_of_living_articles(self, engine):
        bodies = ["banjir bandang", "banjir", "banjir", "bantuan", "pasar"]
        built(engine, [story(n, body=body) for n, body in enumerate(bodies)])
        with engine.update() as writer:
            writer.remove(ArticleId("uji:3"))
        assert [(w.text, w.articles) for w in engine.words_beginning("ban", 5)] == [("banjir", 3), ("bandang", 1)]
        assert [w.text for w in engine.words_beginning("ban", 1)] == ["banjir"]
        assert [
            *engine.words_beginning("", 5),
            *engine.words_beginning("x", 5),
            *engine.words_beginning("b" * 99, 5),
        ] == []

    def test_words_beside_others_are_counted_there_and_the_telling_ones_come_first(self, engine):
        bodies = ["warga kebanjiran bandang baru"] * 3 + ["kabar baru"] * 5 + ["batang"]
        built(engine, [story(n, body=body) for n, body in enumerate(bodies)])
        beside = [(w.text, w.articles) for w in engine.words_beginning("ba", 5, beside=["banjir"])]
        assert beside == [("bandang", 3), ("baru", 3)]
        assert not engine.words_beginning("ba", 5, beside=["banjir", "tak-ada"])

    def test_words_like_a_misspelt_one_stand_in_the_index(self, engine):
        built(engine, [story(n, body="pembangunan pasar") for n in range(3)] + [story(9, body="pembangunnan")])
        assert [w.text for w in engine.words_like("pembangnan", 5)] == ["pembangunan", "pembangunnan"]
        assert [w.text for w in engine.words_like("pasr", 5)] == ["pasar"]
        for word in ("pasarr" * 20, "", "psr"):
            assert not engine.words_like(word, 5)
