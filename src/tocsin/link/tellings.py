"""Tellings: what one report tells of one event, before reports are compared.

The claims of a report come in text order. A claim joins the telling it fits best: same type, and no other day, place,
side or target than the one told so far; "six soldiers were wounded" belongs to the attack of the sentence before.
"""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.knowledge.targets import target_class
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Claim, Mention, Report, TargetClass, When, Where

FRESH_DAYS = 3
"""An act without a date happened at most so many days before its report, if the report is news. First setting."""
OLD_DAYS = 30
"""An act that ended so many days before its report is told as history (PLOVER's "historical", a guess of formats.md)."""
WIDE_DAYS = 31
"""A time wider than this, in days, is no event but a sum or a state."""
WINDOW = 160
"""Code points on each side of a claim whose words say what its paragraph is about."""
TOLD = frozenset({"asserted", "denied", "doubted"})
"""Factualities of claims about what happened."""
AIMED: frozenset[TargetClass] = frozenset({"embassy", "base", "convoy", "government", "infrastructure"})
"""Target classes that are things or offices; people are hit with any of them."""
APART_MODES = frozenset({"abduct", "sexual", "destroy", "return", "ceasefire", "release", "withdraw"})
"""Modes that are acts of their own: with one of them on one side only, two claims tell of two acts."""

_FUNCTION = frozenset("I D PRP MD W C TO POS NEG EX".split())
"""Tags of words of grammar; see `knowledge/words/en/tags.tsv`."""
_NAME_WEIGHT, _NUMBER_WEIGHT, _WORD_WEIGHT = 3.0, 1.5, 1.0
"""What a shared word tells: one that the word tables do not know (mostly a name), a number, any other. First settings."""

