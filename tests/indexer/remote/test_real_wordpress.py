"""Against a real WordPress: the first run equals its public posts; each kind of change is found by the run that must.

``../shared/wordpress/setup.sh`` starts the site. Changes are made as editors, programs and database tools make them.
"""

import html
import json
import re
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import replace

import pytest

from indexer.archive import Archive, back_up
from indexer.sources import Order, Pass, WordPressSource, WxrSource
from indexer.sync import run_sync
from tests.indexer.remote.conftest import HASTY, READING, Situs
from tests.indexer.sites import FIREWALL, FakeWordPress, LoopbackSite, Reply
from tests.wordpress_site import running_wordpress

pytestmark = pytest.mark.wordpress


@pytest.fixture(scope="module")
def site():
    """A real WordPress, made for this module."""
    with running_wordpress("wordpress") as running:
        yield running


def public(site):
    """Return the posts that anybody may read, id and title, as the site's database has them."""
    code = """
        $posts = get_posts(["numberposts" => -1, "post_status" => "publish", "has_password" => false]);
        $titles = []; foreach ($posts as $post) { $titles[$post->ID] = $post->post_title; }
        echo json_encode((object) $titles);
    """
    return json.loads(site.php(code))


@pytest.fixture(scope="module")
def synced(site, tmp_path_factory):
    """The archive after its first run, shared: tests make one kind of change each and bring it up again."""
    source = WordPressSource(name="situs", address=site.address, manners=replace(HASTY, attempts=1), per_page=100)
    with Archive.open(tmp_path_factory.mktemp("archive") / "archive.sqlite", create=True) as archive:
        situs = Situs(archive, source)
        situs.first = situs.sync()
        yield situs


@pytest.fixture
def settled(synced):
    """The archive as the site is now, so that the next run tells one change alone."""
    synced.sync(Pass.SWEEP)
    return synced


def test_the_first_run_equals_the_public_posts_one_by_one(site, synced):
    posts = public(site)
    assert len(posts) == 271
    assert synced.first == {"added": 271, "skipped": 5}
    assert synced.ids == set(posts)
    plain = {own_id: _letters(title) for own_id, title in posts.items()}
    assert {own_id: _letters(synced.article(own_id).title) for own_id in posts} == plain
    assert all(synced.article(own_id).published is not None for own_id in posts)
    bodies = "\n".join(document.article.body for document in synced.archive.documents())
    for furniture in ("Baca Juga", "BACA JUGA", "Baca juga", "[iklan", "[caption", "<p>", "&amp;", "var iklan"):
        assert furniture not in bodies, furniture


def _letters(title):

    return "".join(filter(str.isalnum, html.unescape(re.sub("<[^>]*>", "", title))))


def test_the_seed_article_reads_as_the_flat_text_does(site, synced):
    (article,) = (
        each.article
        for each in synced.archive.documents()
        if each.article.title.startswith("Bupati Anwar Sadat Buka Workshop Kerja Sama")
    )
    assert article.dateline == "TANJAB BARAT"
    assert article.byline == "Mal"
    assert len(article.links) == 3


SAME = ("title", "body", "url", "published", "modified", "byline", "dateline")


def test_the_sites_export_gives_the_same_articles_as_its_interface(site, synced, tmp_path):
    with Archive.open(tmp_path / "archive.sqlite", create=True) as exported:
        run_sync(exported, WxrSource("situs", site.folder / "export.xml"), READING)
        assert exported.status().articles == 271
        for document in exported.documents():
            stored, other = document.article, synced.archive.get(document.article.id).article
            assert [getattr(stored, name) for name in SAME] == [getattr(other, name) for name in SAME], stored.id
            assert (set(stored.sections), set(stored.tags)) == (set(other.sections), set(other.tags)), stored.id
            assert len(stored.links) == len(other.links), stored.id
            # An export names some targets by number alone: of one that is not public it cannot find a namesake.
            assert set(exported.linked_ids(stored.id)) <= set(synced.archive.linked_ids(stored.id)), stored.id
        assert exported.status().resolved_links > 200


ID = "get_posts(['numberposts' => 1, 'offset' => %d, 'orderby' => 'ID', 'order' => 'ASC', 'has_password' => 0])[0]->ID"

