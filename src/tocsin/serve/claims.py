"""Claims: what single reports say, narrowed by words and facets; and the search across reports."""

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from tocsin.model import Claim, Report
from tocsin.present.words import who
from tocsin.serve.answers import answer_list, render
from tocsin.serve.choices import address_of, choice_of, groups, number_of_rows, pairs_of
from tocsin.serve.columns import Mask
from tocsin.serve.desk import Desk
from tocsin.serve.record import Record
from tocsin.store.views import MOST, PAGE

REPORTS = 20
"""Reports of a search."""


def claims(request: Request, desk: Desk, form: str = "") -> Response:
    """List claims, newest report first."""
    record, views = desk.record(), desk.store().views
    words = _words(request)
    among = _among(desk, record, words)
    choice = choice_of(request)
    kept = record.claims.select(choice, among=among)
    rows, end = record.claims.page(
        kept, request.query_params.get("after", ""), number_of_rows(request, PAGE, MOST)
    )
    found = views.claims_at(rows)
    reports = views.reports(claim.report for claim in found)
    if form:
        return answer_list(form, [flat(claim, reports.get(claim.report)) for claim in found], "claims", end)
    return render(
        request,
        "claims.html",
        claims=found,
        reports=reports,
        words=words,
        count=int(kept.sum()),
        whole=len(kept),
        choice=choice,
        groups=groups(request, record.claims, choice, among, desk.word),
        following=address_of(request, [*pairs_of(request), ("after", end)]) if end else "",
    )


def _words(request: Request) -> str:
    return request.query_params.get("q", "").strip()[:400]


def _among(desk: Desk, record: Record, words: str) -> Mask | None:
    """Find the claims whose own words hold all of some words; None = no words were given."""
    if not words:
        return None
    rows = np.array(desk.store().views.claims_with(words), dtype=np.int32)
    return np.isin(record.claims.rows, rows)


def flat(claim: Claim, report: Report | None) -> dict[str, object]:
    """Flatten a claim."""
    when, where = claim.when, claim.where
    return {
        "id": claim.id,
        "report": claim.report,
        "outlet": report.outlet if report else "",
        "published": str(report.published or "") if report else "",
        "event_type": claim.event_type,
        "mode": claim.mode,
        "factuality": claim.factuality,
        "certainty": claim.certainty,
        "actor": who(claim.actor),
        "recipient": who(claim.recipient),
        "speaker": who(claim.attribution),
        "first": str(when.first or "") if when else "",
        "last": str(when.last or "") if when else "",
        "place": where.name or where.span.quote if where else "",
        "country": where.country if where else "",
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.span.quote,
        "score": claim.score,
        "by": claim.by,
    }


def search(request: Request, desk: Desk, form: str = "") -> Response:
    """Find reports by their words, and say how many claims hold them."""
    words = _words(request)
    store, record = desk.store(), desk.record()
    hits = store.search(words, limit=REPORTS) if words else []
    if form:
        rows: list[dict[str, object]] = [
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
    among = _among(desk, record, words)
    found: list[Claim] = []
    if among is not None:
        found = store.views.claims_at(record.claims.page(among, "", 8)[0])
    return render(
        request,
        "search.html",
        words=words,
        hits=hits,
        claims=found,
        reports=store.views.reports(claim.report for claim in found),
        count=int(among.sum()) if among is not None else 0,
    )
