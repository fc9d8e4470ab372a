"""Incidents: what all claims of one event say together."""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tocsin.link.telling import Telling
from tocsin.model import Claim, Count, Incident, IncidentStanding, Mention, TargetClass, When, Where


def incident_of(
    told: Sequence[Telling], claims: Mapping[str, Claim], origins: Mapping[str, str]
) -> Incident | None:
    """Put an incident together.

    Args:
        told: the tellings of one event.
        claims: claim id to claim.
        origins: report id to the report it copies, or itself.

    Returns:
        The incident; None where nothing asserts it, or nothing is known by which it could be found again. What is only
        told as history is marked as background.
    """
    able = [telling for telling in told if telling.asserted and telling.anchored]
    if not able:
        return None
    order = {telling.report: (telling.published or dt.date.max) for telling in told}
    ids = sorted(
        (identifier for telling in told for identifier in telling.claims),
        key=lambda identifier: (order[claims[identifier].report], identifier),
    )
    asserted = [claims[identifier] for identifier in ids if claims[identifier].factuality == "asserted"]
    founder = _founder(told, asserted, order)
    ids.remove(founder.id)
    tellers = {origins.get(claim.report, claim.report) for claim in asserted}
    modes = Counter(claim.mode for claim in asserted if claim.mode and claim.event_type == founder.event_type)
    return Incident(
        id="i_" + hashlib.sha256(founder.id.encode()).hexdigest()[:16],
        event_type=founder.event_type,
        mode=_agreed(modes),
        actor=_named(mention for claim in asserted for mention in claim.actor),
        recipient=_named(mention for claim in asserted for mention in claim.recipient),
        target_class=_target(told),
        when=_when(asserted, origins),
        where=_where(asserted),
        counts=_counts(asserted),
        standing=_standing(asserted, origins),
        origins=len(tellers),
        claims=(founder.id, *ids),
        background=not any(telling.founds for telling in told),
    )


def _founder(told: Sequence[Telling], asserted: Sequence[Claim], order: Mapping[str, dt.date]) -> Claim:
    """Give the first violent claim of the first telling, else that of the type it tells most; later reports change nothing."""
    first = min(asserted, key=lambda claim: (order[claim.report], claim.id))
    mates = next(telling.claims for telling in told if first.id in telling.claims)
    beside = [claim for claim in asserted if claim.id in mates]
    types = Counter(claim.event_type for claim in beside)
    main = max(types, key=lambda name: (name == "ASSAULT", types[name], name == first.event_type))
    return min((claim for claim in beside if claim.event_type == main), key=lambda claim: claim.id)


def _agreed(modes: Counter[str]) -> str:
    """Give the mode that more claims tell than any other; "" where two are told as often."""
    most = modes.most_common(2)
    return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else ""


def _named(mentions: Iterable[Mention]) -> tuple[str, ...]:
    counted = Counter(mention.actor for mention in mentions if mention.actor)
    return tuple(sorted(counted, key=lambda actor: (-counted[actor], actor)))


def _target(told: Sequence[Telling]) -> TargetClass:
    """Give the class that most tellings have; what was aimed at goes before who was hit there."""
    counted: Counter[TargetClass] = Counter(telling.target_class for telling in told)
    known = sorted(name for name in counted if name != "other")
    return max(known, key=lambda name: counted[name], default="other")


def _when(asserted: Sequence[Claim], origins: Mapping[str, str]) -> When | None:
    """Give the time that most origins tell; of several the narrowest, then the earliest."""
    tellers: dict[tuple[dt.date, dt.date], set[str]] = defaultdict(set)
    spans: dict[tuple[dt.date, dt.date], When] = {}
    for claim in asserted:
        when = claim.when
        if when is not None and when.first is not None and when.last is not None:
            tellers[when.first, when.last].add(origins.get(claim.report, claim.report))
            spans.setdefault((when.first, when.last), when)
    if not spans:
        return next((claim.when for claim in asserted if claim.when is not None), None)
    return spans[min(spans, key=lambda days: (-len(tellers[days]), days[1] - days[0], days))]


def _where(asserted: Sequence[Claim]) -> Where | None:
    """Give the place told most often among the most precise ones; a place without id only where there is no other."""
    told = [claim.where for claim in asserted if claim.where is not None]
    known = [where for where in told if where.place and where.precision is not None]
    if not known:
        return told[0] if told else None
    counted = Counter(where.place for where in known)
    return min(
        known, key=lambda where: (where.lat is None, not where.admin1, -counted[where.place], where.place)
    )


def _counts(asserted: Sequence[Claim]) -> tuple[Count, ...]:
    """Give each kind of count as a range: the lowest low, the highest high; open where a claim leaves it open."""
    told: dict[str, list[Count]] = defaultdict(list)
    for claim in asserted:
        for count in claim.counts:
            told[count.what].append(count)
    ranges = []
    for _, counts in sorted(told.items()):
        least = min(counts, key=lambda count: count.low)
        high = (
            None if any(count.high is None for count in counts) else max(count.high or 0 for count in counts)
        )
        ranges.append(Count(what=least.what, low=least.low, high=high, span=least.span))
    return tuple(ranges)


def _standing(asserted: Sequence[Claim], origins: Mapping[str, str]) -> IncidentStanding:
    """Say how it is told: by one origin; by two; by two that name the same actor."""
    tellers: dict[str, set[str]] = defaultdict(set)
    for claim in asserted:
        origin = origins.get(claim.report, claim.report)
        tellers[""].add(origin)
        for mention in claim.actor:
            if mention.actor:
                tellers[mention.actor].add(origin)
    if any(actor and len(named) > 1 for actor, named in tellers.items()):
        return "attributed"
    return "corroborated" if len(tellers[""]) > 1 else "reported"
