"""Tellings: the claims of one report, put together by the event of which they tell.

Claims come in text order. A claim joins the telling that it fits best: "six soldiers were wounded" belongs to the attack
of the sentence before, "a day earlier" begins another one. Acts of two types are parts of one event where one side does
both in one sentence ("killed two men and captured three"), or where the second is told beside the first without a day
and place of its own ("26 were arrested").
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.link.cues import find_cues, is_cause
from tocsin.link.scenes import Scene, Scenes
from tocsin.link.telling import (
    AIMED,
    APART_MODES,
    Days,
    Telling,
    compare_modes,
    dated,
    differs,
    joined,
    places_differ,
    telling_of,
)
from tocsin.link.words import NAME, content_words
from tocsin.model import Claim, Report

TOLD = frozenset({"asserted", "denied", "doubted"})
"""Factualities of claims about what happened."""
JOINED = 1.0
"""Points from which a claim belongs to a telling."""
POINTS = {
    "scene.same": 1.5,
    "scene.next": 1.0,
    "scene.title": 1.5,
    "scene.paragraph": 0.75,
    "scene.other": -2.5,
    "echo": 1.0,
    "bare": 0.75,
    "refers": 0.5,
    "more.other": -2.5,
    "days.same": 1.5,
    "days.new": -1.0,
    "half.other": -2.5,
    "denied.other": -2.0,
    "place.same": 1.0,
    "place.other": -1.5,
    "target.other": -1.0,
    "actor.same": 0.5,
    "actor.other": 0.0,
    "recipient.same": 1.0,
    "recipient.other": -0.5,
    "victims.other": -0.25,
    "mode.same": 0.75,
    "mode.other": -0.5,
    "dead.same": 1.0,
    "dead.other": -1.0,
    "part": -0.75,
    "cause": -2.0,
    "past": -0.5,
}
"""What speaks for a claim belonging to a telling of its report. First settings, by hand on the development sets of
`evals/link_own.py`."""
PARTS = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""Types of which one is told as part of another: those shot, beaten and arrested in one clash."""
TAKEN = frozenset({"arrest", "seize"})
"""Modes of coercion that are told as parts of a clash or raid."""
DEEDS = PARTS | {"RETREAT", "AID"}
"""Types of which one sentence may tell several as one event, of one side: "freed two men and killed three"."""

