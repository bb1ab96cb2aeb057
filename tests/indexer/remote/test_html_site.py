"""A site without REST: its sitemap tells what there is, its pages what they are."""

import gzip

import pytest

from indexer.sources import HtmlSite, Pass, Profile
from tests.indexer.remote.conftest import HASTY, Situs
from tests.indexer.sites import FIREWALL, NOT_FOUND, LoopbackSite, Reply, page

XML = {"Content-Type": "application/xml"}


class Pages(LoopbackSite):
    """A site of pages with a sitemap: path to (HTML, time of change)."""

    def __init__(self):
        self.pages = {f"/berita-{number}/": (story(number), "2024-02-20") for number in range(1, 6)}
        self.replies = {}
        super().__init__(self._answer)

    def _answer(self, path, _parameters):
        if path in self.replies:
            return self.replies[path]
        if path == "/sitemap_index.xml":
            names = ("post-sitemap.xml", "category-sitemap.xml")
            items = "".join(f"<sitemap><loc>{self.address}{name}</loc></sitemap>" for name in names)
            return Reply(f"<sitemapindex>{items}</sitemapindex>".encode(), headers=XML)
        if path == "/post-sitemap.xml":
            return Reply(self.sitemap(self.pages).encode(), headers=XML)
        html, _changed = self.pages.get(path, ("", ""))
        return page(html) if html else NOT_FOUND

    def sitemap(self, pages, more=""):
        items = (
            f"<url><loc>{self.address.rstrip('/')}{path}</loc><lastmod>{changed}</lastmod></url>"
            for path, (_html, changed) in pages.items()
        )
        return f'<?xml version="1.0"?><urlset>{"".join(items)}{more}</urlset>'


def story(number, text="Petani memanen padi.", head=""):
    return f"""<html><head><title>Panen {number} - Kabar Uji</title><meta property="og:site_name" content="Kabar Uji">
        <meta property="article:published_time" content="2024-02-20T10:00:00+07:00">{head}</head>
        <body><h1 class="entry-title">Panen {number}</h1><div class="entry-content"><p>{text}</p></div></body></html>"""


@pytest.fixture
def pages():
    site = Pages()
    site.start()
    yield site
    site.stop()


@pytest.fixture
def situs(archive, pages):
    return Situs(archive, HtmlSite(name="situs", address=pages.address, manners=HASTY))


def key(pages, path):
    return f"{pages.address.removeprefix('http://')}{path.strip('/')}"


def test_every_story_of_the_sitemap_is_read_once(situs, pages):
    assert situs.sync() == {"added": 5}
    article = situs.article(key(pages, "/berita-1/"))
    assert (article.title, article.body) == ("Panen 1", "Petani memanen padi.")
    assert article.published.isoformat() == "2024-02-20T10:00:00+07:00"
    pages.requests.clear()
    assert situs.sync() == {"unchanged": 5}
    assert not any("berita" in path for path in pages.requests)
    assert not any("category" in path for path in pages.requests)


def test_what_the_sitemap_says_has_changed_is_read_again(situs, pages):
    situs.sync()
    pages.pages["/berita-2/"] = (story(2, "Panen ditunda."), "2024-02-21")
    pages.pages["/berita-3/"] = (story(3, "Tanpa jejak."), "2024-02-20")
    pages.pages["/berita-6/"] = (story(6), "2024-02-21")
    assert situs.sync() == {"added": 1, "changed": 1, "unchanged": 4}
    assert situs.sync(Pass.FULL) == {"changed": 1, "unchanged": 5}


def test_a_page_that_is_gone_is_asked_for_and_removed(situs, pages):
    situs.sync()
    del pages.pages["/berita-2/"]
    assert situs.sync() == {"unchanged": 4, "removed": 1}
    assert situs.sync() == {"unchanged": 4}


def test_a_page_that_the_sitemap_forgot_but_the_site_still_has_stays(situs, pages):
    situs.sync()
    html = pages.pages.pop("/berita-2/")[0]
    pages.replies["/berita-2/"] = page(html)
    assert situs.sync() == {"unchanged": 5}
    assert len(situs.ids) == 5


def test_trouble_removes_nothing(situs, pages):
    situs.sync()
    for path in ("/sitemap_index.xml", "/post-sitemap.xml"):
        for reply in (FIREWALL, Reply(b"", 500), Reply(b"<urlset>", cut=True, headers=XML), Reply(b"<urlset/>")):
            pages.replies = {path: reply}
            assert "removed" not in situs.sync()
    pages.replies = {}
    pages.pages.pop("/berita-2/")
    pages.replies["/berita-2/"] = Reply(b"", 403)
    assert situs.sync() == {"unchanged": 4, "failed": 1}
    assert len(situs.ids) == 5


