"""Codes of other formats: countries, sectors and CAMEO events, for records that leave the house.

Kept apart from the tables that reading depends on: a new code here changes no claim and no digest of the knowledge.
Sources: `knowledge/exchange/SOURCES.md`.
"""

import functools
from pathlib import Path

import msgspec

from tocsin.errors import KnowledgeError
from tocsin.knowledge.plover import Ontology, read_ontology
from tocsin.knowledge.sources import read_rows

TABLE = Path(__file__).parent / "tables" / "exchange.msgpack"


class Country(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What other formats call a country; "" = the list has no code for it."""

    iso3: str
    """ISO 3166 alpha-3 code, XKX for Kosovo."""
    number: str = ""
    """ISO 3166 number."""
    name: str = ""
    """Short English name."""
    cow: str = ""
    """Correlates of War number."""
    gw: str = ""
    """Gleditsch-Ward number."""
    fips: str = ""
    """FIPS 10-4 code of two letters."""
    acled_region: str = ""
    """Region in ACLED."""
    ucdp_region: str = ""
    """Region in UCDP."""


class Sector(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What other formats call a PLOVER sector; "" = they have no such kind."""

    code: str
    """PLOVER code."""
    name: str
    """What it is, in words."""
    inter: str
    """ACLED's number of the kind of actor."""
    role: str
    """state, armed, civilian or other in the sense of UCDP; "" = unknown."""
    cameo: str
    """CAMEO type code."""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """All codes."""

    ontology: Ontology
    """PLOVER: quads and scores."""
    countries: dict[str, Country]
    """ISO 3166 alpha-3 code to codes."""
    sectors: dict[str, Sector]
    """PLOVER sector to codes."""
    cameo: dict[str, tuple[str, str]]
    """"TYPE/mode", or "TYPE/" where the mode has no code of its own, to CAMEO code and its name."""


def read_exchange(source: Path) -> Exchange:
    """Read the codes.

    Args:
        source: the knowledge folder.

    Returns:
        All codes.

    Raises:
        KnowledgeError: a row is malformed, or a PLOVER type has no CAMEO code.
    """
    folder = source / "exchange"
    ontology = read_ontology(source)
    cameo = {f"{kind}/{mode}": (code, name) for kind, mode, code, name in read_rows(folder / "cameo.tsv", 4)}
    for kind in ontology.types:
        if f"{kind}/" not in cameo:
            message = f"cameo.tsv: {kind} has no code; every type needs one without a mode"
            raise KnowledgeError(message)
    return Exchange(
        ontology=ontology,
        countries={row[0]: Country(*row) for row in read_rows(folder / "countries.tsv", 8)},
        sectors={row[0]: Sector(*row) for row in read_rows(folder / "sectors.tsv", 5)},
        cameo=cameo,
    )


@functools.cache
def load_exchange(path: Path = TABLE) -> Exchange:
    """Load the compiled codes; the second call returns the same record.

    Args:
        path: the compiled table.

    Returns:
        The codes.

    Raises:
        KnowledgeError: the table is missing or was made by another version.
    """
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Exchange)
    except FileNotFoundError:
        message = f"The knowledge table {path.name} is missing; run `make knowledge`, or reinstall tocsin."
    except msgspec.ValidationError as error:
        message = f"The knowledge table {path.name} does not fit this version ({error}); reinstall tocsin."
    raise KnowledgeError(message)
