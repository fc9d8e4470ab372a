"""A telling: what one report tells of one event, before reports are compared."""

import datetime as dt
from collections.abc import Iterable

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.knowledge.targets import target_class
from tocsin.knowledge.tokens import fold, folded_words, token_spans
from tocsin.link.cues import Cues
from tocsin.link.words import Words, content_words, mention_words, name_words
from tocsin.model import Claim, Mention, Report, TargetClass, When, Where

FRESH_DAYS = 3
"""An act without a date happened at most so many days before its report, if the report is news. First setting."""
OLD_DAYS = 30
"""An act that ended so many days before its report is told as history (PLOVER's "historical", a guess of formats.md)."""
WIDE_DAYS = 31
"""A time wider than this, in days, is no event but a sum or a state."""
YEAR_DAYS = 366
"""An act of which no more than its year is told may still be known by its names; a wider time is a sum."""
AIMED: frozenset[TargetClass] = frozenset({"embassy", "base", "convoy", "government", "infrastructure"})
"""Target classes that are things or offices; people are hit with any of them."""
APART_MODES = frozenset(
    {"abduct", "sexual", "return", "ceasefire", "release", "withdraw", "strike", "hunger", "boycott"}
)
"""Modes that are acts of their own: with one of them on one side only, two claims tell of two acts."""
RIOTS = frozenset({"riot", "vandalize"})
"""Modes of protest that other reports call an assault."""

MEANS = (
    frozenset({"explosives", "suicide-attack", "heavy-weapons", "aerial", "drone", "destroy"}),
    frozenset({"firearms"}),
    frozenset({"primitive", "beat", "torture"}),
    frozenset({"demo"}),
    frozenset({"riot", "vandalize"}),
)
"""Modes that reports of one attack use for each other: "the blast" of a shell, a bomb or a bomber. The others, as
"targeted", say nothing of the means."""

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
    site: bool
    """Whether that is a square, bridge or the like, and no town or region."""
    names: frozenset[str]
    """Folded names in the words of its place and of who is hit."""
    actors: frozenset[str]
    """Ids of who acts."""
    actor_words: Words
    """Words of who acts."""
    recipients: frozenset[str]
    """Ids of who is hit."""
    recipient_words: Words
    """Words of who is hit."""
    things: frozenset[str]
    """Words of who is hit and of the place, names or not."""
    target_class: TargetClass
    """What is hit."""
    dead: tuple[int, int] | None
    """Least and greatest number of dead; None = none told."""
    injured: tuple[int, int] | None
    """The same of injured."""
    cues: Cues
    """What is said about it as one of several acts."""
    types: frozenset[str]
    """PLOVER types of all its claims; a riot is told as a protest or as an assault."""
    kinds: frozenset[str]
    """PLOVER types of all its claims, with the mode where that is an act of its own: shots and arrests may be parts of
    one event."""
    words: Words
    """Words of the sentences of its claims, without the acts and their days."""
    context: Words
    """Words of the whole report."""

    @property
    def key(self) -> str:
        """The id of its first claim stands for it."""
        return self.claims[0]

    @property
    def other_words(self) -> Words:
        """Words that name neither a side nor the place, which are compared by themselves."""
        sides = self.actor_words.keys() | self.recipient_words.keys() | self.place_words
        return {word: share for word, share in self.words.items() if word not in sides}

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
    def recalls(self) -> bool:
        """Whether it tells of an act of some month or year by a name or number, so that it may join a telling with a day."""
        if (
            self.several
            or not self.stated
            or self.days is None
            or (self.days[1] - self.days[0]).days > YEAR_DAYS
        ):
            return False
        return bool(self.names or self.dead)

    @property
    def founds(self) -> bool:
        """Whether it makes an incident: asserted, anchored, and no history."""
        return self.asserted and self.anchored and not self.background


def telling_of(report: Report, claim: Claim, words: str, context: Words, know: Knowledge) -> Telling:
    """Say what one claim tells.

    Args:
        report: its report.
        claim: the claim.
        words: the text around it that tells of the same event.
        context: words of the report.
        know: knowledge tables.
    """
    when = claim.when
    days = (when.first, when.last) if when and when.first and when.last else None
    where = claim.where
    place = where if where is not None and where.place else None
    at = where.span.words if where is not None else ""
    named, hit, kinds = name_words(at), mention_words(claim.recipient, know), _kinds(claim)
    return Telling(
        report=report.id,
        published=report.published,
        claims=(claim.id,),
        asserted=claim.factuality == "asserted",
        event_type=claim.event_type,
        modes=frozenset({claim.mode} - {""}),
        days=days,
        stated=days is not None,
        several=(days is None and not named and _is_plural(claim.trigger.words, know))
        or (when is not None and _is_open(when)),
        place=place,
        place_words=named if place is None else frozenset(),
        site=_is_site(at, know),
        names=_names(claim, know),
        actors=_ids(claim.actor),
        actor_words=mention_words(claim.actor, know),
        recipients=_ids(claim.recipient),
        recipient_words=hit,
        things=frozenset(hit) | content_words(at, know).keys(),
        target_class=target_class(claim, know),
        dead=_number(claim, "dead"),
        injured=_number(claim, "injured"),
        cues=Cues(),
        types=frozenset(kind.partition("/")[0] for kind in kinds),
        kinds=kinds,
        words=content_words(words, know),
        context=context,
    )


