"""The command line: what goes in, what comes out, and what it says when something is wrong."""

import csv
import io
import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from tocsin import __version__
from tocsin.cli import main
from tocsin.present.rows import safe

EXAMPLES = Path(__file__).resolve().parents[1] / "src" / "tocsin" / "examples"
TEXT = "Kestrian rebels attacked an army base in Velmark on Sunday, killing three soldiers.\n"
PAGE = f"<!doctype html><html><head><title>Base attacked</title></head><body><article><p>{TEXT}</p></article></body></html>"
LINES = "".join(
    json.dumps({"text": TEXT, "outlet": outlet}) + "\n" for outlet in ("Osk Radio", "Zell Online")
)
QUIET = "The bakery on Mill Street sells bread.\n"


def run(*arguments: object, given: str | bytes | None = None) -> Result:
    """Run tocsin in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)


def records(output: str) -> list[dict[str, Any]]:
    """Read the lines of an output: each is one record."""
    return [json.loads(line) for line in output.splitlines()]


def kinds(output: str) -> list[str]:
    """Name the records of an output in order."""
    return [record["record"] for record in records(output)]


def bad_issues(output: str) -> list[dict[str, Any]]:
    """Read the issues that cost a report."""
    return [r for r in records(output) if r["record"] == "issue" and r["severity"] != "note"]


def account(result: Result) -> dict[str, int]:
    """Read the summary off standard error."""
    found = re.findall(r"(\d+) (report|coded|no event|quarantined|failed|claim|issue)", result.stderr)
    return {name: int(number) for number, name in found}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a text, a page, two JSON lines and a report of nothing."""
    place = tmp_path / "articles"
    place.mkdir()
    for name, text in (("a.txt", TEXT), ("b.html", PAGE), ("c.jsonl", LINES), ("d.txt", QUIET)):
        (place / name).write_text(text, encoding="utf-8")
    return place


# --- what goes in


@pytest.mark.parametrize(("name", "reports"), [("a.txt", 1), ("b.html", 1), ("c.jsonl", 2), ("", 5)])
def test_texts_pages_lines_and_folders_are_read(folder: Path, name: str, reports: int) -> None:
    result = run("code", folder / name, "--published", "2020-10-12")
    assert result.exit_code == 0, result.output
    assert kinds(result.stdout).count("report") == reports
    assert "claim" in kinds(result.stdout)


@pytest.mark.parametrize("arguments", [(), ("-",)])
@pytest.mark.parametrize(("given", "reports"), [(TEXT, 1), (PAGE, 1), (LINES, 2)])
def test_standard_input_is_read(arguments: tuple[str, ...], given: str, reports: int) -> None:
    result = run("code", *arguments, given=given)
    assert result.exit_code == 0, result.output
    assert kinds(result.stdout).count("report") == reports


def test_a_dash_as_output_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("code", "-", "-o", "-", given="Rebels shelled the town of Belsun.")
    assert "claim" in kinds(result.stdout)
    assert not list(tmp_path.iterdir())


def test_what_the_user_states_reaches_the_report() -> None:
    stated = ("--published", "2020-10-12", "--outlet", "Osk Radio", "--lang", "en")
    report = records(run("code", *stated, given=TEXT).stdout)[1]
    assert (report["published"], report["outlet"], report["lang"]) == ("2020-10-12", "Osk Radio", "en")


def test_without_a_day_of_publication_sunday_stays_unresolved() -> None:
    for published, first in (("2020-10-12", "2020-10-11"), (None, None)):
        options = ("--published", published) if published else ()
        claims = [r for r in records(run("code", *options, given=TEXT).stdout) if r["record"] == "claim"]
        whens = [claim["when"] for claim in claims if "when" in claim]
        assert [when.get("first") for when in whens] == [first] * len(whens)
        assert whens
        assert all(when["reason"] for when in whens)


# --- what comes out


def test_every_line_is_a_record_and_a_report_comes_before_its_claims(folder: Path) -> None:
    seen = set()
    header, *others = records(run("code", folder).stdout)
    assert (header["record"], header["tocsin"]) == ("header", __version__)
    for record in others:
        assert record["record"] in {"report", "claim", "issue"}
        if record["record"] == "report":
            seen.add(record["id"])
        elif record["record"] == "claim":
            assert record["report"] in seen
            assert record["by"].startswith(("patterns/", "network/"))
            assert record["factuality"]


