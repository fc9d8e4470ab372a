"""UCDP-GED-shaped rows: one row an incident with a death, between two organised sides or against civilians.

Columns: UCDP Georeferenced Event Dataset. The shape is UCDP's, the data are not: ids of conflicts and dyads stay
empty, since nothing was matched to UCDP's lists.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.knowledge.exchange import Country, Exchange
from tocsin.model import Count, Mention, Where
from tocsin.store.formats.acled import pair_of
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
    asserted,
    count_of,
    days_of,
    lead_of,
    name_of,
    number,
    point,
    words,
)

COLUMNS = tuple(
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region "
    "event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa "
    "gwnob".split()
)
"""The 49 columns."""

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3

LOSS = dict.fromkeys(FIELDS, "") | {
    "attribution": "source_original",
    "counts": "low, best, high",
    "count_range": "low, best, high",
    "when_interval": "date_start, date_end",
    "recipient": "side_b",
}
"""Our field to what the format makes of it."""

_WHERE = {"exact": 1, "near": 2, "admin1": 4, "country": 6}


class Violence(NamedTuple):
    """Who fights whom in UCDP's sense."""

    kind: int
    """1 state-based, 2 non-state, 3 one-sided."""
    side_a: Mention
    """In state-based violence the government, in one-sided violence the one who does it."""
    side_b: Mention | None
    """None = civilians."""


def rows(happening: Happening, choice: Choice, codes: Exchange) -> Outcome:
    """Make one row of an incident.

    Args:
        happening: the incident and its claims.
        choice: what may leave; only what is asserted ever does.
        codes: countries and sectors.

    Returns:
        The row, or why there is none.
    """
    found = lead_of(happening, choice)
    if isinstance(found, str):
        return Outcome(skipped=found)
    lead, code = found
    if lead.claim.factuality != "asserted":
        return Outcome(skipped="not_asserted")
    incident = happening.incident
    pair = pair_of(happening, lead)
    violence = violence_of(pair.first, pair.second, codes) if code.event_type == "ASSAULT" else None
    dead = count_of(incident.counts, "dead")
    days = days_of(incident.when, lead.report.published, choice)
    where = incident.where
    country = codes.countries.get(where.country) if where else None
    if violence is None:
        return Outcome(skipped="no_class")
    if dead is None or not (dead.low or dead.high):
        return Outcome(skipped="no_death")
    if days is None or where is None or country is None:
        return Outcome(skipped="no_date" if days is None else "no_place")
    row = (
        number(incident.id),
        "",
        days.first.year,
        *["", ""],
        *_names(violence),
        incident.origins if happening.stated else 1,
        *_sources(happening, choice),
        *_place(where, country, choice),
        1,
        date_prec(days),
        days.first.isoformat(),
        days.last.isoformat(),
        *_deaths(dead),
        *(_state(side, codes) for side in (violence.side_a, violence.side_b)),
    )
    rules = {
        days.rule: True,
        "multi_actor": max(len(side) for side in pair) > 1,
        "direction": violence.kind != ONE_SIDED,
        "best_is_low": dead.low != dead.high,
        "side_of_deaths_unknown": True,
        "claim_as_incident": not happening.stated,
    }
    return Outcome(
        rows=((0, row),), approximated=tuple(rule for rule, holds in rules.items() if rule and holds)
    )


def _names(violence: Violence) -> tuple[object, ...]:
    """Give type of violence, conflict, dyad and sides; ids of UCDP's lists stay empty."""
    a = name_of(violence.side_a)
    b = name_of(violence.side_b) if violence.side_b else "Civilians"
    return (violence.kind, "", "", "", "", "", f"{a} - {b}", "", "", a, "", "", b)


def violence_of(first: Sequence[Mention], second: Sequence[Mention], codes: Exchange) -> Violence | None:
    """Class the sides; None = a side is unknown, or it is no violence in UCDP's sense.

    A government stands first in state-based violence, whoever attacked.
    """
    a = next((m for m in first if role(m, codes) in ORGANISED), None)
    b = next((m for m in second if role(m, codes) in ORGANISED), None)
    if a is None:
        return None
    if b is None:
        hit = any(role(m, codes) == "civilian" for m in second)
        return Violence(ONE_SIDED, a, None) if hit else None
    if role(a, codes) == "state":
        return Violence(STATE_BASED, a, b)
    return Violence(STATE_BASED, b, a) if role(b, codes) == "state" else Violence(NON_STATE, a, b)


def date_prec(days: Days) -> int:
    """1 a day, 2 up to 6 days, 3 a week, 4 a month, 5 longer (from memory)."""
    steps = ((1, 1), (6, 2), (7, 3), (31, 4))
    return next((precision for width, precision in steps if days.width <= width), 5)


def _sources(happening: Happening, choice: Choice) -> tuple[object, ...]:
    """Give article, office, date and headline of the earliest source, and who is quoted."""
    tellers = asserted(happening)
    report = tellers[0].report
    title = report.title if choice.with_text else ""
    said = dict.fromkeys(name_of(m) for told in tellers for m in told.claim.attribution)
    articles = dict.fromkeys(f'"{t.report.outlet},{t.report.published or ""}"' for t in tellers)
    return (
        ";".join(articles), report.outlet, report.published, title, ";".join(filter(None, said)),
    )  # fmt: skip


def _place(where: Where, country: Country, choice: Choice) -> tuple[object, ...]:
    at = point(where)
    return (
        _WHERE[where.precision] if where.precision else "",
        where.name,
        words(where.span.quote, choice),
        where.admin1,
        "",
        *(at or ("", "")),
        f"POINT ({at[1]} {at[0]})" if at else "",
        "",
        country.name,
        country.gw,
        country.ucdp_region,
    )


def _deaths(dead: Count) -> tuple[int, ...]:
    """Give deaths a, b, civilians, unknown, best, high, low. An open range ends where it begins."""
    best = dead.low or dead.high or 0
    return 0, 0, 0, best, best, dead.high or best, dead.low


def _state(side: Mention | None, codes: Exchange) -> str:
    """Give the Gleditsch-Ward number of a side that is a state."""
    if side is None or role(side, codes) != "state":
        return ""
    country = codes.countries.get(side.country)
    return country.gw if country else ""


TABLE = Table(
    columns=COLUMNS,
    checks={
        "id": is_whole,
        "year": is_whole,
        "type_of_violence": one_of(("1", "2", "3")),
        "number_of_sources": is_whole,
        "where_prec": one_of(("1", "2", "4", "6", "")),
        "latitude": is_latitude,
        "longitude": is_longitude,
        "country_id": is_whole_or_empty,
        "date_prec": one_of(("1", "2", "3", "4", "5")),
        "date_start": is_day,
        "date_end": is_day,
        "best": is_whole,
        "high": is_whole,
        "low": is_whole,
    },
    key=("id",),
)
"""The file."""

FORMAT = Format(
    name="ucdp",
    unit="incident",
    extension="csv",
    files=(TABLE,),
    rows=rows,
    loss=LOSS,
    from_memory=("region", "where_prec", "date_prec"),
    numbered=True,
)
"""UCDP-GED-shaped."""
