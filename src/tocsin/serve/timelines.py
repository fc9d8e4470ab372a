"""The timeline: incidents by day, week, month or year, a row for each type, narrowed like the list and the map."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlencode

import msgspec
import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from tocsin.serve import shown
from tocsin.serve.answers import answer_list, render
from tocsin.serve.choices import choice_of, groups, pairs_of
from tocsin.serve.columns import Columns, Mask
from tocsin.serve.desk import Desk
from tocsin.serve.incidents import founding
from tocsin.watch.blocks import Card

STEPS = (("day", 1, 92), ("week", 7, 2 * 366), ("month", 31, 12 * 366), ("year", 366, 0))
"""Width of a bar in words and days, and the longest time for which it is used, in days; 0 = any."""
LEAST = 3
"""Days that an incident may last and still stand in a bar of one day."""
WIDTH, LEFT, RIGHT = 1000.0, 8.0, 124.0
"""Of the picture, and what is free for words on its sides."""
TALLEST, LOWEST, GAP = 96.0, 10.0, 12.0
"""Height of the highest bar, of the lowest row, and between rows."""
BELOW = 10
"""Incidents that are listed below the picture."""
TICKS = 9
"""Days that are written below at the most."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of days."""

    first: dt.date
    last: dt.date
    counts: tuple[int, ...]
    """Incidents of each row that begin in it."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The incidents of one type."""

    kind: str
    count: int
    top: float
    """y of the highest value, in the picture."""
    foot: float
    """y of its ground."""


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn."""

    step: str
    """day, week, month or year."""
    bars: tuple[Bar, ...]
    rows: tuple[Row, ...]
    """Most incidents first, all on one scale."""
    most: int
    """Incidents of the highest bar."""
    wide: int
    """Incidents that are known less narrowly than a bar is wide."""
    undated: int

    @property
    def pace(self) -> float:
        """Width of a bar in the picture."""
        return (WIDTH - LEFT - RIGHT) / max(1, len(self.bars))


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """A day that is written below, or the begin of a truce."""

    x: float
    words: str
    key: str = ""
    """Id of the truce."""


def timeline(request: Request, desk: Desk, form: str = "") -> Response:
    """Show incidents in time, narrowed like the list."""
    choice, columns = choice_of(request), desk.record().incidents
    kept = columns.select(choice)
    found = lay_out(columns, kept)
    if form:
        rows: list[dict[str, object]] = [
            {"first": str(bar.first), "last": str(bar.last), "event_type": row.kind, "incidents": count}
            for bar in found.bars
            for row, count in zip(found.rows, bar.counts, strict=True)
            if count
        ]
        return answer_list(form, rows, "bars", "")
    judged = desk.truces()
    newest = desk.store().views.incidents_at(columns.page(kept, "", BELOW)[0])
    return render(
        request,
        "timeline.html",
        line=found,
        ticks=ticks(found),
        truces=begun(found, judged.cards if judged else ()),
        incidents=newest,
        founding=founding(desk, newest),
        count=int(kept.sum()),
        choice=choice,
        groups=groups(request, columns, choice, None, desk.word),
        within=lambda bar: within(request, bar, found.step),
        left=LEFT,
        width=WIDTH,
        right=RIGHT,
        span_of_days=shown.days,
    )


def lay_out(columns: Columns, kept: Mask) -> Timeline:
    """Count incidents by type and stretch of days.

    Args:
        columns: the incidents.
        kept: which of them.

    Returns:
        The timeline. What is known less narrowly than a bar is wide is in no bar: a month is not its first day.
    """
    dated = kept & (columns.days > 0)
    lengths = columns.lasts - columns.days + 1
    days = columns.days[dated]
    if not len(days):
        return Timeline(step="day", bars=(), rows=(), most=0, wide=0, undated=int(kept.sum()))
    narrow = dated & (lengths <= 366)
    shown_days = columns.days[narrow] if narrow.any() else days
    first, last = int(shown_days.min()), int(shown_days.max())
    step, size, _ = next(one for one in STEPS if last - first < one[2] or not one[2])
    narrow = dated & (lengths <= max(size, LEAST))
    edges = np.array(list(_edges(dt.date.fromordinal(first), dt.date.fromordinal(last), step)))
    facet = columns.facets["event_type"]
    inside = narrow[facet.owners]
    places = np.searchsorted(edges, columns.days[facet.owners[inside]], side="right") - 1
    bars = len(edges) - 1
    inside_range = (places >= 0) & (places < bars)
    table = np.bincount(
        facet.codes[inside][inside_range] * bars + places[inside_range], minlength=len(facet.values) * bars
    ).reshape(len(facet.values), bars)
    order = [code for code in np.argsort(-table.sum(axis=1), kind="stable").tolist() if table[code].sum()]
    most = int(table.max(initial=0))
    return Timeline(
        step=step,
        bars=tuple(
            Bar(
                first=dt.date.fromordinal(int(edges[at])),
                last=dt.date.fromordinal(int(edges[at + 1]) - 1),
                counts=tuple(int(table[code, at]) for code in order),
            )
            for at in range(bars)
        ),
        rows=_rows([(facet.values[code], table[code].tolist()) for code in order], most),
        most=most,
        wide=int((dated & ~narrow).sum()),
        undated=int((kept & ~dated).sum()),
    )


def _rows(told: Iterable[tuple[str, list[int]]], most: int) -> tuple[Row, ...]:
    """Stack the rows, each as high as its highest bar, all on one scale."""
    found, y = [], GAP
    for kind, counts in told:
        foot = y + max(LOWEST, TALLEST * max(counts) / most)
        found.append(Row(kind=kind, count=sum(counts), top=round(y, 2), foot=round(foot, 2)))
        y = foot + GAP
    return tuple(found)


def _edges(first: dt.date, last: dt.date, step: str) -> Iterable[int]:
    """Give the first days of the stretches that hold both days, and the day behind the last one, as ordinals."""
    day = {
        "day": first,
        "week": first - dt.timedelta(days=first.weekday()),
        "month": first.replace(day=1),
        "year": first.replace(month=1, day=1),
    }[step]
    while True:
        yield day.toordinal()
        if day > last:
            return
        if step == "year":
            day = day.replace(year=day.year + 1)
        elif step == "month":
            day = (day + dt.timedelta(days=31)).replace(day=1)
        else:
            day += dt.timedelta(days=7 if step == "week" else 1)


def ticks(line: Timeline) -> list[Tick]:
    """Choose the days that are written below the bars."""
    every = max(1, -(-len(line.bars) // TICKS))
    return [
        Tick(x=round(LEFT + at * line.pace, 2), words=_words(bar.first, line.step))
        for at, bar in enumerate(line.bars)
        if at % every == 0
    ]


def _words(day: dt.date, step: str) -> str:
    month = shown.MONTHS[day.month - 1]
    return {"year": str(day.year), "month": f"{month} {day.year}"}.get(step, f"{day.day} {month}")


def begun(line: Timeline, cards: Iterable[Card]) -> list[Tick]:
    """Place the truces that begin in the time that is shown."""
    if not line.bars:
        return []
    first, last = line.bars[0].first.toordinal(), line.bars[-1].last.toordinal()
    found = []
    for card in cards:
        day = card.today.toordinal() - card.day if card.day is not None else 0
        if first <= day <= last:
            share = (day - first) / (last - first + 1)
            names = ", ".join(party.name for party in card.parties if party.role == "promisor")
            words = f"Truce of {names or 'nobody named'} from {shown.day(dt.date.fromordinal(day))}"
            x = round(LEFT + share * (WIDTH - LEFT - RIGHT), 2)
            found.append(Tick(x=x, words=words, key=card.commitment))
    return found


def within(request: Request, bar: Bar, step: str) -> str:
    """Give the address that looks closer at a bar: the timeline of its days, or the list of a single day."""
    pairs = [pair for pair in pairs_of(request) if pair[0] not in {"since", "until"}]
    page = "/incidents" if step == "day" else "/timeline"
    return f"{page}?{urlencode([*pairs, ('since', str(bar.first)), ('until', str(bar.last))])}"
