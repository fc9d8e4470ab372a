"""Benchmark of this tree, alone or against another commit: `python -m bench.run [--against REV]`.

Every measurement runs in a fresh process, several rounds of it; medians are printed. With `--against`, the two
trees take turns, the first changing from round to round, and what counts is the ratio: of each round, then the
median of them, with their range. A difference is called one only if it shows in every round and its
median is 10 % or more. The last line is one JSON object.
"""

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from bench.sentences import text_of

ROOT = Path(__file__).resolve().parent.parent
STARTS = 7
"""Starts of the program whose median is reported."""
BIAS = 0.1
"""Smaller differences are never called one. Two checkouts of one commit differed by up to 6 % in every round of a
run, why was not looked into; set after two such runs, checked on three more (README.md)."""
MORE_IS_BETTER = frozenset({"command sentences/s", "stages sentences/s", "stream reports/s"})


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What one child process cost."""

    wall: float
    """Seconds by the clock."""
    cpu: float
    """Seconds of processor, children included."""
    peak_mib: float
    """Greatest resident memory, MiB."""
    output: str
    """Its standard output."""


Row = dict[str, float]
"""Name of a measurement to its value."""
Rounds = list[list[Row]]
"""Of each round, a row for each tree."""


def start(tree: Path, *arguments: str) -> Cost:
    """Run Python on a tree and account for it.

    Args:
        tree: a checkout with `src/tocsin`.
        arguments: of the interpreter.

    Returns:
        The cost.

    Raises:
        SystemExit: the child failed; its own words are on stderr.
    """
    environment = {**os.environ, "PYTHONPATH": f"{tree / 'src'}{os.pathsep}{ROOT}"}
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        child = subprocess.Popen([sys.executable, *arguments], stdout=output, env=environment, cwd=ROOT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        words = output.read().decode("utf-8")
    if child.returncode:
        message = f"python {' '.join(arguments)} ended with {child.returncode} on {tree.name}."
        raise SystemExit(message)
    return Cost(wall=wall, cpu=usage.ru_utime + usage.ru_stime, peak_mib=usage.ru_maxrss / 1024, output=words)


def in_turns(trees: list[Path], rounds: int, measure: Callable[[Path], Row]) -> Rounds:
    """Measure trees in turns, in alternating order, so that slow spells of the machine hit both."""
    measured = []
    for number in range(rounds):
        order = trees[::-1] if number % 2 else trees
        rows = [measure(tree) for tree in order]
        measured.append(rows[::-1] if number % 2 else rows)
    return measured


def measure_start(tree: Path) -> Row:
    """Time `tocsin --help` and `import tocsin`, and a bare interpreter for comparison."""
    commands = {
        "python -c pass": ("-c", "pass"),
        "import tocsin": ("-c", "import tocsin"),
        "tocsin --help": ("-m", "tocsin", "--help"),
    }
    row: Row = {}
    for name, arguments in commands.items():
        cost = start(tree, *arguments)
        row |= {f"{name} wall s": cost.wall, f"{name} cpu s": cost.cpu}
    return row


def measure_work(tree: Path, file: Path, count: int) -> Row:
    """Time `tocsin code FILE` as a whole, start included, and the stages in steady state."""
    cost = start(tree, "-m", "tocsin", "code", "--format", "jsonl", "--published", "2020-10-12", str(file))
    row = {
        "command sentences/s": count / cost.wall,
        "command cpu s": cost.cpu,
        "command peak MiB": cost.peak_mib,
    }
    try:
        stages = json.loads(start(tree, "-m", "bench.measure", "stages", str(file)).output)
    except SystemExit as failed:
        print(f"{failed} Its stages are left out: their functions may have changed.", file=sys.stderr)
        return row
    found = stages.pop("sentences")
    row |= {f"{stage} ms": 1000 * seconds for stage, seconds in stages.items()}
    return row | {"stages sentences/s": found / sum(stages.values())}


def measure_stream(tree: Path, count: int) -> Row:
    """Watch memory over a stream of generated reports."""
    seen = json.loads(start(tree, "-m", "bench.measure", "stream", str(count)).output)
    return {
        "stream growth %/10,000": seen["percent_per_10000"],
        "stream last MiB": seen["last_mib"],
        "stream reports/s": seen["reports_per_second"],
    }


@contextlib.contextmanager
def checkout(revision: str) -> Iterator[Path]:
    """Another commit in a folder of its own, its tables compiled; removed afterwards."""
    git = shutil.which("git")
    if git is None:
        message = "--against needs git."
        raise SystemExit(message)
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "other"
        if subprocess.run(
            [git, "worktree", "add", "--detach", tree, revision], cwd=ROOT, check=False
        ).returncode:
            message = f"{revision} is no commit that can be checked out here."
            raise SystemExit(message)
        try:
            source, tables = tree / "knowledge", tree / "src/tocsin/knowledge/tables"
            start(tree, "-m", "tocsin.knowledge.build", str(source), str(tables))
            yield tree
        finally:
            subprocess.run([git, "worktree", "remove", "--force", tree], cwd=ROOT, check=True)


def summarise(rounds: Rounds) -> list[Row]:
    """Median of each measurement over the rounds, a row for each tree."""
    return [
        {name: statistics.median(row[name] for row in column) for name in column[0]}
        for column in zip(*rounds, strict=True)
    ]


def compare(rounds: Rounds) -> dict[str, Row]:
    """Ratio of the first tree to the second: median, least and greatest over the rounds; one tree has none."""
    if len(rounds[0]) == 1:
        return {}
    ratios = {
        name: [here[name] / there[name] for here, there in rounds if there.get(name)] for name in rounds[0][0]
    }
    return {
        name: {"ratio": statistics.median(seen), "low": min(seen), "high": max(seen)}
        for name, seen in ratios.items()
        if len(seen) > 1 and min(seen) > 0
    }


def verdict(name: str, ratio: Row) -> str:
    """Say "better" or "worse" when every round agrees and the median is beyond `BIAS`, else "same"."""
    if ratio["low"] <= 1 <= ratio["high"] or abs(ratio["ratio"] - 1) < BIAS:
        return "same"
    return "better" if (ratio["low"] > 1) == (name in MORE_IS_BETTER) else "worse"


def print_table(names: list[str], rows: list[Row], ratios: dict[str, Row]) -> None:
    """Print measurements as lines, with ratios where there are two trees."""
    print(
        f"{'measurement':24}"
        + "".join(f"{name:>13}" for name in names)
        + ("  ratio (range)" if ratios else "")
    )
    for name in rows[0]:
        line = f"{name:24}" + "".join(f"{row[name]:13.3f}" if name in row else f"{'-':>13}" for row in rows)
        if name in ratios:
            seen = ratios[name]
            line += f"  {seen['ratio']:.2f} ({seen['low']:.2f}-{seen['high']:.2f}) {verdict(name, seen)}"
        print(line)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.run", description=__doc__)
    parser.add_argument("--sentences", type=int, default=2000, help="length of the coded file (2000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of command and stages (5)")
    parser.add_argument(
        "--stream", type=int, default=10_000, metavar="N", help="reports in the stream; 0 = none"
    )
    parser.add_argument("--against", metavar="REV", help="also measure this commit, in turns")
    chosen = parser.parse_args()
    with contextlib.ExitStack() as stack:
        trees, names = [ROOT], ["here"]
        if chosen.against:
            trees.append(stack.enter_context(checkout(chosen.against)))
            names.append(chosen.against[:12])
        file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "report.txt"
        file.write_text(text_of(chosen.sentences), encoding="utf-8")
        parts = [
            in_turns(trees, STARTS, measure_start),
            in_turns(trees, chosen.rounds, lambda tree: measure_work(tree, file, chosen.sentences)),
        ]
        if chosen.stream:
            parts.append(in_turns(trees, 1, lambda tree: measure_stream(tree, chosen.stream)))
    rows: list[Row] = [{} for _ in trees]
    ratios: dict[str, Row] = {}
    for part in parts:
        ratios |= compare(part)
        for row, measured in zip(rows, summarise(part), strict=True):
            row.update(measured)
    print_table(names, rows, ratios)
    print(json.dumps({**dict(zip(names, rows, strict=True)), **({"ratios": ratios} if ratios else {})}))


if __name__ == "__main__":
    main()
