"""ACLED-shaped rows: one row an incident, in ACLED's 31 columns and its words for events.

Columns: dtacled/acledR, data/acled_old_dummy.rda; events: acled_event_categories.rda there. The shape is ACLED's, the
data are not: nothing here is reviewed by ACLED, and the mapping of types is a proposal of this project.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.knowledge.exchange import Exchange
from tocsin.knowledge.plover import PloverCode
from tocsin.model import Mention, Where
from tocsin.store.formats.cameo import ORGANISED, role
from tocsin.store.formats.form import Format
from tocsin.store.formats.loss import FIELDS
from tocsin.store.formats.tables import (
    Table,
    is_day,
    is_latitude,
    is_longitude,
    is_whole,
    is_whole_or_empty,
    one_of,
)
from tocsin.store.formats.units import (
    Choice,
    Days,
    Happening,
    Outcome,
    Told,
    asserted,
    count_of,
    days_of,
    lead_of,
    name_of,
    number,
    point,
    sides,
    words,
)

COLUMNS = tuple(
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags timestamp".split()
)
"""The 31 columns."""

EVENTS = {
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": (
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    ),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
        "Other",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
}  # fmt: skip
"""The 6 event types and their 25 sub-event types."""

_OF = {sub: event for event, subs in EVENTS.items() for sub in subs}

DISORDER = {
    "Battles": "Political violence", "Explosions/Remote violence": "Political violence", "Protests": "Demonstrations",
    "Riots": "Demonstrations", "Strategic developments": "Strategic developments",
    "Violence against civilians": "Political violence",
}  # fmt: skip
"""Event type to disorder type (from memory; mob violence, which we never write, would be political violence)."""

SUB_EVENTS = {
    "ASSAULT/aerial": "Air/drone strike",
    "ASSAULT/drone": "Air/drone strike",
    "ASSAULT/heavy-weapons": "Shelling/artillery/missile attack",
    "ASSAULT/explosives": "Remote explosive/landmine/IED",
    "ASSAULT/suicide-attack": "Suicide bomb",
    "ASSAULT/sexual": "Sexual violence",
    "ASSAULT/abduct": "Abduction/forced disappearance",
    "ASSAULT/destroy": "Looting/property destruction",
    "COERCE/seize": "Looting/property destruction",
    "COERCE/arrest": "Arrests",
    "PROTEST/riot": "Violent demonstration",
}
"""PLOVER type and mode to sub-event type; the rest is in `sub_event`."""

INTER = {
    "1": "State forces", "2": "Rebel group", "3": "Political militia", "4": "Identity militia", "5": "Rioters",
    "6": "Protesters", "7": "Civilians", "8": "External/Other forces",
}  # fmt: skip
"""Kinds of actors and their labels."""

LOSS = dict.fromkeys(FIELDS, "") | {
    "mode": "sub_event_type",
    "recipient": "actor2",
    "counts": "fatalities",
    "when_interval": "time_precision",
    "condition": "notes",
    "deadline": "notes",
    "until": "notes",
}
"""Our field to what the format makes of it."""

_GEO = {"exact": 1, "near": 2, "admin1": 3, "country": 3}
_NOTED = 3


class Pair(NamedTuple):
    """The two sides of a row; order is no direction in ACLED."""

    first: Sequence[Mention]
    second: Sequence[Mention]


def rows(happening: Happening, choice: Choice, codes: Exchange) -> Outcome:
    """Make one row of an incident.

    Args:
        happening: the incident and its claims.
        choice: what may leave, and whether kinds of actors are numbers or labels.
        codes: countries and sectors.

    Returns:
        The row, or why there is none: a country is needed for the id, a class among ACLED's for the type.
    """
    found = lead_of(happening, choice)
    if isinstance(found, str):
        return Outcome(skipped=found)
    lead, code = found
    pair = pair_of(happening, lead)
    sub = sub_event(happening, lead, code, pair, codes)
    if sub == "not_asserted" or not sub:
        return Outcome(skipped=sub or "no_class")
    days = days_of(happening.incident.when, lead.report.published, choice)
    where = happening.incident.where
    country = codes.countries.get(where.country) if where else None
    if days is None or where is None or country is None:
        return Outcome(skipped="no_date" if days is None else "no_place")
    kinds = [inter(side, where, codes) for side in pair]
    if code.event_type == "PROTEST":
        kinds[0] = "5" if code.mode == "riot" else "6"
    row = (
        f"{where.country}{number(happening.incident.id)}",
        days.middle.isoformat(),
        days.middle.year,
        time_precision(days),
        DISORDER[_OF[sub]],
        _OF[sub],
        sub,
        *_side(pair.first, kinds[0], choice),
        *_side(pair.second, kinds[1], choice),
        _interaction(kinds, pair, choice),
        "Civilian targeting" if kinds[1] == "7" and code.event_type == "ASSAULT" else "",
        country.number,
        country.acled_region,
        country.name,
        where.admin1,
        "",
        "",
        where.name,
        *(point(where) or ("", "")),
        _GEO[where.precision] if where.precision else "",
        *_telling(happening, choice),
    )
    return Outcome(rows=((0, row),), approximated=_rules(happening, days, pair))


def sub_event(happening: Happening, lead: Told, code: PloverCode, pair: Pair, codes: Exchange) -> str:
    """Give the sub-event type; "" = ACLED has no class, "not_asserted" = what is not done may not leave.

    An act that both sides accepted is an agreement, where the user widens the choice to it.
    """
    if lead.claim.factuality != "asserted":
        both = lead.claim.factuality == "accepted" and pair.first and pair.second
        return "Agreement" if both else "not_asserted"
    known = SUB_EVENTS.get(f"{code.event_type}/{code.mode}")
    if known:
        return known
    if code.event_type == "PROTEST":
        coerced = any(t.claim.event_type == "COERCE" for t in asserted(happening))
        return "Protest with intervention" if coerced else "Peaceful protest"
    if code.event_type != "ASSAULT":
        return ""
    if code.mode == "unconventional" and "chemical" in lead.claim.span.quote.lower():
        return "Chemical weapon"
    armed = all(any(role(m, codes) in ORGANISED for m in side) for side in pair)
    return "Armed clash" if armed else "Attack"


def pair_of(happening: Happening, lead: Told) -> Pair:
    """Give the two sides; where nobody is hit and several act, the second actor is the other side (PLOVER R46)."""
    actors, recipients = sides(happening, lead)
    if recipients or len(actors) < 2:
        return Pair(actors, recipients)
    return Pair(actors[:1], actors[1:])


def inter(side: Sequence[Mention], where: Where, codes: Exchange) -> str:
    """Give the number of a side's kind: state forces abroad are 8; "0" = no such side, "" = unknown kind."""
    if not side:
        return "0"
    first = side[0]
    kinds = [codes.sectors[s].inter for s in first.sectors if s in codes.sectors]
    kind = next(filter(None, kinds), "")
    if not kind and role(first, codes) == "state":
        kind = "1"
    if first.country and first.country not in codes.countries:
        return "8"
    return "8" if kind == "1" and first.country not in {"", where.country} else kind


