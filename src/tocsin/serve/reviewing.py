"""The review queue: one claim at a time, Prodigy's keys, every decision appended and none erased."""

import datetime as dt
import hashlib
import re
from typing import get_args

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tocsin.model import Decision, Review
from tocsin.serve.answers import render
from tocsin.serve.desk import Desk
from tocsin.serve.marks import around

KEYS = {"a": "accept", "x": "reject", " ": "ignore", "f": "flag"}
"""Prodigy's keys (note on the stack, section 7)."""
_REVIEWER = "desk"


def queue(request: Request, desk: Desk) -> Response:
    """Show the next claim that nobody has decided about."""
    views = desk.store().views
    after = request.query_params.get("after", "0")
    found = views.unreviewed(int(after) if after.isdigit() else 0)
    if not found:
        return render(
            request,
            "review.html",
            claim=None,
            row=0,
            report=None,
            words=("", "", ""),
            done=views.reviews_count(),
        )
    row, claim = found[0]
    report = views.reports([claim.report]).get(claim.report)
    return render(
        request,
        "review.html",
        claim=claim,
        row=row,
        report=report,
        words=around(report, claim) if report else ("", "", ""),
        done=views.reviews_count(),
    )


def decide(desk: Desk, form: dict[str, str]) -> Response:
    """Append a decision and go on to the next claim.

    Args:
        desk: the desk.
        form: decision, subject, row, and where given reason, reviewer and undoes.

    Returns:
        The way to the next claim.

    Raises:
        HTTPException: 403 the desk is for reading only; 400 the form is not complete.
    """
    if desk.read_only:
        raise HTTPException(403, "This desk is for reading only.")
    decision, subject = form.get("decision", ""), form.get("subject", "")
    if decision not in get_args(Decision) or not re.fullmatch(r"[a-z]_[0-9a-f]{16}", subject):
        raise HTTPException(400, "The form is not complete: a claim and a decision are needed.")
    made = dt.datetime.now(dt.UTC)
    review = Review(
        id="",
        subject=(subject,),
        decision=decision,  # type: ignore[arg-type]  # checked above
        reason=form.get("reason", "")[:500],
        reviewer=form.get("reviewer", "")[:40] or _REVIEWER,
        made=made,
        undoes=form.get("undoes", "")[:18],
    )
    digest = hashlib.sha256(msgspec.json.encode(review)).hexdigest()[:16]
    desk.decide(msgspec.structs.replace(review, id=f"v_{digest}"))
    return RedirectResponse(f"/review?after={form.get('row', '0')}", 303)
