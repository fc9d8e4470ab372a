"""Today: what is new since the desk was last opened."""

import datetime as dt
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from tocsin.serve.actors import emerging
from tocsin.serve.answers import render
from tocsin.serve.columns import Choice
from tocsin.serve.desk import Desk
from tocsin.serve.incidents import founding
from tocsin.watch.changes import Change, since

INCIDENTS = 12
REPORTS = 8
CHANGES = 6
_TOLD = frozenset({"founded", "terms", "status", "condition", "party", "violation", "holding"})
_RECENT = dt.timedelta(days=30)
"""Changes of truces older than this, counted from the newest report, are no news."""


def today(request: Request, desk: Desk) -> Response:
    """Show what is new: incidents, truces, activity, sources."""
    record = desk.record()
    views = desk.store().views
    rows, _ = record.incidents.page(record.incidents.select(Choice()), "", INCIDENTS)
    newest = views.incidents_at(rows)
    judged = desk.truces()
    return render(
        request,
        "today.html",
        record=record,
        incidents=newest,
        founding=founding(desk, newest),
        rises=views.rises(record.today) if record.today else [],
        cards={card.commitment: card for card in judged.cards} if judged else {},
        changes=_news(judged.changes, record.today) if judged and record.today else [],
        judged=judged is not None,
        emerging=emerging(record.incidents, record.today) if record.today else [],
        reports=views.newest(REPORTS),
    )


def _news(found: Iterable[Change], day: dt.date) -> list[Change]:
    """Give the newest change of each truce, newest first: verdicts on single targets and events come with the card."""
    newest: dict[str, Change] = {}
    for one in since(found, day - _RECENT):
        if one.made and one.kind in _TOLD and not one.target_class:
            newest.pop(one.commitment, None)
            newest[one.commitment] = one
    return list(newest.values())[-CHANGES:][::-1]
