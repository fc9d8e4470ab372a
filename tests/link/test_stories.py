"""Which reports are about one event, and how a report is cut into scenes. All people and places are invented."""

import datetime as dt
import random

from tocsin.ingest import report_from_text
from tocsin.knowledge import load_knowledge
from tocsin.link.scenes import Scenes
from tocsin.link.stories import stories
from tocsin.model import Report

KNOW = load_knowledge()


def news(text: str, day: int, outlet: str = "Wire") -> Report:
    return report_from_text(text, published=dt.date(2024, 5, day), outlet=outlet)


BRIDGE = news(
    "Ferry pilot Emil Tarrow was shot dead on the Lissen bridge. A masked rider fired four times, police said.",
    6,
)
FOLLOW_UP = news(
    "Hundreds came to bury Emil Tarrow, the pilot killed on the Lissen bridge by a rider in a mask.",
    9,
    "Courier",
)
OTHER = news("A gas bottle exploded in a bakery of Kestle and hurt the baker, Sanna Wirth.", 6, "Courier")
NOTICE = "Sign up for our evening letter and never miss the harbour prices."


def test_reports_of_one_event_are_one_story() -> None:
    found = stories([FOLLOW_UP, OTHER, BRIDGE], KNOW)
    assert found == {BRIDGE.id: BRIDGE.id, FOLLOW_UP.id: BRIDGE.id, OTHER.id: OTHER.id}


def test_a_sentence_under_every_story_joins_none() -> None:
    months = [
        report_from_text(f"{text}\n\n{NOTICE}", published=dt.date(2024, month, 3), outlet="Courier")
        for month, text in (
            (1, "Plums froze in Ulm."),
            (3, "A barge sank at Varn."),
            (5, "Ostrel has a new mayor."),
        )
    ]
    assert len(set(stories(months, KNOW).values())) == 3


def test_the_order_of_reports_changes_nothing() -> None:
    reports = [BRIDGE, FOLLOW_UP, OTHER]
    expected = stories(reports, KNOW)
    for seed in range(4):
        assert stories(random.Random(seed).sample(reports, 3), KNOW) == expected  # noqa: S311


def test_nothing_is_no_story() -> None:
    assert stories([], KNOW) == {}


def test_a_day_after_begins_another_scene() -> None:
    text = "A guard died on Friday, two days after a bomb hit the mill. A week earlier the dam was shelled."
    scenes = Scenes(text).scenes
    assert [(text[one.start : one.end].split(maxsplit=1)[0], one.earlier) for one in scenes] == [
        ("A", None),
        ("two", 2),
        ("A", 7),
    ]


def test_in_another_incident_is_said_to_be_another() -> None:
    scenes = Scenes("A bomb hit the mill. In another incident a barge sank.").scenes
    assert [one.other for one in scenes] == [False, True]
