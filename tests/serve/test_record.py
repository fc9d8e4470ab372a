"""The columns in memory hold what the store holds, and follow it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serve.conftest import client_of, keep
from tocsin.coder import shared_coder
from tocsin.ingest import report_from_text
from tocsin.model import Claim, Report
from tocsin.present.examples import example_reports
from tocsin.serve.columns import Choice, number_of
from tocsin.serve.record import Record, Source, gather
from tocsin.store import open_store

DAY = dt.date(2031, 3, 5)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "news.db"
    keep(path, [one for one in example_reports() if isinstance(one, Report)])
    return path


@pytest.fixture(scope="module")
def record(examples: Path) -> Record:
    with open_store(examples) as store:
        return gather(store)


def test_every_claim_and_incident_stands_once_in_the_columns(examples: Path, record: Record) -> None:
    with open_store(examples) as store:
        history = store.history()
    assert sorted(record.claims.ids.tolist()) == sorted(map(number_of, history.claims))
    assert sorted(record.incidents.ids.tolist()) == sorted(map(number_of, history.incidents))


def test_an_incident_is_found_by_whatever_any_of_its_claims_says(examples: Path, record: Record) -> None:
    with open_store(examples) as store:
        history = store.history()
        reports = history.reports
        values: dict[str, Callable[[Claim], str]] = {
            "factuality": lambda claim: claim.factuality,
            "outlet": lambda claim: reports[claim.report].outlet,
            "lang": lambda claim: reports[claim.report].lang,
        }
        for facet, value_of in values.items():
            for value in record.incidents.facets[facet].values:
                if value:
                    kept = record.incidents.select(Choice(facets={facet: (value,)}))
                    rows, _ = record.incidents.page(kept, "", 999)
                    found = {one.id for one in store.views.incidents_at(rows)}
                    wanted = {
                        one.id
                        for one in history.incidents.values()
                        if value in {value_of(history.claims[key]) for key in one.claims}
                    }
                    assert found == wanted, (facet, value)


def test_claims_stand_as_in_their_reports_the_newest_report_first(examples: Path, record: Record) -> None:
    with open_store(examples) as store:
        rows, _ = record.claims.page(record.claims.select(Choice()), "", 9999)
        claims = store.views.claims_at(rows)
        reports = store.views.reports(claim.report for claim in claims)
        days = [reports[claim.report].published or dt.date.min for claim in claims]
        assert days == sorted(days, reverse=True)
        for key in reports:
            coded = store.coded(key)
            assert coded is not None
            assert [claim for claim in claims if claim.report == key] == list(coded.claims)


def test_a_better_reading_takes_the_place_of_the_worse_one(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    text, url = "Rebels shelled the port of Lissen on Monday.", "https://example.org/port"
    undated = report_from_text(text, outlet="Delta Wire", url=url)
    dated = report_from_text(text, outlet="Delta Wire", url=url, published=DAY)
    assert undated.id == dated.id
    with open_store(path, write=True) as store:
        store.add(shared_coder().stream([undated]))
        assert gather(store).today is None
        store.add(shared_coder().stream([dated]))
        after = gather(store)
    assert (after.today, len(after.claims.rows)) == (DAY, 1)


def test_the_desk_shows_what_came_in_after_it_was_opened(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    keep(path, [report_from_text("Rebels shelled the port of Lissen.", outlet="Delta Wire", published=DAY)])
    with client_of(path) as desk:
        assert len(desk.get("/claims.json").json()["claims"]) == 1
        keep(path, [report_from_text("Police arrested two men.", outlet="Lissen Post", published=DAY)])
        assert {one["outlet"] for one in desk.get("/claims.json").json()["claims"]} == {
            "Delta Wire",
            "Lissen Post",
        }


@pytest.mark.parametrize(
    ("usual", "silent", "state"),
    [(7.0, 5, "reporting"), (7.0, 8, "silent"), (0.5, 30, "idle"), (0.5, 43, "silent"), (0.0, 99, "idle")],
)
def test_a_source_is_silent_after_three_times_its_usual_gap(usual: float, silent: int, state: str) -> None:
    source = Source(name="Delta Wire", reports=9, week=0, usual=usual, last=DAY, silent=silent)
    assert source.state == state
