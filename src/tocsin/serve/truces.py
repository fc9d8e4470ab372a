"""The truce board, and the card of one truce."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tocsin.serve.answers import answer_list, answer_record, render
from tocsin.serve.desk import Desk
from tocsin.watch.blocks import Card

ORDER = {"not_holding": 0, "eroding": 1, "unclear": 3, "too_early": 3, "holding": 4, "ended": 5}
"""Verdict to its place: what wants attention stands first. Undecided ones with violations come before those without."""


def board(request: Request, desk: Desk, form: str = "") -> Response:
    """List the truces, those that do not hold first."""
    judged = desk.truces()
    cards = sorted(judged.cards if judged else (), key=urgency)
    if form:
        return answer_list(form, [_row(card) for card in cards], "truces", "")
    return render(request, "truces.html", cards=cards, judged=judged)


def card(request: Request, desk: Desk, form: str = "") -> Response:
    """Show one truce: terms, parties, what was seen, what is to come, each with its words."""
    judged = desk.truces()
    key = request.path_params["key"]
    found = next((one for one in judged.cards if one.commitment == key), None) if judged else None
    if judged is None:
        raise HTTPException(503, "The truces are being judged. Open this page again in a few minutes.")
    if found is None:
        raise HTTPException(404, "No truce of this id is watched.")
    if form:
        return answer_record(found)
    return render(request, "truce.html", card=found, track=judged.track)


def urgency(found: Card) -> tuple[int, int, str]:
    """Say where a truce stands on the board: by verdict, then by violations; what is not judged last."""
    place = ORDER.get(found.held[0].verdict, len(ORDER)) if found.held else len(ORDER)
    violations = len(found.violations)
    return place - (place == 3 and violations > 0), -violations, found.commitment


def _row(found: Card) -> dict[str, object]:
    return {
        "truce": found.commitment,
        "parties": "; ".join(party.name for party in found.parties if party.role == "promisor"),
        "form": found.form,
        "day": found.day,
        "status": found.status,
        "since": str(found.status_day or ""),
        "verdict": found.held[0].verdict if found.held else "",
        "violations": len(found.violations),
        "deadline": found.terms.deadline,
    }
