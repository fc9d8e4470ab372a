"""Truces on UCDP GED: does the blind forecast tell a truce, and does knowing of it help?

Dated truces (`series/truces.csv`) with at least 3 events in the 90 days before; the window is 30 days, or up to the
stated end. The blind forecast learns from horizons that were over on 1 January of the truce's year and sees the days
before it. Placebos are other windows of the same units, every 28 days, away from every truce; the high-violence ones
are a quarter of each unit's, those with most events in the 90 days before. The truce-aware forecast knows only truces
of other parties whose windows were over when this one began.
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from evals.forecast import DATA, read_units
from evals.scoring import RESAMPLES, SEED, SHARED, Case, Estimate, Scored, run_task
from tocsin.forecast import Series
from tocsin.forecast.counts import trim
from tocsin.forecast.panel import grid, tabulate
from tocsin.forecast.pool import Pool, learn_pool
from tocsin.forecast.scores import score_crps, skill
from tocsin.forecast.series import Floats
from tocsin.forecast.truces import ALARM, Past, fewer, learn_effect

TRUCES = SHARED / "data/series/truces.csv"
WINDOW, BEFORE, FEWEST, STEP = 30, 90, 3, 28
"""Days of a window, days looked at before it, events needed in them, days between placebos."""
HIGH = 0.75
"""Quantile from which a placebo is a high-violence one."""


class Window(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A stretch of days of one unit, and what came of it."""

    id: str
    party: str
    start: dt.date
    days: int
    before: int
    blind: Floats
    seen: int


class World:
    """All units, and the models of each year and horizon, learnt when they are first asked for."""

    def __init__(self, units: Sequence[Series]) -> None:
        """Keep the units."""
        self.units = {one.unit: one for one in units}
        self._pools: dict[tuple[int, int], Pool] = {}

    def window(self, series: Series, identifier: str, party: str, start: dt.date, days: int) -> Window | None:
        """Look at a window; None where the days are not in the data or too little happened before."""
        at = (start - series.first).days
        if at < BEFORE or at + days > len(series.counts):
            return None
        before = int(series.counts[at - BEFORE : at].sum())
        if before < FEWEST:
            return None
        return Window(
            id=identifier,
            party=party,
            start=start,
            days=days,
            before=before,
            blind=self._blind(series, start, days),
            seen=int(series.counts[at : at + days].sum()),
        )

    def _blind(self, series: Series, start: dt.date, days: int) -> Floats:
        key = (start.year, days)
        if key not in self._pools:
            units = [self.units[name] for name in sorted(self.units)]
            panel = tabulate(units, [grid(one) for one in units], days)
            self._pools[key] = learn_pool(panel.take(panel.closed(dt.date(start.year, 1, 1).toordinal())))
        known, day = series.before(start), start.toordinal()
        origins = grid(known)
        panel = tabulate([known], [np.append(origins[origins < day], day)], days)
        return trim(self._pools[key].say(panel, np.array([len(panel) - 1])).pooled[0])


def unit_of(dyads: str, units: dict[str, Series]) -> Series | None:
    """Add up the dyads of a truce; None where none of them is in the data."""
    wanted = set(dyads.split("|"))
    found = [one for name, one in sorted(units.items()) if name.split(":")[1] in wanted]
    if not found:
        return None
    country = found[0].unit.split(":")[0]
    counts = np.sum([one.counts for one in found if one.unit.startswith(country)], axis=0)
    return msgspec.structs.replace(found[0], unit=f"{country}:{dyads}", counts=counts)


def read_windows(world: World, *, placebos: bool = True) -> tuple[list[Window], list[Window], int]:
    """Read the truces, and make the placebos of their units, where they are wanted.

    Returns:
        Truces by date, high-violence placebos, and the number of all placebos.
    """
    with TRUCES.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["ged_dyad_ids"]]
    truces: list[Window] = []
    spells: dict[str, tuple[Series, list[dt.date]]] = {}
    for row in rows:
        series = unit_of(row["ged_dyad_ids"], world.units)
        if series is None:
            continue
        start = dt.date.fromisoformat(row["effective"])
        spells.setdefault(series.unit, (series, []))[1].append(start)
        end = dt.date.fromisoformat(row["stated_end"]) if row["stated_end"] else None
        days = WINDOW if end is None else min(WINDOW, (end - start).days + 1)
        window = world.window(series, row["id"], row["party"], start, days)
        if window is not None:
            truces.append(window)
    others = {
        unit: list(_placebos(world, series, starts)) if placebos else []
        for unit, (series, starts) in sorted(spells.items())
    }
    high = []
    for windows in others.values():
        if windows:
            least = np.quantile([one.before for one in windows], HIGH)
            high += [one for one in windows if one.before >= least]
    return sorted(truces, key=lambda one: (one.start, one.id)), high, sum(map(len, others.values()))


