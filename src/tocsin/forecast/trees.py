"""Trees, an extra (scikit-learn): boosted trees say whether anything happens, the hurdle's counts how much."""

from typing import Any

import msgspec
import numpy as np

from tocsin.forecast.hurdle import Hurdle
from tocsin.forecast.panel import Panel
from tocsin.forecast.series import Floats
from tocsin.forecast.traits import describe, describe_level

FEWEST = 200
"""Rows below which trees are not grown: five leaves of 40."""


class Trees(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What was learnt."""

    chance: Any
    """Fitted classifier of scikit-learn."""
    counts: Hurdle
    """Says how much happens, if anything does."""

    def say(self, panel: Panel, length: int) -> Floats:
        """Forecast: (n, length) rows."""
        chance = np.asarray(self.chance.predict_proba(_widen(panel, self.counts.everyone))[:, 1], dtype=float)
        return self.counts.say(panel, length, chance)


def learn_trees(panel: Panel, hurdle: Hurdle) -> Trees | None:
    """Grow trees on closed rows.

    Args:
        panel: closed rows.
        hurdle: learnt from the same rows.

    Returns:
        The model; None with fewer than FEWEST rows, or where all ended alike.

    Raises:
        ModuleNotFoundError: scikit-learn is not installed (`pip install tocsin[trees]`).
    """
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415  an optional package

    happened = panel.seen > 0
    if len(panel) < FEWEST or happened.all() or not happened.any():
        return None
    # Sizes set by hand before any scoring: small trees, slow steps, as for a few thousand noisy rows.
    chance = HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=80,
        max_leaf_nodes=6,
        min_samples_leaf=40,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=0,
    )
    return Trees(chance=chance.fit(_widen(panel, hurdle.everyone), happened), counts=hurdle)


def _widen(panel: Panel, everyone: float) -> Floats:
    """(n, 21): the traits, log days since the first event, log events so far."""
    return np.column_stack(
        [
            describe_level(panel, everyone),
            describe(panel, everyone),
            np.log1p(panel.history),
            np.log1p(panel.events),
        ]
    )
