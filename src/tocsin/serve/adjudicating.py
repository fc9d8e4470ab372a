"""Adjudication, quality and exports: what becomes of the answers of reviewers."""

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tocsin.serve.annotations import FORMATS
from tocsin.serve.answers import answer_record, render
from tocsin.serve.desk import Desk
from tocsin.serve.estimates import FIELDS, agreements, estimates
from tocsin.serve.log import Log
from tocsin.serve.marks import around
from tocsin.serve.passages import passages

SHOWN = 20
"""Claims on a page."""


def adjudicate(request: Request, desk: Desk) -> Response:
    """Show the claims that two reviewers answered differently, with both answers."""
    log, views = desk.log(), desk.store().views
    differing = log.differing()
    claims = views.claims(differing[:SHOWN])
    reports = views.reports(claim.report for claim in claims.values())
    return render(
        request,
        "adjudicate.html",
        claims=claims,
        reports=reports,
        words={
            key: around(reports[claim.report], claim)
            for key, claim in claims.items()
            if claim.report in reports
        },
        answers=log.answers,
        differing=len(differing),
        settled=len(log.settled),
    )


def quality(request: Request, desk: Desk, form: str = "") -> Response:
    """Show what the reviews say of the quality of the claims, and how far reviewers agree."""
    log, sample = desk.log(), desk.record().sample
    twice = [claim for claim in log.answers if len(log.drawn(claim)) > 1]
    coded = {
        key: {field: str(getattr(claim, field)) for field in FIELDS}
        for key, claim in desk.store().views.claims(twice).items()
    }
    agreed, estimated = agreements(log, coded), estimates(log)
    if form:
        return answer_record(
            {
                "reviews": len(log.rows),
                "estimates": msgspec.to_builtins(estimated),
                "agreement": msgspec.to_builtins(agreed),
            }
        )
    return render(
        request,
        "quality.html",
        reviews=len(log.rows),
        reviewers=_reviewers(log),
        estimates=estimated,
        agreed=agreed,
        sample=sample,
        reviewed={
            name: sum(bool(log.drawn(one.claim)) for one in sample.drawn if one.stratum == name)
            for name in sample.sizes
        },
        drawn={name: sum(one.stratum == name for one in sample.drawn) for name in sample.sizes},
        twice=len(twice),
        differing=len(log.differing()),
        settled=len(log.settled),
        formats=list(FORMATS),
    )


def _reviewers(log: Log) -> list[tuple[str, int, float | None]]:
    """List reviewers with the number of their answers and the median of their seconds."""
    seconds: dict[str, list[float | None]] = {}
    for given in log.answers.values():
        for reviewer, review in given.items():
            seconds.setdefault(reviewer, []).append(review.seconds)
    found = []
    for reviewer, spent in sorted(seconds.items()):
        timed = sorted(one for one in spent if one is not None)
        found.append((reviewer, len(spent), timed[len(timed) // 2] if timed else None))
    return found


def export(request: Request, desk: Desk) -> Response:
    """Give the review log to another annotation tool.

    Raises:
        HTTPException: 404, there is no such format.
    """
    name = request.path_params["name"]
    if name not in FORMATS:
        raise HTTPException(404, f"There is no such format; there are: {', '.join(FORMATS)}.")
    log, views = desk.log(), desk.store().views
    claims = views.claims([*log.answers, *log.settled])
    reports = views.reports(claim.report for claim in claims.values())
    write, media = FORMATS[name]
    return Response(
        write(passages(log, claims, reports)),
        media_type=media,
        headers={"content-disposition": f'attachment; filename="tocsin-reviews-{name}"'},
    )
