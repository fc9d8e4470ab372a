"""What lives within a run: words and sentences between stages, issues and the account."""

from typing import Literal

import msgspec

from tocsin.model.derived import Incident, Translation
from tocsin.model.evidence import Claim, Report
from tocsin.model.values import Mention, PartKind, Severity, Span, When, Where


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


class SeenRole(msgspec.Struct, frozen=True, kw_only=True):
    """Words that the network takes, or with a low score may take, for a party or circumstance of an act."""

    role: str
    """actor, recipient, when, where, speaker, speaks_for, said, condition, deadline, or a kind of count."""
    start: int
    """First code point in `Report.text`."""
    end: int
    """One past the last."""
    score: float
    """Mean probability of its words, 0 to 1."""


class SeenAct(msgspec.Struct, frozen=True, kw_only=True):
    """An act as the network sees it in one sentence."""

    start: int
    """First code point of the trigger in `Report.text`."""
    end: int
    """One past the last."""
    event_type: str
    """PLOVER type, or TIE."""
    score: float
    """Probability that an act of this type is named here, 0 to 1."""
    chosen: dict[str, tuple[str, float]]
    """mode, factuality, certainty, relation, deadline: the word chosen and its probability."""
    contexts: tuple[str, ...] = ()
    """PLOVER contexts."""
    background: float = 0.0
    """Probability that the report only recalls it."""
    happened: float = 0.0
    """Whether it happened, from -3 (certainly not) to 3 (certainly), as people judge (UDS It Happened)."""
    roles: tuple[SeenRole, ...] = ()
    """Its parties and circumstances, by role, then in text order."""


class SeenName(msgspec.Struct, frozen=True, kw_only=True):
    """Words that name or stand for somebody or some place, whatever they have to do with an act."""

    start: int
    """First code point in `Report.text`."""
    end: int
    """One past the last."""
    kind: str
    """person, group (bodies, states that act, several people), place, or nation (an adjective: "Iraqi")."""
    score: float
    """Probability that words of this kind begin here, 0 to 1."""


class SeenTie(msgspec.Struct, frozen=True, kw_only=True):
    """How one of two names of a sentence stands to the other, as its words say."""

    first: int
    """Number of the name in `Sight.names`, from 0."""
    second: int
    """Number of the other."""
    kind: str
    """at, part-of, leads, same-as, allied-with, fights, talks-with, supports or opposes: the first ... the second."""
    score: float
    """Probability, 0 to 1."""


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """What the network sees in one sentence."""

    by: str
    """Name and version of the network: "network/1"."""
    acts: tuple[SeenAct, ...] = ()
    """Acts in text order."""
    words: tuple[tuple[int, int, float], ...] = ()
    """First code point, one past the last, and the probability that an act is named there, for each word."""
    names: tuple[SeenName, ...] = ()
    """Everyone and every place that is named, in text order."""
    ties: tuple[SeenTie, ...] = ()
    """How they stand to one another, at most one tie for a pair, in text order."""

    def chance(self, start: int, end: int) -> float:
        """Give the highest probability that an act is named within a stretch of `Report.text`."""
        return max((p for first, last, p in self.words if first < end and start < last), default=0.0)


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


class Unread(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="unread",
):
    """What can be told of a report in a language that cannot be read: names and numbers, but no claims."""

    report: str
    """Id of the report."""
    lang: str
    """Its language."""
    actors: tuple[Mention, ...] = ()
    """Known actors that it names, in text order."""
    places: tuple[Where, ...] = ()
    """Countries and large towns that it names."""
    numbers: tuple[Span, ...] = ()
    """Numbers in digits."""
    days: tuple[When, ...] = ()
    """Dates in digits."""


class NamedTie(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one of two that a sentence names stands to the other, as its words say."""

    first: Span
    """The words of the first."""
    second: Span
    """The words of the second."""
    kind: str
    """at, part-of, leads, same-as, allied-with, fights, talks-with, supports or opposes: the first ... the second."""
    score: float
    """Probability, 0 to 1."""


class Names(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="record",
    tag="names",
):
    """Everyone and every place that a report names, whether they have a part in an act or not."""

    report: str
    """Id of the report."""
    actors: tuple[Mention, ...] = ()
    """Bodies, groups, states and known public figures, in text order; with a reason where they are not resolved."""
    places: tuple[Where, ...] = ()
    """Places, in text order; with a reason where they are not resolved."""
    persons: int = 0
    """Further words for single persons, who are no known public figures: counted, not listed."""
    ties: tuple[NamedTie, ...] = ()
    """How the listed ones stand to one another, sentence by sentence."""


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
    translations: tuple[Translation, ...] = ()
    """Its translated segments, in text order; empty for a report that was read as it is."""
    unread: Unread | None = None
    """What can be told of it although its language cannot be read; None = it was read."""

    @property
    def state(self) -> Literal["coded", "no_event", "quarantined", "failed"]:
        """The one state in which this input ended."""
        severities = {issue.severity for issue in self.issues}
        if "failed" in severities:
            return "failed"
        if "quarantined" in severities:
            return "quarantined"
        return "coded" if self.claims else "no_event"


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known up to a day: what watch and forecast work on."""

    reports: dict[str, Report]
    """Report id to report, in order of publication (unknown days last), then id."""
    claims: dict[str, Claim]
    """Claim id to claim, in the order of their reports, then of the text."""
    incidents: dict[str, Incident]
    """Incident id to incident, in the order of their founding claims."""
    origins: dict[str, str]
    """Report id to its origin: the id of the earliest report of which it is a copy, or its own."""
