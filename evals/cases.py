"""The case files: how many sentences give exactly what their case asks.

`make test` runs the cases that the patterns alone must pass; here all count, read as tocsin reads, with the network, also
those marked `v0: false`.
"""

from pathlib import Path

import yaml

from evals.scoring import ROOT, Scored, estimate, mean, run_task
from tests.claim.test_cases import problems
from tocsin import Coder

DATA = ROOT / "tests/cases/claims"


def score(data: Path) -> Scored:
    """Score a folder of case files: passed, hard_passed (those marked v0: false)."""
    coder = Coder()
    cases = []
    passed: list[tuple[float, bool]] = []
    for file in sorted(data.glob("*.yml")):
        for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")), 1):
            wrong = problems(case, coder)
            passed.append((float(not wrong), case.get("v0", True)))
            cases.append(
                {"id": f"{file.stem}:{number}", "gold": 0, "predicted": len(wrong), "ok": not wrong},
            )
    every = [right for right, _ in passed]
    hard = [right for right, easy in passed if not easy]
    return Scored(
        metrics={
            "passed": estimate(every, mean, len(every)),
            "hard_passed": estimate(hard, mean, len(hard)),
        },
        cases=cases,
    )


if __name__ == "__main__":
    run_task(score, DATA)
