"""The arithmetic of the models, checked by hand."""

import datetime as dt

import numpy as np
import pytest

from tests.forecast.worlds import FIRST, unit
from tocsin.forecast.counts import negative_binomial, tally, trim
from tocsin.forecast.decay import Decay
from tocsin.forecast.mixture import Mixture, say_conflictology
from tocsin.forecast.panel import HALF_LIVES, grid, tabulate

START = FIRST.toordinal()


def test_an_event_counts_half_after_one_half_life() -> None:
    # one event 15 days before the origin, two the day before: at a half-life of 14 days .5 and 2
    one = unit("a", [1] + [0] * 13 + [2])
    panel = tabulate([one], [np.array([START + 15])], 7)
    assert HALF_LIVES[1] == 14
    assert panel.decayed[0, 1] == pytest.approx(2.5)
    assert panel.exposure[0, 1] == pytest.approx(sum(2 ** (-age / 14) for age in range(15)))


def test_columns_by_hand() -> None:
    one = unit("a", [0, 0, 1, 0, 3, 0, 0, 1, 1, 0])
    panel = tabulate([one], [START + np.array([2, 3, 7, 9])], 2)
    assert list(panel.seen) == [1, 3, 2, -1]
    assert list(panel.events) == [0, 1, 4, 6]
    assert list(panel.history) == [0, 1, 5, 7]
    assert list(panel.gap) == [731, 1, 3, 1]
    assert panel.rate[2] == pytest.approx(4 / 5)
    assert list(panel.closed(START + 9)) == [0, 1, 2]
    assert list(panel.closed(START + 8)) == [0, 1]


def test_conflictology_is_the_share_of_windows_with_each_count() -> None:
    # 8 days watched, 7 windows of 2 days: 0 0+1 1+0 0+3 3+0 0+0 0+1
    one = unit("a", [0, 0, 1, 0, 3, 0, 0, 1])
    panel = tabulate([one], [np.array([START + 8])], 2)
    assert say_conflictology(panel, 5)[0] == pytest.approx(np.array([2, 3, 0, 2, 0]) / 7)


def test_conflictology_looks_back_one_year_and_two_for_long_horizons() -> None:
    one = unit("a", [9] * 800 + [0] * 400)
    at = [np.array([START + 1200])]
    assert say_conflictology(tabulate([one], at, 30), 50)[0, 0] == 1.0
    assert say_conflictology(tabulate([one], at, 90), 1000)[0, 0] == pytest.approx(311 / 641)


def test_the_mixture_is_nine_parts_conflictology_and_one_part_everyone() -> None:
    panel = tabulate([unit("a", [0] * 400)], [np.array([START + 400])], 30)
    row = Mixture(pooled=np.array([0.5, 0.3, 0.2])).say(panel, 2)[0]
    assert row == pytest.approx([0.95, 0.05])


def test_gamma_poisson_by_hand() -> None:
    # 4 events in 28 days since the first; half-life 7 days; the long run is worth 10 days
    one = unit("a", [1] + [0] * 20 + [3] + [0] * 6)
    panel = tabulate([one], [np.array([START + 28])], 30)
    events = 2 ** (-27 / 7) + 3 * 2 ** (-6 / 7)
    days = sum(2 ** (-age / 7) for age in range(28))
    mean = 30 * (10 * 4 / 28 + events) / (10 + days)
    only_seven = np.where(HALF_LIVES == 7, 0.0, -1e9)
    decay = Decay(worth=np.full(8, 10.0), shape=np.full(8, 0.5), prior=only_seven)
    row = decay.say(panel, np.array([0]), 500)[0]
    assert row @ np.arange(500) == pytest.approx(mean, abs=1e-6)
    size = 0.5 * (10 * 4 / 28 + events)
    assert row[0] == pytest.approx((size / (size + mean)) ** size)


def test_half_lives_are_weighed_by_what_they_said_before_never_by_open_horizons() -> None:
    one = unit("a", [1, 0, 0, 2, 0, 0, 0] * 60)
    panel = tabulate([one], [grid(one)], 30)
    last = np.array([len(panel) - 1])
    equal = Decay(worth=np.ones(8), shape=np.ones(8), prior=np.zeros(8))
    weights = equal.weigh(panel, last)[0]
    assert weights.sum() == pytest.approx(1.0)
    assert weights.max() > 1 / 8
    later = panel.seen.copy()
    later[-2] = 999  # the origin before the last is 28 days old: its 30 days are not over
    changed = equal.weigh(
        type(panel)(**{**{n: getattr(panel, n) for n in panel.__struct_fields__}, "seen": later}), last
    )
    assert (changed[0] == weights).all()
    assert equal.weigh(panel, np.array([0]))[0] == pytest.approx(np.full(8, 1 / 8))


def test_the_first_origin_comes_after_five_events_and_none_after_two_quiet_years() -> None:
    one = unit("a", [1] * 4 + [0] * 96 + [1] + [0] * 1500)
    days = grid(one) - START
    assert 101 <= days[0] < 101 + 28
    assert 101 + 730 - 28 < days[-1] <= 100 + 730
    assert (np.diff(days) == 28).all()
    assert list(grid(unit("b", [1] * 4))) == []


def test_a_negative_binomial_has_its_mean_and_variance() -> None:
    row = negative_binomial(np.array([3.0]), np.array([2.0]), 300)[0]
    counts = np.arange(300)
    assert row @ counts == pytest.approx(3.0)
    assert row @ (counts - 3.0) ** 2 == pytest.approx(3 + 9 / 2)


def test_the_last_entry_holds_the_tail() -> None:
    assert tally(np.array([[0, 7, 9, -1]]), 3)[0] == pytest.approx([1 / 3, 0, 2 / 3])
    short = trim(np.array([0.5, 0.5 - 2e-7, 1e-7, 1e-7]))
    assert list(short) == pytest.approx([0.5, 0.5])
    assert negative_binomial(np.array([50.0]), np.array([1.0]), 2)[0].sum() == pytest.approx(1.0)


def test_days_are_cut_before_the_day_named() -> None:
    one = unit("a", [1, 2, 3])
    assert list(one.before(FIRST + dt.timedelta(days=2)).counts) == [1, 2]
    assert list(one.before(FIRST - dt.timedelta(days=2)).counts) == []
