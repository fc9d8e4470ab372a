"""The text of a report with the words of its claims marked: plain pieces, so that templates escape every one."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from tocsin.model import Claim, Report, Translation, When

SEGMENT = "segment"
"""What `Span.approx` says where the words stand somewhere in a whole sentence."""


class Piece(msgspec.Struct, frozen=True):
    """Words that belong to the same claims."""

    text: str
    claims: tuple[int, ...] = ()
    """Numbers of the claims whose words these are, from 1; the widest first."""
    is_trigger: bool = False
    """Part of the words that name the act of one of them; of a whole sentence read in translation it is not known which."""
    begins: tuple[int, ...] = ()
    """Claims of which the act is first named here."""
    ends: tuple[int, ...] = ()
    """Claims of which the words that name the act end with this."""
    date: str = ""
    """Kind of the date of which this is part: event, caption, said, deadline, until; "" = none."""
    private: str = ""
    """What it is by which a private person could be reached: it is folded; "" = nothing."""


class Paragraph(msgspec.Struct, frozen=True):
    """A part of a report."""

    kind: str
    """title, caption, body and so on."""
    pieces: tuple[Piece, ...]
    translation: str = ""
    """The words in which it was read; "" = those of the original."""


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """A date of a report, and what it is the date of."""

    kind: str
    """published, fetched, caption, event, said, deadline or until."""
    first: dt.date | None
    last: dt.date | None
    words: str = ""
    """As they were read; "" = it does not stand in the text."""
    why: str = ""
    """How the words became days."""
    claims: tuple[int, ...] = ()
    """Numbers of the claims that are dated by it."""


class _Range(msgspec.Struct, frozen=True):
    start: int
    end: int
    number: int = 0
    kind: str = ""


_PRIVATE = re.compile(
    r"(?P<address>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})"
    r"|(?<![\w.,])(?P<phone>(?:\+|\(?0)\d[\d ()./-]{6,18}\d)(?!\w)"
)
"""Addresses and telephone numbers by which a person can be reached."""
_FOLDED = {"address": "e-mail address", "phone": "telephone number"}


def paragraphs(
    report: Report, claims: Sequence[Claim], translations: Sequence[Translation] = ()
) -> list[Paragraph]:
    """Cut a report where marks begin and end, so that marks that overlap need not nest.

    Args:
        report: the report.
        claims: its claims; they are numbered from 1 in this order.
        translations: its segments in English, in the order of the text.

    Returns:
        Its parts; the text between parts is left out, all else is there once.
    """
    parts = [(part.kind, part.start, part.end) for part in report.parts] or [("body", 0, len(report.text))]
    spans, triggers = (
        [_Range(span.start, span.end, number) for number, span in enumerate(found, 1)]
        for found in ([claim.span for claim in claims], [claim.trigger for claim in claims])
    )
    named = [one for one in triggers if claims[one.number - 1].trigger.approx != SEGMENT]
    dates = [
        _Range(when.span.start, when.span.end, 0, kind)
        for kind, when, _ in _dates(report, claims)
        if when.span.approx != SEGMENT
    ]
    private = [
        _Range(one.start(), one.end(), 0, _FOLDED[str(one.lastgroup)])
        for one in _PRIVATE.finditer(report.text)
    ]
    found = []
    for kind, start, end in parts:
        if not report.text[start:end].strip():
            continue
        cuts = {start, end}
        for one in (*spans, *triggers, *dates, *private):
            cuts |= {at for at in (one.start, one.end) if start < at < end}
        pieces = (
            Piece(
                text=report.text[at:to],
                claims=_inside(spans, triggers, at, to),
                is_trigger=any(one.start <= at and to <= one.end for one in named),
                begins=tuple(one.number for one in triggers if one.start == at),
                ends=tuple(one.number for one in triggers if one.end == to),
                date=next((one.kind for one in dates if one.start <= at and to <= one.end), ""),
                private=next((one.kind for one in private if one.start <= at and to <= one.end), ""),
            )
            for at, to in pairwise(sorted(cuts))
        )
        english = " ".join(one.text for one in translations if start <= one.span.start < end)
        found.append(Paragraph(kind, tuple(pieces), english))
    return found


def _inside(spans: Sequence[_Range], triggers: Sequence[_Range], at: int, to: int) -> tuple[int, ...]:
    """Number the claims that a piece belongs to, by their words or by those that name the act; the widest first."""
    found: dict[int, int] = {}
    for one in (*spans, *triggers):
        if one.start <= at and to <= one.end:
            found.setdefault(one.number, one.end - one.start)
    return tuple(sorted(found, key=lambda number: (-found[number], number)))


def _dates(report: Report, claims: Sequence[Claim]) -> Iterator[tuple[str, When, int]]:
    """List the dates of claims: kind, date, number of the claim."""
    captions = [(part.start, part.end) for part in report.parts if part.kind == "caption"]
    for number, claim in enumerate(claims, 1):
        if claim.when is not None:
            in_caption = any(start <= claim.when.span.start < end for start, end in captions)
            yield "caption" if in_caption else "event", claim.when, number
        if claim.said is not None:
            yield "said", claim.said, number
        if claim.deadline is not None and claim.deadline.when is not None:
            yield "deadline", claim.deadline.when, number
        if claim.until is not None:
            yield "until", claim.until, number


def dates_of(report: Report, claims: Sequence[Claim]) -> list[Dated]:
    """Tell the dates of a report apart.

    Args:
        report: the report.
        claims: its claims, numbered from 1 in this order.

    Returns:
        The day of publication, the day of fetching where it is known, then each date in the text once, in its order.
    """
    fetched = report.fetched.date() if report.fetched is not None else None
    found = [Dated(kind="published", first=report.published, last=report.published)]
    if fetched is not None:
        found.append(Dated(kind="fetched", first=fetched, last=fetched))
    told: dict[tuple[int, str], tuple[When, list[int]]] = {}
    for kind, when, number in _dates(report, claims):
        told.setdefault((when.span.start, kind), (when, []))[1].append(number)
    return found + [
        Dated(
            kind=kind,
            first=when.first,
            last=when.last,
            words=when.span.words,
            why=when.reason,
            claims=tuple(dict.fromkeys(numbers)),
        )
        for (_, kind), (when, numbers) in sorted(told.items())
    ]


def around(report: Report, claim: Claim, width: int = 160) -> tuple[str, str, str]:
    """Give the words of a claim with those around them in its line: before, the trigger, after; "…" = cut off there."""
    start, end = claim.trigger.start, claim.trigger.end
    before = report.text[:start].rpartition("\n")[2]
    after = report.text[end:].partition("\n")[0]
    if len(before) > width:
        before = "… " + before[-width:].partition(" ")[2]
    if len(after) > width:
        after = after[:width].rpartition(" ")[0] + " …"
    return before, report.text[start:end], after