def test_the_summary_accounts_for_every_report(folder: Path) -> None:
    (folder / "broken.jsonl").write_text('{"text": \n', encoding="utf-8")
    result = run("code", folder)
    counts = account(result)
    assert counts["report"] == 6
    assert counts["report"] == sum(counts[s] for s in ("coded", "no event", "quarantined", "failed"))
    assert (counts["no event"], counts["failed"]) == (1, 1)
    assert counts["claim"] == kinds(result.stdout).count("claim")
    assert counts["issue"] == kinds(result.stdout).count("issue")


def test_csv_has_a_row_a_claim_and_no_formulas() -> None:
    text = "=HYPERLINK rebels attacked the base. +Kestrian troops shelled Velmark. @Osk police arrested ten people.\n"
    rows = list(csv.DictReader(io.StringIO(run("code", "--format", "csv", given=text).stdout)))
    claims = kinds(run("code", given=text).stdout).count("claim")
    assert len(rows) == claims > 0
    hostile = list(
        csv.reader(io.StringIO(run("code", EXAMPLES / "hostile.txt", "--format", "csv").stdout), strict=True)
    )
    assert len({len(row) for row in hostile}) == 1
    for row in [*hostile, *(list(row.values()) for row in rows)]:
        assert not [cell for cell in row if cell[:1] in set("=+@\t\r") or re.match(r"-(?![\d.]+$)", cell)]


@pytest.mark.parametrize("words", ["=1+1", "+1 rebels", "-2 troops", "@osk", "＝cmd", "\t=1+1", "\n@x"])
def test_a_cell_that_looks_like_a_formula_is_made_plain(words: str) -> None:
    assert safe(words).startswith("'")
    assert safe(-2.5) == "-2.5"


def test_the_table_fits_80_columns_and_passes_nothing_hostile_on() -> None:
    """Escapes, bidirectional marks and other control characters of a report never reach the terminal."""
    result = run("code", EXAMPLES / "hostile.txt", "--format", "table")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert any("TARN" in line.upper() for line in lines)
    assert max(cell_len(line) for line in lines) <= 80
    odd = {c for c in result.stdout if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs"} and c != "\n"}
    assert odd == set()


def test_json_lines_pass_no_raw_control_characters_on() -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", run("code", EXAMPLES / "hostile.txt").stdout)


def test_without_text_the_words_are_cut(folder: Path) -> None:
    for record in records(run("code", folder, "--no-text").stdout):
        assert not record.get("text")
        if record["record"] == "claim":
            assert len(record["span"]["quote"].split(" ")) <= 25


def test_output_appears_whole_or_not_at_all(tmp_path: Path, folder: Path) -> None:
    target = tmp_path / "claims.jsonl"
    target.write_text("the old claims\n", encoding="utf-8")
    failed = run("code", tmp_path / "missing.txt", "-o", target)
    assert failed.exit_code == 2
    assert target.read_text(encoding="utf-8") == "the old claims\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "claims.jsonl"]
    done = run("code", folder, "-o", target)
    assert (done.exit_code, done.stdout) == (0, "")
    assert target.read_text(encoding="utf-8") == run("code", folder).stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "claims.jsonl"]


def test_an_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    result = run("code", "-o", tmp_path / "nowhere" / "claims.jsonl", given=TEXT)
    assert result.exit_code == 2
    assert "claims.jsonl cannot be written" in result.stderr


def test_an_output_through_a_link_leaves_the_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    real.write_text("the old claims\n", encoding="utf-8")
    link.symlink_to(real)
    assert run("code", "-o", link, given=TEXT).exit_code == 0
    assert link.is_symlink()
    assert kinds(real.read_text(encoding="utf-8"))[:2] == ["header", "report"]


