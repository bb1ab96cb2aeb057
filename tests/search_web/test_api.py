import base64
import json

import pytest

from index.query import MAX_QUERY_CHARS

SEARCH = "/api/v1/search"


def test_a_search_gives_hits_with_marks_facets_and_a_cursor(client):
    answer = client.get(f"{SEARCH}?q=banjir&limit=3").get_json()
    assert answer["total"] > 20
    assert len(answer["hits"]) == 3
    first = answer["hits"][0]
    start, end = first["marks"]["title"][0]
    assert "banjir" in first["title"][start:end].lower()
    assert answer["facets"].keys() == {"region", "person", "office", "section", "year"}
    assert answer["next"]
    assert answer["partial"] is False


def test_a_hit_says_why_it_ranks_where_it_does_where_that_is_asked(client):
    assert client.get(f"{SEARCH}?q=banjir").get_json()["hits"][0]["explanation"] is None
    explanation = client.get(f"{SEARCH}?q=banjir&explain=true").get_json()["hits"][0]["explanation"]
    (reason,) = [reason for reason in explanation["reasons"] if reason["kind"] == "typed"]
    assert (reason["asked"], reason["exact"]) == ("banjir", True)
    assert reason["points"] > 0
    assert any("banjir: as typed" in sentence for sentence in explanation["words"])


def test_filters_are_those_of_the_page(client):
    everything = client.get(f"{SEARCH}?q=banjir").get_json()
    narrowed = client.get(f"{SEARCH}?q=banjir&wilayah=15.05&dari=2020&sampai=2021&urut=terlama").get_json()
    assert 0 < narrowed["total"] < everything["total"]
    days = [hit["published"] for hit in narrowed["hits"]]
    assert days == sorted(days)


def test_the_cursor_leads_through_all_hits_once(client):
    ids, cursor = [], None
    while True:
        parameters = {"q": "banjir", "limit": 10} | ({"cursor": cursor} if cursor else {})
        answer = client.get(SEARCH, query_string=parameters).get_json()
        ids += [hit["id"] for hit in answer["hits"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert len(ids) == len(set(ids)) == answer["total"] > 20


def test_a_cursor_belongs_to_its_search(client):
    cursor = client.get(f"{SEARCH}?q=banjir&limit=1").get_json()["next"]
    response = client.get(SEARCH, query_string={"q": "jalan", "cursor": cursor})
    assert response.status_code == 400
    assert response.get_json()["parameter"] == "cursor"


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "A" * 201,
        base64.b64encode(b"[" * 90).decode(),
        base64.b64encode(json.dumps([-1, "a"]).encode()).decode(),
    ],
)
def test_a_broken_cursor_is_an_error(client, cursor):
    assert client.get(SEARCH, query_string={"q": "banjir", "cursor": cursor}).status_code == 400


def test_no_hits_are_sent_when_none_are_asked_for(client):
    answer = client.get(f"{SEARCH}?q=banjir&limit=0").get_json()
    assert (answer["hits"], answer["next"]) == ([], None)


def test_a_mistake_comes_with_the_mended_query(client):
    problem = client.get("/api/v1/search", query_string={"q": "(banjir OR tebo"}).json

    assert problem["suggestion"] == "(banjir OR tebo)"
    assert client.get("/api/v1/search", query_string={"q": problem["suggestion"]}).status_code == 200


@pytest.mark.parametrize(
    ("parameters", "parameter", "position"),
    [
        ({"q": 'banjir "korban'}, "q", 7),
        ({"q": "banjir ("}, "q", 7),
        ({"q": "x" * (MAX_QUERY_CHARS + 1)}, "q", None),
        ({"q": "banjir", "dari": "kapan"}, "dari", None),
        ({"q": "banjir", "wilayah": "Jambi"}, "wilayah.0", None),
        ({"q": "banjir", "urut": "acak"}, "urut", None),
        ({"q": "banjir", "limit": "101"}, "limit", None),
        ({"q": "banjir", "limit": "-1"}, "limit", None),
        ({"q": "banjir", "limit": "²"}, "limit", None),
        ({"q": "banjir", "halaman": "2"}, "halaman", None),
    ],
)
def test_a_mistake_is_a_problem_that_says_where(client, parameters, parameter, position):
    response = client.get(SEARCH, query_string=parameters)
    problem = response.get_json()
    assert response.status_code == problem["status"] == 400
    assert response.content_type == "application/problem+json"
    assert problem["detail"]
    assert (problem["parameter"], problem.get("position")) == (parameter, position)


