"""One law: whatever the order, the number and the way of arrival, the same content is the same store."""

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.store.news import DAY, claim, dump, report, unreadable
from tocsin.model import Coded, Issue, Report
from tocsin.store import Store, open_store


def readings(place: str) -> list[Coded]:
    """One report as four sources tell it: dated so, dated otherwise, undated, and once the program failed."""
    told = report(f"Fighters raided {place} at dawn.", url=f"https://osk.example/{place}")
    others = (told, replace(told, published=DAY + dt.timedelta(days=1), source="b.jsonl:4"))
    fault = Issue(
        report=told.id,
        source="a.txt",
        stage="pipeline",
        code="pipeline.fault",
        severity="quarantined",
        message="It failed.",
    )
    return [
        *(
            Coded(
                report=one,
                claims=(claim(one, "raided", mode=f"day {one.published}"), claim(one, "at dawn", when=None)),
            )
            for one in others
        ),
        Coded(report=replace(told, published=None, lang="", source="a.html"), issues=()),
        Coded(report=told, issues=(fault,)),
    ]


TOLD = [*readings("Odrel"), *readings("Zell"), unreadable(), unreadable("other.html")]


def code(told: Report) -> Coded:
    """Read a report as the second time, when nothing fails."""
    return next(unit for unit in TOLD if unit.report == told and unit.state != "quarantined")


@st.composite
def arrivals(draw: st.DrawFn) -> list[tuple[int, str]]:
    """Every reading at least once, in any order, each added at once or in two steps."""
    numbers = [*range(len(TOLD)), *draw(st.lists(st.sampled_from(range(len(TOLD))), max_size=12))]
    ways = st.sampled_from(["add", "accept", "accept and wait"])
    return [(number, draw(ways)) for number in draw(st.permutations(numbers))]


def feed(store: Store, order: list[tuple[int, str]]) -> None:
    waiting: list[Report] = []
    for number, way in order:
        unit = TOLD[number]
        if way == "add":
            store.add([unit])
            continue
        _, wanted = store.accept([unit.report] if unit.report else unit.issues)
        waiting += wanted
        if way == "accept":
            store.settle(code(told) for told in waiting)
            waiting = []
    store.settle(code(told) for told in waiting)
    store.settle(code(told) for told in store.waiting())
    store.add(unit for unit in TOLD if unit.state != "quarantined")


@settings(max_examples=60, deadline=None)
@given(arrivals())
def test_the_order_of_arrival_does_not_matter(order: list[tuple[int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with open_store(Path(folder, "any.db"), write=True) as store:
            feed(store, order)
            account = store.status()
            assert list(store.verify()) == []
            found = dump(store)
        with open_store(Path(folder, "plain.db"), write=True) as store:
            store.add(TOLD)
            store.add(unit for unit in TOLD if unit.state != "quarantined")
            assert found == dump(store)
    assert (account.distinct, account.coded, account.failed, account.pending) == (4, 2, 2, 0)
    assert account.arrivals == account.repeats + account.distinct
