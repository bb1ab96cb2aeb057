"""Which change of a WordPress site is seen by which run; what a site in trouble can and cannot do."""

from datetime import timedelta

import pytest

from index.article import ArticleId
from indexer.sources import Order, Pass
from indexer.sync import run_sync
from tests.indexer.remote.conftest import READING
from tests.indexer.sites import FIREWALL, NOT_FOUND, Post, Reply, page


@pytest.fixture
def synced(situs, wordpress):
    """The site after its first run, a day later."""
    assert situs.sync() == {"added": 5}
    wordpress.later(hours=10)
    wordpress.requests.clear()
    return situs


def edit(wordpress, id_, **changes):
    for name, value in changes.items():
        setattr(wordpress.posts[id_], name, value)
    wordpress.posts[id_].modified = wordpress.later(minutes=1)


def test_the_first_run_takes_every_public_post(situs, wordpress):
    wordpress.posts[2].status = "draft"
    wordpress.posts[3].password = True
    assert situs.sync() == {"added": 3, "skipped": 1}
    assert situs.ids == {"1", "4", "5"}
    assert situs.report.skips == {"not public (password)": 1}


def test_a_post_becomes_an_article_with_names_for_numbers(situs, wordpress):
    wordpress.names["categories"][7] = "Hukum &amp; Kriminal"
    wordpress.names["tags"][3] = "padi"
    wordpress.posts[1].title = "Breaking: <em>Panen &#038; Pesta</em>"
    wordpress.posts[1].categories, wordpress.posts[1].tags = [1, 7], [3]
    situs.sync()
    article = situs.article(1)
    assert article.title == "Breaking: Panen & Pesta"
    assert (article.sections, article.tags) == (("Berita", "Hukum & Kriminal"), ("padi",))
    assert article.byline == "Siti Rahmah"
    assert article.published.isoformat() == "2024-02-20T03:00:00+00:00"
    assert article.url == f"{wordpress.address}judul-1/"


def test_a_date_that_wordpress_keeps_as_local_only_is_read_in_the_archives_zone(situs, wordpress):
    wordpress.before = _with_row_changes(wordpress, date_gmt="0000-00-00T00:00:00")
    situs.sync()
    assert situs.article(1).published.isoformat() == "2024-02-20T10:00:00+07:00"


def _with_row_changes(wordpress, **changes):
    row = wordpress._row
    wordpress._row = lambda post: row(post) | changes
    return lambda _path, _parameters: None


def test_an_idle_site_costs_few_requests_and_changes_nothing(synced, wordpress):
    assert synced.sync() == {}
    assert [path for path in wordpress.requests if "include=" in path] == []


def test_an_edit_a_new_post_and_a_new_address_are_seen_by_a_recent_run(synced, wordpress):
    edit(wordpress, 2, content="<p>Panen ditunda.</p>")
    edit(wordpress, 3, slug="alamat-baru")
    now = wordpress.later(minutes=1)
    wordpress.posts[6] = Post(6, title="Panen 6", published=now, modified=now)
    assert synced.sync(Pass.RECENT) == {"added": 1, "changed": 2}
    assert set(synced.article(3).aliases) == {f"{wordpress.address}judul-3/", f"{wordpress.address}?p=3"}
    assert synced.archive.find_by_url(f"{wordpress.address}judul-3/").article.id == "situs:3"


def test_a_scheduled_post_that_goes_live_keeps_its_old_modification_and_is_seen_all_the_same(synced, wordpress):
    wordpress.posts[6] = Post(6, title="Panen 6", status="future", published=wordpress.clock + timedelta(hours=2))
    assert synced.sync(Pass.RECENT) == {}
    wordpress.later(hours=3)
    wordpress.posts[6].status = "publish"
    assert synced.sync(Pass.RECENT) == {"added": 1}


