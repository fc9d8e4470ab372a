"""What became of commitments, told as news."""

import datetime as dt
from pathlib import Path

import pytest

from tests.watch.test_commitments import CODER, REPLAYS, found, history_of, news, replayed
from tocsin.model import History, StatusChange
from tocsin.watch.statuses import status_changes

OFFER = ("2031-05-04", "The Harun Front declared a ceasefire on Sunday.")


def changes(history: History, kind: str = "truce") -> list[StatusChange]:
    """List the changes of the commitments of a kind."""
    kept = [one for one in found(history) if one.kind == kind]
    return list(status_changes(kept, history, CODER.know))


def states(history: History, kind: str = "truce") -> list[tuple[str, str]]:
    """List part and status of each change; parties and conditions without their names."""
    return [(row.part.partition(":")[0] or "whole", row.status) for row in changes(history, kind)]


def test_an_offer_is_offered_and_nothing_more() -> None:
    (row,) = changes(news(OFFER))
    assert (row.status, row.part, row.actor) == ("offered", "", "The Harun Front")
    assert row.made == dt.datetime(2031, 5, 4, tzinfo=dt.UTC)
    assert row.when is not None
    assert row.when.first == dt.date(2031, 5, 4)
    assert row.claims


LATER = {
    "The Harun Front ended its ceasefire on Friday.": ("whole", "withdrawn"),
    "The ceasefire of the Harun Front came into force on Friday.": ("whole", "in_force"),
    "The ceasefire of the Harun Front collapsed on Friday.": ("whole", "collapsed"),
    "The Harun Front suspended its ceasefire on Friday.": ("whole", "suspended"),
    "The Harun Front extended its ceasefire by two weeks on Friday.": ("whole", "extended"),
}


@pytest.mark.parametrize("text", LATER)
def test_a_later_report_changes_a_truce(text: str) -> None:
    assert states(news(OFFER, ("2031-05-09", text))) == [("whole", "offered"), LATER[text]]


QUIET = [
    "Diplomats doubt that the ceasefire of the Harun Front will hold.",
    "The Harun Front denied that it had ended its ceasefire.",
    "A convoy was attacked near Tamsin on Friday.",
    "The Osk Liberation Army ended its ceasefire on Friday.",
    "The Harun Front threatened to end its ceasefire.",
]


@pytest.mark.parametrize("text", QUIET)
def test_other_news_changes_nothing(text: str) -> None:
    assert states(news(OFFER, ("2031-05-09", text))) == [("whole", "offered")]


def test_the_other_side_may_refuse() -> None:
    history = news(
        ("2031-05-04", "The Harun Front offered on Sunday to suspend attacks on government forces."),
        ("2031-05-05", "Government forces rejected the ceasefire of the Harun Front."),
    )
    assert states(history) == [("whole", "offered"), ("whole", "refused")]


def test_what_is_over_stays_over() -> None:
    history = news(
        OFFER,
        ("2031-05-09", "The Harun Front ended its ceasefire on Friday."),
        ("2031-05-10", "The Harun Front ended its ceasefire on Friday, a mediator said."),
        ("2031-05-11", "The ceasefire of the Harun Front collapsed on Sunday."),
    )
    assert states(history) == [("whole", "offered"), ("whole", "withdrawn")]


def test_a_truce_lapses_by_time_alone_and_no_claim_says_so() -> None:
    offer = ("2031-05-04", "The Harun Front declared a ten-day ceasefire on Sunday.")
    assert states(news(offer, ("2031-05-14", "It rained in Tamsin."))) == [("whole", "offered")]
    row = changes(news(offer, ("2031-05-20", "It rained in Tamsin.")))[-1]
    assert (row.status, row.claims, row.made.date()) == ("lapsed", (), dt.date(2031, 5, 15))


def test_an_extension_moves_the_end() -> None:
    history = news(
        ("2031-05-04", "The Harun Front declared a ten-day ceasefire on Sunday."),
        ("2031-05-12", "The Harun Front extended its ceasefire until 1 June."),
        ("2031-05-20", "It rained in Tamsin."),
    )
    (truce,) = found(history)
    assert truce.until is not None
    assert truce.until.last == dt.date(2031, 6, 1)
    assert states(history) == [("whole", "offered"), ("whole", "extended")]


