"""Speed and memory of finding copies: `python -m bench.copies [REPORTS ...]`, 25,000 and 100,000 when none are named.

Short reports of some 100 invented words; one in five copies an earlier one with its last paragraph exchanged, and
half end with one of a few standing paragraphs. The last line is one JSON object. Goal: 100,000 in under 60 s, and
time that grows no faster than their number.
"""

import datetime as dt
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.sizes import peak_mb
from tocsin.link.copies import Copies
from tocsin.model import Report

SEED = 1997
WORDS, PARAGRAPHS = 33, 3
"""Words in a paragraph, paragraphs in a report."""


def make_reports(count: int) -> Iterator[Report]:
    """Make reports, the same every time."""
    dice = random.Random(SEED)  # noqa: S311 - no secret
    letters = "abcdefghiklmnoprstuvw"
    known = ["".join(dice.choices(letters, k=dice.randint(3, 9))) for _ in range(20_000)]
    standing = [" ".join(dice.choices(known, k=WORDS)) for _ in range(20)]
    recent: list[list[str]] = []
    for number in range(count):
        paragraphs = [" ".join(dice.choices(known, k=WORDS)) + "." for _ in range(PARAGRAPHS)]
        if recent and number % 5 == 0:
            paragraphs = [*dice.choice(recent)[:-1], paragraphs[-1]]
        recent = [*recent[-500:], paragraphs]
        tail = [dice.choice(standing)] if dice.random() < 0.5 else []
        yield Report(
            id=f"r_{number:016x}",
            text="\n\n".join(paragraphs + tail),
            published=dt.date(2031, 1, 1) + dt.timedelta(days=number // 1000),
        )


def measure(count: int) -> dict[str, float]:
    """Add reports one by one, then ask for all origins.

    Returns:
        Reports; seconds and MB of adding, and of the origins on top; reports found to be copies.
    """
    reports = list(make_reports(count))
    before = peak_mb()
    started = time.perf_counter()
    copies = Copies()
    for report in reports:
        copies.add(report)
    added, held = time.perf_counter(), peak_mb()
    origins = copies.origins()
    ended = time.perf_counter()
    return {
        "reports": count,
        "add_s": round(added - started, 1),
        "origins_s": round(ended - added, 1),
        "add_mb": round(held - before),
        "origins_mb": round(peak_mb() - held),
        "copies": sum(one != origin for one, origin in origins.items()),
    }


def main() -> int:
    """Measure each number of reports in a fresh process."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return 0
    found = []
    for count in sys.argv[1:] or ["25000", "100000"]:
        command = [sys.executable, "-m", "bench.copies", "--one", count]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        print(done.stdout.strip(), flush=True)
        found.append(json.loads(done.stdout))
    print(json.dumps({f"copies of {row['reports']}": row for row in found}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
