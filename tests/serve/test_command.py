"""`tocsin serve` opens the desk, for this computer alone unless it is told otherwise."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tocsin.cli import main
from tocsin.serve import server

OPENED: list[tuple[Any, str, int]] = []


class NeverRun:
    """A server that only says what it was to serve."""

    def __init__(self, app: Any, host: str, port: int) -> None:
        """Note it."""
        OPENED.append((app, host, port))

    def run(self) -> None:
        """Do nothing."""


def serve(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setattr(server, "make_server", NeverRun)
    OPENED.clear()
    return CliRunner().invoke(main, ["serve", *arguments])


def test_the_desk_is_opened_for_this_computer_without_a_token(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = serve(monkeypatch, str(record))
    assert (ran.exit_code, ran.output) == (0, "The desk is open: http://127.0.0.1:8765/\n")
    assert [opened[1:] for opened in OPENED] == [("127.0.0.1", 8765)]


def test_beyond_this_computer_a_token_is_made_up(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = serve(monkeypatch, str(record), "--host", "0.0.0.0", "--name", "desk.example")  # noqa: S104
    assert re.search(r"http://desk\.example:8765/\?token=[0-9a-f]{32}\n$", ran.output)
    again = serve(monkeypatch, str(record), "--host", "0.0.0.0")  # noqa: S104
    assert ran.output[-33:] != again.output[-33:]


def test_a_store_that_is_not_there_is_said_before_anything_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = serve(monkeypatch, str(tmp_path / "none.db"))
    assert (ran.exit_code, OPENED) == (1, [])
    assert "tocsin ingest" in ran.output


def test_without_its_packages_the_desk_says_what_to_install(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("tocsin.serve")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    ran = CliRunner().invoke(main, ["serve", str(record)])
    assert ran.exit_code == 1
    assert "pip install 'tocsin[desk]'" in ran.output
