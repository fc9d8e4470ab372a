"""Likeness: how much speaks for two tellings being of one event, point by point.

The score is a sum of points, as in record linkage (Fellegi and Sunter 1969); the weights are ours, set by hand on the
development sets of `evals/link.py`. Every point has its reason, so that a person can see why two reports were joined.
"""

import datetime as dt
import math

import msgspec

from tocsin.link.telling import AIMED, Telling, compare_modes, differs, places_differ
from tocsin.link.words import Lexicon

SAME = 3.0
"""Points from which two tellings are of one event."""
APART = -math.inf
"""Score of two tellings that cannot be of one event."""
NEAR_KM, WITHIN_KM = 25.0, 60.0
"""Two towns this near may stand for one place; further apart than the second they are two."""
LATE_DAYS = 7
"""A report may tell of an event without its date for so many days."""
EARTH_KM = 6371.0
"""Mean radius of the earth, km."""

POINTS = {
    "days.same": 2.5,
    "days.overlap": 1.0,
    "days.next": -3.0,
    "days.fresh": 0.5,
    "days.late": -2.0,
    "place.same": 2.5,
    "place.near": 1.0,
    "place.inside": 1.0,
    "place.country": 0.0,
    "place.words": 2.0,
    "place.other": -6.0,
    "place.names": 1.5,
    "place.other-words": -6.0,
    "place.other-names": -1.0,
    "more.same": 0.5,
    "report.same": -2.0,
    "more.other": -1.5,
    "injured.same": 1.0,
    "injured.near": 0.0,
    "injured.other": -1.0,
    "target.same": 1.0,
    "target.other": -6.0,
    "actor.same": 1.0,
    "actor.other": -1.0,
    "recipient.same": 1.0,
    "recipient.other": -0.3,
    "mode.same": 0.5,
    "mode.other": -0.5,
    "dead.same": 1.5,
    "dead.near": 0.0,
    "dead.other": -1.0,
}
"""What each finding counts."""
WORDS_MOST, WORDS_HALF = 3.0, 0.35
"""Most points that shared words bring, and the cosine at which they bring half of them."""
CONTEXT_MOST, CONTEXT_HALF = 3.0, 0.5
"""The same of the words of the whole reports."""
SIDE_MOST, SIDE_NATS = 1.5, 6.0
"""Most points that shared words for one side bring, and what such words tell for one point, nats."""

Reason = tuple[str, float]
"""A finding and its points."""


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """How alike two tellings are."""

    score: float
    """Sum of the points; `APART` where they cannot be of one event."""
    reasons: tuple[Reason, ...]
    """The findings, each with its points."""


def compare(one: Telling, two: Telling, lexicon: Lexicon) -> Likeness:
    """Weigh what speaks for and against two tellings being of one event.

    Args:
        one: a telling.
        two: a telling of another report, or another of the same.
        lexicon: how rare words are.

    Returns:
        Score and reasons; the same for (two, one).
    """
    apart = _apart(one, two)
    if apart:
        return Likeness(score=APART, reasons=((apart, APART),))
    found = _findings(one, two)
    reasons = [(name, POINTS[name]) for name in found]
    reasons += _sides(one, two, lexicon)
    shared = lexicon.cosine(one.other_words, two.other_words)
    reasons.append(("words", _saturated(shared, WORDS_MOST, WORDS_HALF)))
    if one.report != two.report and "days.next" not in found:  # against two stated days names prove nothing
        shared = lexicon.cosine(one.context, two.context)
        reasons.append(("context", _saturated(shared, CONTEXT_MOST, CONTEXT_HALF)))
    return Likeness(score=sum(points for _, points in reasons), reasons=tuple(reasons))


def may_be_one(one: Telling, two: Telling) -> bool:
    """Whether two tellings could reach `SAME`, however rare the words that they share."""
    if _apart(one, two):
        return False
    points = sum(POINTS[name] for name in _findings(one, two))
    for ids, words, most in (
        ((one.actors, two.actors), (one.actor_words, two.actor_words), SIDE_MOST),
        ((one.recipients, two.recipients), (one.recipient_words, two.recipient_words), SIDE_MOST),
        ((frozenset(), frozenset()), (one.words, two.words), WORDS_MOST),
        ((frozenset(), frozenset()), (one.context, two.context), CONTEXT_MOST),
    ):
        if ids[0] & ids[1] or not words[0].keys().isdisjoint(words[1]):
            points += most
    return points >= SAME


def _findings(one: Telling, two: Telling) -> list[str]:
    """Name what can be said without the words."""
    found = [
        _days(one, two),
        _place(one, two),
        _target(one, two),
        compare_modes(one, two),
        _count("dead", one.dead, two.dead),
        _count("injured", one.injured, two.injured),
        _more(one, two),
        "report.same" if one.report == two.report else "",
    ]
    return [name for name in found if name]


