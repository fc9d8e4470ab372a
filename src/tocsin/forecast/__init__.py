"""Forecast: how many events a unit will see in the next days, with the probability of each count.

In: daily counts of units (`Series`). Out: `Forecast` records, each beside what conflictology says. Nothing but days
before the origin has a hand in a forecast; models learn only from horizons that were over by then. Where a unit has
fewer than 5 events, or none in two years, the mixture speaks alone, and the record says so. `docs/forecast.md` tells
the rest.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from tocsin.forecast.counts import trim
from tocsin.forecast.panel import grid, tabulate
from tocsin.forecast.pool import SPEAKERS, Pool, learn_pool
from tocsin.forecast.series import Floats as Floats
from tocsin.forecast.series import Series as Series
from tocsin.model import Forecast

HORIZONS = (7, 30, 90)
"""Days ahead (design note on truces, section 4)."""
VERSION = "2"
"""Of the models; raised when the same input would give another forecast."""


class Outlook(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What is said of one unit and horizon."""

    pmf: Floats
    """(k,) probabilities of 0, 1, 2 ... events; the last entry holds the tail."""
    baseline: Floats
    """(m,) the same from conflictology."""
    model: str
    """Name and version of the model that speaks: "pool 2", "young_pool 2" in a unit's first two years, or
    "mixture 2" for a unit with fewer than 5 events or none in two years, or where too little was learnt."""


class Models(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The models learnt up to a day."""

    until: dt.date
    """Only what was over when this day began was learnt from."""
    pools: dict[int, Pool]
    """Horizon in days to its models."""

    def forecast(self, series: Series, origin: dt.date, horizon_days: int) -> Outlook:
        """Say how many events are to be expected.

        Args:
            series: the unit's counts; days from `origin` on are not looked at.
            origin: first day of the horizon, not before `until`.
            horizon_days: one of the horizons learnt.

        Returns:
            The forecast and the baseline.

        Raises:
            ValueError: the horizon was not learnt, the origin lies before `until`, or the series does not reach it.
        """
        if horizon_days not in self.pools:
            message = f"A horizon of {horizon_days} days was not learnt, only {sorted(self.pools)}."
            raise ValueError(message)
        known = series.before(origin)
        day = origin.toordinal()
        if origin < self.until or known.first.toordinal() + len(known.counts) != day:
            message = (
                f"{series.unit!r} cannot be forecast from {origin}: that must be a day from {self.until} on, "
                "and the series must hold every day before it."
            )
            raise ValueError(message)
        days = grid(known)
        origins = np.append(days[days < day], day)
        panel = tabulate([known], [origins], horizon_days)
        said = self.pools[horizon_days].say(panel, np.array([len(panel) - 1]))
        name = SPEAKERS[said.speaker[0]]
        return Outlook(pmf=trim(said.pooled[0]), baseline=trim(said.baseline[0]), model=f"{name} {VERSION}")


def fit(
    series: Sequence[Series],
    until: dt.date,
    horizons: Sequence[int] = HORIZONS,
    *,
    trees: bool = False,
) -> Models:
    """Learn the models.

    Args:
        series: units to learn from, in any order; days from `until` on are not looked at.
        until: the day as of which is learnt; forecasts refit on 1 January.
        horizons: days ahead.
        trees: grow trees too; needs scikit-learn (`pip install tocsin[trees]`).

    Returns:
        The models.

    Raises:
        ValueError: two series have one name.
        ModuleNotFoundError: trees are asked for and scikit-learn is not installed.
    """
    if len({one.unit for one in series}) < len(series):
        message = "Each unit may stand in one series only."
        raise ValueError(message)
    known = [one.before(until) for one in sorted(series, key=lambda one: one.unit)]
    origins = [grid(one) for one in known]
    pools = {}
    for horizon in horizons:
        panel = tabulate(known, origins, horizon)
        pools[horizon] = learn_pool(panel.take(panel.closed(until.toordinal())), trees=trees)
    return Models(until=until, pools=pools)


def forecasts(models: Models, series: Sequence[Series], made: dt.datetime) -> Iterator[Forecast]:
    """Make the records of a day: each unit, each horizon, from the next day on.

    Args:
        models: the models.
        series: units, each known up to and with the day of `made`.
        made: UTC.

    Yields:
        Forecasts in the order of units, then of horizons.
    """
    origin = made.date() + dt.timedelta(days=1)
    for one in series:
        for horizon in sorted(models.pools):
            outlook = models.forecast(one, origin, horizon)
            key = f"{one.unit}\n{outlook.model}\n{made.isoformat()}\n{horizon}"
            yield Forecast(
                id="f_" + hashlib.sha256(key.encode()).hexdigest()[:16],
                unit=one.unit,
                made=made,
                start=origin,
                horizon_days=horizon,
                pmf=tuple(outlook.pmf.tolist()),
                baseline=tuple(outlook.baseline.tolist()),
                model=outlook.model,
                coverage=one.coverage,
            )
