"""`tocsin ingest` with a list of sources, and with `--watch`: rounds, bad feeds, and a clean end."""

import datetime as dt
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tocsin.cli import main
from tocsin.cli.following import Halt, Halted, followed, memory_of
from tocsin.cli.keeping import keep
from tocsin.coder import Coder
from tocsin.config import Settings
from tocsin.errors import ConfigError
from tocsin.ingest import Source
from tocsin.ingest.rounds import Folders, plan_rounds
from tocsin.ingest.state import load_state, state_path
from tocsin.model import Issue, Report
from tocsin.store import open_store

RAID = "Marengan rebels raided the customs house in Odrel on Sunday, killing two guards."
MARCH = "Students marched through Lissen on Monday against the Marengan government."
BODY = "<p>{} Witnesses said that the square was empty when it was over, and that shops stayed shut.</p>" * 2


def page(title: str, text: str = RAID) -> bytes:
    body = BODY.format(text, text)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def feed(*paths: str) -> bytes:
    items = "".join(f"<item><title>News {path}</title><link>{path}</link></item>" for path in paths)
    return f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'.encode()


def listed(web: Any, *sources: tuple[str, str, str]) -> str:
    """Write a list: name, path and interval of each source."""
    allow = ", ".join(f'"{entry}"' for entry in web.allowed)
    tables = "".join(
        f'[[source]]\nname = "{name}"\nurl = "{web.url(path)}"\nlanguage = "en"\ninterval = "{interval}"\n'
        for name, path, interval in sources
    )
    return f"allow = [{allow}]\n{tables}"


class Watching:
    """Watches the stub's web on its clock, from a folder with a list, until somebody asks to stop."""

    def __init__(self, web: Any, folder: Path) -> None:  # noqa: D107
        self.web = web
        self.folder = folder
        self.store = folder / "news.db"
        self.list = folder / "sources.toml"
        self.events: list[tuple[dt.timedelta, Any]] = []
        """After how long what happens."""
        self.halt = Halt(self.sleep)
        self.begun = web.now

    def sleep(self, seconds: float) -> None:
        """Let time pass; what is due happens."""
        self.web.now += dt.timedelta(seconds=seconds)
        for event in [event for event in self.events if self.begun + event[0] <= self.web.now]:
            self.events.remove(event)
            event[1]()

    def stop(self) -> None:
        self.halt.is_asked = True

    def run(self, *names: object, minutes: float) -> list[Report | Issue]:
        """Watch for so many minutes."""
        self.begun = self.web.now
        self.halt.is_asked = False
        self.events.append((dt.timedelta(minutes=minutes), self.stop))
        rounds = plan_rounds(map(str, names), 30)
        given: list[Report | Issue] = []

        def noted(found: Iterator[Report | Issue]) -> Iterator[Report | Issue]:
            for one in found:
                given.append(one)
                yield one

        memory = memory_of(rounds, self.store)
        found = followed(rounds, Settings(), memory, self.halt, self.web.world, once=False)
        with open_store(self.store, write=True) as store:
            for _ in keep(store, Coder(), noted(found), size=1):
                pass
        return given

    def kept(self) -> list[str]:
        """Titles of the reports in the store."""
        with open_store(self.store) as store:
            return sorted(report.title for report in store.reports())


@pytest.fixture
def watching(web: Any, tmp_path: Path) -> Watching:
    return Watching(web, tmp_path)


def titles(found: list[Report | Issue]) -> list[str]:
    return [one.title for one in found if isinstance(one, Report)]


