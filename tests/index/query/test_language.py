"""What a reader types, and what it means."""

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.article import RegionCode
from index.errors import QuerySyntaxError
from index.query import FIELDS, MAX_CLAUSES, MAX_QUERY_CHARS, Mode, parse, to_text
from index.query.ast import (
    Alternatives,
    Group,
    InRegion,
    InSection,
    Near,
    Not,
    Phrase,
    Prefix,
    PublishedBetween,
    Query,
    Span,
    Tagged,
    Wildcard,
    WithOfficial,
    Word,
    WrittenBy,
)
from index.query.parser import MAX_DEPTH, MAX_DISTANCE, MAX_WILDCARDS

TODAY = date(2024, 2, 21)
AT = Span(start=0, end=0)
TANJAB_BARAT = RegionCode("15.06")


@dataclass(frozen=True)
class Places:
    """The few names these tests use."""

    def region(self, text):
        names = {"tanjab barat": "15.06", "kuala tungkal": "15.06", "jambi": "15", "15.06": "15.06", "15": "15"}
        code = names.get(text.casefold())
        return RegionCode(code) if code else None

    def official(self, text):
        return {
            "bupati": ("bupati", None, None),
            "bupati tanjab barat": ("bupati", TANJAB_BARAT, None),
            "anwar sadat": (None, None, "anwar sadat"),
            "bupati anwar sadat": ("bupati", None, "anwar sadat"),
        }.get(text.casefold())


def read(text, mode=Mode.LENIENT):
    return parse(text, resolver=Places(), mode=mode, today=TODAY)


def placeless(value):
    """The same tree with every span at 0."""
    if isinstance(value, tuple):
        return tuple(placeless(item) for item in value)
    if isinstance(value, Span):
        return AT
    if is_dataclass(value):
        return replace(value, **{f.name: placeless(getattr(value, f.name)) for f in fields(value)})
    return value


def clauses(text):
    """The clauses of a query that reads without a problem."""
    parsed = read(text)
    assert parsed.problems == ()
    return placeless(parsed.query.clauses)


def mended(text):
    """The clauses of a query with one problem, and the problem."""
    parsed = read(text)
    (problem,) = parsed.problems
    return placeless(parsed.query.clauses), problem


def word(text, **options):
    return Word(text=text, span=AT, **options)


def phrase(text, **options):
    return Phrase(text=text, span=AT, **options)


def between(first, last):
    return PublishedBetween(first=first, last=last, span=AT)


def test_words_are_clauses_in_the_order_typed():
    assert clauses("  kerjasama   perbankan ") == (word("kerjasama"), word("perbankan"))


def test_nothing_typed_asks_for_everything():
    assert clauses("") == clauses("  \t\n") == ()


def test_spans_say_where_a_clause_stands():
    text = 'banjir -"di mana" judul:tebo'
    query = read(text).query

    assert [text[c.span.start : c.span.end] for c in query.clauses] == ["banjir", '-"di mana"', "tebo"]
    assert query.text == text


@pytest.mark.parametrize(
    "text", ['"anwar sadat"', "“anwar sadat”", "„anwar sadat“", "«anwar sadat»", '"  anwar\tsadat "']
)
def test_quotes_of_any_shape_make_a_phrase(text):
    assert clauses(text) == (phrase("anwar sadat"),)


def test_minus_leaves_out_only_at_the_beginning_of_a_word():
    assert clauses("banjir -tebo") == (word("banjir"), Not(member=word("tebo"), span=AT))
    assert clauses('-"anwar sadat"') == (Not(member=phrase("anwar sadat"), span=AT),)
    assert clauses("−tebo") == (Not(member=word("tebo"), span=AT),)
    assert clauses("anak-anak sma-1") == (word("anak-anak"), word("sma-1"))


def test_a_minus_on_its_own_is_punctuation():
    assert clauses("banjir - tebo") == (word("banjir"), word("tebo"))


@pytest.mark.parametrize("joint", ["OR", "ATAU"])
def test_or_joins_its_two_neighbours_and_nothing_else(joint):
    pair = Alternatives(members=(word("banjir"), word("longsor")), span=AT)

    assert clauses(f"banjir {joint} longsor tebo") == (pair, word("tebo"))
    assert clauses(f"tebo banjir {joint} longsor") == (word("tebo"), pair)


def test_or_chains():
    members = (word("banjir"), phrase("tanah longsor"), Prefix(text="gempa", span=AT))

    assert clauses('banjir OR "tanah longsor" OR gempa*') == (Alternatives(members=members, span=AT),)


