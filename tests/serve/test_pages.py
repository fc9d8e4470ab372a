"""The desk shows what the record holds, at addresses that say what is shown."""

import csv
import io
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from tests.serve.conftest import client_of, keep
from tocsin.coder import shared_coder
from tocsin.ingest import report_from_text
from tocsin.store import open_store
from tocsin.store.views import Wanted

PAGES = [
    "/",
    "/incidents",
    "/map",
    "/timeline",
    "/claims",
    "/search",
    "/truces",
    "/actors",
    "/review",
    "/review/adjudicate",
    "/review/quality",
    "/search?q=army",
    "/about",
    "/explore",
    "/explore?sql=FROM+events",
]


def first_of(desk: TestClient, noun: str) -> str:
    found = desk.get(f"/{noun}s.json").json()[f"{noun}s"][0]
    return str(found.get("id") or found.get(noun))


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens(desk: TestClient, address: str) -> None:
    answer = desk.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_a_facet_counts_what_a_click_would_show(desk: TestClient) -> None:
    page = desk.get("/claims").text
    stands = dict(re.findall(r'href="/claims\?factuality=(\w+)".*?<span class="count">(\d+)</span>', page))
    assert {"asserted", "denied", "offered"} <= set(stands)
    for word, count in stands.items():
        found = desk.get("/claims.json", params={"factuality": word}).json()["claims"]
        assert {one["factuality"] for one in found} == {word}
        assert len(found) == int(count)


def test_claims_are_narrowed_by_how_sure_the_reader_is(tmp_path: Path) -> None:
    scores = (0.97, 0.9, 0.8, 0.5, None)
    said = [
        f"Rebels shelled the port of Kasimar on Monday. It was day {number} of the siege."
        for number in "12345"
    ]
    coded = shared_coder().stream(report_from_text(text) for text in said)
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add(
            replace(one, claims=tuple(replace(claim, score=score) for claim in one.claims[:1]))
            for one, score in zip(coded, scores, strict=True)
        )
    with client_of(tmp_path / "news.db") as client:
        found = {
            band: [claim["score"] for claim in client.get(f"/claims.json?confidence={band}").json()["claims"]]
            for band in ("90", "75", "50", "0", "none")
        }
        assert "90 % and more" in client.get("/claims").text
    assert {band: sorted(rows, key=str) for band, rows in found.items()} == {
        "90": [0.9, 0.97], "75": [0.8], "50": [0.5], "0": [], "none": [None],
    }  # fmt: skip


def test_a_choice_is_taken_back_by_the_link_that_shows_it(desk: TestClient) -> None:
    page = desk.get("/claims?factuality=denied&lang=en&after=1~2").text
    chosen = re.search(r'<a href="([^"]*)" class="chosen" aria-current="true"><span dir="auto">denied', page)
    assert chosen
    assert chosen[1] == "/claims?lang=en"


def test_incidents_narrow_by_source_and_by_how_it_stands(desk: TestClient) -> None:
    asked = {"outlet": "Belsun Post", "factuality": "asserted"}
    [arrest] = desk.get("/incidents.json", params=asked).json()["incidents"]
    assert (arrest["event_type"], arrest["mode"]) == ("COERCE", "arrest")
    assert desk.get("/incidents.json", params={**asked, "factuality": "denied"}).json()["incidents"] == []


def test_claims_are_found_by_their_own_words(desk: TestClient) -> None:
    [claim] = desk.get("/claims.json", params={"q": "fishermen"}).json()["claims"]
    assert (claim["outlet"], claim["published"], claim["actor"]) == (
        "Belsun Post",
        "2031-03-05",
        "Police [COP]",
    )
    assert desk.get("/claims.json", params={"q": "fisher"}).json()["claims"] == [claim]
    page = desk.get("/search", params={"q": "fishermen"}).text
    assert "1 claim</h2>" in page
    assert f'href="/report/{claim["report"]}#{claim["id"]}"' in page