Days = tuple[dt.date, dt.date]


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What one report tells of one event."""

    report: str
    """Report id."""
    published: dt.date | None
    """Day of publication."""
    claims: tuple[str, ...]
    """Its claims in text order."""
    asserted: bool
    """Whether one of its claims asserts it; else it is only denied or doubted."""
    event_type: str
    """PLOVER type."""
    modes: frozenset[str]
    """Modes told."""
    days: Days | None
    """First and last possible day; None = nothing tells."""
    stated: bool
    """Whether the text gives the days; else they are those before publication."""
    several: bool
    """Whether it sums up several acts: a plural noun without a day, or a time without beginning or end."""
    place: Where | None
    """The most precise place told."""
    place_words: frozenset[str]
    """Folded words of a place that is not in the gazetteer."""
    actors: frozenset[str]
    """Ids of who acts."""
    actor_words: frozenset[str]
    """Folded words of who acts."""
    recipients: frozenset[str]
    """Ids of who is hit."""
    recipient_words: frozenset[str]
    """Folded words of who is hit."""
    target_class: TargetClass
    """What is hit."""
    dead: tuple[int, int] | None
    """Least and greatest number of dead; None = none told."""
    words: dict[str, float]
    """Words around its claims, and what each tells."""

    @property
    def key(self) -> str:
        """The id of its first claim stands for it."""
        return self.claims[0]

    @property
    def background(self) -> bool:
        """Whether it is told as history."""
        if self.days is None or self.published is None or not self.stated:
            return False
        return (self.published - self.days[1]).days > OLD_DAYS

    @property
    def anchored(self) -> bool:
        """Whether there is enough to know the event by: a time that is no stretch, and a place, a side or a number."""
        if self.several or self.days is None or (self.days[1] - self.days[0]).days > WIDE_DAYS:
            return False
        known = self.place or self.place_words or self.actor_words or self.recipient_words or self.dead
        return self.stated or bool(known)

    @property
    def founds(self) -> bool:
        """Whether it makes an incident: asserted, anchored, and no history."""
        return self.asserted and self.anchored and not self.background


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
    told: list[Telling] = []
    wanted = (claim for claim in claims if claim.factuality in TOLD and claim.event_type != "TIE")
    for claim in sorted(wanted, key=lambda claim: (claim.trigger.start, claim.id)):
        one = _of_claim(report, claim, know)
        fitting = [number for number, telling in enumerate(told) if not differs(telling, one, near=True)]
        if fitting:
            best = max(fitting, key=lambda number: (_shared(told[number], one), number))
            told[best] = joined(told[best], one)
        else:
            told.append(one)
    return [_dated(telling) for telling in told]


def differs(one: Telling, two: Telling, *, near: bool) -> str:
    """Say why two tellings cannot be of one event.

    Args:
        one: a telling.
        two: another.
        near: both stand in one report, where other sides and other people hit mean other events.

    Returns:
        A reason ("apart.type", "apart.days" ...); "" = nothing speaks against it.
    """
    if one.event_type != two.event_type:
        return "apart.type"
    if (one.modes & APART_MODES) != (two.modes & APART_MODES) and one.modes and two.modes:
        return "apart.mode"
    if one.stated and two.stated and one.days and two.days:
        gap = max(one.days[0], two.days[0]) - min(one.days[1], two.days[1])
        if gap.days > (0 if near else 1):
            return "apart.days"
    if near:
        return _differs_near(one, two)
    return ""


def _differs_near(one: Telling, two: Telling) -> str:
    """Say what tells apart two acts of one report."""
    if places_differ(one, two):
        return "apart.place"
    if one.target_class != two.target_class and {one.target_class, two.target_class} <= AIMED:
        return "apart.target"
    if one.actors and two.actors and not one.actors & two.actors:
        return "apart.actor"
    hit_others = one.recipient_words and two.recipient_words and not one.recipient_words & two.recipient_words
    if one.event_type != "ASSAULT" and hit_others:
        return "apart.recipient"
    return ""


def places_differ(one: Telling, two: Telling) -> bool:
    """Whether two tellings name two places, of which neither holds the other, in one country or in two."""
    if one.place is not None and two.place is not None:
        here, there = one.place, two.place
        if here.country and there.country and here.country != there.country:
            return True
        if here.place == there.place or "country" in {here.precision, there.precision}:
            return False
        if here.admin1 and there.admin1 and here.admin1 != there.admin1:
            return True
        return here.lat is not None and there.lat is not None
    if one.place_words and two.place_words:
        return not one.place_words & two.place_words
    return False


def _shared(one: Telling, two: Telling) -> int:
    """Count what two tellings of one report have in common."""
    return (
        2 * (one.stated and two.stated)
        + (one.place is not None and two.place is not None)
        + bool(one.place_words & two.place_words)
        + bool(one.actor_words & two.actor_words)
        + bool(one.recipient_words & two.recipient_words)
        + (one.target_class == two.target_class != "other")
    )


def joined(one: Telling, two: Telling) -> Telling:
    """Put two tellings of one event together."""
    places = [telling.place for telling in (one, two) if telling.place is not None]
    days = _narrower(one, two)
    aimed = [name for name in (one.target_class, two.target_class) if name in AIMED]
    named = [name for name in (one.target_class, two.target_class) if name != "other"]
    return msgspec.structs.replace(
        one,
        claims=one.claims + two.claims,
        asserted=one.asserted or two.asserted,
        modes=one.modes | two.modes,
        days=days,
        stated=one.stated or two.stated,
        several=one.several and two.several,
        place=min(places, key=lambda place: (place.lat is None, not place.admin1), default=None),
        place_words=one.place_words | two.place_words,
        actors=one.actors | two.actors,
        actor_words=one.actor_words | two.actor_words,
        recipients=one.recipients | two.recipients,
        recipient_words=one.recipient_words | two.recipient_words,
        target_class=(aimed + named + ["other"])[0],
        dead=_both(one.dead, two.dead),
        words={**one.words, **two.words},
    )


def _narrower(one: Telling, two: Telling) -> Days | None:
    known = [telling.days for telling in (one, two) if telling.stated and telling.days is not None]
    return min(known, key=lambda days: (days[1] - days[0], days), default=None)


def _both(one: tuple[int, int] | None, two: tuple[int, int] | None) -> tuple[int, int] | None:
    if one is None or two is None:
        return one or two
    return max(one[0], two[0]), max(one[1], two[1])


def _dated(telling: Telling) -> Telling:
    """Give an act without a date the days before its report."""
    if telling.days is not None or telling.published is None:
        return telling
    first = telling.published - dt.timedelta(days=FRESH_DAYS)
    return msgspec.structs.replace(telling, days=(first, telling.published))


def _of_claim(report: Report, claim: Claim, know: Knowledge) -> Telling:
    when = claim.when
    days = (when.first, when.last) if when and when.first and when.last else None
    where = claim.where
    place = where if where is not None and where.place else None
    dead = [count for count in claim.counts if count.what == "dead"]
    return Telling(
        report=report.id,
        published=report.published,
        claims=(claim.id,),
        asserted=claim.factuality == "asserted",
        event_type=claim.event_type,
        modes=frozenset({claim.mode} - {""}),
        days=days,
        stated=days is not None,
        several=(days is None and _is_plural(claim.trigger.words, know))
        or (when is not None and _is_open(when)),
        place=place,
        place_words=_names(where.span.words) if where is not None and place is None else frozenset(),
        actors=_ids(claim.actor),
        actor_words=_mention_words(claim.actor, know),
        recipients=_ids(claim.recipient),
        recipient_words=_mention_words(claim.recipient, know),
        target_class=target_class(claim, know),
        dead=(sum(n.low for n in dead), sum(n.low if n.high is None else n.high for n in dead))
        if dead
        else None,
        words=words_around(report.text, claim.span.start, claim.span.end, know),
    )


def _is_open(when: When) -> bool:
    """Whether a time has only an end, or only a beginning: "since January"."""
    return (when.first is None) != (when.last is None)


def _is_plural(trigger: str, know: Knowledge) -> bool:
    """Whether an act is named by a plural noun: "attacks on the army"."""
    words = [fold(trigger[start:end]) for start, end in token_spans(trigger)]
    return len(words) == 1 and know.words.tags.get(words[0], "").startswith("NS")


def _ids(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(mention.actor for mention in mentions) - {""}


def _mention_words(mentions: Iterable[Mention], know: Knowledge) -> frozenset[str]:
    return frozenset(word for mention in mentions for word in content_words(mention.span.words, know))


def _names(text: str) -> frozenset[str]:
    """Give the words of a place that are written with a capital, folded."""
    return frozenset(fold(text[start:end]) for start, end in token_spans(text) if text[start].isupper())


def content_words(text: str, know: Knowledge) -> Counter[str]:
    """Count the words of a text that tell what it is about, folded; numbers too."""
    found: Counter[str] = Counter()
    for start, end in token_spans(text):
        word = sys.intern(fold(text[start:end]))
        if word[0].isalnum() and weigh(word, know):
            found[word] += 1
    return found


def weigh(word: str, know: Knowledge) -> float:
    """Say what it tells that two texts share a word, 0 to 3; 0 for words of grammar."""
    kinds = know.words.tags.get(word)
    if kinds is None:
        return _NUMBER_WEIGHT if word[0].isdigit() else _NAME_WEIGHT
    kind = kinds.split()[0]
    if kind == "CD":
        return _NUMBER_WEIGHT
    return 0.0 if kind in _FUNCTION else _WORD_WEIGHT


def words_around(text: str, start: int, end: int, know: Knowledge) -> dict[str, float]:
    """Give the words of a claim and of its paragraph around it, and what each tells."""
    first = max(text.rfind("\n", 0, start) + 1, start - WINDOW)
    line = text.find("\n", end)
    last = min(len(text) if line < 0 else line, end + WINDOW)
    return {word: weigh(word, know) for word in content_words(text[first:last], know)}
