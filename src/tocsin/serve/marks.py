"""The text of a report with the words of its claims marked: plain pieces, so that templates escape every one."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from tocsin.model import Claim, Report, Span


class Piece(msgspec.Struct, frozen=True):
    """Words that belong to the same claims."""

    text: str
    claims: tuple[int, ...] = ()
    """Numbers of the claims whose trigger this is part of, from 1."""
    first: int = 0
    """Number of the claim whose trigger begins here; 0 = none."""
    factuality: str = ""
    """How the first of the claims stands."""
    party: bool = False
    """Part of the name of somebody whom a claim names."""


class Paragraph(msgspec.Struct, frozen=True):
    """A part of a report."""

    kind: str
    """title, caption, body and so on."""
    pieces: tuple[Piece, ...]


def paragraphs(report: Report, claims: Sequence[Claim]) -> list[Paragraph]:
    """Cut a report where marks begin and end.

    Args:
        report: the report.
        claims: its claims; they are numbered from 1 in this order.

    Returns:
        Its parts; the text between parts is left out, all else is there once.
    """
    parts = [(part.kind, part.start, part.end) for part in report.parts] or [("body", 0, len(report.text))]
    triggers = [(claim.trigger.start, claim.trigger.end, number) for number, claim in enumerate(claims, 1)]
    names = [(span.start, span.end) for claim in claims for span in _named(claim)]
    found = []
    for kind, start, end in parts:
        if not report.text[start:end].strip():
            continue
        cuts = {start, end}
        for first, last, *_ in (*triggers, *names):
            cuts |= {at for at in (first, last) if start < at < end}
        ordered = sorted(cuts)
        pieces = []
        for at, to in pairwise(ordered):
            inside = tuple(number for first, last, number in triggers if first <= at and to <= last)
            begun = next((number for first, _, number in triggers if first == at), 0)
            pieces.append(
                Piece(
                    text=report.text[at:to],
                    claims=inside,
                    first=begun,
                    factuality=claims[inside[0] - 1].factuality if inside else "",
                    party=any(first <= at and to <= last for first, last in names),
                )
            )
        found.append(Paragraph(kind, tuple(pieces)))
    return found


def _named(claim: Claim) -> list[Span]:
    return [mention.span for group in (claim.actor, claim.recipient) for mention in group]


def around(report: Report, claim: Claim, width: int = 160) -> tuple[str, str, str]:
    """Give the words of a claim with those around them: before, the trigger, after."""
    start, end = claim.trigger.start, claim.trigger.end
    before = report.text[max(0, start - width) : start].rpartition("\n")[2]
    after = report.text[end : end + width].partition("\n")[0]
    return before, report.text[start:end], after