def test_each_source_is_asked_at_its_interval_and_a_bad_one_stops_nobody(
    web: Any, watching: Watching
) -> None:
    web.pages |= {
        "/quick": feed("/1"), "/slow": feed("/2"), "/bad": b"\x00\xff" * 99, "/1": page("One"),
        "/2": page("Two", MARCH), "/3": page("Three"),
    }  # fmt: skip
    watching.list.write_text(
        listed(
            web,
            ("broken", "/bad", "5m"),
            ("gone", "/gone", "5m"),
            ("quick", "/quick", "10m"),
            ("slow", "/slow", "45m"),
        ),
        encoding="utf-8",
    )
    watching.events.append((dt.timedelta(minutes=25), lambda: web.pages.update({"/quick": feed("/1", "/3")})))
    found = watching.run(watching.list, minutes=65)
    assert titles(found) == ["One", "Two", "Three"]
    asked = [path for _, path in web.asked]
    assert (asked.count("/quick"), asked.count("/slow")) == (7, 2)
    assert asked.count("/1") == asked.count("/2") == 1
    assert watching.kept() == ["One", "Three", "Two"]
    with open_store(watching.store) as store:
        assert {claim.event_type for claim in store.claims()} >= {"ASSAULT", "PROTEST"}
        assert store.status().pending == 0
    state = load_state(state_path(watching.list)).sources
    assert (state["broken"].failures, state["gone"].failures) == (4, 4), "after 0, 5, 15 and 35 minutes"
    assert (state["quick"].reports, state["slow"].reports) == (2, 1)


def test_the_next_run_goes_on_where_the_last_one_stopped(web: Any, watching: Watching) -> None:
    web.pages |= {"/feed": feed("/1", "/2"), "/1": page("One"), "/2": page("Two")}
    watching.list.write_text(listed(web, ("post", "/feed", "15m")), encoding="utf-8")

    def stop_and_serve(handler: Any) -> None:
        watching.stop()
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + page("One"))

    web.pages["/1"] = stop_and_serve
    assert titles(watching.run(watching.list, minutes=60)) == [], "what came when it was to stop is not taken"
    web.pages["/1"] = page("One")
    assert titles(watching.run(watching.list, minutes=60)) == ["One", "Two"]
    assert titles(watching.run(watching.list, minutes=60)) == []


def test_what_was_taken_last_is_remembered(web: Any, watching: Watching) -> None:
    web.pages |= {"/feed": feed("/1", "/2"), "/1": page("One"), "/2": page("Two")}
    watching.list.write_text(listed(web, ("post", "/feed", "15m")), encoding="utf-8")
    rounds = plan_rounds([str(watching.list)], 30)
    found = followed(
        rounds, Settings(), memory_of(rounds, watching.store), watching.halt, web.world, once=False
    )
    assert titles([next(found)]) == ["One"]
    watching.stop()
    assert list(found) == []
    assert load_state(state_path(watching.list)).sources["post"].reports == 1


def test_files_that_come_into_a_folder_are_read(web: Any, watching: Watching) -> None:
    inbox = watching.folder / "inbox"
    inbox.mkdir()
    first, second = inbox / "a.txt", inbox / "b.txt"
    first.write_text(RAID, encoding="utf-8")
    (inbox / "notes.doc").write_text("no news", encoding="utf-8")
    watching.events += [
        (dt.timedelta(minutes=40), lambda: second.write_text(MARCH, encoding="utf-8")),
        (dt.timedelta(minutes=70), lambda: first.write_text(RAID + " Shops stayed shut.", encoding="utf-8")),
    ]
    found = watching.run(inbox, watching.folder / "later.txt", minutes=130)
    assert [one.text for one in found if isinstance(one, Report)] == [
        RAID,
        MARCH,
        RAID + " Shops stayed shut.",
    ]
    codes = [one.code for one in found if isinstance(one, Issue)]
    assert codes == ["folder.not_read", "file.missing"], "what is wrong with a path is said once"
    assert not web.asked


