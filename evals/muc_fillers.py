"""The fillers of MUC's slots that the claims of one incident hold; numbers in brackets are those of the guidelines."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

import msgspec

from evals.muc_scoring import head_word
from evals.muc_words import Words, has_any, is_body, is_known_group, is_named
from tocsin.model import Claim, Mention, Report, Where
from tools.corpus_numbers import read_range

NO_TARGET_THING = frozenset({"KIDNAPPING"})
"""Types of incident without physical target [7.13]."""
NO_INSTRUMENT = frozenset({"KIDNAPPING", "ARSON"})
"""Types without instrument [7.7]."""
EFFECTS = ("", "SOME DAMAGE", "DESTROYED", "INJURY", "DEATH")
"""What becomes of a target, the worst last."""
PLURALS = frozenset({"people", "men", "women", "children", "persons"})
"""Plurals that a name could be; nouns in -s are plurals where they are no unknown name."""
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Someone or something that was hit."""

    words: str
    """The words of the text."""
    is_thing: bool
    """Whether it is a physical target."""
    number: str
    """"1", "PLURAL", "6-", "6-8"."""
    effect: str = ""
    """What became of it; "" = not told."""
    sectors: tuple[str, ...] = ()
    """PLOVER sectors of a human target."""


def date_of(report: Report, claims: Sequence[Claim]) -> tuple[str, bool, dt.date | None]:
    """Write the date as MUC does [7.3], and say whether it is told and on which day it ends."""
    before = f"before {report.published}" if report.published else ""
    for claim in claims:
        when = claim.when
        if when is None or when.last is None:
            continue
        if _WEEKDAY.search(when.span.words) and not re.search(r"\d", when.span.words):
            return before, False, when.last
        if when.first is None:
            return f"before {when.last}", True, when.last
        if when.first == when.last:
            return f"on {when.last}", True, when.last
        return f"from {when.first} to {when.last}", True, when.last
    return before, False, None


def place_of(claims: Sequence[Claim]) -> Where | None:
    """Give the narrowest place told."""
    known = [claim.where for claim in claims if claim.where is not None and claim.where.place]
    ranks = {"exact": 0, "near": 1, "admin1": 2, "country": 3, None: 4}
    return min(known, key=lambda where: ranks[where.precision], default=None)


def place_forms(place: Where) -> tuple[str, ...]:
    """Give the name of a place below a country, as the gazetteer and as the report has it; empty for a country."""
    if place.precision == "country":
        return ()
    return tuple(dict.fromkeys((fold_place(place.name), fold_place(place.span.words))))


