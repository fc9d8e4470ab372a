"""`tocsin watch` over records: cards, feeds, the ledger, and the bell."""

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from tests.watch.stories import Story
from tests.watch.test_changes import ATTACK, CLAIMED, TRUCE
from tocsin.cli.watching import CHANGED, watch
from tocsin.errors import FormatError, WatchError
from tocsin.watch.records import read_known


def write(path: Path, reports: list[dict[str, Any]], *more: object) -> str:
    """Write the records of a story as JSON lines, in no particular order."""
    story = Story({"truce": TRUCE, "reports": reports})
    known = story.history
    records = [*known.incidents.values(), story.commitment, *story.statuses, *known.claims.values()]
    copies = {name: origin for name, origin in known.origins.items() if name != origin}
    records += [
        msgspec.structs.replace(report, copy_of=copies.get(name, ""))
        for name, report in known.reports.items()
    ]
    lines = (msgspec.json.encode(record).decode() for record in (*records, *more))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(watch, arguments, catch_exceptions=False)


def test_it_prints_the_card_of_a_truce(tmp_path: Path) -> None:
    result = run(write(tmp_path / "now.jsonl", [ATTACK]))
    assert result.exit_code == 0
    assert "Truce: Harvan Front" in result.stdout
    assert "violation convoy, in Odrel, 2031-03-10; reported, unknown" in result.stdout


def test_it_rings_when_something_is_new(tmp_path: Path) -> None:
    before, now = write(tmp_path / "before.jsonl", [ATTACK]), write(tmp_path / "now.jsonl", [ATTACK, CLAIMED])
    result = run(now, "--before", before, "--format", "changes")
    assert result.exit_code == CHANGED
    assert [json.loads(line)["after"] for line in result.stdout.splitlines()] == [
        "violation, confirmed, self_claimed"
    ]


def test_it_is_silent_when_nothing_is(tmp_path: Path) -> None:
    now = write(tmp_path / "now.jsonl", [ATTACK])
    result = run(now, "--before", now, "--format", "changes")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize(("day", "code"), [("2031-03-11", CHANGED), ("2031-03-12", 0)])
def test_since_says_from_when_on_it_rings(day: str, code: int, tmp_path: Path) -> None:
    assert run(write(tmp_path / "now.jsonl", [ATTACK]), "--since", day).exit_code == code


def test_a_truce_that_is_not_watched_does_not_ring(tmp_path: Path) -> None:
    rules = tmp_path / "watches.toml"
    rules.write_text('[[watch]]\nname = "Guard"\nactor = "Odrel Guard"\n', encoding="utf-8")
    result = run(write(tmp_path / "now.jsonl", [ATTACK]), "--since", "2031-03-01", "--rules", str(rules))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No truce is watched" in result.stderr


@pytest.mark.parametrize(
    ("form", "begins"), [("atom", "<?xml"), ("rss", "<?xml"), ("json", "{"), ("ledger", "{")]
)
def test_every_format_can_be_written_to_a_file(form: str, begins: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert run(write(tmp_path / "now.jsonl", [ATTACK]), "--format", form, "-o", str(target)).exit_code == 0
    assert target.read_text(encoding="utf-8").startswith(begins)


def test_the_ledger_can_be_fed_back_and_grows_only_by_what_is_new(tmp_path: Path) -> None:
    now, ledger = write(tmp_path / "now.jsonl", [ATTACK]), tmp_path / "ledger.jsonl"
    run(now, "--format", "ledger", "-o", str(ledger))
    first = ledger.read_text(encoding="utf-8")
    assert run(now, str(ledger), "--format", "ledger").stdout == first
    later = run(write(tmp_path / "later.jsonl", [ATTACK, CLAIMED]), str(ledger), "--format", "ledger").stdout
    assert later.startswith(first)
    assert len(later) > len(first)


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--since", "soon"), "want a day, YYYY-MM-DD"), (("--format", "pdf"), "'pdf' is not one of")],
)
def test_bad_options_are_usage_errors(options: tuple[str, str], said: str, tmp_path: Path) -> None:
    result = run(write(tmp_path / "now.jsonl", []), *options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_bad_rules_are_refused(tmp_path: Path) -> None:
    rules = tmp_path / "watches.toml"
    rules.write_text("[[watch]]\nactr = 'X'\n", encoding="utf-8")
    with pytest.raises(WatchError, match="Did you mean actor"):
        run(write(tmp_path / "now.jsonl", []), "--rules", str(rules))


# ---------------------------------------------------------------------- the records themselves


def numbered(lines: Iterable[str]) -> list[tuple[str, str]]:
    return [(f"records.jsonl:{number}", line) for number, line in enumerate(lines, 1)]


def test_a_line_that_is_no_record_is_named() -> None:
    with pytest.raises(FormatError, match=r"records.jsonl:2 is no record of tocsin"):
        read_known(numbered(['{"record": "report", "id": "r_1", "text": "x"}', '{"record": "poem"}']))


def test_records_that_are_gone_are_left_out_and_others_replaced() -> None:
    report = '{"record": "report", "id": "r_1", "text": "%s", "published": "2031-03-01"}'
    gone = '{"record": "tombstone", "id": "r_2", "at": "2031-03-02T00:00:00Z", "reason": "retracted"}'
    known, ledger = read_known(
        numbered([report % "a", (report % "b").replace("r_1", "r_2"), report % "c", gone])
    )
    assert {name: one.text for name, one in known.history.reports.items()} == {"r_1": "c"}
    assert (known.today, ledger) == (dt.date(2031, 3, 1), [])


def test_copies_of_copies_lead_to_the_wire_and_a_circle_to_an_end() -> None:
    report = '{"record": "report", "id": "%s", "text": "x", "copy_of": "%s"}'
    known, _ = read_known(
        numbered([report % pair for pair in (("a", ""), ("b", "a"), ("c", "b"), ("d", "e"), ("e", "d"))])
    )
    assert {known.history.origins[name] for name in "abc"} == {"a"}
    assert known.history.origins["d"] in {"d", "e"}


def test_nothing_at_all_is_no_error() -> None:
    known, ledger = read_known([])
    assert (known.commitments, ledger) == ((), [])
