"""Which reports are copies of one another: wire stories, versions, mirrors, and what only looks like one."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.ingest import report_from_text
from tocsin.link.copies import Copies, compare, origins
from tocsin.model import Report

LEAD = (
    "A bomb hidden in a fruit cart killed three people at the bus station of Ostrel on Tuesday morning, "
    "the provincial police said, in the first such attack since the harvest truce."
)
MIDDLE = (
    "The driver of a waiting bus, Emil Taro, said he saw a young man leave the cart beside the ticket booth and "
    "walk away without haste. Windows broke as far off as the post office, and the market closed for the day."
)
CLAIM = (
    "Nobody claimed the attack. Colonel Ana Brisk, who commands the garrison, blamed the River Column, whose "
    "spokesman answered that his men had kept the truce to the letter and would go on keeping it."
)
END = (
    "The provincial council is to meet on Wednesday to decide whether the night curfew, lifted in May, should "
    "come back. Traders have asked it to keep the roads open until the plum harvest is in."
)
WIRE = f"{LEAD}\n\n{MIDDLE}\n\n{CLAIM}\n\n{END}"
ABOUT = (
    "The Ostrel Ledger has been printed since 1911 and belongs to its readers. Letters to the editors reach us at the "
    "old mill on Quay Street, where the newsroom is open to visitors every Friday afternoon between two and four."
)
STANDING = (
    "The River Column took up arms eleven years ago over the division of water from the upper dams. More than four "
    "thousand people have died since, most of them farmers, and three truces have been signed and broken."
)
OTHER = (
    "Engineers reopened the upper dam to barges on Thursday after four weeks of repairs that cost twice what the "
    "council had set aside.\n\nThe lock keeper, Sanna Wirth, raised the barrier herself and was applauded by crews "
    "that had slept aboard since the wall cracked. Timber prices fell within the hour, dealers said."
)
SHOAL = (
    "In Ulm, two fishing crews came to blows over a shoal of bream and the harbour master fined both. The quarrel is the "
    "third since the lagoon was divided by buoys, which the winter storms have since carried off to the southern bank.\n\n"
    "The teachers of Varn went back to their classes after nine days. Their union accepted an advance on the pay that "
    "the treasury owes them since the autumn, and said that the rest must come before the summer holidays begin."
)


def news(text: str, day: int = 7, outlet: str = "Two Rivers Wire", url: str = "", title: str = "") -> Report:
    return report_from_text(text, published=dt.date(2023, 3, day), outlet=outlet, url=url, title=title)


ORIGINAL = news(WIRE)


@pytest.mark.parametrize(
    "text",
    [
        "Fruit-cart bomb kills three in Ostrel\n\n" + WIRE,
        f"{LEAD}\n\n{CLAIM}\n\n{END}",
        f"{MIDDLE}\n\n{CLAIM}\n\n{END}",
        f"OSTREL (Two Rivers Wire) - {WIRE}\n\nThis report was supplied by Two Rivers Wire.",
        f"{WIRE}\n\n{ABOUT}",
        f"{LEAD}\n\n{MIDDLE}\n\n{CLAIM}\n\n{ABOUT}",
        WIRE.replace("killed three", "killed five").replace("Tuesday", "Tuesday, 7 March,"),
        WIRE.replace("\n\n", " ").replace("'", "’").upper(),
    ],
    ids=["headline", "cut", "lead-cut", "agency", "boilerplate", "cut-and-boilerplate", "update", "mirror"],
)
def test_a_copy_is_found(text: str) -> None:
    copy = news(text, day=8, outlet="The Ostrel Ledger")
    found = compare(ORIGINAL, copy)
    assert found.reason == "copy.text", found
    assert origins([copy, ORIGINAL]) == {ORIGINAL.id: ORIGINAL.id, copy.id: ORIGINAL.id}


def test_two_stories_with_one_standing_paragraph_and_notice_are_not_copies() -> None:
    tail = f"\n\n{STANDING}\n\n{ABOUT}"
    one, two = news(f"{LEAD}\n\n{MIDDLE}{tail}"), news(OTHER + tail)
    assert not compare(one, two).is_copy


def test_a_digest_that_holds_a_wire_story_is_not_a_copy_of_it() -> None:
    digest = news(f"{OTHER}\n\n{WIRE}\n\n{STANDING}\n\n{SHOAL}", outlet="The Ostrel Ledger")
    assert compare(ORIGINAL, digest).reason == "apart.part"


def test_a_page_with_two_stories_does_not_join_them() -> None:
    first, second = news(f"{LEAD}\n\n{MIDDLE}"), news(OTHER, day=8)
    page = news(f"{first.text}\n\n{second.text}", day=9, outlet="The Ostrel Ledger")
    found = origins([page, second, first])
    assert found[first.id] == first.id
    assert found[second.id] == second.id


def test_a_bulletin_with_other_facts_is_not_a_copy() -> None:
    form = (
        "The joint monitors of the harvest truce report for {day}. In the district of {place} they counted {shots} "
        "exchanges of fire, against {before} the day before, and {dead} of the wounded died. In the district of {other} "
        "a convoy of {lorries} lorries passed under escort. The crossing at {crossing} was closed for {hours} hours. "
        "The monitors thank both sides for access and will report again tomorrow at the same hour."
    )
    one = form.format(
        day="Monday",
        place="Ostrel",
        shots="four",
        before="nine",
        dead="two",
        other="Varn",
        lorries="30",
        crossing="Low Ford",
        hours="three",
    )
    two = form.format(
        day="Tuesday",
        place="Kestle",
        shots="seven",
        before="four",
        dead="none",
        other="Ulm",
        lorries="12",
        crossing="Millgate",
        hours="six",
    )
    assert not compare(news(one, outlet="Monitors"), news(two, day=8, outlet="Monitors")).is_copy


def test_a_flash_is_a_copy_only_when_nearly_equal() -> None:
    flash = (
        "Gunmen have taken the radio station in Varn, residents say, and the army is on its way from Ostrel."
    )
    other = (
        "Gunmen have left the radio station in Ulm, residents say, and the army is on its way from Kestle."
    )
    assert compare(news(flash), news(flash + " More soon.", outlet="Harbour Daily")).reason == "copy.text"
    assert compare(news(flash), news(other)).reason == "apart.facts"
    assert compare(news(flash), news(f"{flash} {MIDDLE}")).reason == "apart.part"


def test_a_rewritten_page_at_the_same_address_is_a_version() -> None:
    url = "https://example.org/ostrel-bomb"
    first = news(f"{LEAD} More follows.", url=url)
    later = news(f"Four people have now died in Ostrel.\n\n{LEAD}\n\n{MIDDLE}\n\n{CLAIM}\n\n{END}", url=url)
    assert compare(first, later).reason == "copy.version"
    assert not compare(first, replace(later, url="https://example.org/other")).is_copy


def test_chinese_is_compared_by_characters() -> None:
    text = (
        "周二早晨，奥斯特雷尔汽车站一辆水果推车中的炸弹爆炸，造成三人死亡，省警察局说，这是收获停火以来的第一次袭击。"
        "候车的司机说，他看见一名年轻人把推车留在售票处旁边，然后慢慢走开。邮局的窗户也被震碎，市场全天关闭。"
    )
    copy = news("快讯：" + text.replace("三人", "五人"), outlet="Harbour Daily")
    assert compare(news(text), copy).reason == "copy.text"


def test_a_report_without_words_is_a_copy_of_nothing() -> None:
    assert not compare(news("..."), news("---", outlet="Harbour Daily")).is_copy


def test_the_earliest_is_the_origin_and_unknown_dates_come_last() -> None:
    undated = replace(news(WIRE, outlet="Mirror"), published=None)
    morning = replace(news(WIRE, outlet="Radio Varn"), published_at=dt.datetime(2023, 3, 7, 6, tzinfo=dt.UTC))
    found = origins([undated, ORIGINAL, morning])
    assert set(found.values()) == {morning.id}


def test_a_stream_says_which_copies_were_seen_before() -> None:
    copies = Copies()
    copy = news(f"{WIRE}\n\n{ABOUT}", day=8, outlet="The Ostrel Ledger")
    assert copies.add(copy) == ()
    assert copies.add(news(OTHER)) == ()
    assert copies.add(ORIGINAL) == (copy.id,)
    assert copies.add(ORIGINAL) == (copy.id,)
    assert copies.origins()[copy.id] == ORIGINAL.id


def test_a_paragraph_that_stands_under_different_leads_no_longer_counts() -> None:
    """Two briefs that are shorter than the notice below them: alike at first, apart once the notice is known."""
    notice = f"{ABOUT} {STANDING}"
    leads = [LEAD, MIDDLE, CLAIM, END, OTHER, SHOAL]
    reports = [news(f"{lead}\n\n{notice}", outlet="The Ostrel Ledger") for lead in leads]
    mirror = news(LEAD, day=8, outlet="Mirror")
    assert not compare(reports[0], mirror).is_copy
    found = origins([*reports, mirror])
    assert found[mirror.id] == reports[0].id
    assert [found[report.id] for report in reports] == [report.id for report in reports]


def test_a_form_filled_in_by_one_outlet_on_two_days_needs_more_likeness_than_an_update() -> None:
    changed = WIRE.replace("three people", "five people").replace("first such", "second such")
    changed = (
        changed.replace("eleven", "twelve")
        .replace("market closed", "harbour closed")
        .replace("plum", "apple")
    )
    assert compare(ORIGINAL, news(changed, day=8, outlet="The Ostrel Ledger")).reason == "copy.text"
    assert compare(ORIGINAL, news(changed, day=8)).reason == "apart.facts"


def test_another_name_is_another_fact_and_another_number_an_update() -> None:
    """Three numbers brought up to date leave a copy; three other names make another story of the same words."""
    numbers = WIRE.replace("killed three", "killed five").replace("Tuesday", "Monday").replace("May", "June")
    names = WIRE.replace("Ostrel", "Varn").replace("Taro", "Lant").replace("Ana Brisk", "Greta Holm")
    assert compare(ORIGINAL, news(numbers, outlet="Harbour Daily")).reason == "copy.text"
    assert compare(ORIGINAL, news(names, outlet="Harbour Daily")).reason == "apart.facts"


def test_a_paragraph_in_place_of_another_is_no_changed_fact() -> None:
    found = compare(ORIGINAL, news(f"{LEAD}\n\n{ABOUT}\n\n{CLAIM}\n\n{END}", outlet="The Ostrel Ledger"))
    assert found.changed == 0
    assert found.reason == "copy.text"


def test_cut_copies_of_two_forms_do_not_join_the_forms() -> None:
    """Without the paragraph that tells of the day, two bulletins are alike; the bulletins themselves are not."""
    day = "On {} guards counted {} shots, {} of them at the mill of {}, and {} boats turned back at {} with {} aboard."
    rest = (
        "The guards thank both banks for their patience. They may be reached at the toll house, where complaints are "
        "written down and answered within a week, and they ask that nobody approach the wires without a flag."
    )
    one = news(
        f"{day.format('Monday', 'four', 'two', 'Kestle', 'nine', 'Ulm', 'Emil Taro')}\n\n{rest}",
        outlet="Guards",
    )
    two = news(
        f"{day.format('Tuesday', '30', 'none', 'Varn', 'six', 'Dorva', 'Ines Caldor')}\n\n{rest}",
        day=8,
        outlet="Guards",
    )
    cut = [news(f"{rest}\n\nFrom page {page}.", day=9, outlet=f"Mirror {page}") for page in (1, 2)]
    found = origins([one, two, *cut])
    assert found[one.id] != found[two.id]


POOL = [
    news("\n\n".join(paragraphs), day=day, outlet=f"Outlet {number}")
    for number, (day, paragraphs) in enumerate(
        zip(
            itertools.cycle((7, 8, 9)),
            itertools.chain(
                itertools.combinations((LEAD, MIDDLE, CLAIM, END), 3),
                itertools.combinations((LEAD, OTHER, STANDING, ABOUT), 3),
            ),
            strict=False,
        )
    )
]


@settings(deadline=None, max_examples=25)
@given(st.permutations(POOL))
def test_the_order_of_arrival_changes_nothing(shuffled: list[Report]) -> None:
    stream = Copies()
    for report in shuffled:
        stream.add(report)
    assert stream.origins() == origins(shuffled) == origins(POOL)
