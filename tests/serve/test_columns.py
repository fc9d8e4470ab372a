"""Lists are narrowed, counted and paged in memory as one would by hand."""

import datetime as dt

import numpy as np
import pytest

from tocsin.serve.columns import Choice, Columns, distinct, facet_of, whole

DAYS = [dt.date(2031, 3, day).toordinal() for day in (9, 7, 7, 2)] + [0]
ACTORS = [("irq.gov",), ("irq", "usa"), (), ("irq_front",), ("usa",)]
TYPES = [("ASSAULT",), ("ASSAULT",), ("AID",), ("AID",), ("ASSAULT",)]


@pytest.fixture
def columns() -> Columns:
    places = np.arange(5, dtype=np.int32)
    facets = {"actor": facet_of(ACTORS, places), "event_type": facet_of(TYPES, places)}
    ids = np.array([90, 80, 70, 60, 50], dtype=np.uint64)
    return Columns(whole([11, 12, 13, 14, 15]), ids, whole(DAYS), whole(DAYS), facets)


def rows(columns: Columns, **choice: object) -> list[int]:
    return columns.page(columns.select(Choice(**choice)), "", 99)[0]  # type: ignore[arg-type]


def test_an_actor_finds_those_below_it_and_no_namesake(columns: Columns) -> None:
    assert rows(columns, facets={"actor": ("irq",)}) == [11, 12]
    assert rows(columns, facets={"actor": ("irq", "usa")}) == [11, 12, 15]


def test_facets_together_narrow_and_values_of_one_widen(columns: Columns) -> None:
    assert rows(columns, facets={"actor": ("usa",), "event_type": ("AID",)}) == []
    assert rows(columns, facets={"event_type": ("AID", "ASSAULT")}) == [11, 12, 13, 14, 15]


def test_days_narrow_and_what_has_no_day_is_left_out(columns: Columns) -> None:
    assert rows(columns, since=dt.date(2031, 3, 7)) == [11, 12, 13]
    assert rows(columns, until=dt.date(2031, 3, 7)) == [12, 13, 14]


def test_counts_say_what_a_further_choice_would_leave(columns: Columns) -> None:
    counts = columns.counts(Choice(facets={"event_type": ("AID",)}))
    assert counts["event_type"] == [("ASSAULT", 3), ("AID", 2)]
    assert counts["actor"] == [("irq_front", 1)]


def test_pages_follow_each_other_even_when_their_last_record_is_gone(columns: Columns) -> None:
    kept = columns.select(Choice())
    first, end = columns.page(kept, "", 2)
    assert (first, columns.page(kept, end, 2)[0]) == ([11, 12], [13, 14])
    gone = f"{DAYS[1]}~{0xDEAD:016x}"
    assert columns.page(kept, gone, 2)[0] == [14, 15]
    for nonsense in ("x", "1~", "99999999999~0", "~"):
        assert columns.page(kept, nonsense, 2)[0] in ([], [15])


def test_pairs_told_twice_count_once_and_empty_values_not_at_all() -> None:
    facet = distinct(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1]), ["", "Delta Wire"])
    assert facet.count(np.ones(2, dtype=np.bool_)) == [("Delta Wire", 2)]
    assert distinct(np.array([]), np.array([]), []).count(np.ones(0, dtype=np.bool_)) == []
