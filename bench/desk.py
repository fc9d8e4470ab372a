"""Benchmark of the desk: `python -m bench.desk STORE [--claims 1000000] [--rounds 5] [--ingest]`.

Makes a large store where STORE is missing (about four minutes a million claims; ten claims an incident), asks the desk
for every page, and prints how long the server took. With `--ingest` reports are added all the while. Of the documents
500 are coded; the others are these again, as told by other outlets on other days, of other places and actors.
"""

import argparse
import datetime as dt
import hashlib
import json
import random
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace
from starlette.testclient import TestClient

from bench.store import documents
from tocsin.knowledge import Knowledge, load_knowledge
from tocsin.model import Claim, Coded, Incident, Mention, Report, When, Where
from tocsin.serve import create_app
from tocsin.store import open_store
from tocsin.store.views import Wanted

OUTLETS, DAYS, CODED = 200, 1400, 500
FIRST = dt.date(2022, 1, 1)
LANGUAGES = ("en", "en", "en", "es", "ar", "fr")
PER_INCIDENT = 10


class World:
    """Actors and places that the reports are about.

    Args:
        know: knowledge tables.
        seed: of the random numbers.
    """

    def __init__(self, know: Knowledge, seed: int = 8) -> None:
        """Choose them."""
        self._random = random.Random(seed)  # noqa: S311  no secret
        self._actors = sorted(know.actors.actors.values(), key=lambda actor: actor.id)
        places = sorted(place for place in know.places if place.startswith("geonames:"))
        self._places = [know.places[key] for key in self._random.sample(places, 800)]

    def tell(self, unit: Coded, number: int) -> Coded:
        """Give a document to an outlet and a day of its own."""
        if unit.report is None:
            message = "A generated report could not be coded."
            raise SystemExit(message)
        day = FIRST + dt.timedelta(days=number * 7919 % DAYS)
        report = replace(
            unit.report,
            id=_key("r", number),
            outlet=f"Bench Wire {number % OUTLETS}",
            lang=LANGUAGES[number % len(LANGUAGES)],
            published=day,
            title=f"Bench report {number}",
            url="",
        )
        claims = tuple(
            self._claim(claim, report, number * 100 + place) for place, claim in enumerate(unit.claims)
        )
        return Coded(report=report, claims=claims)

    def _claim(self, claim: Claim, report: Report, number: int) -> Claim:
        chance, place = self._random, self._random.choice(self._places)
        day = (report.published or FIRST) - dt.timedelta(days=chance.randrange(4))
        where = Where(
            span=claim.trigger, place=place.id, name=place.name, country=place.country, admin1=place.admin1,
            lat=place.lat, lon=place.lon, precision="exact",
        )  # fmt: skip
        return replace(
            claim,
            id=_key("c", number),
            report=report.id,
            about="",
            condition=None,
            actor=(self._mention(claim),),
            recipient=(self._mention(claim),),
            when=When(span=claim.trigger, first=day, last=day),
            where=where,
        )

    def _mention(self, claim: Claim) -> Mention:
        actor = self._random.choice(self._actors)
        return Mention(
            span=claim.trigger, actor=actor.id, name=actor.name, country=actor.country, sectors=actor.sectors
        )


def _key(kind: str, number: int) -> str:
    return f"{kind}_{hashlib.sha256(str(number).encode()).hexdigest()[:16]}"


def make_store(path: Path, claims: int) -> None:
    """Fill a store with reports, claims and incidents."""
    told, know = documents(CODED), load_knowledge()
    world = World(know)
    wanted = claims * CODED // sum(len(unit.claims) for unit in told)
    incidents: dict[str, Incident] = {}

    def units(first: int, last: int) -> Iterator[Coded]:
        waiting: list[Claim] = []
        for number in range(first, last):
            unit = world.tell(told[number % CODED], number)
            waiting += unit.claims
            while len(waiting) >= PER_INCIDENT:
                found, waiting = _incident(waiting[:PER_INCIDENT]), waiting[PER_INCIDENT:]
                incidents[found.id] = found
            yield unit

    with open_store(path, write=True) as store:
        print("claims:", store.add(units(0, wanted)).claims)
        store.replace_derived(incidents.values(), (), {})
    print("incidents:", len(incidents))