def _names(claim: Claim, know: Knowledge) -> frozenset[str]:
    """Give the names in the words of the place of a claim and of who is hit; common nouns are none."""
    spans = [claim.where.span] if claim.where is not None else []
    words = [name_words(span.words) for span in (*spans, *(mention.span for mention in claim.recipient))]
    return frozenset(word for found in words for word in found if word not in know.words.tags)


def _kinds(claim: Claim) -> frozenset[str]:
    if claim.mode in APART_MODES:
        return frozenset({f"{claim.event_type}/{claim.mode}"})
    return frozenset({claim.event_type, "ASSAULT"} if claim.mode in RIOTS else {claim.event_type})


def _number(claim: Claim, what: str) -> tuple[int, int] | None:
    told = [count for count in claim.counts if count.what == what]
    if not told:
        return None
    return sum(n.low for n in told), sum(n.low if n.high is None else n.high for n in told)


def differs(one: Telling, two: Telling, tolerance: int) -> str:
    """Say why two tellings cannot be of one event.

    Args:
        one: a telling.
        two: another.
        tolerance: days by which stated days may differ.

    Returns:
        A reason ("apart.type", "apart.mode", "apart.days"); "" = nothing speaks against it.
    """
    if not one.types & two.types:
        return "apart.type"
    if not one.kinds & two.kinds and one.modes and two.modes:
        return "apart.mode"
    if one.stated and two.stated and one.days and two.days:
        gap = max(one.days[0], two.days[0]) - min(one.days[1], two.days[1])
        if gap.days > tolerance:
            return "apart.days"
    return ""


def compare_modes(one: Telling, two: Telling) -> str:
    """Compare the means: "mode.same", "mode.other", or "" where one is not told."""
    if one.modes & two.modes:
        return "mode.same"
    ours, theirs = ({kind for kind in MEANS if kind & telling.modes} for telling in (one, two))
    return "mode.other" if ours and theirs and not ours & theirs else ""


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
        site=(one.site or not one.place_words) and (two.site or not two.place_words),
        names=one.names | two.names,
        actors=one.actors | two.actors,
        actor_words=one.actor_words | two.actor_words,
        recipients=one.recipients | two.recipients,
        recipient_words=one.recipient_words | two.recipient_words,
        things=one.things | two.things,
        target_class=(aimed + named + ["other"])[0],
        dead=_both(one.dead, two.dead),
        injured=_both(one.injured, two.injured),
        cues=one.cues.with_those_of(two.cues),
        types=one.types | two.types,
        kinds=one.kinds | two.kinds,
        words={**one.words, **two.words},
    )


def _narrower(one: Telling, two: Telling) -> Days | None:
    known = [telling.days for telling in (one, two) if telling.stated and telling.days is not None]
    return min(known, key=lambda days: (days[1] - days[0], days), default=None)


def _both(one: tuple[int, int] | None, two: tuple[int, int] | None) -> tuple[int, int] | None:
    if one is None or two is None:
        return one or two
    return max(one[0], two[0]), max(one[1], two[1])


def dated(telling: Telling) -> Telling:
    """Give an act without a date the days before its report."""
    if telling.days is not None or telling.published is None:
        return telling
    first = telling.published - dt.timedelta(days=FRESH_DAYS)
    return msgspec.structs.replace(telling, days=(first, telling.published))


def _is_site(words: str, know: Knowledge) -> bool:
    """Whether the last name of a place is a common noun: "Customs Square"."""
    named = [fold(words[start:end]) for start, end in token_spans(words) if words[start].isupper()]
    return bool(named) and named[-1] in know.words.tags


def _is_open(when: When) -> bool:
    """Whether a time has only an end, or only a beginning: "since January"."""
    return (when.first is None) != (when.last is None)


def _is_plural(trigger: str, know: Knowledge) -> bool:
    """Whether an act is named by a plural noun: "attacks on the army"."""
    words = folded_words(trigger)
    return len(words) == 1 and know.words.tags.get(words[0], "").startswith("NS")


def _ids(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(mention.actor for mention in mentions) - {""}
