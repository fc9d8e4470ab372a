"""Marks may overlap, and no letter of a report is lost or told twice."""

import datetime as dt
from collections.abc import Sequence

from tocsin.coder import Coder, code, shared_coder
from tocsin.model import Claim, Report
from tocsin.present.examples import example_desk, example_reports
from tocsin.serve.marks import Paragraph, dates_of, paragraphs

NEWS = "Its president, which offered to mediate, spoke with Irsk and is due to visit Tolvaria after rebels shelled it."


def read(text: str) -> tuple[Report, Sequence[Claim]]:
    reading = code(text, published="2031-03-05")
    assert reading.report is not None
    return reading.report, reading.claims


def told(found: Sequence[Paragraph]) -> str:
    return "".join(piece.text for paragraph in found for piece in paragraph.pieces)


def test_the_pieces_of_every_example_are_its_text() -> None:
    seen = 0
    for coded in shared_coder().stream(example_reports()):
        report, claims = coded.report, coded.claims
        if report is not None:
            found = paragraphs(report, claims)
            for part, paragraph in zip(report.parts, found, strict=False):
                assert told([paragraph]) == report.text[part.start : part.end]
            begun = [number for one in found for piece in one.pieces for number in piece.begins]
            assert sorted(begun) == list(range(1, len(claims) + 1))
            seen += len(claims)
    assert seen > 200


def test_words_of_several_claims_name_all_of_them_the_widest_first() -> None:
    report, claims = read(NEWS)
    pieces = [piece for one in paragraphs(report, claims) for piece in one.pieces]
    shared = [piece for piece in pieces if len(piece.claims) > 1]
    assert shared
    for piece in shared:
        widths = [claims[number - 1].span.end - claims[number - 1].span.start for number in piece.claims]
        assert widths == sorted(widths, reverse=True)


def test_dates_are_told_apart() -> None:
    report, claims = read(
        "Rebels shelled the port on Monday. The army threatened to attack unless they left by 9 March."
    )
    found = {one.kind: one for one in dates_of(report, claims)}
    assert (found["published"].first, found["published"].words) == (dt.date(2031, 3, 5), "")
    assert (found["event"].first, found["event"].words) == (dt.date(2031, 3, 3), "on Monday")
    assert found["deadline"].last == dt.date(2031, 3, 9)
    assert found["deadline"].claims


def test_a_sentence_read_in_translation_is_marked_and_no_word_of_it_is_said_to_name_the_act() -> None:
    coder = Coder(example_desk())
    [coded] = [one for one in coder.stream(example_reports()) if one.report and one.report.lang == "ar"]
    assert coded.report is not None
    pieces = [piece for one in paragraphs(coded.report, coded.claims) for piece in one.pieces]
    assert any(piece.claims for piece in pieces)
    for piece in pieces:
        assert not piece.is_trigger or any(
            coded.claims[n - 1].trigger.approx != "segment" for n in piece.claims
        )
    words = {one.words for one in dates_of(coded.report, coded.claims)}
    assert "on Tuesday morning" in words
