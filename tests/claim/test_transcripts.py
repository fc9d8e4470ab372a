"""Interviews and transcripts: an answer is said by whoever is asked, a question by nobody."""

from tocsin import Coder
from tocsin.model import Claim

CODER = Coder(reader="patterns")

INTERVIEW = """Nobody leaves the valley, mayor says

Mayor Elena Brask spoke to our correspondent in Tarn on Monday.

Q: Rebels burned the bridge in March. Were you there?

A: Soldiers shelled our village on Sunday. They arrested four farmers.

Q: What do you want?

A: The general said on the radio that rebels had bombed the school.
"""

TRANSCRIPT = """Round table on the truce

Brask: The army shelled our port.

Odell: Rebels ambushed a convoy in March. They killed a driver.

Brask: Police arrested our lawyer.
"""

BRIEFS = """World in brief

Syria: Gunmen killed a judge in Aleppo.

Iraq: Police arrested three men in Basra.

Syria: Rebels shelled a village.
"""


def speakers(text: str) -> dict[str, list[str]]:
    """Give the words of the speakers of each claim, by the words of its trigger."""
    claims: tuple[Claim, ...] = CODER.code(text, published="2026-05-05").claims
    return {claim.trigger.quote: [one.span.quote for one in claim.attribution] for claim in claims}


def test_an_answer_is_said_by_the_guest_and_a_question_by_nobody() -> None:
    found = speakers(INTERVIEW)
    assert found["burned"] == []
    assert found["shelled"] == found["arrested"] == ["Mayor Elena Brask"]


def test_whom_the_guest_quotes_comes_first() -> None:
    assert speakers(INTERVIEW)["bombed"] == ["The general", "Mayor Elena Brask"]


def test_a_name_before_a_colon_speaks_until_the_next_one() -> None:
    found = speakers(TRANSCRIPT)
    assert found["shelled"] == found["arrested"] == ["Brask"]
    assert found["ambushed"] == found["killed"] == ["Odell"]


def test_states_before_a_colon_are_places() -> None:
    assert set(map(tuple, speakers(BRIEFS).values())) == {()}


def test_towns_before_a_colon_are_places() -> None:
    found = speakers(
        BRIEFS.replace("Syria", "Mosul").replace("Iraq", "Kirkuk") + "\nTroops shelled a farm.\n"
    )
    assert set(map(tuple, found.values())) == {()}


def test_the_outlet_speaks_again_after_the_last_answer() -> None:
    found = speakers(INTERVIEW + "\nPolice detained a teacher in Odrel on Friday.\n")
    assert found["detained"] == []


def test_whoever_speaks_once_is_not_put_into_another_mouth() -> None:
    found = speakers(
        TRANSCRIPT + "\nYusuf al-Karim (chair): We bombed the bridge.\n\nBrask: Troops abducted him.\n"
    )
    assert found["bombed"] == ["Yusuf al-Karim"]
    assert found["abducted"] == ["Brask"]


def test_words_before_a_colon_in_an_answer_are_no_label() -> None:
    found = speakers(INTERVIEW + "\nA: First: troops bombarded the school. They abducted a nurse.\n")
    assert found["bombarded"] == found["abducted"] == ["Mayor Elena Brask"]


def test_the_guest_is_a_person_not_whoever_speaks_of_him() -> None:
    found = speakers(INTERVIEW.replace("on Monday.", "on Monday. The army says that she lies."))
    assert found["shelled"] == ["Mayor Elena Brask"]


def test_a_label_alone_in_its_line_speaks_for_the_next() -> None:
    found = speakers(
        "Talk\n\nBRASK:\nSoldiers shelled the port.\n\nWIRE:\nWhy?\n\nBRASK:\nRebels bombed it.\n"
    )
    assert found["shelled"] == found["bombed"] == ["BRASK"]


def test_a_label_alone_loses_nothing() -> None:
    found = speakers("Rebels shelled Tarn.\n\nPolice arrested two men in Tarn, the army said.\n\nBREAKING")
    assert found == {"shelled": [], "arrested": ["the army"]}
