"""The plugin in a real WordPress, with a real browser: an editor writes, gets suggestions, inserts, publishes.

The archive is down, hangs, or is hostile: the editor is told so, and saves all the same.
"""

import json
import re
import socket
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from flask import Flask, Response

from tests.integrations.conftest import SECRET, TOKEN
from tests.search_web.browsing import needs_browser, served

pytestmark = [pytest.mark.wordpress, *needs_browser]

TITLE = "Bupati Anwar Sadat Serahkan Bantuan kepada Korban Banjir"
PARAGRAPHS = (
    "KUALA TUNGKAL – Bupati Tanjab Barat Anwar Sadat menyerahkan bantuan kepada korban banjir di Tanjab Barat.",
    "Bantuan itu berupa beras dan selimut. Warga korban banjir berharap tanggul sungai segera diperbaiki.",
)
FIND, INSERT = "Cari berita terkait", "Sisipkan"
PATIENCE_MS = 30_000
"""How long a step in the browser may take: WordPress on a loaded machine of two cores is slow."""


def configure(wordpress, **settings):
    values = {"address": "", "token": "", "label": "Baca Juga:", "secret": ""} | settings
    wordpress.php(f"update_option('telusur_baca_juga', json_decode({json.dumps(json.dumps(values))!s}, true));")


@pytest.fixture
def configured(wordpress, service):
    configure(wordpress, address=service.address, token=TOKEN)
    return wordpress


@pytest.fixture(scope="module")
def login(wordpress, browser):
    """Return a function that logs somebody in, in a browser of their own."""
    contexts = []

    def log_in(user="editor", password="editor-uji", width=1280):  # noqa: S107
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(f"{wordpress.address}wp-login.php")
        page.fill("#user_login", user)
        page.fill("#user_pass", password)
        page.click("#wp-submit")
        page.wait_for_url(re.compile("wp-admin"))
        return page

    yield log_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def editor(login):
    """The browser of an editor, logged in."""
    page = login()
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def write(page, wordpress, title=TITLE, paragraphs=PARAGRAPHS):
    """Open a new story in the block editor, and write it."""
    page.goto(f"{wordpress.address}wp-admin/post-new.php")
    page.wait_for_function("window.wp?.data?.select('core/editor')?.getCurrentPostId()")
    page.evaluate(
        """([title, paragraphs]) => {
            const { dispatch } = wp.data;
            dispatch('core/preferences')?.set('core/edit-post', 'welcomeGuide', false);
            dispatch('core/editor').editPost({ title });
            const blocks = paragraphs.map((content) => wp.blocks.createBlock('core/paragraph', { content }));
            dispatch('core/block-editor').resetBlocks(blocks);
            dispatch('core/block-editor').selectBlock(blocks[0].clientId);
            dispatch('core/edit-post').openGeneralSidebar('edit-post/document');
        }""",
        [title, list(paragraphs)],
    )
    panel = page.locator(".telusur-baca-juga")
    panel.wait_for()
    if not panel.get_by_role("button", name=FIND).is_visible():
        panel.get_by_role("button", name="Baca Juga", exact=True).click()
    return panel


def save(page, status="publish"):
    """Save the story with a status; return its address."""
    return page.evaluate(
        """async (status) => {
            wp.data.dispatch('core/editor').editPost({ status });
            await wp.data.dispatch('core/editor').savePost();
            const editor = wp.data.select('core/editor');
            if (!editor.didPostSaveRequestSucceed()) throw new Error('not saved');
            return editor.getCurrentPost().link;
        }""",
        status,
    )


def published(address):
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
        return BeautifulSoup(answer.read(), "html.parser")


def test_an_administrator_sets_the_plugin_up(wordpress, service, login):
    page = login("admin", "rahasia-uji")
    page.goto(f"{wordpress.address}wp-admin/options-general.php?page=telusur-baca-juga")
    page.get_by_label("Alamat", exact=True).fill(f"{service.address}/")
    page.get_by_label("Token", exact=True).fill(TOKEN)
    page.get_by_label("Rahasia webhook").fill(SECRET)
    page.get_by_label("Label", exact=True).fill("Baca juga :")
    page.click("#submit")
    page.wait_for_url(re.compile("settings-updated"))
    assert page.get_by_label("Alamat", exact=True).input_value() == service.address
    assert TOKEN not in page.content()
    assert SECRET not in page.content()
    page.get_by_label("Alamat", exact=True).fill("ftp://arsip.example.id")
    page.click("#submit")
    page.get_by_text("alamat lama dipertahankan").wait_for()
    stored = json.loads(wordpress.php("echo json_encode(get_option('telusur_baca_juga'));"))
    assert stored == {"address": service.address, "token": TOKEN, "secret": SECRET, "label": "Baca juga :"}


