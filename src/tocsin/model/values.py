"""Values: the small records of which the nouns are made, and the words that they may use."""

import datetime as dt
from typing import Literal

import msgspec

Factuality = Literal[
    "asserted", "denied", "doubted", "planned", "offered", "accepted", "refused", "demanded", "threatened"
]
"""How the act stands according to whoever tells it; PLOVER's verbal types are derived from this."""

PRONOUN = "pronoun"
"""Reason of a mention that is a pronoun, which is not resolved."""

AHEAD: frozenset[str] = frozenset({"planned", "offered", "accepted", "demanded", "threatened"})
"""Ways to stand in which the act, if it comes, lies ahead of the report: its dates are read forward."""

Certainty = Literal["certain", "probable", "possible"]
"""The *speaker's* certainty: plain statement; "reportedly", "apparently"; "may", "might", "possibly"."""

PartKind = Literal["title", "subtitle", "byline", "dateline", "caption", "notice", "body"]
"""What a stretch of a report is. `notice` is text about the page ("powered by automated translation")."""

Precision = Literal["exact", "near", "admin1", "country"]
"""How narrowly a place is known. A country is never given as a point."""

CountKind = Literal["dead", "injured", "arrested", "participants"]
"""What a number in the text counts."""

ConditionRelation = Literal["if", "unless", "until", "in_return_for"]
"""How an act hangs on its condition."""

DeadlineKind = Literal["date", "relative", "none_stated"]
"""A day, a stretch of time, or the finding that the text says there is no deadline."""

Severity = Literal["note", "quarantined", "failed"]
"""What an issue did to its report: nothing; kept for another try; unreadable."""


