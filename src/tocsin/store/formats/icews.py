"""ICEWS: one row a claim, tab-separated, CAMEO codes.

Columns: andybega/icews, inst/extdata/events.2018.sample.tab. Event ID repeats in ICEWS; with Event Date it is unique.
"""

from collections.abc import Sequence

from tocsin.knowledge.exchange import Exchange
from tocsin.model import Mention
from tocsin.store.formats.cameo import cameo_of
from tocsin.store.formats.form import Format
from tocsin.store.formats.loss import FIELDS
from tocsin.store.formats.plover import score
from tocsin.store.formats.tables import Table, between, is_day, is_latitude, is_longitude, is_whole
from tocsin.store.formats.units import (
    Choice,
    Outcome,
    Told,
    city,
    code_of,
    days_of,
    name_of,
    number,
    point,
    sentence_number,
)

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
"""The 20 columns."""

LOSS = dict.fromkeys(FIELDS, "") | {
    "mode": "CAMEO Code",
    "recipient": "Target Name",
    "spans": "Sentence Number",
}
"""Our field to what the format makes of it."""


def rows(told: Told, choice: Choice, codes: Exchange) -> Outcome:
    """Make one row of a claim.

    Args:
        told: the claim and its report.
        choice: what may leave.
        codes: countries, sectors, CAMEO codes.

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
    where = claim.where
    country = codes.countries.get(where.country) if where else None
    cameo = cameo_of(code, claim.actor, codes)
    row = (
        number(claim.id),
        days.first.isoformat(),
        *_side(claim.actor, codes),
        cameo.name,
        cameo.code,
        score(code, codes),
        *_side(claim.recipient, codes),
        number(report.id),
        sentence_number(report, claim.span.start),
        report.outlet,
        city(where),
        "",
        where.admin1 if where else "",
        country.name if country else "",
        *(point(where) or ("", "")),
    )
    several = max(len(claim.actor), len(claim.recipient)) > 1
    rules = (days.rule, "multi_actor" if several else "", "intensity_from_plover", "sentence_counted")
    return Outcome(rows=((0, row),), approximated=tuple(filter(None, rules)))


def _side(mentions: Sequence[Mention], codes: Exchange) -> tuple[str, str, str]:
    """Name the first of a side, the sectors in words and the country in words."""
    if not mentions:
        return "", "", ""
    first = mentions[0]
    sectors = [codes.sectors[sector].name for sector in first.sectors if sector in codes.sectors]
    country = codes.countries.get(first.country)
    return name_of(first), ",".join(sectors), country.name if country else ""


FORMAT = Format(
    name="icews",
    unit="claim",
    extension="tab",
    files=(
        Table(
            columns=COLUMNS,
            delimiter="\t",
            checks={
                "Event ID": is_whole,
                "Event Date": is_day,
                "CAMEO Code": is_whole,
                "Intensity": between(-10, 10),
                "Story ID": is_whole,
                "Latitude": is_latitude,
                "Longitude": is_longitude,
            },
            key=("Event ID", "Event Date"),
        ),
    ),
    rows=rows,
    loss=LOSS,
    from_memory=("Source Sectors", "Target Sectors"),
    numbered=True,
)
"""ICEWS."""
