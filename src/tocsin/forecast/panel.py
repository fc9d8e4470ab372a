"""Panel: what is known at each origin of each series, as columns, and what then happened.

One row is one series at one origin. An origin is the first day of the horizon; all columns but `seen` use only days
before it.
"""

import datetime as dt
from collections.abc import Sequence

import msgspec
import numpy as np

from tocsin.forecast.series import STEP, Bools, Floats, Ints, Series

HALF_LIVES = np.array([7.0, 14.0, 30.0, 60.0, 120.0, 240.0, 480.0, 960.0])
"""Days in which a past event loses half its weight (design note on truces, section 4)."""
ENOUGH, RECENT = 5, 730
"""A unit is learnt from once it had 5 events, and while one of them is at most 730 days old (same place)."""
UNKNOWN = -1
"""In `seen`: the horizon is not closed. In `windows`: the days were not watched."""

LONG_PRIOR = 180.0
"""Days of the mean rate of all units put before a unit's long-run rate: its first event alone opens its history, so a
short history says too much. Chosen on origins before 2010, among 30, 90, 180, 365 and 730."""

_NOTHING = Series(unit="", first=dt.date.min, counts=np.array([], dtype=np.int64), coverage="all_reported")


class Panel(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Columns of equal length n, sorted by unit, then by origin."""

    horizon: int
    """Days."""
    unit: Ints
    """(n,) number of the series."""
    origin: Ints
    """(n,) day number (`date.toordinal`)."""
    seen: Ints
    """(n,) events within the horizon, or UNKNOWN."""
    events: Ints
    """(n,) events before the origin."""
    history: Ints
    """(n,) days from the first event to the origin; 0 before any."""
    gap: Ints
    """(n,) days from the last event to the origin, >= 1; `RECENT` + 1 at most, also without any."""
    decayed: Floats
    """(n, 8) events discounted at each of HALF_LIVES."""
    exposure: Floats
    """(n, 8) days since the first event, discounted in the same way."""
    windows: Ints
    """(n, m) counts of the overlapping windows of one horizon in the last year or two; UNKNOWN = not watched."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.origin)

    @property
    def mean_rate(self) -> float:
        """Events a day over all units and closed horizons; one of each more, so that it is never 0."""
        closed = self.seen[self.seen != UNKNOWN]
        return float((closed.sum() + 1) / ((len(closed) + 1) * self.horizon))

    @property
    def rates(self) -> Floats:
        """(n, 8) events a day at each half-life; 0 before any."""
        return self.decayed / np.maximum(self.exposure, 1.0)

    def long_rate(self, everyone: float) -> Floats:
        """Long-run events a day, as if LONG_PRIOR days at everyone's rate had come first.

        Args:
            everyone: events a day.

        Returns:
            (n,) > 0.
        """
        return np.asarray((self.events + LONG_PRIOR * everyone) / (self.history + LONG_PRIOR))

    def recent_rates(self, everyone: float) -> Floats:
        """Events a day at each half-life, as if one horizon at everyone's rate had been seen, too.

        A week without events says little of the next three months, and nothing more than that: rates differ where it
        matters, among units with many events.

        Args:
            everyone: events a day.

        Returns:
            (n, 8) > 0.
        """
        return np.asarray((self.decayed + self.horizon * everyone) / (self.exposure + self.horizon))

    @property
    def active(self) -> Bools:
        """(n,) whether the unit is one that models learn from: ENOUGH events, one of them RECENT."""
        return np.asarray((self.events >= ENOUGH) & (self.gap <= RECENT))

    def closed(self, day: int) -> Ints:
        """Row numbers whose horizon is over when `day` begins."""
        return np.flatnonzero((self.origin + self.horizon <= day) & (self.seen != UNKNOWN))

    def take(self, rows: Ints) -> "Panel":
        """The chosen rows."""
        changed = {name: getattr(self, name)[rows] for name in self.__struct_fields__ if name != "horizon"}
        return msgspec.structs.replace(self, **changed)


def reach(horizon: int) -> int:
    """Days that conflictology looks back: a year, two where the horizon is long (design note, section 4)."""
    return 365 if horizon < 90 else 730


def grid(series: Series) -> Ints:
    """Origins to learn from: every 28th day of the calendar on which the unit is active.

    Args:
        series: the series.

    Returns:
        Day numbers, each a multiple of STEP, up to the day after the last.
    """
    first = series.first.toordinal()
    last = first + len(series.counts)
    days = np.arange(-(-(first + 1) // STEP) * STEP, last + 1, STEP)
    total = np.concatenate([[0], np.cumsum(series.counts, dtype=np.int64)])
    so_far = total[days - first]
    lately = so_far - total[np.maximum(days - first - RECENT, 0)]
    return np.asarray(days[(so_far >= ENOUGH) & (lately >= 1)])


def tabulate(series: Sequence[Series], origins: Sequence[Ints], horizon: int) -> Panel:
    """Make the panel of several series.

    Args:
        series: the series.
        origins: for each series its origins, ascending day numbers from `first` to the day after its last.
        horizon: days, > 0.

    Returns:
        The panel; `unit` counts in the order given.
    """
    parts = [_tabulate_one(one, days, horizon) for one, days in zip(series, origins, strict=True)]
    if not parts:
        return tabulate([_NOTHING], [np.array([], dtype=np.int64)], horizon)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    unit = np.repeat(np.arange(len(parts)), [len(days) for days in origins])
    return Panel(horizon=horizon, unit=unit, **columns)


def _tabulate_one(series: Series, days: Ints, horizon: int) -> dict[str, Ints | Floats]:
    from scipy.signal import lfilter  # noqa: PLC0415  heavy, and truces are forecast without it

    counts = series.counts.astype(np.int64)
    length, at = len(counts), days - series.first.toordinal()
    total = np.concatenate([[0], np.cumsum(counts)])
    eventful = np.flatnonzero(counts)
    place = np.searchsorted(eventful, at)
    none = place == 0
    padded = np.concatenate([eventful, [0]])
    gap = np.where(none, RECENT + 1, np.minimum(at - padded[place - 1], RECENT + 1))
    history = np.where(none, 0, at - padded[0])
    keep = np.exp2(-1.0 / HALF_LIVES)
    decayed = np.zeros((len(counts) + 1, len(keep)))
    for column, share in enumerate(keep):
        if length:
            decayed[1:, column] = lfilter([1.0], [1.0, -share], counts.astype(float))
    ends = at + horizon
    back = np.arange(reach(horizon) - horizon, -1, -1) + horizon
    starts = at[:, None] - back
    windows = np.where(
        starts >= 0, total[np.maximum(starts + horizon, 0)] - total[np.maximum(starts, 0)], UNKNOWN
    )
    windows[:, -1] = total[at] - total[np.maximum(at - horizon, 0)]  # however short, the last window counts
    return {
        "origin": days,
        "seen": np.where(ends <= length, total[np.minimum(ends, length)] - total[at], UNKNOWN),
        "events": total[at],
        "history": history,
        "gap": gap,
        "decayed": decayed[at],
        "exposure": (1.0 - keep ** history[:, None]) / (1.0 - keep),
        "windows": windows,
    }
