"""Gamma-Poisson with discounted history, averaged over half-lives by how well each has done of late.

A past event counts half after one half-life. The forecast is the long-run rate moved towards the recent one: mean
(w c + S) / (w + W) a day, S the discounted events, W the discounted days, c the long-run rate (itself moved towards
everyone's), w the days that the long run is worth. It explains itself and works for a new unit.
"""

import msgspec
import numpy as np
from scipy.special import logsumexp

from tocsin.forecast.counts import log_negative_binomial, negative_binomial
from tocsin.forecast.panel import HALF_LIVES, Panel
from tocsin.forecast.series import STEP, Floats, Ints

WORTH = (1.0, 4.0, 15.0, 60.0, 240.0)
"""Days that the long run may be worth."""
SHAPES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Sizes of the negative binomial in proportion to (w c + S), which plain theory puts at 1."""
MEMORY = 730.0
"""Half-life in days of a past log score (design note on truces, section 4)."""


class Decay(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What was learnt, for each of HALF_LIVES."""

    worth: Floats
    """(8,) days that the long run is worth."""
    shape: Floats
    """(8,) sizes in proportion."""
    prior: Floats
    """(8,) log weights before a unit has a record of its own."""
    everyone: float
    """Events a day, mean over all units and origins learnt from."""

    def say(self, panel: Panel, rows: Ints, length: int) -> Floats:
        """Forecast some rows; the others of the same unit are its record.

        Args:
            panel: rows, of which those closed before an origin weigh the half-lives.
            rows: (n,) row numbers wanted.
            length: entries of a row.

        Returns:
            (n, length).
        """
        weights = self.weigh(panel, rows)
        wanted = panel.take(rows)
        rate = wanted.long_rate(self.everyone)
        mixed = np.zeros((len(rows), length))
        for column in range(len(HALF_LIVES)):
            mean, size = _mean_size(wanted, rate, column, self.worth[column], self.shape[column])
            mixed += weights[:, column, None] * negative_binomial(mean, size, length)
        return mixed

    def weigh(self, panel: Panel, rows: Ints) -> Floats:
        """Weights of the half-lives.

        Args:
            panel: as for `say`.
            rows: (n,) row numbers wanted.

        Returns:
            (n, 8), each row summing to 1.
        """
        record = self._record(panel)
        logs = np.empty((len(rows), len(HALF_LIVES)))
        for unit in np.unique(panel.unit[rows]):
            own, ours = np.flatnonzero(panel.unit == unit), np.flatnonzero(panel.unit[rows] == unit)
            age = panel.origin[rows[ours]][:, None] - panel.origin[own]
            past = (age >= panel.horizon) & (panel.seen[own] >= 0)
            logs[ours] = self.prior + np.where(past, np.exp2(-age / MEMORY), 0.0) @ record[own]
        return np.asarray(np.exp(logs - logsumexp(logs, axis=1, keepdims=True)))

    def _record(self, panel: Panel) -> Floats:
        """(n, 8) log probabilities of what was seen; overlapping horizons together count once."""
        share = min(1.0, STEP / panel.horizon)
        seen, rate = np.maximum(panel.seen, 0), panel.long_rate(self.everyone)
        return share * np.stack(
            [
                log_negative_binomial(
                    seen, *_mean_size(panel, rate, column, self.worth[column], self.shape[column])
                )
                for column in range(len(HALF_LIVES))
            ],
            axis=1,
        )


def learn_decay(panel: Panel) -> Decay:
    """Choose worth and shape of each half-life by the log score over closed rows."""
    everyone = panel.mean_rate
    rate = panel.long_rate(everyone)
    chosen = []
    for column in range(len(HALF_LIVES)):
        scored = [
            (
                log_negative_binomial(panel.seen, *_mean_size(panel, rate, column, worth, shape)).sum(),
                worth,
                shape,
            )
            for worth in WORTH
            for shape in SHAPES
        ]
        chosen.append(max(scored, key=lambda found: found[0]))
    score, worth, shape = (np.array(column) for column in zip(*chosen, strict=True))
    prior = score / max(
        1.0, len(panel) / 10.0
    )  # the common record weighs as much as ten origins of one's own
    return Decay(worth=worth, shape=shape, prior=prior - logsumexp(prior), everyone=everyone)


def _mean_size(panel: Panel, rate: Floats, column: int, worth: float, shape: float) -> tuple[Floats, Floats]:
    weight = worth * rate + panel.decayed[:, column]
    return panel.horizon * weight / (worth + panel.exposure[:, column]), shape * weight
