"""A report is read as it was published, with the translation beside it and private details folded."""

import re
from pathlib import Path

from tests.serve.conftest import client_of
from tests.store.test_translations import read
from tocsin.coder import shared_coder
from tocsin.ingest import report_from_text
from tocsin.serve.marks import paragraphs
from tocsin.store import open_store


def test_the_translation_stands_beside_the_original(tmp_path: Path) -> None:
    coded = read()
    with open_store(tmp_path / "t.db", write=True) as store:
        store.add(coded)
    assert coded[0].report
    with client_of(tmp_path / "t.db") as client:
        page = client.get(f"/report/{coded[0].report.id}").text
    assert re.search(
        r'<p class="part translated" lang="en"[^>]*>The army attacked Lissen on Monday. It was raining.</p>',
        page,
    )
    assert "by replay" in page
    assert '<article class="text" lang="es">' in page


def test_a_report_that_was_read_as_it_is_has_no_second_column(tmp_path: Path) -> None:
    with open_store(tmp_path / "t.db", write=True) as store:
        store.add(shared_coder().stream([report_from_text("Rebels shelled the port of Lissen on Monday.")]))
        [report] = store.reports()
    with client_of(tmp_path / "t.db") as client:
        assert "translated" not in client.get(f"/report/{report.id}").text


def test_addresses_and_telephone_numbers_are_folded_and_dates_are_not() -> None:
    text = "Call +40 21 555 0100 or write to ana.vael@example.org. On 2031-03-04 some 1,200,000 people voted."
    [paragraph] = paragraphs(report_from_text(text), ())
    assert [(piece.private, piece.text) for piece in paragraph.pieces if piece.private] == [
        ("telephone number", "+40 21 555 0100"),
        ("e-mail address", "ana.vael@example.org"),
    ]
    assert "".join(piece.text for piece in paragraph.pieces) == text