CONDITION = (
    "2031-05-04",
    "The Harun Front offered to suspend attacks if the government releases its prisoners by 20 May.",
)


def test_a_condition_is_open_until_a_report_tells() -> None:
    assert states(news(CONDITION)) == [("whole", "offered"), ("condition", "open")]
    freed = ("2031-05-10", "The government released 40 prisoners of the Harun Front on Saturday.")
    assert states(news(CONDITION, freed))[-1] == ("condition", "met")
    kept = ("2031-05-21", "The Harun Front said its conditions had not been met.")
    history = news(CONDITION, kept, ("2031-05-22", "The Harun Front ended its ceasefire."))
    assert ("condition", "not_met") not in states(history)
    told = (
        "2031-05-21",
        "The Harun Front ended its ceasefire on Wednesday because its conditions had not been met.",
    )
    assert states(news(CONDITION, told))[-2:] == [("whole", "withdrawn"), ("condition", "not_met")] or states(
        news(CONDITION, told)
    )[-2:] == [("condition", "not_met"), ("whole", "withdrawn")]


def test_a_threat_without_a_deadline_stays_open_until_it_is_carried_out() -> None:
    threat = ("2031-05-04", "The Harun Front threatened to attack the port of Selme.")
    quiet = ("2031-09-04", "It rained in Tamsin.")
    assert states(news(threat, quiet), "threat") == [("whole", "open")]
    done = ("2031-05-10", "The Harun Front attacked the port of Selme on Saturday.")
    assert states(news(threat, done), "threat") == [("whole", "open"), ("whole", "fulfilled")]


def test_a_threat_lapses_after_its_deadline() -> None:
    threat = ("2031-05-04", "The Harun Front threatened to attack the port of Selme by 20 May.")
    assert states(news(threat, ("2031-05-25", "It rained in Tamsin.")), "threat")[-1] == ("whole", "lapsed")


def test_a_report_without_a_date_gives_no_row() -> None:
    assert states(news(("", OFFER[1]))) == []


def test_one_of_several_leaves_and_the_truce_goes_on() -> None:
    rows = changes(history_of(replayed(REPLAYS[0])))
    left = [row for row in rows if row.status == "left"]
    assert [(row.part, row.actor) for row in left] == [("party:irq.asaib_ahl_al_haq", "irq.asaib_ahl_al_haq")]
    assert left[0].when is not None
    assert left[0].when.first == dt.date(2020, 11, 19)
    assert {row.status for row in rows if not row.part} == {"offered", "in_force"}
    failed = [row for row in rows if row.part == "condition:0" and row.status == "not_met" and row.actor]
    assert [row.actor for row in failed] == ["irq.asaib_ahl_al_haq"]


@pytest.mark.parametrize("path", REPLAYS, ids=lambda path: path.stem)
def test_rows_come_in_order_with_ids_of_their_own_and_no_state_twice(path: Path) -> None:
    history = history_of(replayed(path))
    rows = status_changes(found(history), history, CODER.know)
    assert [row.made for row in rows] == sorted(row.made for row in rows)
    assert len({row.id for row in rows}) == len(rows)
    states_told = [(row.commitment, row.part, row.status, row.actor) for row in rows]
    assert len(set(states_told)) == len(states_told)
    assert all(
        row.made.date() <= max(r.published for r in history.reports.values() if r.published) for row in rows
    )


def test_rows_of_a_cut_history_are_the_first_rows_of_the_whole() -> None:
    told = replayed(REPLAYS[1])
    whole = [(row.commitment, row.part, row.status) for row in _rows(told)]
    for day in (dt.date(2022, 9, 13), dt.date(2022, 9, 24)):
        known = [
            (row.commitment, row.part, row.status)
            for row in _rows([r for r in told if r.published and r.published <= day])
        ]
        assert known == whole[: len(known)]


def _rows(told: list) -> list[StatusChange]:  # type: ignore[type-arg]
    history = history_of(told)
    return list(status_changes(found(history), history, CODER.know))
