"""The arithmetic of the models, checked by hand."""

import datetime as dt

import msgspec
import numpy as np
import pytest

from tests.forecast.worlds import FIRST, unit
from tocsin.forecast.counts import negative_binomial, tally, trim
from tocsin.forecast.decay import Decay
from tocsin.forecast.hurdle import learn_hurdle
from tocsin.forecast.likelihood import _slopes
from tocsin.forecast.mixture import Mixture, say_conflictology
from tocsin.forecast.panel import HALF_LIVES, Panel, grid, tabulate

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
    assert panel.mean_rate == pytest.approx((1 + 3 + 2 + 1) / (4 * 2))
    assert panel.long_rate(0.1)[2] == pytest.approx((4 + 180 * 0.1) / (5 + 180))
    assert panel.recent_rates(0.1)[2] == pytest.approx((panel.decayed[2] + 0.2) / (panel.exposure[2] + 2))
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
    rate = (4 + 180 * 0.1) / (28 + 180)
    mean = 30 * (10 * rate + events) / (10 + days)
    only_seven = np.where(HALF_LIVES == 7, 0.0, -1e9)
    decay = Decay(worth=np.full(8, 10.0), shape=np.full(8, 0.5), prior=only_seven, everyone=0.1)
    row = decay.say(panel, np.array([0]), 500)[0]
    assert row @ np.arange(500) == pytest.approx(mean, abs=1e-6)
    size = 0.5 * (10 * rate + events)
    assert row[0] == pytest.approx((size / (size + mean)) ** size)


def test_half_lives_are_weighed_by_what_they_said_before_never_by_open_horizons() -> None:
    one = unit("a", [1, 0, 0, 2, 0, 0, 0] * 60)
    panel = tabulate([one], [grid(one)], 30)
    last = np.array([len(panel) - 1])
    equal = Decay(worth=np.ones(8), shape=np.ones(8), prior=np.zeros(8), everyone=0.1)
    weights = equal.weigh(panel, last)[0]
    assert weights.sum() == pytest.approx(1.0)
    assert weights.max() > 1 / 8
    later = panel.seen.copy()
    later[-2] = 999  # the origin before the last is 28 days old: its 30 days are not over
    changed = equal.weigh(msgspec.structs.replace(panel, seen=later), last)
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


def waves(units: int = 40) -> Panel:
    """Units whose next 30 days follow the last 30 at half strength, with bursts (size 2)."""
    dice = np.random.default_rng(11)
    series = [unit(f"u{n:02}", dice.poisson(dice.gamma(1.0, 0.2), 1200)) for n in range(units)]
    panel = tabulate(series, [grid(one) for one in series], 30)
    mean = 0.5 * 30 * panel.rates[:, 2] + 1e-9
    seen = dice.poisson(dice.gamma(2.0, mean / 2.0))
    return msgspec.structs.replace(panel, seen=seen)


def test_the_hurdle_says_as_often_as_it_happens() -> None:
    panel = waves()
    found = learn_hurdle(panel)
    rows = found.say(panel, 400)
    assert (1 - rows[:, 0]).mean() == pytest.approx((panel.seen > 0).mean(), abs=0.005)
    some = panel.seen > 0
    expected = (rows @ np.arange(400))[some] / (1 - rows[some, 0])
    assert expected.mean() == pytest.approx(panel.seen[some].mean(), rel=0.05)


def test_the_hurdle_takes_the_chance_it_is_given() -> None:
    panel = waves(4)
    row = learn_hurdle(panel).say(panel, 400, np.full(len(panel), 0.25))
    assert row[:, 0] == pytest.approx(np.full(len(panel), 0.75))
    assert row.sum(axis=1) == pytest.approx(np.ones(len(panel)))


def test_the_hurdle_follows_units_far_more_violent_than_any_it_learnt_from() -> None:
    found = learn_hurdle(waves())
    dice = np.random.default_rng(4)
    busy = [unit("c", dice.poisson(20, 900)), unit("d", dice.poisson(200, 900))]
    panel = tabulate(busy, [np.array([START + 900])] * 2, 30)
    rows = found.say(panel, 1 << 15)
    some, tenfold = (rows @ np.arange(1 << 15)).tolist()
    assert 240 < some < 360  # half of the 600 a month, as in the world learnt from
    assert tenfold == pytest.approx(10 * some, rel=0.15)
    spread = np.sqrt(rows[1] @ (np.arange(1 << 15) - tenfold) ** 2)
    assert spread >= 0.99 * tenfold / np.sqrt(8)


@pytest.mark.parametrize("truncated", [False, True])
def test_slopes_are_those_of_the_likelihood(*, truncated: bool) -> None:
    counts, mean, size = np.array([1, 4, 9]), np.array([0.5, 3.0, 12.0]), np.array([0.7, 2.0, 5.0])
    _, on_mean, on_size = _slopes(counts, mean, size, truncated=truncated)
    for place in range(3):
        step = np.where(np.arange(3) == place, 1e-6, 0.0)
        up, down = (_slopes(counts, mean + sign * step, size, truncated=truncated)[0] for sign in (1, -1))
        assert on_mean[place] == pytest.approx((up - down) / 2e-6, rel=1e-4)
        up, down = (_slopes(counts, mean, size + sign * step, truncated=truncated)[0] for sign in (1, -1))
        assert on_size[place] == pytest.approx((up - down) / 2e-6, rel=1e-4)
