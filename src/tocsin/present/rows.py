"""Claims as flat rows, and as CSV that is safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from tocsin.knowledge.plover import plover_type
from tocsin.model import Claim, Coded, Count, Mention

COLUMNS = (
    "claim", "report", "outlet", "published", "title", "event_type", "mode", "plover_type", "plover_mode",
    "factuality", "certainty", "actor", "actor_id", "actor_country", "actor_sectors", "recipient", "recipient_id",
    "recipient_country", "recipient_sectors", "speaker", "speaker_id", "when_words", "when_first", "when_last",
    "place_words", "place", "place_id", "country", "lat", "lon", "precision", "condition", "condition_words",
    "deadline", "deadline_words", "until_words", "dead_low", "dead_high", "injured_low", "injured_high", "start", "end", "quote", "by",
)  # fmt: skip
"""Columns of the CSV, in order. Lists are joined by "; ". Empty = unknown or not stated."""


def flat(coded: Coded, claim: Claim) -> dict[str, object]:
    """Flatten a claim.

    Args:
        coded: the reading it belongs to, with its report.
        claim: the claim.

    Returns:
        One value a column.
    """
    report = coded.report
    plover = plover_type(claim)
    counts = {count.what: count for count in claim.counts}
    row: dict[str, object] = {
        "claim": claim.id,
        "report": claim.report,
        "outlet": report.outlet if report else "",
        "published": report.published if report else None,
        "title": report.title if report else "",
        "event_type": claim.event_type,
        "mode": claim.mode,
        "plover_type": plover.event_type if plover else "",
        "plover_mode": plover.mode if plover else "",
        "factuality": claim.factuality,
        "certainty": claim.certainty,
        "speaker": _join(m.span.quote for m in claim.attribution),
        "speaker_id": _join(m.actor for m in claim.attribution),
        "condition": claim.condition.relation if claim.condition else "",
        "condition_words": claim.condition.span.quote if claim.condition else "",
        "deadline": claim.deadline.kind if claim.deadline else "",
        "deadline_words": claim.deadline.span.quote if claim.deadline else "",
        "until_words": claim.until.span.quote if claim.until else "",
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.span.quote,
        "by": claim.by,
    }
    row |= _role("actor", claim.actor) | _role("recipient", claim.recipient)
    row |= _time_and_place(claim)
    for what in ("dead", "injured"):
        row |= _count(what, counts.get(what))
    return {column: row.get(column, "") for column in COLUMNS}


def _join(values: Iterable[str]) -> str:
    return "; ".join(value for value in values if value)


def _role(name: str, mentions: Sequence[Mention]) -> dict[str, object]:
    return {
        name: _join(m.span.quote for m in mentions),
        f"{name}_id": _join(m.actor for m in mentions),
        f"{name}_country": _join(m.country for m in mentions),
        f"{name}_sectors": _join(" ".join(m.sectors) for m in mentions),
    }


def _time_and_place(claim: Claim) -> dict[str, object]:
    when, where = claim.when, claim.where
    row: dict[str, object] = {}
    if when is not None:
        row |= {"when_words": when.span.quote, "when_first": when.first, "when_last": when.last}
    if where is not None:
        row |= {
            "place_words": where.span.quote,
            "place": where.name,
            "place_id": where.place,
            "country": where.country,
            "lat": where.lat,
            "lon": where.lon,
            "precision": where.precision,
        }
    return row


def _count(what: str, count: Count | None) -> dict[str, object]:
    return {f"{what}_low": count.low, f"{what}_high": count.high} if count is not None else {}


def safe(value: object) -> str:
    """Make a value safe for a spreadsheet.

    Args:
        value: any value.

    Returns:
        Text on one line; words that a spreadsheet would take for a formula begin with an apostrophe (the characters
        are those of the OWASP note on CSV injection, and their full-width forms). Numbers are untouched.
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = " ".join(str(value).replace("\x00", " ").split())
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "＝", "＋", "－", "＠"} else text


class CsvWriter:
    """Writes claims as CSV, heading first.

    Args:
        out: where to write.
    """

    def __init__(self, out: TextIO) -> None:
        """Write the heading."""
        self._out = out
        self._writer = csv.writer(out, lineterminator="\n")
        self._writer.writerow(COLUMNS)

    def write(self, coded: Coded) -> None:
        """Write the claims of one reading, a row each, and flush."""
        for claim in coded.claims:
            self._writer.writerow([safe(value) for value in flat(coded, claim).values()])
        self._out.flush()
