"""Benchmark of the store: `python -m bench.store [--documents 10000] [--folder DIR]`.

Prints claims a second that are on the disk when they are counted (one writer, batches of 200 documents), then a burst:
two writers and four readers at once, and how long readers waited. Of the documents 500 are coded; the others are
these again as told by other outlets, with ids of their own. The last line is one JSON object.
"""

import argparse
import json
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from bench.sentences import report_line
from tocsin import Coder
from tocsin.ingest import report_from_text
from tocsin.model import Coded
from tocsin.store import open_store

CODED = 500
"""Documents that are really coded."""
WRITERS, READERS = 2, 4


def documents(count: int) -> list[Coded]:
    """Make documents.

    Args:
        count: how many.

    Returns:
        Coded reports of about eight sentences, each with ids of its own.
    """
    lines = [report_line(number) for number in range(min(count, CODED))]
    reports = (report_from_text(line["text"], outlet=line["outlet"]) for line in lines)
    coded = list(Coder().stream(reports))
    return [_retold(coded[number % len(coded)], number // len(coded)) for number in range(count)]


def _retold(unit: Coded, outlet: int) -> Coded:
    """Give a document to another outlet."""
    if unit.report is None:
        message = "A generated report could not be coded."
        raise SystemExit(message)
    told = replace(unit.report, id=f"{unit.report.id[:-3]}{outlet:03x}", outlet=f"Bench Wire {outlet}")
    claims = tuple(
        replace(claim, id=f"{claim.id[:-3]}{outlet:03x}", report=told.id, about="") for claim in unit.claims
    )
    issues = tuple(replace(issue, report=told.id) for issue in unit.issues)
    return Coded(report=told, claims=claims, issues=issues)


def measure_writing(path: Path, told: list[Coded]) -> dict[str, float]:
    """Time one writer."""
    started = time.perf_counter()
    with open_store(path, write=True) as store:
        account = store.add(told)
    seconds = time.perf_counter() - started
    size = path.stat().st_size / 2**20
    started = time.perf_counter()
    with open_store(path) as store:
        findings = len(list(store.verify()))
        checked = time.perf_counter() - started
        started = time.perf_counter()
        store.history()
    return {
        "claims/s": account.claims / seconds,
        "documents/s": account.distinct / seconds,
        "claims": account.claims,
        "MiB": size,
        "verify s": checked,
        "findings": findings,
        "history s": time.perf_counter() - started,
    }


def _write(path: Path, told: list[Coded], answers: "Queue[Any]") -> None:
    with open_store(path, write=True) as store:
        answers.put(("written", store.add(told, batch=20).claims))


def _read(path: Path, done: Path, wanted: dict[str, int], answers: "Queue[Any]") -> None:
    """Ask for the account and for words, again and again; a report without all of its claims is torn."""
    waits, torn = [], 0
    while not done.exists():
        with open_store(path) as store:
            for _ in range(20):
                started = time.perf_counter()
                account = store.status()
                hits = store.search("police", limit=5)
                waits.append(time.perf_counter() - started)
                torn += account.arrivals != account.repeats + account.distinct
                for hit in hits:
                    unit = store.coded(hit.report.id)
                    torn += unit is None or len(unit.claims) != wanted[hit.report.id]
    answers.put(("waits", waits, torn))


def measure_burst(path: Path, told: list[Coded]) -> dict[str, float]:
    """Let two writers and four readers work at once; an error in one of them ends the benchmark."""
    done = path.with_suffix(".done")
    with open_store(path, write=True) as store:
        store.add(told[:1])
    answers: Queue[Any] = multiprocessing.Queue()
    started = time.perf_counter()
    wanted = {unit.report.id: len(unit.claims) for unit in told if unit.report}
    readers = [
        multiprocessing.Process(target=_read, args=(path, done, wanted, answers)) for _ in range(READERS)
    ]
    writers = [
        multiprocessing.Process(target=_write, args=(path, told[half::WRITERS], answers))
        for half in range(WRITERS)
    ]
    for process in (*readers, *writers):
        process.start()
    written = sum(answer[1] for answer in _answers(answers, "written", WRITERS, []))
    seconds = time.perf_counter() - started
    done.touch()
    heard = list(_answers(answers, "waits", READERS, []))
    for process in (*readers, *writers):
        process.join()
    failed = sum(process.exitcode != 0 for process in (*readers, *writers))
    waits = sorted(wait for answer in heard for wait in answer[1])
    with open_store(path) as store:
        distinct, findings = store.status().distinct, len(list(store.verify()))
    return {
        "burst documents": distinct,
        "burst claims/s": written / seconds,
        "burst failed processes": failed,
        "burst torn reads": sum(answer[2] for answer in heard),
        "burst reads": len(waits),
        "burst read p50 ms": 1000 * statistics.median(waits),
        "burst read p95 ms": 1000 * waits[int(0.95 * len(waits))],
        "burst findings": findings,
    }


def _answers(answers: "Queue[Any]", kind: str, count: int, aside: list[Any]) -> Iterator[Any]:
    """Take answers of one kind."""
    while count:
        answer = answers.get(timeout=600)
        if answer[0] == kind:
            count -= 1
            yield answer
        else:
            aside.append(answer)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where the stores are made: the disk that is measured")
    given = parser.parse_args()
    told = documents(given.documents)
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        row = measure_writing(Path(folder, "one.db"), told)
        row |= measure_burst(Path(folder, "burst.db"), told)
    for name, value in row.items():
        print(f"{name:<26}{value:>14,.1f}")
    print(json.dumps({name: round(value, 3) for name, value in row.items()}))


if __name__ == "__main__":
    main()
