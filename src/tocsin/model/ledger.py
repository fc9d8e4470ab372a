"""Ledger: dated records of what was derived and decided. Only appended to; a later row supersedes an earlier one."""

import datetime as dt
from typing import Any

import msgspec

from tocsin.model.values import (
    Coverage,
    Decision,
    Perpetrator,
    Proof,
    Status,
    TombstoneReason,
    Verdict,
    When,
)


class StatusChange(
    msgspec.Struct,
    gc=False,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="status_change",
):
    """A commitment, one of its conditions or one of its parties changed its state."""

    id: str
    """"s_" and 16 hex digits of SHA-256 over the content and `made`."""
    commitment: str
    """Id of the commitment."""
    part: str = ""
    """"" = the whole; "condition:0"; "party:ACTOR"."""
    status: Status
    """The new state."""
    actor: str = ""
    """Id of who did or said it; "" = unknown, or time did."""
    when: When | None = None
    """When it changed in the world."""
    claims: tuple[str, ...] = ()
    """Claims it rests on; empty where time alone decided."""
    reason: str
    """Why, in words."""
    rule: str
    """The rule that decided: "status.withdrawn"."""
    by: str
    """The program's version, or the reviewer."""
    made: dt.datetime
    """When it became known: the publication of the report, UTC; in a live run never later than the clock."""
    supersedes: str = ""
    """Id of the row that this one corrects."""


class Assessment(
    msgspec.Struct,
    gc=False,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="assessment",
):
    """What one incident, or one stretch of time, means under one clause."""

    id: str
    """"a_" and 16 hex digits of SHA-256 over the content and `made`."""
    commitment: str
    """Id of the commitment."""
    clause: int
    """Which clause, from 0."""
    incident: str = ""
    """Id of the incident; "" = a window is judged."""
    window: tuple[dt.date, dt.date] | None = None
    """First and last day of the window; None = an incident is judged."""
    target_class: str = ""
    """Target class judged; "" = all."""
    verdict: Verdict
    """The verdict."""
    proof: Proof | None = None
    """How well it is shown; None unless it is a violation."""
    perpetrator: Perpetrator | None = None
    """How the one who did it is known; None = does not matter here."""
    rule: str
    """The rule that decided, R0 to R8 of docs/watch.md."""
    reasons: tuple[str, ...]
    """Each rule that was passed, in words."""
    claims: tuple[str, ...] = ()
    """Claims it rests on."""
    by: str
    """The program's version, or the reviewer."""
    made: dt.datetime
    """When it was judged, UTC: the publication of the newest report used."""
    supersedes: str = ""
    """Id of the row that this one corrects."""


class Forecast(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="forecast",
):
    """How many events a unit will see within a horizon: written once, scored later."""

    id: str
    """"f_" and 16 hex digits of SHA-256 over unit, model, made and horizon."""
    commitment: str = ""
    """Id of the truce it knows of; "" = blind to truces."""
    unit: str
    """Whose events: "ACTOR > RECIPIENT" ids, or "ACTOR > @target_class"."""
    made: dt.datetime
    """When it was made, UTC; it uses nothing published later."""
    start: dt.date
    """First day of the horizon."""
    horizon_days: int
    """Length of the horizon in days, > 0."""
    pmf: tuple[float, ...]
    """Probability of 0, 1, 2 ... events; sums to 1; the last entry holds the rest of the tail."""
    baseline: tuple[float, ...]
    """The same from conflictology: what the last year alone would say."""
    model: str
    """Name and version of the model; "mixture" where history is too short for more."""
    coverage: Coverage
    """What is counted."""
    moved_by: tuple[str, ...] = ()
    """What moved the number since the last forecast of this unit and horizon, in words."""
    basis: tuple[str, ...] = ()
    """Ids of the incidents that were counted."""


class Review(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="review",
):
    """What a person decided about a record; the record itself stays as it was."""

    id: str
    """"v_" and 16 hex digits of SHA-256 over the content and `made`."""
    subject: tuple[str, ...]
    """One id; two for a judgement whether two claims tell of the same incident."""
    decision: Decision
    """The decision."""
    patch: dict[str, Any] = {}
    """Field to corrected value, for decision "correct"."""
    reason: str = ""
    """Why."""
    reviewer: str
    """A pseudonym."""
    seconds: float | None = None
    """How long it took; None = not measured."""
    stratum: str = ""
    """From which sampling stratum it came; "" = picked by hand."""
    probability: float | None = None
    """Probability of having been sampled, 0 to 1; None = picked by hand."""
    made: dt.datetime
    """When, UTC."""
    undoes: str = ""
    """Id of the review that this one takes back."""


class Tombstone(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="tombstone",
):
    """A record that is gone, and where it went."""

    id: str
    """Id of the record that is gone."""
    at: dt.datetime
    """When it went, UTC."""
    reason: TombstoneReason
    """Why."""
    into: str = ""
    """Id of the record that lives on in its stead."""