def test_or_in_small_letters_is_a_word():
    assert clauses("banjir or longsor atau") == (word("banjir"), word("or"), word("longsor"), word("atau"))


@pytest.mark.parametrize(
    ("text", "kept", "position"),
    [
        ("OR banjir", (word("banjir"),), 0),
        ("banjir OR", (word("banjir"),), 7),
        ("OR", (), 0),
        ("banjir OR OR tebo", (Alternatives(members=(word("banjir"), word("tebo")), span=AT),), 10),
        ("banjir OR -tebo", (word("banjir"), Not(member=word("tebo"), span=AT)), 7),
        ("-banjir OR tebo", (Not(member=word("banjir"), span=AT), word("tebo")), 8),
        ("(banjir OR) tebo", (word("banjir"), word("tebo")), 8),
        ("banjir (OR tebo)", (word("banjir"), word("tebo")), 8),
    ],
)
def test_an_or_without_two_neighbours_is_left_out(text, kept, position):
    found, problem = mended(text)

    assert found == kept
    assert problem.position == position
    assert "OR" in problem.message


def test_an_asterisk_at_the_end_makes_a_prefix():
    assert clauses("kerja* -bank**") == (
        Prefix(text="kerja", span=AT),
        Not(member=Prefix(text="bank", span=AT), span=AT),
    )


@pytest.mark.parametrize(
    ("text", "kept", "suggestion"),
    [
        ("ke*", (word("ke"),), "ke"),
        ("*kerja", (word("kerja"),), "kerja"),
        ("k*rja tebo", (word("k"), word("rja"), word("tebo")), "krja tebo"),
        ("per*a*b*c tebo", (word("per"), word("a"), word("b"), word("c"), word("tebo")), "perabc tebo"),
        ("tebo *", (word("tebo"),), "tebo"),
        ("tebo *-kota", (word("tebo"), word("kota")), "tebo kota"),
        ("*", (), None),
    ],
)
def test_an_asterisk_elsewhere_is_a_problem_with_a_mended_query(text, kept, suggestion):
    found, problem = mended(text)

    assert found == kept
    assert problem.suggestion == suggestion
    assert text[problem.position] == "*"


def test_a_field_for_the_headline_takes_words_phrases_and_prefixes():
    assert clauses('judul:bank judul:"kerja sama" title:kerja* -judul:tebo') == (
        word("bank", title_only=True),
        phrase("kerja sama", title_only=True),
        Prefix(text="kerja", span=AT, title_only=True),
        Not(member=word("tebo", title_only=True), span=AT),
    )


@pytest.mark.parametrize(
    "text",
    ["wilayah:15.06", 'wilayah:"tanjab barat"', 'region:"Kuala Tungkal"', "WILAYAH:15.06", "wilayah:“tanjab barat”"],
)
def test_a_region_is_named_or_given_by_code(text):
    assert clauses(text) == (InRegion(code=TANJAB_BARAT, span=AT),)


@pytest.mark.parametrize(
    ("text", "title", "region", "person"),
    [
        ("pejabat:bupati", "bupati", None, None),
        ('official:"bupati tanjab barat"', "bupati", TANJAB_BARAT, None),
        ('pejabat:"anwar sadat"', None, None, "anwar sadat"),
        ("pejabat:bupati@15.06", "bupati", TANJAB_BARAT, None),
        ("pejabat:@15.06", None, TANJAB_BARAT, None),
        ("pejabat:wali_kota@", "wali_kota", None, None),
        ('pejabat:"bupati@15.06 anwar sadat"', "bupati", TANJAB_BARAT, "anwar sadat"),
    ],
)
def test_an_official_is_an_office_a_person_or_both(text, title, region, person):
    assert clauses(text) == (WithOfficial(title=title, region=region, person=person, span=AT),)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("wilayah:atlantis", (word("atlantis"),)),
        ('wilayah:"negeri -di OR judul:awan*"', tuple(map(word, ("negeri", "di", "or", "judul", "awan")))),
        ("pejabat:nakhoda", (word("nakhoda"),)),
        ("pejabat:bupati@99.99", (word("bupati"), word("99.99"))),
        ("pejabat:@", ()),
        ('pejabat:"@ \u202e"', ()),
        ('pejabat:"@ a@ID"', (word("a"), word("ID"))),
        ("sejak:dahulu", (word("dahulu"),)),
        ("sejak:31/02/2024", (word("31/02/2024"),)),
        ("tanggal:2024..2023", (word("2024"), word("2023"))),
        ("sejak:2023..2024", (word("2023"), word("2024"))),
        ("-wilayah:atlantis", (Not(member=word("atlantis"), span=AT),)),
    ],
)
def test_a_value_that_means_nothing_is_searched_as_words(text, kept):
    found, problem = mended(text)

    assert found == kept
    assert problem.position == 0


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("banjir wilayah:tanjab barat parah", 'banjir wilayah:"tanjab barat" parah'),
        ("-wilayah:kuala tungkal", '-wilayah:"kuala tungkal"'),
        ("sejak:20 Februari 2024, banjir", 'sejak:"20 Februari 2024", banjir'),
        ("wilayah:negeri awan", None),
        ('wilayah:"negeri awan"', None),
        ("wilayah:negeri", None),
    ],
)
def test_words_that_are_a_value_only_together_are_suggested_in_quotes(text, suggestion):
    (problem,) = read(text).problems

    assert problem.suggestion == suggestion
    assert suggestion is None or read(suggestion).problems == ()


