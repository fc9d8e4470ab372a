"""POLECAT: one row a claim, tab-separated, in PLOVER's terms.

Columns: as `formats.md` of the project lists them after the weekly POLECAT files. Several modes, contexts, actors and
sectors are joined by semicolons.
"""

from collections.abc import Sequence

from tocsin.knowledge.exchange import Exchange
from tocsin.knowledge.plover import quad
from tocsin.model import Mention
from tocsin.store.formats.form import Format
from tocsin.store.formats.loss import FIELDS
from tocsin.store.formats.plover import score, sector_of_nobody
from tocsin.store.formats.tables import Table, is_day, is_latitude, is_longitude, one_of
from tocsin.store.formats.units import (
    Choice,
    Outcome,
    Told,
    city,
    code_of,
    days_of,
    harm,
    name_of,
    point,
    words,
)

_PERSON = (
    "{0} Name", "{0} Country", "{0} COW", "Primary {0} Sector", "{0} Sectors", "{0} Title", "{0} Name Raw",
    "Wikipedia {0} ID",
)  # fmt: skip

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(name.format("Actor") for name in _PERSON),
    *(name.format("Recipient") for name in _PERSON),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
"""The 40 columns."""

QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
"""Quad to its name in POLECAT (from memory)."""

LOSS = dict.fromkeys(FIELDS, "") | {"mode": "Event Mode", "contexts": "Contexts", "recipient": "Recipient"}
"""Our field to what the format makes of it."""


def rows(told: Told, choice: Choice, codes: Exchange) -> Outcome:
    """Make one row of a claim.

    Args:
        told: the claim and its report.
        choice: what may leave.
        codes: countries, quads and scores.

    Returns:
        The row, or why there is none.
    """
    report, claim, _ = told
    code = code_of(claim, choice)
    if isinstance(code, str):
        return Outcome(skipped=code)
    days = days_of(claim.when, report.published, choice)
    if days is None:
        return Outcome(skipped="no_date")
    if not claim.actor and not harm(claim):
        return Outcome(skipped="no_actor")
    where = claim.where
    at = point(where) or ("", "")
    country = codes.countries.get(where.country) if where else None
    actor = _person(claim.actor, codes, choice)
    if not claim.actor:
        actor = ("", "", "", sector_of_nobody(claim), sector_of_nobody(claim), "", "", "")
    row = (
        claim.id,
        days.first.isoformat(),
        code.event_type,
        code.mode,
        score(code, codes),
        QUADS[quad(code.event_type, codes.ontology)],
        ";".join(claim.contexts),
        *actor,
        *_person(claim.recipient, codes, choice),
        where.name if where else "",
        city(where),
        "",
        where.admin1 if where else "",
        country.name if country else "",
        *at,
        where.place.removeprefix("geonames:") if where and where.place.startswith("geonames:") else "",
        words(where.span.quote, choice) if where else "",
        "",
        report.outlet,
        report.published,
        "",
        "",
        "",
        report.lang,
        f"tocsin {choice.coder.tocsin}" if choice.coder else "tocsin",
    )
    several = max(len(claim.actor), len(claim.recipient)) > 1
    rules = (days.rule, "multi_actor" if several else "", "" if claim.actor else "no_actor")
    return Outcome(rows=((0, row),), approximated=tuple(filter(None, rules)))


def _person(mentions: Sequence[Mention], codes: Exchange, choice: Choice) -> tuple[str, ...]:
    countries = [codes.countries.get(m.country) for m in mentions]
    primary = next((m.sectors[0] for m in mentions if m.sectors), "")
    return (
        ";".join(filter(None, map(name_of, mentions))),
        ";".join(m.country for m in mentions if m.country),
        ";".join(country.cow for country in countries if country is not None),
        primary,
        ";".join(sector for m in mentions for sector in m.sectors),
        "",
        ";".join(words(m.span.quote, choice) for m in mentions),
        "",
    )


FORMAT = Format(
    name="polecat",
    unit="claim",
    extension="tsv",
    files=(
        Table(
            columns=COLUMNS,
            delimiter="\t",
            checks={
                "Event Date": is_day,
                "Publication Date": lambda text: not text or is_day(text),
                "Quad Code": one_of(tuple(QUADS.values())),
                "Latitude": is_latitude,
                "Longitude": is_longitude,
            },
            key=("Event ID",),
        ),
    ),
    rows=rows,
    loss=LOSS,
    from_memory=("Quad Code", "Country", "several values joined by semicolons"),
)
"""POLECAT."""
