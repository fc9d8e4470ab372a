"""Passages: the words around a claim that was reviewed, with its marks and the answers, as annotation tools take them."""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from tocsin.model import Claim, Report, Review, Span
from tocsin.serve.log import Log

_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


class Marked(msgspec.Struct, frozen=True):
    """Words of a passage with a label."""

    start: int
    """First code point, counted in the passage."""
    end: int
    label: str
    """The event type for the words of the act, else ACTOR, RECIPIENT, SPEAKER, PLACE or DATE."""


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that was reviewed."""

    claim: Claim
    report: Report
    text: str
    """The line of the report in which the claim stands."""
    marks: tuple[Marked, ...]
    """The words of the act first, then in text order; a mark outside the line is left out."""
    answers: tuple[Review, ...]
    """What reviewers answered, and last what settled it."""

    def label_by(self, review: Review | None = None) -> str:
        """Give the type that an answer leaves it with; without one, that of the program."""
        return str((review.patch if review else {}).get("event_type", self.claim.event_type))

    def standing_by(self, review: Review | None = None) -> str:
        """Give the factuality that an answer leaves it with; without one, that of the program."""
        return str((review.patch if review else {}).get("factuality", self.claim.factuality))


def passages(log: Log, claims: Mapping[str, Claim], reports: Mapping[str, Report]) -> Iterator[Passage]:
    """Give the claims that were reviewed, in the order of their first answers.

    Args:
        log: the reviews.
        claims: the claims by id; those that are gone are left out.
        reports: their reports by id.
    """
    for key in dict.fromkeys([*log.answers, *log.settled]):
        claim = claims.get(key)
        report = reports.get(claim.report) if claim else None
        if claim is None or report is None:
            continue
        settled = log.settled.get(key)
        start = report.text.rfind("\n", 0, claim.trigger.start) + 1
        end = report.text.find("\n", claim.trigger.end)
        text = report.text[start : end if end >= 0 else len(report.text)]
        yield Passage(
            claim=claim,
            report=report,
            text=text,
            marks=tuple(_marks(claim, start, len(text))),
            answers=(*log.answers.get(key, {}).values(), *([settled] if settled is not None else [])),
        )


def _marks(claim: Claim, begin: int, size: int) -> Iterator[Marked]:
    told: list[tuple[str, Span]] = [("ACTOR", mention.span) for mention in claim.actor]
    told += [("RECIPIENT", mention.span) for mention in claim.recipient]
    told += [("SPEAKER", mention.span) for mention in claim.attribution]
    told += [("PLACE", claim.where.span)] if claim.where else []
    told += [("DATE", claim.when.span)] if claim.when else []
    told.sort(key=lambda pair: (pair[1].start, pair[1].end, pair[0]))
    seen = set()
    for label, span in [(claim.event_type, claim.trigger), *told]:
        mark = Marked(span.start - begin, span.end - begin, label)
        if 0 <= mark.start < mark.end <= size and mark not in seen:
            seen.add(mark)
            yield mark


def tokens(text: str, marks: Iterable[Marked]) -> list[tuple[int, int]]:
    """Cut a text into tokens so that no mark begins or ends inside one.

    Args:
        text: the text.
        marks: the marks.

    Returns:
        First code point and one past the last of each; single spaces between two tokens belong to none.
    """
    cuts = sorted({at for mark in marks for at in (mark.start, mark.end)})
    found: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match[0] == " " and found:
            continue
        for cut in (*(one for one in cuts if start < one < end), end):
            found.append((start, cut))
            start = cut
    return found
