"""Traits: the columns of a panel as numbers for regressions (design note on truces, section 4, hurdle).

They are bounded, or ratios of rates: with ten times the events of any unit learnt from, a forecast grows tenfold.
"""

import msgspec
import numpy as np

from tocsin.forecast.panel import HALF_LIVES, Panel
from tocsin.forecast.series import Floats

AT_THIRTY, AT_120, AT_240 = (int(np.flatnonzero(days == HALF_LIVES)[0]) for days in (30.0, 120.0, 240.0))
WINDOW_PRIOR = 0.2
"""Windows at everyone's rate put beside the mean of conflictology's windows."""
HIGH = 2.0
"""Log of the level over everyone's rate above which all levels count as alike: there are few beyond (7 times the mean)
to learn from. Chosen on origins before 2010."""


def describe_level(panel: Panel, everyone: float) -> Floats:
    """(n,) log of the events that a horizon would see at the rate of the half-life of 120 days."""
    return np.asarray(np.log(panel.horizon * panel.recent_rates(everyone)[:, AT_120]))


def describe(panel: Panel, everyone: float) -> Floats:
    """Traits of each row, beside its level.

    Args:
        panel: n rows.
        everyone: events a day, mean over all units; rates are moved towards it, the more the less has been seen.

    Returns:
        (n, 18): log rates at 7 half-lives, in the long run and over conflictology's windows, each over that at 120
        days; log days since the last event; whether it is at most 7, 30, 90 days old; log odds that one of
        conflictology's windows has an event; the level (log rate at 120 days over everyone's, cut at HIGH) and the
        trend (log rate at 30 days over that at 240) as level, level squared, trend squared and level times trend, for
        what follows a rise or a fall differs between much and little violence.
    """
    logs = np.log(panel.recent_rates(everyone))
    watched = panel.windows >= 0
    windows = watched.sum(axis=1)
    eventful = (panel.windows > 0).sum(axis=1)
    mean = np.maximum(panel.windows, 0).sum(axis=1) / windows / panel.horizon
    others = np.column_stack(
        [
            np.delete(logs, AT_120, axis=1),
            np.log(panel.long_rate(everyone)),
            np.log((mean + WINDOW_PRIOR * everyone) / (1.0 + WINDOW_PRIOR)),
        ]
    )
    level = np.minimum(logs[:, AT_120] - np.log(everyone), HIGH)
    trend = logs[:, AT_THIRTY] - logs[:, AT_240]
    return np.column_stack(
        [
            others - logs[:, [AT_120]],
            np.log(panel.gap),
            panel.gap <= 7,
            panel.gap <= 30,
            panel.gap <= 90,
            np.log((eventful + 0.5) / (windows - eventful + 0.5)),
            level,
            level**2,
            trend**2,
            level * trend,
        ]
    ).astype(float)


class Scale(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Brings traits to mean 0 and spread 1, with a constant before them."""

    centre: Floats
    """(k,) means."""
    spread: Floats
    """(k,) standard deviations, 1 where a trait never changes."""

    def apply(self, traits: Floats) -> Floats:
        """(n, k) traits to (n, k + 1), the constant first; cut at 6 spreads."""
        scaled = np.clip((traits - self.centre) / self.spread, -6.0, 6.0)
        return np.column_stack([np.ones(len(scaled)), scaled])


def learn_scale(traits: Floats) -> Scale:
    """Take means and spreads of (n, k) traits."""
    if not len(traits):
        return Scale(centre=np.zeros(traits.shape[1]), spread=np.ones(traits.shape[1]))
    spread = traits.std(axis=0)
    return Scale(centre=traits.mean(axis=0), spread=np.where(spread > 1e-9, spread, 1.0))
