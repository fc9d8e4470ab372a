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
from tocsin.serve.actors import without_gaps
from tocsin.serve.columns import Facet, whole
from tocsin.serve.ties import NODES, WIDTH, Tie, network, ties_of

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
