"""One incident: all who tell of it, where they contradict each other, and what people decided about it."""

from collections.abc import Callable, Iterable

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tocsin.model import Claim, Count, Report, Review
from tocsin.serve.answers import answer_record, render
from tocsin.serve.desk import Desk
from tocsin.serve.incidents import founding
from tocsin.serve.joining import alike


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
        contradicted=contradicted(own),
        reviews=[
            row for row in views.reviews(found.claims) if len(row.subject) == 1 and not _is_blind(desk, row)
        ],
        words={claim.id: claim.span.quote for claim in claims},
        joinings=[act for act in desk.log().joinings if act.claims & set(found.claims)],
        alike=[] if desk.read_only else alike(desk, found),
        copies=sum(len(teller.copies) for teller in tellers),
    )


def _is_blind(desk: Desk, row: Review) -> bool:
    """Say whether a second reviewer is still to answer about a claim, and must not see what the first one did."""
    claim = row.subject[0]
    is_double = any(one.claim == claim and one.is_double for one in desk.record().sample.drawn)
    log = desk.log()
    return is_double and claim not in log.settled and len(log.drawn(claim)) < 2


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


def contradicted(claims: Iterable[Claim]) -> dict[str, set[str]]:
    """Say which claims stand against the others, and in what.

    Args:
        claims: the claims, without those of copies.

    Returns:
        Claim to the columns of `differing` in which at least half of those that say anything contradict it.
    """
    told = list(claims)
    found: dict[str, set[str]] = {claim.id: set() for claim in told}
    for column, clash in _CLASHES.items():
        for claim in told:
            said = [
                verdict
                for other in told
                if (verdict := clash(claim, other)) is not None and other is not claim
            ]
            if any(said) and 2 * sum(said) >= len(said):
                found[claim.id].add(column)
    return found


def _clash_stands(one: Claim, two: Claim) -> bool:
    against = {"denied", "doubted"}
    return (one.factuality in against) != (two.factuality in against)


def _clash_actor(one: Claim, two: Claim) -> bool | None:
    first, second = ({mention.actor for mention in claim.actor if mention.actor} for claim in (one, two))
    return not first & second if first and second else None


def _clash_counts(one: Claim, two: Claim) -> bool | None:
    pairs = [(a, b) for a in one.counts for b in two.counts if a.what == b.what]
    return any(_apart(a, b) or _apart(b, a) for a, b in pairs) if pairs else None


def _apart(low: Count, high: Count) -> bool:
    return low.high is not None and low.high < high.low


_CLASHES: dict[str, Callable[[Claim, Claim], bool | None]] = {
    "stands": _clash_stands,
    "actor": _clash_actor,
    "counts": _clash_counts,
}
"""Column to whether two claims contradict each other in it; None = one of them says nothing."""
