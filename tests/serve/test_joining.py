"""Merging and splitting: what a person decides about incidents binds the linking, and can be taken back."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.serve.conftest import client_of, keep
from tocsin.ingest import report_from_text
from tocsin.store import open_store

OWN = {"origin": "http://localhost:8765"}
DAY = dt.date(2031, 3, 5)
RAID = "Osk Front fighters shelled an army post near Kasimar on Tuesday, killing two soldiers."
AGAIN = "On Tuesday the Osk Front shelled an army post near Kasimar. Two soldiers were killed, a priest said."
OTHER = "Osk Front fighters shelled the barracks of Tarn on Monday, wounding six recruits."


@pytest.fixture
def written(tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    path = tmp_path / "news.db"
    outlets = {"Delta Wire": RAID, "Lissen Post": AGAIN, "Harbour Radio": OTHER}
    keep(path, [report_from_text(text, outlet=outlet, published=DAY) for outlet, text in outlets.items()])
    with client_of(path) as desk:
        yield desk, path


def told(path: Path) -> set[frozenset[str]]:
    """Give each incident as the outlets that tell of it."""
    with open_store(path) as store:
        outlets = {report.id: report.outlet for report in store.reports()}
        homes = {claim.id: outlets[claim.report] for claim in store.claims()}
        return {frozenset(homes[claim] for claim in incident.claims) for incident in store.incidents()}


def incident_of(path: Path, outlet: str) -> tuple[str, dict[str, str]]:
    """Give the incident of which an outlet tells, and its claims: id to outlet."""
    with open_store(path) as store:
        outlets = {report.id: report.outlet for report in store.reports()}
        homes = {claim.id: outlets[claim.report] for claim in store.claims()}
        for incident in store.incidents():
            claims = {claim: homes[claim] for claim in incident.claims}
            if outlet in claims.values():
                return incident.id, claims
    raise AssertionError(outlet)


def undo(desk: TestClient, address: str) -> None:
    page = desk.get(address).text
    found = re.search(r'action="/joining/undo".*?name="review" value="([^"]+)"', page, re.DOTALL)
    assert found
    assert desk.post("/joining/undo", data={"review": found[1]}, headers=OWN).status_code == 303


def test_a_merge_makes_one_incident_of_two_and_is_taken_back(written: tuple[TestClient, Path]) -> None:
    desk, path = written
    before = told(path)
    assert before == {frozenset({"Delta Wire", "Lissen Post"}), frozenset({"Harbour Radio"})}
    one, two = (incident_of(path, outlet)[0] for outlet in ("Delta Wire", "Harbour Radio"))
    assert f'value="{two}"' in desk.get(f"/incident/{one}").text
    answer = desk.post(f"/incident/{one}/merge", data={"with": two, "reason": "one raid"}, headers=OWN)
    assert answer.status_code == 303
    assert told(path) == {frozenset({"Delta Wire", "Lissen Post", "Harbour Radio"})}
    page = desk.get(answer.headers["location"]).text
    assert "merged two incidents" in page
    assert "one raid" in page
    undo(desk, answer.headers["location"])
    assert told(path) == before
    with open_store(path) as store:
        assert [row.decision for row in store.ledger("review")] == ["same", "ignore"]


def test_a_split_parts_what_is_ticked_and_is_taken_back(written: tuple[TestClient, Path]) -> None:
    desk, path = written
    before = told(path)
    key, claims = incident_of(path, "Delta Wire")
    ticked = {claim: "on" for claim, outlet in claims.items() if outlet == "Lissen Post"}
    answer = desk.post(f"/incident/{key}/split", data=ticked, headers=OWN)
    assert answer.status_code == 303
    assert told(path) == {frozenset({one}) for one in ("Delta Wire", "Lissen Post", "Harbour Radio")}
    assert "split this incident" in desk.get(answer.headers["location"]).text
    undo(desk, answer.headers["location"])
    assert told(path) == before


def test_what_makes_no_sense_is_refused_and_nothing_is_written(written: tuple[TestClient, Path]) -> None:
    desk, path = written
    key, claims = incident_of(path, "Delta Wire")
    wrong = [
        ("merge", {"with": key}, 400),
        ("merge", {"with": "the other one"}, 400),
        ("merge", {"address": "http://localhost/incident/i_0123456789abcdef"}, 404),
        ("split", {"reason": "none"}, 400),
        ("split", dict.fromkeys(claims, "on"), 400),
    ]
    for act, form, status in wrong:
        assert desk.post(f"/incident/{key}/{act}", data=form, headers=OWN).status_code == status, form
    assert desk.post("/joining/undo", data={"review": "v_0"}, headers=OWN).status_code == 400
    with client_of(path, read_only=True) as reading:
        assert reading.post(f"/incident/{key}/split", data=claims, headers=OWN).status_code == 403
        assert "Merge" not in reading.get(f"/incident/{key}").text
    with open_store(path) as store:
        assert list(store.ledger("review")) == []
