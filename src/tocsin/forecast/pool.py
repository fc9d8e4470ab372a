"""The linear pool: a weighted mean of the models' probabilities, and the mixture alone where history is short."""

import msgspec
import numpy as np

from tocsin.forecast.counts import LONGEST, close_tail
from tocsin.forecast.decay import Decay, learn_decay
from tocsin.forecast.excitation import Excitation, learn_excitation
from tocsin.forecast.hurdle import Hurdle, learn_hurdle
from tocsin.forecast.mixture import Mixture, learn_mixture, say_conflictology
from tocsin.forecast.panel import Panel
from tocsin.forecast.series import Floats, Ints

SHORT = 730
"""Days since the first event below which the mixture speaks alone (design note on truces, section 4)."""


class Said(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What was said about n rows; rows of probabilities of 0, 1, 2 ... events."""

    pooled: Floats
    """(n, k) the forecast."""
    baseline: Floats
    """(n, k) conflictology."""
    short: Ints
    """(n,) 1 where history was too short, so that the forecast is the mixture."""
    models: dict[str, Floats]
    """Name of a model to its (n, k)."""


class Pool(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The models learnt for one horizon."""

    mixture: Mixture
    """The fallback."""
    decay: Decay
    """Gamma-Poisson."""
    excitation: Excitation
    """Self-exciting negative binomial."""
    hurdle: Hurdle
    """Hurdle."""

    def say(self, panel: Panel, rows: Ints) -> Said:
        """Forecast some rows of a panel; its other rows are the record of the units.

        Args:
            panel: the panel.
            rows: (n,) row numbers wanted.

        Returns:
            What all models say.
        """
        wanted = panel.take(rows)
        length = fit_length(wanted)
        models = {
            "mixture": self.mixture.say(wanted, length),
            "gamma_poisson": self.decay.say(panel, rows, length),
            "self_exciting": self.excitation.say(wanted, length),
            "hurdle": self.hurdle.say(wanted, length),
        }
        pooled = np.mean(list(models.values()), axis=0)
        short = wanted.history < SHORT
        pooled[short] = models["mixture"][short]
        return Said(
            pooled=close_tail(pooled),
            baseline=say_conflictology(wanted, length),
            short=short.astype(np.int64),
            models=models,
        )


def learn_pool(panel: Panel) -> Pool:
    """Learn all models from rows whose horizon is closed."""
    return Pool(
        mixture=learn_mixture(panel),
        decay=learn_decay(panel),
        excitation=learn_excitation(panel),
        hurdle=learn_hurdle(panel),
    )


def fit_length(panel: Panel) -> int:
    """Entries that rows of probabilities need: far beyond what recent rates and windows make likely."""
    if not len(panel):
        return 2
    likely = panel.horizon * float(np.max(panel.rates, initial=0.0))
    return int(min(LONGEST, max(32.0, 2.0 * panel.windows.max() + 1, 6.0 * likely + 30.0)))
