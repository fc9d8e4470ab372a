"""The development part of the tocsin corpus; see `evals.corpus` for how it is judged."""

from functools import partial

from evals.corpus import DATA
from evals.corpus import score as score_part
from evals.scoring import run_task

__all__ = ["DATA", "score"]

score = partial(score_part, use="dev")

if __name__ == "__main__":
    run_task(score, DATA)
