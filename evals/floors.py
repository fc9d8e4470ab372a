"""Floors: scores only rise. Lowering one takes its name and a reason, both kept in floors.json."""

import json
import math
from pathlib import Path
from typing import Any

import msgspec

from evals.scoring import Estimate

FLOORS = Path(__file__).parent / "floors.json"
LESS_IS_BETTER = frozenset(
    {
        "person_false_hits",
        "made_up",
        "private_indexed",
        "mae",
        "forbidden_found",
        "false_asserted",
        "ece",
        "miscalibration",
        "placebo_alarm_rate",
    }
)
"""Metrics whose floor is a ceiling."""
UNBOUND = frozenset(
    {
        "constant_mae",
        "actor_country_translation_only",
        "alone_b3_f1",
        "hard_passed",
        "passed",
        "agent_f1",
        "patient_f1",
        "factuality_accuracy",
        "coverage_90",
    }
)
"""Metrics without floor: a constant of the data; shares that fall when a hard case is added, which must stay easy; and
what rests on some 14 events of MEANTIME, where one more found would move it by tenths; coverage, where 90 % is right
and more is no better."""
BY_CLASS = "f1_"
"""What the names of figures for one class begin with; they have no floors either, the macro average has."""

Results = dict[str, dict[str, Estimate]]
"""Task to metric to estimate."""


class Floors(msgspec.Struct, kw_only=True):
    """The file: floors by task and metric, and the account of every lowering."""

    floors: dict[str, dict[str, float]] = {}
    """Task to metric to the worst value allowed."""
    lowered: list[dict[str, Any]] = []
    """Each with metric, before, after, because; oldest first."""


def read_floors(path: Path = FLOORS) -> Floors:
    """Read the floors; a missing file has none."""
    return msgspec.json.decode(path.read_bytes(), type=Floors) if path.exists() else Floors()


def write_floors(floors: Floors, path: Path = FLOORS) -> None:
    """Write the floors, sorted and readable."""
    ordered = {task: dict(sorted(metrics.items())) for task, metrics in sorted(floors.floors.items())}
    path.write_text(
        json.dumps({"floors": ordered, "lowered": floors.lowered}, indent=2, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )


def broken(results: Results, floors: Floors) -> list[str]:
    """Name every metric that fell below its floor.

    Args:
        results: what was just measured; tasks left out were not run and are not judged.
        floors: the floors.

    Returns:
        One sentence for each breach; a metric that has a floor but was no longer measured is one too.
    """
    breaches = []
    for task, metrics in results.items():
        for metric, floor in floors.floors.get(task, {}).items():
            measured = metrics.get(metric)
            if measured is None:
                breaches.append(f"{task}.{metric} has a floor but was not measured.")
            elif _worse(metric, measured.value, floor):
                kind = "above its ceiling" if metric in LESS_IS_BETTER else "below its floor"
                breaches.append(f"{task}.{metric} is {measured.value}, {kind} {floor}.")
    return breaches


def raise_floors(results: Results, floors: Floors) -> None:
    """Move floors up to what was measured, never down.

    Args:
        results: what was just measured.
        floors: changed in place; values are cut to 3 decimals to the lenient side.
    """
    for task, metrics in results.items():
        held = floors.floors.setdefault(task, {})
        for metric, measured in metrics.items():
            value = _lenient(metric, measured.value)
            bound = metric not in UNBOUND and not metric.startswith(BY_CLASS)
            if bound and (metric not in held or _worse(metric, held[metric], value)):
                held[metric] = value


def lower_floor(name: str, because: str, results: Results, floors: Floors) -> None:
    """Move one floor to what was measured, whatever that is, and write down why.

    Args:
        name: "task.metric".
        because: the reason, for whoever reads the file later.
        results: what was just measured.
        floors: changed in place.

    Raises:
        ValueError: the name has no floor or was not measured, or there is no reason.
    """
    task, _, metric = name.partition(".")
    before = floors.floors.get(task, {}).get(metric)
    measured = results.get(task, {}).get(metric)
    if before is None or measured is None:
        message = f"{name} cannot be lowered: it needs a floor and a new value; write TASK.METRIC."
        raise ValueError(message)
    if not because.strip():
        message = "Lowering a floor needs --because with the reason."
        raise ValueError(message)
    after = _lenient(metric, measured.value)
    floors.floors[task][metric] = after
    floors.lowered.append({"metric": name, "before": before, "after": after, "because": because})


def _worse(metric: str, value: float, than: float) -> bool:
    return value > than if metric in LESS_IS_BETTER else value < than


def _lenient(metric: str, value: float) -> float:
    rounded = math.ceil(value * 1000 - 1e-6) if metric in LESS_IS_BETTER else math.floor(value * 1000 + 1e-6)
    return rounded / 1000