SEEN_BY_RECENT = {
    "edit": ("wp_update_post(['ID' => {id}, 'post_content' => 'Petani memanen padi lebih awal.']);", "changed"),
    "slug change": ("wp_update_post(['ID' => {id}, 'post_name' => 'alamat-yang-baru']);", "changed"),
    "new post": (
        "wp_insert_post(['post_title' => 'Panen Raya', 'post_content' => 'Panen.', 'post_status' => 'publish']);",
        "added",
    ),
    "password set": ("wp_update_post(['ID' => {id}, 'post_password' => 'sandi']);", "removed"),
}
SEEN_BY_SWEEP = {
    "trash": ("wp_trash_post({id});", "removed"),
    "delete": ("wp_delete_post({id}, true);", "removed"),
    "private": ("wp_update_post(['ID' => {id}, 'post_status' => 'private']);", "removed"),
    "draft": ("wp_update_post(['ID' => {id}, 'post_status' => 'draft']);", "removed"),
    "tags set by code": ("wp_set_post_tags({id}, ['tanda baru']);", "changed"),
    "back-dated import": (
        """$id = wp_insert_post(['post_title' => 'Impor Lama', 'post_content' => 'Petani panen.',
            'post_status' => 'publish', 'post_date' => '2017-03-01 09:00:00']);
        $old = ['post_modified' => '2017-03-01 09:00:00', 'post_modified_gmt' => '2017-03-01 02:00:00'];
        global $wpdb; $wpdb->update($wpdb->posts, $old, ['ID' => $id]);""",
        "added",
    ),
}


@pytest.mark.parametrize(("offset", "change"), list(enumerate(SEEN_BY_RECENT)), ids=SEEN_BY_RECENT)
def test_a_change_that_wordpress_dates_is_found_by_a_recent_run(site, settled, offset, change):
    code, outcome = SEEN_BY_RECENT[change]
    own_id = site.php(f"echo {ID % (20 + offset)};")
    before = settled.article(own_id)
    site.php(code.replace("{id}", own_id))
    assert _changes(settled.sync(Pass.RECENT)) == {outcome: 1}
    assert settled.ids == set(public(site))
    if change == "slug change":
        assert before.url in settled.article(own_id).aliases
        assert settled.archive.find_by_url(before.url).article.id == f"situs:{own_id}"


@pytest.mark.parametrize(("offset", "change"), list(enumerate(SEEN_BY_SWEEP)), ids=SEEN_BY_SWEEP)
def test_a_change_that_wordpress_does_not_date_is_found_by_a_sweep(site, settled, offset, change):
    code, outcome = SEEN_BY_SWEEP[change]
    own_id = site.php(f"echo {ID % (40 + offset)};")
    site.php(code.replace("{id}", own_id))
    assert _changes(settled.sync(Pass.RECENT)) in ({}, {outcome: 1})
    settled.sync(Pass.SWEEP)
    assert settled.ids == set(public(site))
    if change == "tags set by code":
        assert settled.article(own_id).tags == ("tanda baru",)


def test_a_scheduled_post_going_live_is_found_by_a_recent_run(site, settled):
    own_id = site.php("""
        echo $id = wp_insert_post(['post_title' => 'Terjadwal', 'post_content' => 'Petani panen.',
            'post_status' => 'future', 'post_date' => date('Y-m-d H:i:s', current_time('timestamp') + 86400)]);
        global $wpdb; $old = ['post_modified' => '2024-01-01 07:00:00', 'post_modified_gmt' => '2024-01-01 00:00:00'];
        $wpdb->update($wpdb->posts, $old, ['ID' => $id]);
    """)
    assert _changes(settled.sync(Pass.RECENT)) == {}
    # Its hour comes: the date is now, and WordPress publishes it without touching the time of its last change.
    site.php(f"""
        global $wpdb; $now = ['post_date' => current_time('mysql'), 'post_date_gmt' => current_time('mysql', true)];
        $wpdb->update($wpdb->posts, $now, ['ID' => {own_id}]); clean_post_cache({own_id}); wp_publish_post({own_id});
    """)
    assert _changes(settled.sync(Pass.RECENT)) == {"added": 1}
    assert settled.article(own_id).title == "Terjadwal"


def test_renamed_categories_and_authors_are_found_by_a_recent_run(site, settled):
    site.php("wp_update_term(get_term_by('slug', 'politik', 'category')->term_id, 'category', ['name' => 'Politika']);")
    renamed = _changes(settled.sync(Pass.RECENT))
    assert set(renamed) == {"changed"}
    sections = [document.article.sections for document in settled.archive.documents()]
    assert sum("Politika" in each for each in sections) == renamed["changed"]
    assert not any("Politik" in each for each in sections)

    site.php("wp_update_user(['ID' => get_user_by('login', 'siti.r')->ID, 'display_name' => 'Siti Rahmah Nur']);")
    renamed = _changes(settled.sync(Pass.RECENT))
    bylines = [document.article.byline for document in settled.archive.documents()]
    assert bylines.count("Siti Rahmah Nur") == renamed["changed"] > 20
    assert "Siti Rahmah" not in bylines


