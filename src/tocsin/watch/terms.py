"""Terms: what a claim binds to, against whom, where, on what condition, by when, for how long."""

import datetime as dt

import msgspec

from tocsin.knowledge.tokens import fold, folded_words, token_spans
from tocsin.model import PRONOUN, Claim, Clause, ClauseAct, CommitmentKind, Condition, When
from tocsin.watch.parties import can_act, is_owned, same_party

_KINDS: dict[str, CommitmentKind] = {
    "offered": "promise",
    "accepted": "promise",
    "demanded": "demand",
    "threatened": "threat",
}
HOSTILE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "PROTEST"})
"""Types of act that are threatened even where the text says "promised"."""
_YIELDING = frozenset({"RETREAT", "CONCEDE", "AID", "SUPPORT", "COOPERATE"})
_UNSTATED = frozenset({"REQUEST", "THREATEN", "AGREE"})
"""Types of claims whose content is not stated."""
_PAUSES = frozenset({"operator.halt", "operator.suspend"})
_PAUSED = ("#verb.retreat.halt-operations", "#verb.retreat.hold-fire")
"""Operators and entries of the lexicon by which a side says that it has stopped."""
_PLEDGES = frozenset({"operator.pledge", "operator.offer-noun", "operator.vow-good"})
"""Operators by which somebody binds himself."""
_LASTS = frozenset(
    {"operator.begin", "operator.lasts", "operator.extend", "operator.extend-noun", "operator.keep-word"}
)
_LASTING = frozenset(
    {"until", "till", "through", "for", "during", "throughout", "over", "lasting", "of", "another"}
)
_PERIOD = frozenset("hour day week month year hours days weeks months years".split())
_EMPTY = frozenset("that this which with from have been will would their they them when what there".split())


def is_ceasefire(claim: Claim) -> bool:
    """Tell whether the content of a claim is that fighting stops."""
    return (claim.event_type, claim.mode) == ("RETREAT", "ceasefire")


def is_reference(claim: Claim) -> bool:
    """Tell whether a claim only takes up an act told before: "the offer", "two conditions: ..."."""
    return claim.by.endswith(("#noun.reference", "#noun.listed-condition"))


def kind_of(claim: Claim) -> CommitmentKind | None:
    """Give the kind of commitment that a claim states by itself.

    Args:
        claim: any claim.

    Returns:
        A ceasefire offered, agreed, announced or begun by its parties is a truce, other content offered or agreed a promise;
        demanded is a demand, threatened a threat. None for the rest, and for what another act hangs on.
    """
    if any(reason.startswith("condition.") for reason in claim.reasons):
        return None
    if "operator.expire" in claim.reasons and not is_ceasefire(claim):
        return None
    if claim.event_type == "REQUEST" or claim.by.endswith("#noun.threaten.ultimatum"):
        purpose = (
            claim.factuality == "planned" and "operator.purpose" in claim.reasons
        )  # "marched to demand jobs"
        return "demand" if claim.factuality == "asserted" or purpose else None
    if claim.event_type == "AGREE" or (
        claim.by.endswith("#operator.pledge") and claim.factuality == "asserted"
    ):
        return "promise" if _is_pledge(claim) else None
    if claim.event_type == "THREATEN":
        warned = "#operator.warn" in claim.by and claim.condition is None
        stated = claim.factuality in {"asserted", "threatened", "offered"} or (
            claim.factuality == "planned" and "modal.will" in claim.reasons
        )
        return "threat" if stated and not warned else None
    if is_ceasefire(claim) and claim.factuality not in {"demanded", "threatened"}:
        return "truce" if _states_truce(claim) else None
    if is_ceasefire(claim) and claim.factuality == "demanded" and _orders_own(claim):
        return "truce"
    if claim.factuality == "accepted" and _by_another(claim):
        return "demand"
    if claim.factuality == "planned":
        return _announced(claim)
    if claim.factuality == "offered" and claim.event_type in HOSTILE | {"REJECT"}:
        return "threat"
    if claim.factuality == "accepted" and claim.event_type == "ASSAULT":
        return None  # "accepted a pause in fighting"
    if claim.factuality == "asserted" and claim.event_type == "CONCEDE" and claim.actor:
        return "promise" if _is_timed(claim) or claim.condition else None
    if claim.factuality in {"refused", "denied"}:
        abstains = claim.event_type in HOSTILE and "negated.verb" in claim.reasons
        if abstains and not _PLEDGES.isdisjoint(claim.reasons) and "operator.deny" not in claim.reasons:
            return "promise"  # "promised that conscripts will not be sent to the front"
        return "threat" if _is_withheld(claim) else None
    return _KINDS.get(claim.factuality)


