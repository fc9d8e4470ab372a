"""Watch rules: what they ring for, and what is said of bad ones."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.watch.stories import Story
from tocsin.errors import WatchError
from tocsin.watch.survey import Survey
from tocsin.watch.wanted import read_watches, watched

FILE = Path(__file__).parents[1] / "cases" / "watch" / "rules.toml"
TYPES = ("ASSAULT", "COERCE", "RETREAT")
DAY = dt.date(2031, 3, 1)
ALL = [
    "Front",
    "Front by id",
    "Front and government",
    "Marenga",
    "Marengan truces about attacks from the air",
]


def ringing(**truce: Any) -> list[str]:
    """Say which rules ring for a truce."""
    story = Story({"truce": {"told": DAY, "since": DAY, "by": ["Harvan Front"], **truce}})
    found = watched([story.commitment], read_watches(FILE, TYPES), Survey(story.history))
    return found.get("k_0", [])


@pytest.mark.parametrize(
    ("truce", "wanted"),
    [
        ({"asks": ["Marengan government"]}, ALL),
        ({}, ["Front", "Front by id", "Marenga", "Marengan truces about attacks from the air"]),
        ({"events": ["ASSAULT/explosives"]}, ["Front", "Front by id", "Marenga"]),
        ({"events": ["ASSAULT/aerial"], "kind": "demand"}, ["Front", "Front by id", "Marenga"]),
        ({"by": ["Odrel Guard"]}, ["Marenga", "Marengan truces about attacks from the air"]),
        ({"by": ["Kestrian army"], "asks": ["Marengan government"]}, []),
        ({"by": ["Kestrian army"], "at": "in Marenga", "place": "country:MRG", "land": "MRG"}, ALL[3:]),
    ],
)
def test_a_rule_rings_where_all_its_lines_fit(truce: dict[str, Any], wanted: list[str]) -> None:
    assert ringing(**truce) == wanted


def test_without_rules_everything_is_watched() -> None:
    story = Story({"truce": {"told": DAY, "by": ["Harvan Front"]}})
    assert watched([story.commitment], (), Survey(story.history)) == {"k_0": []}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[watch]]\nactr = 'X'", "rule 1: there is no actr. Did you mean actor?"),
        ("[[watch]]\nname = 'A'\nwho = 'X'", "A: there is no who. Known are name, actor"),
        ("[[watch]]\nname = 'A'\ndyad = ['X']", "A: dyad has 1 parties. Allowed: two."),
        (
            "[[watch]]\nname = 'A'\nevent = 'BOMB'",
            "'BOMB' is no event type. Allowed: ASSAULT, COERCE, RETREAT",
        ),
        (
            "[[watch]]\nname = 'A'\nkind = 'pact'",
            "'pact' is no kind. Allowed: truce, promise, demand, threat",
        ),
        ("[[watch]]\nname = 'A'\nactor = 3", "actor = 3 cannot be used. Allowed: a text, or a list of texts"),
        ("[[watch]]\nname = 'A'\nactor = []", "actor = \\[\\] cannot be used"),
        ("[[watch]]\nname = 'A'\nactor = ' '", "actor = ' ' cannot be used"),
        ("[[watch]]\nname = 'A'", "A: it asks for nothing. Give at least one of actor"),
        (
            "[[watch]]\nname='A'\narea='X'\n[[watch]]\nname='A'\narea='Y'",
            "the name 'A' is given to two rules",
        ),
        ("actor = 'X'", "no list of rules. Each rule begins with a line .*It also holds actor"),
        ("watch = [1]", "rule 1: want a table"),
        ("", "no list of rules"),
        ("[[watch", "is no TOML"),
    ],
)
def test_a_bad_rule_is_refused_in_words(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "watches.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WatchError, match=said):
        read_watches(path, TYPES)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WatchError, match=r"nowhere\.toml cannot be read"):
        read_watches(tmp_path / "nowhere.toml", TYPES)


def test_the_example_of_the_page_can_be_used(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "watch.md").read_text(encoding="utf-8")
    path = tmp_path / "watches.toml"
    path.write_text(page.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert [rule.name for rule in read_watches(path, TYPES)] == ["Coast", "Border war"]
