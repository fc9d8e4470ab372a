"""Linking: which claims of which reports become one incident. All reports, groups and villages are invented."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin import Coder
from tocsin.link.linker import Linked, Linker
from tocsin.model import Claim, Incident, Report, Review
from tocsin.pipeline import history_of

CODER = Coder()
DAY = dt.date(2024, 5, 14)
WIRE = "Fighters of the Harvan Front attacked an army convoy near Odrel on Monday and killed three soldiers."


def read(text: str, outlet: str = "Wire", published: dt.date = DAY) -> tuple[Report, tuple[Claim, ...]]:
    reading = CODER.code(text, published=published, outlet=outlet)
    assert reading.report is not None
    return reading.report, reading.claims


def link(*stories: tuple[Report, tuple[Claim, ...]], reviews: tuple[Review, ...] = ()) -> Linked:
    linker = Linker(CODER.know)
    for report, claims in stories:
        linker.add(report, claims)
    return linker.link({report.id: report.id for report, _ in stories}, reviews)


def attacks(linked: Linked) -> list[Incident]:
    return [incident for incident in linked.incidents if incident.event_type == "ASSAULT"]


SAME = {
    "other words": "A bomb exploded beside an army convoy near Odrel on Monday. Three soldiers were killed, a hospital said.",
    "other number": "The Harvan Front ambushed an army convoy near Odrel on Monday and killed five soldiers.",
    "the victims later": "An army convoy was attacked near Odrel on Monday. Nobody has claimed the attack.",
    "a day off": "The Harvan Front attacked an army convoy near Odrel on Sunday, killing three soldiers, monitors said.",
    "claimed": "The Harvan Front said that it had attacked an army convoy near Odrel on Monday.",
}
APART = {
    "a week later": (
        "Fighters of the Harvan Front attacked an army convoy near Odrel on Monday.",
        DAY + dt.timedelta(days=7),
    ),
    "another town": ("Fighters of the Harvan Front attacked an army convoy near Kestria on Monday.", DAY),
    "another target": ("Fighters of the Harvan Front shelled the army base at Odrel on Monday.", DAY),
    "another act": ("Police arrested eleven people near Odrel on Monday.", DAY),
    "a threat": ("The Harvan Front threatened to attack an army convoy near Odrel on Monday.", DAY),
    "a plan": ("The Harvan Front plans to attack an army convoy near Odrel.", DAY),
}


@pytest.mark.parametrize("name", SAME)
def test_two_outlets_tell_of_one_attack(name: str) -> None:
    found = attacks(link(read(WIRE), read(SAME[name], "Courier")))
    assert len(found) == 1, [(one.when, one.claims) for one in found]
    assert found[0].origins == 2


@pytest.mark.parametrize("name", APART)
def test_another_event_stays_apart(name: str) -> None:
    text, published = APART[name]
    first = link(read(WIRE)).incidents
    found = link(read(WIRE), read(text, "Courier", published)).incidents
    told = [one for one in found if one.id == first[0].id]
    assert told
    assert told[0].claims == first[0].claims


def test_two_attacks_of_one_report_are_two_incidents() -> None:
    found = attacks(
        link(
            read(
                "The Harvan Front shelled the army base at Odrel on Tuesday. On Thursday it attacked a patrol near Lissen."
            )
        )
    )
    assert {one.target_class for one in found} == {"base", "troops"}


def test_casualties_and_echoes_join_the_attack_they_belong_to() -> None:
    (found,) = attacks(link(read(WIRE + " Six civilians were wounded. The attack lasted an hour.")))
    assert [(count.what, count.low) for count in found.counts] == [("dead", 3), ("injured", 6)]


def test_parts_of_one_event_are_one_incident() -> None:
    raid = "Police killed two gunmen and captured three in Odrel on Monday. Eleven people were arrested."
    (found,) = link(read(raid)).incidents
    assert found.event_type == "ASSAULT"
    assert {"dead", "arrested"} <= {count.what for count in found.counts}


def test_an_arrest_for_an_attack_is_no_part_of_it() -> None:
    text = WIRE + " On Tuesday police arrested a man in Lissen on suspicion of the attack."
    told = {one.event_type for one in link(read(text)).incidents}
    assert told == {"ASSAULT", "COERCE"}


@pytest.mark.parametrize(
    "again",
    [
        "Rockets hit the barracks of Odrel again late on Monday evening.",
        "A new rocket attack hit the barracks of Odrel on Monday night.",
    ],
)
def test_a_further_attack_of_one_day_is_another_incident(again: str) -> None:
    first = "Rockets hit the barracks of Odrel early on Monday, killing a cook."
    assert len(attacks(link(read(first), read(again, "Courier")))) == 2
    assert len(attacks(link(read(first), read(first.replace("killing", "and killed"), "Courier")))) == 1


def test_the_day_of_a_protest_is_not_that_of_what_it_protests() -> None:
    text = "Hundreds marched in Odrel on Sunday against the killing of two farmers by police."
    news = read("Police killed two farmers in Odrel on Friday.", published=dt.date(2024, 5, 10))
    found = attacks(link(news, read(text, "Courier", dt.date(2024, 5, 13))))
    assert [one.origins for one in found] == [2]


def test_an_act_known_by_its_year_joins_by_name() -> None:
    news = read(
        "A bomb destroyed the Odrel bridge on 9 March 2021 and killed nine people.",
        published=dt.date(2021, 3, 10),
    )
    old = read("Nine people were killed on the Odrel bridge three years ago.", "Courier")
    (found,) = attacks(link(news, old))
    assert found.origins == 2
    assert not attacks(link(old))


def test_counts_become_ranges_and_contradictions_stay() -> None:
    (found,) = attacks(link(read(WIRE), read(SAME["other number"], "Courier")))
    (dead,) = [count for count in found.counts if count.what == "dead"]
    assert (dead.low, dead.high) == (3, 5)
    assert len(found.claims) >= 2


def test_a_sum_of_attacks_is_no_incident() -> None:
    linked = link(read("The mission recorded many attacks on the army."))
    assert not attacks(linked)
    assert list(linked.left.values()) == ["no day, place or side"]


def test_history_is_flagged_and_joins_what_it_recalls() -> None:
    old = read("In March 2021 gunmen attacked a market in Odrel and killed nine people.")
    (found,) = attacks(link(old))
    assert found.background
    news = read(
        "Gunmen attacked a market in Odrel on 9 March 2021 and killed nine people.",
        "Gazette",
        dt.date(2021, 3, 10),
    )
    (found,) = attacks(link(old, news))
    assert not found.background


def test_a_denial_makes_no_incident_but_stands_with_the_one_it_denies() -> None:
    denial = "The Harvan Front denied that its fighters had attacked an army convoy."
    assert not attacks(link(read(denial)))
    (found,) = attacks(link(read(WIRE + " " + denial)))
    told = {claim.id: claim.factuality for claim in read(WIRE + " " + denial)[1]}
    assert "denied" in {told[identifier] for identifier in found.claims}


def test_copies_count_once() -> None:
    body = (
        WIRE
        + " The convoy was on its way to the border, where the army has kept a garrison since the spring."
    )
    body += " A doctor at the hospital of Odrel said that all the dead were conscripts from the south of the country."
    stories = [read(body, outlet) for outlet in ("Wire", "Courier", "Gazette")]
    history = history_of([r for r, _ in stories], [c for _, told in stories for c in told], CODER.know)
    (found,) = [one for one in history.incidents.values() if one.event_type == "ASSAULT"]
    assert (found.origins, found.standing) == (1, "reported")


def judge(decision: str, one: str, two: str, made: int = 1, undoes: str = "") -> Review:
    return Review(
        id=f"v_{made:016x}",
        subject=(one, two),
        decision=decision,  # type: ignore[arg-type]
        reviewer="ibis",
        made=dt.datetime(2024, 6, made, tzinfo=dt.UTC),
        undoes=undoes,
    )


def test_people_join_and_part_what_the_scores_did_not_and_can_take_it_back() -> None:
    one, two = read(WIRE), read(APART["another town"][0], "Courier")
    first, second = (next(c.id for c in told if c.event_type == "ASSAULT") for _, told in (one, two))
    assert len(attacks(link(one, two))) == 2
    same = judge("same", first, second)
    assert len(attacks(link(one, two, reviews=(same,)))) == 1
    assert len(attacks(link(one, two, reviews=(same, judge("unsure", first, second, 2, same.id))))) == 2
    alike = read(SAME["other words"], "Courier")
    other = next(c.id for c in alike[1] if c.event_type == "ASSAULT")
    assert len(attacks(link(one, alike))) == 1
    assert len(attacks(link(one, alike, reviews=(judge("different", first, other),)))) == 2


def test_every_claim_of_what_happened_is_accounted_for() -> None:
    stories = [read(text, name) for name, text in SAME.items()]
    stories += [read(text, name, day) for name, (text, day) in APART.items()]
    linked = link(*stories)
    held = [identifier for one in linked.incidents for identifier in one.claims] + list(linked.left)
    happened = {
        claim.id
        for _, told in stories
        for claim in told
        if claim.factuality in {"asserted", "denied", "doubted"} and claim.event_type != "TIE"
    }
    assert len(held) == len(set(held))
    assert set(held) == happened


STORIES = [read(text, name) for name, text in SAME.items()]
STORIES += [read(text, name, day) for name, (text, day) in APART.items()]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, len(STORIES)))
def test_the_order_of_arrival_changes_nothing(seed: int, cut: int) -> None:
    shuffled = random.Random(seed).sample(STORIES, len(STORIES))  # noqa: S311
    linker = Linker(CODER.know)
    origins = {report.id: report.id for report, _ in STORIES}
    for report, claims in shuffled[:cut]:
        linker.add(report, claims)
    linker.link(origins)
    for report, claims in [*shuffled[cut:], *shuffled[:2]]:
        linker.add(report, claims)
    assert linker.link(origins) == link(*STORIES)


def test_the_reasons_of_a_pair_are_told() -> None:
    one, two = read(WIRE), read(SAME["other number"], "Courier")
    linker = Linker(CODER.know)
    linker.add(*one)
    linker.add(*two)
    first, second = (next(c.id for c in told if c.event_type == "ASSAULT") for _, told in (one, two))
    reasons = dict(linker.explain(first, second).reasons)
    assert reasons["days.same"] == 2.5
    assert reasons["place.words"] == 2.0
    assert reasons["target.same"] == 1.0