def test_a_message_repeats_no_more_than_the_beginning_of_a_value():
    (problem,) = read("wilayah:" + "x" * 1500).problems

    assert len(problem.message) < 150


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("judul: banjir", "judul:banjir"), ("tebo wilayah:  15", "tebo wilayah:15"), ("judul:", None)],
)
def test_a_field_without_a_value_is_a_word_and_a_problem(text, suggestion):
    found, problem = mended(text)

    assert " ".join(clause.text for clause in found) == " ".join(text.replace(":", "").split())
    assert problem.suggestion == suggestion


def test_an_asterisk_in_a_phrase_is_a_problem():
    found, problem = mended('"dana des*"')

    assert found == (phrase("dana des"),)
    assert problem.position == 9


def test_national_offices_have_a_region_of_their_own():
    assert clauses("pejabat:presiden@ID") == (
        WithOfficial(title="presiden", region=RegionCode("ID"), person=None, span=AT),
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("sejak:2024", date(2024, 1, 1), None),
        ("sejak:2024-02", date(2024, 2, 1), None),
        ("sejak:2024-02-20", date(2024, 2, 20), None),
        ("sejak:20/02/2024", date(2024, 2, 20), None),
        ('sejak:"20 Februari 2024"', date(2024, 2, 20), None),
        ("sejak:kemarin", date(2024, 2, 20), None),
        ('sejak:"20 Februari"', date(2024, 2, 20), None),
        ("since:2024", date(2024, 1, 1), None),
        ("sampai:2024", None, date(2024, 12, 31)),
        ("sampai:2024-02", None, date(2024, 2, 29)),
        ("until:20/02/2024", None, date(2024, 2, 20)),
        ("tanggal:2024", date(2024, 1, 1), date(2024, 12, 31)),
        ('tanggal:"Februari 2024"', date(2024, 2, 1), date(2024, 2, 29)),
        ("date:2024-02-20", date(2024, 2, 20), date(2024, 2, 20)),
        ("tanggal:2023..2024-02", date(2023, 1, 1), date(2024, 2, 29)),
        ('tanggal:"bulan lalu"', date(2024, 1, 1), date(2024, 1, 31)),
        ('sejak:"tahun ini"', date(2024, 1, 1), None),
        ("sejak:20/2", date(2024, 2, 20), None),
        ("sejak:2024,", date(2024, 1, 1), None),
        ("tanggal:2022-2023", date(2022, 1, 1), date(2023, 12, 31)),
        ('tanggal:"Januari sampai Maret 2023"', date(2023, 1, 1), date(2023, 3, 31)),
        ('tanggal:"7 hari terakhir"', date(2024, 2, 15), date(2024, 2, 21)),
        ('sejak:"tiga bulan lalu"', date(2023, 11, 21), None),
        ("tanggal:maret", date(2023, 3, 1), date(2023, 3, 31)),
    ],
)
def test_a_period_begins_with_its_first_day_and_ends_with_its_last(text, first, last):
    assert clauses(text) == (between(first, last),)


@pytest.mark.parametrize("text", ["10:30", "foo:bar", "judulnya:", "wilayah :15", "http://contoh.id/judul:x", "ber:"])
def test_a_colon_elsewhere_is_part_of_a_word(text):
    found = clauses(text)

    assert all(isinstance(clause, Word) and not clause.title_only for clause in found)
    assert " ".join(clause.text for clause in found) == text


