"""The task on actors: what counts as right, and whether its set is sound."""

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from evals import actors
from evals.actors import Item
from tocsin import Coder
from tocsin.model import Mention, Span

SET = yaml.safe_load(actors.DATA.read_text(encoding="utf-8"))


def police(**changes: object) -> Item:
    told = {
        "id": "police-01",
        "published": dt.date(2031, 5, 14),
        "text": "Gunmen killed two Iraqi police near Odrel.",
        "words": "Iraqi police",
        "country": ["IRQ"],
        "sectors": ["COP"],
    }
    return {**told, **changes}


@pytest.mark.parametrize(
    ("changes", "country", "sectors", "right"),
    [
        ({}, "IRQ", ("COP", "GOV"), True),
        ({}, "IRQ", ("GOV", "COP"), False),
        ({}, "IRN", ("COP",), False),
        ({}, "IRQ", (), False),
        ({"sectors": ["COP", ""]}, "IRQ", (), True),
        ({"country": [""]}, "", ("COP",), True),
    ],
)
def test_country_and_primary_sector_must_both_be_right(
    changes: dict[str, object], country: str, sectors: tuple[str, ...], right: bool
) -> None:
    mention = Mention(span=Span(start=0, end=2, quote="It"), country=country, sectors=sectors)
    assert actors.accepts(police(**changes), mention, Coder()) is right


def test_a_private_person_who_gets_an_entity_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "actors.yml"
    grocer = police(
        id="private-01",
        text="Gunmen killed Hamas in Odrel.",
        words="Hamas",
        country=["PSE"],
        sectors=["REB", "PTY", "GOV", "PRM"],
    )
    path.write_text(yaml.safe_dump([police(), grocer, {**grocer, "private": True}]), encoding="utf-8")
    scored = actors.score(path)
    assert [case["ok"] for case in scored.cases] == [True, True, False]
    assert scored.metrics["private_indexed"].value == 1.0
    assert scored.metrics["country_sector_accuracy"].n == 3


def test_the_set_is_sound() -> None:
    assert len(SET) >= 300
    assert max(Counter(item["id"] for item in SET).values()) == 1
    for item in SET:
        assert item["words"] in item["text"], item["id"]
        codes = [*item["country"], *item["sectors"]]
        assert all(re.fullmatch("[A-Z]{2,3}|", code) for code in codes), item["id"]
