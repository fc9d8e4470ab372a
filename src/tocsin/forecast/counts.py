"""Distributions of counts, as rows of probabilities of 0, 1, 2 ... events.

A row sums to 1; its last entry holds the rest of the tail.
"""

import numpy as np
from scipy.special import gammaln

from tocsin.forecast.series import Floats, Ints

SMALLEST, LARGEST = 1e-9, 1e6
"""Bounds of means; a mean of 0 would make an event impossible."""
TIGHTEST = 1e4
"""Largest size of a negative binomial: by then it is a Poisson distribution."""
LONGEST = 1 << 16
"""Most entries of a row; what lies beyond is in the last."""
NEGLIGIBLE = 1e-6
"""Probability of a tail that is cut off and put into the last entry kept."""


def log_negative_binomial(counts: Ints | Floats, mean: Floats, size: Floats) -> Floats:
    """Log probability of counts.

    Args:
        counts: >= 0; broadcasts with the others.
        mean: events expected, clipped to SMALLEST .. LARGEST.
        size: the variance is mean + mean^2 / size; clipped to 1e-3 .. TIGHTEST.

    Returns:
        Natural logarithms.
    """
    mean = np.clip(mean, SMALLEST, LARGEST)
    size = np.clip(size, 1e-3, TIGHTEST)
    steps = gammaln(counts + size) - gammaln(size) - gammaln(counts + 1.0)
    return np.asarray(steps - size * np.log1p(mean / size) - counts * np.log1p(size / mean))


def negative_binomial(mean: Floats, size: Floats, length: int) -> Floats:
    """Rows of negative binomial probabilities.

    Args:
        mean: (n,) events expected.
        size: (n,) sizes.
        length: entries of a row, >= 1.

    Returns:
        (n, length).
    """
    counts = np.arange(length)
    return close_tail(np.exp(log_negative_binomial(counts, mean[:, None], size[:, None])))


def close_tail(rows: Floats) -> Floats:
    """Put what lacks to 1 into the last entry, and take rounding errors out."""
    rows[:, -1] = np.maximum(1.0 - rows[:, :-1].sum(axis=1), 0.0)
    return np.asarray(rows / rows.sum(axis=1, keepdims=True))


def tally(values: Ints, length: int) -> Floats:
    """Rows of relative frequencies.

    Args:
        values: (n, m) counts; negative ones are left out, each row has at least one other.
        length: entries of a row; greater counts fall into the last.

    Returns:
        (n, length).
    """
    row, _ = np.nonzero(values >= 0)
    flat = row * length + np.minimum(values[values >= 0], length - 1)
    found = np.bincount(flat, minlength=len(values) * length).reshape(len(values), length)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def trim(row: Floats) -> Floats:
    """Cut off a negligible tail; the last entry kept takes its probability."""
    beyond = 1.0 - np.cumsum(row)
    kept = int(np.argmax(beyond < NEGLIGIBLE)) + 1
    short = row[:kept].copy()
    short[-1] += row[kept:].sum()
    return short
