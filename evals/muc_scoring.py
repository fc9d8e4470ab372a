"""Compare incident templates in the manner of GTT (Du, Rush and Cardie 2021): best pairs, one to one.

A string is right when its head word is the head word of one of the alternatives that the key allows. The head of a
phrase is its last word before the first preposition, comma, bracket, conjunction or relative pronoun (`CUTS`), without regard to case and
quotation marks: "members of the Harun Front" has "members". A set fill is right when it equals one of the alternatives.
A fill that belongs to another ("DEATH: MAYOR") is right when both the value and the words it belongs to are.
"""

import re
from collections.abc import Sequence

import msgspec

from evals.scoring import Hits

STRINGS = ("perp_individual", "perp_org", "phys_id", "human", "instrument_id")
"""Slots filled with words of the text."""
SETS = (
    "type",
    "stage",
    "date",
    "location",
    "perp_org_confidence",
    "phys_effect",
    "hum_effect",
    "phys_number",
    "hum_number",
)
"""Slots filled with given values, days, places and numbers."""
SLOTS = SETS[:4] + STRINGS + SETS[4:]
CUTS = frozenset(
    "of at in on from to for by with near who whom whose which that where and or between against".split()
)
"""Words at which the head of a phrase ends."""
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*\.?|[,(\[;:]")


class Fill(msgspec.Struct, frozen=True, kw_only=True):
    """One filler of a slot."""

    slot: str
    """One of `SLOTS`."""
    values: tuple[str, ...]
    """The value; in a key, all that are right."""
    refs: tuple[str, ...] = ()
    """The words that it belongs to, alternatives again; empty = the incident as a whole."""
    optional: bool = False
    """Whether the key accepts its absence."""


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """One incident."""

    fills: tuple[Fill, ...]
    """Its fillers; slots without one are not there."""
    optional: bool = False
    """Whether the key accepts that it is missing."""


def head_word(phrase: str) -> str:
    """Give the head word of a noun phrase, in lower case; "" where it has no word."""
    head = ""
    for token in _WORD.findall(phrase.lower()):
        if head and (token in CUTS or not token[0].isalnum()):
            break
        if token[0].isalnum() and token not in CUTS:
            head = token.removesuffix("'s").removesuffix("’s").rstrip(".")
    return head


def is_right(ours: Fill, gold: Fill) -> bool:
    """Tell whether a fill is one that the key allows.

    Args:
        ours: a predicted fill: one value (of a place, its forms) and at most one ref.
        gold: a fill of the key, with all its alternatives.

    Returns:
        True when slot, value and ref agree.
    """
    if ours.slot != gold.slot:
        return False
    if gold.refs and not _share_head(ours.refs, gold.refs):
        return False
    if ours.slot in STRINGS:
        return _share_head(ours.values, gold.values)
    return bool(set(ours.values) & set(gold.values))


def _share_head(one: Sequence[str], two: Sequence[str]) -> bool:
    return bool({head_word(words) for words in one} & {head_word(words) for words in two} - {""})


def pair_fills(ours: Template, gold: Template) -> list[tuple[Fill, Fill]]:
    """Pair right fills of two templates one to one; those that the key demands are served first."""
    left = list(ours.fills)
    pairs = []
    for wanted in sorted(gold.fills, key=lambda fill: fill.optional):
        found = next((fill for fill in left if is_right(fill, wanted)), None)
        if found is not None:
            left.remove(found)
            pairs.append((found, wanted))
    return pairs


def assign(ours: Sequence[Template], gold: Sequence[Template]) -> list[tuple[int, int]]:
    """Pair templates one to one so that as many fills as possible are right.

    As fills of templates without a partner count too, this is the assignment of the greatest micro F1. Two templates
    make a pair only when they share the type of incident or a string: sharing the country and "accomplished" does not.

    Args:
        ours: predicted templates of one report.
        gold: its key.

    Returns:
        Positions in both, in order of the first.
    """
    import numpy as np  # noqa: PLC0415  heavy
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    if not ours or not gold:
        return []
    worth = np.array([[_worth(pair_fills(one, two)) for two in gold] for one in ours])
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if worth[i, j] > 0]


def _worth(pairs: Sequence[tuple[Fill, Fill]]) -> int:
    alike = any(one.slot == "type" or one.slot in STRINGS for one, _ in pairs)
    return len(pairs) if alike else 0


def score_templates(ours: Sequence[Template], gold: Sequence[Template]) -> dict[str, Hits]:
    """Count fills slot by slot for one report.

    An optional fill of the key counts neither as found nor as missing, and one of ours that it allows counts neither
    as right nor as wrong. So it is with all fills of an optional template and of the one of ours paired with it.

    Args:
        ours: predicted templates.
        gold: the key.

    Returns:
        Slot to right, predicted, found and demanded fills, for all `SLOTS`.
    """
    right = dict.fromkeys(SLOTS, 0)
    made = dict.fromkeys(SLOTS, 0)
    wanted = dict.fromkeys(SLOTS, 0)
    partner = dict(assign(ours, gold))
    for number, template in enumerate(ours):
        other = gold[partner[number]] if number in partner else None
        if other is not None and other.optional:
            continue
        for fill in template.fills:
            made[fill.slot] += 1
        for found, key in pair_fills(template, other) if other else ():
            if key.optional:
                made[found.slot] -= 1
            else:
                right[found.slot] += 1
    for template in gold:
        for fill in template.fills:
            wanted[fill.slot] += not (fill.optional or template.optional)
    return {slot: (right[slot], made[slot], right[slot], wanted[slot]) for slot in SLOTS}
