"""The review queue: one claim at a time, Prodigy's keys, every decision appended and none erased."""

import datetime as dt
import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any, get_args

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tocsin.model import Factuality, Review
from tocsin.serve.answers import render
from tocsin.serve.desk import Desk
from tocsin.serve.log import ADJUDICATION, Log
from tocsin.serve.marks import around
from tocsin.serve.reviewer import reviewer_of
from tocsin.serve.sampling import Drawn

LONGEST = 900.0
"""Seconds after which a decision is not timed: somebody went away."""
_CLAIM = re.compile(r"c_[0-9a-f]{16}")


def queue(request: Request, desk: Desk) -> Response:
    """Show the next claim of the sample that this reviewer is to decide about, or the one that the address names."""
    log, sample, reviewer = desk.log(), desk.record().sample, reviewer_of(request)
    picked = request.query_params.get("claim", "")
    views = desk.store().views
    claim, drawn = None, None
    for one in sample.drawn if not picked else ():
        if is_open(one, log, reviewer) and (claim := views.claims([one.claim]).get(one.claim)):
            drawn = one
            break
    if picked:
        claim = views.claims([picked]).get(picked)
        if claim is None:
            raise HTTPException(404, "There is no claim of this id.")
    report = views.reports([claim.report]).get(claim.report) if claim else None
    return render(
        request,
        "review.html",
        claim=claim,
        drawn=drawn,
        report=report,
        words=around(report, claim) if report and claim else ("", "", ""),
        done=sum(bool(log.drawn(one.claim)) for one in sample.drawn),
        whole=len(sample.drawn),
        own=sum(reviewer in given for given in log.answers.values()),
        reviewer=reviewer,
        last=log.last.get(reviewer),
        differing=len(log.differing()),
        kinds=event_types(desk),
        stands=get_args(Factuality),
        now=math.floor(dt.datetime.now(dt.UTC).timestamp()),
    )


def event_types(desk: Desk) -> list[str]:
    """Name the types that claims of the record have."""
    return sorted(desk.record().claims.facets["event_type"].values)


def is_open(drawn: Drawn, log: Log, reviewer: str) -> bool:
    """Say whether a reviewer is to decide about a claim: one that nobody answered, or the second, blind answer.

    What somebody picked by hand still comes, because only answers of the sample count in the estimates.
    """
    given = log.drawn(drawn.claim)
    return drawn.claim not in log.settled and reviewer not in given and len(given) < 1 + drawn.is_double


def decide(request: Request, desk: Desk, form: dict[str, str]) -> Response:
    """Append a decision and go on to the next claim; "undo" takes back the last one of this reviewer.

    Args:
        request: who decides.
        desk: the desk.
        form: decision, subject, and where given sampled, event_type, factuality, reason, shown and reviewer.

    Returns:
        The way to the next claim.

    Raises:
        HTTPException: 403 the desk is for reading only; 400 the form is not complete.
    """
    check_writing(desk)
    decision, subject = form.get("decision", ""), form.get("subject", "")
    reviewer = form.get("reviewer", "")[:40] or reviewer_of(request)
    if decision == "undo":
        last = desk.log().last.get(reviewer)
        if last is not None:
            append(desk, [taken_back(last, reviewer)])
        return RedirectResponse("/review", 303)
    known = {"accept", "reject", "correct", "ignore", "flag"}
    if decision not in known or not _CLAIM.fullmatch(subject):
        raise HTTPException(400, "The form is not complete: a claim and a decision are needed.")
    settles = form.get("settles") == "1"
    drawn = None
    if form.get("sampled") == "1":
        drawn = next((one for one in desk.record().sample.drawn if one.claim == subject), None)
    review = Review(
        id="",
        subject=(subject,),
        decision=decision,  # type: ignore[arg-type]  # checked above
        patch=_patch(desk, subject, form) if decision == "correct" else {},
        reason=form.get("reason", "")[:500],
        reviewer=reviewer,
        seconds=_seconds(form.get("shown", "")),
        stratum=ADJUDICATION if settles else drawn.stratum if drawn else "",
        probability=drawn.probability if drawn else None,
        made=dt.datetime.now(dt.UTC),
    )
    append(desk, [review])
    return RedirectResponse("/review/adjudicate" if settles else "/review", 303)


def check_writing(desk: Desk) -> None:
    """Refuse where nothing may be decided.

    Raises:
        HTTPException: 403.
    """
    if desk.read_only:
        raise HTTPException(403, "This desk is for reading only.")


def append(desk: Desk, rows: list[Review]) -> None:
    """Give reviews their ids and append them, in one commit."""
    found = []
    for row in rows:
        digest = hashlib.sha256(msgspec.json.encode(row)).hexdigest()[:16]
        found.append(msgspec.structs.replace(row, id=f"v_{digest}"))
    desk.decide(found)


def taken_back(review: Review, reviewer: str) -> Review:
    """Make the row that takes a review back; it has no id yet."""
    return Review(
        id="",
        subject=review.subject,
        decision="ignore",
        reviewer=reviewer,
        made=dt.datetime.now(dt.UTC),
        undoes=review.id,
    )


def _patch(desk: Desk, subject: str, form: Mapping[str, str]) -> dict[str, Any]:
    claim = desk.store().views.claims([subject]).get(subject)
    allowed = {"event_type": event_types(desk), "factuality": get_args(Factuality)}
    patch = {
        field: form[field]
        for field, values in allowed.items()
        if form.get(field) in values and claim is not None and getattr(claim, field) != form[field]
    }
    if not patch:
        raise HTTPException(
            400, "Nothing is corrected: choose another type, or another way in which it stands."
        )
    return patch


def _seconds(shown: str) -> float | None:
    """Give the seconds since a page was made, where that is a while that somebody reads."""
    if not shown.isdigit() or len(shown) > 12:
        return None
    spent = round(dt.datetime.now(dt.UTC).timestamp() - int(shown), 1)
    return spent if 0 <= spent <= LONGEST else None
