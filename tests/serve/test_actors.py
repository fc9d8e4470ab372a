"""An actor is shown with its ties, each with the words that tell it, and with whom it meets in incidents."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.serve.conftest import client_of, keep
from tests.serve.test_timelines import columns_of
from tocsin.coder import code
from tocsin.ingest import report_from_text
from tocsin.serve.actors import emerging, without_gaps
from tocsin.serve.columns import Facet, whole
from tocsin.serve.ties import NODES, WIDTH, Tie, backer_facet, network, ties_of

NEWS = {
    "Delta Wire": "Kataib Hezbollah, which is backed by Iran, attacked a base in Baghdad on Tuesday.",
    "Lissen Post": "Hamas and Kataib Hezbollah attacked a convoy in Baghdad on Monday.",
}
KATAIB = "irq.kataib_hezbollah"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path: Path = tmp_path_factory.mktemp("actors") / "news.db"
    day = dt.date(2031, 3, 5)
    keep(path, [report_from_text(text, outlet=outlet, published=day) for outlet, text in NEWS.items()])
    with client_of(path) as client:
        yield client


def test_a_tie_is_read_from_both_ends() -> None:
    found = ties_of(code(NEWS["Delta Wire"]).claims)
    assert [(tie.phrase, tie.other) for tie in found[KATAIB]] == [("backed by", "irn")]
    assert [(tie.phrase, tie.other) for tie in found["irn"]] == [("backs", KATAIB)]


def test_an_actor_is_shown_with_its_ties_and_their_words(desk: TestClient) -> None:
    page = desk.get("/actor/irn").text
    ties = page.partition('id="ties"')[2].partition("</section>")[0]
    assert "backs" in ties
    assert f'href="/actor/{KATAIB}"' in ties
    assert "backed by Iran" in ties
    assert "Delta Wire" in ties
    assert desk.get(f"/actor/{KATAIB}").text.count('class="shared"') >= 2


def test_the_list_shows_activity_week_by_week(desk: TestClient) -> None:
    assert 'aria-label="2 incidents in the last 52 weeks, at most 2 a week"' in desk.get("/actors").text


def test_months_without_incidents_are_not_hidden() -> None:
    assert without_gaps([("2030-11", 2), ("2031-02", 1)]) == [
        ("2030-11", 2),
        ("2030-12", 0),
        ("2031-01", 0),
        ("2031-02", 1),
    ]
    assert without_gaps([]) == []


def test_a_network_shows_ties_first_and_what_is_only_denied_as_such() -> None:
    columns = columns_of([("2031-03-05", "2031-03-05")] * 20, ["ASSAULT"] * 20)
    others = [f"xxx.{number}" for number in range(20)]
    columns.facets["actor"] = Facet(
        ["one", *others], whole([*range(20), *range(20)]), whole([0] * 20 + list(range(1, 21)))
    )
    denied = Tie(phrase="backed by", other="xxx.3", words="them", claim="c_1", factuality="denied")
    told = Tie(phrase="part of", other="", words="a front", claim="c_2", factuality="asserted")
    nodes = network("one", [denied, told], columns)
    assert len(nodes) == NODES
    assert {(node.kind, node.key or node.words) for node in nodes[:2]} == {
        ("denied", "xxx.3"),
        ("tie", "a front"),
    }
    assert {node.kind for node in nodes[2:]} == {"shared"}
    assert "xxx.3" not in {node.key for node in nodes[2:]}
    assert all(0 < node.x < WIDTH for node in nodes)


def test_an_actor_that_is_told_of_more_than_before_emerges() -> None:
    today = dt.date(2031, 3, 5)
    recent = [str(today - dt.timedelta(days=number)) for number in range(3)]
    steady = [str(today - dt.timedelta(days=7 * number)) for number in range(50)]
    days = recent + steady
    columns = columns_of([(day, day) for day in days], ["ASSAULT"] * len(days))
    columns.facets["actor"] = Facet(
        ["new", "old"], whole(range(len(days))), whole([0] * len(recent) + [1] * len(steady))
    )
    assert [(key, count, before) for key, count, before, _ in emerging(columns, today)] == [("new", 3, 0)]


def test_incidents_narrow_by_the_backer_of_a_side(desk: TestClient) -> None:
    backed = desk.get("/incidents.json", params={"backer": "irn"}).json()["incidents"]
    assert backed
    assert all(KATAIB in one["actor_id"] + one["recipient_id"] for one in backed)
    denied = {"irq.x": (Tie(phrase="backed by", other="irn", words="", claim="c_1", factuality="denied"),)}
    assert backer_facet(Facet(["irq.x"], whole([0]), whole([0])), denied).values == []
