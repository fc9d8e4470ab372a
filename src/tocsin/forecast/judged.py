"""Judged forecasts: what was said, set against what happened."""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from tocsin.forecast.scores import (
    Reliability,
    calibration_error,
    cover,
    judge_reliability,
    score_brier,
    score_crps,
    score_log,
    skill,
)
from tocsin.model import Forecast


class Verdict(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How the forecasts of one horizon did."""

    horizon_days: int
    number: int
    """Forecasts that are over."""
    crps: float
    crps_skill: float
    """Against conflictology; 0 = no better."""
    log_score: float
    brier: float
    brier_skill: float
    ece: float
    """Calibration error of "at least one"."""
    coverage: float
    """Share of 90 % ranges that held what was seen."""
    reliability: Reliability
    """Said against happened."""


def judge_forecasts(pairs: Iterable[tuple[Forecast, int]]) -> list[Verdict]:
    """Score forecasts that are over.

    Args:
        pairs: each forecast with the number of events that happened.

    Returns:
        One verdict a horizon, shortest first.
    """
    by_horizon: dict[int, list[tuple[Forecast, int]]] = {}
    for forecast, seen in pairs:
        by_horizon.setdefault(forecast.horizon_days, []).append((forecast, seen))
    return [_judge(horizon, rows) for horizon, rows in sorted(by_horizon.items())]


def _judge(horizon: int, rows: Sequence[tuple[Forecast, int]]) -> Verdict:
    seen = np.array([number for _, number in rows])
    ours, theirs = (_even([getattr(forecast, name) for forecast, _ in rows]) for name in ("pmf", "baseline"))
    some = (seen > 0).astype(np.int64)
    said, base = 1.0 - ours[:, 0], 1.0 - theirs[:, 0]
    crps, crps_base = score_crps(ours, seen), score_crps(theirs, seen)
    brier, brier_base = score_brier(said, some), score_brier(base, some)
    return Verdict(
        horizon_days=horizon,
        number=len(rows),
        crps=float(crps.mean()),
        crps_skill=skill(crps, crps_base),
        log_score=float(score_log(ours, seen).mean()),
        brier=float(brier.mean()),
        brier_skill=skill(brier, brier_base),
        ece=calibration_error(said, some),
        coverage=float(cover(ours, seen).mean()),
        reliability=judge_reliability(said, some),
    )


def _even(pmfs: Sequence[Sequence[float]]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Bring rows to one length, a place longer than the longest, so that what was never expected has probability 0."""
    rows = np.zeros((len(pmfs), max(map(len, pmfs)) + 1))
    for number, pmf in enumerate(pmfs):
        rows[number, : len(pmf)] = pmf
    return rows
