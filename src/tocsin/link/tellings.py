"""Tellings: the claims of one report, put together by the event of which they tell.

Claims come in text order. A claim joins the telling that it fits best: "six soldiers were wounded" belongs to the attack
of the sentence before, "a day earlier" begins another one.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.link.scenes import Scene, Scenes
from tocsin.link.telling import (
    AIMED,
    Days,
    Telling,
    compare_modes,
    dated,
    differs,
    joined,
    places_differ,
    telling_of,
)
from tocsin.model import Claim, Report

TOLD = frozenset({"asserted", "denied", "doubted"})
"""Factualities of claims about what happened."""
JOINED = 1.0
"""Points from which a claim belongs to a telling."""
POINTS = {
    "scene.same": 1.5,
    "scene.next": 1.0,
    "scene.title": 1.5,
    "scene.paragraph": 0.5,
    "scene.other": -2.5,
    "echo": 1.0,
    "bare": 0.75,
    "days.same": 1.5,
    "days.new": -1.0,
    "denied.other": -2.0,
    "place.same": 1.0,
    "place.other": -1.5,
    "actor.same": 0.5,
    "actor.other": 0.0,
    "recipient.same": 1.0,
    "recipient.other": -0.5,
    "mode.same": 0.75,
    "mode.other": -0.5,
    "dead.same": 1.0,
    "dead.other": -1.0,
}
"""What speaks for a claim belonging to a telling of its report. First settings, by hand on `evals/sets/link_dev.yml`."""

_ECHO = re.compile(
    r"\b(?:the|this|that|these|latest|\w+day[’']s|yesterday[’']s)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
"""What stands before a noun that names what was told of before."""


class _Place(msgspec.Struct, frozen=True):
    """Where a claim stands in its report."""

    scene: int
    echo: bool


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
    told: list[Telling] = []
    places: list[list[int]] = []
    wanted = (claim for claim in claims if claim.factuality in TOLD and claim.event_type != "TIE")
    for claim in sorted(wanted, key=lambda claim: (claim.trigger.start, claim.id)):
        number = scenes.at(claim.trigger.start)
        scene = scenes.scenes[number]
        one = telling_of(report, claim, _words_of(report.text, scene, claim), know)
        one = _shifted(one, claim, scene, number, told, places)
        echo = _ECHO.search(report.text, max(0, claim.trigger.start - 40), claim.trigger.start) is not None
        bare = claim.when is None and claim.where is None
        points = [
            _likeness(telling, one, (*_distance(scenes, at, number, echo=echo), "bare" if bare else ""))
            for telling, at in zip(told, places, strict=True)
        ]
        best = max(range(len(told)), key=lambda i: (points[i], i), default=-1)
        if best >= 0 and points[best] >= JOINED:
            told[best] = joined(told[best], one)
            places[best].append(number)
        else:
            told.append(one)
            places.append([number])
    return [dated(telling) for telling in told]


def _words_of(text: str, scene: Scene, claim: Claim) -> str:
    """Give the text of a scene without the act itself and its time, which are compared by themselves."""
    left = [claim.trigger, *(when.span for when in (claim.when, claim.said) if when is not None)]
    words = list(text[scene.start : scene.end])
    for span in left:
        for at in range(max(span.start, scene.start), min(span.end, scene.end)):
            words[at - scene.start] = " "
    return "".join(words)


def _shifted(
    one: Telling,
    claim: Claim,
    scene: Scene,
    number: int,
    told: Sequence[Telling],
    places: Sequence[Sequence[int]],
) -> Telling:
    """Give a claim the days that its scene has by those of the scene before: "a day earlier"."""
    timed = one.stated and claim.when is not None and scene.start <= claim.when.span.start < scene.end
    if scene.earlier is None or timed:
        return one
    before = [i for i, at in enumerate(places) if at[-1] < number and told[i].days is not None]
    if not before:
        return one
    base = told[max(before, key=lambda i: (places[i][-1], i))]
    gap = dt.timedelta(days=scene.earlier)
    days: Days | None = base.days and (base.days[0] - gap, base.days[1] - gap)
    return msgspec.structs.replace(one, days=days, stated=base.stated)


def _distance(scenes: Scenes, at: Sequence[int], number: int, *, echo: bool) -> tuple[str, ...]:
    """Say how near a claim stands to a telling."""
    last, scene = at[-1], scenes.scenes[number]
    found = "echo" if echo else ""
    if last == number:
        return ("scene.same", found)
    if scene.other or (scene.earlier is not None and not echo):
        return ("scene.other", found)
    if scenes.scenes[last].paragraph == 0 and scene.paragraph == 1:
        return ("scene.title", found)
    if last == number - 1:
        return ("scene.next", found)
    return ("scene.paragraph" if scenes.scenes[last].paragraph == scene.paragraph else "", found)


def _likeness(one: Telling, two: Telling, found: Sequence[str]) -> float:
    """Weigh whether a claim belongs to a telling of its report; -inf where it cannot."""
    if differs(one, two, 0) or _cannot(one, two):
        return float("-inf")
    names = [*found]
    if one.stated and two.stated:
        names.append("days.same")
    if one.place and two.place and one.place.place == two.place.place:
        names.append("place.same")
    elif one.place_words and two.place_words:
        names.append("place.same" if one.place_words & two.place_words else "place.other")
    names.append(_same(one.actor_words, two.actor_words, "actor"))
    names.append(_same(one.recipient_words, two.recipient_words, "recipient"))
    names.append(compare_modes(one, two))
    if one.dead and two.dead:
        names.append("dead.same" if one.dead == two.dead else "dead.other")
    if "echo" in names and "mode.other" in names:
        names.remove("echo")
    if "recipient.other" in names and not two.asserted:
        names.append("denied.other")
    if two.stated and not one.stated and not {"scene.title", "scene.same"} & set(names):
        names.append("days.new")
    return sum(POINTS[name] for name in names if name)


def _same(one: Iterable[str], two: Iterable[str], what: str) -> str:
    ours, theirs = set(one), set(two)
    if not ours or not theirs:
        return ""
    return f"{what}.same" if ours & theirs else f"{what}.other"


def _cannot(one: Telling, two: Telling) -> bool:
    """Whether place, target or sides show that there are two acts."""
    if one.place and two.place and places_differ(one, two):
        return True
    if one.target_class != two.target_class and {one.target_class, two.target_class} <= AIMED:
        return True
    if one.actors and two.actors and not one.actors & two.actors:
        return True
    hit_others = (
        one.recipient_words
        and two.recipient_words
        and not one.recipient_words.keys() & two.recipient_words.keys()
    )
    return bool(one.event_type != "ASSAULT" and hit_others)