def is_impersonal(claim: Claim, kind: CommitmentKind) -> bool:
    """Tell whether a text states a commitment without saying whose: "a two-week truce has been agreed", "X is required to leave".

    Args:
        claim: a claim that states a commitment.
        kind: its kind.

    Returns:
        True for a truce that is offered or agreed, and for a demand of somebody, that nobody is said to tell and that have a
        limit in time or a condition.
    """
    stated = _is_timed(claim) or claim.condition is not None
    named = bool(claim.actor) if kind == "demand" else kind == "truce" and claim.factuality != "asserted"
    return stated and named and not claim.attribution


def _is_timed(claim: Claim) -> bool:
    """Tell whether a claim says by when, that there is no deadline, or how long."""
    return claim.deadline is not None or claim.until is not None


def _is_withheld(claim: Claim) -> bool:
    """Tell whether somebody keeps up pressure until he is given what he wants: "refuse to leave until the rector goes"."""
    pressed = claim.condition is not None and claim.condition.relation in {"until", "unless"}
    return pressed and (claim.factuality == "refused" or "modal.will" in claim.reasons)


def _is_pledge(claim: Claim) -> bool:
    """Tell whether somebody binds himself to something that is no act of the lexicon: "promised to reopen the line"."""
    bound = claim.condition is not None or _is_timed(claim) or "content.unknown" in claim.reasons
    pledged = claim.by.endswith(("#operator.pledge", "#clause.undertaking")) or bound
    return pledged and claim.factuality == "asserted"


def _announced(claim: Claim) -> CommitmentKind | None:
    """Give the kind of what a report says that somebody will do on a condition."""
    if (
        "modal.will" not in claim.reasons
        or not (
            claim.condition
            or _is_timed(claim)
            or (claim.attribution and claim.event_type in {"RETREAT", "CONCEDE"})
        )
        or not claim.actor
        or claim.certainty != "certain"
    ):
        return None
    return "threat" if claim.event_type in HOSTILE else "promise" if claim.event_type in _YIELDING else None


def _orders_own(claim: Claim) -> bool:
    """Tell whether somebody orders his own side to stop: "ordered his men to hold their fire"."""
    nobody = all(one.span.words.lower().startswith("no ") for one in claim.actor)
    unaddressed = nobody and {"operator.urge", "negated.halt"} <= set(claim.reasons)
    ordered = claim.actor or claim.recipient
    return bool(claim.attribution) and (unaddressed or any(is_owned(one) for one in ordered))


def _by_another(claim: Claim) -> bool:
    """Tell whether somebody agrees to what others are to do: "parliament voted for the withdrawal of foreign forces"."""
    others = [speaker for speaker in claim.attribution if can_act(speaker)]
    return bool(claim.actor and others) and not any(
        same_party(actor, speaker) or actor.reason == PRONOUN
        for actor in claim.actor
        for speaker in claim.attribution
    )


def _states_truce(claim: Claim) -> bool:
    """Tell whether a ceasefire is stated as somebody's commitment and not only as quiet."""
    if claim.factuality == "offered" and "operator.expire" in claim.reasons:
        return False
    if claim.factuality in {"offered", "accepted"}:
        return True
    if is_reference(claim) and _is_timed(claim) and claim.factuality in {"asserted", "planned"}:
        return True
    named = [mention for mention in claim.actor if mention.reason != PRONOUN]
    reasons = set(claim.reasons)
    if claim.factuality == "planned":
        return bool(named) and "modal.will" in reasons and claim.certainty == "certain"
    if claim.factuality == "asserted" and claim.attribution and claim.actor and not named:
        return True  # "we have stopped all attacks", a commander said
    paused = reasons & _PAUSES or claim.by.endswith(_PAUSED)
    if claim.factuality == "asserted" and paused:
        return bool(claim.actor) and bool(_is_timed(claim) or claim.condition or claim.attribution)
    if claim.factuality == "asserted" and "operator.did" in reasons:
        return bool(named) and "operator.blame" not in reasons
    return (
        claim.factuality == "asserted"
        and bool(reasons & _LASTS)
        and (len(named) > 1 or _is_timed(claim) or (bool(named) and "operator.keep-word" in reasons))
    )


