import tomllib
from importlib import resources

import pytest

from index.analysis import Analyzer, Lexicon, SynonymGroup, default_analyzer, load_lexicon, normalise_word
from index.errors import ConfigError

KINDS = [
    "abbreviations",
    "common_words",
    "compounds",
    "function_words",
    "overrides",
    "protected",
    "related",
    "spellings",
    "synonyms",
]


def packaged(kind):
    return tomllib.loads((resources.files("index.analysis") / "data" / f"{kind}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_group_of_entries_says_why(kind):
    groups = packaged(kind)["group"]
    assert groups
    for group in groups:
        assert group.keys() == {"reason", "words"}
        assert len(group["reason"]) > 20
        assert group["words"]


@pytest.mark.parametrize("kind", ["compounds", "overrides", "spellings"])
def test_keys_are_surface_forms_and_stand_once(kind):
    words = [word for group in packaged(kind)["group"] for word in group["words"]]
    assert words == [normalise_word(word) for word in words]
    assert len(words) == len(set(words))


def test_no_word_is_decided_twice():
    lexicon = load_lexicon()
    assert not lexicon.overrides.keys() & lexicon.compounds.keys()
    assert not lexicon.protected & (lexicon.overrides.keys() | lexicon.compounds.keys())


def test_every_override_and_protected_word_mends_something():
    rules_alone = Analyzer(lexicon=Lexicon())
    lexicon = load_lexicon()
    assert [word for word, stem in lexicon.overrides.items() if rules_alone.stems(word) == (stem,)] == []
    assert [word for word in lexicon.protected if rules_alone.stems(word) == (word,)] == []


def test_standard_spellings_are_final():
    spellings = load_lexicon().spellings
    assert not set(spellings.values()) & spellings.keys()


def test_compounds_consist_of_stems():
    analyzer = default_analyzer()
    for word, stems in analyzer.lexicon.compounds.items():
        assert len(stems) > 1, word
        assert [analyzer.stems(stem) for stem in stems] == [(stem,) for stem in stems], word


def test_synonyms_work_in_every_direction():
    synonyms_of = load_lexicon().synonyms_of
    assert ("tanjung", "jabung", "barat") in synonyms_of["tanjab", "barat"]
    assert ("tanjab", "barat") in synonyms_of["tanjung", "jabung", "barat"]
    assert ("wali", "kota") in synonyms_of[("walikota",)]


def test_penjabat_is_no_pejabat():
    assert load_lexicon().synonyms_of["pj",] == (("penjabat",),)


def test_a_synonym_is_written_as_the_tokeniser_reads_it():
    analyzer = default_analyzer()
    for group in analyzer.lexicon.synonyms:
        for member in group.members:
            assert tuple(token.surface for token in analyzer.tokens(" ".join(member))) == member


def test_a_group_in_two_lists_gives_all_others():
    lexicon = Lexicon(synonyms=(SynonymGroup((("a",), ("b",)), "x"), SynonymGroup((("a",), ("c", "d")), "y")))
    assert lexicon.synonyms_of[("a",)] == (("b",), ("c", "d"))


def test_a_newsroom_adds_its_own_words(tmp_path):
    own = tmp_path / "leksikon.toml"
    own.write_text(
        'protected = ["Perbankan"]\nabbreviations = ["S.Pd.K.H."]\nfunction_words = ["Nan"]\n'
        'common_words = ["Harian"]\n'
        'synonyms = [["Lentera", "Lentera Jambi"]]\n[overrides]\nkerjasama = "kongsi"\n'
        '[compounds]\nsekolahalam = "sekolah alam"\n[spellings]\nmobel = "mebel"\n',
        encoding="utf-8",
    )
    lexicon = load_lexicon(own)
    assert "perbankan" in lexicon.protected
    assert "perbankan" not in lexicon.overrides
    assert lexicon.overrides["kerjasama"] == "kongsi"
    assert "kerjasama" not in lexicon.compounds
    assert lexicon.compounds["sekolahalam"] == ("sekolah", "alam")
    assert lexicon.spellings["mobel"] == "mebel"
    assert "spdkh" in lexicon.abbreviations
    assert "harian" in lexicon.common_words
    assert {"nan", "yang"} <= lexicon.function_words
    assert lexicon.synonyms[-1] == SynonymGroup((("lentera",), ("lentera", "jambi")), str(own))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("kata = 1", "kata is unknown"),
        ("overrides = 3", "must be a table"),
        ("[overrides]\nkata = 3", "'kata' must be a word"),
        ("[compounds]\nkata = ''", "'kata' must be a word"),
        ("protected = 'kata'", "must be a list"),
        ("protected = [1]", "1 is no word"),
        ("synonyms = ['kata']", "must be a list of lists"),
        ("synonyms = [['', 'kata']]", "'' is no word"),
        ("kata kata", "not a TOML file"),
    ],
)
def test_a_wrong_lexicon_is_refused_with_its_place(tmp_path, content, problem):
    own = tmp_path / "leksikon.toml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=problem) as refused:
        load_lexicon(own)
    assert str(own) in str(refused.value)


def test_a_missing_or_undecodable_lexicon_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        load_lexicon(tmp_path / "tiada.toml")
    (tmp_path / "biner.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not a TOML file in UTF-8"):
        load_lexicon(tmp_path / "biner.toml")


def test_a_folder_of_files_is_read_by_name_and_later_ones_win(tmp_path):
    (tmp_path / "a.toml").write_text('protected = ["bersama"]\n[overrides]\nkata = "satu"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('[overrides]\nkata = "dua"\n', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no lexicon", encoding="utf-8")
    lexicon = load_lexicon(tmp_path)
    assert lexicon.overrides["kata"] == "dua"
    assert "bersama" in lexicon.protected


def test_a_folder_without_a_lexicon_is_an_error_that_says_the_cure(tmp_path):
    with pytest.raises(ConfigError, match=r"holds no \.toml file; put one there"):
        load_lexicon(tmp_path)


def test_a_newsrooms_related_words_are_added(tmp_path):
    path = tmp_path / "lexicon.toml"
    path.write_text('related = [["wisuda", "yudisium"]]', encoding="utf-8")
    analyzer = Analyzer(lexicon=load_lexicon(path))
    assert ("yudisium",) in analyzer.related_of["wisuda",]
    assert analyzer.related_of["bupati",]


def test_related_expressions_come_in_groups_of_different_ones():
    for group in packaged("related")["group"]:
        for members in group["words"]:
            assert len(set(members)) == len(members) > 1
            assert members == [normalise_word(member) for member in members]
