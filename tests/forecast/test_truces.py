"""Truces: a forecast under one, and whether violence has fallen, on numbers that can be checked by hand."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from tocsin.forecast.truces import (
    MULTIPLIERS,
    SHIPPED,
    Past,
    fewer,
    learn_effect,
    multiply,
    shipped_effect,
)

COIN = np.array([0.5, 0.25, 0.25])


def test_thinning_by_half_is_what_the_coins_say() -> None:
    # none, or one that is missed, or two that are both missed
    assert multiply(COIN, 0.5) == pytest.approx([0.5 + 0.125 + 0.0625, 0.125 + 0.125, 0.0625])


def test_half_of_the_events_bring_a_second_one() -> None:
    # one event stays one or becomes two; two become two, three or four
    assert multiply(COIN, 1.5) == pytest.approx([0.5, 0.125, 0.125 + 0.0625, 0.125, 0.0625])


@given(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=12), st.sampled_from(MULTIPLIERS))
def test_the_mean_is_multiplied_and_nothing_is_lost(weights: list[float], multiplier: float) -> None:
    blind = np.array(weights) / sum(weights)
    found = multiply(blind, multiplier)
    assert found.sum() == pytest.approx(1.0)
    assert found @ np.arange(len(found)) == pytest.approx(multiplier * (blind @ np.arange(len(blind))))


@pytest.mark.parametrize("multiplier", [0.02, 0.5, 1.0])
@pytest.mark.parametrize("number", [0, 1, 40, 900])
def test_thinning_is_the_binomial_of_scipy(number: int, multiplier: float) -> None:
    """A forecast that is sure of a number leaves the binomial of it."""
    sure = np.zeros(number + 1)
    sure[number] = 1.0
    wanted = binom.pmf(np.arange(number + 1), number, multiplier)
    assert multiply(sure, multiplier) == pytest.approx(wanted, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("seen", [0, 1, 4, 5, 100])
def test_a_truce_teaches_what_all_its_multiplied_forecasts_say(seen: int) -> None:
    """Two events at most may become four; more than that nobody forecasts, and all multipliers keep their weight."""
    before = shipped_effect()
    rows = [multiply(COIN, multiplier) for multiplier in MULTIPLIERS]
    chances = np.array([max(row[seen] if seen < len(row) else 0.0, 1e-9) for row in rows])
    wanted = before.weights * chances
    assert before.after(COIN, seen).weights == pytest.approx(wanted / wanted.sum())


def test_quiet_after_many_expected_events_is_a_surprise_and_after_few_is_none() -> None:
    busy = np.bincount(np.random.default_rng(7).poisson(9.0, 20_000)) / 20_000
    assert fewer(busy, 1) < 0.05
    assert fewer(busy, 9) > 0.5
    assert fewer(np.array([0.9, 0.1]), 0) == pytest.approx(0.9)
    assert fewer(busy, 10_000) == pytest.approx(1.0)


def test_truces_that_were_kept_teach_quiet_and_broken_ones_do_not() -> None:
    blind = np.bincount(np.random.default_rng(3).poisson(8.0, 50_000)) / 50_000
    kept = learn_effect([Past(blind=blind, seen=0)] * 6)
    broken = learn_effect([Past(blind=blind, seen=13)] * 6)
    assert kept.mean < 0.3
    assert broken.mean > 1.1
    assert kept.say(blind)[0] > 0.5
    assert broken.say(blind)[0] < 0.05


def test_nothing_learnt_is_all_multipliers_alike_and_order_does_not_count() -> None:
    assert learn_effect([]).weights == pytest.approx(np.full(len(MULTIPLIERS), 1 / len(MULTIPLIERS)))
    past = [Past(blind=COIN, seen=0), Past(blind=COIN, seen=2)]
    assert learn_effect(past).weights == pytest.approx(learn_effect(past[::-1]).weights)
    assert learn_effect(past).say(COIN).sum() == pytest.approx(1.0)


def test_a_quiet_truce_promises_more_quiet_and_a_broken_one_less() -> None:
    blind = np.bincount(np.random.default_rng(5).poisson(6.0, 50_000)) / 50_000
    start = shipped_effect()
    assert start.after(blind, 0).mean < start.mean < start.after(blind, 8).mean
    assert start.after(blind, 0).say(blind)[0] > start.say(blind)[0]


def test_the_shipped_effect_names_what_it_was_learnt_from() -> None:
    record = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert record["multipliers"] == list(MULTIPLIERS)
    assert sum(record["weights"]) == pytest.approx(1.0, abs=1e-4)
    assert record["licence"].startswith("CC BY 4.0")
    assert all(len(digest) == 64 for digest in record["learnt_from"].values())