def test_an_open_quote_is_dropped_and_the_rest_still_counts():
    found, problem = mended('banjir "tanjung jabung -tebo wilayah:15')

    assert found == (
        word("banjir"),
        word("tanjung"),
        word("jabung"),
        Not(member=word("tebo"), span=AT),
        InRegion(code=RegionCode("15"), span=AT),
    )
    assert problem.position == 7
    assert problem.suggestion == 'banjir "tanjung jabung -tebo wilayah:15"'


def test_an_open_quote_behind_a_field_keeps_the_field():
    assert mended('judul:"banjir tebo')[0] == (word("banjir", title_only=True), word("tebo"))


def test_a_dash_behind_a_quote_or_a_dash_is_punctuation():
    assert clauses('"kata"-nya --tebo') == (phrase("kata"), word("nya"), word("tebo"))


def test_letters_that_only_look_like_a_fields_name_are_words():
    assert clauses("ſejak:2024") == (word("ſejak:2024"),)


def either(*members):
    return Alternatives(members=members, span=AT)


def group(*members):
    return Group(clauses=members, span=AT)


def without(member):
    return Not(member=member, span=AT)


def test_brackets_make_one_thing_of_several_words_beside_or_and_minus():
    assert clauses("(harga sawit) OR (karet turun)") == (
        either(group(word("harga"), word("sawit")), group(word("karet"), word("turun"))),
    )
    assert clauses("tebo -(banjir longsor)") == (word("tebo"), without(group(word("banjir"), word("longsor"))))
    assert clauses('-(banjir OR "tanah longsor")') == (without(either(word("banjir"), phrase("tanah longsor"))),)


def test_brackets_elsewhere_change_nothing():
    assert clauses("Bupati (Anwar Sadat) hadir") == tuple(map(word, ("Bupati", "Anwar", "Sadat", "hadir")))
    assert clauses("((banjir))(tebo)") == (word("banjir"), word("tebo"))
    assert clauses("(banjir OR longsor) (-tebo)") == (either(word("banjir"), word("longsor")), without(word("tebo")))


def test_brackets_nest():
    inner = group(word("a"), either(word("b"), word("c")))

    assert clauses("((a (b OR c)) OR d) e") == (either(inner, word("d")), word("e"))
    assert clauses("(a OR b) OR (c OR d)") == (either(*map(word, "abcd")),)


def test_a_field_before_brackets_holds_for_every_word_inside():
    assert clauses('judul:(banjir OR "dana desa")') == (
        either(word("banjir", title_only=True), phrase("dana desa", title_only=True)),
    )
    assert clauses("wilayah:(15 OR 15.06)") == (
        either(InRegion(code=RegionCode("15"), span=AT), InRegion(code=TANJAB_BARAT, span=AT)),
    )
    assert clauses("-judul:(a b)") == (without(group(word("a", title_only=True), word("b", title_only=True))),)


def test_or_joins_restrictions_too():
    assert clauses("wilayah:15.06 OR tag:banjir") == (
        either(InRegion(code=TANJAB_BARAT, span=AT), Tagged(name="banjir", span=AT)),
    )


@pytest.mark.parametrize(
    ("text", "position", "suggestion"),
    [
        ("tebo (banjir", 5, "tebo (banjir)"),
        ("(a (b c", 0, "(a (b c))"),
        ("tebo -(banjir OR longsor", 5, "tebo -(banjir OR longsor)"),
        ("banjir) tebo", 6, "banjir  tebo"),
        ("banjir [tebo", 7, "banjir  tebo"),
        ("banjir (", 7, None),
    ],
)
def test_a_bracket_without_its_other_half_is_told_and_mended(text, position, suggestion):
    _, problem = mended(text)

    assert (problem.position, problem.suggestion) == (position, suggestion)
    assert suggestion is None or read(suggestion).problems == ()


def test_brackets_too_deep_are_passed_over():
    deep = "(a " * (MAX_DEPTH + 3) + ")" * (MAX_DEPTH + 3)
    found, problems = read(deep).query.clauses, read(deep).problems

    assert placeless(found) == (word("a"),) * (MAX_DEPTH + 3)
    assert {problem.position for problem in problems} == {3 * MAX_DEPTH, 3 * MAX_DEPTH + 3, 3 * MAX_DEPTH + 6}


def test_a_number_behind_a_phrase_asks_for_words_near_one_another():
    assert clauses('"dana desa"~5 -judul:"a b"~0') == (
        Near(text="dana desa", distance=5, span=AT),
        without(Near(text="a b", distance=0, span=AT, title_only=True)),
    )
    assert clauses('"desa"~5') == (phrase("desa"),)


