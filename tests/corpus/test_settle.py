"""What three hands wrote of a report is settled by two of them."""

from pathlib import Path

import pytest

from tools.corpus_records import CORPUS, load_codebook
from tools.corpus_settle import settle

HEAD = "setting: karsa-delta\nuse: train\nwriter: a\n\n## karsa-01\nregister: agency\noutlet: Delta Wire\npublished: 2021-03-04\n"
SENTENCE = (
    "> The Karsa Front would stop shelling the port if the army lifted its blockade, Idris Vael said.\n"
)
STOP = "* stop | RETREAT/ceasefire offered | actor: The Karsa Front | says: Idris Vael"
STOP_IF = "* stop | RETREAT/ceasefire offered | actor: The Karsa Front | if: the army lifted its blockade @b | says: Idris Vael"
LIFTED = "*b lifted | CONCEDE demanded | actor: the army | says: Idris Vael"


def settled(*claims: str) -> list[str]:
    text = settle([HEAD + SENTENCE + one + "\n" for one in claims], "karsa-delta.txt", load_codebook())
    return [line for line in text.splitlines() if line.startswith("*")]


def test_what_only_one_hand_wrote_falls_away() -> None:
    assert settled(STOP, STOP, f"{STOP}\n{LIFTED}") == [STOP]


def test_what_two_hands_wrote_stands_and_pointers_follow() -> None:
    both = f"{STOP_IF}\n{LIFTED}"
    assert settled(STOP, both, both) == [
        "* stop | RETREAT/ceasefire offered | actor: The Karsa Front | says: Idris Vael | if: the army lifted its blockade @k2",
        "*k2 lifted | CONCEDE demanded | actor: the army | says: Idris Vael",
    ]


@pytest.mark.parametrize(
    ("field", "other"), [("offered", "planned"), ("RETREAT/ceasefire", "RETREAT"), ("stop", "shelling")]
)
def test_two_hands_outvote_the_first(field: str, other: str) -> None:
    (claim,) = settled(STOP.replace(field, other), STOP, STOP)
    assert claim == STOP


def test_what_is_judged_by_is_what_two_of_three_hands_wrote() -> None:
    book = load_codebook()
    files = sorted(path.name for path in (CORPUS / "hands/first").glob("*.txt"))
    judged = [
        path
        for path in (CORPUS / "source").glob("*.txt")
        if "use: train" not in path.read_text(encoding="utf-8")
    ]
    assert files == sorted(path.name for path in judged)
    for name in files:
        hands = [
            Path(CORPUS / "hands" / hand / name).read_text(encoding="utf-8")
            for hand in ("first", "second", "third")
        ]
        assert settle(hands, name, book) == (CORPUS / "source" / name).read_text(encoding="utf-8")
