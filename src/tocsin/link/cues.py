"""Cues: words around an act that say which of several like acts is meant, and when of a day it was.

They are English; reports in other languages are read in translation, so that the words around an act are not seen.
"""

import re
from collections.abc import Iterable
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
_PARTICIPLE = re.compile(r"[\w-]+(?:ed|en|wn)", re.IGNORECASE)
_ARTICLE = re.compile(
    r"\b(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|\d+|for|of|all|his|her|their) $",
    re.IGNORECASE,
)
"""What stands before a participle that only says who somebody is: "a kidnapped trader"."""
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


def is_hour(words: str) -> bool:
    """Whether a time is that of a day: "before sunrise"."""
    return bool(_EARLY.search(words) or _LATE.search(words))


def is_epithet(text: str, claim: Claim, claims: Iterable[Claim]) -> bool:
    """Whether an act only says who somebody is to whom something else is done: "freed a kidnapped trader".

    Args:
        text: the text of their report.
        claim: the act.
        claims: the other acts of the report.

    Returns:
        Whether it is a participle before its recipient, and that is the recipient of another act too.
    """
    start, end = claim.trigger.start, claim.trigger.end
    if _PARTICIPLE.fullmatch(claim.trigger.words) is None:
        return False
    if not any(
        0 <= mention.span.start - end <= 1 or mention.span.start <= start < mention.span.end
        for mention in claim.recipient
    ):
        return False
    others = [other for other in claims if other.trigger != claim.trigger]
    if _ARTICLE.search(text, max(0, start - BEFORE), start) is None and all(
        other.trigger.end + 1 != start for other in others
    ):
        return False
    reach = max(mention.span.end for mention in claim.recipient)
    return any(
        mention.span.start < reach and start < mention.span.end
        for other in others
        for mention in (*other.actor, *other.recipient)
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
