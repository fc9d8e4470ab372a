"""The list of name variants is sound."""

from collections import Counter

from evals.scoring import ROOT, read_tsv


def test_the_list_holds_enough_of_both_kinds_and_no_pair_twice() -> None:
    rows = list(read_tsv(ROOT / "evals/sets/names_test.tsv"))
    kinds = Counter(row["same"] for row in rows)
    assert kinds["1"] >= 200
    assert kinds["0"] >= 60
    assert set(kinds) == {"0", "1"}
    assert max(Counter((row["name"], row["variant"]) for row in rows).values()) == 1
    assert all(row["name"] and row["variant"] and row["lang"] for row in rows)