def _apart(one: Telling, two: Telling) -> str:
    if one.report == two.report and (
        one.cues.more
        or two.cues.more
        or differs(one, two, 0)
        or places_differ(one, two)
        or (one.days != two.days and one.stated and two.stated)
    ):
        return "apart.report"
    if _countries_differ(one, two):
        return "apart.country"
    halves = one.cues.half, two.cues.half
    if one.stated and two.stated and all(halves) and halves[0] != halves[1]:
        return "apart.half"
    return differs(one, two, 1)


def _countries_differ(one: Telling, two: Telling) -> bool:
    here, there = one.place, two.place
    return bool(here and there and here.country and there.country and here.country != there.country)


def _days(one: Telling, two: Telling) -> str:
    """Compare the days: both stated, one only, or none."""
    if one.days is None or two.days is None:
        return ""
    if one.stated and two.stated:
        gap = (max(one.days[0], two.days[0]) - min(one.days[1], two.days[1])).days
        if gap > 0:
            return "days.next"
        narrow = all((days[1] - days[0]).days <= 1 for days in (one.days, two.days))
        return "days.same" if narrow else "days.overlap"
    early, late = sorted((one, two), key=lambda telling: not telling.stated)
    first, last = early.days or one.days
    published = late.published
    if published is None:
        return ""
    if first <= published and last >= published - dt.timedelta(days=LATE_DAYS):
        return "days.fresh"
    return "days.late"


def _place(one: Telling, two: Telling) -> str:
    here, there = one.place, two.place
    if here is None or there is None:
        if one.place_words and two.place_words and one.place_words & two.place_words:
            return "place.words"
        if one.names and two.names:
            if one.names & two.names:
                return "place.names"
            return (
                ""
                if one.site != two.site
                else "place.other-words"
                if one.place_words and two.place_words
                else "place.other-names"
            )
        return ""
    if here.place == there.place:
        return "place.same" if here.precision != "country" else "place.country"
    if "country" in {here.precision, there.precision}:
        return "place.country"
    if here.lat is None or there.lat is None:
        same = here.admin1 and here.admin1 == there.admin1
        return "place.inside" if same else "place.other" if here.admin1 and there.admin1 else "place.country"
    distance = kilometres((here.lat, here.lon or 0.0), (there.lat, there.lon or 0.0))
    return (
        "place.near" if distance <= NEAR_KM else "place.country" if distance <= WITHIN_KM else "place.other"
    )


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Give the distance of two points on the sphere, km (haversine formula).

    Args:
        here: degrees north, degrees east.
        there: the same.

    Returns:
        0 to 20,015 km.
    """
    north, other_north = math.radians(here[0]), math.radians(there[0])
    east = math.radians(there[1] - here[1])
    half = math.sin((other_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def _target(one: Telling, two: Telling) -> str:
    if "other" in {one.target_class, two.target_class}:
        return ""
    if one.target_class == two.target_class:
        return "target.same"
    return "target.other" if {one.target_class, two.target_class} <= AIMED else ""


def _sides(one: Telling, two: Telling, lexicon: Lexicon) -> list[Reason]:
    """Compare who acts and who is hit, by ids, else by words."""
    found = []
    for side, ids, words in (
        ("actor", (one.actors, two.actors), (one.actor_words, two.actor_words)),
        ("recipient", (one.recipients, two.recipients), (one.recipient_words, two.recipient_words)),
    ):
        told = lexicon.shared(*words)
        if ids[0] & ids[1]:
            found.append((f"{side}.same", POINTS[f"{side}.same"]))
        elif told:
            found.append((f"{side}.words", round(min(SIDE_MOST, told / SIDE_NATS), 4)))
        elif side == "actor" and ids[0] and ids[1]:
            found.append(("actor.other", POINTS["actor.other"]))
        elif side == "recipient" and words[0] and words[1]:
            found.append(("recipient.other", POINTS["recipient.other"]))
    return found


def _count(what: str, one: tuple[int, int] | None, two: tuple[int, int] | None) -> str:
    """Compare numbers: those of one event grow, so only a gap of both size and ratio speaks against it."""
    if one is None or two is None:
        return ""
    if one[0] <= two[1] and two[0] <= one[1]:
        return f"{what}.same"
    low, high = sorted((one[1], two[1]))
    return f"{what}.other" if high - low > 5 and high > 3 * low else f"{what}.near"


def _more(one: Telling, two: Telling) -> str:
    """Compare whether they are called a further act of a kind."""
    if one.cues.more and two.cues.more:
        return "more.same"
    later, other = (one, two) if one.cues.more else (two, one)
    return "more.other" if later.cues.more and other.cues.first else ""


def _saturated(cosine: float, most: float, half: float) -> float:
    """Give points for shared words, saturated."""
    return round(most * cosine / (cosine + half), 4)
