"""The map puts a town at its point, and a country at none."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.serve.conftest import client_of, keep
from tocsin.ingest import report_from_text

NEWS = {
    "Delta Wire": "Gunmen attacked a police post in Baghdad on Tuesday, killing two officers.",
    "Lissen Post": "Police arrested three men in Erbil on Monday.",
    "Harbour Radio": "Rebels attacked a convoy in Iraq on Sunday.",
    "Belsun Post": "Gunmen attacked a bank on Saturday.",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path: Path = tmp_path_factory.mktemp("map") / "news.db"
    day = dt.date(2031, 3, 5)
    keep(path, [report_from_text(text, outlet=outlet, published=day) for outlet, text in NEWS.items()])
    with client_of(path) as client:
        yield client


def points(answer: dict[str, object]) -> dict[str, object]:
    features: list[dict[str, dict[str, object]]] = answer["features"]  # type: ignore[assignment]
    return {str(one["properties"]["place"]): one["geometry"] for one in features}


def test_a_town_has_a_point_and_a_country_has_none(desk: TestClient) -> None:
    found = points(desk.get("/map.geojson").json())
    assert found["Baghdad"] == {"type": "Point", "coordinates": [44.4009, 33.3406]}
    assert found["Iraq"] is None
    page = desk.get("/map").text
    assert "<title>Baghdad: 1</title>" in page
    assert "<title>Iraq: 1</title>" not in page
    assert "Without a known place: 1." in page


def test_a_place_leads_to_its_incidents_narrowed_as_the_map_is(desk: TestClient) -> None:
    page = desk.get("/map?event_type=ASSAULT").text
    assert "<title>Erbil" not in page
    address = page.partition('href="/incidents?event_type=ASSAULT&amp;place=')[2].partition('"')[0]
    [raid] = desk.get(f"/incidents.json?event_type=ASSAULT&place={address}").json()["incidents"]
    assert raid["place"] == "Baghdad, IRQ"


def test_pages_of_geojson_follow_each_other(desk: TestClient) -> None:
    first = desk.get("/map.geojson?limit=1").json()
    second = desk.get("/map.geojson", params={"limit": "1", "after": first["after"]}).json()
    assert first["features"][0]["id"] != second["features"][0]["id"]
