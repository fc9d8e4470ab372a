"""Conflictology and the mixture: what the last year alone would say, and the same with a little of everyone.

Conflictology (Hegre and others, the VIEWS benchmark) says that the next weeks will be like one of the last year's.
"""

import msgspec
import numpy as np

from tocsin.forecast.counts import tally
from tocsin.forecast.panel import Panel
from tocsin.forecast.series import Floats

SHARE = 0.9
"""Weight of conflictology in the mixture (design note on truces, section 4)."""


def say_conflictology(panel: Panel, length: int) -> Floats:
    """Frequencies of the overlapping counts of the last 365 days (730 from a horizon of 90 days on).

    Args:
        panel: n rows.
        length: entries of a row.

    Returns:
        (n, length).
    """
    return tally(panel.windows, length)


class Mixture(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Nine parts conflictology, one part the counts of all units: never says that something is impossible."""

    pooled: Floats
    """(m,) probabilities of 0, 1, 2 ... events over all units and origins learnt from."""

    def say(self, panel: Panel, length: int) -> Floats:
        """Forecast.

        Args:
            panel: n rows.
            length: entries of a row.

        Returns:
            (n, length).
        """
        pooled = np.zeros(length)
        kept = min(length, len(self.pooled))
        pooled[:kept] = self.pooled[:kept]
        pooled[-1] += self.pooled[kept:].sum()
        return np.asarray(SHARE * say_conflictology(panel, length) + (1.0 - SHARE) * pooled)


def learn_mixture(panel: Panel) -> Mixture:
    """Pool the counts of closed rows; without any, one count of 0 and one of 1."""
    counts = np.bincount(panel.seen) if len(panel) else np.ones(2)
    return Mixture(pooled=counts / counts.sum())
