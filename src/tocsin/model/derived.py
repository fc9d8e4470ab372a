"""Derived records: rebuilt from the evidence by one command, never edited."""

import datetime as dt

import msgspec

from tocsin.model.values import (
    Clause,
    CommitmentForm,
    CommitmentGrade,
    CommitmentKind,
    CommitmentMedium,
    Condition,
    Count,
    Deadline,
    IncidentStanding,
    Party,
    Span,
    TargetClass,
    TranslationOrigin,
    TranslationStatus,
    When,
    Where,
)


class Incident(
    msgspec.Struct,
    gc=False,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="incident",
):
    """One event in the world, as all claims of it together tell it."""

    id: str
    """"i_" and 16 hex digits of SHA-256 over the id of the founding claim (earliest published, then smallest id)."""
    event_type: str
    """PLOVER type."""
    mode: str = ""
    """PLOVER mode; "" = none, or the claims disagree."""
    actor: tuple[str, ...] = ()
    """Ids of who did it according to any claim in it, most often named first; empty = nobody says."""
    recipient: tuple[str, ...] = ()
    """Ids of whom it hit."""
    target_class: TargetClass = "other"
    """What kind of target it hit."""
    when: When | None = None
    """The narrowest days on which the claims agree; its words stand in the report of one of them."""
    where: Where | None = None
    """The most precise place that the claims give."""
    counts: tuple[Count, ...] = ()
    """Casualties as ranges over all claims: lowest low, highest high."""
    standing: IncidentStanding
    """How many independent origins tell of it, and whether they name who did it."""
    origins: int
    """Number of independent origins: copies of one wire story count once, >= 1."""
    claims: tuple[str, ...]
    """Ids of its claims, founding claim first, then by publication and id."""
    background: bool = False
    """Told only as history or anniversary, in no report of its own days."""


class Commitment(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="commitment",
):
    """What somebody is bound to, promised, demanded or threatened. A field without a source stays empty."""

    id: str
    """"k_" and 16 hex digits of SHA-256 over the id of the founding claim."""
    kind: CommitmentKind
    """Truce, promise, demand or threat."""
    parties: tuple[Party, ...]
    """Who is bound, spoken for, addressed, spared."""
    clauses: tuple[Clause, ...]
    """What it binds to."""
    conditions: tuple[Condition, ...] = ()
    """What it hangs on."""
    deadline: Deadline | None = None
    """By when; kind none_stated = the text says there is none; None = unknown."""
    consequence: str = ""
    """Id of the claim that threatens what follows if it is not met."""
    since: When | None = None
    """From when it holds: the stated day, else the day it was said."""
    until: When | None = None
    """To when it holds, where stated."""
    form: CommitmentForm | None = None
    """Who binds whom."""
    grade: CommitmentGrade | None = None
    """How far it goes."""
    medium: CommitmentMedium | None = None
    """How it was given."""
    mechanism: str = ""
    """Who watches over it, in the words of the text."""
    renews: str = ""
    """Id of the earlier commitment that this one renews."""
    founded: dt.date | None = None
    """Day of publication of its founding claim; None = unknown."""
    sources: dict[str, tuple[str, ...]]
    """Field path ("conditions.0", "parties.1", "deadline") to the ids of the claims it rests on."""


class Model(
    msgspec.Struct, gc=False, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What translated on one leg of the way from a language to English."""

    source: str
    """Language it reads."""
    target: str
    """Language it writes."""
    name: str = ""
    """Its name, as the engine has it; "" = unknown."""
    version: str = ""
    """Its version; "" = unknown."""
    sha256: str = ""
    """Digest of its files; "" = they are not on this computer."""


class Translation(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="translation",
):
    """One segment of a report in English: a layer over the original, made again by any other engine."""

    id: str
    """"t_" and 16 hex digits of SHA-256 over report, span, key and text."""
    report: str
    """Id of the report."""
    span: Span
    """The segment in the original."""
    text: str = ""
    """The translation, marks of the engine taken out; "" where there is none."""
    source: str
    """Language of the segment, as in `Report.lang`."""
    target: str = "en"
    """Language of `text`."""
    engine: str
    """Name of the engine: apertium, ct2, http, replay, firefox."""
    engine_version: str = ""
    """Its version; "" = unknown."""
    route: tuple[Model, ...] = ()
    """What translated, one for each leg: French goes through Spanish in Apertium."""
    options: dict[str, str] = {}
    """How the engine was asked, where that is not its default."""
    key: str = ""
    """SHA-256 over engine, versions, route, languages, options and the words: equal keys, equal translations."""
    score: float | None = None
    """What the engine thinks of it, mean log probability of its tokens; None = it says nothing."""
    marks: tuple[str, ...] = ()
    """Words that the engine marked as unknown to it or badly formed, with the mark: "*Odrel"."""
    checks: tuple[str, ...] = ()
    """What looks wrong: copy, length, repetition, numbers, polarity, unknown (many unknown words)."""
    origin: TranslationOrigin = "machine"
    """Who translated."""
    made: dt.datetime | None = None
    """When, UTC; None where the run keeps no translations, so that the same input gives the same bytes."""
    status: TranslationStatus = "ok"
    """Whether it could be translated. What is skipped is English already, or has no letters."""
    reason: str = ""
    """Why it was not translated; "" for "ok"."""
