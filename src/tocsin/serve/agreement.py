"""Agreement of reviewers: Krippendorff's alpha, with an interval."""

from collections.abc import Hashable, Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

TIMES = 2000
"""Resamples of an interval."""
_SEED = 8


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How far reviewers agree in one field."""

    field: str
    units: int
    """Claims that two or more answered."""
    percent: float
    """Share of pairs of answers that are equal, 0 to 100."""
    alpha: float | None
    """1 = always, 0 = as often as by chance; None = not defined, because all answers are the same."""
    low: float | None
    """Lower end of the 95 % interval."""
    high: float | None


def agree(field: str, answers: Iterable[Sequence[Hashable]], *, times: int = TIMES) -> Agreement | None:
    """Work out how far reviewers agree: Krippendorff's alpha for nominal values, any number of answers a claim.

    Alpha is as in K. Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; the interval is the percentile
    bootstrap over claims, which A. Zapf et al. 2016 (BMC Medical Research Methodology 16:93) recommend.

    Args:
        field: name of what is answered.
        answers: the answers to each claim; claims with fewer than two are left out.
        times: resamples, >= 1.

    Returns:
        The agreement; None where no claim has two answers. Resamples in which all answers are the same are left out.
    """
    told = [list(given) for given in answers if len(given) > 1]
    if not told:
        return None
    codes = {value: code for code, value in enumerate(dict.fromkeys(one for given in told for one in given))}
    counts = np.zeros((len(told), len(codes)))
    for row, given in enumerate(told):
        for value in given:
            counts[row, codes[value]] += 1
    sizes = counts.sum(axis=1)
    pairs = (counts * (counts - 1)).sum(axis=1)
    drawn = np.random.default_rng(_SEED).multinomial(len(told), np.full(len(told), 1 / len(told)), times)
    found = _alphas(counts, drawn.astype(np.float64))
    known = found[~np.isnan(found)]
    alpha = _alphas(counts, np.ones((1, len(told))))[0]
    low, high = np.quantile(known, (0.025, 0.975)) if len(known) and not np.isnan(alpha) else (None, None)
    return Agreement(
        field=field,
        units=len(told),
        percent=float(100 * pairs.sum() / (sizes * (sizes - 1)).sum()),
        alpha=None if np.isnan(alpha) else float(alpha),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
    )


def _alphas(counts: Numbers, weights: Numbers) -> Numbers:
    """Work out alpha under weights of the claims.

    Args:
        counts: claims x values, how many gave the value; each row sums to 2 or more.
        weights: resamples x claims.

    Returns:
        Alpha of each resample; nan where it is not defined.
    """
    sizes = counts.sum(axis=1)
    equal = weights @ ((counts * (counts - 1)).sum(axis=1) / (sizes - 1))
    values = weights @ counts
    total = values.sum(axis=1)
    observed = 1 - equal / total
    expected = 1 - (values * (values - 1)).sum(axis=1) / (total * (total - 1))
    return np.where(expected > 0, 1 - observed / np.where(expected > 0, expected, 1), np.nan)
