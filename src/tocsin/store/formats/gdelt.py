"""GDELT 2.0: a row an incident in the events table, a row a claim in the mentions table, with offsets.

Columns: linwoodc3/gdeltPyR, utils/schema_csvs. Tab-separated without a heading; the files are called .csv there.
"""

import datetime as dt
from functools import lru_cache

from tocsin.knowledge.exchange import Exchange
from tocsin.knowledge.plover import quad
from tocsin.model import Mention, Where
from tocsin.store.formats.cameo import cameo_of
from tocsin.store.formats.form import Format
from tocsin.store.formats.loss import FIELDS
from tocsin.store.formats.plover import score
from tocsin.store.formats.tables import (
    Table,
    between,
    is_latitude,
    is_longitude,
    is_plain_day,
    is_stamp,
    is_whole,
    one_of,
)
from tocsin.store.formats.units import (
    Choice,
    Happening,
    Outcome,
    Told,
    days_of,
    lead_of,
    name_of,
    number,
    point,
    sides,
)

_ACTOR = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
).split()
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

EVENTS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{side}{part}" for side in (1, 2) for part in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{place}Geo_{part}" for place in ("Actor1", "Actor2", "Action") for part in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
"""The 61 columns of the events table."""

MENTIONS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
"""The 16 columns of the mentions table."""

LOSS = dict.fromkeys(FIELDS, "") | {
    "mode": "EventCode",
    "recipient": "Actor2",
    "spans": "mentions: offsets",
    "score": "mentions: Confidence",
}
"""Our field to what the format makes of it."""

_WEB, _CITATION = 1, 2
_COUNTRY, _CITY, _STATE = 1, 4, 5


def rows(happening: Happening, choice: Choice, codes: Exchange) -> Outcome:
    """Make one row of an incident, and one of each claim that asserts it.

    Args:
        happening: the incident and its claims.
        choice: what may leave.
        codes: countries, sectors, CAMEO codes.

    Returns:
        The rows, or why there are none.
    """
    found = lead_of(happening, choice)
    if isinstance(found, str):
        return Outcome(skipped=found)
    lead, code = found
    days = days_of(happening.incident.when, lead.report.published, choice)
    if days is None:
        return Outcome(skipped="no_date")
    actors, recipients = sides(happening, lead)
    first, second = (*actors[:1], None)[0], (*recipients[:1], *actors[1:2], None)[0]
    cameo = cameo_of(code, actors, codes)
    tellers = [t for t in happening.told if t.claim.factuality == lead.claim.factuality]
    day, plain, stamp = days.first, days.first.isoformat().replace("-", ""), _stamp(choice.made)
    key = number(happening.incident.id)
    event = (
        key,
        plain,
        plain[:6],
        day.year,
        round(day.year + (day.month * 30 + day.day) / 365, 4),
        *_actor(first, codes),
        *_actor(second, codes),
        int(_is_lead(lead)),
        cameo.code,
        cameo.middle,
        cameo.root,
        quad(code.event_type, codes.ontology),
        score(code, codes),
        len(tellers),
        len({t.report.outlet for t in tellers}),
        len({t.report.id for t in tellers}),
        *[""] * 17,
        *_place(happening.incident.where, codes),
        stamp,
        lead.report.url,
    )
    mentions = [(1, _mention(key, t, stamp)) for t in tellers]
    several = len(recipients) > 1 or len(actors) > 1
    rules = (
        days.rule, "multi_actor" if several else "", "goldstein_from_plover", "" if happening.stated else "claim_as_incident",
    )  # fmt: skip
    return Outcome(rows=((0, event), *mentions), approximated=tuple(filter(None, rules)))


def _actor(mention: Mention | None, codes: Exchange) -> tuple[str, ...]:
    """Give the ten columns of an actor; its first two types only where CAMEO has the same kind."""
    if mention is None:
        return ("",) * 10
    known = [codes.sectors[sector].cameo for sector in mention.sectors if sector in codes.sectors]
    types = [*dict.fromkeys(filter(None, known)), "", "", ""][:3]
    country = mention.country if mention.country in codes.countries else ""
    if mention.country and not country:
        types = [mention.country, *types][:3]
    return (f"{country}{''.join(types)}", name_of(mention), country, "", "", "", "", *types)


def _place(where: Where | None, codes: Exchange) -> tuple[object, ...]:
    """Give the eight columns of a place. FeatureID is an id of another gazetteer, so it stays empty."""
    if where is None or not where.place:
        return (0, *("",) * 7)
    country = codes.countries.get(where.country)
    at = point(where)
    kind = _CITY if at else _STATE if where.precision == "admin1" else _COUNTRY
    names = dict.fromkeys([where.name, where.admin1, country.name if country else ""])
    return (
        kind, ", ".join(filter(None, names)), country.fips if country else "", "", "", *(at or ("", "")), "",
    )  # fmt: skip


def _is_lead(told: Told) -> bool:
    """Tell whether the act stands in the headline or the first paragraph."""
    start = told.claim.trigger.start
    body = next((part for part in told.report.parts if part.kind == "body"), None)
    return body is None or start < body.end


def _mention(event: int, told: Told, stamp: str) -> tuple[object, ...]:
    """Make a row of the mentions table; offsets count code points in the text as published, -1 = not named."""
    report, claim, _ = told
    offsets = [side[0].span.start if side else -1 for side in (claim.actor, claim.recipient)]
    return (
        event,
        stamp,
        _stamp(report.published_at or report.published) or stamp,
        _WEB if report.url else _CITATION,
        report.outlet,
        report.url or report.id,
        "",
        *offsets,
        claim.trigger.start,
        1,
        round(claim.score * 100) if claim.score is not None else "",
        len(report.text) or "",
        "",
        "",
        "",
    )


@lru_cache(maxsize=1 << 12)
def _stamp(moment: dt.datetime | dt.date | None) -> str:
    """Write a moment as YYYYMMDDHHMMSS; a day begins at midnight, "" = unknown."""
    return f"{moment:%Y%m%d%H%M%S}" if moment is not None else ""


FORMAT = Format(
    name="gdelt",
    unit="incident",
    extension="csv",
    files=(
        Table(
            columns=EVENTS,
            delimiter="\t",
            heading=False,
            checks={
                "GLOBALEVENTID": is_whole,
                "SQLDATE": is_plain_day,
                "EventCode": is_whole,
                "QuadClass": one_of(("1", "2", "3", "4")),
                "GoldsteinScale": between(-10, 10),
                "NumMentions": is_whole,
                "ActionGeo_Type": one_of(("0", "1", "2", "3", "4", "5")),
                "ActionGeo_Lat": is_latitude,
                "ActionGeo_Long": is_longitude,
                "DATEADDED": is_stamp,
            },
            key=("GLOBALEVENTID",),
        ),
        Table(
            suffix=".mentions",
            columns=MENTIONS,
            delimiter="\t",
            heading=False,
            checks={
                "GLOBALEVENTID": is_whole,
                "EventTimeDate": is_stamp,
                "MentionTimeDate": is_stamp,
                "ActionCharOffset": is_whole,
            },
            key=(),
            known_in_first=True,
        ),
    ),
    rows=rows,
    loss=LOSS,
    from_memory=(
        "Actor1Code",
        "Type1Code",
        "MentionType",
        "ActionGeo_Type",
        "CountryCode (CAMEO taken to be ISO)",
    ),
    numbered=True,
)
"""GDELT 2.0."""