def test_an_editor_gets_suggestions_inserts_one_and_publishes(configured, editor):
    panel = write(editor, configured)
    panel.get_by_role("button", name=FIND).click()
    panel.get_by_role("button", name=INSERT).first.wait_for()
    assert panel.get_by_role("status").inner_text().startswith("Usulan: ")
    suggested = panel.locator("li a").first
    headline, target = suggested.inner_text().splitlines()[0], suggested.get_attribute("href")
    panel.get_by_role("button", name=INSERT).first.click()
    panel.get_by_role("button", name=INSERT).first.get_by_text("Tersisip").wait_for()
    story = published(save(editor))
    line = story.select_one("p.baca-juga")
    assert line.strong.get_text() == "Baca Juga:"
    assert (line.a["href"], line.a.get_text()) == (target, re.sub(r"\s*\(.*tab baru.*\)$", "", headline))
    first, second = [p for p in story.find_all("p") if p.get_text() in PARAGRAPHS]
    assert first.find_next("p") is line
    assert line.find_next("p") is second
    assert published(target).find("h1")


def test_a_published_story_is_never_suggested_to_itself(configured, editor):
    panel = write(editor, configured, title=f"{TITLE} Lagi")
    address = save(editor)
    panel.get_by_role("button", name=FIND).click()
    panel.get_by_role("button", name=INSERT).first.wait_for()
    assert address not in [link.get_attribute("href") for link in panel.locator("li a").all()]


def test_too_little_text_is_said_in_words(configured, editor):
    panel = write(editor, configured, title="Banjir", paragraphs=("Surut.",))
    panel.get_by_role("button", name=FIND).click()
    panel.get_by_text("Teksnya masih terlalu sedikit").first.wait_for()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"address": "", "token": ""}, "Arsip belum diatur"),
        ({"address": "http://127.0.0.1:9"}, "Arsip sedang tidak menjawab"),
        ({"token": "salah"}, "Arsip tidak menerima tokennya"),
    ],
    ids=["not configured", "down", "wrong token"],
)
def test_trouble_is_said_in_words_and_the_story_is_saved(wordpress, service, editor, settings, message):
    configure(wordpress, **({"address": service.address, "token": TOKEN} | settings))
    panel = write(editor, wordpress)
    panel.get_by_role("button", name=FIND).click()
    panel.get_by_text(message).first.wait_for()
    assert save(editor, "draft")
    assert panel.get_by_role("button", name=FIND).is_enabled()