_ECHO = re.compile(
    r"\b(?:the|this|that|these|latest|\w+day[’']s|yesterday[’']s)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
"""What stands before a noun that names what was told of before."""
_WHOLE = re.compile(r"\s+(?:of|on|in|at|against)\b")
"""What follows a noun whose act is told with it: "the murder of traders"."""


class _Told:
    """A telling that is being put together, and where its claims stand."""

    def __init__(self, telling: Telling, scene: int, claim: Claim) -> None:
        self.telling = telling
        self.scenes = [scene]
        self.claims = [claim]
        self.cause = False

    def take(self, telling: Telling, scene: int, claim: Claim) -> None:
        self.telling = joined(self.telling, telling)
        self.scenes.append(scene)
        self.claims.append(claim)

    def acting(self, scene: int) -> set[tuple[int, int]]:
        """Give the places of those who act in a scene."""
        return {
            (mention.span.start, mention.span.end)
            for claim, at in zip(self.claims, self.scenes, strict=True)
            if at == scene
            for mention in claim.actor
        }


class _Claimed:
    """A claim that looks for its telling."""

    def __init__(self, telling: Telling, claim: Claim, number: int, text: str) -> None:
        self.telling = telling
        self.claim = claim
        self.number = number
        start = claim.trigger.start
        self.echo = _ECHO.search(text, max(0, start - 40), start) is not None
        self.whole = _WHOLE.match(text, claim.trigger.end) is not None
        self.bare = claim.when is None and (claim.where is None or not _named(claim))
        self.acting = {(mention.span.start, mention.span.end) for mention in claim.actor}


def _named(claim: Claim) -> bool:
    """Whether the place of a claim has a name."""
    return claim.where is not None and bool(claim.where.place or re.search(r"[A-Z]", claim.where.span.words))


def tellings(report: Report, claims: Sequence[Claim], know: Knowledge) -> list[Telling]:
    """Put together what one report tells of each event.

    Args:
        report: the report.
        claims: its claims, any order.
        know: knowledge tables.

    Returns:
        Tellings of what is said to have happened, and of what is only denied or doubted, in text order. Ties and what
        lies ahead (offers, plans, demands, threats) are none.
    """
    scenes = Scenes(report.text)
    context = {word: share for word, share in content_words(report.text, know).items() if share == NAME}
    told: list[_Told] = []
    wanted = (claim for claim in claims if claim.factuality in TOLD and claim.event_type != "TIE")
    for claim in sorted(wanted, key=lambda claim: (claim.trigger.start, claim.id)):
        number = scenes.at(claim.trigger.start)
        scene = scenes.scenes[number]
        telling = telling_of(report, claim, _words_of(report.text, scene, claim), context, know)
        telling = msgspec.structs.replace(telling, cues=find_cues(report.text, scene, claim))
        telling = _shifted(telling, claim, scene, number, told)
        telling = _freed(telling, claim, number, told, report.text)
        one = _Claimed(telling, claim, number, report.text)
        points = [
            _likeness(other, one, scenes, report.text) + _past(other, one, latest)
            for other, latest in zip(told, _latest(told), strict=True)
        ]
        best = max(range(len(told)), key=lambda i: (points[i], i), default=-1)
        if best >= 0 and points[best] >= JOINED:
            told[best].take(telling, number, claim)
        else:
            told.append(_Told(telling, number, claim))
            told[-1].cause = not telling.stated and claim.when is not None and claim.when.first is not None
    return [dated(one.telling) for one in told]


def _words_of(text: str, scene: Scene, claim: Claim) -> str:
    """Give the text of a scene without the act itself and its time, which are compared by themselves."""
    left = [claim.trigger, *(when.span for when in (claim.when, claim.said) if when is not None)]
    words = list(text[scene.start : scene.end])
    for span in left:
        for at in range(max(span.start, scene.start), min(span.end, scene.end)):
            words[at - scene.start] = " "
    return "".join(words)


def _shifted(one: Telling, claim: Claim, scene: Scene, number: int, told: Sequence[_Told]) -> Telling:
    """Give a claim the days that its scene has by those of the scene before: "a day earlier"."""
    timed = one.stated and claim.when is not None and scene.start <= claim.when.span.start < scene.end
    if scene.earlier is None or timed:
        return one
    before = [other for other in told if other.scenes[-1] < number and other.telling.days is not None]
    if not before:
        return one
    base = max(before, key=lambda other: other.scenes[-1]).telling
    gap = dt.timedelta(days=scene.earlier)
    days: Days | None = base.days and (base.days[0] - gap, base.days[1] - gap)
    return msgspec.structs.replace(one, days=days, stated=base.stated)


def _freed(one: Telling, claim: Claim, number: int, told: Sequence[_Told], text: str) -> Telling:
    """Take from an earlier act the day of the act that answers to it: "marched on Sunday against the killing of two"."""
    if claim.when is None or claim.when.span.start >= claim.trigger.start:
        return one
    for other in told:
        for before, at in zip(other.claims, other.scenes, strict=True):
            same = before.when is not None and before.when.span == claim.when.span
            if (
                at == number
                and same
                and before.event_type != claim.event_type
                and is_cause(text, claim, before)
            ):
                return msgspec.structs.replace(one, days=None, stated=False)
    return one


def _distance(scenes: Scenes, other: _Told, one: _Claimed) -> tuple[str, ...]:
    """Say how near a claim stands to a telling."""
    last, scene = other.scenes[-1], scenes.scenes[one.number]
    found = "echo" if one.echo else ""
    if last == one.number:
        return ("scene.same", found)
    if scene.other or (scene.earlier is not None and not one.echo):
        return ("scene.other", found)
    if scenes.scenes[last].paragraph == 0 and scene.paragraph == 1:
        return ("scene.title", found)
    if last == one.number - 1:
        return ("scene.next", found)
    return ("scene.paragraph" if scenes.scenes[last].paragraph == scene.paragraph else "", found)


def _likeness(other: _Told, one: _Claimed, scenes: Scenes, text: str) -> float:
    """Weigh whether a claim belongs to a telling of its report; -inf where it cannot."""
    told, new = other.telling, one.telling
    names = [*_distance(scenes, other, one)]
    close = "scene.title" in names or "scene.same" in names
    reason = differs(told, new, 0)
    if reason in {"apart.type", "apart.mode"} or (not told.kinds & new.kinds and not close):
        if not _is_part(other, one, text):
            return float("-inf")
        names.append("part")
    elif reason or _cannot(told, new, one, close=close):
        return float("-inf")
    if one.bare:
        names.append("bare")
        if new.cues.refers and "scene.other" not in names:
            names.append("refers")
    names += _compare(told, new)
    if (new.cues.first or new.cues.more) and not told.cues.more and not close:
        names.append("more.other")
    if told.cues.more and new.cues.first:
        names.append("more.other")
    if "part" in names:
        names = [name for name in names if not name.endswith(("recipient.other", "mode.other"))]
    if other.cause and "scene.same" not in names and not one.echo:
        names.append("cause")
    if "echo" in names and ("mode.other" in names or (one.whole and "recipient.other" in names)):
        names.remove("echo")
    if "recipient.other" in names and one.bare and new.asserted:
        names[names.index("recipient.other")] = "victims.other"
    if "recipient.other" in names and not new.asserted:
        names.append("denied.other")
    if new.stated and not told.stated and not close:
        names.append("days.new")
    return sum(POINTS[name] for name in names if name)


def _latest(told: Sequence[_Told]) -> Iterator[dt.date | None]:
    """Give for each telling, in text order, the latest first day of those that begin in scenes before its own."""
    before, latest, at = None, None, -1
    for other in told:
        if other.scenes[0] != at:
            before, at = latest, other.scenes[0]
        yield before
        if other.telling.days is not None and (latest is None or other.telling.days[0] > latest):
            latest = other.telling.days[0]


def _past(other: _Told, one: _Claimed, latest: dt.date | None) -> float:
    """Weigh that a telling goes back before others of the report, to which what follows more likely belongs."""
    days = other.telling.days
    if not one.bare or one.echo or other.scenes[-1] == one.number or days is None:
        return 0.0
    return POINTS["past"] if latest is not None and latest > days[1] else 0.0


def _compare(told: Telling, new: Telling) -> list[str]:
    """Name what a claim and a telling have in common, and what not."""
    names = []
    if told.stated and new.stated:
        names.append("days.same")
        if told.cues.half and new.cues.half and told.cues.half != new.cues.half:
            names.append("half.other")
    if told.place and new.place and told.place.place == new.place.place:
        names.append("place.same")
    elif told.place_words and new.place_words:
        if told.place_words & new.place_words:
            names.append("place.same")
        elif told.site == new.site:
            names.append("place.other")
    if told.target_class != new.target_class and {told.target_class, new.target_class} <= AIMED:
        names.append("target.other")
    names.append(_same(told.actor_words, new.actor_words, "actor"))
    if told.things & new.things:
        names.append("recipient.same")
    else:
        names.append(_same(told.recipient_words, new.recipient_words, "recipient"))
    names.append(compare_modes(told, new))
    if told.dead and new.dead:
        names.append("dead.same" if told.dead == new.dead else "dead.other")
    return names


def _same(one: Iterable[str], two: Iterable[str], what: str) -> str:
    ours, theirs = set(one), set(two)
    if not ours or not theirs:
        return ""
    return f"{what}.same" if ours & theirs else f"{what}.other"


def _is_part(other: _Told, one: _Claimed, text: str) -> bool:
    """Whether an act of another kind is part of the event of a telling."""
    told, new = other.telling, one.telling
    if differs(msgspec.structs.replace(told, types=new.types, kinds=new.kinds), new, 0) or places_differ(
        told, new
    ):
        return False
    last = other.claims[-1]
    if other.scenes[-1] == one.number and is_cause(text, one.claim, last):
        return False
    if other.scenes[-1] == one.number and one.acting & other.acting(one.number):
        return (
            new.event_type in DEEDS
            and bool(told.types & DEEDS)
            and not (new.modes | told.modes) >= {"abduct", "release"}
        )
    if not 0 <= one.number - other.scenes[-1] <= 1 or not one.bare or one.echo or not told.types & PARTS:
        return False
    if new.event_type == "ASSAULT" and told.event_type == "PROTEST" and "destroy" in new.modes:
        return True
    if new.event_type == "ASSAULT":
        return new.modes.isdisjoint(APART_MODES) and bool(new.dead or new.injured)
    return new.event_type == "COERCE" and bool(new.modes & TAKEN)


def _cannot(told: Telling, new: Telling, one: _Claimed, *, close: bool) -> bool:
    """Whether place, target or sides show that there are two acts."""
    if told.place and new.place and places_differ(told, new):
        return True
    other_target = told.target_class != new.target_class and {told.target_class, new.target_class} <= AIMED
    if other_target and not one.bare:
        return True
    if told.actors and new.actors and not told.actors & new.actors:
        return True
    hit_others = (
        told.recipient_words
        and new.recipient_words
        and not told.recipient_words.keys() & new.recipient_words.keys()
    )
    return bool(new.event_type != "ASSAULT" and hit_others and not close and not one.bare)
