"""The pages for reading: today, incidents, reports, actors, search."""

import datetime as dt
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tocsin.model import Claim, Incident, Report
from tocsin.serve.answers import answer_list, answer_record, render
from tocsin.serve.desk import Desk
from tocsin.serve.marks import paragraphs
from tocsin.serve.shown import dated, placed, toll
from tocsin.store.views import PAGE, Wanted

_WEEKS = 12
"""Months of an actor's picture, and incidents of a first page."""


def today(request: Request, desk: Desk) -> Response:
    """Show what is new: incidents, truces, activity, sources."""
    store = desk.store()
    views = store.views
    day = views.today()
    judged = desk.truces()
    newest, _ = views.incidents(Wanted(), limit=_WEEKS)
    return render(
        request,
        "today.html",
        day=day,
        account=store.status(),
        incidents=newest,
        founding=_founding(desk, newest),
        rises=views.rises(day) if day else [],
        cards=judged.cards if judged else (),
        outlets=views.outlets(8),
        reports=views.newest(6),
    )


def incidents(request: Request, desk: Desk, form: str = "") -> Response:
    """List incidents, narrowed by what the address says."""
    asked = request.query_params
    wanted = read_wanted(asked)
    views = desk.store().views
    found, end = views.incidents(wanted, asked.get("after", ""), _number(asked.get("limit"), PAGE))
    if form:
        rows = [_row(desk, incident) for incident in found]
        return answer_list(form, rows, "incidents", end)
    return render(
        request,
        "incidents.html",
        incidents=found,
        founding=_founding(desk, found),
        wanted=wanted,
        types=views.types(),
        after=end,
        query={**msgspec.to_builtins(wanted), "after": end},
    )


def incident(request: Request, desk: Desk, form: str = "") -> Response:
    """Show one incident: who tells what of it, and where they differ."""
    views = desk.store().views
    found = views.incident(request.path_params["key"])
    if found is None:
        raise HTTPException(
            404, "There is no incident of this id. It may have been merged: search for its words."
        )
    if form:
        return answer_record(found)
    claims = views.claims(found.claims)
    reports = views.reports(claim.report for claim in claims.values())
    told = [(claim, reports[claim.report]) for claim in claims.values() if claim.report in reports]
    return render(
        request,
        "incident.html",
        incident=found,
        told=told,
        differing=_differing(told),
        reviews=[review for claim in found.claims[:20] for review in views.reviews(claim)],
    )


def report(request: Request, desk: Desk, form: str = "") -> Response:
    """Show a report with its claims."""
    store = desk.store()
    coded = store.coded(request.path_params["key"])
    if coded is None or coded.report is None:
        raise HTTPException(404, "There is no report of this id.")
    if form:
        return answer_record([coded.report, *coded.claims, *coded.issues])
    return render(
        request,
        "report.html",
        report=coded.report,
        claims=list(enumerate(coded.claims, 1)),
        paragraphs=paragraphs(coded.report, coded.claims),
        issues=coded.issues,
        incidents=store.views.incidents_of(coded.report.id),
    )


def actors(request: Request, desk: Desk, form: str = "") -> Response:
    """List the actors of the store."""
    rows = [
        {"actor": key, "name": desk.name(key), "incidents": count, "last": last}
        for key, count, last in desk.store().views.parties(200)
    ]
    if form:
        return answer_list(form, rows, "actors", "")
    return render(request, "actors.html", actors=rows)


def actor(request: Request, desk: Desk, form: str = "") -> Response:
    """Show an actor: names, activity, incidents."""
    key = request.path_params["key"]
    views = desk.store().views
    known = desk.names.get(key)
    found, end = views.incidents(Wanted(actor=key), request.query_params.get("after", ""))
    if known is None and not found:
        raise HTTPException(404, "No actor of this id has a part in anything here.")
    if form:
        return answer_list(form, [_row(desk, incident) for incident in found], "incidents", end)
    return render(
        request,
        "actor.html",
        key=key,
        actor=known,
        incidents=found,
        founding=_founding(desk, found),
        months=views.months(key),
        after=end,
    )


def search(request: Request, desk: Desk, form: str = "") -> Response:
    """Find reports and claims by their words."""
    words = request.query_params.get("q", "")[:400]
    hits = desk.store().search(words, limit=40) if words.strip() else []
    if form:
        rows = [
            {
                "report": hit.report.id,
                "title": hit.report.title,
                "outlet": hit.report.outlet,
                "published": str(hit.report.published or ""),
                "excerpt": hit.excerpt,
                "claims": len(hit.claims),
            }
            for hit in hits
        ]
        return answer_list(form, rows, "reports", "")
    return render(request, "search.html", words=words, hits=hits)


def _founding(desk: Desk, found: list[Incident]) -> dict[str, Claim]:
    """Give the claim that founded each incident: its words name who has no name in the tables."""
    claims = desk.store().views.claims(incident.claims[0] for incident in found)
    return {incident.id: claims[incident.claims[0]] for incident in found if incident.claims[0] in claims}


def read_wanted(asked: Any) -> Wanted:
    """Read which incidents an address asks for.

    Raises:
        HTTPException: 400, a day is none.
    """
    fields = {name: asked.get(name, "").strip()[:200] for name in Wanted.__struct_fields__}
    for name in ("since", "until"):
        try:
            if fields[name]:
                dt.date.fromisoformat(fields[name])
        except ValueError as error:
            raise HTTPException(400, f"{name}: write a day as YYYY-MM-DD.") from error
    return Wanted(**fields)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


def _row(desk: Desk, incident: Incident) -> dict[str, object]:
    """Flatten an incident."""
    where = incident.where
    return {
        "id": incident.id,
        "event_type": incident.event_type,
        "mode": incident.mode,
        "actor": "; ".join(map(desk.name, incident.actor)),
        "recipient": "; ".join(map(desk.name, incident.recipient)),
        "days": dated(incident),
        "place": placed(incident),
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "precision": where.precision if where else None,
        "toll": toll(incident),
        "standing": incident.standing,
        "origins": incident.origins,
        "claims": len(incident.claims),
    }


def _differing(told: list[tuple[Claim, Report]]) -> set[str]:
    """Name the columns in which the claims of an incident contradict each other."""
    stands = {claim.factuality for claim, _ in told}
    parties = {frozenset(m.actor for m in claim.actor if m.actor) for claim, _ in told} - {frozenset()}
    tolls = {(count.what, count.low, count.high) for claim, _ in told for count in claim.counts}
    found = set()
    if stands & {"denied", "doubted"} and stands - {"denied", "doubted"}:
        found.add("factuality")
    if len(parties) > 1 and not frozenset.intersection(*parties):
        found.add("actor")
    if len(tolls) > len({what for what, *_ in tolls}):
        found.add("counts")
    return found
