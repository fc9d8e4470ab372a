"""Cues: words around an act that say which of several like acts is meant, and when of a day it was.

They are English; reports in other languages are read in translation, so that the words around an act are not seen.
"""

import re
from typing import Literal, NamedTuple

from tocsin.link.scenes import Scene
from tocsin.model import Claim

Half = Literal["", "early", "late"]
"""Half of a day."""

_MORE = re.compile(
    r"\b(?:second|third|fourth|fifth|new|fresh|similar|further|another(?! (?:\d|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|dozen)))(?: [\w-]+){0,3} $",
    re.IGNORECASE,
)
"""Says, before an act, that there was one like it before."""
_AGAIN = re.compile(
    r"\b(?:again|once more|for (?:the |a )?(?:second|third|fourth|fifth) time)\b", re.IGNORECASE
)
_FIRST = re.compile(r"\b(?:first|earlier|previous)(?: [\w-]+){0,2} $", re.IGNORECASE)
"""Says, before an act, that there was one like it after it."""
_EARLY = re.compile(r"\b(?:morning|dawn|sunrise|early (?:on )?(?:\w+day|today))\b", re.IGNORECASE)
_LATE = re.compile(r"\b(?:evening|night|dusk|sunset|late (?:on )?(?:\w+day|today))\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:over|against|after|following|since|for|suspicion|suspected|connection|revenge|response|retaliation|"
    r"accused|blamed|condemn\w*|remember\w*|mourn\w*)\b",
    re.IGNORECASE,
)
"""What stands between an act and the earlier one to which it answers."""
_SOON = re.compile(r"\b(?:hours?|minutes?|moments?|shortly|soon|just|immediately) $", re.IGNORECASE)
_REFERS = re.compile(
    r"^(?:the|they|them|their|he|him|his|she|her|it|its|those|these|both|all|some|several|others?|two of)\b",
    re.IGNORECASE,
)
"""How a mention of somebody begins who was named before."""
BEFORE = 40
"""Characters before an act in which it is called the first or a further one."""


class Cues(NamedTuple):
    """What is said about an act as one of several."""

    more: bool = False
    """It is called a further one."""
    first: bool = False
    """It is called the one before."""
    half: Half = ""
    """Half of its day."""
    refers: bool = False
    """Its sides were named before: "the attackers", "they"."""

    def with_those_of(self, other: "Cues") -> "Cues":
        """Give the cues of two claims of one event."""
        half: Half = self.half or other.half
        if self.half and other.half and self.half != other.half:
            half = ""
        return Cues(self.more or other.more, self.first or other.first, half, self.refers and other.refers)


def find_cues(text: str, scene: Scene, claim: Claim) -> Cues:
    """Read the words around an act.

    Args:
        text: the text of its report.
        scene: the scene in which it stands.
        claim: the claim of the act.
    """
    around = text[scene.start : scene.end]
    early, late = _EARLY.search(around), _LATE.search(around)
    sides = [mention.span.words for mention in (*claim.actor, *claim.recipient)]
    start, end = max(scene.start, claim.trigger.start - BEFORE), claim.trigger.start
    return Cues(
        more=bool(_MORE.search(text, start, end) or _AGAIN.search(around)),
        first=_FIRST.search(text, start, end) is not None,
        half="early" if early and not late else "late" if late and not early else "",
        refers=any(_REFERS.match(words) for words in sides),
    )


def is_cause(text: str, claim: Claim, before: Claim) -> bool:
    """Whether an act is told as that to which another one, told before it in the sentence, answers.

    Args:
        text: the text of their report.
        claim: the act.
        before: the other one.

    Returns:
        Whether "after", "over", "on suspicion of" or the like stands between them, and no "hours after".
    """
    found = list(_CAUSE.finditer(text, before.trigger.end, claim.trigger.start))
    return bool(found) and _SOON.search(text, before.trigger.end, found[-1].start()) is None
