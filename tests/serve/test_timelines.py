"""The timeline puts an incident into a bar that is as wide as its days are known, and into none otherwise."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.serve.conftest import client_of, keep
from tocsin.ingest import report_from_text
from tocsin.serve.columns import Columns, Facet, whole
from tocsin.serve.timelines import lay_out

NEWS = [
    ("Rebels shelled the port of Lissen on Monday.", "2031-03-05"),
    ("Rebels shelled the port of Lissen on Tuesday.", "2031-03-05"),
    ("Police arrested three fishermen in Belsun on Monday.", "2031-03-05"),
    ("Gunmen kidnapped two engineers in Odrel on Sunday.", "2031-04-15"),
]


def columns_of(days: list[tuple[str, str]], kinds: list[str]) -> Columns:
    """Make the columns of incidents from their first and last days; "" = unknown."""

    def ordinals(texts: list[str]) -> list[int]:
        return [dt.date.fromisoformat(text).toordinal() if text else 0 for text in texts]

    places = whole(range(len(days)))
    names = sorted(set(kinds))
    facet = Facet(names, places, whole(names.index(kind) for kind in kinds))
    first, last = ordinals([one for one, _ in days]), ordinals([one for _, one in days])
    return Columns(places, places.astype(np.uint64), whole(first), whole(last), {"event_type": facet})


def bars_of(*days: tuple[str, str]) -> tuple[str, dict[str, int], int, int]:
    columns = columns_of(list(days), ["ASSAULT"] * len(days))
    line = lay_out(columns, np.ones(len(days), dtype=np.bool_))
    told = {str(bar.first): sum(bar.counts) for bar in line.bars if any(bar.counts)}
    return line.step, told, line.wide, line.undated


@pytest.mark.parametrize(
    ("days", "step", "bars"),
    [
        (["2031-03-05", "2031-03-05", "2031-03-07"], "day", {"2031-03-05": 2, "2031-03-07": 1}),
        (["2031-03-05", "2031-09-03"], "week", {"2031-03-03": 1, "2031-09-01": 1}),
        (["2031-03-05", "2034-01-31"], "month", {"2031-03-01": 1, "2034-01-01": 1}),
        (["1999-12-31", "2031-03-05"], "year", {"1999-01-01": 1, "2031-01-01": 1}),
    ],
)
def test_bars_are_as_wide_as_the_time_that_is_shown_asks_for(
    days: list[str], step: str, bars: dict[str, int]
) -> None:
    assert bars_of(*((day, day) for day in days)) == (step, bars, 0, 0)


def test_what_is_known_to_a_month_is_not_put_at_its_first_day() -> None:
    step, bars, wide, undated = bars_of(
        ("2031-03-05", "2031-03-05"), ("2031-03-01", "2031-03-31"), ("2031-03-10", "2031-03-12"), ("", "")
    )
    assert (step, bars) == ("day", {"2031-03-05": 1, "2031-03-10": 1})
    assert (wide, undated) == (1, 1)


def test_rows_are_on_one_scale_and_do_not_overlap() -> None:
    day = ("2031-03-05", "2031-03-05")
    columns = columns_of([day] * 9, ["ASSAULT"] * 6 + ["COERCE"] * 2 + ["AID"])
    line = lay_out(columns, np.ones(9, dtype=np.bool_))
    assert [(row.kind, row.count) for row in line.rows] == [("ASSAULT", 6), ("COERCE", 2), ("AID", 1)]
    heights = [row.foot - row.top for row in line.rows]
    assert heights[0] == pytest.approx(3 * heights[1])
    assert all(one.foot < two.top for one, two in zip(line.rows, line.rows[1:], strict=False))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path: Path = tmp_path_factory.mktemp("timeline") / "news.db"
    keep(path, [report_from_text(text, published=dt.date.fromisoformat(day)) for text, day in NEWS])
    with client_of(path) as client:
        yield client


def test_timeline_table_and_map_keep_the_same_choice(desk: TestClient) -> None:
    for page in ("/timeline", "/incidents", "/map"):
        text = desk.get(f"{page}?event_type=ASSAULT&until=2031-03-31").text
        for other in ("/timeline", "/incidents", "/map"):
            assert f'href="{other}?event_type=ASSAULT&amp;until=2031-03-31"' in text


def test_a_bar_leads_to_the_incidents_that_it_counts(desk: TestClient) -> None:
    page = desk.get("/timeline?event_type=ASSAULT").text
    links = re.findall(r'<a href="(/incidents\?[^"]*)" aria-label="[^"]*: (\d+) incidents"', page)
    assert len(links) == 3
    for link, count in links:
        narrowed = link.replace("&amp;", "&").replace("/incidents?", "/incidents.json?")
        assert len(desk.get(narrowed).json()["incidents"]) == int(count)


def test_the_bars_are_there_for_programs(desk: TestClient) -> None:
    bars = desk.get("/timeline.json?since=2031-04-01").json()["bars"]
    assert bars == [{"first": "2031-04-13", "last": "2031-04-13", "event_type": "ASSAULT", "incidents": 1}]
