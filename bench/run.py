"""Benchmark of this tree, alone or against another commit: `python -m bench.run [--against REV]`.

Every measurement runs in a fresh process. With `--against`, the two trees take turns, and what counts is the
ratio: absolute times depend on the machine and on what else it does. The last line is one JSON object.
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
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.sentences import text_of

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
"""Starts of the program whose median is reported."""
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


def measure_start(trees: list[Path]) -> list[Row]:
    """Time `tocsin --help` and `import tocsin`, and a bare interpreter for comparison."""
    commands = {
        "python -c pass": ("-c", "pass"),
        "import tocsin": ("-c", "import tocsin"),
        "tocsin --help": ("-m", "tocsin", "--help"),
    }
    rows: list[Row] = [{} for _ in trees]
    for name, arguments in commands.items():
        rounds = [[start(tree, *arguments) for tree in trees] for _ in range(ROUNDS)]
        for row, costs in zip(rows, zip(*rounds, strict=True), strict=True):
            row[f"{name} wall s"] = statistics.median(cost.wall for cost in costs)
            row[f"{name} cpu s"] = statistics.median(cost.cpu for cost in costs)
    return rows


def measure_command(trees: list[Path], file: Path, count: int, rounds: int) -> list[Row]:
    """Time `tocsin code FILE` as a whole, start included; median of the rounds."""
    arguments = ("-m", "tocsin", "code", "--format", "jsonl", "--published", "2020-10-12", str(file))
    turns = [[start(tree, *arguments) for tree in trees] for _ in range(rounds)]
    return [
        {
            "command sentences/s": count / statistics.median(cost.wall for cost in costs),
            "command cpu s": statistics.median(cost.cpu for cost in costs),
            "command peak MiB": statistics.median(cost.peak_mib for cost in costs),
        }
        for costs in zip(*turns, strict=True)
    ]


def measure_stages(trees: list[Path], file: Path, rounds: int) -> list[Row]:
    """Time the stages in steady state; median of the rounds."""
    turns = [
        [json.loads(start(tree, "-m", "bench.measure", "stages", str(file)).output) for tree in trees]
        for _ in range(rounds)
    ]
    rows = []
    for measured in zip(*turns, strict=True):
        seconds = {
            stage: statistics.median(one[stage] for one in measured)
            for stage in ("read", "claim", "resolve", "write")
        }
        row = {f"{stage} ms": 1000 * value for stage, value in seconds.items()}
        row["stages sentences/s"] = measured[0]["sentences"] / sum(seconds.values())
        rows.append(row)
    return rows


def measure_stream(trees: list[Path], count: int) -> list[Row]:
    """Watch memory over a stream of generated reports."""
    rows = []
    for tree in trees:
        seen = json.loads(start(tree, "-m", "bench.measure", "stream", str(count)).output)
        rows.append(
            {
                "stream growth %/10,000": seen["percent_per_10000"],
                "stream last MiB": seen["last_mib"],
                "stream reports/s": seen["reports_per_second"],
            }
        )
    return rows


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


def print_table(names: list[str], rows: list[Row]) -> None:
    """Print measurements as lines, with the ratio here to there and what it means."""
    print(f"{'measurement':28}" + "".join(f"{name:>14}" for name in names) + ("  ratio" if rows[1:] else ""))
    for name in rows[0]:
        line = f"{name:28}" + "".join(f"{row[name]:14.3f}" for row in rows)
        ratio = _ratio(name, rows)
        if ratio is not None:
            faster = ratio > 1 if name in MORE_IS_BETTER else ratio < 1
            line += f"{ratio:7.3f} {'better' if faster else 'worse'}"
        print(line)


def _ratio(name: str, rows: list[Row]) -> float | None:
    return rows[0][name] / rows[1][name] if len(rows) == 2 and rows[1][name] > 0 else None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.run", description=__doc__)
    parser.add_argument("--sentences", type=int, default=2000, help="length of the coded file (2000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the slow measurements (3)")
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
            measure_start(trees),
            measure_command(trees, file, chosen.sentences, chosen.rounds),
            measure_stages(trees, file, chosen.rounds),
        ]
        if chosen.stream:
            parts.append(measure_stream(trees, chosen.stream))
    rows = [
        {name: value for row in column for name, value in row.items()} for column in zip(*parts, strict=True)
    ]
    print_table(names, rows)
    ratios = {name: ratio for name in rows[0] if (ratio := _ratio(name, rows)) is not None}
    print(json.dumps({**dict(zip(names, rows, strict=True)), **({"ratios": ratios} if ratios else {})}))


if __name__ == "__main__":
    main()
