"""Places of invented reports of local and world newspapers; see `evals.places` for the measure.

`evals/sets/places_own.yml` marks names with brackets and says under `places` what each means: a point in degrees, or the id
of an area. An area must be the same one, or a point that lies in it. Reports are halved by the hash of their id:
what places are chosen by was developed on the one half, shown as `dev_`; the other is scored.
"""

import hashlib
import re
from pathlib import Path
from typing import Any

import yaml

from evals.places import NEAR_KM, Atlas, distance_km
from evals.scoring import ROOT, Case, Scored, estimate, ratio, run_task
from tocsin.ingest import report_from_text
from tocsin.knowledge import load_knowledge
from tocsin.knowledge.places import Place
from tocsin.model import Span, Where
from tocsin.read import sentences
from tocsin.resolve.chances import point_of
from tocsin.resolve.places import PlaceResolver

DATA = ROOT / "evals/sets/places_own.yml"
_MARK = re.compile(r"\[([^\]]+)\]")

Toponym = tuple[Span, str]
"""Where a name stands, and what it means: "33.66 -95.55" or the id of an area."""


def is_dev(identifier: str) -> bool:
    """Tell whether a report belongs to the half that was developed on."""
    return hashlib.sha256(identifier.encode()).digest()[0] % 2 == 0


def toponyms(record: dict[str, Any]) -> tuple[str, list[Toponym]]:
    """Take the marks out of a report.

    Args:
        record: a report of the set.

    Returns:
        The text, and its names with what they mean.

    Raises:
        KeyError: a name is marked of which `places` does not say what it means.
    """
    text, found, at = "", [], 0
    marked = " ".join(record["text"].split())
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        span = Span(start=len(text), end=len(text) + len(mark[1]), quote=mark[1])
        found.append((span, str(record["places"][mark[1]])))
        text, at = text + mark[1], mark.end()
    return text + marked[at:], found


def is_right(place: Place, meant: str) -> bool:
    """Tell whether a place is what the set means."""
    if not meant[-1].isdigit() or ":" in meant:
        return meant in {place.id, place.admin2}
    point = point_of(place)
    lat, lon = map(float, meant.split(" "))
    return point is not None and distance_km(lat, lon, *point) <= NEAR_KM


def score(data: Path) -> Scored:
    """Score a file of marked reports: acc_161km, answered, gazetteer_recall of either half."""
    know = load_knowledge()
    atlas = Atlas(know)
    halves: dict[str, list[list[Case]]] = {"": [], "dev_": []}
    for record in yaml.safe_load(data.read_text(encoding="utf-8")):
        text, found = toponyms(record)
        report = report_from_text(text)
        resolver = PlaceResolver(report, list(sentences(report, know)), know)
        judged = [_judge(f"{record['id']}:{one[0].start}", one, resolver, atlas) for one in found]
        halves["dev_" if is_dev(record["id"]) else ""].append(judged)
    metrics = {
        f"{half}{name}": estimate(
            [(sum(bool(case[field]) for case in judged), len(judged)) for judged in documents],
            ratio,
            sum(map(len, documents)),
        )
        for half, documents in halves.items()
        for name, field in (("acc_161km", "ok"), ("answered", "predicted"), ("gazetteer_recall", "listed"))
    }
    return Scored(metrics=metrics, cases=[case for ds in halves.values() for judged in ds for case in judged])


def _judge(identifier: str, toponym: Toponym, resolver: PlaceResolver, atlas: Atlas) -> Case:
    span, meant = toponym
    place = atlas.place(resolver.where(Where(span=span)).place)
    ok = place is not None and is_right(place, meant)
    return {
        "id": identifier,
        "gold": meant,
        "predicted": place.id if place else "",
        "ok": ok,
        "listed": ok or any(is_right(one, meant) for one in atlas.named(span.quote)),
    }


if __name__ == "__main__":
    run_task(score, DATA)