def _placebos(world: World, series: Series, truces: Sequence[dt.date]) -> Iterator[Window]:
    """Make windows away from every truce of the unit: none in the 90 days before one or the year after."""
    last = len(series.counts) - WINDOW
    for at in range(730, last, STEP):
        start = series.first + dt.timedelta(days=at)
        if any(-BEFORE <= (start - truce).days <= 365 for truce in truces):
            continue
        window = world.window(series, f"{series.unit} {start}", "", start, WINDOW)
        if window is not None:
            yield window


def aware(truces: Sequence[Window]) -> list[Floats]:
    """Forecast each truce, knowing those of other parties that were over when it began."""
    said = []
    for one in truces:
        past = [
            Past(blind=other.blind, seen=other.seen)
            for other in truces
            if not _parties(other) & _parties(one)
            and other.start + dt.timedelta(days=other.days) <= one.start
        ]
        said.append(learn_effect(past).say(one.blind))
    return said


def _parties(window: Window) -> set[str]:
    """Give who is bound, without the governments, which have truces with all."""
    return set(window.party.split("+")) - {"Gov"}


def log_score(pmf: Floats, seen: int) -> float:
    """Minus the log of the probability of what was seen; the tail gets what its last entry holds."""
    return float(-np.log(max(pmf[min(seen, len(pmf) - 1)], 1e-6)))


def score(data: Path) -> Scored:
    """Score the truce test and the truce-aware forecast on a file of GED events."""
    world = World(read_units(data))
    truces, high, placebos = read_windows(world)
    said = aware(truces)
    gains = np.array(
        [log_score(t.blind, t.seen) - log_score(a, t.seen) for t, a in zip(truces, said, strict=True)]
    )
    crps = np.array([[_crps(a, t.seen), _crps(t.blind, t.seen)] for t, a in zip(truces, said, strict=True)])
    flagged = np.array([fewer(one.blind, one.seen) <= ALARM for one in truces])
    alarms = np.array([fewer(one.blind, one.seen) <= ALARM for one in high])
    metrics = {
        "placebo_alarm_rate": _mean(alarms),
        "log_score_gain": _mean(gains),
        "truces_flagged": _mean(flagged),
        "aware_crps_skill": _estimate(crps, lambda rows: skill(rows[:, 0], rows[:, 1])),
    }
    cases: list[Case] = [
        {
            "id": one.id,
            "seen": one.seen,
            "expected": round(float(one.blind @ np.arange(len(one.blind))), 1),
            "p": round(fewer(one.blind, one.seen), 3),
            "gain": round(float(gain), 3),
            "ok": bool(gain >= 0),
        }
        for one, gain in zip(truces, gains, strict=True)
    ]
    print(f"{len(truces)} truces, {placebos} placebos, {len(high)} of them with high violence")
    return Scored(metrics=metrics, cases=cases)


def _crps(pmf: Floats, seen: int) -> float:
    return float(score_crps(pmf[None], np.array([seen]))[0])


def _estimate(values: Floats, statistic: Callable[[Floats], float]) -> Estimate:
    """A statistic of rows and its 95 % bootstrap interval."""
    dice = np.random.default_rng(SEED)
    drawn = [statistic(values[dice.integers(len(values), size=len(values))]) for _ in range(RESAMPLES)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    value, low, high = (round(float(one), 4) for one in (statistic(values), low, high))
    return Estimate(value=value, low=low, high=high, n=len(values))


def _mean(values: Floats) -> Estimate:
    return _estimate(values, lambda rows: float(rows.mean()))


if __name__ == "__main__":
    run_task(score, DATA)
