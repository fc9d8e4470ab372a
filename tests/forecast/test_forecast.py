"""Forecasts are distributions, look at nothing to come, and do not depend on the order of units."""

import datetime as dt

import numpy as np
import pytest

from tests.forecast.worlds import FIRST, unit, world
from tocsin.forecast import HORIZONS, Models, Series, fit, forecasts
from tocsin.model import Forecast

UNTIL = FIRST + dt.timedelta(days=2000)
ORIGIN = FIRST + dt.timedelta(days=2100)


@pytest.fixture(scope="module")
def models() -> Models:
    return fit(world(), UNTIL)


@pytest.mark.parametrize("horizon", HORIZONS)
@pytest.mark.parametrize(
    "counts",
    [
        [0] * 2100,
        [0] * 2099 + [1],
        [1] + [0] * 2099,
        [400] * 2100,
        [0] * 2000 + [3000] * 100,
        [0, 1] * 1050,
    ],
    ids=[
        "nothing ever",
        "one event yesterday",
        "one event long ago",
        "400 a day",
        "an outbreak",
        "every second day",
    ],
)
def test_whatever_happened_the_probabilities_are_probabilities(
    models: Models, counts: list[int], horizon: int
) -> None:
    said = models.forecast(unit("Osk > Marenga", counts), ORIGIN, horizon)
    for row in (said.pmf, said.baseline):
        assert np.isfinite(row).all()
        assert (row >= 0).all()
        assert row.sum() == pytest.approx(1.0, abs=1e-9)


def test_a_unit_never_watched_gets_a_forecast(models: Models) -> None:
    said = models.forecast(
        Series(unit="x", first=ORIGIN, counts=np.array([], int), coverage="lethal_only"), ORIGIN, 30
    )
    assert said.pmf.sum() == pytest.approx(1.0)
    assert said.model == "mixture 2"


def test_nothing_is_impossible(models: Models) -> None:
    said = models.forecast(unit("Osk > Marenga", [1] * 10 + [0] * 2090), ORIGIN, 30)
    assert said.baseline[0] == 1.0
    assert 0 < said.pmf[0] < 1


def test_no_forecast_changes_when_the_future_does(models: Models) -> None:
    wild = [unit(one.unit, np.concatenate([one.counts[:2000], np.full(600, 50)])) for one in world()]
    again = fit(wild, UNTIL)
    for calm, stormy in zip(world(), wild, strict=True):
        known = np.concatenate([stormy.counts[:2000], calm.counts[2000:2100], np.full(500, 9)])
        for horizon in HORIZONS:
            first = models.forecast(calm, ORIGIN, horizon)
            second = again.forecast(unit(calm.unit, known), ORIGIN, horizon)
            assert (first.pmf == second.pmf).all()
            assert (first.baseline == second.baseline).all()


def test_the_past_does_change_forecasts(models: Models) -> None:
    calm = world()[0]
    counts = calm.counts.copy()
    counts[2090:2100] += 3
    changed = models.forecast(unit(calm.unit, counts), ORIGIN, 30)
    assert changed.pmf[0] < models.forecast(calm, ORIGIN, 30).pmf[0]


def test_the_order_of_units_changes_nothing(models: Models) -> None:
    turned = fit(world()[::-1], UNTIL)
    for one in world():
        assert (turned.forecast(one, ORIGIN, 30).pmf == models.forecast(one, ORIGIN, 30).pmf).all()


def test_who_speaks_depends_on_how_much_is_known(models: Models) -> None:
    def speaker(counts: list[int]) -> str:
        return models.forecast(unit("Osk > Marenga", counts), ORIGIN, 30).model

    assert speaker([0] * 1370 + [1] * 730) == "pool 2"
    assert speaker([0] * 1371 + [1] * 729) == "young_pool 2"
    assert speaker([0] * 2096 + [1] * 4) == "mixture 2"
    assert speaker([1] * 1370 + [0] * 730) == "mixture 2"
    assert speaker([1] * 1371 + [0] * 729) == "pool 2"


def test_trees_move_the_chance_and_keep_the_order_of_units_out() -> None:
    pytest.importorskip("sklearn")
    grown, turned = fit(world(), UNTIL, [30], trees=True), fit(world()[::-1], UNTIL, [30], trees=True)
    plain = fit(world(), UNTIL, [30])
    moved = 0
    for one in world():
        said = grown.forecast(one, ORIGIN, 30)
        assert (said.pmf == turned.forecast(one, ORIGIN, 30).pmf).all()
        assert said.pmf.sum() == pytest.approx(1.0)
        moved += said.pmf[0] != plain.forecast(one, ORIGIN, 30).pmf[0]
    assert moved == len(world())


def test_trees_are_not_grown_on_a_handful_of_rows() -> None:
    pytest.importorskip("sklearn")
    assert fit(world(units=2), UNTIL, [30], trees=True).pools[30].trees is None


def test_records_say_what_they_are(models: Models) -> None:
    known = [one.before(ORIGIN) for one in world()[:2]]
    made = dt.datetime.combine(ORIGIN - dt.timedelta(days=1), dt.time(18), tzinfo=dt.UTC)
    records = list(forecasts(models, known, made))
    assert [(one.unit, one.horizon_days) for one in records[:4]] == [
        ("Group 0 > Kestria", 7),
        ("Group 0 > Kestria", 30),
        ("Group 0 > Kestria", 90),
        ("Group 1 > Kestria", 7),
    ]
    assert all(isinstance(one, Forecast) and one.start == ORIGIN for one in records)
    assert {one.coverage for one in records} == {"all_reported"}
    assert len({one.id for one in records}) == len(records)


def test_what_cannot_be_forecast_is_refused(models: Models) -> None:
    one = world()[0]
    with pytest.raises(ValueError, match="was not learnt"):
        models.forecast(one, ORIGIN, 14)
    with pytest.raises(ValueError, match="from 2015-06-24 on"):
        models.forecast(one, UNTIL - dt.timedelta(days=1), 30)
    with pytest.raises(ValueError, match="every day before it"):
        models.forecast(one.before(ORIGIN - dt.timedelta(days=1)), ORIGIN, 30)
    with pytest.raises(ValueError, match="one series only"):
        fit([one, one], UNTIL)
    with pytest.raises(ValueError, match="whole numbers"):
        unit("x", [1, -1])


def test_models_that_learnt_too_little_leave_the_word_to_the_mixture() -> None:
    for few in ([], world(units=2)):
        said = fit(few, UNTIL).forecast(world()[0], ORIGIN, 30)
        assert said.pmf.sum() == pytest.approx(1.0)
        assert said.model == "mixture 2"
