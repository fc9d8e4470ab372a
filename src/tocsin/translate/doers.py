"""Whether an act without a known actor in the translation is that of the subject of the original sentence."""

import re

from tocsin.model import Claim, Mention

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_BREAK = re.compile(r"[,;:()“”\"«»—–]")
_ASIDE = frozenset(
    "has have had will would shall must may might could can should not also did do does never again already now yet "
    "the a an of to".split()
)
"""Words that do not count between the beginning of a sentence and its verb."""
_TURNS = frozenset(
    "that who whom which what when where while after before because if as since and or but said says is are was were be "
    "been being in on at by for from with against over about into during under between among".split()
)
"""Words behind which another clause or a circumstance begins, and those of the passive, whose subject is no doer."""
_NOMINAL = frozenset("the a an of to its his her their this these no any more new another".split())
"""Words behind which an act is a noun, or hangs on another verb."""
_ROOM = 2
"""How many more words the English may have for the subject than the original."""
_ONE = frozenset({"he", "she", "it"})
_PLURAL = frozenset("forces soldiers authorities officials rebels diplomats protesters".split())


def opens_with(claim: Claim, before: str, subject: Mention) -> bool:
    """Tell whether the act is the main verb of the sentence that its subject opens.

    Args:
        claim: an English claim.
        before: the English sentence up to the words of its act.
        subject: the subject of the original.

    Returns:
        True where nothing but the subject and auxiliaries stands before the act.
    """
    words = [word.lower() for word in _WORD.findall(before)]
    if not words or _BREAK.search(before) or not _TURNS.isdisjoint(words) or words[-1] in _NOMINAL:
        return False
    if claim.trigger.quote[:1].isupper():
        return False
    counted = [word for word in words if word not in _ASIDE and not word.endswith("ly")]
    return len(counted) <= len(_WORD.findall(subject.span.quote)) + _ROOM


def stands_for(pronoun: str, subject: Mention) -> bool:
    """Tell whether a pronoun of the translation may stand for the subject of the original.

    Args:
        pronoun: the English pronoun.
        subject: the subject of the original.

    Returns:
        True for "they" of people in the plural, for "he", "she" and "it" of what stands in the singular, for which
        languages without a neuter have one pronoun, and for "they" of a state or a body.
    """
    word = pronoun.lower()
    role = subject.name.rpartition(": ")[2]
    if role in _PLURAL:
        return word == "they"
    return word in _ONE or (word == "they" and not {"GOV"} & set(subject.sectors[:1]))
