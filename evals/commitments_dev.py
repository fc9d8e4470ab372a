"""Commitments in the statements on which their reading is developed; see `evals.commitments` for the counting."""

from pathlib import Path

from evals import commitments
from evals.scoring import ROOT, Scored, run_task

DATA = ROOT / "evals/sets"


def score(data: Path) -> Scored:
    """Score commitments on one file of statements, or on all `commitments_dev*.yml` of a folder together."""
    return commitments.score(*(sorted(data.glob("commitments_dev*.yml")) if data.is_dir() else [data]))


if __name__ == "__main__":
    run_task(score, DATA)
