"""Make the outlines of the map page: `python -m tools.world_map countries-50m.json`.

The file is that of the npm package world-atlas 2.0.2 (ISC), made of Natural Earth 4.1.0 (public domain): a TopoJSON
whose arcs are decoded here (topojson specification, section 2.1.3). Countries are kept to a tenth of a degree.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tocsin.knowledge.exchange import load_exchange

TARGET = Path(__file__).resolve().parents[1] / "src" / "tocsin" / "serve" / "world.json"
DIGITS = 1
SMALL = 0.5
"""Rings whose box is smaller than this, in degrees, are left out, unless a country has no larger one."""
STEP = 0.25
"""Degrees, east and north together."""
ANTARCTICA = "010"

Point = tuple[float, float]


def main() -> None:
    """Decode, round, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topology", type=Path)
    topology = json.loads(parser.parse_args().topology.read_text(encoding="utf-8"))
    arcs = [_thinned(list(_decoded(arc, topology["transform"]))) for arc in topology["arcs"]]
    codes = {country.number: iso3 for iso3, country in load_exchange().countries.items()}
    world = {}
    for number, shape in enumerate(topology["objects"]["countries"]["geometries"]):
        if shape.get("id") == ANTARCTICA:
            continue
        rings = sorted(_rings(shape, arcs), key=_extent, reverse=True)
        kept = [ring for at, ring in enumerate(rings) if at == 0 or _extent(ring) >= SMALL]
        code = codes.get(shape.get("id", ""), f"x{number}")
        points = [point for ring in kept for point in ring]
        world[code] = {
            "name": shape["properties"]["name"],
            "box": [f(p[axis] for p in points) for f in (min, max) for axis in (0, 1)],
            "path": "".join("M" + "L".join(f"{x:g},{-y:g}" for x, y in ring) + "Z" for ring in kept),
        }
    TARGET.write_text(json.dumps(world, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(world)} countries, {TARGET.stat().st_size} bytes")


def _decoded(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> Iterator[Point]:
    x = y = 0
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale_x + move_x, y * scale_y + move_y


def _thinned(arc: list[Point]) -> list[Point]:
    """Leave out points that are nearer than `STEP` to the last one kept; borders that two countries share stay shared."""
    kept = arc[:1]
    for x, y in arc[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= STEP:
            kept.append((x, y))
    return [*kept, *arc[-1:]]


def _rings(shape: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for number in ring:
                part = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += part if not points else part[1:]
            rounded = [(round(x, DIGITS), round(y, DIGITS)) for x, y in points]
            yield [p for at, p in enumerate(rounded) if at == 0 or p != rounded[at - 1]]


def _extent(ring: list[Point]) -> float:
    return max(max(p[axis] for p in ring) - min(p[axis] for p in ring) for axis in (0, 1))


if __name__ == "__main__":
    main()
