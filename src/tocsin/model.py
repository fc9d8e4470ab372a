"""The nouns. Stages meet only here.

Every record is frozen and keyword-only and refuses unknown fields when it is read. A field at its
default is left out of JSON. Offsets count Unicode code points, half-open, in `Report.text`.
Dates are ISO 8601. An absent optional field means *unknown*; what the text says to be absent
(for example "no deadline") has a value of its own.
"""

import datetime as dt
from typing import Literal

import msgspec

Factuality = Literal[
    "asserted", "denied", "doubted", "planned", "offered", "accepted", "refused", "demanded", "threatened"
]
"""How the act stands according to whoever tells it; PLOVER's verbal types are derived from this."""

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


class Span(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Words of a report, kept with their offsets so that each proves the other."""

    start: int
    """First code point, counted in `Report.text`, >= 0."""
    end: int
    """One past the last code point, > start."""
    quote: str
    """The words: `report.text[start:end] == quote`, except in exports without text, where it is cut."""
    approx: str = ""
    """How the place of the words was found when it is not exact (in a translated text); "" = exact."""


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A stretch of a report with one role. Parts are in text order and do not overlap."""

    kind: PartKind
    """What the stretch is."""
    start: int
    """First code point in `Report.text`."""
    end: int
    """One past the last code point."""


class Mention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
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


class When(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When something happened, as an interval of days; its width is its precision."""

    span: Span
    """The words of the date."""
    first: dt.date | None = None
    """First possible day; None = unresolved, or open to the past."""
    last: dt.date | None = None
    """Last possible day; None = unresolved, or open to the future."""
    reason: str = ""
    """How the words became days, or why they did not ("no publication date")."""


class Where(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where something happened. Coordinates only where the place is a town or narrower."""

    span: Span
    """The words of the place."""
    place: str = ""
    """Gazetteer id ("geonames:98182", "country:IRQ", "admin1:IQ.07"); "" = unresolved."""
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


class Count(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A number of people, as a range."""

    what: CountKind
    """What is counted."""
    low: int
    """Least number that the words allow, >= 0."""
    high: int | None = None
    """Greatest number that the words allow; None = open ("at least 12")."""
    span: Span
    """The words."""


class Deadline(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """By when something is to happen. "No deadline was given" is a finding, not a gap."""

    kind: DeadlineKind
    """A day, a stretch of time, or none stated."""
    span: Span
    """The words."""
    when: When | None = None
    """The days, where they can be worked out."""


class Condition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What an act hangs on."""

    relation: ConditionRelation
    """How it hangs on it."""
    span: Span
    """The words of the condition."""
    claim: str = ""
    """Id of the claim that states the required act; "" = none was read there."""


class Report(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="report",
):
    """One published report, as published."""

    id: str
    """"r_" and 16 hex digits of SHA-256 over outlet, URL (else title and date) and text."""
    text: str
    """The text as published, cleaned one to one; every offset counts in it."""
    parts: tuple[Part, ...] = ()
    """Title, captions, notices and body paragraphs inside `text`."""
    lang: str = ""
    """ISO 639-1 code; "" = not stated."""
    outlet: str = ""
    """Name of the publisher; "" = unknown."""
    title: str = ""
    """Headline, also the first part of `text` where the page has one."""
    url: str = ""
    """Where it was published; "" = unknown."""
    published: dt.date | None = None
    """Day of publication by the outlet's own clock; None = unknown. Never taken from a caption."""
    published_at: dt.datetime | None = None
    """Moment of publication with time zone, where the source gives one."""
    fetched: dt.datetime | None = None
    """When the bytes were fetched, UTC; None when read from a file. Not filled yet: nothing fetches."""
    source: str = ""
    """The file name, URL or line it was read from, for people to find it again."""
    flags: tuple[str, ...] = ()
    """What was odd about the input and was handled ("html.fallback_extractor", "text.hidden")."""
    replaces: str = ""
    """Id of the earlier version of this report. Not filled yet: versions meet in a store."""
    copy_of: str = ""
    """Id of the wire original that this repeats. Not filled yet: copies meet in a store."""


class Token(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A word or mark of a sentence."""

    text: str
    """As written."""
    lower: str
    """Lower case, with typographic apostrophes made plain."""
    tag: str
    """Coarse part of speech, see `tocsin.read.tags`."""
    start: int
    """First code point in `Report.text`."""
    end: int
    """One past the last."""


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a report; passed between stages, never written."""

    part: PartKind
    """Where in the report it stands."""
    paragraph: int
    """Number of its part, counted from 0: quotes and pronouns look no further than this."""
    start: int
    """First code point in `Report.text`."""
    end: int
    """One past the last."""
    tokens: tuple[Token, ...]
    """Words and marks in order."""
    quotes: tuple[tuple[int, int], ...] = ()
    """Quoted stretches as half-open *token* ranges, marks included."""
    times: tuple[tuple[int, int], ...] = ()
    """Dates as written, as half-open *token* ranges, their preposition included."""


class Claim(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="claim",
):
    """What one report says about one act or tie."""

    id: str
    """"c_" and 16 hex digits of SHA-256 over report, span, type, mode, factuality, actor and recipient spans."""
    report: str
    """Id of the report."""
    span: Span
    """The words the claim rests on: the clause around `trigger`."""
    trigger: Span
    """The word or phrase that names the act."""
    event_type: str
    """PLOVER type of the *content* of what is said, or TIE."""
    mode: str = ""
    """PLOVER mode of that type; for TIE part-of, backed-by, speaks-for, leads, recognised-by, same-as; "" = none."""
    contexts: tuple[str, ...] = ()
    """PLOVER contexts."""
    actor: tuple[Mention, ...] = ()
    """Who acts; in two-sided violence all parties (PLOVER R46); for TIE the member, client or spokesman."""
    recipient: tuple[Mention, ...] = ()
    """At whom it is directed; for TIE the whole, the backer or the principal."""
    when: When | None = None
    """When the act happened or is to happen: not when it was said."""
    where: Where | None = None
    """Where the act happened."""
    counts: tuple[Count, ...] = ()
    """Casualties, arrests, crowds."""
    factuality: Factuality
    """How the act stands. No default: it is always written."""
    certainty: Certainty = "certain"
    """The speaker's certainty."""
    attribution: tuple[Mention, ...] = ()
    """Who says it, nearest first; empty = the outlet in its own voice."""
    speaks_for: tuple[Mention, ...] = ()
    """On whose behalf the nearest speaker speaks."""
    said: When | None = None
    """When it was said."""
    condition: Condition | None = None
    """What the act hangs on."""
    deadline: Deadline | None = None
    """By when, for offers, demands, threats and plans."""
    about: str = ""
    """Id of the claim that this one doubts, denies, accepts or answers."""
    score: float | None = None
    """Calibrated confidence of the maker, 0 to 1; None = the maker has none (the pattern reader)."""
    reasons: tuple[str, ...] = ()
    """Rules that decided, in order."""
    by: str
    """The reader, its version and the rule: "patterns/0.1.0#verb.attack"."""


class Issue(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="issue",
):
    """What a stage could not handle. Nothing is dropped without one."""

    report: str = ""
    """Id of the report; "" when none could be made of the input."""
    source: str = ""
    """File, URL or line."""
    stage: str
    """The stage that could not: ingest, claim, resolve, or pipeline for a fault of the program."""
    code: str
    """Words joined by dots: "html.empty", "date.no_publication_date"."""
    severity: Severity
    """What it did to the report."""
    message: str
    """What happened and what to do."""
    span: Span | None = None
    """The words, where there are any."""


class Header(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="header",
):
    """First line of native JSONL: what made the records below."""

    format: str = msgspec.field(default_factory=lambda: "tocsin")
    """Always "tocsin"."""
    version: int
    """Version of the native format."""
    tocsin: str
    """Version of the program."""
    reader: str
    """Name and version of the reader."""
    knowledge: str
    """"sha256:" and the digest of the compiled knowledge tables."""


class Summary(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
):
    """The account of a run: reports == coded + no_event + quarantined + failed."""

    reports: int = 0
    """Reports that came in, each counted once, unreadable ones included."""
    coded: int = 0
    """Reports with at least one claim."""
    no_event: int = 0
    """Reports read to the end with nothing to code."""
    quarantined: int = 0
    """Reports put aside for another try (killed, out of limits)."""
    failed: int = 0
    """Inputs of which no report could be made."""
    claims: int = 0
    """Claims made."""
    issues: int = 0
    """Issues raised."""


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """All that was read from one input: what `Coder.stream` yields."""

    report: Report | None
    """The report; None when the input could not be made into one."""
    claims: tuple[Claim, ...] = ()
    """Its claims, in text order, a claim after those it refers to."""
    issues: tuple[Issue, ...] = ()
    """What could not be handled."""

    @property
    def state(self) -> Literal["coded", "no_event", "quarantined", "failed"]:
        """The one state in which this input ended."""
        severities = {issue.severity for issue in self.issues}
        if "failed" in severities:
            return "failed"
        if "quarantined" in severities:
            return "quarantined"
        return "coded" if self.claims else "no_event"


Output = Header | Report | Claim | Issue
"""Everything that may stand on a line of native JSONL."""
