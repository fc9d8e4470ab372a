"""Forecasts on UCDP GED: rolling origins, every 28 days, scored from 2010 on against conflictology.

A unit is a dyad in one country. Events span at most 6 days, are known to the week at least (date_prec 1 to 3), and
count on their first day. Units have 8 events ever (a slight look-ahead, as in the study behind the design), 5 before
the origin, one of them in the two years before. Models learn anew each 1 January, from horizons that were over by then.
Whatever was chosen by hand was chosen on origins before 2010. Run alone, it scores all three horizons.
"""

import argparse
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np

from evals.scoring import RESAMPLES, SEED, SHARED, Case, Estimate, Scored, read_tsv
from tocsin.forecast import HORIZONS, Series
from tocsin.forecast.panel import Panel, grid, tabulate
from tocsin.forecast.pool import Pool, learn_pool
from tocsin.forecast.scores import (
    calibration_error,
    cover,
    judge_reliability,
    resample,
    score_brier,
    score_crps,
    score_log,
    skill,
)
from tocsin.forecast.series import Floats, Ints

DATA = SHARED / "data/series/ucdp_ged_events.tsv.gz"
SCORED_FROM = 2010
FEWEST = 8
"""Events that a unit needs in all."""
LONGEST, VAGUEST = 6, 3
"""Days that an event may span, and the greatest date_prec."""

Statistic = Callable[["Judged", Ints], float]


