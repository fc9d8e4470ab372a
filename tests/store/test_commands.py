"""`tocsin ingest`, `status`, `verify` and `search`, as a user types them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.store.news import dump_of
from tocsin.cli import main
from tocsin.errors import StoreError
from tocsin.store import open_store

TEXT = "Kestrian rebels attacked an army base in Velmark on Sunday, killing three soldiers."


def run(*arguments: object, given: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report of an attack, one of nothing, and a file that is none."""
    place = tmp_path / "articles"
    place.mkdir()
    (place / "a.txt").write_text(TEXT + "\n", encoding="utf-8")
    (place / "b.txt").write_text("The bakery on Mill Street sells bread.\n", encoding="utf-8")
    (place / "c.txt").write_text("", encoding="utf-8")
    return place


def test_a_folder_is_kept_once_however_often_it_comes(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "news.db"
    first = run("ingest", folder, "--store", store, "--published", "2031-03-03")
    assert first.exit_code == 3, first.output
    assert "3 arrivals = 0 repeats + 3 distinct" in first.stderr
    assert "failed: " in first.stderr
    once = dump_of(store)
    again = run("ingest", folder, "--store", store, "--published", "2031-03-03")
    assert (again.exit_code, again.stdout) == (3, ""), "what cannot be read is said each time"
    assert "3 arrivals = 3 repeats + 0 distinct" in again.stderr
    assert dump_of(store) == once
    assert run("status", "--store", store).stdout.splitlines() == [
        "6 arrivals = 3 repeats + 3 distinct",
        "3 distinct = 1 coded + 1 no event + 0 quarantined + 1 failed + 0 pending",
        "1 claim",
    ]
    assert "c.txt" in run("status", "--store", store, "--issues").stdout


def test_a_pipe_is_read(tmp_path: Path) -> None:
    lines = json.dumps({"text": TEXT, "published": "2031-03-03"}) + "\n"
    assert run("ingest", "-", "--store", tmp_path / "news.db", given=lines).exit_code == 0
    assert run("status", "--store", tmp_path / "news.db").stdout.startswith("1 arrival =")


def test_a_file_whose_name_is_no_text_stops_nothing(folder: Path, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text("", encoding="utf-8")
    result = run("ingest", folder, "--store", tmp_path / "news.db")
    assert result.exit_code == 3
    assert "1 coded + 1 no event + 0 quarantined + 2 failed" in result.stderr
    assert "udcff" in run("status", "--issues", "--store", tmp_path / "news.db").stdout


def test_the_store_is_loaded_only_by_commands_that_need_it() -> None:
    command = [sys.executable, "-c", "import sys, tocsin.cli; print('apsw' in sys.modules)"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_closed_standard_input_is_said(tmp_path: Path) -> None:
    command = [
        "sh",
        "-c",
        'exec "$0" -m tocsin ingest - --store "$1" <&-',
        sys.executable,
        str(tmp_path / "news.db"),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "standard input is closed" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_was_kept_is_found(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "news.db"
    run("ingest", folder, "--store", store, "--published", "2031-03-03")
    found = run("search", "army", "base", "--store", store)
    assert found.exit_code == 0
    assert found.stdout.startswith("2031-03-03 unknown outlet: ")
    assert "ASSAULT" in found.stdout
    assert run("search", "bakery", "army", "--store", store).stdout == ""


def test_verify_says_what_is_damaged(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "news.db"
    run("ingest", folder, "--store", store)
    sound = run("verify", "--store", store)
    assert (sound.exit_code, sound.stdout) == (0, "")
    store.write_bytes(store.read_bytes().replace(b"The bakery on Mill", b"The bakery on Hill"))
    damaged = run("verify", "--store", store)
    assert damaged.exit_code == 5
    assert "report r_" in damaged.stdout
    assert "The record is not what was written." in damaged.stdout
    store.write_bytes(b"SQLite format 3\0" + b"damage" * 500)
    assert run("verify", "--store", store).exit_code == 5


@pytest.mark.parametrize("command", [("status",), ("verify",), ("search", "truce")])
def test_a_store_that_is_not_there_is_said(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = run(*command, "--store", tmp_path / "news.db")
    assert result.exit_code == 1
    assert "There is no store at" in result.stderr
    assert "Usage" not in result.stderr


def test_ingest_goes_on_after_an_interrupt(tmp_path: Path) -> None:
    """Ctrl-C in the middle; the same command again gives the store of an undisturbed run."""
    lines = tmp_path / "reports.jsonl"
    told = [json.dumps({"text": f"{TEXT} It was raid {n}.", "published": "2031-03-03"}) for n in range(1200)]
    lines.write_text("\n".join(told) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "tocsin", "ingest", str(lines), "--store", str(tmp_path / "cut.db")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ)
    while not (tmp_path / "cut.db").exists() or arrived(tmp_path / "cut.db") < 100:
        time.sleep(0.01)
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "run the same command again" in said
    assert 0 < arrived(tmp_path / "cut.db") < 1200
    assert run("ingest", lines, "--store", tmp_path / "cut.db").exit_code == 0
    assert run("ingest", lines, "--store", tmp_path / "whole.db").exit_code == 0
    assert dump_of(tmp_path / "cut.db") == dump_of(tmp_path / "whole.db")


def arrived(path: Path) -> int:
    """How many documents a store holds; 0 while it is being made."""
    try:
        with open_store(path) as store:
            return store.status().distinct
    except StoreError:
        return 0
