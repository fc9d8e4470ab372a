"""Truces: has the violence fallen, and what to expect while one holds.

Both start from the truce-blind forecast, which knows the days before the truce and nothing of it. Truces begin at peaks,
so that comparing before and after finds peace everywhere (design note on truces, section 5).
"""

import functools
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from tocsin.forecast.counts import close_tail, trim
from tocsin.forecast.series import Floats, Ints

ALARM = 0.05
"""Probability of so few events without a truce at or below which violence is said to have fallen (design note)."""
MULTIPLIERS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1.0, 1.25, 1.5)
"""What a truce may do to the number of events; the design's range .02 to 1.5."""
PRIOR = 1.0
"""Truces that the flat prior over the multipliers is worth. First setting, not tuned."""
SHIPPED = Path(__file__).with_name("truce_effect.json")
"""What truces did, learnt from dated truces by `tools/truce_effect.py`; docs/forecast.md is its card."""
LARGEST = 1024
"""Entries of a forecast up to which the table of chances is kept; it takes 8 to 16 MB there, one for each multiplier."""
ROUNDS = 200
"""Rounds of expectation-maximisation; it is settled long before."""


class Past(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A truce of which the window is over."""

    blind: Floats
    """(k,) truce-blind probabilities of 0, 1, 2 ... events in the window."""
    seen: int
    """Events that were seen in it."""


class Effect(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What truces did so far."""

    weights: Floats
    """(11,) probability of each of MULTIPLIERS; sums to 1."""

    @property
    def mean(self) -> float:
        """Mean multiplier."""
        return float(self.weights @ np.array(MULTIPLIERS))

    def say(self, blind: Floats) -> Floats:
        """Forecast a window under a truce.

        Args:
            blind: (k,) truce-blind probabilities.

        Returns:
            Probabilities, as long as the widest of the multiplied forecasts.
        """
        known = trim(blind)
        rows = [multiply(known, multiplier) for multiplier in MULTIPLIERS]
        said = np.zeros(max(len(row) for row in rows))
        for weight, row in zip(self.weights, rows, strict=True):
            said[: len(row)] += weight * row
        return trim(close_tail(said[None])[0])

    def after(self, blind: Floats, seen: int) -> "Effect":
        """Learn from the days of a truce that are over (Bayes' rule).

        Args:
            blind: (k,) truce-blind probabilities for those days.
            seen: events seen in them.

        Returns:
            The effect of this truce, as far as it shows.
        """
        weights = self.weights * _likelihood(blind, seen)
        return Effect(weights=weights / weights.sum())


@functools.cache
def shipped_effect() -> Effect:
    """Give what truces did, as far as the dated ones that ship tell."""
    record = msgspec.json.decode(SHIPPED.read_bytes())
    return Effect(weights=np.array(record["weights"]))


def fewer(blind: Floats, seen: int) -> float:
    """Give the probability of so few events without a truce.

    Args:
        blind: (k,) truce-blind probabilities.
        seen: events seen.

    Returns:
        P(Y <= seen), 0 to 1; at `ALARM` or below violence has fallen.
    """
    return float(min(1.0, blind[: seen + 1].sum()))


def multiply(blind: Floats, multiplier: float) -> Floats:
    """Give the forecast of a number of events of which each happens `multiplier` times on average.

    Below 1 each event happens with that probability (binomial thinning); above 1 each may bring a second one. Both
    keep the doubt about the rate that is in the forecast.

    Args:
        blind: (k,) probabilities of 0, 1, 2 ... events.
        multiplier: 0 to 2.

    Returns:
        (k,) probabilities, (2 k - 1,) where the multiplier is above 1.
    """
    size = len(blind)
    if size > LARGEST:
        return np.asarray(blind @ _chances(size, multiplier))
    whole = _kept_chances(1 << (size - 1).bit_length(), multiplier)
    return np.asarray(blind @ whole[:size, : size if multiplier <= 1.0 else 2 * size - 1])


def _chances(size: int, multiplier: float) -> Floats:
    """Give the probability that n events become m: (size, size), (size, 2 size - 1) where the multiplier is above 1."""
    return _become(
        np.arange(size)[:, None], np.arange(size if multiplier <= 1.0 else 2 * size - 1), multiplier
    )


_kept_chances = functools.lru_cache(maxsize=128)(_chances)


def _become(number: Ints, become: Ints, multiplier: float) -> Floats:
    """Give the probability that some number of events becomes another, for arrays that broadcast."""
    drawn, chance = (become, multiplier) if multiplier <= 1.0 else (become - number, multiplier - 1.0)
    inside = (drawn >= 0) & (drawn <= number)
    drawn = np.where(inside, drawn, 0)
    ways = gammaln(number + 1) - gammaln(drawn + 1) - gammaln(number - drawn + 1)
    logs = ways + xlogy(drawn, chance) + xlog1py(number - drawn, -chance)
    return np.where(inside, np.exp(logs), 0.0)


def learn_effect(past: Sequence[Past]) -> Effect:
    """Learn what truces do from those that are over.

    Args:
        past: truces, any order; of other parties than the one that is forecast, and over before its truce began.

    Returns:
        The probabilities of the multipliers that explain them best, with a flat prior worth `PRIOR` truces.
    """
    weights = np.full(len(MULTIPLIERS), 1.0 / len(MULTIPLIERS))
    if not past:
        return Effect(weights=weights)
    chances = np.array([_likelihood(one.blind, one.seen) for one in past])
    for _ in range(ROUNDS):
        shares = weights * chances
        shares /= shares.sum(axis=1, keepdims=True)
        weights = (shares.sum(axis=0) + PRIOR / len(MULTIPLIERS)) / (len(past) + PRIOR)
    return Effect(weights=weights)


def _likelihood(blind: Floats, seen: int) -> Floats:
    """(11,) probability of what was seen under each of MULTIPLIERS, and a little beyond the tail: no surprise decides all."""
    number = np.arange(len(blind))
    told = [blind @ _become(number, np.array(seen), multiplier) for multiplier in MULTIPLIERS]
    return np.maximum(told, 1e-9)
