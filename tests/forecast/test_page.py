"""The page shows what the code does."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from tocsin.forecast.pool import WEIGHTS

PAGE = (Path(__file__).parents[2] / "docs" / "forecast.md").read_text(encoding="utf-8")


def test_the_example_runs() -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0], "example", "exec"), {})  # noqa: S102
    assert re.fullmatch(r"at least one: \d\d% \(pool 2\); the last year alone: \d+%\n", printed.getvalue())


@pytest.mark.parametrize("speaker", WEIGHTS)
def test_the_weights_are_on_the_page(speaker: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{speaker}` |"))
    cells = [cell.strip() for cell in row.split("|")[3:6]]
    shown = dict(zip(["mixture", "gamma_poisson", "hurdle"], cells, strict=True))
    assert {name: float(cell) for name, cell in shown.items() if cell} == WEIGHTS[speaker]


def test_weights_sum_to_one() -> None:
    assert [sum(weights.values()) for weights in WEIGHTS.values()] == pytest.approx([1.0] * 3)
