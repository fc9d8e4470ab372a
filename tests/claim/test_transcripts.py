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

Brask: The army shelled the port of Tarn.

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
