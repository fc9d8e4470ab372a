"""Cutting text into words and sentences."""

import pytest

from tocsin.ingest import report_from_text
from tocsin.knowledge import Knowledge
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Sentence
from tocsin.read import sentences


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in token_spans(text)]


def read(text: str, know: Knowledge) -> list[Sentence]:
    return sentences(report_from_text(text), know)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army's men didn't fire.", ["The", "army", "'s", "men", "did", "n't", "fire", "."]),
        ("U.S. troops left on Dec. 31.", ["U.S.", "troops", "left", "on", "Dec.", "31", "."]),
        ("About 1,200 men, at 22:40", ["About", "1,200", "men", ",", "at", "22:40"]),
        ("the Iran-backed militia", ["the", "Iran-backed", "militia"]),
        ("Kata’ib al-Shuhada’s base", ["Kata’ib", "al-Shuhada", "’s", "base"]),
        ("“We will stay,” he said", ["“", "We", "will", "stay", ",", "”", "he", "said"]),
        ("the PMF (formed in 2014)", ["the", "PMF", "(", "formed", "in", "2014", ")"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_folding_joins_spellings() -> None:
    assert fold("Suleimānī") == "suleimani"
    assert fold("Co‑ordination") == "co-ordination"
    assert fold("Kata’ib") == fold("Kata'ib")


def test_a_mark_that_stands_alone_is_still_a_word(know: Knowledge) -> None:
    assert fold("\u0301") != ""
    assert fold("\u200b") != ""
    assert len(read("Rebels \u0301 attacked \u0301.", know)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels left Odrel. The army came.", ["Rebels left Odrel.", "The army came."]),
        ("Gen. Orun Tal met U.S. envoys.", ["Gen. Orun Tal met U.S. envoys."]),
        ("He flew to the U.S. The talks failed.", ["He flew to the U.S.", "The talks failed."]),
        ("“Stop it.” He left.", ["“Stop it.”", "He left."]),
        ('"Stop it." He left. "Never."', ['"Stop it."', "He left.", '"Never."']),
        ("Prices rose 3.5 percent. Why?", ["Prices rose 3.5 percent.", "Why?"]),
    ],
)
def test_sentences(text: str, expected: list[str], know: Knowledge) -> None:
    report = report_from_text(text)
    found = [report.text[s.start : s.end] for s in sentences(report, know)]
    assert found == expected


def test_tokens_slice_back_to_the_text(know: Knowledge) -> None:
    text = "Cafe\u0301 owners in Sana\u2019a\u00a0said: \u201cNo.\u201d 3\u20135 shops were hit \U0001f525 on Friday."
    report = report_from_text(text)
    for sentence in sentences(report, know):
        for token in sentence.tokens:
            assert report.text[token.start : token.end] == token.text


def test_a_quotation_runs_over_sentences(know: Knowledge) -> None:
    _, second = read("“We left. We will return,” the captain said.", know)
    start, end = second.quotes[0]
    assert [token.text for token in second.tokens[start:end]] == ["We", "will", "return", ",", "”"]


def test_a_sentence_without_end_is_cut(know: Knowledge) -> None:
    found = read("gunfire " * 5000, know)
    assert len(found) > 10
    assert max(len(sentence.tokens) for sentence in found) <= 401


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("Rebels attacked the base.", "attacked", "VD"),
        ("The base was attacked by rebels.", "attacked", "VN"),
        ("The attack killed two men.", "attack", "N"),
        ("They will attack the base.", "attack", "V"),
        ("It could close its mission.", "close", "V"),
        ("US troops left.", "US", "P"),
        ("They told us to leave.", "us", "PRP"),
        ("There was an attack.", "There", "EX"),
        ("The army plans to attack.", "plans", "VZ"),
        ("The army's plans failed.", "plans", "NS"),
        ("Soldiers did not fire.", "not", "NEG"),
    ],
)
def test_tags(text: str, word: str, tag: str, know: Knowledge) -> None:
    tokens = [token for sentence in read(text, know) for token in sentence.tokens]
    assert next(token.tag for token in tokens if token.text == word) == tag
