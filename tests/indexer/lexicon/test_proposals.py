"""An archive's words propose overrides, compounds and related words, each with what speaks for it."""

import tomllib
from dataclasses import replace

import pytest

from index.analysis import Analyzer, load_lexicon
from index.article import Annotations, Article, ArticleId, Document
from indexer.lexicon import as_lexicon, propose

ANALYZER = Analyzer(lexicon=replace(load_lexicon(), overrides={}, compounds={}))


def documents(*bodies):
    return [
        Document(
            article=Article(id=ArticleId(f"uji:{number}"), url=None, title="kabar", body=body),
            annotations=Annotations(),
        )
        for number, body in enumerate(bodies)
    ]


def proposed(*bodies, **options):
    found = documents(*bodies)
    return propose(lambda: found, ANALYZER, min_articles=2, limit=10, **options)


def test_a_root_far_more_frequent_than_the_stemmers_is_proposed():
    (override,) = proposed(*["sektor perbankan tumbuh"] * 2, *["bank desa dibuka"] * 10).overrides

    assert (override.word, override.stems, override.now) == ("perbankan", ("bank",), ("perban",))
    assert (override.articles, override.evidence) == (2, 10)
    assert "sektor perbankan tumbuh" in override.sample


def test_a_root_that_other_words_have_too_is_left_alone():
    assert not proposed(*["penyaluran pupuk", "pupuk disalurkan"] * 2, *["alur sungai"] * 12).overrides


def test_a_joined_word_whose_halves_stand_side_by_side_is_proposed():
    (compound,) = proposed(*["pedagang pasarmalam ramai"] * 2, *["pasar malam dibuka"] * 3).compounds

    assert (compound.word, compound.stems, compound.evidence) == ("pasarmalam", ("pasar", "malam"), 3)


@pytest.mark.parametrize("glued", ["pasarini", "pasaryang"])
def test_function_words_glued_to_others_are_no_compounds(glued):
    assert not proposed(*[f"kabar {glued} ramai"] * 2, *["pasar ini pasar yang ramai"] * 3).compounds


def test_words_in_the_same_company_are_proposed_and_parts_of_one_expression_are_not():
    frames = [
        "{} korupsi dana hibah itu disidangkan hakim",
        "jaksa menyelidiki {} suap proyek jembatan",
        "penyidik menghentikan {} lama itu",
    ]
    cases = [frame.format(word) for word in ("kasus", "perkara") for frame in frames for _ in range(2)]
    others = [f"tandan buah sawit panen {word}" for word in ("kebun", "lahan", "petani") for _ in range(8)]

    related = {frozenset((pair.first, pair.second)) for pair in proposed(*cases, *others).related}

    assert frozenset(("kasus", "perkara")) in related
    assert frozenset(("tandan", "buah")) not in related


def test_only_what_was_asked_for_is_proposed():
    found = proposed(*["pedagang pasarmalam"] * 2, *["pasar malam"] * 3, kinds=("overrides",))
    assert (found.overrides, found.compounds, found.related) == ((), (), ())


def test_the_printed_proposals_are_a_lexicon(tmp_path):
    hostile = 'pasarmalam "] \u2028 \x07 \\'
    found = proposed(*[hostile] * 2, *["pasar malam"] * 3, *["kasus suap", "perkara suap"] * 3)
    path = tmp_path / "lexicon.toml"
    path.write_text("\n".join(as_lexicon(found)), encoding="utf-8")

    assert tomllib.loads(path.read_text(encoding="utf-8"))["compounds"] == {"pasarmalam": "pasar malam"}
    assert load_lexicon(path).compounds["pasarmalam"] == ("pasar", "malam")


def test_an_empty_archive_proposes_nothing():
    assert propose(list, ANALYZER, min_articles=2, limit=10).related == ()
