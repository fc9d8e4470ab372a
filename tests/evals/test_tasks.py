"""Tasks end to end, on tiny files in the formats of the data sets; all sentences are invented."""

import json
from pathlib import Path

import pytest

from evals import __main__ as evals_main
from evals import plv_zero_shot, uds
from evals.scoring import Estimate, run_task


def test_marked_pairs_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "pairs.tsv"
    rows.write_text(
        "row\tmarked_sentence\tgold_root\n"
        "1\t<s>Ardanan troops</s> attacked <t>rebels</t> in the hills on Sunday.\tASSAULT\n"
        "2\tThe weather over <s>Ardana</s> was as mild as in <t>Kestria</t>.\tAID\n",
        encoding="utf-8",
    )
    cases = tmp_path / "cases.jsonl"
    run_task(plv_zero_shot.score, rows, ["--data", str(rows), "--cases", str(cases)])
    metrics = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert metrics["accuracy"]["value"] == 0.5
    assert metrics["accuracy"]["n"] == 2
    assert metrics["f1_assault"]["value"] == 1.0
    assert [json.loads(line)["ok"] for line in cases.read_text(encoding="utf-8").splitlines()] == [
        True,
        False,
    ]


def test_an_attack_that_happened_stands_high_on_the_scale(tmp_path: Path) -> None:
    record = {
        "id": "x-1",
        "tokens": ["Rebels", "attacked", "the", "convoy", "near", "the", "border", "."],
        "predicates": [[1, 3.0], [4, 0.75]],
    }
    path = tmp_path / "uds.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    scored = uds.score(path)
    assert scored.metrics["covered"].value == 0.5
    assert scored.metrics["claims_mae"].value == pytest.approx(0.5)
    assert [case["id"] for case in scored.cases] == ["x-1:1", "x-1:4"]
    assert scored.cases[0]["predicted"] > 1.5


def test_a_missing_file_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run_task(uds.score, tmp_path / "nowhere.jsonl", [])
    assert stopped.value.code == 2
    assert "--data" in capsys.readouterr().err


def test_the_table_is_replaced_and_the_prose_stays(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"Before\n{evals_main.BEGIN}\nold\n{evals_main.END}\nAfter\n", encoding="utf-8")
    found = {"uds": {"mae": Estimate(value=0.5, low=0.4, high=0.6, n=2642)}}
    evals_main.write_table(found, "2020-10-12, commit abc", readme)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("Before\n")
    assert text.endswith("After\n")
    assert "old" not in text
    assert "| uds | mae (less is better) | 0.500 | 0.400 to 0.600 | 2,642 |" in text