def test_unknown_addresses_are_problems_too(client):
    response = client.get("/api/v1/cari")
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"


def test_an_unchanged_answer_is_not_sent_again(client):
    first = client.get(f"{SEARCH}?q=banjir")
    again = client.get(f"{SEARCH}?q=banjir", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_story_is_found_by_id_and_by_address(client):
    by_id = client.get("/api/v1/article", query_string={"id": "lentera:LJ-C047"})
    story = by_id.get_json()
    by_url = client.get("/api/v1/article", query_string={"url": story["url"]}).get_json()
    assert story == by_url
    assert story["body"]
    assert story["regions"]
    assert by_id.last_modified is not None
    assert client.get("/api/v1/article?id=tidak-ada").status_code == 404
    assert client.get("/api/v1/article").status_code == 400


def test_regions_are_counted_level_by_level(client):
    provinces = client.get("/api/v1/regions").get_json()["regions"]
    inside = client.get("/api/v1/regions?parent=15").get_json()["regions"]
    assert {"code": "15", "name": "Provinsi Jambi"}.items() <= provinces[0].items()
    assert {region["code"][:3] for region in inside} == {"15."}


def test_officials_come_with_their_terms_of_office(client):
    answer = client.get("/api/v1/officials?wilayah=15.06&limit=1").get_json()
    (official,) = answer["officials"]
    assert official["count"] > 0
    assert any(term["region"] == "15.06" for term in official["terms"])
    following = client.get("/api/v1/officials", query_string={"wilayah": "15.06", "limit": 1, "cursor": answer["next"]})
    assert following.get_json()["officials"][0]["key"] != official["key"]


def test_the_archive_is_counted(client):
    stats = client.get("/api/v1/stats").get_json()
    assert stats["articles"] == 240
    assert sum(year["count"] for year in stats["years"]) == 240


def test_names_are_completed(client):
    suggestions = client.get("/api/v1/suggest?q=muaro").get_json()["suggestions"]
    assert ("Muaro Jambi", "region", "wilayah") in [(s["text"], s["kind"], s["note"]) for s in suggestions]
    assert client.get("/api/v1/suggest?q=x").get_json()["suggestions"] == []


def test_the_document_describes_every_operation_and_its_problems(client):
    document = client.get("/api/v1/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (path, method)
            assert {"200", "400", "429", "503"} <= operation["responses"].keys()
    assert "Problem" in document["components"]["schemas"]


def test_the_documents_page_tries_operations_out_without_script(client):
    page = client.get("/api/v1/")
    assert "/api/v1/search" in page.text
    tried = client.get("/api/v1/coba/search?q=banjir&urut=&limit=1")
    assert tried.location == "/api/v1/search?q=banjir&limit=1"
    assert client.get("/api/v1/coba/nothing").status_code == 404


def test_only_origins_that_are_named_may_read_answers(own_app):
    client = own_app(cors_origins=("https://lentera.example",)).test_client()
    asked = {"Origin": "https://lentera.example"}
    allowed = client.get("/api/v1/stats", headers=asked)
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://lentera.example"
    assert allowed.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    preflight = client.options("/api/v1/stats", headers=asked)
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    other = client.get("/api/v1/stats", headers={"Origin": "https://other.example"})
    assert "Access-Control-Allow-Origin" not in other.headers
    assert "Origin" in other.headers["Vary"]


def test_robots_do_not_index_it(client):
    assert "noindex" in client.get(f"{SEARCH}?q=banjir").headers["X-Robots-Tag"]
