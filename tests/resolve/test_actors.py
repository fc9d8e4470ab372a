"""Phrases that name actors; the cases lie in tests/cases/actors.yml."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tocsin.knowledge import Knowledge
from tocsin.model import Mention, Report, Span
from tocsin.read import sentences
from tocsin.resolve.actors import ActorResolver

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "actors.yml").read_text(encoding="utf-8")
)


def resolve(know: Knowledge, text: str, phrase: str) -> Mention:
    report = Report(id="r_0000000000000000", text=text)
    start = text.rindex(phrase)
    resolver = ActorResolver(report, sentences(report, know), know)
    return resolver.mention(Mention(span=Span(start=start, end=start + len(phrase), quote=phrase)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("text", case["phrase"]))
def test_a_phrase_resolves_to_its_actor_or_says_why_not(know: Knowledge, case: dict[str, Any]) -> None:
    text = case.get("text", case["phrase"]) + "."
    found = resolve(know, text, case["phrase"])
    assert found.actor == case.get("actor", "")
    assert found.name == case.get("name", "")
    assert found.country == case.get("country", "")
    assert found.sectors == tuple(case.get("sectors", ()))
    assert found.candidates == tuple(case.get("candidates", ()))
    assert case.get("why", "") in found.reason
    assert found.span.quote == case["phrase"]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60


def test_every_mention_gets_a_reason(know: Knowledge) -> None:
    for case in CASES:
        assert resolve(know, case.get("text", case["phrase"]) + ".", case["phrase"]).reason


@pytest.mark.parametrize("quote", ["", "''", "(", "of", "and", "of of", "the of", "– –", "'s", "A of A of A"])
def test_odd_words_name_nobody_and_break_nothing(know: Knowledge, quote: str) -> None:
    report = Report(id="r_0000000000000000", text=quote)
    mention = Mention(span=Span(start=0, end=len(quote), quote=quote))
    assert ActorResolver(report, [], know).mention(mention).actor == ""


def test_the_same_words_are_decided_once(know: Knowledge) -> None:
    report = Report(id="r_0000000000000000", text="Iraqi police said so.")
    resolver = ActorResolver(report, sentences(report, know), know)
    mention = Mention(span=Span(start=0, end=12, quote="Iraqi police"))
    first = resolver.mention(mention)
    begin = time.perf_counter()
    for _ in range(1000):
        assert resolver.mention(mention) == first
    assert time.perf_counter() - begin < 0.1
