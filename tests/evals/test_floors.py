"""Scores only rise."""

from pathlib import Path

import pytest

from evals.floors import Floors, Results, broken, lower_floor, raise_floors, read_floors, write_floors
from evals.scoring import Estimate


def measured(**metrics: float) -> Results:
    return {"uds": {name: Estimate(value=value, low=0, high=1, n=9) for name, value in metrics.items()}}


def test_a_score_below_its_floor_is_named() -> None:
    floors = Floors(floors={"uds": {"pearson_r": 0.4}})
    assert broken(measured(pearson_r=0.4), floors) == []
    assert broken(measured(pearson_r=0.399), floors) == ["uds.pearson_r is 0.399, below its floor 0.4."]


def test_an_error_above_its_ceiling_is_named() -> None:
    floors = Floors(floors={"uds": {"mae": 0.8}})
    assert broken(measured(mae=0.7), floors) == []
    assert "above its ceiling" in broken(measured(mae=0.9), floors)[0]


def test_a_metric_that_vanished_breaks_its_floor() -> None:
    assert broken(measured(mae=0.7), Floors(floors={"uds": {"pearson_r": 0.1}}))


def test_a_task_that_was_not_run_is_not_judged() -> None:
    assert broken(measured(mae=0.7), Floors(floors={"re3d": {"entity_f1": 0.9}})) == []


def test_raising_rounds_to_the_lenient_side_and_never_lowers() -> None:
    floors = Floors(floors={"uds": {"pearson_r": 0.5}})
    raise_floors(measured(pearson_r=0.4999, mae=0.8123, covered=0.1239), floors)
    assert floors.floors["uds"] == {"pearson_r": 0.5, "mae": 0.813, "covered": 0.123}
    raise_floors(measured(pearson_r=0.6129, mae=0.9, covered=0.1), floors)
    assert floors.floors["uds"] == {"pearson_r": 0.612, "mae": 0.813, "covered": 0.123}


def test_a_constant_of_the_data_gets_no_floor() -> None:
    floors = Floors()
    raise_floors(measured(constant_mae=1.0), floors)
    assert floors.floors["uds"] == {}


def test_lowering_keeps_the_reason(tmp_path: Path) -> None:
    floors = Floors(floors={"uds": {"mae": 0.8}})
    lower_floor("uds.mae", "the gold file was corrected", measured(mae=0.9), floors)
    write_floors(floors, tmp_path / "floors.json")
    kept = read_floors(tmp_path / "floors.json")
    assert kept.floors["uds"]["mae"] == 0.9
    assert kept.lowered == [
        {"metric": "uds.mae", "before": 0.8, "after": 0.9, "because": "the gold file was corrected"}
    ]


@pytest.mark.parametrize(("name", "because"), [("uds.mae", " "), ("uds.nothing", "why"), ("uds", "why")])
def test_lowering_without_a_reason_or_a_floor_is_refused(name: str, because: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be lowered|needs --because"):
        lower_floor(name, because, measured(mae=0.9), Floors(floors={"uds": {"mae": 0.8}}))
