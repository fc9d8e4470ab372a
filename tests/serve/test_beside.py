"""What takes long is made beside the pages; what is judged apart is what is judged here."""

import itertools
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tocsin.errors import StoreError
from tocsin.knowledge import load_knowledge
from tocsin.serve.beside import Beside
from tocsin.serve.judging import judge_apart, judge_store


class Clock:
    """Seconds as a test sets them."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_quick_thing_is_made_when_the_store_has_changed_and_only_then() -> None:
    counter = itertools.count(1)
    kept = Beside(lambda: next(counter), Clock())
    assert [kept.get(moment, wait=True) for moment in (1, 1, 2, 2, 3)] == [1, 1, 2, 2, 3]


def test_a_slow_thing_is_shown_as_it_was_and_made_in_a_twentieth_of_the_time() -> None:
    clock, done, made = Clock(), threading.Event(), []

    def make() -> int:
        clock.now += 10
        made.append(1)
        done.set()
        return len(made)

    kept = Beside(make, clock)
    assert kept.get(1, wait=True) == 1
    clock.now += 199
    done.clear()
    assert kept.get(2, wait=True) == 1
    assert not done.is_set()
    clock.now += 1
    kept.get(3, wait=True)
    assert done.wait(5)
    while kept.get(3, wait=True) != 2:
        pass
    assert len(made) == 2


def test_what_failed_is_said_and_tried_again_when_the_store_has_changed() -> None:
    clock, fates = Clock(), iter([StoreError("gone"), "here"])

    def make() -> str:
        fate = next(fates)
        if isinstance(fate, StoreError):
            raise fate
        return str(fate)

    kept = Beside(make, clock)
    with pytest.raises(StoreError):
        kept.get(1, wait=True)
    assert kept.get(1, wait=True) == "here"


def test_truces_judged_apart_are_those_judged_here(record: Path) -> None:
    apart, here = judge_apart(record), judge_store(record, load_knowledge())
    assert apart.cards == here.cards
    assert apart.changes == here.changes
    assert len(apart.cards) == 1


def test_a_store_that_cannot_be_judged_says_why(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store"):
        judge_apart(tmp_path / "none.db")


def test_who_judges_ends_with_the_desk(record: Path) -> None:
    command = [sys.executable, "-m", "tocsin.serve.judging", str(record)]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout) == (1, b"")
