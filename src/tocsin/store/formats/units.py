"""What a row is made of: a claim with its report, or an incident with its claims.

An exporter sees nothing else. Everything here is pure: the clock and the choices of the user come as `Choice`.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import msgspec

from tocsin.knowledge.plover import PloverCode, plover_type
from tocsin.model import (
    PRONOUN,
    Claim,
    Count,
    CountKind,
    Factuality,
    Header,
    Incident,
    Mention,
    Report,
    When,
    Where,
)

HISTORICAL_DAYS = 30
"""Days before publication from which an act counts as history (PLOVER gives no number; a guess)."""

HARMFUL = frozenset({"ASSAULT"})
"""Types that report harm even where no casualty is counted."""


class Told(NamedTuple):
    """A claim and the report that makes it."""

    report: Report
    """The report."""
    claim: Claim
    """The claim."""
    updated: dt.datetime | None
    """When the record last changed, UTC; None = unknown."""


class Happening(NamedTuple):
    """An incident and the claims that tell of it."""

    incident: Incident
    """The incident."""
    told: tuple[Told, ...]
    """Its claims, founding claim first; at least one."""
    stated: bool
    """False = the input holds no incidents, and this one claim counts as one."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asked for."""

    made: dt.datetime
    """When the export is made, UTC."""
    factualities: frozenset[Factuality] = frozenset({"asserted"})
    """Claims that may leave as events. More than `asserted` is a choice that comes with a warning."""
    since: dt.date | None = None
    """Only records that changed on this day or later; None = all."""
    date_fallback: bool = False
    """Use the day of publication where the text gives no date."""
    inter: Literal["numbers", "labels"] = "numbers"
    """How ACLED's kinds of actors are written."""
    with_text: bool = True
    """Whether texts may be passed on; False = words are cut to 25, headlines left out."""
    licence: str = ""
    """Licence under which the user passes the rows on; "" = not stated."""
    coder: Header | None = None
    """What coded the records; None = unknown."""


class Outcome(NamedTuple):
    """What became of one unit."""

    rows: tuple[tuple[int, Any], ...] = ()
    """Rows and the file of the format they belong to, counted from 0."""
    skipped: str = ""
    """Why there is no row; "" = there is one."""
    approximated: tuple[str, ...] = ()
    """Rules by which the row says less, or other, than we know."""


class Days(NamedTuple):
    """The days of an act."""

    first: dt.date
    last: dt.date
    rule: str
    """How a gap was filled: date_fallback, open_interval; "" = both days are known."""

    @property
    def middle(self) -> dt.date:
        """The middle day; of an even number the earlier one."""
        return self.first + (self.last - self.first) // 2

    @property
    def width(self) -> int:
        """Number of days, >= 1."""
        return (self.last - self.first).days + 1


def incident_id(claim: str) -> str:
    """Give the id of the incident that a claim founds: "i_" and 16 hex digits of SHA-256 over the claim's id."""
    return f"i_{hashlib.sha256(claim.encode()).hexdigest()[:16]}"


def incident_of(claim: Claim, report: Report) -> Incident:
    """Take one claim for an incident of its own, where nobody has linked claims yet.

    Args:
        claim: the claim.
        report: its report.

    Returns:
        The incident: reported, of one origin. Unresolved actors have no id and are left out of it.
    """
    assert claim.report == report.id  # noqa: S101  ours to get right
    return Incident(
        id=incident_id(claim.id),
        event_type=claim.event_type,
        mode=claim.mode,
        actor=tuple(m.actor for m in claim.actor if m.actor),
        recipient=tuple(m.actor for m in claim.recipient if m.actor),
        when=claim.when,
        where=claim.where,
        counts=claim.counts,
        standing="reported",
        origins=1,
        claims=(claim.id,),
    )


def number(identifier: str) -> int:
    """Give the whole number that stands for one of our ids.

    Args:
        identifier: letter, underscore and 16 hex digits.

    Returns:
        The first 53 bits of the hash, so that it survives programs whose numbers are doubles.
    """
    return int(identifier[2:18], 16) >> 11


def code_of(claim: Claim, choice: Choice) -> PloverCode | str:
    """Give the PLOVER code under which a claim may leave, or why it may not."""
    if claim.factuality not in choice.factualities:
        return "not_asserted"
    code = plover_type(claim)
    if code is None:
        return "no_class" if claim.factuality == "asserted" else "not_asserted"
    return code