class Judged(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Scored forecasts, one place a unit and origin."""

    unit: Ints
    """(n,) number of the unit."""
    said: Floats
    """(n,) probability of at least one event."""
    happened: Ints
    """(n,) 0 or 1."""
    crps: Floats
    """(2, n) ours and conflictology's."""
    brier: Floats
    """(2, n) the same."""
    log: Floats
    """(2, n) the same."""
    covered: Floats
    """(n,) whether our 90 % range held what was seen."""


def read_units(data: Path) -> list[Series]:
    """Daily counts of each unit, named COUNTRY:DYAD, in the order of names.

    A country is taken to be watched from 1 January of its first event's year to 31 December of its last one's, which
    is what the note on the data says.
    """
    days: dict[str, list[dt.date]] = defaultdict(list)
    years: dict[str, list[int]] = defaultdict(list)
    for row in read_tsv(data):
        first, last = dt.date.fromisoformat(row["date_start"]), dt.date.fromisoformat(row["date_end"])
        years[row["country"]] += [first.year, last.year]
        if (last - first).days <= LONGEST and int(row["date_prec"]) <= VAGUEST:
            days[f"{row['country']}:{row['dyad_id']}"].append(first)
    units = []
    for name in sorted(name for name, found in days.items() if len(found) >= FEWEST):
        watched = years[name.split(":")[0]]
        start, end = dt.date(min(watched), 1, 1), dt.date(max(watched), 12, 31)
        counts = np.bincount([(day - start).days for day in days[name]], minlength=(end - start).days + 1)
        units.append(Series(unit=name, first=start, counts=counts, coverage="lethal_only"))
    return units


def judge(
    units: list[Series], horizon: int, years: range, learn: Callable[[Panel], Pool] = learn_pool
) -> Judged:
    """Learn each 1 January, forecast the year, and score.

    Args:
        units: the series.
        horizon: days.
        years: whose origins are scored.
        learn: makes the models from closed rows.

    Returns:
        The scores.
    """
    panel = tabulate(units, [grid(one) for one in units], horizon)
    parts = []
    for year in years:
        start, end = (dt.date(number, 1, 1).toordinal() for number in (year, year + 1))
        rows = np.flatnonzero((panel.origin >= start) & (panel.origin < end) & (panel.seen >= 0))
        said = learn(panel.take(panel.closed(start))).say(panel, rows)
        seen, both = panel.seen[rows], (said.pooled, said.baseline)
        some = (seen > 0).astype(np.int64)
        parts.append(
            Judged(
                unit=panel.unit[rows],
                said=1.0 - said.pooled[:, 0],
                happened=some,
                crps=np.stack([score_crps(one, seen) for one in both]),
                brier=np.stack([score_brier(1.0 - one[:, 0], some) for one in both]),
                log=np.stack([score_log(one, seen) for one in both]),
                covered=cover(said.pooled, seen),
            )
        )
    names = Judged.__struct_fields__
    return Judged(
        **{name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names}
    )


def score_horizon(data: Path, horizon: int) -> Scored:
    """Score one horizon on a file of GED events."""
    units = read_units(data)
    last = max(one.first.year + len(one.counts) // 365 for one in units)
    judged = judge(units, horizon, range(SCORED_FROM, last + 1))
    country = _number([one.unit.split(":")[0] for one in units])[judged.unit]
    dyad = _number([one.unit.split(":")[1] for one in units])[judged.unit]
    times = resample(_number(dyad.tolist()), RESAMPLES, SEED)

    def worst(found: Judged, weight: Ints) -> float:
        # a sample without a country's dyads says nothing about it
        ours, theirs = (np.bincount(country, weights=one * weight) for one in found.brier)
        return float(np.min(1.0 - ours[theirs > 0] / theirs[theirs > 0]))

    statistics: dict[str, Statistic] = {
        "crps_skill": lambda found, weight: skill(found.crps[0] * weight, found.crps[1] * weight),
        "brier_skill": lambda found, weight: skill(found.brier[0] * weight, found.brier[1] * weight),
        "ece": lambda found, weight: calibration_error(
            np.repeat(found.said, weight), np.repeat(found.happened, weight)
        ),
        "worst_country_brier_skill": worst,
        "log_score_gain": lambda found, weight: float(
            np.average(found.log[1] - found.log[0], weights=weight)
        ),
        "miscalibration": lambda found, weight: (
            judge_reliability(np.repeat(found.said, weight), np.repeat(found.happened, weight)).miscalibration
        ),
        "coverage_90": lambda found, weight: float(np.average(found.covered, weights=weight)),
    }
    metrics = {name: _estimate(judged, statistic, times) for name, statistic in statistics.items()}
    return Scored(metrics=metrics, cases=_cases(units, judged))


def _estimate(judged: Judged, statistic: Statistic, times: Ints) -> Estimate:
    """A metric and its 95 % interval over resampled dyads."""
    values = np.array([statistic(judged, weight) for weight in times])
    low, high = np.quantile(values, [0.025, 0.975])
    value = statistic(judged, np.ones(len(judged.said), dtype=np.int64))
    return Estimate(
        value=round(value, 4), low=round(float(low), 4), high=round(float(high), 4), n=len(judged.said)
    )


def _cases(units: list[Series], judged: Judged) -> list[Case]:
    """One line a unit: mean scores, and whether Brier was no worse than conflictology's."""
    cases = []
    for number in np.unique(judged.unit):
        own = judged.unit == number
        brier, crps = judged.brier[:, own].mean(axis=1), judged.crps[:, own].mean(axis=1)
        cases.append(
            {
                "id": units[number].unit,
                "n": int(own.sum()),
                "crps": [round(float(one), 4) for one in crps],
                "brier": [round(float(one), 4) for one in brier],
                "ok": bool(brier[0] <= brier[1]),
            }
        )
    return cases


def _number(names: list[str] | list[int]) -> Ints:
    """Numbers from 0 on for names, in the order of names."""
    return np.unique(np.array(names), return_inverse=True)[1].astype(np.int64)


def main() -> None:
    """Score all horizons and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="file in the format of ../shared/data/series")
    chosen = parser.parse_args()
    found = {f"forecast_{horizon}": score_horizon(chosen.data, horizon).metrics for horizon in HORIZONS}
    print(json.dumps(msgspec.to_builtins(found)))


if __name__ == "__main__":
    main()
