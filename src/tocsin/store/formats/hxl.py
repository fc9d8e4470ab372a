"""HXL: ACLED- and UCDP-shaped rows with a row of hashtags under the heading, for humanitarian exchange.

Tags: as HDX puts them on the files of the two providers; columns without a tag there stay without one.
"""

import msgspec

from tocsin.knowledge.exchange import Exchange
from tocsin.store.formats import acled, ucdp
from tocsin.store.formats.units import Choice, Happening, Outcome

LOSS = acled.LOSS
"""Our field to what the format makes of it: as in ACLED's shape."""

ACLED_TAGS = {
    "event_id_cnty": "#event+code",
    "event_date": "#date+occurred",
    "year": "#date+year",
    "event_type": "#event+type",
    "actor1": "#group+name+first",
    "assoc_actor_1": "#group+name+first+assoc",
    "actor2": "#group+name+second",
    "region": "#region+name",
    "country": "#country+name",
    "admin1": "#adm1+name",
    "admin2": "#adm2+name",
    "admin3": "#adm3+name",
    "location": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "source": "#meta+source",
    "notes": "#description",
    "fatalities": "#affected+killed",
}
"""Column to tag."""

UCDP_TAGS = {
    "year": "#date+year",
    "side_a": "#group+name+first",
    "side_b": "#group+name+second",
    "source_article": "#meta+source",
    "source_headline": "#description",
    "where_coordinates": "#loc+name",
    "adm_1": "#adm1+name",
    "adm_2": "#adm2+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "country": "#country+name",
    "iso3": "#country+code",
    "region": "#region+name",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "best": "#affected+killed",
}
"""Column to tag."""

UCDP_COLUMNS = (*ucdp.COLUMNS, "iso3")
"""The 50 columns that HDX has: UCDP's 49 and the country code."""


def rows(happening: Happening, choice: Choice, codes: Exchange) -> Outcome:
    """Make one row of an incident, in ACLED's shape."""
    return acled.rows(happening, choice, codes)


def ucdp_rows(happening: Happening, choice: Choice, codes: Exchange) -> Outcome:
    """Make one row of an incident, in UCDP's shape with the country code at the end."""
    outcome = ucdp.rows(happening, choice, codes)
    where = happening.incident.where
    country = where.country if where else ""
    return outcome._replace(rows=tuple((at, (*row, country)) for at, row in outcome.rows))


FORMAT = msgspec.structs.replace(
    acled.FORMAT,
    name="hxl",
    files=(
        msgspec.structs.replace(
            acled.TABLE, tags=tuple(ACLED_TAGS.get(column, "") for column in acled.COLUMNS)
        ),
    ),
    rows=rows,
)
"""HXL in ACLED's shape."""

FORMAT_UCDP = msgspec.structs.replace(
    ucdp.FORMAT,
    name="hxl-ucdp",
    files=(
        msgspec.structs.replace(
            ucdp.TABLE,
            columns=UCDP_COLUMNS,
            tags=tuple(UCDP_TAGS.get(column, "") for column in UCDP_COLUMNS),
        ),
    ),
    rows=ucdp_rows,
)
"""HXL in UCDP's shape."""
