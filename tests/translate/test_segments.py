"""A report is cut into sentences, title and captions apart, and every cut slices back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.ingest import report_from_text
from tocsin.translate.segments import LONGEST, cut_segments, sentence_spans

CUTS = {
    "es": [
        "El Sr. Pardo viajó a EE. UU. el lunes.",
        "Las FF. AA. lo negaron.",
        "¿Quién disparó?",
        "J. M. Rueda dijo que hubo 1.234,5 toneladas.",
        "El art. 3 del acuerdo lo prohíbe.",
    ],
    "fr": ["M. Duval a quitté l'O.N.U. hier.", "« C'est fini. »", "Le gén. Roy est resté."],
    "ar": ["قال الجيش إن جنديين قتلا.", "هل انتهت الهدنة؟", "لا أحد يعلم."],
    "ur": ["فوج نے اعلان کیا۔", "دو فوجی ہلاک ہوئے۔"],
    "ru": ["В 2020 г. войска ушли.", "Он жил на ул. Садовой.", "Кто стрелял?!"],
    "fa": ["ارتش اعلام کرد که آتش‌بس برقرار است.", "چه کسی شلیک کرد؟"],
}


@pytest.mark.parametrize("lang", CUTS)
def test_sentences_end_where_a_reader_sees_their_end(lang: str) -> None:
    text = " ".join(CUTS[lang])
    assert [text[a:b] for a, b in sentence_spans(text, lang)] == CUTS[lang]


def test_title_and_caption_are_segments_of_their_own() -> None:
    text = (
        "Ataque en el valle\n\nDos soldados murieron. Nadie reivindicó el ataque.\n\nPhoto: el valle de Odrel"
    )
    report = report_from_text(text, lang="es")
    assert [(one.kind, one.text) for one in cut_segments(report, "es")] == [
        ("title", "Ataque en el valle"),
        ("body", "Dos soldados murieron."),
        ("body", "Nadie reivindicó el ataque."),
        ("caption", "Photo: el valle de Odrel"),
    ]


@given(st.text(alphabet="ab A.؟۔!»\n,0", max_size=300), st.sampled_from(["es", "fr", "ar", "xx"]))
def test_every_segment_slices_back_and_nothing_is_lost(text: str, lang: str) -> None:
    spans = list(sentence_spans(text, lang))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)


def test_a_text_without_marks_is_cut_before_an_engine_loses_the_thread() -> None:
    text = "palabra " * 1000
    assert max(b - a for a, b in sentence_spans(text, "es")) <= LONGEST
