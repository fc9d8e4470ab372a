"""Reports in other languages: read in English, shown in their own words."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tocsin.coder import Coder
from tocsin.errors import TranslationError
from tocsin.ingest import report_from_text
from tocsin.model import Claim, Mention, Report, Span
from tocsin.pipeline import code_report
from tocsin.present.examples import ENGLISH, FOLDER, example_reports
from tocsin.translate import english_of, open_engine, translate
from tocsin.translate.engines import Rendered
from tocsin.translate.segments import checks, segments

SPANISH = "El Frente Osk atacó el puesto del Sr. Mena en EE. UU. el martes. Murieron 14 soldados. ¿Quién fue?"


class Parrot:
    """An engine that says what it is told to, sentence by sentence."""

    name, version, sha256 = "parrot", "1", ""

    def __init__(self, *said: str) -> None:  # noqa: D107
        self.said = said

    def route(self, lang: str) -> tuple[str, ...]:
        return (f"{lang}-en",)

    def translate(self, segments: Sequence[str], lang: str) -> list[Rendered]:
        assert lang
        assert len(segments) == len(self.said)
        return [Rendered(text=text, reason="" if text else "lost its voice") for text in self.said]


def spans_of(claim: Claim) -> list[Span]:
    mentions: tuple[Mention, ...] = (*claim.actor, *claim.recipient, *claim.attribution)
    found = [claim.span, claim.trigger, *(mention.span for mention in mentions)]
    found += [value.span for value in (claim.when, claim.where, claim.condition, claim.deadline) if value]
    return found + [count.span for count in claim.counts]


def test_segments_are_sentences_and_abbreviations_end_none() -> None:
    found = list(segments(report_from_text(SPANISH), "es"))
    assert [span.quote for span in found] == [
        "El Frente Osk atacó el puesto del Sr. Mena en EE. UU. el martes.",
        "Murieron 14 soldados.",
        "¿Quién fue?",
    ]
    for span in found:
        assert SPANISH[span.start : span.end] == span.quote


def test_a_claim_is_read_in_english_and_shown_in_the_words_of_the_original() -> None:
    engine = Parrot(
        "The Osk Front attacked the post of Mr. Mena in Belsun on Tuesday.",
        "14 soldiers died.",
        "Who was it?",
    )
    report = report_from_text(SPANISH, lang="es")
    coded = code_report(report, Coder("patterns").know, engine=engine)
    [raid] = [claim for claim in coded.claims if claim.event_type == "ASSAULT" and claim.actor]
    assert raid.coded_from == "translation"
    assert raid.translations == (coded.translations[0].id,)
    assert raid.actor[0].span.english == "The Osk Front"
    assert raid.actor[0].span.approx == "segment"
    assert "Mena" in raid.span.quote
    for claim in coded.claims:
        for span in spans_of(claim):
            assert SPANISH[span.start : span.end] == span.quote


def test_names_and_figures_are_found_where_they_are_written_alike() -> None:
    report = report_from_text("Diego Marín contó 14 muertos en Tarn.", lang="es")
    english = english_of(report, translate(report, "es", Parrot("Diego Marín counted 14 dead in Tarn.")))
    found = {}
    for words in ("Diego Marín", "14 dead", "counted"):
        at = english.report.text.index(words)
        made = english.back(
            Claim(
                id="c", report="r", by="x", event_type="ASSAULT", factuality="asserted",
                span=Span(start=at, end=at + len(words), quote=words), trigger=Span(start=at, end=at + 1, quote="x"),
            )
        )  # fmt: skip
        found[words] = made.span.quote, made.span.approx
    assert found == {
        "Diego Marín": ("Diego Marín", "name"),
        "14 dead": ("14", "number"),
        "counted": ("Diego Marín contó 14 muertos en Tarn.", "segment"),
    }


@pytest.mark.parametrize(
    ("original", "english", "failed"),
    [
        ("El ejército no atacó la aldea.", "The army attacked the village.", ["negation"]),
        ("El ejército no atacó la aldea.", "The army did not attack the village.", []),
        ("Murieron 1.234 soldados y 56 civiles.", "1,234 soldiers and 56 civilians died.", []),
        ("Murieron 1234 soldados en la batalla.", "Soldiers died in the battle of today.", ["numbers"]),
        ("در ۳۰۰ روستا درگیری ادامه دارد", "Fighting goes on in 300 villages.", []),
        ("El ejército atacó la aldea de Tarn", "El ejército atacó la aldea de Tarn", ["copy"]),
        ("El ejército atacó la aldea de Tarn", "The", ["length"]),
        ("El ejército atacó la aldea de Tarn el martes", "the army " * 8, ["repetition"]),
    ],
)
def test_a_doubtful_translation_is_named(original: str, english: str, failed: list[str]) -> None:
    lang = "fa" if "روستا" in original else "es"
    assert list(checks(original, english, lang)) == failed


def test_a_lost_negation_is_never_told_without_a_flag() -> None:
    report = report_from_text("El ejército no bombardeó la aldea de Tarn el lunes.", lang="es")
    coded = code_report(
        report, Coder("patterns").know, engine=Parrot("The army bombed the village of Tarn on Monday.")
    )
    assert coded.claims
    for claim in coded.claims:
        assert "translation.negation" in claim.reasons


def test_a_failed_sentence_costs_the_others_nothing() -> None:
    engine = Parrot("", "14 soldiers were killed by gunmen.", "Who was it?")
    coded = code_report(report_from_text(SPANISH, lang="es"), Coder("patterns").know, engine=engine)
    assert [one.status for one in coded.translations] == ["failed", "ok", "ok"]
    [issue] = [one for one in coded.issues if one.code == "translation.failed"]
    assert issue.span is not None
    assert "Frente Osk" in issue.span.quote
    assert coded.claims


def test_without_an_engine_a_report_is_put_aside_and_not_read_as_english() -> None:
    [coded] = Coder("patterns").stream([SPANISH])
    assert coded.claims == ()
    assert coded.state == "quarantined"
    assert coded.issues[0].code == "translation.no_engine"
    assert "Spanish" in coded.issues[0].message
    assert coded.report is not None
    assert (coded.report.lang, coded.report.flags) == ("es", ("lang.found",))


def test_the_bundled_reports_in_five_languages_are_read_and_point_into_their_own_words() -> None:
    known = {}
    for coded in Coder("patterns", ENGLISH).stream(example_reports()):
        if coded.report is not None and coded.report.lang != "en":
            known[coded.report.lang] = coded
            assert [one.code for one in coded.issues if one.code.startswith("translation")] == []
            for claim in coded.claims:
                assert claim.coded_from == "translation"
                for span in spans_of(claim):
                    assert coded.report.text[span.start : span.end] == span.quote
    assert sorted(known) == ["ar", "es", "fa", "fr", "ru"]
    offers = [claim for claim in known["ar"].claims if claim.factuality == "offered" and claim.condition]
    assert "irq.kataib_hezbollah" in {m.actor for claim in offers for m in (*claim.actor, *claim.attribution)}
    assert {claim.factuality for claim in known["ru"].claims} >= {"asserted", "denied"}


def test_every_sentence_of_the_bundled_translations_is_used() -> None:
    lines = (FOLDER / "english" / "translations.replay").read_text(encoding="utf-8").splitlines()
    texts = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.txt"))
    for line in map(json.loads, lines):
        assert line["text"] in texts


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("babel", None, "There is no engine"),
        ("replay:missing.jsonl", None, "cannot be read"),
        ("replay:bad.jsonl", '{"lang": "es"}', "bad.jsonl:1"),
        ("replay:bad.jsonl", "no json", "bad.jsonl:1"),
    ],
)
def test_an_engine_that_cannot_be_used_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str | None, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "bad.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(TranslationError, match=said):
        open_engine(name)


@pytest.mark.skipif(shutil.which("apertium") is None, reason="apertium is not installed")
def test_apertium_translates_line_by_line_and_counts_what_it_does_not_know() -> None:
    engine = open_engine("apertium")
    assert engine is not None
    if not engine.route("es"):
        pytest.skip("the Spanish data of apertium are not installed")
    found = engine.translate(["El ejército atacó la aldea.", "", "Dos soldados\nmurieron.\x00"], "es")
    assert len(found) == 3
    assert "army attacked" in found[0].text
    assert (found[0].unknown, found[1].text) == (1, "")
    assert "soldiers" in found[2].text
    assert "*" not in "".join(one.text for one in found)
    assert len(engine.sha256) == 64


def test_report_without_a_known_language_is_read_as_before() -> None:
    report = Report(
        id="r_0123456789abcdef", text="Xq zvr. Osk Front fighters shelled an army post near Kasimar."
    )
    assert code_report(report, Coder("patterns").know).claims
