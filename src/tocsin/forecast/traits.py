"""Traits: the columns of a panel as numbers for regressions (design note on truces, section 4, hurdle)."""

import msgspec
import numpy as np

from tocsin.forecast.panel import HALF_LIVES, Panel
from tocsin.forecast.series import Floats

QUIET = 0.002
"""Events a day added before logarithms: about one in the eight shortest half-lives of silence."""
RARE = 0.05
"""Events a window added before logarithms."""
AT_SIXTY = int(np.flatnonzero(HALF_LIVES == 60.0)[0])


def describe(panel: Panel) -> Floats:
    """Traits of each row.

    Args:
        panel: n rows.

    Returns:
        (n, 16): log rates at 8 half-lives, log days since the last event, log long-run rate, log discounted count at
        60 days, whether the last event is at most 7, 30, 90 days old; and, beyond the note, log mean of
        conflictology's windows and log odds that one of them has an event.
    """
    watched = panel.windows >= 0
    windows = watched.sum(axis=1)
    eventful = (panel.windows > 0).sum(axis=1)
    return np.column_stack(
        [
            np.log(panel.rates + QUIET),
            np.log(panel.gap),
            np.log(panel.rate + QUIET),
            np.log1p(panel.decayed[:, AT_SIXTY]),
            panel.gap <= 7,
            panel.gap <= 30,
            panel.gap <= 90,
            np.log(np.maximum(panel.windows, 0).sum(axis=1) / windows + RARE),
            np.log((eventful + 0.5) / (windows - eventful + 0.5)),
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
