"""Measure inside one process, for whatever tocsin is on the path; started by `bench.run`.

    python -m bench.measure stages FILE    seconds of each stage on the text in FILE, steady state
    python -m bench.measure stream N       memory over N generated reports

Prints one JSON object.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

REPEATS = 5
WARM_UP = 0.2
"""Share of the stream before memory is watched: caches fill first."""
SAMPLES = 50


def measure_stages(path: Path) -> dict[str, float]:
    """Time each stage on one text.

    Args:
        path: a text file.

    Returns:
        Processor seconds of read, claim, resolve and write, the best of 5 passes after a warm-up pass (other
        work on the machine only ever adds), and the number of sentences found.
    """
    import msgspec  # noqa: PLC0415 - the tree under test decides what is imported

    from tocsin import Coder  # noqa: PLC0415
    from tocsin.claim import claims  # noqa: PLC0415
    from tocsin.knowledge import load_knowledge  # noqa: PLC0415
    from tocsin.read import sentences  # noqa: PLC0415
    from tocsin.resolve import resolve  # noqa: PLC0415

    know = load_knowledge()
    report = Coder().code(path.read_text(encoding="utf-8")).report
    if report is None:
        message = f"No report could be made of {path}."
        raise SystemExit(message)
    rounds: dict[str, list[float]] = {"read": [], "claim": [], "resolve": [], "write": []}

    def timed(stage: str, work: Callable[..., Any], *arguments: Any) -> Any:
        started = time.process_time()
        made = work(*arguments)
        rounds[stage].append(time.process_time() - started)
        return made

    found: list[Any] = []
    for _ in range(REPEATS + 1):
        found = timed("read", sentences, report, know)
        drafts, _aside = timed("claim", claims, report, found, know)
        resolved, _issues = timed("resolve", resolve, report, found, drafts, know)
        timed("write", msgspec.json.Encoder().encode_lines, resolved)
    return {
        **{stage: min(seconds[1:]) for stage, seconds in rounds.items()},
        "sentences": len(found),
    }


def measure_stream(count: int) -> dict[str, float]:
    """Watch memory over a stream of reports.

    Args:
        count: how many reports to code.

    Returns:
        Growth of resident memory in percent per 10,000 reports (least squares after the warm-up), the last
        reading in MiB, and reports per second.
    """
    from tocsin import Coder  # noqa: PLC0415

    readings: list[tuple[int, float]] = []
    every = max(1, count // SAMPLES)
    started = time.perf_counter()
    for number, _ in enumerate(Coder().stream(_reports(count)), start=1):
        if number % every == 0 and number > WARM_UP * count:
            readings.append((number, _resident_mib()))
    seconds = time.perf_counter() - started
    average = statistics.mean(mib for _, mib in readings)
    slope = statistics.linear_regression(*zip(*readings, strict=True)).slope
    return {
        "percent_per_10000": 100 * slope * 10_000 / average,
        "last_mib": readings[-1][1],
        "reports_per_second": count / seconds,
    }


def _reports(count: int) -> Iterator[Any]:
    import datetime as dt  # noqa: PLC0415

    from bench.sentences import report_line  # noqa: PLC0415
    from tocsin.model import Report  # noqa: PLC0415

    for number in range(count):
        line = report_line(number)
        yield Report(
            id=f"r_{number:016x}",
            text=line["text"],
            outlet=line["outlet"],
            published=dt.date.fromisoformat(line["published"]),
        )


def _resident_mib() -> float:
    """Resident memory of this process, from the kernel's own account (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    message = "/proc/self/status has no VmRSS line: the stream measurement needs Linux."
    raise SystemExit(message)


if __name__ == "__main__":
    task, argument = sys.argv[1:]
    outcome = measure_stages(Path(argument)) if task == "stages" else measure_stream(int(argument))
    print(json.dumps(outcome))
