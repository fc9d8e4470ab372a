"""The change feed, and how the record is doing."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tocsin.present.feed import as_atom
from tocsin.serve.answers import render
from tocsin.serve.desk import Desk

FEED = 200
"""Changes in the feed at the most."""


def atom(request: Request, desk: Desk) -> Response:
    """Give the newest changes of the truces as an Atom feed."""
    del request
    judged = desk.truces()
    if judged is None:
        raise HTTPException(503, "The truces are being judged. Ask again in a few minutes.")
    return Response(as_atom(judged.changes[-FEED:]), media_type="application/atom+xml; charset=utf-8")


def about(request: Request, desk: Desk) -> Response:
    """Say what the store holds and how the sources are doing."""
    return render(
        request,
        "about.html",
        record=desk.record(),
        issues=desk.store().views.issue_counts(),
        path=desk.path.name,
    )