@pytest.mark.parametrize(
    ("text", "kept", "suggestion"),
    [
        ('"a b"~900 c', (Near(text="a b", distance=MAX_DISTANCE, span=AT), word("c")), f'"a b"~{MAX_DISTANCE} c'),
        ("banjir~2 c", (word("banjir"), word("c")), "banjir c"),
        ('"a b"~ c', (phrase("a b"), word("c")), '"a b" c'),
    ],
)
def test_a_tilde_elsewhere_or_too_far_is_told_and_mended(text, kept, suggestion):
    found, problem = mended(text)

    assert found == kept
    assert text[problem.position] in "~9"
    assert problem.suggestion == suggestion
    assert read(suggestion).problems == ()


def test_an_asterisk_inside_a_word_stands_for_any_letters():
    assert clauses("peng*an ker**ja* -judul:ber*kan") == (
        Wildcard(pattern="peng*an", span=AT),
        Wildcard(pattern="ker*ja*", span=AT),
        without(Wildcard(pattern="ber*kan", span=AT, title_only=True)),
    )


def test_words_with_an_asterisk_are_few():
    text = " ".join(f"kata{n}*" for n in range(MAX_WILDCARDS + 2))
    found = read(text)

    assert sum(isinstance(clause, Prefix) for clause in found.query.clauses) == MAX_WILDCARDS
    assert len(found.problems) == 2
    assert read(found.problems[1].suggestion).problems != found.problems


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("tag:banjir", Tagged(name="banjir", span=AT)),
        ('rubrik:"Info  Haji"', InSection(name="Info Haji", span=AT)),
        ("section:daerah,", InSection(name="daerah", span=AT)),
        ("penulis:as", WrittenBy(name="as", span=AT)),
        ('author:"Anwar S."', WrittenBy(name="Anwar S.", span=AT)),
    ],
)
def test_sections_tags_and_authors_are_named(text, node):
    assert clauses(text) == (node,)


@pytest.mark.parametrize("text", ['tag:"?!"', "rubrik:...", "penulis:!"])
def test_a_name_without_a_letter_is_told(text):
    found, problem = mended(text)

    assert found == ()
    assert problem.position == 0


@pytest.mark.parametrize("text", ['""', '" "', '"?!"', "...", "- -- ---", "?!", "“”"])
def test_punctuation_alone_asks_for_nothing_and_says_so(text):
    found, problem = mended(text)

    assert found == ()
    assert problem.position == 0


@pytest.mark.parametrize("text", ['"', "(((", "*", "OR", "wilayah:“”x\0", 'judul:"'])
def test_hostile_punctuation_is_read(text):
    assert read(text).problems


