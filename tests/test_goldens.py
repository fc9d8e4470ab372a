"""What tocsin reads in the bundled reports is what it read before: tests/goldens, written by `make goldens`."""

import difflib
import re

import pytest

from tools.goldens import FOLDER, goldens


@pytest.fixture(scope="module")
def read_now() -> dict[str, str]:
    """The bundled reports, coded and put in words."""
    return goldens()


def test_every_bundled_report_has_a_golden(read_now: dict[str, str]) -> None:
    assert sorted(read_now) == sorted(path.name for path in FOLDER.iterdir()), "run make goldens"


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.txt")))
def test_a_bundled_report_is_read_as_before(read_now: dict[str, str], name: str) -> None:
    before = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    now = read_now.get(name, "").splitlines()
    diff = list(difflib.unified_diff(before, now, "before", "now", lineterm="", n=3))
    if diff:
        pytest.fail(
            f"{name} is read differently. If it is better, run make goldens.\n" + "\n".join(diff),
            pytrace=False,
        )


def test_goldens_quote_words_and_no_ids() -> None:
    for path in FOLDER.glob("*.txt"):
        assert not re.search(r"\b[cr]_[0-9a-f]{16}\b", path.read_text(encoding="utf-8")), path.name
