"""The lists of name variants are sound."""

from collections import Counter

import pytest

from evals.scoring import ROOT, read_tsv


@pytest.mark.parametrize("part", ["dev", "test"])
def test_a_list_holds_enough_of_both_kinds_and_no_pair_twice(part: str) -> None:
    rows = list(read_tsv(ROOT / f"evals/sets/names_{part}.tsv"))
    kinds = Counter(row["same"] for row in rows)
    assert kinds["1"] >= 200
    assert kinds["0"] >= 60
    assert set(kinds) == {"0", "1"}
    assert max(Counter((row["name"], row["variant"]) for row in rows).values()) == 1
    assert all(row["name"] and row["variant"] and row["lang"] for row in rows)