def clause_of(claim: Claim) -> Clause | None:
    """Say what a claim binds to.

    Args:
        claim: a claim that states a commitment.

    Returns:
        A ceasefire stops ASSAULT; a threat, promise or demand is to do its act. None
        where the content is not stated.
    """
    if claim.event_type in _UNSTATED:
        return None
    act: ClauseAct = "do"
    events: tuple[str, ...] = (f"{claim.event_type}/{claim.mode}" if claim.mode else claim.event_type,)
    if is_ceasefire(claim):
        act, events = "stop", ("ASSAULT",)
    elif (claim.event_type, claim.mode) == ("RETREAT", "access"):
        act = "allow"
    return Clause(act=act, events=events, area=claim.where.place if claim.where else "")


# ---------------------------------------------------------------------- time


def lasts(claim: Claim) -> When | None:
    """Find until when a truce is to hold: "a ten-day truce", "suspended attacks until 5 May", "during the feast".

    Args:
        claim: a claim of a ceasefire.

    Returns:
        The days to its end; None where the claim does not say.
    """
    if claim.until is not None or claim.when is None:
        return claim.until
    return claim.when if _is_stretch(claim.when.span.words) else None


def _is_stretch(quote: str) -> bool:
    words = folded_words(quote)
    if words[0] in {"from", "between"}:
        return not {"to", "until", "till", "through", "and"}.isdisjoint(words)
    if (
        words[0] in _LASTING
        or words[0].endswith("long")
        or any(word in words[0] for word in ("-day", "-hour", "-week", "-month", "-year"))
    ):
        return True
    return words[-1] in _PERIOD and words[0] not in {"within", "in"}


def starts(claim: Claim) -> When | None:
    """Find since when a commitment holds: the stated day of its start, else the day it was said."""
    if claim.when is not None and not _is_stretch(claim.when.span.words):
        return claim.when
    return claim.said


def is_known(when: When | None) -> bool:
    """Tell whether a date was resolved on both sides."""
    return when is not None and when.first is not None and when.last is not None


def joined(one: When, two: When, days: int) -> When | None:
    """Widen a date by another report's, where they are near.

    Args:
        one: the date first told; its words are kept.
        two: the date that another report tells.
        days: how far apart they may be.

    Returns:
        The interval that holds both; None where they are too far apart.
    """
    if one.first is None or one.last is None or two.first is None or two.last is None:
        return None
    if abs((one.first - two.first).days) > days:
        return None
    first, last = min(one.first, two.first), max(one.last, two.last)
    if (first, last) == (one.first, one.last):
        return one
    return msgspec.structs.replace(one, first=first, last=last, reason="the reports differ")


def ended_by(until: When, since: When | None, told: dt.date | None) -> When:
    """Count a stretch of time from the start of a truce rather than from the report that told of it.

    Args:
        until: the days to the end, counted from publication where the text gives a length.
        since: the start.
        told: day of publication of the report with the length.

    Returns:
        The same length from the start, where both are known.
    """
    counted = until.reason == "counted from publication" and until.last is not None
    if (
        not counted
        or since is None
        or since.first is None
        or since.last is None
        or told is None
        or until.last is None
    ):
        return until
    length = until.last - told
    return msgspec.structs.replace(
        until, first=since.first + length, last=since.last + length, reason="counted from the start"
    )


# ---------------------------------------------------------------------- conditions


def content_words(text: str) -> frozenset[str]:
    """Give the words of a phrase that carry meaning: four letters or more, folded."""
    return frozenset(w for a, b in token_spans(text) if len(w := fold(text[a:b])) > 3) - _EMPTY


def same_condition(one: Condition, two: Condition) -> bool:
    """Tell whether two conditions say the same: half of the content words of the shorter are in the other."""
    ones, twos = content_words(one.span.words), content_words(two.span.words)
    return bool(ones and twos) and 2 * len(ones & twos) >= min(len(ones), len(twos))
