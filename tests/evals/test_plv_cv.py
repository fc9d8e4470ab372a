"""The head that is trained on marked pairs."""

import numpy as np

from evals.plv_cv import cross_validate


def test_each_row_is_told_by_a_head_that_did_not_see_its_sentence() -> None:
    gold = ["PROTEST", "CONSULT"] * 30
    groups = [f"sentence {n // 2}" for n in range(60)]
    told = ["crowds marched on", "envoys met with"]
    by_words = cross_validate(np.zeros((60, 1)), [told[n % 2] for n in range(60)], gold, groups)
    assert by_words == gold
    letters = [chr(ord("a") + n // 2 % 26) * (3 + n // 52) for n in range(60)]
    by_heart = cross_validate(np.zeros((60, 1)), letters, [gold[n // 2] for n in range(60)], groups)
    right = sum(one == gold[n // 2] for n, one in enumerate(by_heart))
    assert right < 50, "a word of the sentence alone must not tell: that sentence is in no other fold"
