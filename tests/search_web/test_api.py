import pytest

from index.query import MAX_QUERY_CHARS


def test_the_answer_has_the_shape_of_the_command_lines(client):
    answer = client.get("/api/search?q=banjir&limit=3").get_json()
    assert answer.keys() == {"total", "took_ms", "hits", "facets", "corrections"}
    assert answer["total"] == 23
    assert len(answer["hits"]) == 3
    assert answer["hits"][0].keys() == {
        "id", "url", "title", "published", "score", "snippet", "marks", "regions", "officials",
    }  # fmt: skip
    assert answer["facets"].keys() == {"region", "person", "office", "section", "year"}


def test_filters_are_those_of_the_page(client):
    everything = client.get("/api/search?q=banjir").get_json()
    narrowed = client.get("/api/search?q=banjir&wilayah=15.05&dari=2020&sampai=2021&urut=terlama").get_json()
    assert 0 < narrowed["total"] < everything["total"]
    days = [hit["published"] for hit in narrowed["hits"]]
    assert days == sorted(days)


def test_offset_and_limit_page_through_the_hits(client):
    ids = [
        hit["id"]
        for offset in (0, 10, 20)
        for hit in client.get(f"/api/search?q=banjir&offset={offset}&limit=10").get_json()["hits"]
    ]
    assert len(ids) == len(set(ids)) == 23


def test_no_hits_are_sent_when_none_are_asked_for(client):
    assert client.get("/api/search?q=banjir&limit=0").get_json()["hits"] == []


@pytest.mark.parametrize(
    ("parameters", "parameter", "position"),
    [
        ({"q": 'banjir "korban'}, "q", 7),
        ({"q": "banjir ("}, "q", 7),
        ({"q": "x" * (MAX_QUERY_CHARS + 1)}, "q", MAX_QUERY_CHARS),
        ({"q": "banjir", "dari": "kapan"}, "dari", None),
        ({"q": "banjir", "wilayah": "Jambi"}, "wilayah", None),
        ({"q": "banjir", "urut": "acak"}, "urut", None),
        ({"q": "banjir", "limit": "101"}, "limit", None),
        ({"q": "banjir", "limit": "-1"}, "limit", None),
        ({"q": "banjir", "limit": ""}, "limit", None),
        ({"q": "banjir", "limit": "²"}, "limit", None),
        ({"q": "banjir", "offset": "10001"}, "offset", None),
        ({"q": "banjir", "offset": "1" * 5000}, "offset", None),
    ],
)
def test_a_mistake_is_an_error_that_says_where(client, parameters, parameter, position):
    response = client.get("/api/search", query_string=parameters)
    assert response.status_code == 400
    assert response.get_json()["error"]
    assert (response.get_json()["parameter"], response.get_json()["position"]) == (parameter, position)


def test_errors_of_programs_are_json_too(client):
    response = client.get("/api/cari")
    assert response.status_code == 404
    assert "Halaman tidak ada" in response.get_json()["error"]


def test_robots_do_not_index_it(client):
    assert "noindex" in client.get("/api/search?q=banjir").headers["X-Robots-Tag"]
