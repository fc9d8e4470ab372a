"""Formats: coded records for other programs, each format in a file of its own.

A format is a pure function from a claim or an incident to rows, a table of what it cannot hold, and checks that every
written file must pass. `tocsin.store.formats.writing.export` does the rest: files, loss report, ids, deletions.
"""

from importlib import import_module

from tocsin.store.formats.form import Format

NAMES = (
    "native",
    "parquet",
    "plover",
    "polecat",
    "icews",
    "gdelt",
    "acled",
    "ucdp",
    "hxl",
    "hxl-ucdp",
    "geojson",
    "ftm",
)
"""The formats by the name the user gives; "hxl-ucdp" is in the module of "hxl"."""


def load_format(name: str) -> Format:
    """Load a format.

    Args:
        name: one of `NAMES`.

    Returns:
        The format.
    """
    module, _, part = name.partition("-")
    attribute = f"FORMAT_{part.upper()}" if part else "FORMAT"
    found: Format = getattr(import_module(f"{__name__}.{module}"), attribute)
    return found
