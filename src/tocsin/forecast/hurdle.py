"""Hurdle: whether anything happens, by logistic regression; how much, by a negative binomial without zeros.

The mean of the counts is the level (the rate of the last months) times what the traits make of it; none of them grows
with the level, so units more violent than any learnt from are not extrapolated by a power of their counts.
"""

import msgspec
import numpy as np
from scipy.special import expit

from tocsin.forecast.counts import negative_binomial
from tocsin.forecast.likelihood import Spread, maximise, size_of
from tocsin.forecast.panel import Panel
from tocsin.forecast.series import STEP, Floats
from tocsin.forecast.traits import Scale, describe, describe_level, learn_scale

RIDGE_ANY, RIDGE_COUNTS = 5.0, 20.0
"""Penalties on squared weights of scaled traits, in units of log likelihood; chosen on origins before 2010. That of the
counts holds for horizons that do not overlap; where they do, it grows as rows repeat each other."""
MOST_REGULAR = 8.0
"""Largest size: however many events, the level still moves by a third. Without it, sizes learnt where there are few events
would make forecasts of many too sure; chosen on origins before 2010, by units with all counts 16 times as many."""
LARGEST_LOG = 9.0
"""Log means are cut here, at 8,000 events."""


class Hurdle(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What was learnt."""

    everyone: float
    """Events a day, mean over all units and origins learnt from."""
    scale: Scale
    """Of the level and the traits."""
    any_weights: Floats
    """(20,) of the probability of at least one event: a constant, the level, the traits."""
    mean_weights: Floats
    """(19,) of the log mean of the counts over the level: a constant, the traits."""
    curve: Floats
    """(2,) how the size follows the mean."""

    def say(self, panel: Panel, length: int, chance: Floats | None = None) -> Floats:
        """Forecast.

        Args:
            panel: n rows.
            length: entries of a row.
            chance: (n,) probability of at least one event, where another model knows better.

        Returns:
            (n, length).
        """
        told = _tell(panel, self.everyone)
        traits = self.scale.apply(told)
        chance = expit(traits @ self.any_weights) if chance is None else chance
        mean = _exp(told[:, 0] + np.delete(traits, 1, axis=1) @ self.mean_weights)
        size = np.minimum(size_of(mean, self.curve), MOST_REGULAR)
        rows = negative_binomial(mean, size, length)
        rows[:, 0] = 0.0
        rows *= (chance / np.maximum(rows.sum(axis=1), 1e-12))[:, None]
        rows[:, 0] = 1.0 - rows[:, 1:].sum(axis=1)
        return rows


def learn_hurdle(panel: Panel) -> Hurdle:
    """Learn both parts from closed rows."""
    everyone = panel.mean_rate
    told = _tell(panel, everyone)
    scale = learn_scale(told)
    traits = scale.apply(told)
    some = panel.seen > 0
    weights = _learn_any(traits, some.astype(float))
    inside, level = np.delete(traits[some], 1, axis=1), told[some, 0]

    def mean_of(found: Floats) -> tuple[Floats, Spread]:
        mean = _exp(level + inside @ found)
        return mean, lambda slopes: (slopes * mean) @ inside

    start = np.zeros(inside.shape[1] + 2)
    ridge = np.full(len(start), RIDGE_COUNTS * max(1.0, panel.horizon / STEP))
    ridge[0] = 0.01
    found = maximise(mean_of, start, panel.seen[some], ridge, truncated=True)
    return Hurdle(
        everyone=everyone, scale=scale, any_weights=weights, mean_weights=found[:-2], curve=found[-2:]
    )


def _tell(panel: Panel, everyone: float) -> Floats:
    """(n, 19): the level, then the traits."""
    return np.column_stack([describe_level(panel, everyone), describe(panel, everyone)])


def _learn_any(traits: Floats, happened: Floats) -> Floats:
    from scipy.optimize import minimize  # noqa: PLC0415  heavy, and only learning needs it

    ridge = np.full(traits.shape[1], RIDGE_ANY)
    ridge[0] = 0.01

    def cost(found: Floats) -> tuple[float, Floats]:
        line = traits @ found
        value = np.logaddexp(0.0, line).sum() - happened @ line + ridge @ found**2
        scale = max(1, len(happened))
        return value / scale, ((expit(line) - happened) @ traits + 2.0 * ridge * found) / scale

    return np.asarray(minimize(cost, np.zeros(traits.shape[1]), jac=True, method="L-BFGS-B").x)


def _exp(line: Floats) -> Floats:
    return np.asarray(np.exp(np.clip(line, -LARGEST_LOG, LARGEST_LOG)))