@pytest.mark.parametrize("status", ["trash", "draft", "private", "deleted"])
def test_a_post_that_is_not_public_any_more_is_removed_by_a_sweep(synced, wordpress, status):
    if status == "deleted":
        del wordpress.posts[2]
    else:
        wordpress.posts[2].status = status
    assert synced.sync(Pass.RECENT) == {}
    assert synced.sync(Pass.SWEEP) == {"removed": 1, "unchanged": 4}
    assert synced.ids == {"1", "3", "4", "5"}


def test_a_password_set_removes_the_post_at_once_and_taking_it_off_brings_it_back(synced, wordpress):
    edit(wordpress, 2, password=True)
    assert synced.sync(Pass.RECENT) == {"removed": 1}
    assert synced.sync(Pass.SWEEP) == {"unchanged": 4, "skipped": 1}
    edit(wordpress, 2, password=False)
    assert synced.sync(Pass.RECENT) == {"added": 1}


def test_a_back_dated_import_and_other_tags_are_seen_by_a_sweep(synced, wordpress):
    wordpress.posts[6] = Post(6, title="Panen 6")
    wordpress.names["tags"][9] = "sawit"
    wordpress.posts[1].tags = [9]
    assert synced.sync(Pass.RECENT) == {}
    assert synced.sync(Pass.SWEEP) == {"added": 1, "changed": 1, "unchanged": 4}
    assert synced.article(1).tags == ("sawit",)


@pytest.mark.parametrize(("table", "field"), [("categories", "sections"), ("users", "byline")])
def test_a_renamed_category_or_author_is_seen_by_every_run_though_no_post_changed(synced, wordpress, table, field):
    wordpress.names[table][1] = "Nama Baru"
    assert synced.sync(Pass.RECENT) == {"changed": 5}
    assert getattr(synced.article(1), field) in ("Nama Baru", ("Nama Baru",))
    assert synced.sync(Pass.RECENT) == {}


def test_an_edit_in_the_database_is_seen_by_a_full_pass_alone(synced, wordpress):
    wordpress.posts[2].content = "<p>Diganti tanpa jejak.</p>"
    assert synced.sync(Pass.SWEEP) == {"unchanged": 5}
    assert synced.sync(Pass.FULL) == {"changed": 1, "unchanged": 4}


def test_an_automatic_run_sweeps_once_a_day(synced, wordpress):
    del wordpress.posts[2]
    assert synced.sync() == {}
    wordpress.later(hours=11)
    assert synced.sync() == {"removed": 1, "unchanged": 4}


def test_a_clock_that_went_back_makes_the_run_sweep_and_look_further_back(synced, wordpress):
    wordpress.later(days=-3)
    edit(wordpress, 2, content="<p>Panen ditunda.</p>")
    assert synced.sync() == {"changed": 1, "unchanged": 4}
    edit(wordpress, 2, content="<p>Panen dimulai.</p>")
    assert synced.sync(Pass.RECENT) == {"changed": 1}


def test_related_links_that_a_theme_injects_change_nothing(situs, wordpress):
    def inject(number):
        for post in wordpress.posts.values():
            link = f'<a href="/judul-{number}/">Judul {number}</a>'
            block = f'<div class="inline-related"><p>Baca Juga :&nbsp; {link}</p></div>'
            post.content = f"<p>Petani di Batang Hari memanen padi.</p>{block}<p>Panen berlangsung sepekan.</p>"

    inject(1)
    situs.sync()
    inject(2)
    assert situs.sync(Pass.FULL) == {"unchanged": 5}
    assert "Baca" not in situs.article(1).body


# A site in trouble