def time_precision(days: Days) -> int:
    """1 a day, 2 up to a week, 3 longer (from memory)."""
    return 1 if days.width == 1 else 2 if days.width <= 7 else 3


def _side(side: Sequence[Mention], kind: str, choice: Choice) -> tuple[str, str, str]:
    names = [name_of(mention) for mention in side]
    shown = "" if not side else INTER.get(kind, "") if choice.inter == "labels" else kind
    return (names[0] if names else "", "; ".join(filter(None, names[1:])), shown)


def _interaction(kinds: Sequence[str], pair: Pair, choice: Choice) -> str:
    known = sorted(kind for kind in kinds if kind in INTER)
    wanted = bool(pair.first) + bool(pair.second)
    if not known or len(known) < wanted:
        return ""
    if choice.inter == "labels":
        return "-".join(INTER[kind] for kind in known) if wanted > 1 else f"{INTER[known[0]]} only"
    return "".join(known) if wanted > 1 else f"{known[0]}0"


def _telling(happening: Happening, choice: Choice) -> tuple[object, ...]:
    """Give sources, notes, deaths, tags and the moment of the last change."""
    tellers = asserted(happening) or happening.told
    notes = [words(told.claim.span.quote, choice) for told in tellers[:_NOTED]]
    for told in tellers[:_NOTED]:
        claim = told.claim
        for what, held in (
            ("Condition", claim.condition),
            ("Deadline", claim.deadline),
            ("Until", claim.until),
        ):
            if held is not None:
                notes.append(f"{what}: {words(held.span.quote, choice)}")
    dead = count_of(happening.incident.counts, "dead")
    crowd = count_of(happening.incident.counts, "participants")
    moments = [told.updated for told in happening.told if told.updated is not None]
    return (
        "; ".join(dict.fromkeys(t.report.outlet for t in tellers if t.report.outlet)),
        "",
        " ".join(f"{note.rstrip('.')}." for note in notes),
        dead.low if dead else 0,
        f"crowd size={crowd.low}" if crowd else "",
        int(max(moments, default=choice.made).timestamp()),
    )


def _rules(happening: Happening, days: Days, pair: Pair) -> tuple[str, ...]:
    dead = count_of(happening.incident.counts, "dead")
    rules = {
        days.rule: True,
        "direction": bool(pair.first and pair.second),
        "middle_day": days.width > 1,
        "range_to_number": dead is not None and dead.low != dead.high,
        "multi_actor": max(len(side) for side in pair) > 1,
        "contested": any(t.claim.factuality in {"denied", "doubted"} for t in happening.told),
        "claim_as_incident": not happening.stated,
    }
    return tuple(rule for rule, holds in rules.items() if rule and holds)


TABLE = Table(
    columns=COLUMNS,
    checks={
        "event_id_cnty": lambda text: text[:3].isupper() and text[3:].isdecimal(),
        "event_date": is_day,
        "year": is_whole,
        "time_precision": one_of(("1", "2", "3")),
        "event_type": one_of(tuple(EVENTS)),
        "sub_event_type": one_of(tuple(_OF)),
        "iso": is_whole_or_empty,
        "latitude": is_latitude,
        "longitude": is_longitude,
        "geo_precision": one_of(("1", "2", "3", "")),
        "fatalities": is_whole,
        "timestamp": is_whole,
    },
    key=("event_id_cnty",),
)
"""The file."""

FORMAT = Format(
    name="acled",
    unit="incident",
    extension="csv",
    files=(TABLE,),
    rows=rows,
    loss=LOSS,
    from_memory=("disorder_type", "inter1", "inter2", "region", "time_precision"),
    numbered=True,
)
"""ACLED-shaped."""