class Span(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """Words of a report, kept with their offsets so that each proves the other."""

    start: int
    """First code point, counted in `Report.text`, >= 0."""
    end: int
    """One past the last code point, > start."""
    quote: str
    """The words: `report.text[start:end] == quote`, except in exports without text, where it is cut."""
    approx: str = ""
    """How the place of the words was found when they were read in a translation: "name" or "number" (found again in the
    original), "segment" (the whole original sentence); "" = exact."""
    translated: str = ""
    """The words of the translation that stand for `quote`; "" = they were read in the original."""

    @property
    def words(self) -> str:
        """The English words that were read: those of the translation where there is one."""
        return self.translated or self.quote


class Part(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A stretch of a report with one role. Parts are in text order and do not overlap."""

    kind: PartKind
    """What the stretch is."""
    start: int
    """First code point in `Report.text`."""
    end: int
    """One past the last code point."""


class Mention(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """An actor as the text names it, and what the name was resolved to."""

    span: Span
    """The words that name it."""
    actor: str = ""
    """Actor id ("irq.kataib_hezbollah"), or country and sector of a generic agent ("irq.mil"); "" = unresolved."""
    name: str = ""
    """Canonical English name of the actor; "" = unresolved."""
    country: str = ""
    """ISO 3166 alpha-3 code, or PLOVER's codes for international actors (IGO, UNO, NGO ...); "" = unknown."""
    sectors: tuple[str, ...] = ()
    """PLOVER sector codes (GOV, MIL, REB ...), primary first; empty = unknown."""
    reason: str = ""
    """How it was resolved, or why not."""
    candidates: tuple[str, ...] = ()
    """Actor ids between which the text does not decide; empty unless ambiguous."""


class When(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """When something happened, as an interval of days; its width is its precision."""

    span: Span
    """The words of the date."""
    first: dt.date | None = None
    """First possible day; None = unresolved, or open to the past."""
    last: dt.date | None = None
    """Last possible day; None = unresolved, or open to the future."""
    reason: str = ""
    """How the words became days, or why they did not ("no publication date")."""


class Where(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """Where something happened. Coordinates only where the place is a town or narrower."""

    span: Span
    """The words of the place."""
    place: str = ""
    """Gazetteer id ("geonames:98182", "country:IRQ", "admin1:IRQ.07", "admin2:4737316"); "" = unresolved."""
    name: str = ""
    """Name in the gazetteer."""
    country: str = ""
    """ISO 3166 alpha-3 code; "" = unknown."""
    admin1: str = ""
    """Name of the first-level region; "" = unknown."""
    lat: float | None = None
    """Degrees north, WGS 84, -90 to 90; None for areas."""
    lon: float | None = None
    """Degrees east, WGS 84, -180 to 180; None for areas."""
    precision: Precision | None = None
    """How narrowly the place is known; None = unresolved."""
    reason: str = ""
    """How it was resolved, or why not."""
    candidates: tuple[str, ...] = ()
    """Gazetteer ids between which the text does not decide."""


class Count(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A number of people, as a range."""

    what: CountKind
    """What is counted."""
    low: int
    """Least number that the words allow, >= 0."""
    high: int | None = None
    """Greatest number that the words allow; None = open ("at least 12")."""
    span: Span
    """The words."""


class Deadline(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """By when something is to happen. "No deadline was given" is a finding, not a gap."""

    kind: DeadlineKind
    """A day, a stretch of time, or none stated."""
    span: Span
    """The words."""
    when: When | None = None
    """The days, where they can be worked out."""


class Condition(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What an act hangs on."""

    relation: ConditionRelation
    """How it hangs on it."""
    span: Span
    """The words of the condition."""
    claim: str = ""
    """Id of the claim that states the required act; "" = none was read there."""


TargetClass = Literal[
    "embassy", "base", "convoy", "troops", "government", "infrastructure", "civilians", "other"
]
"""What kind of target an act hits; `knowledge/targets/` says by which words and actors it is known."""

IncidentStanding = Literal["reported", "corroborated", "attributed"]
"""One origin tells of it; two independent origins do; two independent origins name who did it."""

PartyRole = Literal["promisor", "member", "addressee", "beneficiary", "guarantor", "mediator"]
"""What a party is to a commitment: who binds itself, for whom it is said to speak, who must act in return ..."""

Endorsement = Literal["explicit", "claimed_by_other", "silent", "denied"]
"""Whether a party spoke for itself, was spoken for, said nothing, or said that it takes no part."""

ClauseAct = Literal["stop", "do", "allow"]
"""What a clause binds to."""

CommitmentKind = Literal["truce", "promise", "demand", "threat"]
"""An ultimatum is a demand with a consequence; extensions and refusals are status changes, no kinds."""

CommitmentForm = Literal["unilateral", "reciprocal", "bilateral", "multilateral", "imposed"]
"""Who binds whom (after Clayton and Sticher's ceasefire classes)."""

CommitmentGrade = Literal["cessation", "preliminary", "definitive"]
"""Violence stops; it stops under a mechanism of compliance; arms are laid down for good."""

CommitmentMedium = Literal["verbal", "written", "secondhand"]
"""How it was given: spoken, in writing, or told by others only."""

Status = Literal[
    "offered",
    "accepted",
    "refused",
    "in_force",
    "suspended",
    "extended",
    "lapsed",
    "withdrawn",
    "superseded",
    "collapsed",
    "fulfilled",
    "open",
    "met",
    "not_met",
    "disputed",
    "moot",
    "joined",
    "left",
]
"""Of a whole commitment: offered ... fulfilled; of a condition: open, met, not_met, disputed, moot; of a party: joined, left."""

Verdict = Literal[
    "violation",
    "violation_after_failed_condition",
    "compliant",
    "out_of_scope",
    "unclear",
    "holding",
    "eroding",
    "not_holding",
    "too_early",
    "ended",
]
"""Of an incident or a window; the last five only of a truce as a whole (R8)."""

Proof = Literal["confirmed", "reported", "alleged", "disputed"]
"""How well an alleged violation is shown (R4)."""

Perpetrator = Literal["self_claimed", "corroborated", "accused", "front_name", "unknown"]
"""How the one who did it is known."""

Coverage = Literal["lethal_only", "all_reported"]
"""What a count counts: events with a death, or every reported one."""

Decision = Literal["accept", "reject", "correct", "ignore", "flag", "same", "different", "unsure"]
"""What a person decided about a record."""

CodedFrom = Literal["original", "translation"]
"""Which text a claim was read in."""

TranslationStatus = Literal["ok", "failed", "skipped"]
"""Translated; the engine could not; nothing to translate."""

TranslationOrigin = Literal["machine", "human"]
"""Who translated."""

TombstoneReason = Literal["recoded", "retracted", "merged", "rejected"]
"""Why a record is gone."""


class Party(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One side of a commitment."""

    actor: str = ""
    """Actor id; "" = unresolved."""
    name: str
    """Canonical name, or the words where the name is unresolved."""
    role: PartyRole
    """What it is to the commitment."""
    endorsement: Endorsement
    """Whether it spoke for itself."""


class Clause(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One thing a commitment binds to."""

    act: ClauseAct
    """Stop it, do it, or let it happen."""
    events: tuple[str, ...]
    """What: PLOVER `TYPE` or `TYPE/mode`, any of them."""
    target_classes: tuple[TargetClass, ...] = ()
    """Against what; empty = whatever the target."""
    area: str = ""
    """Gazetteer id of where it holds; "" = everywhere."""
    exceptions: tuple[str, ...] = ()
    """What is excepted, in the words of the text."""
