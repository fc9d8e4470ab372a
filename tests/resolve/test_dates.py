"""Words of time become days, or say why not: tests/cases/dates.yml."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Span, When
from tocsin.read.times import time_spans
from tocsin.resolve.dates import resolve_when

CASES: list[list[object]] = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / "cases" / "dates.yml").read_text(encoding="utf-8")
)


def resolve(words: str, published: dt.date | None, *, future: bool = False) -> When:
    return resolve_when(When(span=Span(start=0, end=len(words), quote=words)), published, future=future)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} ({case[1]})")
def test_words_give_their_days(case: list[object]) -> None:
    words, published, first, last, reason = map(str, case)
    future, day = published.startswith("-> "), published.removeprefix("-> ")
    found = resolve(words, dt.date.fromisoformat(day) if day else None, future=future)
    assert (str(found.first or ""), str(found.last or "")) == (first, last), found.reason
    assert found.reason
    assert any(part in found.reason for part in reason.split("|"))


@pytest.mark.parametrize("words", sorted({str(case[0]) for case in CASES}))
def test_what_is_resolved_is_also_found_in_a_sentence(words: str) -> None:
    sentence = f"Rebels shelled the harbour {words}."
    lowers = [fold(sentence[a:b]) for a, b in token_spans(sentence)]
    tags = ["P" if word in {"may", "march"} else "N" for word in lowers]
    named = " ".join(fold(words[a:b]) for a, b in token_spans(words))
    found = [" ".join(lowers[a:b]).removesuffix(" .") for a, b in time_spans(lowers, tags)]
    assert found[:1] == [named], found


def test_the_words_are_kept() -> None:
    found = resolve("on Sunday", None)
    assert (found.span.quote, found.first, found.last) == ("on Sunday", None, None)
    assert found.reason == "no publication date"


@given(
    words=st.sampled_from(
        [str(case[0]) for case in CASES] + ["999 decades ago", "in the past 999 centuries"]
    ),
    published=st.none() | st.dates(),
    future=st.booleans(),
)
def test_an_interval_never_ends_before_it_begins(words: str, published: dt.date | None, future: bool) -> None:
    found = resolve(words, published, future=future)
    assert found.reason
    assert found.first is None or found.last is None or found.first <= found.last


@given(published=st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)))
def test_a_weekday_lies_within_a_week_of_publication(published: dt.date) -> None:
    before = resolve("on Thursday", published).first
    after = resolve("on Thursday", published, future=True).first
    assert before is not None
    assert after is not None
    assert (before.weekday(), after.weekday()) == (3, 3)
    assert dt.timedelta(0) <= published - before < dt.timedelta(7)
    assert after - before == dt.timedelta(7)


PIECES = "the on in since by may 12 31 2020 , to and week days ago - last next within first of monday sept. few".split()


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=7))
def test_no_words_make_it_fail(pieces: list[str]) -> None:
    assert resolve(" ".join(pieces), dt.date(2020, 10, 12)).reason
