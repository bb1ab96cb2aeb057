"""Take the pictures of the pages in docs/screens: the sample archive in Chromium, on a telephone and at a desk.

.venv/bin/python tools/screenshots.py [FOLDER]
"""

import sys
import tempfile
import threading
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from indexer.cli import cli
from indexer.cli.context import Context
from indexer.cli.pages import web_config
from search_web import create_app

CHROMIUM = "/usr/bin/chromium"
SIZES = {390: 844, 1280: 900}
SCHEMES = {"light": "", "dark": "-gelap"}
PAGES = {
    "mulai": "/",
    "hasil": "/cari?q=banjir",
    "penyaring": "/cari?q=banjir&wilayah=15.05&dari=2020",
    "kosong": "/cari?q=banjir&wilayah=15.03&dari=2023&sampai=2023",
    "wilayah": "/wilayah/15.05",
    "pejabat": "/pejabat/fauzan-mahyudin",
    "artikel": "/artikel/lentera:LJ-C047",
    "baca-juga": "/baca-juga?alamat=lentera:LJ-C047",
}


def main() -> None:
    """Build the sample archive, serve it, and photograph every page."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screens")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as demo:
        CliRunner().invoke(cli, ["demo", "--folder", demo, "--no-serve"], catch_exceptions=False)
        context = Context(config_path=Path(demo) / "telusur.toml")
        with context.engine() as engine:
            server = make_server("127.0.0.1", 0, create_app(web_config(context, engine)), threaded=True)
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                _photograph(f"http://127.0.0.1:{server.server_port}", folder)
            finally:
                server.shutdown()
                thread.join()
                server.server_close()


def _photograph(address: str, folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width, height in SIZES.items():
            for scheme, suffix in SCHEMES.items():
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
                page = context.new_page()
                for name, path in PAGES.items():
                    page.goto(address + path, wait_until="networkidle")
                    page.screenshot(path=folder / f"{name}-{width}{suffix}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