def test_an_address_that_is_named_alone_is_asked_and_names_no_outlet(web: Any, watching: Watching) -> None:
    web.pages |= {"/feed": feed("/1"), "/1": page("One"), "/notice": page("Notice", MARCH)}
    watching.list.write_text(listed(web), encoding="utf-8")
    found = watching.run(watching.list, web.url("/feed"), web.url("/notice"), minutes=100)
    assert set(titles(found)) == {"Notice", "One"}
    assert watching.kept() == ["Notice", "One"], "an unchanged page is the same report"
    assert {one.outlet for one in found if isinstance(one, Report)} == {"", "Feed"}, (
        "what the feed calls itself"
    )
    assert [path for _, path in web.asked].count("/feed") == 4


def test_one_look_takes_what_is_there(web: Any, watching: Watching) -> None:
    web.pages |= {"/feed": feed("/1"), "/1": page("One"), "/bad": b"\x00\xff" * 99}
    watching.list.write_text(listed(web, ("bad", "/bad", "1h"), ("post", "/feed", "1h")), encoding="utf-8")
    rounds = plan_rounds([str(watching.list)], 30)
    found = list(
        followed(rounds, Settings(), memory_of(rounds, watching.store), watching.halt, web.world, once=True)
    )
    assert titles(found) == ["One"]
    assert [one.code for one in found if isinstance(one, Issue)] == ["source.kind"]


def test_two_lists_are_refused() -> None:
    with pytest.raises(ConfigError, match="one list"):
        plan_rounds(["a.toml", "b.toml"], 30)


@pytest.mark.parametrize(
    ("names", "advice"),
    [([], "Name what to read"), (["--watch"], "Name what to read"), (["-", "--watch"], "cannot be watched")],
)
def test_what_cannot_be_watched_is_said(
    names: list[str], advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, ["ingest", *names])
    assert ran.exit_code == 2
    assert advice in ran.stderr
    assert not (tmp_path / "tocsin.db").exists()


def test_a_file_that_cannot_be_read_is_tried_again_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("", encoding="utf-8")
    read: list[str] = []

    def note(source: Source) -> Iterator[Report | Issue]:
        read.append(source.name)
        return iter(())

    folders = Folders([str(path)], note, dt.timedelta(minutes=1))
    for _ in range(2):
        assert list(folders.look()) == []
    assert len(read) == 1
    path.write_text(RAID, encoding="utf-8")
    assert list(folders.look()) == []
    assert len(read) == 2


def test_a_halt_wakes_the_sleeper_and_asking_twice_stops_at_once() -> None:
    with Halt(lambda _: signal.raise_signal(signal.SIGTERM)) as halt:
        with pytest.raises(Halted):
            halt.sleep(3600)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def reports_of(name: str, memory: Path) -> int:
    """How many reports a source gave, as far as is remembered."""
    known = load_state(memory).sources.get(name)
    return known.reports if known is not None else 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_watch_cleanly(web: Any, tmp_path: Path, number: signal.Signals) -> None:
    """A process of its own watches a server on this computer and a folder, and is told to stop while it sleeps."""
    web.pages |= {"/feed": feed("/1"), "/1": page("One")}
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text(MARCH, encoding="utf-8")
    place = f"127.0.0.1:{web.port}"
    (tmp_path / "sources.toml").write_text(
        f'allow = ["{place}"]\n[[source]]\nname = "post"\nurl = "http://{place}/feed"\n'
        f'[[source]]\nname = "gone"\nurl = "http://{place}/gone"\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "tocsin", "ingest", "sources.toml", "inbox", "--watch", "--every", "1"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as running:
        store, end = tmp_path / "tocsin.db", time.monotonic() + 60
        while time.monotonic() < end and reports_of("post", tmp_path / "sources.state.json") < 1:
            time.sleep(0.1)
        running.send_signal(number)
        try:
            _, said = running.communicate(timeout=30)
        finally:
            running.kill()
    assert running.returncode == 0, said
    assert "Traceback" not in said
    assert "/gone" in said
    with open_store(store) as kept:
        assert len(list(kept.reports())) == 2
        assert kept.status().pending == 0
        assert list(kept.verify()) == []
