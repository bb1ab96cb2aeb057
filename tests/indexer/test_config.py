"""telusur.toml: what it means, and what a mistake in it says."""

from pathlib import Path

import pytest

from index.engine import Limits
from index.errors import ConfigError
from indexer.config import TEMPLATE, load_config

SITE = '[[source]]\nname = "a"\nformat = "wordpress"\nurl = "https://a.example"\ncontact = "r@a.example"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "telusur.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_template_that_init_writes_is_a_working_configuration(tmp_path):
    config = load_config(write(tmp_path, TEMPLATE))

    assert config.name == "Arsip Berita"
    assert config.database == tmp_path / "var" / "archive.sqlite"
    assert config.engine == f"whoosh:{tmp_path / 'var' / 'index'}"
    assert config.sources == ()


def test_every_setting_the_template_shows_in_a_comment_is_accepted(tmp_path):
    uncommented = "\n".join(
        line.removeprefix("# ") if line.startswith("# ") and ("=" in line or "[[" in line) else line
        for line in TEMPLATE.splitlines()
    )

    config = load_config(write(tmp_path, uncommented))

    assert config.home_region == "15.06"
    assert config.registry == tmp_path / "officials.toml"
    assert [source.name for source in config.sources] == ["situs", "halaman"]


def test_time_and_memory_of_a_search_are_bounded_by_default_and_as_configured(tmp_path):
    assert load_config(write(tmp_path, "")).limits == Limits(seconds=2.0, cache_bytes=96 * 2**20)
    config = load_config(write(tmp_path, "[search]\nseconds = 0.5\nmemory_mb = 8\n"))
    assert config.limits == Limits(seconds=0.5, cache_bytes=8 * 2**20)


def test_paths_are_relative_to_the_file_not_to_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir("/")
    config = load_config(write(tmp_path, '[[source]]\nname = "a"\npath = "data/a.jsonl"\n'))

    assert config.sources[0].place == tmp_path / "data" / "a.jsonl"


def test_an_engine_of_another_kind_keeps_its_address(tmp_path):
    config = load_config(write(tmp_path, '[archive]\nengine = "opensearch+https://host:9200/arsip"\n'))

    assert config.engine == "opensearch+https://host:9200/arsip"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[archive\n", "not valid TOML"),
        ("[arsip]\n", "unknown setting 'arsip'"),
        ('[archive]\nhome_regoin = "15"\n', "did you mean home_region"),
        ("[archive]\nname = 3\n", "must be text in quotes"),
        ('[archive]\ntime_zone = "Jakarta"\n', "use Asia/Jakarta"),
        ('[archive]\ntime_zone = "../etc/passwd"\n', "use Asia/Jakarta"),
        ('[archive]\nhome_region = "Jambi"\n', "Kemendagri code"),
        ('archive = "x"\n', "write \\[archive\\]"),
        ('[source]\nname = "a"\n', "double brackets"),
        ("[search]\nsecond = 1\n", "did you mean seconds"),
        ("[search]\nseconds = -1\n", "seconds must be a number from 0"),
        ('[search]\nmemory_mb = "viel"\n', "memory_mb must be a number from 0"),
        ("[search]\nseconds = nan\n", "seconds must be a number from 0"),
        ('[[source]]\nname = "a"\n', "either a path"),
        ('[[source]]\nname = "a b"\npath = "x"\n', "letters, digits"),
        ('[[source]]\nname = "a"\npath = "x"\nformat = "xml"\n', "unknown format 'xml'"),
        ('[[source]]\nname = "a"\nurl = "https://a.example"\npath = "x"\n', "either a path"),
        ('[[source]]\nname = "a"\nurl = "https://a.example"\nformat = "wordpress"\n', "contact"),
        ('[[source]]\nname = "a"\nurl = "https://a.example"\nformat = "wxr"\n', "known are wordpress, html"),
        ('[[source]]\nname = "a"\nformat = "html"\ncontact = "r"\nurl = "ftp://a.example"\n', "no web address"),
        ('[[source]]\nname = "a"\nformat = "html"\ncontact = "r"\nurl = "https://u:p@a.example"\n', "user name"),
        ('[[source]]\nname = "a"\npath = "x"\npause = 2\n', "pause is about a site"),
        ('[[source]]\nname = "a"\npath = "x"\nprofile = "p.toml"\n', 'format = "html"'),
        (SITE + "per_page = 1000\n", "from 1 to 100"),
        (SITE + "robots = 1\n", "true or false"),
        (SITE + "pause = true\n", "from 0 to 3600"),
        ('[[source]]\nname = "a"\npath = "x"\n[[source]]\nname = "a"\npath = "y"\n', "two sources"),
    ],
)
def test_a_mistake_is_named_with_its_cure(tmp_path, text, says):
    with pytest.raises(ConfigError, match=says):
        load_config(write(tmp_path, text))


def test_a_missing_file_points_to_init(tmp_path):
    with pytest.raises(ConfigError, match="telusur init"):
        load_config(tmp_path / "telusur.toml")


def test_a_folder_in_place_of_the_file_is_explained(tmp_path):
    with pytest.raises(ConfigError, match="is a folder"):
        load_config(tmp_path)


def test_a_file_in_another_encoding_is_explained(tmp_path):
    path = tmp_path / "telusur.toml"
    path.write_bytes('name = "café"'.encode("latin-1"))

    with pytest.raises(ConfigError, match="UTF-8"):
        load_config(path)
