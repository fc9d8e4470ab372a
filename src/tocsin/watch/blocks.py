"""The blocks of a truce card: plain records, so that a card can be printed, sent as JSON and tested."""

import datetime as dt

import msgspec

from tocsin.model import (
    CommitmentForm,
    CommitmentKind,
    Coverage,
    Endorsement,
    PartyRole,
    Perpetrator,
    Proof,
    Span,
    Status,
    Verdict,
)
from tocsin.watch.holding import Stretch
from tocsin.watch.past import Analogue, Doubt


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Words of a report, and where they stand, so that a reader can open their sentence."""

    words: str
    claim: str
    """Id of the claim."""
    report: str
    """Id of the report."""
    span: Span
    outlet: str = ""
    published: dt.date | None = None
    url: str = ""


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was said: every clause, condition, deadline and consequence in the words of its report."""

    clauses: tuple[Line, ...]
    conditions: tuple[Line, ...]
    deadline: str
    """"by 2031-03-20", "no deadline stated", or "deadline unknown"."""
    deadline_line: Line | None = None
    consequence: Line | None = None
    since: str
    until: str = ""
    mechanism: str = ""


class PartyLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One party and how it stands."""

    name: str
    role: PartyRole
    endorsement: Endorsement
    state: str = ""
    """"left on 2031-04-01"; "" = nothing has changed."""


class ConditionLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One condition and its state."""

    words: str
    relation: str
    state: Status | None = None
    """None = unknown."""
    actor: str = ""
    """Who said so."""
    day: dt.date | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How long one target class was spared, and what is to be said of it."""

    target_class: str
    """"" = all."""
    days: int
    """Days from the start to the first violation, else to today or the end."""
    broken: dt.date | None = None
    """Day of the first violation; None = there was none."""
    verdict: Verdict
    reason: str
    stretch: Stretch


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One incident and its verdict."""

    incident: str
    """Id."""
    day: dt.date | None = None
    number: int | None = None
    """Day n of the truce."""
    target_class: str
    place: str = ""
    verdict: Verdict
    proof: Proof | None = None
    perpetrator: Perpetrator | None = None
    rule: str
    reasons: tuple[str, ...]


class Outlook(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A forecast as a card shows it."""

    unit: str
    horizon_days: int
    p: float
    """Probability of at least one event."""
    low: int
    high: int
    """The middle 90 %."""
    baseline: float
    """The same probability by the baseline."""
    coverage: Coverage
    model: str
    made: dt.datetime
    moved_by: tuple[str, ...] = ()


class Card(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="record", tag="card"):
    """A truce on one day."""

    commitment: str
    """Id."""
    kind: CommitmentKind
    form: CommitmentForm | None = None
    today: dt.date
    """The last day that is known."""
    day: int | None = None
    """Day n since the start; None = its start is unknown."""
    status: Status | None = None
    """State of the whole; None = nothing is known."""
    status_day: dt.date | None = None
    terms: Terms
    parties: tuple[PartyLine, ...]
    conditions: tuple[ConditionLine, ...]
    held: tuple[Held, ...]
    """All classes together first."""
    violations: tuple[Event, ...]
    others: tuple[Event, ...]
    """Unclear and out of scope."""
    counts: dict[str, dict[str, int]]
    """Violations by proof, perpetrator, target class and verdict."""
    outlook: tuple[Outlook, ...] = ()
    our_record: str = ""
    """How our own forecasts did: "when we said 30 %, it happened 28 % (n = 40)"."""
    moved: tuple[str, ...] = ()
    """Which incidents the verdicts hang on: leave one out."""
    doubts: tuple[Doubt, ...] = ()
    analogues: tuple[Analogue, ...] = ()
    silent_weeks: tuple[dt.date, ...] = ()
    """First days of the weeks without a report from the area."""
    reviewed: tuple[str, ...] = ()
    """Assessments that a person decided, with who and why."""
