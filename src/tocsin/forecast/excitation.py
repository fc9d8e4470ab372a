"""Self-exciting negative binomial: each event raises the rate for a while, in the same way for all units.

The mean is a mix, with weights >= 0 learnt from all units together, of the long-run rate, the rates at half-lives of
7, 30, 120 and 480 days, and the mean of all units: a Hawkes process in discrete time.
"""

import msgspec
import numpy as np

from tocsin.forecast.counts import SMALLEST, negative_binomial
from tocsin.forecast.likelihood import Spread, maximise, size_of
from tocsin.forecast.panel import HALF_LIVES, Panel
from tocsin.forecast.series import Floats

KERNELS = np.isin(HALF_LIVES, (7.0, 30.0, 120.0, 480.0))
"""Half-lives in the mix (design note on truces, section 4)."""


class Excitation(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What was learnt."""

    weights: Floats
    """(6,) of the long-run rate, four recent rates, and the mean of all units."""
    curve: Floats
    """(2,) how the size follows the mean."""
    everyone: float
    """Events a day, mean over all units and origins learnt from."""

    def say(self, panel: Panel, length: int) -> Floats:
        """Forecast: (n, length) rows."""
        mean = np.maximum(_sources(panel, self.everyone) @ self.weights, SMALLEST)
        return negative_binomial(mean, size_of(mean, self.curve), length)


def learn_excitation(panel: Panel) -> Excitation:
    """Learn the mix from closed rows."""
    everyone = float(panel.seen.mean() / panel.horizon) if len(panel) else 1.0 / panel.horizon
    sources = _sources(panel, everyone)

    def mean_of(logs: Floats) -> tuple[Floats, Spread]:
        weights = np.exp(logs)
        mean = sources @ weights + SMALLEST
        return mean, lambda slopes: (slopes @ sources) * weights

    start = np.concatenate([np.log([0.1, 0.2, 0.2, 0.2, 0.2, 0.05]), [0.0, 0.3]])
    ridge = np.full(len(start), 0.05)  # only keeps the weight of an idle source from running away
    found = maximise(mean_of, start, panel.seen, ridge, truncated=False)
    return Excitation(weights=np.exp(found[:-2]), curve=found[-2:], everyone=everyone)


def _sources(panel: Panel, everyone: float) -> Floats:
    """(n, 6) events within the horizon if one source alone were right."""
    return panel.horizon * np.column_stack(
        [panel.rate, panel.rates[:, KERNELS], np.full(len(panel), everyone)]
    )
