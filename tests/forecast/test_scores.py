"""Scores are right: by hand, and against the library scoringrules."""

import numpy as np
import pytest
import scoringrules

from tocsin.forecast import scores
from tocsin.forecast.counts import negative_binomial, tally

DICE = np.random.default_rng(7)


def test_crps_of_draws_is_that_of_scoringrules() -> None:
    draws = DICE.poisson(4.0, size=(50, 200))
    seen = DICE.poisson(5.0, size=50)
    theirs = scoringrules.crps_ensemble(seen.astype(float), draws.astype(float))
    assert scores.score_crps(tally(draws, 40), seen) == pytest.approx(theirs, abs=1e-6)


def test_crps_and_log_score_of_a_negative_binomial_are_those_of_scoringrules() -> None:
    """Sizes from 1 on: below, scoringrules 0.8 takes binomials of fractions for 0 and scores infinity."""
    mean, size, seen = DICE.gamma(2.0, 3.0, 60), DICE.gamma(2.0, 1.0, 60) + 1.0, DICE.poisson(5.0, 60)
    rows = negative_binomial(mean, size, 4000)
    chance = size / (size + mean)
    assert scores.score_crps(rows, seen) == pytest.approx(
        scoringrules.crps_negbinom(seen, size, chance), abs=1e-6
    )
    assert scores.score_log(rows, seen) == pytest.approx(
        scoringrules.logs_negbinom(seen, size, chance), abs=1e-6
    )


def test_brier_is_that_of_scoringrules() -> None:
    said, happened = DICE.random(80), DICE.integers(0, 2, 80)
    assert scores.score_brier(said, happened) == pytest.approx(
        scoringrules.brier_score(happened.astype(float), said), abs=1e-6
    )


def test_scores_by_hand() -> None:
    rows = np.array([[0.5, 0.3, 0.2]])
    assert scores.score_crps(rows, np.array([1]))[0] == pytest.approx(0.5**2 + 0.2**2)
    assert scores.score_log(rows, np.array([2]))[0] == pytest.approx(-np.log(0.2))
    assert scores.score_log(np.array([[1.0, 0.0]]), np.array([1]))[0] == pytest.approx(27.63, abs=0.01)


def test_corp_splits_the_brier_score_into_its_three_terms() -> None:
    said = np.repeat([0.1, 0.4, 0.9], 10)
    happened = np.array([1] * 2 + [0] * 8 + [1] * 4 + [0] * 6 + [1] * 8 + [0] * 2)
    found = scores.judge_reliability(said, happened)
    assert found.miscalibration == pytest.approx((0.1**2 + 0 + 0.1**2) / 3)
    brier = float(scores.score_brier(said, happened).mean())
    assert found.miscalibration - found.discrimination + found.uncertainty == pytest.approx(brier)
    assert list(found.happened[::10]) == pytest.approx([0.2, 0.4, 0.8])


def test_the_recalibrated_curve_never_falls_and_ignores_the_order_of_cases() -> None:
    said, happened = np.round(DICE.random(200), 2), DICE.integers(0, 2, 200)
    found = scores.judge_reliability(said, happened)
    assert (np.diff(found.happened) >= 0).all()
    mixed = DICE.permutation(200)
    assert scores.judge_reliability(said[mixed], happened[mixed]).miscalibration == found.miscalibration


def test_calibration_error_by_hand() -> None:
    said, happened = np.array([0.12, 0.18, 0.95, 1.0]), np.array([0, 1, 1, 1])
    assert scores.calibration_error(said, happened) == pytest.approx((abs(0.3 - 1) + abs(1.95 - 2)) / 4)


def test_the_ninety_percent_range_holds_its_ends() -> None:
    rows = np.array([[0.04, 0.02, 0.9, 0.04], [0.95, 0.05, 0.0, 0.0]])
    low, high = scores.central_range(rows)
    assert (list(low), list(high)) == ([1, 0], [2, 0])
    assert list(scores.cover(rows, np.array([2, 1]))) == [1.0, 0.0]


def test_skill_is_the_share_of_the_reference_that_is_gained() -> None:
    assert scores.skill(np.array([1.0, 2.0]), np.array([2.0, 2.0])) == pytest.approx(0.25)


def test_the_bootstrap_draws_whole_blocks() -> None:
    drawn = scores.resample(np.array([0, 0, 1, 2, 2]), 100, 1)
    assert drawn.shape == (100, 5)
    assert (drawn[:, 0] == drawn[:, 1]).all()
    assert (drawn[:, [0, 2, 3]].sum(axis=1) == 3).all()
    assert (drawn == scores.resample(np.array([0, 0, 1, 2, 2]), 100, 1)).all()
