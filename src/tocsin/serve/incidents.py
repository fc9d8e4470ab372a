"""Incidents: the list, and one with all who tell of it."""

from collections.abc import Iterable

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tocsin.model import Claim, Count, Incident, Report
from tocsin.serve import shown
from tocsin.serve.answers import answer_list, answer_record, render
from tocsin.serve.choices import address_of, choice_of, groups, number_of_rows, pairs_of
from tocsin.serve.desk import Desk
from tocsin.store.views import MOST, PAGE


def incidents(request: Request, desk: Desk, form: str = "") -> Response:
    """List incidents, narrowed by what the address says."""
    choice, columns = choice_of(request), desk.record().incidents
    kept = columns.select(choice)
    rows, end = columns.page(kept, request.query_params.get("after", ""), number_of_rows(request, PAGE, MOST))
    found = desk.store().views.incidents_at(rows)
    if form:
        return answer_list(form, [flat(desk, incident) for incident in found], "incidents", end)
    return render(
        request,
        "incidents.html",
        incidents=found,
        founding=founding(desk, found),
        count=int(kept.sum()),
        whole=len(kept),
        choice=choice,
        groups=groups(request, columns, choice, None, desk.word),
        following=address_of(request, [*pairs_of(request), ("after", end)]) if end else "",
    )


def founding(desk: Desk, found: Iterable[Incident]) -> dict[str, Claim]:
    """Give the claim that founded each incident: its words name who has no name in the tables."""
    kept = list(found)
    claims = desk.store().views.claims(incident.claims[0] for incident in kept)
    return {incident.id: claims[incident.claims[0]] for incident in kept if incident.claims[0] in claims}


def flat(desk: Desk, incident: Incident) -> dict[str, object]:
    """Flatten an incident."""
    where, when = incident.where, incident.when
    counts: dict[str, Count] = {count.what: count for count in incident.counts}
    row: dict[str, object] = {
        "id": incident.id,
        "event_type": incident.event_type,
        "mode": incident.mode,
        "actor": "; ".join(map(desk.name, incident.actor)),
        "actor_id": "; ".join(incident.actor),
        "recipient": "; ".join(map(desk.name, incident.recipient)),
        "recipient_id": "; ".join(incident.recipient),
        "target_class": incident.target_class,
        "first": when.first.isoformat() if when and when.first else "",
        "last": when.last.isoformat() if when and when.last else "",
        "place": shown.placed(incident),
        "country": where.country if where else "",
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "precision": where.precision if where else None,
    }
    for what in ("dead", "injured"):
        count = counts.get(what)
        row |= {f"{what}_low": count.low if count else None, f"{what}_high": count.high if count else None}
    return row | {
        "standing": incident.standing,
        "origins": incident.origins,
        "background": incident.background,
        "claims": len(incident.claims),
    }


class Teller(msgspec.Struct, frozen=True, kw_only=True):
    """A report, what it tells of an incident, and the copies of it that were left out of the count."""

    report: Report
    claims: tuple[Claim, ...]
    copies: tuple[Report, ...] = ()


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
    claims = list(views.claims(found.claims).values())
    tellers = _tellers(claims, views.reports(claim.report for claim in claims))
    own = [claim for teller in tellers for claim in teller.claims]
    return render(
        request,
        "incident.html",
        incident=found,
        founding=founding(desk, [found]).get(found.id),
        tellers=tellers,
        differing=differing(own),
        stands=sorted({claim.factuality for claim in own}),
        reviews=views.reviews(found.claims),
        copies=sum(len(teller.copies) for teller in tellers),
    )


def _tellers(claims: Iterable[Claim], reports: dict[str, Report]) -> list[Teller]:
    """Group claims by report, earliest first, with copies folded into the report that they repeat."""
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.report in reports:
            told.setdefault(claim.report, []).append(claim)
    copies: dict[str, list[Report]] = {}
    for key in told:
        if reports[key].copy_of in told:
            copies.setdefault(reports[key].copy_of, []).append(reports[key])
    return [
        Teller(report=reports[key], claims=tuple(own), copies=tuple(copies.get(key, ())))
        for key, own in sorted(
            told.items(), key=lambda pair: (str(reports[pair[0]].published or "9"), pair[0])
        )
        if reports[key].copy_of not in told
    ]


def differing(claims: Iterable[Claim]) -> set[str]:
    """Name the columns in which the claims of an incident contradict each other.

    Args:
        claims: the claims, without those of copies.

    Returns:
        "stands" where some deny or doubt what others assert, "actor" where no named actor is common to all who name
        one, "counts" where two ranges of one kind of count have no number in common.
    """
    told = list(claims)
    stands = {claim.factuality for claim in told}
    parties = {frozenset(m.actor for m in claim.actor if m.actor) for claim in told} - {frozenset()}
    found = set()
    if stands & {"denied", "doubted"} and stands - {"denied", "doubted"}:
        found.add("stands")
    if len(parties) > 1 and not frozenset.intersection(*parties):
        found.add("actor")
    for what in {count.what for claim in told for count in claim.counts}:
        ranges = [count for claim in told for count in claim.counts if count.what == what]
        least = min((count.high for count in ranges if count.high is not None), default=None)
        if least is not None and max(count.low for count in ranges) > least:
            found.add("counts")
    return found