def _incident(claims: list[Claim]) -> Incident:
    first = claims[0]
    return Incident(
        id="i" + first.id[1:],
        event_type=first.event_type,
        mode=first.mode,
        actor=tuple(sorted({mention.actor for claim in claims[:3] for mention in claim.actor})),
        recipient=tuple(sorted({mention.actor for claim in claims[:3] for mention in claim.recipient})),
        when=first.when,
        where=first.where,
        counts=first.counts,
        standing="corroborated",
        origins=2,
        claims=tuple(claim.id for claim in claims),
    )


def addresses(path: Path) -> list[str]:
    """Name the pages to ask for, with those of the newest incident and of the busiest actor."""
    with open_store(path) as store:
        [incident], _ = store.views.incidents(Wanted(), limit=1)
        claim = store.views.claims(incident.claims[:1])[incident.claims[0]]
        [(actor, *_)] = store.views.parties(1)
    country = incident.where.country if incident.where else ""
    return [
        "/", "/incidents", "/incidents?event_type=ASSAULT&factuality=denied&lang=ar", f"/incidents?country={country}",
        f"/incidents?actor={actor}&since=2023-01-01", "/incidents.json?limit=500", "/incidents.csv?limit=500",
        "/map", f"/map?country={country}", f"/incident/{incident.id}", f"/report/{claim.report}", "/actors", f"/actor/{actor}", "/truces",
        "/claims", "/claims?factuality=denied&event_type=ASSAULT", "/claims?q=police&outlet=Bench+Wire+7",
        "/claims?confidence=90&confidence=75", "/timeline", "/timeline?event_type=ASSAULT&since=2024-01-01", "/timeline.json", "/actors.json?limit=500",
        "/search?q=police", "/search?q=kidnapped+engineers", "/review", "/review/quality", "/review/adjudicate", "/explore", "/about",
    ]  # fmt: skip


def main() -> None:
    """Make the store where it is missing, and time the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ingest", action="store_true")
    chosen = parser.parse_args()
    if not chosen.store.exists():
        make_store(chosen.store, chosen.claims)
    done = threading.Event()
    writer = threading.Thread(target=_ingest, args=(chosen.store, done))
    if chosen.ingest:
        writer.start()
    times: dict[str, list[float]] = {}
    with TestClient(create_app(chosen.store, load_knowledge()), base_url="http://localhost") as client:
        for turn in range(chosen.rounds + 1):
            for address in addresses(chosen.store):
                started = time.perf_counter()
                status = client.get(address).status_code
                spent = 1000 * (time.perf_counter() - started)
                if turn:  # the first asks open the file
                    times.setdefault(address, []).append(spent)
                if status != 200:
                    raise SystemExit(f"{address}: {status}")  # noqa: EM102, TRY003
    done.set()
    if chosen.ingest:
        writer.join()
    for address, found in times.items():
        print(f"{statistics.median(found):8.1f} {max(found):8.1f} ms  {address}")
    every = sorted(one for found in times.values() for one in found)
    print(json.dumps({"p50 ms": statistics.median(every), "p95 ms": every[int(0.95 * len(every))]}))


def _ingest(path: Path, done: threading.Event) -> None:
    """Add reports until it is enough."""
    told, world = documents(CODED), World(load_knowledge(), seed=int(time.time()))
    number = int(time.time()) * 1000
    with open_store(path, write=True) as store:
        while not done.is_set():
            store.add(world.tell(told[number % CODED], number) for _ in range(20))
            number += 20


if __name__ == "__main__":
    main()
