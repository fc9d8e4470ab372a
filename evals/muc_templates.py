"""Turn the claims of one report into the incident templates of MUC-3/4, by the rules of its guidelines (in brackets).

Claims that tell one event are put together as `tocsin.link` does it within a report. Left out is what MUC calls irrelevant
[1.0]: what is only denied or doubted (5), older than two months (6) or unspecific (7), fighting against armed groups or
between them and the state's forces alone (1), and what belongs to none of the nine countries (4).
"""

import re
from collections.abc import Sequence

import msgspec

from evals.muc_fillers import (
    NO_INSTRUMENT,
    Target,
    bodies_of,
    date_of,
    fold_place,
    instruments_of,
    place_forms,
    place_of,
    targets_of,
)
from evals.muc_scoring import Fill, Template
from evals.muc_words import Words, has_any, is_body, is_named
from tocsin.knowledge import Knowledge
from tocsin.link.tellings import tellings
from tocsin.model import Claim, Mention, Report

SEEN = 0.7
"""Least score of a claim: the best of 0.5, 0.7 and 0.8 on development messages (F1 .363, .367, .361)."""
RECENT_DAYS = 61
"""Two months [1.0, 6]."""


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
    date, stated, last = date_of(report, told)
    if last is not None and report.published and (report.published - last).days > RECENT_DAYS:
        return None
    place = place_of(told)
    country = place.country if place is not None and place.country in words.nations else home
    actors = [mention for claim in told for mention in claim.actor if is_named(mention, words)]
    kind = _kind(told, words) or "ATTACK"
    targets = targets_of(told, kind, words)
    draft = Draft(
        kind=kind,
        stage=_stage(told, words),
        date=date,
        stated=stated,
        place=place_forms(place) if place is not None and place.country in {"", country} else (),
        country=country,
        persons=tuple(dict.fromkeys(m.span.quote for m in actors if not is_body(m, words))),
        bodies=bodies_of(report, group, words),
        targets=targets,
        instruments=() if kind in NO_INSTRUMENT else instruments_of(report, told, words),
    )
    return draft if country and _is_relevant(draft, actors, words) else None


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
            if has_any(claim.trigger.words, stems):
                return "ATTACK" if kind == "BOMBING" and claim.mode == "aerial" else kind
        if claim.mode in {"explosives", "suicide-attack"}:
            return "BOMBING"
    return ""


def _stage(claims: Sequence[Claim], words: Words) -> str:
    if all(claim.factuality == "threatened" or claim.event_type == "THREATEN" for claim in claims):
        return "THREATENED"
    tried = all(
        "operator.try" in claim.reasons or has_any(claim.trigger.words, words.attempted) for claim in claims
    )
    return "ATTEMPTED" if tried else "ACCOMPLISHED"


def _template(draft: Draft, words: Words) -> Template:
    """Write a draft as a template."""
    country = fold_place(words.countries.get(draft.country, ""))
    told: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
        ("type", (draft.kind,), ()),
        ("stage", (draft.stage,), ()),
        ("date", (draft.date,), ()),
        ("location", draft.place or (country,), ()),
    ]
    told += [("instrument_id", (one,), ()) for one in draft.instruments]
    told += [("perp_individual", (one,), ()) for one in draft.persons]
    for body, sure in draft.bodies:
        told += [("perp_org", (body,), ()), ("perp_org_confidence", (sure,), (body,))]
    for target in draft.targets:
        own, name = ("phys", "phys_id") if target.is_thing else ("hum", "human")
        told.append((name, (target.words,), ()))
        told.append((f"{own}_number", (target.number,), (target.words,)))
        told.append((f"{own}_effect", (target.effect,), (target.words,)))
    return Template(
        fills=tuple(Fill(slot=slot, values=values, refs=refs) for slot, values, refs in told if any(values))
    )
