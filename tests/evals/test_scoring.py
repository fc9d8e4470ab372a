"""The arithmetic of the tasks, on inputs small enough to check by hand."""

import gzip
from pathlib import Path

import pytest

from evals import scoring
from evals.plv_zero_shot import strip_marks


def test_f1_is_the_harmonic_mean_of_summed_precision_and_recall() -> None:
    # 2 of 4 predictions right, 3 of 4 gold found: P .5, R .75, F1 .6
    assert scoring.f1([(1, 3, 2, 3), (1, 1, 1, 1)]) == pytest.approx(0.6)


def test_f1_of_a_silent_reader_is_zero() -> None:
    assert scoring.f1([(0, 0, 0, 5)]) == 0.0


def test_macro_f1_weighs_rare_classes_like_common_ones() -> None:
    pairs = [("AID", "AID"), ("AID", "AID"), ("AID", "AID"), ("PROTEST", "")]
    assert scoring.class_f1(pairs) == {"AID": 1.0, "PROTEST": 0.0}
    assert scoring.macro_f1(pairs) == pytest.approx(0.5)


def test_a_wrong_class_costs_precision() -> None:
    assert scoring.class_f1([("AID", "AID"), ("PROTEST", "AID")])["AID"] == pytest.approx(2 / 3)


def test_pearson_from_group_sums_equals_the_plain_formula() -> None:
    x, y = [1.0, 2.0, 3.0, 5.0], [2.0, 1.0, 4.0, 6.0]
    groups = [(1.0, a, b, a * a, b * b, a * b) for a, b in zip(x, y, strict=True)]
    assert scoring.pearson(groups) == pytest.approx(0.902, abs=0.001)
    assert scoring.pearson([(1.0, 1.0, b, 1.0, b * b, b) for b in y]) == 0.0


def test_interval_holds_the_value_and_is_the_same_every_time() -> None:
    groups = [1.0] * 70 + [0.0] * 30
    first = scoring.estimate(groups, scoring.mean, len(groups))
    assert first.value == 0.7
    assert 0.58 < first.low < 0.66
    assert 0.74 < first.high < 0.82
    assert scoring.estimate(groups, scoring.mean, len(groups)) == first


def test_no_cases_give_zero_cases() -> None:
    assert scoring.estimate([], scoring.mean, 3).n == 0


def test_overlap_needs_a_shared_code_point() -> None:
    assert scoring.overlap((0, 5), (5, 9)) == 0
    assert scoring.overlap((0, 5), (4, 9)) == 1
    assert scoring.overlap_hits([(0, 5), (20, 22)], [(4, 9), (30, 31), (1, 2)]) == (1, 2, 2, 3)
    assert scoring.exact_hits([(0, 5), (20, 22)], [(0, 5), (19, 22)]) == (1, 2, 1, 2)


def test_token_offsets_slice_the_joined_text() -> None:
    text, places = scoring.join_tokens([["Talks", "resume"], ["It", "rained", "."]], ["\n\n", " "])
    assert text == "Talks resume\n\nIt rained ."
    assert [text[start:end] for start, end in places] == ["Talks", "resume", "It", "rained", "."]


def test_marks_come_out_and_leave_their_offsets() -> None:
    text, marks = strip_marks("<s>The army of <t>Ardana</t></s> shelled <t>Port Lasenne</t>.")
    assert text == "The army of Ardana shelled Port Lasenne."
    assert [text[start:end] for start, end in marks["s"]] == ["The army of Ardana"]
    assert [text[start:end] for start, end in marks["t"]] == ["Ardana", "Port Lasenne"]


def test_data_files_are_read_packed_or_plain(tmp_path: Path) -> None:
    plain, packed = tmp_path / "rows.tsv", tmp_path / "rows.tsv.gz"
    plain.write_text('row\ttext\n1\tSaid "no"\n', encoding="utf-8")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert (
        list(scoring.read_tsv(plain)) == list(scoring.read_tsv(packed)) == [{"row": "1", "text": 'Said "no"'}]
    )
