"""The records of the tocsin corpus: reports with stand-off claims, and the words that they may use.

Offsets are half-open and count Unicode code points in `GoldReport.text`.
"""

from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
import yaml

from tocsin.model import (
    Certainty,
    ConditionRelation,
    CountKind,
    DeadlineKind,
    Factuality,
    PartKind,
)

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"

Ref = tuple[int, int]
"""Half-open code points."""
Use = Literal["train", "dev", "test"]
"""What a report may be used for."""

REGISTERS = frozenset(
    {
        "agency",
        "local-paper",
        "ministry-statement",
        "militia-communique",
        "un-report",
        "interview",
        "live-blog",
        "machine-translated",
        "telegraphic",
        "captions",
        "radio-bulletin",
        "other",
    }
)
"""Ways of writing; `other` is for texts that are not invented."""
TIES = frozenset({"part-of", "backed-by", "speaks-for", "leads", "recognised-by", "same-as"})
"""Modes of TIE, as `tocsin.model.Claim` has them."""
ROLES = ("actor", "recipient", "when", "where", "says", "for", "said", "condition", "deadline")
"""Fields that hold words, beside the counts."""


class CorpusError(Exception):
    """A file of the corpus cannot be used; the message says where and what to do."""


class GoldCondition(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What an act hangs on."""

    relation: ConditionRelation
    span: Ref
    claim: str = ""
    """Label of the claim of the required act."""


class GoldDeadline(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """By when, or the finding that none is stated."""

    kind: DeadlineKind
    span: Ref


class GoldCount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A number of people, as a range."""

    what: CountKind
    low: int
    high: int | None = None
    """None = open ("at least 12")."""
    span: Ref


class GoldClaim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a sentence says about one act or tie; the fields are those of `tocsin.model.Claim`."""

    id: str
    """The label, else "c" and the number of the claim in the report, counted from 1."""
    sentence: int
    """Number of its sentence, counted from 0."""
    trigger: Ref
    event_type: str
    mode: str = ""
    factuality: Factuality
    certainty: Certainty = "certain"
    background: bool = False
    contexts: tuple[str, ...] = ()
    actor: tuple[Ref, ...] = ()
    recipient: tuple[Ref, ...] = ()
    when: Ref | None = None
    where: Ref | None = None
    counts: tuple[GoldCount, ...] = ()
    attribution: tuple[Ref, ...] = ()
    speaks_for: tuple[Ref, ...] = ()
    said: Ref | None = None
    condition: GoldCondition | None = None
    deadline: GoldDeadline | None = None
    about: str = ""
    """Id of the claim that it doubts, denies, accepts or answers."""

    def spans(self) -> dict[str, tuple[Ref, ...]]:
        """Give the words of each field, without empty fields: role or kind of count to stretches of the text."""
        found = {
            "actor": self.actor,
            "recipient": self.recipient,
            "when": (self.when,) if self.when else (),
            "where": (self.where,) if self.where else (),
            "says": self.attribution,
            "for": self.speaks_for,
            "said": (self.said,) if self.said else (),
            "condition": (self.condition.span,) if self.condition else (),
            "deadline": (self.deadline.span,) if self.deadline else (),
        }
        for count in self.counts:
            found[count.what] = (*found.get(count.what, ()), count.span)
        return {role: refs for role, refs in found.items() if refs}


class GoldSentence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A sentence that was read and annotated; without claims it states no act."""

    start: int
    end: int
    part: PartKind = "body"
    line: int = 0
    """Line in the source file, counted from 1; 0 = it has none."""
    sha256: str = ""
    """Of its words, for texts that are not in the repository."""


class GoldReport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An annotated report."""

    id: str
    setting: str
    """Name of the invented world, or of the set of real texts; all reports of one have the same use."""
    use: Use
    writer: str
    """Pseudonym of who wrote and annotated it; of who annotated it where the text is not invented."""
    register: str
    outlet: str = ""
    published: str = ""
    """ISO day; "" = not known."""
    contexts: tuple[str, ...] = ()
    """What the report as a whole is about."""
    text: str = ""
    """Sentences joined by a space, paragraphs by an empty line; "" where the text must stay outside the repository."""
    sentences: tuple[GoldSentence, ...]
    claims: tuple[GoldClaim, ...] = ()
    file: str = ""
    """Name of the source file."""

    def words(self, ref: Ref) -> str:
        """Give the words of a stretch."""
        return self.text[ref[0] : ref[1]]

    def claims_of(self, number: int) -> tuple[GoldClaim, ...]:
        """Give the claims of a sentence, by its number from 0."""
        return tuple(claim for claim in self.claims if claim.sentence == number)


class Codebook(msgspec.Struct, frozen=True, kw_only=True):
    """The words that a claim may use."""

    modes: dict[str, frozenset[str]]
    """Event type, TIE included, to its modes."""
    contexts: frozenset[str]
    factualities: frozenset[str] = frozenset(get_args(Factuality))
    certainties: frozenset[str] = frozenset(get_args(Certainty))
    parts: frozenset[str] = frozenset(get_args(PartKind))


def load_codebook() -> Codebook:
    """Read types, modes and contexts from `knowledge/plover.yml`; TIE and its modes are ours."""
    plover: dict[str, Any] = yaml.safe_load((ROOT / "knowledge/plover.yml").read_text(encoding="utf-8"))
    modes = {name: frozenset(entry.get("modes", {})) for name, entry in plover["types"].items()}
    return Codebook(modes=modes | {"TIE": TIES}, contexts=frozenset(plover["contexts"]))