def test_a_page_with_a_post_number_keeps_its_identity_under_another_address(situs, pages):
    shortlink = '<link rel="shortlink" href="https://situs.example/?p=77">'
    pages.pages["/berita-1/"] = (story(1, head=shortlink), "2024-02-20")
    situs.sync()
    old = situs.article(77).url
    pages.pages["/alamat-baru/"] = (story(1, head=shortlink), "2024-02-20")
    del pages.pages["/berita-1/"]
    pages.replies["/berita-1/"] = Reply(b"", 301, {"Location": "/alamat-baru/"})
    assert situs.sync() == {"changed": 1, "unchanged": 4}
    assert situs.article(77).aliases == (old,)
    assert situs.sync() == {"unchanged": 5}


def test_a_story_known_by_its_address_is_the_same_when_a_number_appears(situs, pages):
    situs.sync()
    pages.pages["/berita-1/"] = (story(1, head='<link rel="shortlink" href="/?p=77">'), "2024-02-21")
    situs.sync()
    assert situs.article(77) is not None
    assert situs.article(key(pages, "/berita-1/")) is None
    assert len(situs.ids) == 5


def test_protected_and_other_pages_are_not_taken_and_taken_back(situs, pages):
    situs.sync()
    form = '<form class="post-password-form"></form>'
    pages.pages["/berita-1/"] = (story(1, form), "2024-02-21")
    pages.pages["/berita-2/"] = (story(2, head='<meta property="og:type" content="website">'), "2024-02-21")
    assert situs.sync() == {"removed": 2, "unchanged": 3}


def test_addresses_of_other_sites_in_a_sitemap_are_never_fetched(situs, pages):
    foreign = "<url><loc>http://169.254.169.254/latest/</loc></url><url><loc>file:///etc/passwd</loc></url>"
    pages.replies["/post-sitemap.xml"] = Reply(pages.sitemap(pages.pages, foreign).encode(), headers=XML)
    assert situs.sync() == {"added": 5}


def test_hostile_sitemaps_are_refused(situs, pages):
    entities = '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
    bomb = f'<?xml version="1.0"?>{entities}<urlset><url><loc>&b;</loc></url></urlset>'
    itself = f"<sitemapindex><sitemap><loc>{pages.address}sitemap_index.xml</loc></sitemap></sitemapindex>"
    packed = gzip.compress(b" " * 60_000_000)
    for body, said in (
        (b"<html/>", "no sitemap"),
        (b"\x1f\x8bx", "breaks off"),
        (packed, "larger"),
        (b"<a><b>", "no sitemap"),
    ):
        pages.replies["/sitemap_index.xml"] = Reply(body, headers=XML)
        assert situs.sync() == {"failed": 1}
        assert said in situs.report.stopped
    for body in (bomb, itself):
        pages.replies["/sitemap_index.xml"] = Reply(body.encode(), headers=XML)
        assert situs.sync() == {}


def test_a_packed_sitemap_named_by_robots_txt_is_read(archive, pages):
    robots = f"User-agent: *\nSitemap: {pages.address}peta.xml.gz\nSitemap: http://lain.example/x.xml\n"
    pages.replies["/robots.txt"] = Reply(robots.encode(), headers={"Content-Type": "text/plain"})
    pages.replies["/peta.xml.gz"] = Reply(gzip.compress(pages.sitemap(pages.pages).encode()))
    situs = Situs(archive, HtmlSite(name="situs", address=pages.address, manners=HASTY))
    assert situs.sync() == {"added": 5}


def test_a_page_that_fails_is_tried_again_though_the_sitemap_has_not_changed(situs, pages):
    pages.replies["/berita-2/"] = Reply(b"", 500)
    assert situs.sync() == {"added": 4, "failed": 1}
    pages.replies.clear()
    assert situs.sync() == {"added": 1, "unchanged": 4}
    assert situs.archive.memory("situs").failures() == ()


def test_a_profile_names_the_places_of_a_site(archive, pages):
    body = '<h2 class="j">Judul</h2><i class="w">Siti</i><main id="isi"><p>Isi.</p><p class="x">Iklan</p></main>'
    html = f"<html><body>{body}</body></html>"
    pages.pages = {"/a/": (html, "")}
    profile = Profile(title=".j", body="#isi", byline=".w", remove=".x")
    situs = Situs(archive, HtmlSite(name="situs", address=pages.address, manners=HASTY, profile=profile))
    assert situs.sync() == {"added": 1}
    article = situs.article(key(pages, "/a/"))
    assert (article.title, article.byline, article.body) == ("Judul", "Siti", "Isi.")
