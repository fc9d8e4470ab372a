"""Actors: the list, and one with its names, its ties with their evidence, and what it has a part in."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tocsin.serve import ties
from tocsin.serve.answers import answer_list, render
from tocsin.serve.choices import address_of, number_of_rows, pairs_of
from tocsin.serve.columns import Columns
from tocsin.serve.desk import Desk
from tocsin.serve.incidents import flat, founding
from tocsin.store.views import MOST, PAGE, Wanted

SHOWN = 200
"""Actors of the list."""
WEEKS = 52
"""Weeks of the small pictures of the list."""
RECENT = 4
"""Weeks that are compared with those before."""
EMERGING = 6
"""Emerging actors that are named."""
MONTHS = 120
"""Months of activity of an actor, the newest ones; the timeline shows all."""
EVIDENCE = 60
"""Claims of ties on a page."""


def actors(request: Request, desk: Desk, form: str = "") -> Response:
    """List the actors of the record."""
    record = desk.record()
    parties, end = busiest(
        record.incidents, request.query_params.get("after", ""), number_of_rows(request, SHOWN, MOST)
    )
    rows: list[dict[str, object]] = [
        {"actor": key, "name": desk.name(key), "incidents": count, "last": str(last or "")}
        for key, count, last in parties
    ]
    if form:
        return answer_list(form, rows, "actors", end)
    weeks = weekly(record.incidents, record.today, [key for key, *_ in parties]) if record.today else {}
    following = address_of(request, [*pairs_of(request), ("after", end)]) if end else ""
    return render(request, "actors.html", actors=rows, weeks=weeks, span=WEEKS, following=following)


def busiest(columns: Columns, after: str, size: int) -> tuple[list[tuple[str, int, dt.date | None]], str]:
    """Give a page of actors by the number of incidents in which they have a part, most first, then by id.

    Args:
        columns: the incidents.
        after: id of the last actor of the page before; "" = at the beginning.
        size: the most actors of a page, >= 1.

    Returns:
        Id, number and newest day of each, and where the page ends; "" = there are no more, or `after` is gone.
    """
    facet = columns.facets["actor"]
    found = facet.count(np.ones(len(columns.rows), dtype=np.bool_))
    keys = [key for key, _ in found]
    begin = keys.index(after) + 1 if after in keys else len(keys) if after else 0
    newest = np.zeros(len(facet.values), dtype=np.int32)
    np.maximum.at(newest, facet.codes, columns.days[facet.owners])
    days = dict(zip(facet.values, newest.tolist(), strict=True))
    page = found[begin : begin + size]
    return [(key, count, dt.date.fromordinal(days[key]) if days[key] else None) for key, count in page], page[
        -1
    ][0] if begin + size < len(found) else ""


def weekly(columns: Columns, today: dt.date, keys: Sequence[str]) -> dict[str, list[int]]:
    """Count the incidents of actors in each of the last `WEEKS` weeks.

    Args:
        columns: the incidents.
        today: last day of the last week.
        keys: ids of the actors.

    Returns:
        Actor to its counts, oldest week first; actors without any are left out.
    """
    facet = columns.facets["actor"]
    ages = (today.toordinal() - columns.days[facet.owners]) // 7
    kept = (columns.days[facet.owners] > 0) & (ages >= 0) & (ages < WEEKS)
    places = facet.codes[kept] * WEEKS + (WEEKS - 1 - ages[kept])
    table = np.bincount(places, minlength=len(facet.values) * WEEKS).reshape(-1, WEEKS)
    codes = {value: code for code, value in enumerate(facet.values)}
    return {key: table[codes[key]].tolist() for key in keys if key in codes and table[codes[key]].any()}


def emerging(columns: Columns, today: dt.date) -> list[tuple[str, int, float, list[int]]]:
    """Name the actors of whom much more is told than before.

    Args:
        columns: the incidents.
        today: last day that counts.

    Returns:
        Id, incidents of the last `RECENT` weeks, the mean of as many weeks among those before in the last `WEEKS`, and
        all weeks: those with at least two incidents and twice the mean, the steepest first.
    """
    found = []
    for key, counts in weekly(columns, today, columns.facets["actor"].values).items():
        recent = sum(counts[-RECENT:])
        before = sum(counts[:-RECENT]) * RECENT / (WEEKS - RECENT)
        if recent >= max(2, 2 * before):
            found.append((key, recent, before, counts))
    return sorted(found, key=lambda one: (-one[1] / (one[2] + 1), one[0]))[:EMERGING]


def actor(request: Request, desk: Desk, form: str = "") -> Response:
    """Show an actor: names, ties, activity, incidents."""
    key = request.path_params["key"]
    views, record = desk.store().views, desk.record()
    known, own = desk.names.get(key), record.ties.get(key, ())
    after = request.query_params.get("after", "")
    found, end = views.incidents(Wanted(actor=key), after, number_of_rows(request, PAGE, MOST))
    if known is None and not found and not own:
        raise HTTPException(404, "No actor of this id has a part in anything here.")
    if form:
        return answer_list(form, [flat(desk, incident) for incident in found], "incidents", end)
    claims = views.claims(tie.claim for tie in own[:EVIDENCE])
    return render(
        request,
        "actor.html",
        key=key,
        actor=known,
        incidents=found,
        founding=founding(desk, found),
        months=without_gaps(views.months(key))[-MONTHS:],
        nodes=ties.network(key, own, record.incidents),
        ties=ties.evidence(own, claims),
        more=len(own) - EVIDENCE,
        reports=views.reports(claim.report for claim in claims.values()),
        size=(ties.WIDTH, ties.HEIGHT),
        following=address_of(request, [("after", end)]) if end else "",
    )


def without_gaps(months: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Fill in the months in which nothing happened, so that a picture does not hide them."""
    if not months:
        return []
    told = dict(months)
    (year, month), last = map(int, months[0][0].split("-")), months[-1][0]
    found = []
    while (name := f"{year:04d}-{month:02d}") <= last:
        found.append((name, told.get(name, 0)))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