def test_an_output_that_is_a_pipe_or_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    """The null device of a machine must survive `-o` when root runs it; a named pipe stands for it here."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("code", "-o", pipe, given=TEXT).exit_code == 0
        assert pipe.is_fifo()
        assert kinds(os.read(reader, 1 << 16).decode())[:2] == ["header", "report"]
    finally:
        os.close(reader)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


# --- what is wrong with the input


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("missing.txt",), "Give a file, a folder, or -"),
        (("-", "--published", "12/10/2020"), "YYYY-MM-DD"),
        (("-", "--published", "2020-02-31"), "YYYY-MM-DD"),
        (("-", "--lang", "English"), "two lower-case letters"),
        (("-", "--format", "xml"), "jsonl"),
    ],
)
def test_a_mistake_in_the_command_is_explained(arguments: tuple[str, ...], advice: str) -> None:
    result = run("code", *arguments, given=TEXT)
    assert result.exit_code == 2
    assert advice in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("name", "raw", "code", "advice"),
    [
        (
            "x.txt",
            b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)),
            "input.binary",
            "save or unpack it as text",
        ),
        ("x.pdf", b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n", "input.binary", "save or unpack it as text"),
        ("x.txt", b" \n\n", "text.empty", "check the file"),
        ("x.txt", b"", "text.empty", "check the file"),
        ("x.html", b"<html><body><script>1</script></body></html>", "html.empty", "Save it from a browser"),
        ("x.jsonl", b'{"text": "Rebels\n', "line.broken", ""),
        ("x.jsonl", b'{"outlet": "Osk Radio"}\n', "line.broken", "text"),
    ],
)
def test_a_bad_file_becomes_an_issue_and_the_others_are_coded(
    folder: Path, name: str, raw: bytes, code: str, advice: str
) -> None:
    bad = folder / name
    bad.write_bytes(raw)
    result = run("code", folder / "a.txt", bad, folder / "b.html")
    assert result.exit_code == 3
    issues = bad_issues(result.stdout)
    assert [(issue["code"], issue["source"].startswith(str(bad))) for issue in issues] == [(code, True)]
    assert advice in issues[0]["message"]
    assert kinds(result.stdout).count("report") == 2
    assert account(result)["coded"] == 2


def test_a_broken_line_costs_only_itself(folder: Path) -> None:
    (folder / "e.jsonl").write_text(LINES + "{broken\n" + LINES, encoding="utf-8")
    result = run("code", folder / "e.jsonl")
    assert result.exit_code == 3
    assert kinds(result.stdout).count("report") == 4
    (issue,) = bad_issues(result.stdout)
    assert issue["source"].endswith("e.jsonl:3")


def test_a_line_of_50_megabytes_is_put_aside(folder: Path) -> None:
    path = folder / "long.jsonl"
    with path.open("w", encoding="utf-8") as out:
        out.write(LINES + '{"text": "')
        for _ in range(50):
            out.write("rebels " * 150_000)
        out.write('"}\n' + LINES)
    result = run("code", path)
    assert result.exit_code == 3
    counts = account(result)
    assert (counts["coded"], counts["quarantined"]) == (4, 1)
    (issue,) = bad_issues(result.stdout)
    assert (issue["code"], issue["source"]) == ("input.too_large", f"{path}:3")
    assert "max_report_bytes" in issue["message"]


def test_nothing_on_standard_input_is_said_to_be_nothing() -> None:
    result = run("code", "-", given="")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("0 reports = 0 coded + 0 no event + 0 quarantined + 0 failed")


# --- how it behaves


def test_the_order_of_the_files_changes_no_record(folder: Path) -> None:
    names = sorted(folder.iterdir())
    there, back = (run("code", *order).stdout.splitlines() for order in (names, names[::-1]))
    assert there != back
    assert sorted(there) == sorted(back)


def test_the_account_counts_in_words() -> None:
    assert run("code", given="Rebels attacked the base.\n").stderr == (
        "1 report = 1 coded + 0 no event + 0 quarantined + 0 failed; 1 claim, 0 issues\n"
    )


def test_demo_runs_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("demo")
    assert result.exit_code == 0, result.output
    assert "ASSAULT" in result.stdout
    assert str(tmp_path / "demo-claims.jsonl") in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["demo-claims.jsonl"]
    assert kinds((tmp_path / "demo-claims.jsonl").read_text(encoding="utf-8")).count("report") >= 12


def test_config_says_where_each_setting_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOCSIN_LANG", "es")
    (tmp_path / "tocsin.toml").write_text('outlet = "Osk Radio"\n', encoding="utf-8")
    rows = {line.split()[0]: line for line in run("config").stdout.splitlines()}
    assert re.search(r"es +TOCSIN_LANG$", rows["lang"])
    assert re.search(r"Osk Radio +tocsin.toml$", rows["outlet"])
    assert rows["published"].endswith("default")


def test_version_is_told() -> None:
    assert __version__ in run("--version").stdout
