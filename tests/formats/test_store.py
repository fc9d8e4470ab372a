"""A store leaves as the same rows as its JSON lines."""

from pathlib import Path

from click.testing import CliRunner

from tocsin.cli import main

NEWS = "Marash Front fighters attacked an army post near Mosul on Sunday, killing three soldiers.\n"


def run(*arguments: str) -> str:
    outcome = CliRunner().invoke(main, arguments)
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def test_a_store_and_its_json_lines_give_the_same_rows(tmp_path: Path) -> None:
    report, store, lines = tmp_path / "post.txt", tmp_path / "tocsin.db", tmp_path / "claims.jsonl"
    report.write_text(NEWS, encoding="utf-8")
    run("ingest", str(report), "--store", str(store), "--published", "2024-05-13")
    run("code", str(report), "--published", "2024-05-13", "-o", str(lines))
    for source, target in ((store, "from_store.csv"), (lines, "from_lines.csv")):
        run("export", str(source), "--format", "acled", "-o", str(tmp_path / target))
    rows = (tmp_path / "from_store.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 2
    assert "Mosul" in rows[1]
    assert rows == (tmp_path / "from_lines.csv").read_text(encoding="utf-8").splitlines()
