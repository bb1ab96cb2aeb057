"""Links find their targets: by address, by title, by a known beginning, nearest before the linking story."""

from datetime import UTC, datetime

from index.article import Annotations, Article, ArticleId, EditorLink
from indexer.titles import title_key

LONG = "Harga Kopi Liberika Tungkal Naik Menjelang Panen Raya"


def story(number, title, *, links=(), day=1, url=None, aliases=()):
    return Article(
        id=ArticleId(f"situs:{number}"),
        title=title,
        body="Isi berita.",
        url=url,
        aliases=aliases,
        published=datetime(2024, 2, day, tzinfo=UTC),
        links=tuple(links),
    )


def targets(archive, *stories, of="situs:1"):
    with archive.writer() as writer:
        for each in stories:
            writer.put(each, Annotations(), source="situs")
        writer.resolve_links()
    return archive.linked_ids(ArticleId(of))


def test_an_address_finds_its_story_before_a_title_does(archive):
    link = EditorLink(title="Judul Lain", url="https://contoh.example/kopi")
    assert targets(
        archive,
        story(1, "Sumber", links=[link]),
        story(2, "Kopi", url="https://www.contoh.example/kopi/"),
        story(3, "Judul Lain"),
    ) == ("situs:2",)


def test_a_former_address_finds_its_story(archive):
    link = EditorLink(title="", url="https://contoh.example/lama/")
    moved = story(2, "Kopi", url="https://contoh.example/baru/", aliases=("https://contoh.example/lama/",))
    assert targets(archive, story(1, "Sumber", links=[link]), moved) == ("situs:2",)


def test_a_title_is_compared_by_its_letters_and_digits(archive):
    link = EditorLink(title="HARGA Kopi: liberika “Tungkal” naik, menjelang panen raya!")
    assert targets(archive, story(1, "Sumber", links=[link]), story(2, LONG)) == ("situs:2",)


def test_a_known_title_that_the_link_begins_with_is_enough(archive):
    link = EditorLink(title=f"{LONG} Petani Betara Gembira")
    assert targets(archive, story(1, "Sumber", links=[link]), story(2, LONG), story(3, "Harga")) == ("situs:2",)


def test_a_short_beginning_is_not_enough(archive):
    assert targets(archive, story(1, "Sumber", links=[EditorLink(title="Harga Naik Lagi")]), story(2, "Harga")) == ()


def test_of_equal_titles_the_nearest_before_the_linking_story_is_meant(archive):
    stories = [story(2, LONG, day=1), story(3, LONG, day=9), story(4, LONG, day=12)]
    assert targets(archive, story(1, "Sumber", links=[EditorLink(title=LONG)], day=10), *stories) == ("situs:3",)


def test_a_story_never_links_to_itself(archive):
    assert targets(archive, story(1, LONG, links=[EditorLink(title=LONG)])) == ()


def test_a_link_is_resolved_when_its_target_arrives_and_open_again_when_it_goes(archive):
    assert targets(archive, story(1, "Sumber", links=[EditorLink(title=LONG)])) == ()
    assert targets(archive, story(2, LONG)) == ("situs:2",)
    assert (archive.status().links, archive.status().resolved_links) == (1, 1)
    with archive.writer() as writer:
        writer.remove(ArticleId("situs:2"), "gone")
    assert archive.linked_ids(ArticleId("situs:1")) == ()


def test_the_longest_known_title_is_found_in_running_text(archive):
    targets(archive, story(1, LONG), story(2, f"{LONG} Tahun Ini"))
    text = title_key(f"{LONG} Tahun Ini kata petani")
    assert archive.longest_title(text, minimum=25) == title_key(f"{LONG} Tahun Ini")
    assert archive.longest_title(text[:30], minimum=25) is None
    assert archive.longest_title("pendek", minimum=25) is None