def test_a_raw_edit_in_the_database_is_found_by_a_full_pass(site, settled):
    own_id = site.php(f"echo {ID % 60};")
    site.sql(f"update wp_posts set post_content = 'Diganti tanpa jejak.' where ID = {own_id}")  # noqa: S608
    assert _changes(settled.sync(Pass.SWEEP)) == {}
    assert _changes(settled.sync(Pass.FULL)) == {"changed": 1}


def test_related_links_injected_anew_into_every_rendering_change_nothing(site, settled):
    site.sql("update wp_options set option_value = '1' where option_name = 'telusur_inject'")
    try:
        bodies = []
        for _ in range(2):
            with urllib.request.urlopen(f"{site.address}wp-json/wp/v2/posts?per_page=100", timeout=60) as answer:  # noqa: S310
                bodies.append([row["content"]["rendered"] for row in json.load(answer)])
            assert _changes(settled.sync(Pass.FULL)) == {}
        assert sum(first != second for first, second in zip(*bodies, strict=True)) > 80
    finally:
        site.sql("update wp_options set option_value = '0' where option_name = 'telusur_inject'")


@contextmanager
def _in_front_of(site):
    """A proxy before the real site that can answer in its place, as firewalls and broken lines do."""
    trouble = {"at": None, "reply": None, "count": 0}

    def answer(path, _parameters):
        trouble["count"] += 1
        if trouble["at"] is not None and trouble["count"] > trouble["at"]:
            return trouble["reply"]
        request = urllib.request.Request(site.address.rstrip("/") + proxy.requests[-1])  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310
                return _passed_on(reply, site, proxy)
        except urllib.error.HTTPError as error:
            return _passed_on(error, site, proxy)

    proxy = LoopbackSite(answer)
    proxy.start()
    try:
        yield proxy, trouble
    finally:
        proxy.stop()


def _passed_on(reply, site, proxy):
    own = f"127.0.0.1:{site.port}"
    kept = ("content-type", "link", "x-wp-total", "x-wp-totalpages")
    headers = {name: value for name, value in reply.headers.items() if name.lower() in kept}
    headers = {name: value.replace(own, proxy.address.split("/")[2]) for name, value in headers.items()}
    return Reply(reply.read(), reply.status, headers)


TROUBLES = {
    "firewall page": FIREWALL,
    "500": Reply(b"{}", 500, {"Content-Type": "application/json"}),
    "cut connection": Reply(b"[{", cut=True, headers={"Content-Type": "application/json"}),
}


@pytest.mark.parametrize("reply", TROUBLES.values(), ids=TROUBLES)
def test_trouble_at_any_page_deletes_nothing(site, settled, tmp_path, reply):
    gone = site.php(f"echo {ID % 80};")
    site.php(f"wp_trash_post({gone});")
    step = 0
    while _breaks(site, settled, tmp_path / f"{step}.sqlite", gone, step, reply):
        step += 1
    assert step == 13  # robots.txt, front page, three tables, six pages, two questions for the missing post


def _breaks(site, settled, copy, gone, step, reply):
    """Sweep a fresh copy of the archive while the site answers well ``step`` times; return whether it broke off."""
    back_up(settled.archive, copy)
    with Archive.open(copy) as archive, _in_front_of(site) as (proxy, trouble):
        trouble.update(at=step, reply=reply)
        source = replace(settled.source, address=proxy.address, per_page=50)
        before = archive.status().articles
        report = run_sync(archive, source, READING, order=Order(pass_=Pass.SWEEP))
        if trouble["count"] > step:
            assert (archive.status().articles, report.counts()["removed"]) == (before, 0), step
            return True
        assert archive.status().articles == before - 1
        assert archive.get(f"situs:{gone}") is None
        return False


def _changes(counts):
    return {name: count for name, count in counts.items() if name in ("added", "changed", "removed", "failed")}


def test_the_fake_site_of_the_fast_tests_answers_as_the_real_one(site):
    """The fake's rows and errors have the shape of the real ones."""
    fake = FakeWordPress([])
    fake.start()
    try:
        for path in ("posts?page=999999", "posts/999999"):
            assert _error(site.address, path) == _error(fake.address, path)
    finally:
        fake.stop()


def _error(address, path):
    try:
        with urllib.request.urlopen(f"{address}wp-json/wp/v2/{path}", timeout=60) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)["code"]
