"""What other programs may read is described, and is what the description says."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tocsin.serve.app import LISTS
from tocsin.serve.described import describe

PATHS = describe()["paths"]
WHOLE = [address for address in PATHS if "{" not in address]


def references(value: Any) -> Iterator[str]:
    """Find every reference in a description."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from references(inner)


def test_every_list_of_the_desk_is_described_and_every_reference_leads_somewhere() -> None:
    assert {f"{address}.json" for address in LISTS} <= set(PATHS)
    described = describe()
    schemas = described["components"]["schemas"]
    wanted = {one.removeprefix("#/components/schemas/") for one in references(described)}
    assert wanted
    assert wanted <= set(schemas)


@pytest.mark.parametrize("address", WHOLE)
def test_what_is_described_is_there_with_what_is_required(desk: TestClient, address: str) -> None:
    answer = desk.get(address, params={"q": "army"})
    assert answer.status_code == 200
    schema = PATHS[address]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    for name in schema.get("required", ()):
        assert name in answer.json()


@pytest.mark.parametrize("noun", ["incidents", "claims", "actors"])
def test_pages_of_a_list_hold_every_row_once(desk: TestClient, noun: str) -> None:
    key = "actor" if noun == "actors" else "id"
    whole = [row[key] for row in desk.get(f"/{noun}.json").json()[noun]]
    seen, after = [], ""
    for _ in range(len(whole)):
        page = desk.get(f"/{noun}.json", params={"limit": "1", "after": after}).json()
        seen += [row[key] for row in page[noun]]
        after = page["after"]
    assert after == ""
    assert seen == whole
    assert desk.get(f"/{noun}.json", params={"after": "gone"}).json() == {noun: [], "after": ""}


def test_csv_leads_to_the_next_page_in_its_header(desk: TestClient) -> None:
    answer = desk.get("/incidents.csv", params={"limit": "1"})
    assert answer.headers["x-after"] == desk.get("/incidents.json", params={"limit": "1"}).json()["after"]
