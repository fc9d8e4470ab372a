"""Fitting means and sizes of negative binomials by maximum likelihood, plain or without zeros.

The size follows the mean: size = exp(a + b log mean), so that units with many events may be more regular than others.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import digamma

from tocsin.forecast.counts import log_negative_binomial
from tocsin.forecast.series import Floats, Ints

SIZE_BOUNDS = (0.02, 1e4)
"""Sizes outside are not distinguishable from the bound on a few thousand rows."""
STEPS = 300
"""Most steps of the search; it ends far earlier."""

Spread = Callable[[Floats], Floats]
"""From (n,) slopes on the means to slopes on the parameters."""
MeanOf = Callable[[Floats], tuple[Floats, Spread]]
"""From parameters to (n,) means and their Spread."""


def size_of(mean: Floats, curve: Floats) -> Floats:
    """Sizes that belong to means.

    Args:
        mean: (n,) > 0.
        curve: (2,) a and b.

    Returns:
        (n,) within SIZE_BOUNDS.
    """
    return np.asarray(np.clip(np.exp(curve[0] + curve[1] * np.log(mean)), *SIZE_BOUNDS))


def maximise(mean_of: MeanOf, start: Floats, counts: Ints, ridge: Floats, *, truncated: bool) -> Floats:
    """Find the parameters under which counts are likeliest.

    Args:
        mean_of: the model of the mean.
        start: (k + 2,) first guess: parameters of the mean, then a and b.
        counts: (n,) what was seen; > 0 where truncated.
        ridge: (k + 2,) penalty on the square of each parameter's distance from `start`.
        truncated: the zeros were taken out.

    Returns:
        (k + 2,) the best parameters.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  heavy, and only learning needs it

    def cost(found: Floats) -> tuple[float, Floats]:
        mean, spread = mean_of(found[:-2])
        size = size_of(mean, found[-2:])
        value, on_mean, on_size = _slopes(counts, mean, size, truncated=truncated)
        free = (size > SIZE_BOUNDS[0]) & (size < SIZE_BOUNDS[1])
        on_log_size = np.where(free, on_size * size, 0.0)
        slopes = np.concatenate(
            [
                spread(on_mean + on_log_size * found[-1] / mean),
                [on_log_size.sum(), (on_log_size * np.log(mean)).sum()],
            ]
        )
        away = found - start
        scale = max(1, len(counts))
        return float(ridge @ away**2 - value) / scale, (2.0 * ridge * away - slopes) / scale

    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(found.x)


def _slopes(counts: Ints, mean: Floats, size: Floats, *, truncated: bool) -> tuple[float, Floats, Floats]:
    """Log likelihood, and its slopes on each mean and size."""
    value = log_negative_binomial(counts, mean, size).sum()
    both = size + mean
    log_share = -np.log1p(mean / size)
    on_mean = counts / mean - (counts + size) / both
    on_size = digamma(counts + size) - digamma(size) + log_share + 1.0 - (counts + size) / both
    if truncated:
        log_zero = size * log_share
        odds = 1.0 / np.maximum(np.expm1(np.minimum(-log_zero, 700.0)), 1e-12)
        value -= np.log(np.maximum(-np.expm1(log_zero), 1e-12)).sum()
        on_mean = on_mean - odds * size / both
        on_size = on_size + odds * (log_share + mean / both)
    return float(value), on_mean, on_size
