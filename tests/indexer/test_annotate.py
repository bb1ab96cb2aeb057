"""What is found in an article: a made-up example for every rule, and floors on the sample archive's labels."""

import json
import tomllib
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from index.article import Article, ArticleId
from index.gazetteer import load_gazetteer
from indexer.annotate import annotate
from indexer.extract import extract
from indexer.sources import JsonlSource, TextSource

ZONE = ZoneInfo("Asia/Jakarta")
PUBLISHED = datetime(2024, 2, 21, 3, tzinfo=UTC)
GAZETTEER = load_gazetteer(home="15.06")


def found(body, title="Berita", dateline=None, sections=(), home="15.06", published=PUBLISHED):
    article = Article(
        id=ArticleId("t:1"), title=title, body=body, dateline=dateline, sections=sections, published=published
    )
    return annotate(article, GAZETTEER, zone=ZONE, home=home)


def officials(body, **more):
    return [(o.title, o.person, o.region, o.role.value) for o in found(body, **more).officials]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Bupati Tanjung Jabung Barat (Tanjab Barat), Drs. H. Ramli Syukur, M.Ag., membuka lokakarya.",
            [("bupati", "Ramli Syukur", "15.06", "incumbent")],
        ),
        ("Penjabat (Pj) Bupati Tebo Hasan Basri hadir.", [("bupati", "Hasan Basri", "15.09", "acting")]),
        ("Plt. Wali Kota Jambi Siti Aminah hadir.", [("wali_kota", "Siti Aminah", "15.71", "acting")]),
        ("Mantan Bupati Bungo Hasan Basri hadir.", [("bupati", "Hasan Basri", "15.08", "former")]),
        ("Calon Bupati Merangin Hasan Basri berkampanye.", [("bupati", "Hasan Basri", "15.02", "candidate")]),
        ("Cawabup Merangin Hasan Basri berkampanye.", [("wakil_bupati", "Hasan Basri", "15.02", "candidate")]),
        ("Bupati terpilih Kerinci Hasan Basri hadir.", [("bupati", "Hasan Basri", "15.01", "candidate")]),
        (
            "Kepala Dinas Pendidikan dan Kebudayaan Kabupaten Muaro Jambi, Hasan Basri, S.Pd., hadir.",
            [("kepala_dinas", "Hasan Basri", "15.05", "incumbent")],
        ),
        (
            "Bupati dan Wakil Bupati Tebo Hasan Basri dan Siti Aminah hadir.",
            [("bupati", "Hasan Basri", "15.09", "incumbent"), ("wakil_bupati", "Siti Aminah", "15.09", "incumbent")],
        ),
        ("Hasan Basri, Camat Betara, menyambut tamu.", [("camat", "Hasan Basri", "15.06", "incumbent")]),
        ("Kapolres Bungo AKBP Hasan Basri hadir.", [("kapolres", "Hasan Basri", "15.08", "incumbent")]),
        (
            "Bupati Tebo Hasan Basri hadir. Usai acara, Bupati Hasan pulang.",
            [("bupati", "Hasan Basri", "15.09", "incumbent")],
        ),
        ("Bupati Tebo Hasan Basri hadir. Bupati pulang.", [("bupati", "Hasan Basri", "15.09", "incumbent")]),
        ("Bupati mengatakan itu benar.", [("bupati", None, "15.06", "incumbent")]),
    ],
)
def test_officials_are_found_with_person_office_and_role(body, expected):
    assert officials(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Acara di Kantor Bupati Tebo berlangsung meriah.",
        "Peraturan Bupati Tebo berlaku sejak kemarin.",
        "Para camat dan istri Bupati Tebo hadir.",
        "Inspektur Jenderal Hasan Basri hadir.",
        "Gubernur Bank Indonesia berbicara.",
    ],
)
def test_things_groups_and_others_are_no_officials(body):
    assert officials(body) == []


def test_an_office_inherits_the_region_of_the_focus():
    body = "Banjir merendam Kabupaten Bungo.\n\nBupati Hasan Basri meninjau Bungo."

    assert officials(body, dateline="BUNGO")[0][2] == "15.08"


@pytest.mark.parametrize(
    ("body", "more", "regions"),
    [
        ("Banjir merendam Sengeti.", {"dateline": "MUARO JAMBI"}, ("15.05",)),
        ("Jalan rusak di Kecamatan Betara, Kabupaten Tanjung Jabung Barat.", {}, ("15.06",)),
        ("Air Sungai Batanghari naik. Bank Jambi memberi bantuan.", {}, ()),
        ("Hari itu hujan turun sepanjang siang.", {}, ()),
        ("Kota Jambi macet. Wali Kota Jambi menata pasar.", {}, ("15.71",)),
        ("Warga Tebo mengeluh.", {"sections": ("Tebo",)}, ("15.09",)),
    ],
)
def test_the_focus_is_told_from_where_a_region_stands(body, more, regions):
    assert found(body, **more).regions == regions


