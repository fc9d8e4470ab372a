"""Run all tasks, write what they found, check the floors: `make evals`.

Exit codes: 0 all floors held, 2 wrong usage, 5 a floor broken.
"""

import argparse
import datetime as dt
import importlib
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from evals.floors import (
    LESS_IS_BETTER,
    Results,
    broken,
    lower_floor,
    raise_floors,
    read_floors,
    write_floors,
)
from evals.scoring import ROOT, Scored, write_cases

UNLICENSED = frozenset(
    {"corpus", "link_violent", "places_gwn", "places_lgl", "plv_cv", "plv_zero_shot", "polnear", "real_text"}
)
"""Tasks of which is kept which case was right, never the answer: data without a licence, and tests that nobody reads."""

TASKS = (
    "seed",
    "cases",
    "corpus",
    "corpus_dev",
    "real_text",
    "assertion",
    "checklist",
    "plv_zero_shot",
    "plv_cv",
    "meantime",
    "muc",
    "re3d",
    "uds",
    "polnear",
    "places_lgl",
    "places_gwn",
    "places_own",
    "commitments",
    "commitments_dev",
    "near_copies",
    "forecast_7",
    "forecast_30",
    "forecast_90",
    "truce",
    "langid",
    "translation",
    "link_own",
    "link_violent",
    "link_ecb",
    "names",
    "actors",
    "dates",
)
"""Modules of this folder, in the order of the table."""
HERE = Path(__file__).parent
README = HERE / "README.md"
BEGIN, END = "<!-- results: written by make evals -->", "<!-- end of results -->"


def main() -> int:
    """Run the chosen tasks and return the exit code."""
    parser = argparse.ArgumentParser(prog="evals", description=__doc__)
    parser.add_argument("task", nargs="*", choices=[[], *TASKS], help="tasks to run; none = all")
    parser.add_argument("--raise-floors", action="store_true", help="raise floors to the new values")
    parser.add_argument("--lower", metavar="TASK.METRIC", help="lower this floor to its new value")
    parser.add_argument("--because", default="", metavar="TEXT", help="why; kept in floors.json")
    chosen = parser.parse_args()
    results, skipped = run_tasks(chosen.task or TASKS)
    date, commit = dt.datetime.now(tz=dt.UTC).date().isoformat(), current_commit()
    if not chosen.task:
        record = {**msgspec.to_builtins(results), "commit": commit, "date": date}
        (HERE / "results.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        write_table(results, f"{date}, commit {commit}")
    floors = read_floors()
    if chosen.lower:
        try:
            lower_floor(chosen.lower, chosen.because, results, floors)
        except ValueError as error:
            parser.error(str(error))
    if chosen.raise_floors:
        raise_floors(results, floors)
    if chosen.lower or chosen.raise_floors:
        write_floors(floors)
    breaches = broken(results, floors)
    for line in skipped + breaches:
        print(line, file=sys.stderr)
    return 5 if breaches else 0


def run_tasks(names: tuple[str, ...] | list[str]) -> tuple[Results, list[str]]:
    """Run tasks whose data are there.

    Args:
        names: tasks.

    Returns:
        Their metrics, and a sentence for each task left out.
    """
    results: Results = {}
    skipped = []
    for name in names:
        task = importlib.import_module(f"evals.{name}")
        if not task.DATA.exists():
            skipped.append(f"{name} was not run: {task.DATA} is missing.")
            continue
        started = time.perf_counter()
        scored: Scored = task.score(task.DATA)
        kept = (
            [{"id": case["id"], "ok": case["ok"]} for case in scored.cases]
            if name in UNLICENSED
            else scored.cases
        )
        write_cases(kept, HERE / "cases" / f"{name}.jsonl")
        results[name] = scored.metrics
        headline = ", ".join(f"{metric} {found.value}" for metric, found in list(scored.metrics.items())[:4])
        print(f"{name}: {headline} ({time.perf_counter() - started:.0f} s)", flush=True)
    return results, skipped


def current_commit() -> str:
    """Short id of the commit, with "+" when files differ from it; "none" outside a repository."""
    git = shutil.which("git")
    if git is None:
        return "none"

    def ask(*arguments: str) -> str:
        return subprocess.run([git, *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout

    commit = ask("rev-parse", "--short", "HEAD").strip()
    if not commit or commit == "HEAD":
        return "none"
    return commit + (
        "+" if ask("status", "--porcelain", "--", "src", "knowledge", "evals/*.py").strip() else ""
    )


def write_table(results: Results, stamp: str, readme: Path = README) -> None:
    """Replace the table between the marks of the README.

    Args:
        results: metrics by task.
        stamp: date and commit.
        readme: the file; it must hold both marks.
    """
    rows = [
        f"| {task} | {metric}{' (less is better)' if metric in LESS_IS_BETTER else ''} "
        f"| {found.value:.3f} | {found.low:.3f} to {found.high:.3f} | {found.n:,} |"
        for task, metrics in results.items()
        for metric, found in metrics.items()
    ]
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    head = f"Measured {stamp}.\n\n| task | metric | value | 95 % interval | n |\n|---|---|---|---|---|\n"
    readme.write_text(f"{before}{BEGIN}\n{head}" + "\n".join(rows) + f"\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
