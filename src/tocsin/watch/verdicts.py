"""Verdicts on record: what is appended when a day is judged anew, what a person decided, and what stands now."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from tocsin.errors import ReviewError
from tocsin.model import Assessment, Review
from tocsin.watch.assessments import VIOLATIONS, identified

REVIEW = "review"
"""How the rule of a row that a person decided is called."""

_PATCHABLE = ("verdict", "proof", "perpetrator")
_SAME = ("verdict", "proof", "perpetrator", "rule", "claims")

Key = tuple[str, int, str, str, str]


def subject_of(row: Assessment) -> Key:
    """Say what a row judges: commitment, clause, incident or stretch, target class of a stretch, rule R7 apart."""
    if row.incident:
        return row.commitment, row.clause, row.incident, "", ""
    kind = "R7" if row.rule == "R7" else "R8"
    return row.commitment, row.clause, "", row.target_class, kind


def standing(rows: Iterable[Assessment]) -> dict[Key, Assessment]:
    """Fold a ledger: the last row of each subject stands, a person's row for good.

    Args:
        rows: in the order in which they were appended.

    Returns:
        Subject to the row that stands. That of a stretch reaches to the day on which its verdict last changed.
    """
    found: dict[Key, Assessment] = {}
    for row in rows:
        key = subject_of(row)
        if row.rule == REVIEW or key not in found or found[key].rule != REVIEW:
            found[key] = row
    return found


def appended(ledger: Sequence[Assessment], judged: Iterable[Assessment]) -> list[Assessment]:
    """Say which rows are to be appended when a commitment was judged anew.

    Args:
        ledger: all rows so far, in order.
        judged: what the rules say today.

    Returns:
        Rows for what was not judged before, and rows that supersede those with another verdict, proof, perpetrator, rule or
        evidence. What a person decided stays; nothing is changed in place.
    """
    now = standing(ledger)
    fresh: list[Assessment] = []
    for row in judged:
        before = now.get(subject_of(row))
        if before is None:
            fresh.append(row)
        elif before.rule != REVIEW and _content(before) != _content(row):
            fresh.append(identified(msgspec.structs.replace(row, id="", supersedes=before.id)))
    return fresh


def reviewed(ledger: Sequence[Assessment], reviews: Iterable[Review]) -> list[Assessment]:
    """Turn decisions of people into rows.

    Args:
        ledger: all rows so far, in order.
        reviews: decisions; those on other records are passed over, those that another one takes back as well.

    Returns:
        A row for each decision, which supersedes the row it is about: "accept" keeps its verdict, "correct" puts the patched
        values in its place, "reject" makes it unclear.

    Raises:
        ReviewError: a patch names a field or value that an assessment cannot have.
    """
    by_id = {row.id: row for row in ledger}
    known = list(reviews)
    undone = {review.undoes for review in known if review.undoes}
    rows: list[Assessment] = []
    for review in known:
        row = by_id.get(review.subject[0]) if len(review.subject) == 1 else None
        if row is None or review.id in undone or review.decision not in {"accept", "reject", "correct"}:
            continue
        decided = _decided(row, review)
        if decided.id not in by_id:
            rows.append(decided)
    return rows


def _decided(row: Assessment, review: Review) -> Assessment:
    values: dict[str, Any] = {"reject": {"verdict": "unclear"}, "correct": _checked(review)}.get(
        review.decision, {}
    )
    verdict = values.get("verdict", row.verdict)
    if verdict not in VIOLATIONS:
        values = {**values, "proof": None, "perpetrator": None}
    elif values.get("proof", row.proof) is None or values.get("perpetrator", row.perpetrator) is None:
        message = f"Review {review.id} makes a {verdict} of {row.id}; give its proof and perpetrator as well."
        raise ReviewError(message)
    why = f"{review.reviewer}: {review.decision}" + (f", {review.reason}" if review.reason else "")
    return identified(
        msgspec.structs.replace(
            row,
            **values,
            id="",
            rule=REVIEW,
            reasons=(*row.reasons, why),
            by=review.reviewer,
            made=_utc(review.made),
            supersedes=row.id,
        )
    )


def _checked(review: Review) -> dict[str, Any]:
    """Check a patch: only verdict, proof and perpetrator, and only their values."""
    if unknown := sorted(set(review.patch) - set(_PATCHABLE)):
        message = (
            f"Review {review.id} corrects {', '.join(unknown)} of an assessment; only {', '.join(_PATCHABLE)} can be "
            "corrected. Correct the claim or incident instead."
        )
        raise ReviewError(message)
    types = {field.name: field.type for field in msgspec.structs.fields(Assessment)}
    try:
        return {name: msgspec.convert(value, types[name]) for name, value in review.patch.items()}
    except msgspec.ValidationError as error:
        message = f"Review {review.id} cannot be used: {error}."
        raise ReviewError(message) from error


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC) if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)


def _content(row: Assessment) -> tuple[object, ...]:
    """Give what makes a row worth a new one; the days and numbers of a stretch grow daily and do not."""
    fields = _SAME if row.incident else _SAME[:-1]
    return tuple(getattr(row, field) for field in fields)
