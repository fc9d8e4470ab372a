"""Reading: a report with the words of its claims marked, and the claims beside it."""

from typing import get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tocsin.model import Factuality
from tocsin.serve.answers import answer_record, render
from tocsin.serve.desk import Desk
from tocsin.serve.marks import dates_of, paragraphs


def report(request: Request, desk: Desk, form: str = "") -> Response:
    """Show a report with its claims."""
    store = desk.store()
    coded = store.coded(request.path_params["key"])
    if coded is None or coded.report is None:
        raise HTTPException(404, "There is no report of this id.")
    if form:
        return answer_record([coded.report, *coded.translations, *coded.claims, *coded.issues])
    return render(
        request,
        "report.html",
        report=coded.report,
        claims=list(enumerate(coded.claims, 1)),
        numbers={claim.id: number for number, claim in enumerate(coded.claims, 1)},
        paragraphs=paragraphs(coded.report, coded.claims, coded.translations),
        translations=coded.translations,
        dates=dates_of(coded.report, coded.claims),
        stands_of=[word for word in get_args(Factuality) if any(c.factuality == word for c in coded.claims)],
        issues=coded.issues,
        incidents=store.views.incidents_of(coded.report.id),
    )
