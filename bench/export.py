"""Benchmark of the exports: `python -m bench.export [--claims N] [--incidents] [--format NAME]...`.

Writes a file of generated claims, all of them asserted, dated and placed, so that every format has a row for each
(the hardest case), then runs `tocsin export` on it once a format, each in a fresh process. Prints seconds by the clock and of
processor, and peak resident memory, and as the last line one JSON object. Goal: 1,000,000 claims under 60 s and 300 MiB.
"""

import argparse
import hashlib
import json
import random
import tempfile
from pathlib import Path

from bench.run import ROOT, start
from tocsin.store.formats import NAMES

CLAIMS_A_REPORT = 10
"""About what the bundled reports hold: 260 claims in 23."""

CLAIMS_AN_INCIDENT = 2
"""With --incidents: each claim of a pair tells of the same incident."""

ACTS = ("ASSAULT/firearms", "ASSAULT/drone", "ASSAULT/heavy-weapons", "ASSAULT/", "ASSAULT/explosives")
TOWNS = (("Mosul", 36.335, 43.1189), ("Kirkuk", 35.4681, 44.3922), ("Basra", 30.5085, 47.7804))


def identifier(letter: str, number: int) -> str:
    """Give an id of the form that tocsin writes."""
    return f"{letter}_{hashlib.sha256(f'{letter}{number}'.encode()).hexdigest()[:16]}"


def report_of(number: int, text: str) -> str:
    """Write a generated report as a line."""
    day = f"20{10 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
    return (
        f'{{"record":"report","id":"{identifier("r", number)}","text":"{text}",'
        f'"parts":[{{"kind":"body","start":0,"end":{len(text)}}}],"lang":"en","outlet":"Outlet {number % 200}",'
        f'"title":"Report {number} of the war","url":"https://outlet.example/{number}","published":"{day}"}}\n'
    )


def claim_of(number: int, dice: random.Random) -> str:
    """Write a generated claim as a line: about 900 bytes, as the bundled reports give."""
    kind, _, mode = dice.choice(ACTS).partition("/")
    town, lat, lon = dice.choice(TOWNS)
    dead = dice.randrange(1, 9)
    day = f"20{10 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
    words = f"Fighters of the Front attacked soldiers of the army in {town} on Sunday, killing {dead} of them"
    return (
        f'{{"record":"claim","id":"{identifier("c", number)}",'
        f'"report":"{identifier("r", number // CLAIMS_A_REPORT)}",'
        f'"span":{{"start":0,"end":{len(words)},"quote":"{words}"}},'
        f'"trigger":{{"start":22,"end":30,"quote":"attacked"}},"event_type":"{kind}","mode":"{mode}",'
        f'"actor":[{{"span":{{"start":0,"end":21,"quote":"Fighters of the Front"}},"actor":"irq.front_{number % 50}",'
        f'"name":"Front {number % 50}","country":"IRQ","sectors":["REB"],"reason":"name"}}],'
        f'"recipient":[{{"span":{{"start":31,"end":51,"quote":"soldiers of the army"}},"actor":"irq.mil",'
        f'"name":"Iraqi Army","country":"IRQ","sectors":["MIL"],"reason":"generic agent"}}],'
        f'"when":{{"span":{{"start":60,"end":69,"quote":"on Sunday"}},"first":"{day}","last":"{day}"}},'
        f'"where":{{"span":{{"start":55,"end":59,"quote":"{town}"}},"place":"geonames:99072","name":"{town}",'
        f'"country":"IRQ","admin1":"Nineveh","lat":{lat},"lon":{lon},"precision":"exact"}},'
        f'"counts":[{{"what":"dead","low":{dead},"high":{dead},"span":{{"start":80,"end":81,"quote":"{dead}"}}}}],'
        f'"factuality":"asserted","reasons":["toll.assault.kill"],"by":"patterns/0.1.0#verb.assault.attack"}}\n'
    )


def incident_of(number: int) -> str:
    """Write a generated incident of two claims as a line."""
    claims = [identifier("c", number * CLAIMS_AN_INCIDENT + at) for at in range(CLAIMS_AN_INCIDENT)]
    return (
        json.dumps(
            {
                "record": "incident",
                "id": identifier("i", number),
                "event_type": "ASSAULT",
                "actor": [f"irq.front_{number * CLAIMS_AN_INCIDENT % 50}"],
                "recipient": ["irq.mil"],
                "when": {
                    "span": {"start": 60, "end": 69, "quote": "on Sunday"},
                    "first": "2020-10-11",
                    "last": "2020-10-11",
                },
                "where": {
                    "span": {"start": 55, "end": 60, "quote": "Mosul"},
                    "place": "geonames:99072",
                    "name": "Mosul",
                    "country": "IRQ",
                    "lat": 36.335,
                    "lon": 43.1189,
                    "precision": "exact",
                },
                "counts": [
                    {"what": "dead", "low": 3, "high": 3, "span": {"start": 80, "end": 81, "quote": "3"}}
                ],
                "standing": "corroborated",
                "origins": 2,
                "claims": claims,
            }
        )
        + "\n"
    )


def generate(path: Path, claims: int, *, incidents: bool) -> None:
    """Write a file of native JSON lines; the same each time.

    Args:
        path: the file.
        claims: number of claims, 10 a report.
        incidents: also write an incident for each pair of claims.
    """
    dice = random.Random(5)  # noqa: S311  no secret
    text = "Fighters of the Front attacked soldiers of the army in Mosul on Sunday, killing 3 of them. " * 20
    with path.open("w", encoding="utf-8") as out:
        for number in range(claims):
            if number % CLAIMS_A_REPORT == 0:
                out.write(report_of(number // CLAIMS_A_REPORT, text))
            out.write(claim_of(number, dice))
        for number in range(claims // CLAIMS_AN_INCIDENT if incidents else 0):
            out.write(incident_of(number))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.export", description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000, help="claims in the file (1000000)")
    parser.add_argument("--incidents", action="store_true", help="with an incident for each pair of claims")
    parser.add_argument("--format", action="append", choices=NAMES, help="only these formats")
    chosen = parser.parse_args()
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "claims.jsonl"
        generate(source, chosen.claims, incidents=chosen.incidents)
        print(f"{chosen.claims} claims, {source.stat().st_size >> 20} MiB of native JSON lines")
        print(f"{'format':12}{'seconds':>9}{'cpu s':>9}{'peak MiB':>10}{'rows':>10}")
        for name in chosen.format or NAMES:
            target = Path(folder) / "out" / name
            target.mkdir(parents=True)
            cost = start(ROOT, "-m", "tocsin", "export", str(source), "--format", name, "-o", f"{target}")
            loss = json.loads(next(target.glob("*.loss.json")).read_text(encoding="utf-8"))
            rows[name] = {
                "seconds": cost.wall,
                "cpu_seconds": cost.cpu,
                "peak_mib": cost.peak_mib,
                "rows": loss["exported"],
            }
            print(
                f"{name:12}{cost.wall:9.1f}{cost.cpu:9.1f}{cost.peak_mib:10.0f}{loss['exported']:10}",
                flush=True,
            )
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
