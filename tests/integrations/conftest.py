"""A WordPress with the plugin, and an archive of its stories, each on a port of its own."""

import shutil
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from indexer.archive import Archive
from indexer.assemble import assemble
from indexer.build import reindex
from indexer.drafts import DraftReader
from indexer.sources import open_source
from indexer.sync import run_sync
from search_web import WebConfig, create_app
from search_web.api.tokens import token_hash
from search_web.config import Webhooks
from tests.search_web.browsing import CHROMIUM, served
from tests.wordpress_site import WordPress, running_wordpress

ZONE = ZoneInfo("Asia/Jakarta")
TOKEN = "token-uji"  # noqa: S105
SECRET = "rahasia-webhook"  # noqa: S105
PLUGIN = Path(__file__).parents[2] / "integrations" / "wordpress" / "telusur-baca-juga"


def _now() -> datetime:
    return datetime.now(ZONE)


@dataclass
class Service:
    """The archive as it is served: its address, and which posts were announced to it."""

    address: str = ""
    announced: list[str] = field(default_factory=list)

    def announce(self, source: str, post: str, signature: str) -> bool:
        self.announced.append(post)
        return True


@pytest.fixture(scope="module")
def wordpress() -> WordPress:
    """A fresh site with the plugin active."""
    with running_wordpress("plugin") as site:
        shutil.copytree(PLUGIN, site.folder / "site" / "wp-content" / "plugins" / PLUGIN.name)
        code = (
            "require_once ABSPATH . 'wp-admin/includes/plugin.php';"
            f"echo var_export(activate_plugin('{PLUGIN.name}/{PLUGIN.name}.php'), true);"
        )
        assert site.php(code) == "NULL"
        yield site


@pytest.fixture(scope="module")
def service(wordpress, tmp_path_factory) -> Service:
    """An archive of the site's stories, behind a token, served."""
    folder = tmp_path_factory.mktemp("archive")
    parts = assemble(zone=ZONE)
    engine = parts.engine(str(folder / "index"))
    with Archive.open(folder / "archive.sqlite", create=True) as archive:
        run_sync(archive, open_source(wordpress.folder / "export.xml", name="situs"), parts.reading())
        reindex(archive, engine)
    running = Service()
    config = WebConfig(
        engine=engine,
        analyzer=parts.analyzer,
        gazetteer=parts.gazetteer,
        zone=ZONE,
        today=lambda: _now().date(),
        archive_name="Kabar Jambi Uji",
        api_tokens=(token_hash(TOKEN),),
        read_draft=DraftReader(parts, now=_now),
        webhooks=Webhooks(secrets={"situs": SECRET.encode()}, announce=running.announce),
    )
    with closing(engine), served(create_app(config)) as address:
        running.address = address
        yield running


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()
