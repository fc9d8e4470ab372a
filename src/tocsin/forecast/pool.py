"""The linear pool: a weighted mean of the models' probabilities.

Weights were chosen on origins from 1996 to 2009, by the CRPS at 90 days, rounded and made equal for all horizons;
nothing later had a hand in them. Where a unit is not one that models learn from, the
mixture speaks alone.
"""

import msgspec
import numpy as np

from tocsin.forecast.counts import LONGEST, close_tail
from tocsin.forecast.decay import Decay, learn_decay
from tocsin.forecast.hurdle import Hurdle, learn_hurdle
from tocsin.forecast.mixture import Mixture, learn_mixture, say_conflictology
from tocsin.forecast.panel import Panel
from tocsin.forecast.series import Floats, Ints
from tocsin.forecast.trees import Trees, learn_trees

YOUNG_DAYS = 730
"""Days since the first event up to which a unit is young (design note on truces, section 4)."""
WEIGHTS = {
    "mixture": {"mixture": 1.0},
    "young_pool": {"mixture": 0.05, "gamma_poisson": 0.1, "hurdle": 0.85},
    "pool": {"mixture": 0.05, "gamma_poisson": 0.55, "hurdle": 0.4},
}
"""Who speaks to weights of the models. `docs/forecast.md` tells why the young have their own."""
SPEAKERS = tuple(WEIGHTS)
ENOUGH_ROWS = 200
"""Closed rows below which nothing but the mixture is trusted: about ten for each number that the hurdle learns."""
TREES_SHARE = 0.5
"""Part of the hurdle's weight that trees take over, where they are grown."""


class Said(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What was said about n rows; rows of probabilities of 0, 1, 2 ... events."""

    pooled: Floats
    """(n, k) the forecast."""
    baseline: Floats
    """(n, k) conflictology."""
    speaker: Ints
    """(n,) who speaks: a place in SPEAKERS."""
    models: dict[str, Floats]
    """Name of a model to its (n, k)."""


class Pool(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The models learnt for one horizon."""

    rows: int
    """Closed rows learnt from."""
    mixture: Mixture
    """The fallback."""
    decay: Decay
    """Gamma-Poisson."""
    hurdle: Hurdle
    """Hurdle."""
    trees: Trees | None = None
    """Trees, where they were asked for."""

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
            "hurdle": self.hurdle.say(wanted, length),
        }
        if self.trees is not None:
            models["trees"] = self.trees.say(wanted, length)
        speaker = name_speaker(wanted, self.rows)
        pooled = np.zeros((len(rows), length))
        for number, name in enumerate(SPEAKERS):
            theirs = speaker == number
            for model, weight in self._weights(name).items():
                pooled[theirs] += weight * models[model][theirs]
        return Said(
            pooled=close_tail(pooled),
            baseline=say_conflictology(wanted, length),
            speaker=speaker,
            models=models,
        )

    def _weights(self, speaker: str) -> dict[str, float]:
        weights = dict(WEIGHTS[speaker])
        if self.trees is not None and "hurdle" in weights:
            weights["trees"] = TREES_SHARE * weights["hurdle"]
            weights["hurdle"] -= weights["trees"]
        return weights


def name_speaker(panel: Panel, rows: int) -> Ints:
    """Say who speaks for each row of a panel.

    Args:
        panel: n rows.
        rows: closed rows that the models learnt from.

    Returns:
        (n,) places in SPEAKERS: the mixture where the unit is not active or too little was learnt, else the pool that
        fits the unit's age.
    """
    grown = np.where(panel.history < YOUNG_DAYS, SPEAKERS.index("young_pool"), SPEAKERS.index("pool"))
    trusted = panel.active & (rows >= ENOUGH_ROWS)
    return np.where(trusted, grown, SPEAKERS.index("mixture"))


def learn_pool(panel: Panel, *, trees: bool = False) -> Pool:
    """Learn all models from rows whose horizon is closed.

    Args:
        panel: the rows.
        trees: grow trees too.

    Returns:
        The models.
    """
    hurdle = learn_hurdle(panel)
    return Pool(
        rows=len(panel),
        mixture=learn_mixture(panel),
        decay=learn_decay(panel),
        hurdle=hurdle,
        trees=learn_trees(panel, hurdle) if trees else None,
    )


def fit_length(panel: Panel) -> int:
    """Entries that rows of probabilities need: far beyond what recent rates and windows make likely."""
    if not len(panel):
        return 2
    likely = panel.horizon * float(np.max(panel.rates, initial=0.0))
    return int(min(LONGEST, max(32.0, 2.0 * panel.windows.max() + 1, 6.0 * likely + 30.0)))
