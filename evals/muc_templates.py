"""Turn the claims of one report into the incident templates of MUC-3/4, by the rules of its guidelines (in brackets).

Claims that tell one event are put together as `tocsin.link` does it within a report. Left out is what MUC calls irrelevant
[1.0]: what is only denied or doubted (5), older than two months (6) or unspecific (7), fighting against armed groups or
between them and the state's forces alone (1), and what belongs to none of the nine countries (4).
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

import msgspec

from evals.muc_scoring import Fill, Template, head_word
from tocsin.knowledge import Knowledge
from tocsin.knowledge.forms import plural
from tocsin.link.tellings import tellings
from tocsin.model import Claim, Mention, Report, Where
from tools.corpus_numbers import read_range

SEEN = 0.7
"""Least score of a claim: the best of 0.3, 0.5 and 0.7 on the development documents."""
RECENT_DAYS = 61
"""Two months [1.0, 6]."""
NO_TARGET_THING = frozenset({"KIDNAPPING"})
"""Types without physical target [7.13]."""
NO_INSTRUMENT = frozenset({"KIDNAPPING", "ARSON"})
"""Types without instrument [7.7]."""
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The tables of `muc.yml`, and the names of countries."""

    kinds: dict[str, list[str]]
    """Type of incident to beginnings of words."""
    attempted: list[str]
    dead: list[str]
    hurt: list[str]
    destroyed: list[str]
    damaged: list[str]
    unsure: list[str]
    claimed: list[str]
    organisations: frozenset[str]
    things: frozenset[str]
    places: frozenset[str]
    vague: frozenset[str]
    instruments: list[str]
    state: frozenset[str]
    force: frozenset[str]
    groups: frozenset[str]
    nations: dict[str, list[str]]
    """ISO 3166 alpha-3 code of the countries that count to beginnings of words."""
    countries: dict[str, str] = {}
    """ISO 3166 alpha-3 code to name."""


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


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An incident before it is written as a template."""

    kind: str
    """Type of incident."""
    stage: str
    """How far it came."""
    date: str
    """"on D", "before D", "from D to D"; "" = unknown."""
    stated: bool
    """Whether the date is told, not that of the report."""
    place: tuple[str, ...]
    """Forms of the narrowest name; empty = only the country is known."""
    country: str
    """ISO 3166 alpha-3 code; "" = unknown."""
    persons: tuple[str, ...]
    """Perpetrators that are no bodies."""
    bodies: tuple[tuple[str, str], ...]
    """Organisations that did it, each with how sure the report is."""
    targets: tuple[Target, ...]
    """Who and what was hit."""
    instruments: tuple[str, ...]
    """With what."""


def templates_of(report: Report, claims: Sequence[Claim], know: Knowledge, words: Words) -> list[Template]:
    """Turn the claims of one report into templates.

    Args:
        report: the report.
        claims: its claims, any order.
        know: knowledge tables, by which claims are put together.
        words: the tables of `muc.yml`.

    Returns:
        One template for each incident, in text order.
    """
    able = {claim.id: claim for claim in claims if _is_seen(claim, words)}
    groups = [
        [able[name] for name in telling.claims]
        for telling in tellings(report, list(able.values()), know)
        if telling.asserted
    ]
    groups += [[claim] for claim in able.values() if claim.factuality == "threatened"]
    home = _home(report.text, words)
    drafts = [
        _draft(report, group, home, words)
        for group in sorted(groups, key=lambda group: group[0].trigger.start)
    ]
    return [_template(draft, words) for draft in drafts if draft is not None]


def _is_seen(claim: Claim, words: Words) -> bool:
    if claim.score is not None and claim.score < SEEN:
        return False
    if claim.event_type == "THREATEN":
        return claim.mode == "violence"
    return claim.event_type == "ASSAULT" or (
        claim.event_type in {"COERCE", "PROTEST"} and bool(_kind([claim], words))
    )


def _home(text: str, words: Words) -> str:
    """Give the one of the nine countries to which most words of the report point; "" where none does."""
    named = {
        code: len(re.findall(rf"\b(?:{'|'.join(stems)})", text.lower()))
        for code, stems in words.nations.items()
    }
    best = max(sorted(named), key=lambda code: named[code])
    return best if named[best] else ""


def _draft(report: Report, group: Sequence[Claim], home: str, words: Words) -> Draft | None:
    """Put one incident together; None where it is none that MUC asks for."""
    told = [claim for claim in group if claim.factuality in {"asserted", "threatened"}]
    date, stated, last = _date(report, told)
    if last is not None and report.published and (report.published - last).days > RECENT_DAYS:
        return None
    place = _place(told)
    country = place.country if place is not None and place.country in words.nations else home
    actors = [mention for claim in told for mention in claim.actor if _is_named(mention, words)]
    kind = _kind(told, words) or "ATTACK"
    targets = _targets(told, kind, words)
    draft = Draft(
        kind=kind,
        stage=_stage(told, words),
        date=date,
        stated=stated,
        place=_forms(place) if place is not None and place.country in {"", country} else (),
        country=country,
        persons=tuple(dict.fromkeys(m.span.quote for m in actors if not _is_body(m, words))),
        bodies=_bodies(report, group, words),
        targets=targets,
        instruments=() if kind in NO_INSTRUMENT else _instruments(report, told, words),
    )
    return draft if country and _is_relevant(draft, actors, words) else None


def _is_named(mention: Mention, words: Words) -> bool:
    """Tell whether a mention says who: no pronoun, no place, and no country or capital that stands for its government."""
    plain = _plain(mention)
    if mention.reason in {"pronoun", "no actor is named"} or _singular(plain) in words.vague:
        return False
    if _singular(head_word(plain)) in words.places:
        return False
    return not (mention.reason.startswith("known name") and (":" in mention.name or not mention.sectors))


def _plain(mention: Mention) -> str:
    """Give the words of a mention without an article or a word that points."""
    return re.sub(
        r"^(?:the|a|an|this|that|these|those|his|their|its|our|any) ", "", mention.span.words.lower()
    )


def _singular(noun: str) -> str:
    """Take the ending of a plural away."""
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


def _is_body(mention: Mention, words: Words) -> bool:
    """Tell whether a mention names an organisation, not persons of it ("Harun guerrillas")."""
    head = head_word(mention.span.words)
    if mention.reason.startswith("known name"):
        return not head.endswith("s") or head == head_word(mention.name)
    return head in words.organisations


def _is_relevant(draft: Draft, actors: Sequence[Mention], words: Words) -> bool:
    """Tell whether a draft is specific, and not one of plain war [1.0, 1 and 7]."""
    told = draft.stated or draft.place or draft.bodies or any(target.effect for target in draft.targets)
    if draft.kind == "ATTACK" and not (draft.targets and told):
        return False
    if not draft.targets:
        return bool(draft.instruments or draft.place or draft.bodies)
    if any(target.is_thing for target in draft.targets):
        return True
    sectors = [set(target.sectors) for target in draft.targets]
    if all(one & words.groups for one in sectors):
        return False
    by_state = any(words.state & set(mention.sectors) for mention in actors)
    return by_state or not all(one & words.force for one in sectors)


def _kind(claims: Sequence[Claim], words: Words) -> str:
    """Give the first type of incident that a claim names; "" where none does."""
    for claim in claims:
        if claim.mode == "abduct":
            return "KIDNAPPING"
        for kind, stems in words.kinds.items():
            if _has(claim.trigger.words, stems):
                return "ATTACK" if kind == "BOMBING" and claim.mode == "aerial" else kind
        if claim.mode in {"explosives", "suicide-attack"}:
            return "BOMBING"
    return ""


def _stage(claims: Sequence[Claim], words: Words) -> str:
    if all(claim.factuality == "threatened" or claim.event_type == "THREATEN" for claim in claims):
        return "THREATENED"
    tried = all(_has(claim.trigger.words, words.attempted) for claim in claims)
    return "ATTEMPTED" if tried else "ACCOMPLISHED"


def _has(text: str, stems: Iterable[str]) -> bool:
    """Tell whether one of these beginnings of words stands in a text."""
    return re.search(r"\b(?:" + "|".join(map(re.escape, stems)) + ")", text.lower()) is not None


def _date(report: Report, claims: Sequence[Claim]) -> tuple[str, bool, dt.date | None]:
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


def _place(claims: Sequence[Claim]) -> Where | None:
    """Give the narrowest place told."""
    known = [claim.where for claim in claims if claim.where is not None and claim.where.place]
    ranks = {"exact": 0, "near": 1, "admin1": 2, "country": 3, None: 4}
    return min(known, key=lambda where: ranks[where.precision], default=None)


def _forms(place: Where) -> tuple[str, ...]:
    if place.precision == "country":
        return ()
    return tuple(dict.fromkeys((fold_place(place.name), fold_place(place.span.words))))


def fold_place(name: str) -> str:
    """Write the name of a place as MUC does: capitals without accents."""
    import unicodedata  # noqa: PLC0415

    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return plain.upper().strip()


def _bodies(report: Report, group: Sequence[Claim], words: Words) -> tuple[tuple[str, str], ...]:
    """Give the organisations that are said to have done it, or not to, with how sure the report is [7.12]."""
    found: dict[str, str] = {}
    for claim in group:
        for mention in claim.actor:
            body = _body_of(report, mention, words) if _is_named(mention, words) else ""
            if body and found.get(body) in {None, "ACQUITTED"}:
                found[body] = _confidence(report, claim, mention, words)
    return tuple(found.items())


def _body_of(report: Report, mention: Mention, words: Words) -> str:
    """Give the words that name the organisation: all of a mention, or those of the known name in it."""
    if _is_body(mention, words):
        return mention.span.quote
    is_group = mention.reason.startswith("known name") and words.groups & set(mention.sectors)
    return mention.name if is_group and mention.name.lower() in report.text.lower() else ""


def _confidence(report: Report, claim: Claim, actor: Mention, words: Words) -> str:
    """Follow the decision tree of the guidelines [part 2, slot 11]."""
    if claim.factuality in {"denied", "doubted"}:
        return "ACQUITTED"
    speakers = [*claim.attribution, *claim.speaks_for]
    names = {head_word(mention.span.words) for mention in speakers}
    own = {mention.actor for mention in speakers} - {""}
    if actor.actor in own or head_word(actor.span.words) in names:
        return "CLAIMED OR ADMITTED"
    start, end = _sentence(report, claim)
    if claim.certainty == "certain" and not _has(report.text[start:end], words.unsure):
        return "REPORTED AS FACT"
    if any(words.state & set(mention.sectors) for mention in speakers):
        return "SUSPECTED OR ACCUSED BY AUTHORITIES"
    return "SUSPECTED OR ACCUSED"


def _targets(claims: Sequence[Claim], kind: str, words: Words) -> tuple[Target, ...]:
    """Give who and what was hit; told twice under one head word, it is one target."""
    found: dict[str, Target] = {}
    for claim in claims:
        actors = {mention.span.quote for mention in claim.actor}
        for mention in claim.recipient:
            head = head_word(mention.span.words)
            is_group = mention.reason.startswith("known name") and words.groups & set(mention.sectors)
            if (
                not head
                or _singular(head) in words.instruments
                or not _is_named(mention, words)
                or is_group
                or mention.span.quote in actors
            ):
                continue
            is_thing = _is_thing(head, words)
            if is_thing and kind in NO_TARGET_THING:
                continue
            target = Target(
                words=mention.span.quote,
                is_thing=is_thing,
                number=_number(claim, mention, head),
                effect=_effect(claim, kind, words, is_thing=is_thing),
                sectors=() if is_thing else mention.sectors,
            )
            before = found.get(head)
            found[head] = (
                target
                if before is None
                else msgspec.structs.replace(
                    before,
                    effect=before.effect
                    if before.effect in {"DEATH", "DESTROYED"}
                    else target.effect or before.effect,
                )
            )
    return tuple(found.values())


def _is_thing(head: str, words: Words) -> bool:
    return (
        head in words.things
        or _singular(head) in words.things
        or any(plural(noun) == head for noun in words.things)
    )


def _number(claim: Claim, mention: Mention, head: str) -> str:
    """Write how many they are as MUC does [7.22]."""
    span = mention.span
    counted = next((n for n in claim.counts if n.span.start < span.end and span.start < n.span.end), None)
    tokens = span.words.lower().split()
    ranges = (read_range(" ".join(tokens[:size])) for size in range(min(5, len(tokens)), 0, -1))
    low, high = (counted.low, counted.high) if counted else next(filter(None, ranges), (0, 0))
    if low:
        return str(low) if low == high else f"{low}-" if high is None else f"{low}-{high}"
    is_many = (head.endswith("s") and not mention.reason.startswith("name")) or head in {
        "people",
        "men",
        "women",
    }
    return "PLURAL" if is_many else "1"


def _effect(claim: Claim, kind: str, words: Words, *, is_thing: bool) -> str:
    if claim.factuality != "asserted":
        return ""
    trigger = claim.trigger.words
    if is_thing:
        if _has(trigger, words.destroyed):
            return "DESTROYED"
        return "SOME DAMAGE" if kind == "ARSON" or _has(trigger, words.damaged) else ""
    counted = claim.counts[0].what if claim.counts else ""
    if _has(trigger, words.dead) or claim.mode == "targeted" or counted == "dead":
        return "DEATH"
    return "INJURY" if _has(trigger, words.hurt) or counted == "injured" else ""


def _instruments(report: Report, claims: Sequence[Claim], words: Words) -> tuple[str, ...]:
    """Find the weapons in the sentences of the claims, beside the acts themselves."""
    nouns = sorted(
        {form for noun in words.instruments for form in (noun, plural(noun))}, key=lambda n: (-len(n), n)
    )
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, nouns))})\b(?!-)", re.IGNORECASE)
    acts = {at for claim in claims for at in range(claim.trigger.start, claim.trigger.end)}
    found: dict[str, str] = {}
    for claim in claims:
        start, end = _sentence(report, claim)
        for match in pattern.finditer(report.text, start, end):
            if match.start() not in acts:
                found.setdefault(_singular(head_word(match[0])), match[0])
    return tuple(found.values())


def _sentence(report: Report, claim: Claim) -> tuple[int, int]:
    """Say where the sentences of a claim begin and end."""
    start = max(report.text.rfind(mark, 0, claim.span.start) for mark in (". ", "\n"))
    ends = [report.text.find(mark, claim.span.end) for mark in (". ", "\n")]
    return start + 1, min((end for end in ends if end >= 0), default=len(report.text))


def _template(draft: Draft, words: Words) -> Template:
    """Write a draft as a template."""
    country = fold_place(words.countries.get(draft.country, ""))
    fills = [("type", (draft.kind,), ()), ("stage", (draft.stage,), ()), ("date", (draft.date,), ())]
    fills.append(("location", draft.place or (country,), ()))
    fills += [("instrument_id", (one,), ()) for one in draft.instruments]
    fills += [("perp_individual", (one,), ()) for one in draft.persons]
    for body, sure in draft.bodies:
        fills += [("perp_org", (body,), ()), ("perp_org_confidence", (sure,), (body,))]
    for target in draft.targets:
        own = "phys" if target.is_thing else "hum"
        fills.append(("phys_id" if target.is_thing else "human", (target.words,), ()))
        fills.append((f"{own}_number", (target.number,), (target.words,)))
        fills.append((f"{own}_effect", (target.effect,) if target.effect else (), (target.words,)))
    return Template(
        fills=tuple(Fill(slot=slot, values=values, refs=refs) for slot, values, refs in fills if any(values))
    )
