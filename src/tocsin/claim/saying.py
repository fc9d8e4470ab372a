"""What is said, and by whom."""

from dataclasses import dataclass, field

from tocsin.claim.draft import Ref
from tocsin.model import Certainty

UNSPOKEN = (0, 0)
"""`Saying.own` where no words of the sentence tell of the saying: a signed text, an answer."""


@dataclass(slots=True)
class Saying:
    """A speaker and the tokens that he says.

    Attributes:
        speakers: stretches of text that name the speakers.
        content: half-open token ranges of what is said.
        own: half-open token range of the words that tell of the saying itself.
        certainty: what the reporting verb lends.
        subject: position of the speaker's noun phrase, -1 = none.
        negated: it is what was not said.
        hearers: stretches of text that name those to whom it is said.
    """

    speakers: list[Ref]
    content: list[tuple[int, int]]
    own: tuple[int, int]
    certainty: Certainty = "certain"
    subject: int = -1
    negated: bool = False
    hearers: list[Ref] = field(default_factory=list)


@dataclass(slots=True)
class Memory:
    """The last speaker of the paragraph, for quotations that run over sentences."""

    paragraph: int = -1
    speakers: list[Ref] = field(default_factory=list)
