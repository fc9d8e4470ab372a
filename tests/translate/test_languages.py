"""The language of a report is told from its words; where it cannot be told, "und" says so."""

import subprocess
import sys

import pytest

from tocsin import Coder
from tocsin.model import Report
from tocsin.translate.languages import identify, language_of, script_of

NEWS = {
    "es": "El ejército informó el domingo de que dos soldados murieron cuando su convoy fue atacado.",
    "fr": "L'armée a annoncé dimanche que deux soldats avaient été tués dans l'attaque de leur convoi.",
    "ar": "قال الجيش يوم الأحد إن جنديين قتلا عندما تعرضت قافلتهما لهجوم قرب الحدود.",
    "fa": "ارتش روز یکشنبه اعلام کرد که دو سرباز در حمله به کاروان آنها کشته شدند.",
    "ru": "Армия сообщила в воскресенье, что двое военных погибли при нападении на колонну.",
    "uk": "Армія повідомила в неділю, що двоє військових загинули під час нападу на колону.",
    "he": "הצבא הודיע ביום ראשון כי שני חיילים נהרגו בהתקפה על השיירה שלהם ליד הגבול.",
    "tr": "Ordu pazar günü iki askerin konvoylarına düzenlenen saldırıda öldüğünü açıkladı.",
    "ckb": "سوپا ڕۆژی یەکشەممە ڕایگەیاند کە دوو سەرباز لە هێرشێکدا بۆ سەر کاروانەکەیان کوژران.",
    "en": "The army said on Sunday that two soldiers were killed when their convoy was attacked.",
}


@pytest.mark.parametrize("lang", NEWS)
def test_a_sentence_of_news_is_enough(lang: str) -> None:
    told, probability = identify(NEWS[lang])
    assert told == lang
    assert probability >= 0.5


@pytest.mark.parametrize("text", ["", "12:30 - 4:2", "!!!"])
def test_without_letters_no_language_is_told(text: str) -> None:
    assert identify(text) == ("und", 0.0)


def test_a_few_names_alone_are_not_guessed_at() -> None:
    assert identify("Odrel")[0] == "und"


def test_what_the_source_states_counts_unless_english_is_surely_meant_or_not() -> None:
    def read_as(text: str, lang: str) -> str:
        return language_of(Report(id="r_1", text=text, lang=lang))

    assert read_as(NEWS["es"], "pt") == "pt"
    assert read_as(NEWS["es"], "en") == "en"
    assert read_as(NEWS["ru"], "en") == "ru"
    assert read_as(NEWS["en"], "ar") == "en"
    assert read_as("Odrel", "ar") == "ar"


def test_a_wrong_language_of_the_source_is_said() -> None:
    reading = Coder().code(NEWS["en"], lang="ar")
    assert [(issue.code, issue.severity) for issue in reading.issues if issue.code.startswith("lang")] == [
        ("lang.contradicted", "note")
    ]
    assert "the words are English (en)" in reading.issues[0].message
    assert reading.state == "coded"


@pytest.mark.parametrize(
    ("lang", "script"), [("es", "LATIN"), ("fa", "ARABIC"), ("uk", "CYRILLIC"), ("he", "HEBREW")]
)
def test_scripts(lang: str, script: str) -> None:
    assert script_of(NEWS[lang]) == script


def test_a_report_without_language_gets_one_and_says_that_it_was_found() -> None:
    report = Coder().code(NEWS["ru"]).report
    assert report is not None
    assert (report.lang, report.flags) == ("ru", ("lang.found",))


def test_a_stated_language_stays_and_an_unknown_one_stays_open() -> None:
    stated = Coder().code(NEWS["en"], lang="en").report
    unknown = Coder().code("Odrel 4:2").report
    assert stated is not None
    assert unknown is not None
    assert (stated.lang, stated.flags) == ("en", ())
    assert (unknown.lang, unknown.flags) == ("", ())


def test_plain_english_needs_no_model() -> None:
    program = (
        "import sys; from tocsin.translate.languages import identify\n"
        "print(identify('The army said that the convoy was in the hills and that two of the soldiers in it were hit on the way.'))\n"
        "print('py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["('en', 1.0)", "False"]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled Lissen.",
        "Osk Front fighters strafed army post",
        "Sorqan court jails editors",
        "Dockers strike in Lissen",
        "GUNMEN KILL 14 IN TILOA",
    ],
)
def test_a_short_english_line_is_never_taken_for_another_language(text: str) -> None:
    assert language_of(Report(id="r_1", text=text)) in {"en", "und"}