def test_a_region_named_in_passing_is_a_mention():
    body = "Banjir merendam Bungo.\n\nDi Bungo air surut. Bungo bersih.\n\nTahun lalu banjir juga datang di Demak."
    annotations = found(body, title="Banjir Bungo", dateline="BUNGO")

    assert annotations.regions == ("15.08",)
    assert annotations.mentioned == ("33.21",)


def test_home_never_makes_a_story_be_about_it():
    assert found("Harga emas dunia naik.", home="15.06").regions == ()


def test_days_are_read_relative_to_publishing_and_wrong_weekdays_are_dropped():
    annotations = found("Rapat digelar Selasa (20/2). Rapat lama Senin (13/02/2024). Pasar dibuka 1 Januari 2024.")

    assert annotations.event_date == date(2024, 2, 20)
    assert annotations.dates == (date(2024, 2, 20), date(2024, 1, 1))


@pytest.mark.parametrize(
    "body", ["", "." * 50_000, "BUPATI " * 5_000, "Hasan Basri " * 20_000, "\u202e" * 1000, "a\u0301" * 9999]
)
def test_hostile_texts_are_annotated(body):
    found(body)


@cache
def _scores(sample: Path):
    gazetteer = load_gazetteer(home="15", registry=sample / "officials.toml")
    labels = {d["id"]: d for d in map(json.loads, (sample / "labels.jsonl").read_text(encoding="utf-8").splitlines())}
    counts = dict.fromkeys(("primary", "hit", "named", "gold", "focus_hit", "focus", "focus_gold"), 0)
    for page in JsonlSource("s", sample / "articles.jsonl").pages():
        article = extract(page, zone=ZONE, is_place=lambda text: gazetteer.region(text) is not None)
        made, gold = annotate(article, gazetteer, zone=ZONE, home="15"), labels[page.own_id]
        counts["primary"] += made.regions[:1] == tuple(gold["regions"][:1])
        mine = {(o.title, o.person) for o in made.officials if o.person}
        theirs = {(o["title"], o["person"]) for o in gold["officials"] if o["person"]}
        counts["hit"] += len(mine & theirs)
        counts["named"] += len(mine)
        counts["gold"] += len(theirs)
        counts["focus_hit"] += len(set(made.regions) & set(gold["regions"]))
        counts["focus"] += len(made.regions)
        counts["focus_gold"] += len(gold["regions"])
    return {
        "primary_region": counts["primary"] / len(labels),
        "officials_precision": counts["hit"] / counts["named"],
        "officials_recall": counts["hit"] / counts["gold"],
        "focus_precision": counts["focus_hit"] / counts["focus"],
        "focus_recall": counts["focus_hit"] / counts["focus_gold"],
    }


FLOORS = tomllib.loads((Path(__file__).parent / "annotate_floors.toml").read_text(encoding="utf-8"))["floors"]


@pytest.mark.parametrize("measure", FLOORS)
def test_annotation_of_the_sample_archive_stays_above_its_floor(measure, sample_dir):
    assert _scores(sample_dir)[measure] >= FLOORS[measure]


@pytest.mark.shared
def test_the_article_the_project_started_from_is_about_its_regency_and_names_its_head(shared_data):
    (page,) = TextSource("text", shared_data / "data" / "seed" / "article.txt").pages()
    article = extract(page, zone=ZONE)
    annotations = annotate(article, GAZETTEER, zone=ZONE, home="15")

    assert (article.dateline, article.byline) == ("TANJAB BARAT", "mal")
    assert article.published == datetime(2024, 2, 20, tzinfo=ZONE)
    assert [link.title[:8] for link in article.links] == ["H Bakri ", "Bupati R", "Demi Keb"]
    assert annotations.regions[0] == "15.06"
    heads = [(o.title, o.person, o.region, o.role.value) for o in annotations.officials]
    assert ("bupati", "Anwar Sadat", "15.06", "incumbent") in heads
    assert not any(name in str(heads) for name in ("Romi", "Haris", "Bakri"))
    raw = (shared_data / "data" / "seed" / "article.txt").read_text(encoding="utf-8").replace("\u00a0", " ")
    kept = [" ".join(p.split()) for p in raw.split("\n\n") if not p.startswith("Baca Juga")]
    assert article.body == "\n\n".join(kept).removesuffix("(mal)")