def test_an_incident_says_who_tells_of_it(desk: TestClient, record: Path) -> None:
    with open_store(record) as store:
        [raid] = [one for one in store.views.incidents(Wanted(event_type="ASSAULT"))[0] if one.counts]
    page = desk.get(f"/incident/{raid.id}").text
    for words in ("Delta Wire", "police", "asserted", "/report/r_"):
        assert words in page


def test_a_report_shows_its_words_marked_and_its_claims(desk: TestClient) -> None:
    hit = desk.get("/search.json", params={"q": "shelled"}).json()["reports"][0]
    page = desk.get(f"/report/{hit['report']}").text
    assert '<a class="anchor" id="t1"></a>' in page
    assert '<mark class="asserted trigger" data-claim="1"><a href="#c1">shelled</a></mark>' in page
    assert "Osk Front fighters" in page
    assert "says" in page


def test_a_truce_shows_its_terms_with_their_words_and_that_there_is_no_deadline(desk: TestClient) -> None:
    page = desk.get(f"/truce/{first_of(desk, 'truce')}").text
    assert "no deadline stated" in page
    assert "suspend attacks" in page
    assert "Harbour Radio" in page


def test_lists_narrow_by_what_the_address_says(desk: TestClient) -> None:
    everything = desk.get("/incidents.json").json()["incidents"]
    raids = desk.get("/incidents.json", params={"event_type": "ASSAULT"}).json()["incidents"]
    assert {one["event_type"] for one in raids} == {"ASSAULT"}
    assert len(raids) < len(everything)
    assert desk.get("/incidents.json", params={"since": "2040-01-01"}).json()["incidents"] == []
    assert desk.get("/incidents", params={"since": "yesterday"}).status_code == 400


def test_pages_of_a_list_hold_every_incident_once(desk: TestClient) -> None:
    whole = [one["id"] for one in desk.get("/incidents.json").json()["incidents"]]
    seen, after = [], ""
    for _ in range(len(whole) + 1):
        answer = desk.get("/incidents.json", params={"limit": "1", "after": after}).json()
        seen += [one["id"] for one in answer["incidents"]]
        after = answer["after"]
        if not after:
            break
    assert seen == whole


def test_csv_has_the_columns_of_json(desk: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(desk.get("/incidents.csv").text)))
    assert list(rows[0]) == list(desk.get("/incidents.json").json()["incidents"][0])


def test_what_is_not_there_is_said_plainly(desk: TestClient) -> None:
    for address in ("/incident/i_0000000000000000", "/report/r_0", "/truce/k_0", "/actor/nobody", "/nothing"):
        answer = desk.get(address)
        assert answer.status_code == 404
        assert "Back to today" in answer.text


def test_an_empty_record_teaches_how_to_fill_it(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    open_store(path, write=True).close()
    with client_of(path) as desk:
        for address in PAGES:
            assert desk.get(address).status_code == 200
        assert "tocsin ingest" in desk.get("/").text


def test_a_decision_is_kept_and_the_next_claim_comes(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    keep(
        path,
        [report_from_text("Rebels shelled the port of Lissen. Gunmen kidnapped three engineers in Odrel.")],
    )
    own = {"origin": "http://localhost:8765"}
    with client_of(path) as desk:
        before = desk.get("/review").text
        subject = before.split('name="subject" value="')[1].split('"')[0]
        answer = desk.post(
            "/review",
            data={"decision": "reject", "subject": subject, "sampled": "1"},
            headers=own,
        )
        assert answer.status_code == 303
        assert subject not in desk.get(answer.headers["location"]).text
        with open_store(path) as store:
            [review] = store.views.reviews([subject])
        assert (review.decision, review.reviewer) == ("reject", "desk")
        wrong = desk.post("/review", data={"decision": "burn", "subject": subject}, headers=own)
        assert wrong.status_code == 400
    with client_of(path, read_only=True) as desk:
        answer = desk.post("/review", data={"decision": "accept", "subject": subject}, headers=own)
        assert answer.status_code == 403


def test_the_feed_is_one(desk: TestClient) -> None:
    assert desk.get("/feed.atom").text.startswith("<?xml")
