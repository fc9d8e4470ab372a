"""Attacks as series, and forecasts from a store: recorded, then scored."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tocsin.cli import main
from tocsin.forecast.attacks import count_attacks, find_attacks, say_moves, series_of
from tocsin.model import Incident, Span, When

START = dt.date(2024, 1, 1)
SPAN = Span(start=0, end=6, quote="Monday")


def attack(number: int, day: int | None, **fields: object) -> Incident:
    date = START + dt.timedelta(days=day) if day is not None else None
    given = {"event_type": "ASSAULT", "recipient": ("irq.mil",), "target_class": "convoy", **fields}
    return Incident(
        id=f"i_{number:016x}",
        when=When(span=SPAN, first=date, last=date),
        standing="reported",
        origins=1,
        claims=(f"c_{number:016x}",),
        **given,  # type: ignore[arg-type]
    )


def test_an_attack_counts_for_its_actor_and_for_anybody_by_recipient_and_by_target() -> None:
    found = find_attacks([attack(1, 3, actor=("irq.kataib_hezbollah",))])
    assert list(found.units) == [
        "any > @convoy",
        "any > irq.mil",
        "irq.kataib_hezbollah > @convoy",
        "irq.kataib_hezbollah > irq.mil",
    ]


def test_what_is_no_attack_or_undated_or_history_counts_nowhere() -> None:
    found = find_attacks(
        [attack(1, 3, event_type="PROTEST"), attack(2, None), attack(3, 3, background=True)],
    )
    assert not found.units
    assert found.undated == 1


def test_days_are_counted_and_few_attacks_make_no_series() -> None:
    attacks = find_attacks([attack(n, day) for n, day in enumerate((0, 2, 2, 9))])
    (one, _) = series_of(attacks, START, START + dt.timedelta(days=9))
    assert one.unit == "any > @convoy"
    assert one.counts.tolist() == [1, 0, 2, 0, 0, 0, 0, 0, 0, 1]
    assert one.coverage == "all_reported"
    assert not series_of(attacks, START, START + dt.timedelta(days=1))
    assert count_attacks(attacks, "any > @convoy", START + dt.timedelta(days=2), 7) == 2


def test_what_moved_the_number_is_said_in_words() -> None:
    attacks = find_attacks([attack(n, day) for n, day in enumerate((0, 2, 9))])
    told = say_moves(attacks, "any > irq.mil", START, START + dt.timedelta(days=5), 0.4)
    assert told == (
        "2 since 2024-01-01, 0.4 were expected",
        f"2024-01-01: i_{0:016x}",
        f"2024-01-03: i_{1:016x}",
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled replay."""
    path = tmp_path_factory.mktemp("store") / "tocsin.db"
    reports = Path(__file__).parents[2] / "src/tocsin/examples/iraq-2020/reports.jsonl"
    for command in (["ingest", str(reports)], ["rebuild"]):
        assert run(*command, "--store", str(path)).exit_code == 0
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_forecast_is_recorded_once_and_uses_nothing_published_later(store: Path) -> None:
    first = run("forecast", "--store", str(store), "--until", "2020-12-31", "--record")
    again = run("forecast", "--store", str(store), "--until", "2020-12-31", "--record")
    assert first.exit_code == 0, first.output
    assert "6 new forecasts" in first.stderr
    assert "0 new forecasts" in again.stderr
    rows = [json.loads(line) for line in first.stdout.splitlines()]
    assert [row["horizon_days"] for row in rows] == 2 * [7, 30, 90]
    assert {row["unit"] for row in rows} == {"any > @convoy", "any > @embassy"}
    assert all(row["made"].startswith("2020-12-31") and sum(row["pmf"]) == pytest.approx(1) for row in rows)


def test_recorded_forecasts_are_scored_when_their_days_are_over(store: Path, tmp_path: Path) -> None:
    run("forecast", "--store", str(store), "--until", "2020-12-31", "--record")
    drawn = tmp_path / "reliability.svg"
    scored = run("forecast", "score", "--store", str(store), "--svg", str(drawn))
    assert scored.exit_code == 0, scored.output
    assert [line.split()[:2] for line in scored.stdout.splitlines()[1:]] == [["7", "2"], ["30", "2"]]
    assert drawn.read_text(encoding="utf-8").count("<polyline") == 2


def test_nothing_to_score_is_said(store: Path, tmp_path: Path) -> None:
    empty = tmp_path / "tocsin.db"
    run("ingest", str(Path(__file__)), "--store", str(empty))
    outcome = run("forecast", "score", "--store", str(empty))
    assert "No recorded forecast is over yet" in outcome.stderr
    assert run("forecast", "--store", str(store), "--until", "soon").exit_code == 2