@contextmanager
def hanging():
    """The address of something that takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(20)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_an_archive_that_hangs_is_given_up_while_the_story_is_saved(wordpress, editor):
    with hanging() as address:
        configure(wordpress, address=address, secret=SECRET)
        panel = write(editor, wordpress)
        panel.get_by_role("button", name=FIND).click()
        panel.get_by_role("button", name="Mencari …").wait_for()
        assert save(editor)
        panel.get_by_role("button", name="Mencari …").wait_for()  # the story was saved before the archive was given up
        panel.get_by_text("Arsip terlalu lama menjawab").first.wait_for()


def answering(body):
    """Serve an archive that gives one answer to everything."""
    app = Flask("archive")

    @app.post("/api/v1/related")
    def answer():
        return Response(body, content_type="application/json")

    return served(app)


HOSTILE = [
    {"url": "javascript:alert(1)", "title": "Jahat", "reasons": []},
    {
        "url": 'https://situs.example/1"><script>alert(1)</script>',
        "title": "<img src=x onerror=alert(1)>",
        "label": "<b>",
    },
    {
        "url": "https://situs.example/[gallery]",
        "title": "Foto [gallery] banjir [foto]",
        "reasons": ["<svg onload=alert(1)>"],
    },
    {"url": ["https://situs.example/"], "title": "Daftar"},
    {"url": "https://situs.example/kosong", "title": " "},
    "bukan usulan",
]


def test_whatever_the_archive_answers_stays_text(wordpress, editor):
    alerts = []
    editor.on("dialog", lambda dialog: alerts.append(dialog.message))
    with answering(json.dumps({"suggestions": HOSTILE, "linked": []})) as address:
        configure(wordpress, address=address)
        panel = write(editor, wordpress)
        panel.get_by_role("button", name=FIND).click()
        panel.get_by_role("button", name=INSERT).first.wait_for()
        assert panel.locator("li").count() == 2
        assert panel.locator("img, svg:not([aria-hidden]), script").count() == 0
        for number in range(2):
            panel.get_by_role("button", name=INSERT).nth(number).click()
        story = published(save(editor))
    lines = story.select("p.baca-juga")
    assert [line.a.get_text() for line in lines] == ["<img src=x onerror=alert(1)>", "Foto banjir [foto]"]
    for line in lines:
        assert line.a["href"].startswith("https://situs.example/")
        assert {tag.name for tag in line.find_all(True)} == {"strong", "a"}
    assert not alerts


@pytest.mark.parametrize("body", [b"<html>dinding api</html>", b"[]", b'{"suggestions": 1}', b"null"])
def test_an_answer_that_is_none_is_said_in_words(wordpress, service, body):
    with answering(body) as address:
        configure(wordpress, address=address)
        said = wordpress.php("echo \\Telusur\\BacaJuga\\suggestions('Judul', 'Isi', '')->get_error_code();")
    assert said == "telusur_no_answer"


CLASSIC_EDITOR = """<?php
add_filter('use_block_editor_for_post', '__return_false');
// PHP's own server answers one request at a time. WordPress's heartbeat may find it busy, take the connection for lost
// and disable saving, which says nothing about the plugin.
add_action('admin_enqueue_scripts', fn() => wp_deregister_script('heartbeat'), 100);
"""


def test_the_classic_editor_inserts_a_line_too(configured, editor):
    switch = configured.folder / "site" / "wp-content" / "mu-plugins" / "classic.php"
    switch.write_text(CLASSIC_EDITOR)
    try:
        editor.goto(f"{configured.address}wp-admin/post-new.php")
        editor.fill("#title", TITLE)
        editor.wait_for_function("window.tinymce?.get('content')?.initialized")
        editor.evaluate("text => tinymce.get('content').setContent(text)", "".join(f"<p>{p}</p>" for p in PARAGRAPHS))
        box = editor.locator("#telusur-baca-juga")
        box.get_by_role("button", name=FIND).click()
        box.get_by_role("button", name=INSERT).first.wait_for()
        target = box.locator("li a").first.get_attribute("href")
        box.get_by_role("button", name=INSERT).first.click()
        editor.click("#publish")
        editor.wait_for_url(re.compile("action=edit"))
        address = editor.locator("#sample-permalink a").first.get_attribute("href")
    finally:
        switch.unlink()
    line = published(address).select_one("p.baca-juga")
    assert line.a["href"] == target
    assert line.get_text().startswith("Baca Juga: ")


def ask(wordpress, **headers):
    request = urllib.request.Request(  # noqa: S310
        f"{wordpress.address}wp-json/telusur-baca-juga/v1/suggestions",
        data=json.dumps({"title": TITLE, "content": PARAGRAPHS[0]}).encode(),
        headers={"Content-Type": "application/json"} | headers,
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_only_people_who_may_write_can_ask_and_only_from_this_site(configured, editor):
    assert ask(configured) == 401
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in editor.context.cookies())
    assert ask(configured, Cookie=cookies) == 401  # another site's page would send the cookie, but no nonce
    nonce = editor.request.get(f"{configured.address}wp-admin/admin-ajax.php?action=rest-nonce").text()
    assert ask(configured, Cookie=cookies, **{"X-WP-Nonce": nonce}) == 200
    code = (
        "wp_set_current_user(wp_insert_user(['user_login' => 'pembaca', 'user_pass' => 'x', 'role' => 'subscriber']));"
        "$r = new WP_REST_Request('POST', '/telusur-baca-juga/v1/suggestions'); $r->set_param('content', 'teks');"
        "echo rest_do_request($r)->get_status();"
    )
    assert configured.php(code) == "403"


def announced(service, work, count):
    """Return the numbers that are announced within a while when work is done."""
    service.announced.clear()
    work()
    end = time.monotonic() + PATIENCE_MS / 1000
    while len(service.announced) < count and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.3)  # what should not come has time to come
    return service.announced


def test_published_changed_and_withdrawn_stories_are_announced(wordpress, service):
    configure(wordpress, address=service.address, token=TOKEN, secret=SECRET)
    number = wordpress.php("echo wp_insert_post(['post_title' => 'Naskah', 'post_content' => 'Isi.']);")
    assert (
        announced(service, lambda: wordpress.php(f"wp_update_post(['ID' => {number}, 'post_title' => 'B']);"), 0) == []
    )
    retitled = f"wp_update_post(['ID' => {number}, 'post_title' => 'Berubah']);"
    for change in (
        f"wp_publish_post({number});",
        retitled + retitled.replace("Berubah", "Lagi"),
        f"wp_trash_post({number});",
        f"wp_delete_post({number}, true);",
    ):
        assert announced(service, lambda code=change: wordpress.php(code), 1) == [number], change
        time.sleep(1)  # two calls of one second with one body have one signature


def test_nothing_is_announced_without_a_secret(configured, service):
    code = "wp_insert_post(['post_title' => 'Terbit', 'post_content' => 'Isi.', 'post_status' => 'publish']);"
    assert announced(service, lambda: configured.php(code), 0) == []
