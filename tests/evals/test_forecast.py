"""The backtest on an invented war, in the format of the events file."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from evals import forecast

HEADER = "country\tdyad_id\tdate_start\tdate_end\tdate_prec\n"


def write_war(path: Path) -> Path:
    """Three dyads of two countries; the third has too few events."""
    dice = np.random.default_rng(5)
    rows = []
    for country, dyad, rate in (("Kestria", "7", 0.1), ("Ardana", "9", 0.02)):
        for day in np.arange("2005-01-01", "2013-01-01", dtype="datetime64[D]"):
            rows += [f"{country}\t{dyad}\t{day}\t{day}\t1"] * dice.poisson(rate)
    rows += ["Ardana\t11\t2008-03-01\t2008-03-01\t1"] * 7
    rows += ["Ardana\t9\t2008-03-01\t2008-03-31\t4", "Ardana\t9\t2008-03-01\t2008-03-08\t1"] * 50
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_units_are_dyads_in_a_country_with_enough_well_dated_events(tmp_path: Path) -> None:
    units = forecast.read_units(write_war(tmp_path / "war.tsv"))
    assert [one.unit for one in units] == ["Ardana:9", "Kestria:7"]
    assert units[0].counts.sum() < 100
    assert {(one.first.isoformat(), len(one.counts)) for one in units} == {("2005-01-01", 8 * 365 + 2)}


def test_the_backtest_scores_what_the_figures_ask_for(tmp_path: Path) -> None:
    scored = forecast.score_horizon(write_war(tmp_path / "war.tsv"), 30)
    assert set(scored.metrics) >= {"crps_skill", "brier_skill", "ece", "worst_country_brier_skill"}
    origins = 2 * (3 * 365 + 1 - 30) / 28
    assert scored.metrics["crps_skill"].n == pytest.approx(origins, abs=4)
    assert {case["id"] for case in scored.cases} == {"Ardana:9", "Kestria:7"}
    for found in scored.metrics.values():
        assert found.low <= found.value <= found.high


def test_a_forecast_of_the_past_does_not_depend_on_later_years(tmp_path: Path) -> None:
    units = forecast.read_units(write_war(tmp_path / "war.tsv"))
    stormy = []
    for one in units:
        counts = one.counts.copy()
        counts[-365:] += 9
        stormy.append(msgspec.structs.replace(one, counts=counts))
    first, second = (forecast.judge(found, 30, range(2010, 2012)) for found in (units, stormy))
    assert len(first.said) > 40
    assert (first.said == second.said).all()
