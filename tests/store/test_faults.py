"""Kills, crowds and a full disk: nothing acknowledged is lost, nothing is doubled."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.news import dump_of, raids, unreadable
from tocsin.errors import StoreError
from tocsin.model import Coded, Report
from tocsin.store import Store, open_store
from tocsin.store.chain import last_link
from tocsin.store.head import Head, Mark, read_head

KILLS = 100


def newest(store: Store) -> Mark:
    """The newest commit of a store."""
    link = last_link(store._db)
    assert link
    return Mark(link.number, link.digest)


def start(work: Callable[..., None], *arguments: object) -> multiprocessing.process.BaseProcess:
    """Run work in another process; no connection is open in this one at that time."""
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    return process


def write_and_say(path: Path, told: list[Coded], said: int) -> None:
    """Add reports one commit each and acknowledge each."""
    with open_store(path, write=True) as store:
        for unit in told:
            store.add([unit], batch=1)
            assert unit.report
            os.write(said, unit.report.id.encode())


def test_a_hundred_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    """Each writer is killed at a random moment; the next one feeds everything again, in another order."""
    chance = random.Random(8)  # noqa: S311  no secret
    path, told = tmp_path / "killed.db", list(raids(3000))
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        chance.shuffle(told)
        heard, said = os.pipe()
        writer = start(write_and_say, path, told, said)
        os.close(said)
        time.sleep(chance.uniform(0.005, 0.12))
        assert writer.pid
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        with os.fdopen(heard, "rb") as pipe:
            words = pipe.read().decode()
        acknowledged |= {words[place : place + 18] for place in range(0, len(words), 18)}
        if path.exists() and acknowledged:
            with open_store(path) as store:
                assert acknowledged <= {report.id for report in store.reports()}
    assert len(acknowledged) > 100  # enough for the test to mean something, on a busy machine too
    with open_store(path) as store:
        assert list(store.verify()) == []
    with open_store(path, write=True) as store:
        store.add(told)
    with open_store(tmp_path / "whole.db", write=True) as store:
        store.add(told)
    assert dump_of(path) == dump_of(tmp_path / "whole.db")


def feed(path: Path, told: list[Coded], seed: int) -> None:
    """Feed reports three times in an order of its own, some of them before they are read."""
    chance = random.Random(seed)  # noqa: S311  no secret
    thrice = told * 3
    chance.shuffle(thrice)
    with open_store(path, write=True) as store:
        for start in range(0, len(thrice), 20):
            group = thrice[start : start + 20]
            if chance.random() < 0.5:
                store.add(group, batch=chance.randrange(1, 20))
                continue
            by_id = {unit.report.id: unit for unit in group if unit.report}
            _, wanted = store.accept(
                given for unit in group for given in ([unit.report] if unit.report else unit.issues)
            )
            store.settle(by_id[report.id] for report in wanted)


def test_two_runs_at_once_that_feed_everything_three_times_give_the_store_of_one(tmp_path: Path) -> None:
    told = [*raids(150), unreadable()]
    writers = [start(feed, tmp_path / "two.db", told, seed) for seed in (1, 2)]
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with open_store(tmp_path / "one.db", write=True) as store:
        store.add(told)
    assert dump_of(tmp_path / "two.db") == dump_of(tmp_path / "one.db")
    with open_store(tmp_path / "two.db") as store:
        account = store.status()
        assert (account.arrivals, account.distinct, account.pending) == (6 * 151, 151, 0)
        assert read_head(tmp_path / "two.db") == newest(store)
        assert list(store.verify()) == []


def test_a_full_disk_keeps_what_was_committed_and_goes_on_later(tmp_path: Path) -> None:
    told = list(raids(300))
    acknowledged: list[Coded] = []

    def add_one_by_one() -> None:
        for unit in told:
            store.add([unit])
            acknowledged.append(unit)

    with open_store(tmp_path / "full.db", write=True) as store:
        store._db.pragma("max_page_count", store._db.pragma("page_count") + 60)
        with pytest.raises(StoreError, match="disk is full"):
            add_one_by_one()
        assert store.status().distinct == len(acknowledged) > 20
        assert list(store.verify()) == []
        store._db.pragma("max_page_count", 1_000_000)
        store.add(told)
    with open_store(tmp_path / "whole.db", write=True) as store:
        store.add(told)
    assert dump_of(tmp_path / "full.db") == dump_of(tmp_path / "whole.db")


def submit(path: Path, told: list[Coded]) -> None:
    """Add reports in small commits."""
    with open_store(path, write=True) as store:
        store.add(told, batch=10)


def watch(path: Path, done: Path) -> None:
    """Read again and again; a report must never be seen without its claims, nor the account out of balance."""
    rounds = 0
    while not done.exists() or rounds < 3:
        with open_store(path) as store:
            for _ in range(5):
                history, account = store.history(), store.status()
                per_report = dict.fromkeys(history.reports, 0)
                for claim in history.claims.values():
                    per_report[claim.report] += 1
                assert set(per_report.values()) <= {0, 3}, "a report with some of its claims only"
                assert account.arrivals == account.repeats + account.distinct
                assert account.claims == 3 * account.coded
        rounds += 1


def test_readers_in_a_burst_are_never_locked_out_and_see_whole_commits(tmp_path: Path) -> None:
    """Half of the reports come from each of two writers; any error in a process fails it."""
    path, done = tmp_path / "burst.db", tmp_path / "done"
    told = list(raids(600, claims=3))
    with open_store(path, write=True) as store:
        store.add(told[:1])
    readers = [start(watch, path, done) for _ in range(2)]
    writers = [start(submit, path, told[half::2]) for half in (0, 1)]
    for process in writers:
        process.join()
    done.touch()
    for process in readers:
        process.join()
    assert [process.exitcode for process in (*writers, *readers)] == [0, 0, 0, 0]
    with open_store(path) as store:
        assert store.status().distinct == 600
        assert read_head(path) == newest(store)
        reports: list[Report] = list(store.reports())
    assert len(reports) == 600


def test_writers_queue_at_the_head_file(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with open_store(path, write=True) as store:
        store.add(raids(1))
    head = Head(path)
    with head.locked():
        writer = start(submit, path, list(raids(2)))
        time.sleep(0.3)
        with open_store(path) as store:
            assert store.status().distinct == 1
    writer.join()
    head.close()
    with open_store(path) as store:
        assert (writer.exitcode, store.status().distinct) == (0, 2)


def test_a_check_during_a_burst_finds_nothing(tmp_path: Path) -> None:
    path, told = tmp_path / "burst.db", list(raids(500))
    with open_store(path, write=True) as store:
        store.add(told[:1])
    writer = start(submit, path, told)
    checks = 0
    while writer.is_alive() or checks < 2:
        with open_store(path) as store:
            assert list(store.verify()) == []
        checks += 1
    writer.join()
    assert writer.exitcode == 0
