"""Scores of forecasts that are rows of probabilities of 0, 1, 2 ... events; less is better.

CRPS and log score judge the counts, Brier the probability of at least one; CORP (Dimitriadis, Gneiting and Jordan
2021) says how far that probability is from what happens; coverage, whether 90 % ranges hold what they say.
"""

import msgspec
import numpy as np
from scipy.optimize import isotonic_regression

from tocsin.forecast.series import Floats, Ints

FLOOR = 1e-12
"""Probability below which the log score is cut off, so that one "never" that happened is not infinite."""
BINS = 10
"""Equal bins of probability for the calibration error, the usual number (Guo and others 2017)."""


class Reliability(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The CORP decomposition: Brier score = miscalibration - discrimination + uncertainty."""

    said: Floats
    """(n,) probabilities, ascending."""
    happened: Floats
    """(n,) for each, the share of cases in which it happened, by isotonic regression."""
    miscalibration: float
    """What recalibration would gain, >= 0."""
    discrimination: float
    """What telling cases apart gains over always saying the base rate, >= 0."""
    uncertainty: float
    """Brier score of the base rate."""


def score_crps(rows: Floats, seen: Ints) -> Floats:
    """Continuous ranked probability score (of whole numbers: the ranked probability score).

    Args:
        rows: (n, k) probabilities.
        seen: (n,) events; from k - 1 on they count as k - 1.

    Returns:
        (n,) in events, >= 0.
    """
    below = np.cumsum(rows, axis=1)[:, :-1]
    return np.asarray(((below - (seen[:, None] <= np.arange(below.shape[1]))) ** 2).sum(axis=1))


def score_log(rows: Floats, seen: Ints) -> Floats:
    """Negative natural logarithm of the probability of what was seen; at most 27.6 (FLOOR)."""
    said = rows[np.arange(len(rows)), np.minimum(seen, rows.shape[1] - 1)]
    return np.asarray(-np.log(np.maximum(said, FLOOR)))


def score_brier(said: Floats, happened: Ints) -> Floats:
    """Squared distance of a probability from what happened (0 or 1)."""
    return np.asarray((said - happened) ** 2)


def judge_reliability(said: Floats, happened: Ints) -> Reliability:
    """Compare probabilities with what happened, by the CORP approach.

    Args:
        said: (n,) probabilities, n >= 1.
        happened: (n,) 0 or 1.

    Returns:
        The recalibrated curve and the three terms; they do not depend on the order of cases.
    """
    order = np.lexsort((happened, said))
    values, group = np.unique(said[order], return_inverse=True)
    weights = np.bincount(group).astype(float)
    means = np.bincount(group, weights=happened[order]) / weights
    recalibrated = isotonic_regression(means, weights=weights).x[group]
    outcome, base = happened[order].astype(float), float(np.mean(happened))
    brier, best = (
        float(np.mean((values[group] - outcome) ** 2)),
        float(np.mean((recalibrated - outcome) ** 2)),
    )
    uncertainty = base * (1.0 - base)
    return Reliability(
        said=values[group],
        happened=recalibrated,
        miscalibration=brier - best,
        discrimination=uncertainty - best,
        uncertainty=uncertainty,
    )


def calibration_error(said: Floats, happened: Ints) -> float:
    """Expected calibration error over ten equal bins: mean distance between said and happened, 0 to 1."""
    bins = np.minimum((said * BINS).astype(np.int64), BINS - 1)
    distance = np.bincount(bins, weights=said - happened, minlength=BINS)
    return float(np.abs(distance).sum() / len(said))


def cover(rows: Floats, seen: Ints, level: float = 0.9) -> Floats:
    """Tell whether the central range of a forecast holds what was seen.

    Args:
        rows: (n, k) probabilities.
        seen: (n,) events.
        level: share that the range is to hold.

    Returns:
        (n,) 1.0 or 0.0.
    """
    low, high = central_range(rows, level)
    return np.asarray((low <= seen) & (seen <= high)).astype(float)


def central_range(rows: Floats, level: float = 0.9) -> tuple[Ints, Ints]:
    """The range between the quantiles (1 - level) / 2 and (1 + level) / 2, both ends within.

    Args:
        rows: (n, k) probabilities.
        level: share that the range holds at least.

    Returns:
        (n,) lowest and (n,) highest counts.
    """
    below = np.cumsum(rows, axis=1)
    edge = (1.0 - level) / 2
    return np.argmax(below >= edge - 1e-12, axis=1), np.argmax(below >= 1.0 - edge - 1e-12, axis=1)


def skill(ours: Floats, theirs: Floats) -> float:
    """Share of a reference's score that is gained: 1 perfect, 0 no better; 0.0 where the reference is perfect."""
    reference = float(np.sum(theirs))
    return 1.0 - float(np.sum(ours)) / reference if reference > 0 else 0.0


def resample(blocks: Ints, times: int, seed: int) -> Ints:
    """Draw bootstrap samples of whole blocks.

    Args:
        blocks: (n,) block number of each case (the dyad), from 0 on.
        times: samples.
        seed: of the dice.

    Returns:
        (times, n) how often each case is in each sample.
    """
    number = int(blocks.max()) + 1
    drawn = np.random.default_rng(seed).multinomial(number, np.full(number, 1.0 / number), size=times)
    return np.asarray(drawn[:, blocks])
