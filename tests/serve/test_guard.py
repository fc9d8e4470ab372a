"""Nobody but the person at this computer reaches the desk, and nothing that a report says runs in it."""

import datetime as dt
import html
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.serve.conftest import client_of, keep
from tocsin.ingest import report_from_text

TOKEN = "feedbeef"  # noqa: S105  of this test alone
OWN = {"origin": "http://localhost:8765"}
FORM = {"decision": "accept", "subject": "c_0123456789abcdef"}


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "", "169.254.169.254"]
)
def test_other_names_are_refused(desk: TestClient, host: str) -> None:
    assert desk.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8765", "LOCALHOST:1", "[::1]:8765"])
def test_own_names_are_answered(desk: TestClient, host: str) -> None:
    assert desk.get("/about", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        OWN | {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_other_pages_send_is_refused(desk: TestClient, headers: dict[str, str]) -> None:
    assert desk.post("/review", data=FORM, headers=headers).status_code == 403


def test_too_long_a_request_is_refused(desk: TestClient) -> None:
    assert desk.post("/review", content=b"x" * (2 << 20), headers=OWN).status_code == 413


def test_a_body_longer_than_it_says_is_refused(desk: TestClient) -> None:
    drip = (b"x" * 65536 for _ in range(40))
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert desk.post("/review", content=drip, headers=OWN | form).status_code == 413


def test_only_forms_and_json_are_taken(desk: TestClient) -> None:
    plain = OWN | {"content-type": "text/plain"}
    assert desk.post("/review", content=b"decision=accept", headers=plain).status_code == 415


def test_the_token_leaves_the_address_and_the_rest_of_it_stays(record: Path) -> None:
    with client_of(record, token=TOKEN) as desk:
        entered = desk.get(f"/search?q=a%26b&token={TOKEN}")
        assert entered.headers["location"] == "/search?q=a%26b"


def test_a_desk_with_a_name_answers_to_it(record: Path) -> None:
    with client_of(record, hosts=("news.example",)) as desk:
        assert desk.get("/about", headers={"host": "News.example:8765"}).status_code == 200
        assert desk.get("/about", headers={"host": "news.example.evil"}).status_code == 421


def test_light_and_dark_are_chosen_without_a_script_and_lead_back_home(desk: TestClient) -> None:
    answer = desk.post("/theme", data={"theme": "dark", "back": "/truces"}, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/truces")
    assert '<html lang="en" data-theme="dark">' in desk.get("/truces").text
    for back in ("//evil.example", "/\\evil.example", "https://evil.example", "/x\r\nset-cookie: a=b"):
        answer = desk.post("/theme", data={"theme": "burn", "back": back}, headers=OWN)
        assert answer.headers["location"] == "/"
        assert "set-cookie" not in answer.headers


def test_what_the_record_holds_stays_in_no_cache(desk: TestClient) -> None:
    for address in ("/", "/incidents.json", "/incidents.csv", "/nothing"):
        assert desk.get(address).headers["cache-control"] == "no-store"


def test_every_answer_keeps_to_itself(desk: TestClient) -> None:
    for address in ("/", "/nothing", "/static/desk.css", "/incidents.json"):
        headers = desk.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers


def test_a_token_opens_the_desk_and_stays_in_a_cookie(record: Path) -> None:
    with client_of(record, token=TOKEN) as desk:
        assert desk.get("/about").status_code == 401
        assert desk.get("/about?token=wrong").status_code == 401
        assert desk.get("/about", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
        entered = desk.get(f"/about?token={TOKEN}")
        assert (entered.status_code, entered.headers["location"]) == (303, "/about")
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert desk.get("/about").status_code == 200


PAYLOADS = (
    "<script>fetch('//evil.example')</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</q></blockquote><svg onload=alert(1)>",
    "{{ 7*7 }}",
    "' onmouseover='alert(1)",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_report_says_is_shown_and_never_runs(tmp_path: Path, payload: str) -> None:
    path = tmp_path / "news.db"
    text = f"{payload}\n\nOsk Front fighters shelled the port of Lissen on Tuesday, {payload} said."
    day = dt.date(2031, 3, 5)
    report = report_from_text(text, outlet=payload, title=payload, url=payload, published=day)
    keep(path, [report])
    with client_of(path) as desk:
        key = desk.get("/search.json", params={"q": "shelled"}).json()["reports"][0]["report"]
        incident = desk.get("/incidents.json").json()["incidents"][0]["id"]
        addresses = ["/", "/incidents", f"/report/{key}", f"/incident/{incident}", "/review", "/about"]
        for address in [*addresses, f"/search?q={payload}", f"/incidents?actor={payload}"]:
            page = desk.get(address).text
            if payload not in {"javascript:alert(1)", "{{ 7*7 }}"}:
                assert payload not in page, address
            assert 'href="javascript:' not in page
        shown = html.unescape(desk.get(f"/report/{key}").text)
        assert payload in shown
