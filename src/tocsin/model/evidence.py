"""Evidence: what was published and what it says. Only ever appended to."""

import datetime as dt

import msgspec

from tocsin.model.values import (
    Certainty,
    CodedFrom,
    Condition,
    Count,
    Deadline,
    Factuality,
    Mention,
    Part,
    Span,
    When,
    Where,
)


class Report(
    msgspec.Struct,
    gc=False,
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
    """ISO 639-1 code, 639-3 where there is none ("ckb"); "" = neither stated nor found. The flag "lang.found" says that
    it was told from the words."""
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
    """When the bytes were fetched, UTC; None when read from a file."""
    source: str = ""
    """The file name, URL or line it was read from, for people to find it again."""
    flags: tuple[str, ...] = ()
    """What was odd about the input and was handled ("html.fallback_extractor", "text.hidden")."""
    replaces: str = ""
    """Id of the earlier version of this report. Filled in by a store, where versions meet."""
    copy_of: str = ""
    """Id of the wire original that this repeats. Filled in by a store, where copies meet."""


class Claim(
    msgspec.Struct,
    gc=False,
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
    """The speaker's certainty; at most "possible" where the translation may have lost a negation."""
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
    until: When | None = None
    """How long it is to last, or until when: "a ten-day truce". That is no deadline."""
    about: str = ""
    """Id of the claim that this one doubts, denies, accepts or answers."""
    coded_from: CodedFrom = "original"
    """Which text was read: the report itself, or its translation."""
    translations: tuple[str, ...] = ()
    """Ids of the translations it was read in, in text order; empty = it was read in the original."""
    flags: tuple[str, ...] = ()
    """What makes it doubtful ("translation.polarity": the translation may have lost a negation)."""
    score: float | None = None
    """Calibrated confidence of the maker, 0 to 1; None = the maker has none (the pattern reader)."""
    reasons: tuple[str, ...] = ()
    """Rules that decided, in order."""
    by: str
    """The reader, its version and the rule: "patterns/0.1.0#verb.attack"."""
