"""Turns: what a later claim does to a commitment."""

from collections.abc import Mapping, Sequence

from tocsin.model import Claim, Mention, Status
from tocsin.watch.bonds import Bond, Turn
from tocsin.watch.parties import Voice, is_specific, same_party, same_side, share_side
from tocsin.watch.terms import content_words, is_ceasefire

_ENDS: tuple[tuple[str, Status, str], ...] = (
    ("operator.expire", "lapsed", "it is said to have run out"),
    ("operator.collapse", "collapsed", "it is said to have collapsed"),
    ("operator.suspend", "suspended", "it is said to be suspended"),
    ("operator.halt", "withdrawn", "it is said to be over"),
    ("operator.halt-noun", "withdrawn", "it is said to be over"),
    ("operator.declare-over", "withdrawn", "it is said to be over"),
    ("operator.over", "withdrawn", "it is said to be over"),
)
"""Operators of `knowledge/words/en/operators.yml` that end a truce, and what then has become of it."""
_EXTENDS = frozenset({"operator.extend", "operator.extend-noun"})
_HOLDS = frozenset({"operator.begin", "operator.lasts", "operator.keep-word", "operator.did"})


def breaks_truce(claim: Claim) -> bool:
    """Tell whether a claim says that a truce was broken: so it was in force."""
    return claim.by.endswith(".assault.violate-truce") and claim.factuality == "asserted"


def meets_terms(claim: Claim) -> bool:
    """Tell whether a claim says whether the conditions were met."""
    return claim.by.endswith(".concede.meet-terms") and claim.factuality in {
        "asserted",
        "denied",
        "refused",
        "doubted",
    }


def watches_truce(claim: Claim) -> bool:
    """Tell whether a claim says who watches over a truce."""
    return claim.by.endswith(".aid.watch-over-truce") and claim.factuality not in {
        "denied",
        "refused",
        "doubted",
    }


def terms_turn(claim: Claim, speaking: Sequence[Mention]) -> Turn:
    """Read what a claim says of the conditions: met, not met, disputed.

    Args:
        claim: a claim for which `meets_terms` holds.
        speaking: who says so; empty = the outlet.

    Returns:
        The turn.
    """
    status: Status = "not_met"
    if claim.factuality in {"asserted", "doubted"}:
        status = "met" if claim.factuality == "asserted" else "disputed"
    actor = speaking[0] if speaking else None
    return Turn(claim, status, "condition", actor, "a party says so" if actor else "a report says so")


def keeps_truce(bond: Bond, claim: Claim, voices: Sequence[Voice]) -> list[Turn]:
    """Read what a claim that states a truce again does to it: extended, accepted by the other side, in force.

    Args:
        bond: the truce.
        claim: the claim.
        voices: its parties.

    Returns:
        At most one turn.
    """
    reasons = set(claim.reasons)
    acting = [voice.mention for voice in voices if voice.role in {"promisor", "member"}]
    actor = acting[0] if acting else None
    if reasons & _EXTENDS and claim.factuality in {"asserted", "accepted"}:
        return [Turn(claim, "extended", "", actor, "it is said to be extended")]
    if claim.factuality == "asserted":
        return [Turn(claim, "in_force", "", None, "a report says that it is observed")]
    other = [m for m in acting if not share_side([m], bond.sides, near=True)]
    if claim.factuality == "accepted" and other:
        return [Turn(claim, "accepted", "", other[0], "the other side accepts it")]
    return []