def fold_place(name: str) -> str:
    """Write the name of a place as MUC does: capitals without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return plain.upper().strip()


def bodies_of(report: Report, group: Sequence[Claim], words: Words) -> tuple[tuple[str, str], ...]:
    """Give the organisations that are said to have done it, or not to, with how sure the report is [7.12]."""
    found: dict[str, str] = {}
    for claim in group:
        for mention in claim.actor:
            body = _body_of(report, mention, words) if is_named(mention, words) else ""
            if body and found.get(body) in {None, "ACQUITTED"}:
                found[body] = _confidence(report, claim, mention, words)
    return tuple(found.items())


def _body_of(report: Report, mention: Mention, words: Words) -> str:
    """Give the words that name the organisation: all of a mention, or those of the known name in it."""
    if is_body(mention, words):
        return mention.span.quote
    told = mention.name.lower() in report.text.lower()
    return mention.name if told and is_known_group(mention, words) else ""


def _confidence(report: Report, claim: Claim, actor: Mention, words: Words) -> str:
    """Follow the decision tree of the guidelines [part 2, slot 11]."""
    if claim.factuality in {"denied", "doubted"}:
        return "ACQUITTED"
    speakers = [*claim.attribution, *claim.speaks_for]
    names = {head_word(mention.span.words) for mention in speakers}
    own = {mention.actor for mention in speakers} - {""}
    start, end = sentence_of(report, claim)
    sentence = report.text[start:end]
    is_own = actor.actor in own or head_word(actor.span.words) in names
    if claim.factuality == "asserted" and (is_own or has_any(sentence, words.claimed)):
        return "CLAIMED OR ADMITTED"
    if claim.certainty == "certain" and not has_any(sentence, words.unsure):
        return "REPORTED AS FACT"
    if any(words.state & set(mention.sectors) for mention in speakers):
        return "SUSPECTED OR ACCUSED BY AUTHORITIES"
    return "SUSPECTED OR ACCUSED"


def targets_of(claims: Sequence[Claim], kind: str, words: Words) -> tuple[Target, ...]:
    """Give who and what was hit; told twice under one head word, it is one target."""
    found: dict[str, Target] = {}
    for claim in claims:
        actors = {mention.span.quote for mention in claim.actor}
        for mention in claim.recipient:
            head = head_word(mention.span.words)
            is_thing = head in words.things
            if not _is_target(mention, words) or mention.span.quote in actors:
                continue
            if is_thing and kind in NO_TARGET_THING:
                continue
            target = Target(
                words=mention.span.quote,
                is_thing=is_thing,
                number=_number(claim, mention, head),
                effect=_effect(claim, kind, words, is_thing=is_thing),
                sectors=() if is_thing else mention.sectors,
            )
            before = found.setdefault(head, target)
            worst = max(before.effect, target.effect, key=EFFECTS.index)
            found[head] = msgspec.structs.replace(before, effect=worst)
    return tuple(found.values())


def _is_target(mention: Mention, words: Words) -> bool:
    """Tell whether a recipient can be a target: no weapon, and no armed group as such."""
    head = head_word(mention.span.words)
    if not head or head in words.instruments:
        return False
    return is_named(mention, words) and not is_known_group(mention, words)


def _number(claim: Claim, mention: Mention, head: str) -> str:
    """Write how many they are as MUC does [7.22]."""
    span = mention.span
    counted = next((n for n in claim.counts if n.span.start < span.end and span.start < n.span.end), None)
    tokens = span.words.lower().split()
    ranges = (read_range(" ".join(tokens[:size])) for size in range(min(5, len(tokens)), 0, -1))
    low, high = (counted.low, counted.high) if counted else next(filter(None, ranges), (0, 0))
    if low:
        return str(low) if low == high else f"{low}-" if high is None else f"{low}-{high}"
    is_many = head in PLURALS or (head.endswith("s") and not mention.reason.startswith("name"))
    return "PLURAL" if is_many else "1"


def _effect(claim: Claim, kind: str, words: Words, *, is_thing: bool) -> str:
    """Say what a claim tells of its recipients [7.17 and 7.24]; "" where it tells nothing."""
    if claim.factuality != "asserted":
        return ""
    trigger = claim.trigger.words
    if is_thing:
        if has_any(trigger, words.destroyed):
            return "DESTROYED"
        return "SOME DAMAGE" if kind == "ARSON" or has_any(trigger, words.damaged) else ""
    counted = claim.counts[0].what if claim.counts else ""
    if has_any(trigger, words.dead) or claim.mode == "targeted" or counted == "dead":
        return "DEATH"
    return "INJURY" if has_any(trigger, words.hurt) or counted == "injured" else ""


def instruments_of(report: Report, claims: Sequence[Claim], words: Words) -> tuple[str, ...]:
    """Find the weapons in the sentences of the claims, beside the acts themselves."""
    nouns = sorted(words.instruments, key=lambda noun: (-len(noun), noun))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, nouns))})\b(?!-)", re.IGNORECASE)
    acts = {at for claim in claims for at in range(claim.trigger.start, claim.trigger.end)}
    found: dict[str, str] = {}
    for claim in claims:
        start, end = sentence_of(report, claim)
        for match in pattern.finditer(report.text, start, end):
            if match.start() not in acts:
                found.setdefault(head_word(match[0]).removesuffix("s"), match[0])
    return tuple(found.values())


def sentence_of(report: Report, claim: Claim) -> tuple[int, int]:
    """Say where the sentences of a claim begin and end."""
    start = max(report.text.rfind(mark, 0, claim.span.start) for mark in (". ", "\n"))
    ends = [report.text.find(mark, claim.span.end) for mark in (". ", "\n")]
    return start + 1, min((end for end in ends if end >= 0), default=len(report.text))
