"""Hurdle: whether anything happens, by logistic regression; how much, by a negative binomial without zeros."""

import msgspec
import numpy as np
from scipy.special import expit

from tocsin.forecast.counts import negative_binomial
from tocsin.forecast.likelihood import Spread, maximise, size_of
from tocsin.forecast.panel import Panel
from tocsin.forecast.series import Floats
from tocsin.forecast.traits import Scale, describe, learn_scale

RIDGE = 5.0
"""Penalty on squared weights of scaled traits, in units of log likelihood; chosen on origins before 2010."""
LARGEST_LOG = 9.0
"""Log means are cut here, at 8,000 events."""


class Hurdle(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What was learnt."""

    scale: Scale
    """Of the traits."""
    any_weights: Floats
    """(17,) of the probability of at least one event."""
    mean_weights: Floats
    """(17,) of the log mean of the counts."""
    curve: Floats
    """(2,) how the size follows the mean."""

    def say_any(self, panel: Panel) -> Floats:
        """(n,) probability of at least one event."""
        return np.asarray(expit(self.scale.apply(describe(panel)) @ self.any_weights))

    def say(self, panel: Panel, length: int, chance: Floats | None = None) -> Floats:
        """Forecast.

        Args:
            panel: n rows.
            length: entries of a row.
            chance: (n,) probability of at least one event, where another model knows better.

        Returns:
            (n, length).
        """
        chance = self.say_any(panel) if chance is None else chance
        mean = _exp(self.scale.apply(describe(panel)) @ self.mean_weights)
        rows = negative_binomial(mean, size_of(mean, self.curve), length)
        rows[:, 0] = 0.0
        rows *= (chance / np.maximum(rows.sum(axis=1), 1e-12))[:, None]
        rows[:, 0] = 1.0 - rows[:, 1:].sum(axis=1)
        return rows


def learn_hurdle(panel: Panel) -> Hurdle:
    """Learn both parts from closed rows."""
    scale = learn_scale(describe(panel))
    traits = scale.apply(describe(panel))
    some = panel.seen > 0
    weights = _learn_any(traits, some.astype(float))
    inside = traits[some]

    def mean_of(found: Floats) -> tuple[Floats, Spread]:
        mean = _exp(inside @ found)
        return mean, lambda slopes: (slopes * mean) @ inside

    start = np.zeros(traits.shape[1] + 2)
    ridge = np.full(len(start), RIDGE)
    ridge[0] = 0.01
    found = maximise(mean_of, start, panel.seen[some], ridge, truncated=True)
    return Hurdle(scale=scale, any_weights=weights, mean_weights=found[:-2], curve=found[-2:])


def _learn_any(traits: Floats, happened: Floats) -> Floats:
    from scipy.optimize import minimize  # noqa: PLC0415  heavy, and only learning needs it

    ridge = np.full(traits.shape[1], RIDGE)
    ridge[0] = 0.01

    def cost(found: Floats) -> tuple[float, Floats]:
        line = traits @ found
        value = np.logaddexp(0.0, line).sum() - happened @ line + ridge @ found**2
        scale = max(1, len(happened))
        return value / scale, ((expit(line) - happened) @ traits + 2.0 * ridge * found) / scale

    return np.asarray(minimize(cost, np.zeros(traits.shape[1]), jac=True, method="L-BFGS-B").x)


def _exp(line: Floats) -> Floats:
    return np.asarray(np.exp(np.clip(line, -LARGEST_LOG, LARGEST_LOG)))