def turn_of(bond: Bond, claim: Claim, acting: Sequence[Mention], speaking: Sequence[Mention]) -> Turn | None:
    """Read what a claim that speaks of a truce does to it.

    Args:
        bond: the truce.
        claim: a claim of a ceasefire, or of a broken truce.
        acting: who acts in it.
        speaking: who says so.

    Returns:
        The turn; None for a claim that is only about it, such as a doubt or a denial.
    """
    reasons = set(claim.reasons)
    if breaks_truce(claim):
        return Turn(claim, "in_force", "", None, "a report says that it held until it was broken")
    if claim.factuality == "asserted" and reasons & _EXTENDS:
        return Turn(claim, "extended", "", None, "it is said to be extended")
    if claim.factuality == "asserted" and (reasons & _HOLDS or not reasons):
        return Turn(claim, "in_force", "", None, "a report says that it is observed")
    if claim.factuality != "refused":
        return None
    own = [m for m in (*acting, *speaking) if share_side([m], bond.sides, near=True)]
    for operator, status, reason in _ENDS:
        if operator in reasons:
            return _ending(bond, claim, own, status, reason)
    refusing = [m for m in acting if m not in own]
    if refusing and share_side(
        refusing, [*bond.mentions("addressee"), *bond.mentions("beneficiary")], near=True
    ):
        return Turn(claim, "refused", "", refusing[0], "the other side refuses it")
    if own:
        return _ending(bond, claim, own, "withdrawn", "a party refuses to keep it")
    return Turn(claim, "refused", "", refusing[0], "it is refused") if refusing else None


def _ending(bond: Bond, claim: Claim, own: Sequence[Mention], status: Status, reason: str) -> Turn | None:
    """Tell whether a party ends a truce for all, or leaves it alone."""
    if status in {"lapsed", "collapsed"}:
        return Turn(claim, status, "", None, reason)
    if not own:
        return None
    ender = next((mention for mention in own if is_specific(mention)), own[0])
    others = [m for m in bond.sides if not same_party(m, ender)]
    if others and not bond.agreed:
        return Turn(claim, "left", "party", ender, f"one party of several speaks: {reason}")
    return Turn(claim, status, "", ender, reason)


def deed_of(
    bond: Bond, claim: Claim, acting: Sequence[Mention], claims: Mapping[str, Claim], *, near: bool
) -> Turn | None:
    """Read whether a claim tells that a promise, threat or demand was carried out, or a condition met.

    Args:
        bond: the commitment.
        claim: a claim asserted, denied or refused.
        acting: who acts in it.
        claims: all claims, for those that state what a condition requires.
        near: both speak of the same country or stand in one report.

    Returns:
        The turn, None where the claim is about something else.
    """
    for stated in bond.statements:
        required = claims.get(stated.condition.claim) if stated.condition is not None else None
        if (
            required is not None
            and _same_deed(required, claim)
            and _shared(required.actor, acting, near=near)
        ):
            status: Status = "met" if claim.factuality == "asserted" else "not_met"
            return Turn(claim, status, "condition", acting[0], "a report of the act itself")
    first = bond.founding
    if is_ceasefire(first) or not _same_deed(first, claim):
        return None
    who = bond.mentions("addressee") if bond.kind == "demand" else bond.sides
    if not share_side(acting, who, near=near) or not _same_object(first, claim):
        return None
    if claim.factuality == "asserted":
        return Turn(claim, "fulfilled", "", acting[0], "it is said to have been done")
    if claim.factuality == "refused" and bond.kind == "demand":
        return Turn(claim, "refused", "", acting[0], "the addressee refuses it")
    return None


def awaited(stated: Claim, claims: Mapping[str, Claim]) -> set[str]:
    """List the types of act of which `deed_of` may find that they carry out a statement or meet its condition.

    Args:
        stated: a claim that states a commitment.
        claims: all claims, for those that state what a condition requires.

    Returns:
        Event types; acts of other types change nothing.
    """
    required = claims.get(stated.condition.claim) if stated.condition is not None else None
    types = {required.event_type} if required is not None else set()
    return types if is_ceasefire(stated) else types | {stated.event_type}


def _same_deed(one: Claim, two: Claim) -> bool:
    if one.event_type != two.event_type or one.event_type == "REQUEST":
        return False
    return one.mode == two.mode or one.event_type == "ASSAULT"


def _shared(ones: Sequence[Mention], twos: Sequence[Mention], *, near: bool) -> bool:
    return any(same_side(one, two, near=near) for one in ones for two in twos)


def _same_object(first: Claim, claim: Claim) -> bool:
    """Tell whether two acts hit the same kind of thing: their recipients share a side or a word."""
    if not first.recipient or not claim.recipient:
        return not first.recipient
    words = content_words(" ".join(mention.span.words for mention in first.recipient))
    same = bool(words & content_words(" ".join(mention.span.words for mention in claim.recipient)))
    return same or _shared(first.recipient, claim.recipient, near=True)
