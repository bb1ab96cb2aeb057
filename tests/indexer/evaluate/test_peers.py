"""Peers behave as their documentation says."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
import snowballstemmer

from index.article import Article, ArticleId
from indexer.evaluate import tala
from indexer.evaluate.peers import Bm25Peer, WordPressPeer, search_peers
from indexer.evaluate.related_peers import RelatedPeers
from indexer.evaluate.words import WordCounts, best, words_of


def article(number, title, body="", day=1, sections=()):
    published = datetime(2024, 1, day, tzinfo=UTC) if day else None
    return Article(id=ArticleId(f"a:{number}"), title=title, body=body, published=published, sections=sections)


def test_bm25_ranks_by_the_textbook_formula():
    index = WordCounts(["banjir di jambi", "banjir banjir", "harga sawit naik lagi"]).index(str)
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    norm = 1.2 * (0.25 + 0.75 * 2 / 3)

    scores = index.scores({"banjir": 1.0, "pasang": 1.0})

    assert best(scores, 10) == [1, 0]
    assert scores[1] == pytest.approx(idf * 2 * 2.2 / (2 + norm))


def test_words_that_share_a_term_are_counted_together_and_stop_words_not_at_all():
    index = WordCounts(["buku bukunya yang", "yang"]).index({"buku": "buku", "bukunya": "buku", "yang": None}.get)

    assert index.postings("buku").frequencies.tolist() == [2.0]
    assert index.postings("yang").documents.size == 0


def test_an_empty_collection_answers_nothing():
    index = WordCounts([]).index(str)
    assert best(index.scores({"banjir": 1.0}), 5) == []


def test_all_words_are_needed_where_a_peer_asks_for_all():
    index = WordCounts(["banjir jambi", "banjir tebo"]).index(str)
    both = Bm25Peer(name="AND", index=index, as_term=str, require_all=True)

    assert both.search("banjir tebo", 5) == [1]
    assert both.search("banjir merangin", 5) == []


def test_wordpress_wants_every_word_and_puts_titles_before_texts_and_new_before_old():
    articles = [
        article(0, "Kabar desa", "banjir di tebo", day=9),
        article(1, "Banjir surut di Tebo", day=1),
        article(2, "Banjir Tebo meluas", day=2),
        article(3, "Tebo siaga", "setelah banjir", day=3),
        article(4, "Tebo bersiap", "banjir tebo lagi", day=4),
        article(5, "Harga sawit", day=5),
    ]

    assert WordPressPeer(articles).search("banjir tebo", 9) == [2, 1, 4, 3, 0]
    assert WordPressPeer(articles, by_date=True).search("banjir tebo", 9) == [0, 4, 3, 2, 1]


def test_wordpress_takes_what_stands_between_quotes_as_one_word():
    articles = [article(0, "Dana desa cair"), article(1, "Desa tanpa dana")]

    assert WordPressPeer(articles).search('"dana desa"', 9) == [0]
    assert WordPressPeer(articles).search("dana,desa", 9) == [0, 1]
    assert WordPressPeer(articles).search('""', 9) == []


def test_wordpress_looks_for_a_long_query_as_one_piece():
    sentence = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh"
    articles = [article(0, sentence), article(1, "sepuluh " + sentence.removesuffix(" sepuluh"))]

    assert WordPressPeer(articles).search(sentence, 9) == [0]


def test_every_peer_answers_a_plain_query():
    peers = search_peers([article(0, "Banjir melanda Sengeti"), article(1, "Harga sawit naik")])

    assert [list(peer.search("banjir", 5)) for peer in peers] == [[0]] * len(peers)
    assert len({peer.name for peer in peers}) == len(peers)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("bukukah", "buku"),
        ("bukumu", "buku"),
        ("menyapu", "sapu"),
        ("mengukur", "ukur"),
        ("pengukur", "ukur"),
        ("membaca", "baca"),
        ("pemukul", "pukul"),
        ("belajar", "ajar"),
        ("bekerja", "kerja"),
        ("pelajaran", "ajar"),
        ("tarikkan", "tarik"),
        ("mengambilkan", "ambil"),
        ("makanan", "makan"),
        ("janjian", "janji"),
        ("tandai", "tanda"),
        ("buku", "buku"),
        ("", ""),
    ],
)
def test_tala_stems_the_examples_of_his_tables(word, stem):
    assert tala.stem(word) == stem


def test_tala_agrees_with_snowball_which_follows_the_same_publication(sample_records):
    words = {word for record in sample_records for word in words_of(record["title"]) if word.isalpha()}
    snowball = snowballstemmer.stemmer("indonesian")
    agreed = np.mean([tala.stem(word) == snowball.stemWord(word) for word in sorted(words)])

    assert agreed > 0.97, agreed


STORIES = (
    article(0, "Banjir Sengeti surut", "warga sengeti membersihkan rumah", day=1, sections=("Daerah",)),
    article(1, "Banjir Sengeti meluas", "warga sengeti mengungsi", day=2, sections=("Daerah",)),
    article(2, "Harga sawit naik", "petani sengeti senang", day=3, sections=("Ekonomi",)),
    article(3, "Banjir Sengeti lagi", "warga sengeti mengungsi lagi", day=4, sections=("Daerah",)),
    article(4, "Banjir Sengeti berlalu", "warga pulang", day=5, sections=("Daerah",)),
)


def test_related_peers_never_suggest_the_story_itself_or_a_newer_one():
    for suggest in RelatedPeers(STORIES).peers().values():
        assert not {3, 4} & set(suggest(3, 5))


def test_elasticpress_sorts_what_shares_a_term_by_date_and_the_same_by_relevance_does_not():
    peers = RelatedPeers(STORIES).peers()

    assert peers["ElasticPress as shipped"](3, 5)[0] == max(peers["ElasticPress as shipped"](3, 5))
    assert peers["the same by relevance"](3, 5)[0] == 1
    assert peers["newest of the section"](3, 5) == [1, 0]


def test_a_story_without_a_date_may_be_related_to_any():
    undated = (*STORIES, article(5, "Banjir Sengeti", "warga sengeti", day=None))
    assert set(RelatedPeers(undated).peers()["BM25, 100 terms"](5, 9)) >= {0, 1, 3, 4}