def test_a_query_too_long_is_cut_between_words_with_a_problem():
    parsed = read("banjir " * 20_000)

    assert len(parsed.query.text) == MAX_QUERY_CHARS // 7 * 7
    assert len(parsed.query.clauses) == MAX_CLAUSES
    assert {problem.position for problem in parsed.problems} == {MAX_QUERY_CHARS // 7 * 7, 7 * MAX_CLAUSES}


def test_one_endless_word_is_cut_in_the_middle():
    assert read("a" * 100_000).query.text == "a" * MAX_QUERY_CHARS


def test_strict_reading_refuses_the_length_and_not_what_the_cut_broke():
    with pytest.raises(QuerySyntaxError, match="too long") as error:
        read('"' + "banjir " * 1000 + '"', Mode.STRICT)

    assert error.value.position == MAX_QUERY_CHARS


@pytest.mark.parametrize(
    "text", [" OR ".join("abcd" for _ in range(200)), "a*" * 900, "wilayah:" + "a," * 900, "(a b) OR " * 90]
)
def test_clauses_are_bounded_however_they_come(text):
    def size(clause):
        return sum(map(size, getattr(clause, "members", getattr(clause, "clauses", ())))) or 1

    assert sum(map(size, read(text).query.clauses)) <= MAX_CLAUSES


@pytest.mark.parametrize(
    ("text", "position"),
    [("banjir OR", 7), ('tebo "banjir', 5), ("tebo (banjir", 5), ("a ke*", 4), ("x wilayah:y", 2), ("a" * 3000, 2000)],
)
def test_strict_reading_refuses_at_the_place_of_the_mistake(text, position):
    with pytest.raises(QuerySyntaxError) as error:
        read(text, Mode.STRICT)

    assert error.value.position == position


def test_strict_reading_takes_what_is_right():
    text = 'kerjasama "anwar sadat" -tebo bank* wilayah:15.06 sejak:2024'

    assert read(text, Mode.STRICT).query == read(text).query


def test_every_field_name_is_read_in_any_case():
    for name in FIELDS:
        assert read(f"{name.upper()}:xyz").query.clauses != read(f"q{name}:xyz").query.clauses


ATOMS = st.sampled_from(
    [
        *("banjir", "anak-anak", "10:30", "-", "OR", "ATAU", '"', "“", "(", ")", "*", "\0", "judul:", "wilayah:", "-"),
        *("~5", "~", "~99", "rubrik:", "tag:", "penulis:", "ker*an", "(", ")", "-(", "judul:(", "tag:(", "[", " OR "),
        *("pejabat:", "sejak:", "sampai:", "tanggal:", "15.06", "2024", "2024-02", "tanjab barat", "bupati", "@", "🌊"),
        *(
            "anwar sadat",
            " ",
            " ",
            " ",
            "ke*",
            "kerja*",
            "x",
            "kemarin",
            "20/02/2024",
            "_",
            "é",
            "bupati@15.06",
            "..",
            "@ID",
            "'",
            "ب",
        ),
    ]
)
TYPED = st.lists(ATOMS, max_size=25).map("".join) | st.text(max_size=120)


@given(TYPED)
@example('pejabat:"bupati@ judul:x"')
@example("wilayah:-x")
@example('"-banjir')
@example('"kata"-nya --OR --judul:x')
@example("ſejak:2024 wİlayah:15 wılayah:15 ſejaK:x")
@example("-OR -judul:OR judul:-x")
@example("-(-(a OR (b -c)))")
@example('judul:("a b"~3 OR (c d*)) OR tag:(x OR "y z")')
@example("((((((a b) OR c) d) OR e) f) OR g) h")
def test_a_query_printed_reads_back_to_the_same_tree(text):
    query = read(text).query
    printed = to_text(query)

    again = read(printed)

    assert placeless(again.query.clauses) == placeless(query.clauses), printed
    assert again.problems == (), printed


@given(TYPED)
@example("--~5")
def test_whatever_is_typed_is_read_and_no_word_is_lost(text):
    parsed = read(text)

    for clause in parsed.query.clauses:
        assert 0 <= clause.span.start < clause.span.end <= len(text)
    for problem in parsed.problems:
        assert 0 <= problem.position <= len(text)
    if re.search(r"[^\W_]", re.sub(r"\b(?:OR|ATAU)\b", "", text)) and "@" not in text:
        assert parsed.query.clauses or re.search(r":|\*", text)


@given(TYPED)
def test_strict_reading_agrees_with_lenient_reading(text):
    lenient = read(text)
    if lenient.problems:
        with pytest.raises(QuerySyntaxError):
            read(text, Mode.STRICT)
    else:
        assert read(text, Mode.STRICT) == lenient


@pytest.mark.parametrize(
    "text",
    [
        "banjir OR longsor OR kerja*",
        "wilayah:15.06",
        'pejabat:"anwar sadat"',
        'pejabat:"bupati@15.06 anwar sadat"',
        'pejabat:"@ID"',
        "sejak:2024-01-01",
        "sampai:2024-02-29",
        "-tanggal:2024-02",
        "tanggal:2024-02-20",
        "-tanggal:2023-12-01..2024-02-03",
        '(harga sawit) OR "dana desa"~5 -(-peng*an) -(a OR b)',
        'rubrik:"info haji" OR tag:"a b" penulis:"as"',
        'judul:peng*an judul:"a b"~3',
    ],
)
def test_what_is_printed_is_what_was_typed(text):
    assert to_text(Query(clauses=clauses(text))) == text


def test_a_whole_query_prints_as_a_reader_would_type_it():
    query = Query(
        clauses=(
            word("bank"),
            Not(member=phrase("kerja sama", title_only=True), span=AT),
            WithOfficial(title="bupati", region=TANJAB_BARAT, person=None, span=AT),
            between(date(2024, 1, 1), date(2024, 12, 31)),
            between(date(2024, 1, 1), date(2024, 2, 3)),
        )
    )

    assert to_text(query) == (
        'bank -judul:"kerja sama" pejabat:"bupati@15.06" tanggal:2024 tanggal:2024-01-01..2024-02-03'
    )