TROUBLES = {
    "a firewall's page": FIREWALL,
    "an error": Reply(b"{}", 500, {"Content-Type": "application/json"}),
    "a cut connection": Reply(b"[", cut=True, headers={"Content-Type": "application/json"}),
}
WRONG_ANSWERS = {
    "broken JSON": Reply(b"[{", headers={"Content-Type": "application/json"}),
    "JSON that is no list": Reply(b'{"ok": true}', headers={"Content-Type": "application/json"}),
    "items without ids": Reply(b'[{"title": 1}]', headers={"Content-Type": "application/json"}),
}


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_trouble_at_any_request_of_a_sweep_removes_nothing_and_the_next_run_makes_up_for_it(synced, wordpress, trouble):
    del wordpress.posts[2]
    edit(wordpress, 4, content="<p>Panen ditunda.</p>")
    step = 0
    while True:
        count = 0

        def before(_path, _parameters, at=step):
            nonlocal count
            count += 1
            return trouble if count > at else None

        wordpress.before = before
        outcome = synced.sync(Pass.SWEEP)
        if count <= step:
            break
        assert "removed" not in outcome
        assert synced.ids == {"1", "2", "3", "4", "5"}
        step += 1
    assert step > 5
    wordpress.before = lambda _path, _parameters: None
    synced.sync(Pass.SWEEP)
    assert synced.ids == {"1", "3", "4", "5"}
    assert "ditunda" in synced.article(4).body


