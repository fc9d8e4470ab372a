"""What the reader knows of an act before it becomes a claim."""

from dataclasses import dataclass, field

from tocsin.knowledge.events import Entry
from tocsin.knowledge.words import Operator
from tocsin.model import Certainty, Count, Factuality, SeenAct

Ref = tuple[int, int]
"""A stretch of `Report.text`, half-open code points."""

VERBAL = frozenset({"REQUEST", "THREATEN", "AGREE"})
"""Demands, threats and promises whose content is not stated; they may have terms and limits like those whose content is."""


@dataclass(slots=True)
class Link:
    """An operator above an act.

    Attributes:
        operator: the operator.
        clause: its clause, -1 when it is a noun or adjective.
        phrase: position of the word that bears it.
        negated: it is denied.
        modal: the modal on it.
    """

    operator: Operator
    clause: int
    phrase: int
    negated: bool = False
    modal: str = ""


@dataclass(slots=True)
class Draft:
    """An act in a sentence.

    Attributes:
        entry: the lexicon entry that fired.
        rule: "verb.<entry>" or "noun.<entry>".
        trigger: its words.
        token: token of the trigger's head.
        phrase: position of the phrase of the trigger.
        clause: the clause it is the verb of, or stands in; -1 = none.
        event_type, mode: PLOVER type and mode, after operators.
        actor, recipient: stretches of text that name them.
        links: operators above it, nearest first.
        factuality, certainty: how it stands.
        counts: numbers of people.
        reasons: rules that decided, in order.
        seen: what the network says of it, None = it does not see it.
    """

    entry: Entry
    rule: str
    trigger: Ref
    token: int
    phrase: int
    clause: int
    event_type: str
    mode: str
    actor: list[Ref] = field(default_factory=list)
    recipient: list[Ref] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    factuality: Factuality = "asserted"
    certainty: Certainty = "certain"
    counts: list[Count] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    seen: SeenAct | None = None