def lead_of(happening: Happening, choice: Choice) -> tuple[Told, PloverCode] | str:
    """Find the claim that speaks for an incident.

    Args:
        happening: the incident.
        choice: what may leave.

    Returns:
        The first claim of the incident's type that is asserted, else the first other one that may leave, with the
        code of the incident; or why the incident may not leave. What is only denied, doubted, planned or threatened
        never lends its type to an asserted claim.
    """
    incident = happening.incident
    wrong = ""
    for only_asserted in (True, False):
        for told in happening.told:
            claim = told.claim
            if claim.event_type != incident.event_type or (claim.factuality == "asserted") != only_asserted:
                continue
            code = code_of(claim, choice)
            if isinstance(code, PloverCode):
                return told, _with_mode(happening, code) if only_asserted else code
            wrong = wrong or code
    return wrong or "not_asserted"


def _with_mode(happening: Happening, code: PloverCode) -> PloverCode:
    """Give the incident's mode where an asserted claim names it, else the mode of the claim that speaks for it."""
    mode = happening.incident.mode
    named = any(told.claim.mode == mode for told in asserted(happening))
    return PloverCode(code.event_type, mode, code.rule) if named else code


def asserted(happening: Happening) -> list[Told]:
    """Give the claims that assert the incident."""
    return [told for told in happening.told if told.claim.factuality == "asserted"]


def sides(happening: Happening, lead: Told) -> tuple[Sequence[Mention], Sequence[Mention]]:
    """Name who did it and whom it hit.

    Args:
        happening: the incident.
        lead: the claim that speaks for it.

    Returns:
        A mention for each actor and recipient that an asserted claim names, in the order of the incident; where it
        names nobody, those of the lead as they are. Two-sided violence has all sides in the first (PLOVER R46).
    """
    if not happening.stated:
        return lead.claim.actor, lead.claim.recipient
    tellers = asserted(happening) or [lead]
    found: list[Sequence[Mention]] = []
    for role, ids in (("actor", happening.incident.actor), ("recipient", happening.incident.recipient)):
        named: dict[str, Mention] = {}
        for told in tellers:
            for mention in getattr(told.claim, role):
                named.setdefault(mention.actor, mention)
        found.append([named[i] for i in ids if i in named] or getattr(lead.claim, role))
    return found[0], found[1]


def days_of(when: When | None, published: dt.date | None, choice: Choice) -> Days | None:
    """Give the days of an act; None = no date, no row."""
    if when is not None and (when.first or when.last):
        first, last = when.first or when.last, when.last or when.first
        assert first is not None  # noqa: S101  one of them is a day
        assert last is not None  # noqa: S101
        return Days(first, last, "" if when.first and when.last else "open_interval")
    if choice.date_fallback and published is not None:
        return Days(published, published, "date_fallback")
    return None


def name_of(mention: Mention) -> str:
    """Name an actor: its canonical name, else the words; a pronoun names nobody."""
    return mention.name or ("" if mention.reason == PRONOUN else mention.span.quote)


def count_of(counts: Sequence[Count], what: CountKind) -> Count | None:
    """Find a count of a kind."""
    return next((count for count in counts if count.what == what), None)


def harm(claim: Claim) -> bool:
    """Tell whether harm is reported, so that an act without an actor is still worth a row (PLOVER 5.2)."""
    return claim.event_type in HARMFUL or any(count.what in {"dead", "injured"} for count in claim.counts)


def city(where: Where | None) -> str:
    """Name the town; "" where the place is an area or unknown."""
    return where.name if where is not None and where.precision in {"exact", "near"} else ""


def point(where: Where | None) -> tuple[float, float] | None:
    """Give latitude and longitude of a town or narrower; an area has no point."""
    if where is None or where.lat is None or where.lon is None or where.precision not in {"exact", "near"}:
        return None
    return where.lat, where.lon


def auxiliary(claim: Claim, report: Report) -> list[str]:
    """Give PLOVER's auxiliary modes: historical, future, hypothetical, negation."""
    found = []
    last = claim.when.last if claim.when is not None else None
    if last is not None and report.published is not None and (report.published - last).days > HISTORICAL_DAYS:
        found.append("historical")
    if claim.factuality in {"planned", "offered", "demanded", "threatened"}:
        found.append("future")
    if claim.condition is not None:
        found.append("hypothetical")
    if claim.factuality == "denied":
        found.append("negation")
    return found


def sentence_number(report: Report, start: int) -> int | str:
    """Count sentences up to a place: a full stop before a space, or a new line, ends one; "" without text."""
    text = report.text
    return 1 + text.count(". ", 0, start) + text.count("\n", 0, start) if text else ""


def words(quote: str, choice: Choice) -> str:
    """Give words of a report, cut to 25 where its text may not be passed on."""
    if choice.with_text:
        return quote
    split = quote.split()
    return quote if len(split) <= 25 else " ".join(split[:25]) + "…"
