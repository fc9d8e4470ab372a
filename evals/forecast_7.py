"""Forecasts of the next 7 days; see `evals.forecast` for the protocol."""

from functools import partial

from evals.forecast import DATA, score_horizon
from evals.scoring import run_task

__all__ = ["DATA", "score"]

score = partial(score_horizon, horizon=7)

if __name__ == "__main__":
    run_task(score, DATA)
