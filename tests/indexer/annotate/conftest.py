"""Reading a made-up story as a newsroom in Jambi would; nobody in these stories exists."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from index.article import Annotations, Article, ArticleId, RegionCode
from index.gazetteer import Gazetteer, load_gazetteer
from indexer.annotate import annotate

JAKARTA = ZoneInfo("Asia/Jakarta")

REGISTRY = """
[[person]]
id = "mahdi-tebo"
name = "Mahdi Sulaiman"

[[person]]
id = "mahdi-bungo"
name = "Mahdi Sulaiman"

[[person]]
id = "ratna-dewi"
name = "Ratna Dewi Kusuma"
aliases = ["Ratna Dewi"]

[[term]]
person = "mahdi-tebo"
office = "bupati"
region = "15.09"
role = "definitif"
from = 2016-02-17
to = 2021-02-17

[[term]]
person = "mahdi-bungo"
office = "bupati"
region = "15.08"
role = "definitif"
from = 2021-02-26

[[term]]
person = "ratna-dewi"
office = "bupati"
region = "15.09"
role = "pj"
from = 2021-02-17
to = 2021-12-31
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Annotates stories with one gazetteer."""

    gazetteer: Gazetteer

    def read(
        self,
        body: str,
        *,
        title: str = "",
        dateline: str | None = None,
        published: date | None = None,
        **fields: object,
    ) -> Annotations:
        article = Article(
            id=ArticleId("uji:1"),
            title=title,
            body=body,
            dateline=dateline,
            published=datetime(published.year, published.month, published.day, 10, tzinfo=JAKARTA)
            if published
            else None,
            **fields,
        )
        return annotate(article, self.gazetteer, zone=JAKARTA, home=self.gazetteer.home)

    def officials(self, body: str, **fields: object) -> list[tuple[str, str | None, str | None, str]]:
        """Return title, person, region and role of each official with a name."""
        found = self.read(body, **fields).officials
        return [(o.title, o.person, o.region, o.role.value) for o in found if o.person is not None]


@pytest.fixture(scope="session")
def reader(tmp_path_factory):
    """A newsroom in Jambi whose registry knows nobody: what is found is found by reading alone."""
    registry = tmp_path_factory.mktemp("registry") / "officials.toml"
    registry.write_text("", encoding="utf-8")
    return Reader(load_gazetteer(home=RegionCode("15"), registry=registry))


@pytest.fixture(scope="session")
def informed(tmp_path_factory):
    """A newsroom in Jambi with a registry of three persons, two of them of one name."""
    registry = tmp_path_factory.mktemp("registry") / "officials.toml"
    registry.write_text(REGISTRY, encoding="utf-8")
    return Reader(load_gazetteer(home=RegionCode("15"), registry=registry))