@pytest.mark.parametrize("answer", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_an_answer_that_is_no_list_of_posts_ends_the_run_and_removes_nothing(synced, wordpress, answer):
    del wordpress.posts[2]
    wordpress.before = lambda path, _parameters: answer if path.endswith("/posts") else None
    assert synced.sync(Pass.SWEEP) == {"failed": 1}
    assert len(synced.ids) == 5


def test_an_empty_list_or_one_that_shrank_too_much_removes_nothing_until_it_is_believed(synced, wordpress):
    for number in (2, 3, 4, 5):
        del wordpress.posts[number]
    assert synced.sync(Pass.SWEEP) == {"unchanged": 1, "failed": 1}
    assert "4 of 5" in synced.report.reasons[0]
    assert "--allow-shrink" in synced.report.reasons[0]
    assert len(synced.ids) == 5
    assert synced.sync(Pass.SWEEP, allow_shrink=True) == {"unchanged": 1, "removed": 4}
    assert synced.archive.memory("situs").failures() == ()


def test_a_post_the_site_does_not_speak_clearly_of_stays(synced, wordpress):
    del wordpress.posts[2]
    closed = Reply(b'{"code": "rest_cannot_access"}', 401, {"Content-Type": "application/json"})
    wordpress.before = lambda path, _parameters: closed if path.endswith("/posts/2") else None
    assert synced.sync(Pass.SWEEP) == {"unchanged": 4, "failed": 1}
    assert "2" in synced.ids


def test_a_listing_shorter_than_the_site_says_removes_nothing(synced, wordpress):
    def hide(path, parameters):
        if path.endswith("/posts") and "include" not in parameters and parameters.get("page") == "2":
            reply = wordpress._list(wordpress._sorted(), parameters)
            return Reply(b"[]", headers=reply.headers)
        return None

    wordpress.before = hide
    outcome = synced.sync(Pass.SWEEP)
    assert outcome["failed"] == 1
    assert len(synced.ids) == 5


def test_posts_that_move_up_while_the_list_is_walked_are_met_all_the_same(synced, wordpress):
    def vanish(path, parameters):
        if path.endswith("/posts") and parameters.get("page") == "2" and "include" not in parameters:
            wordpress.posts.pop(1, None)
            wordpress.posts.pop(2, None)
        return

    wordpress.before = vanish
    assert synced.sync(Pass.SWEEP, allow_shrink=True) == {"unchanged": 5}  # the first page was read before
    assert synced.sync(Pass.SWEEP, allow_shrink=True) == {"unchanged": 3, "removed": 2}


def test_a_list_that_shrinks_below_the_page_asked_for_ends_there(situs, wordpress):
    def vanish(path, parameters):
        if path.endswith("/posts") and parameters.get("page") == "3":
            for number in (1, 2, 3):
                wordpress.posts.pop(number, None)
        return

    wordpress.before = vanish
    situs.sync()
    assert situs.ids >= {"4", "5"}
    assert situs.report.stopped is None


def test_a_sweep_that_broke_off_goes_on_at_its_page(situs, wordpress):
    broken = False

    def break_at_third(path, parameters):
        listing = path.endswith("/posts") and "include" not in parameters
        return FIREWALL if broken and listing and parameters["page"] == "3" else None

    wordpress.before = break_at_third
    broken = True
    assert situs.sync() == {"added": 4, "failed": 1}
    broken = False
    wordpress.requests.clear()
    assert situs.sync()["added"] == 1
    listed = [path for path in wordpress.requests if "/posts?" in path and "include" not in path]
    assert all("page=1&" not in path for path in listed)
    assert len(situs.ids) == 5
    assert situs.archive.memory("situs").failures() == ()


def test_one_post_that_breaks_the_site_fails_alone_and_is_tried_again(situs, wordpress):
    broken = {"3"}

    def crash(path, parameters):
        read = path.endswith("/posts") and "content.rendered" in parameters.get("_fields", "")
        hit = read and broken & set(parameters.get("include", "").split(","))
        return Reply(b"{}", 500, {"Content-Type": "application/json"}) if hit else None

    wordpress.before = crash
    assert situs.sync() == {"added": 4, "failed": 1}
    (failure,) = situs.archive.memory("situs").failures()
    assert (failure.item, failure.permanent, failure.tries) == ("3", False, 1)
    assert situs.sync() == {"failed": 1}
    assert situs.archive.memory("situs").failures()[0].tries == 2
    broken.clear()
    assert situs.sync() == {"added": 1}
    assert situs.archive.memory("situs").failures() == ()


def test_a_post_without_text_fails_for_good_and_is_told_apart(situs, wordpress):
    wordpress.posts[3].content = ""
    assert situs.sync() == {"added": 4, "failed": 1}
    assert situs.archive.memory("situs").count_failures() == (0, 1)


HOSTILE = [None, True, -5, 1.5, "", "x" * 5_000, "\ud800", [], {}, [[1], {"a": 1}, None, "7"], {"rendered": [1]}]


@pytest.mark.slow
def test_posts_with_any_values_end_in_an_outcome_each(situs, wordpress):
    fields = list(wordpress._row(wordpress.posts[1]))
    wordpress.posts = {number: Post(number) for number in range(1, len(fields) * len(HOSTILE) + 1)}
    row = wordpress._row

    def spoilt(post):
        field = fields[(post.id - 1) % len(fields)]
        value = HOSTILE[(post.id - 1) // len(fields)]
        return row(post) | ({field: value} if field != "id" else {})

    wordpress._row = spoilt
    assert sum(situs.sync().values()) == len(wordpress.posts)
    assert situs.report.stopped is None
    wordpress.names["categories"][1] = "Kabar"
    situs.sync(Pass.FULL)
    assert situs.report.stopped is None


def test_a_site_that_keeps_texts_back_takes_no_article_away(synced, wordpress):
    row = wordpress._row
    wordpress._row = lambda post: row(post) | {"content": None}
    assert synced.sync(Pass.FULL) == {"failed": 5}
    assert len(synced.ids) == 5


# Authors, tags, discovery


def test_where_the_table_of_authors_is_closed_a_name_is_read_once_from_a_page(situs, wordpress):
    def closed(path, _parameters):
        if path.endswith("/users"):
            return Reply(b'{"code": "rest_user_cannot_view"}', 403, {"Content-Type": "application/json"})
        if path.startswith("/judul-"):
            return page('<html><head><meta name="author" content="Ahmad Fauzi"></head><body></body></html>')
        return None

    wordpress.before = closed
    situs.sync()
    assert {document.article.byline for document in situs.archive.documents()} == {"Ahmad Fauzi"}
    assert sum(path.startswith("/judul-") for path in wordpress.requests) == 1
    wordpress.requests.clear()
    assert situs.sync(Pass.FULL) == {"unchanged": 5}
    assert not any(path.startswith("/judul-") for path in wordpress.requests)


def test_a_tag_made_after_the_table_was_read_is_looked_up(synced, wordpress):
    large = {number: f"tag {number}" for number in range(10, 2_020)}
    wordpress.names["tags"] |= large
    edit(wordpress, 2, tags=[2_019])
    assert synced.sync(Pass.RECENT) == {"changed": 1}
    assert synced.article(2).tags == ("tag 2019",)
    assert sum("/tags?" in path for path in wordpress.requests) == 2


def test_a_site_without_pretty_addresses_is_asked_by_rest_route(situs, wordpress):
    def plain(path, parameters):
        route = parameters.pop("rest_route", None)
        if path == "/" and route is None:
            return page("<html></html>")
        return wordpress._answer(f"/wp-json{route}", parameters) if route else None

    wordpress.before = plain
    assert situs.sync() == {"added": 5}


def test_an_interface_named_on_another_site_is_not_asked(situs, wordpress):
    def lure(path, _parameters):
        return page("", Link='<http://169.254.169.254/>; rel="https://api.w.org/"') if path == "/" else None

    wordpress.before = lure
    situs.sync()
    assert situs.report.stopped is not None
    assert "169.254" not in situs.report.stopped


def test_announced_posts_are_read_by_the_next_run_and_one_that_is_gone_is_removed(synced, wordpress):
    wordpress.posts[2].content = "<p>Diganti tanpa jejak.</p>"
    del wordpress.posts[3]
    for number in ("2", "3"):
        synced.archive.announce("situs", number, signature=number, keep=timedelta(minutes=5))
    assert synced.sync(Pass.RECENT) == {"changed": 1, "removed": 1}
    assert synced.archive.memory("situs").announced() == ()


def test_a_warning_about_the_whole_site_outlasts_the_reading_of_single_posts(synced, wordpress):
    for number in (2, 3, 4, 5):
        del wordpress.posts[number]
    synced.sync(Pass.SWEEP)
    run_sync(synced.archive, synced.source, READING, order=Order(only=("1",)))
    assert [failure.item for failure in synced.archive.memory("situs").failures()] == ["situs"]


def test_single_posts_are_read_when_asked_for(synced, wordpress):
    wordpress.posts[2].content = "<p>Diganti tanpa jejak.</p>"
    wordpress.posts[4].status = "private"
    report = run_sync(synced.archive, synced.source, READING, order=Order(only=("2", "4", "99", "zzz")))
    assert {name: count for name, count in report.counts().items() if count} == {
        "changed": 1,
        "removed": 1,
        "skipped": 1,
    }
    assert synced.archive.get(ArticleId("situs:4")) is None


def test_a_title_in_running_text_is_found_when_its_story_comes_later_on_the_site(situs, wordpress):
    title = "Harga Kopi Liberika Tungkal Naik Menjelang Panen Raya"
    wordpress.posts[1].content = f"<p>Harga ikan turun.Baca juga: {title} Pedagang tetap berjualan.</p>"
    wordpress.posts[5].title = title
    assert situs.sync() == {"added": 5}
    assert situs.article(1).body == "Harga ikan turun. Pedagang tetap berjualan."
    assert situs.sync(Pass.FULL) == {"unchanged": 5}


def test_a_robots_file_that_forbids_the_interface_is_honoured(situs, wordpress):
    robots = Reply(b"User-agent: *\nDisallow: /wp-json/\n", headers={"Content-Type": "text/plain"})
    wordpress.before = lambda path, _parameters: robots if path == "/robots.txt" else None
    assert situs.sync() == {"failed": 1}
    assert "robots.txt" in situs.report.stopped


def test_a_site_that_is_not_there_is_a_failure_and_nothing_else(synced, wordpress):
    wordpress.before = lambda _path, _parameters: NOT_FOUND
    assert synced.sync() == {"failed": 1}
    assert len(synced.ids) == 5
