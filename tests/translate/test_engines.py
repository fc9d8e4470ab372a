"""Engines: one answer a segment, whatever happens; each record says who made it, with what."""

import datetime as dt
import gzip
import io
import json
import os
import re
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tocsin import Coder
from tocsin.errors import FormatError, TranslationError
from tocsin.ingest import report_from_text
from tocsin.model import Model
from tocsin.translate import Desk, Memory, engine_from, translate_report
from tocsin.translate.apertium import Apertium
from tocsin.translate.desk import read_translations
from tocsin.translate.engines import Answer
from tocsin.translate.replay import Pair, Replay

apertium = pytest.mark.skipif(shutil.which("apertium") is None, reason="Apertium is not installed")

PAIRS = [
    Pair(lang="es", src="Los rebeldes atacaron la base.", en="The rebels attacked the base."),
    Pair(lang="es", src="Murieron 3 soldados.", en="3 soldiers died.", origin="human"),
]
TEXT = "Los rebeldes atacaron la base. Murieron 3 soldados. Nadie sabe por qué. 1914 - 1918."


class Counting(Replay):
    """A replay that counts what it is asked for."""

    asked = 0
    calls: tuple[int, ...] | list[int] = ()

    def translate(self, texts: Sequence[str], source: str) -> list[Answer]:
        """Count, then look up."""
        self.asked += len(texts)
        self.calls = [*self.calls, len(texts)]
        return super().translate(texts, source)


def test_a_replay_gives_what_it_knows_and_a_miss_is_a_failure() -> None:
    made = translate_report(report_from_text(TEXT, lang="es"), Replay(PAIRS, "own.jsonl"), Memory(), "es")
    assert [(one.status, one.text, one.origin) for one in made] == [
        ("ok", "The rebels attacked the base.", "machine"),
        ("ok", "3 soldiers died.", "human"),
        ("failed", "", "machine"),
        ("failed", "", "machine"),
    ]
    assert made[2].reason == "it is not in the file of translations"
    assert made[0].route == (Model(source="es", target="en", name="own.jsonl"),)


def test_segments_slice_back_and_ids_differ() -> None:
    report = report_from_text("Murieron 3 soldados. Murieron 3 soldados.", lang="es")
    made = translate_report(report, Replay(PAIRS), Memory(), "es")
    assert all(report.text[one.span.start : one.span.end] == one.span.quote for one in made)
    assert made[0].key == made[1].key
    assert made[0].id != made[1].id


def test_the_same_words_are_asked_for_once_and_kept_in_a_file() -> None:
    engine, out = Counting(PAIRS), io.StringIO()
    moment = dt.datetime(2031, 3, 1, 12, 0, tzinfo=dt.UTC)
    memory = Memory(out=out, clock=lambda: moment)
    report = report_from_text("Murieron 3 soldados. Murieron 3 soldados.", lang="es")
    first = translate_report(report, engine, memory, "es")
    assert engine.asked == 1
    again = Memory(read_translations(out.getvalue().encode().splitlines(), "kept.jsonl"))
    assert translate_report(report, engine, again, "es") == first
    assert engine.asked == 1
    assert first[0].made == moment


def test_an_engine_starts_once_for_a_group_of_reports() -> None:
    engine = Counting(PAIRS)
    desk = Desk(engine=engine)
    reports = [
        report_from_text(f"Murieron 3 soldados. Los rebeldes {word}.", lang="es") for word in ("a", "b")
    ]
    coder = Coder(desk, reader="patterns")
    coder.prepare(reports)
    assert engine.calls == [3]
    assert [len(reading.translations) for reading in coder.stream(reports)] == [2, 2]
    assert engine.calls == [3, 1, 1], "what failed is tried again, what is known is not"


def test_a_memory_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.translate.desk.MOST_KEPT", 1)
    engine, memory = Counting(PAIRS), Memory()
    for text in (PAIRS[0].src, PAIRS[1].src, PAIRS[1].src, PAIRS[0].src):
        translate_report(report_from_text(text, lang="es"), engine, memory, "es")
    assert engine.asked == 3


def test_another_model_is_another_translation() -> None:
    report = report_from_text("Murieron 3 soldados.", lang="es")
    one, two = (translate_report(report, Replay(PAIRS, name), Memory(), "es")[0] for name in ("a", "b"))
    assert one.key != two.key
    assert one.id != two.id


def test_a_damaged_file_of_kept_translations_is_named() -> None:
    with pytest.raises(FormatError, match=r"kept\.jsonl, line 2"):
        read_translations([b'{"record":"report"}', b"{"], "kept.jsonl")


def test_a_file_of_known_translations_is_read_and_its_faults_named(tmp_path: Path) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text(
        '{"lang": "es", "src": "Hola a todos.", "en": "Hello all.", "note": "mine"}\n', encoding="utf-8"
    )
    assert Replay.read(str(path)).translate(["Hola  a todos."], "es") == [Answer(text="Hello all.")]
    path.write_text('{"lang": "es"}\n', encoding="utf-8")
    with pytest.raises(TranslationError, match="line 1"):
        Replay.read(str(path))
    with pytest.raises(TranslationError, match="cannot be read"):
        engine_from(f"replay:{tmp_path / 'none.jsonl'}", "")


def test_an_engine_that_does_not_exist_is_a_usage_error() -> None:
    assert engine_from("none", "") is None
    for words in ("google", "replay", "apertium:x"):
        with pytest.raises(TranslationError, match="names no engine"):
            engine_from(words, "")


def test_without_apertium_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(TranslationError, match="apt install apertium"):
        engine_from("apertium", "")


@apertium
def test_apertium_translates_spanish_and_takes_its_marks_out() -> None:
    answers = Apertium().translate(["Los soldados atacaron la base de Odrelia.", "Murió un soldado."], "es")
    assert [answer.text for answer in answers] == [
        "The soldiers attacked the base of Odrelia.",
        "A soldier died.",
    ]
    assert answers[0].marks == ("*Odrelia",)


@apertium
def test_apertium_goes_through_spanish_from_french_and_names_both_models() -> None:
    engine = Apertium()
    assert "soldier" in engine.translate(["Un soldat est mort."], "fr")[0].text
    assert [(leg.source, leg.target) for leg in engine.route("fr")] == [("fr", "es"), ("es", "en")]
    assert all(len(leg.sha256) == 64 for leg in engine.route("fr"))


@apertium
def test_apertium_gives_the_same_whatever_else_is_in_the_batch() -> None:
    texts = [
        "Los rebeldes atacaron",
        "la base.",
        "¿Quién fue?\x00\n",
        "\ud800 Murió.",
        "Precio: 5 #rebeldes @base",
    ]
    together = Apertium().translate(texts, "es")
    assert together == [Apertium().translate([text], "es")[0] for text in texts]
    assert not any(answer.reason for answer in together)


def program(path: Path, body: str) -> str:
    """Write a program that stands in for Apertium."""
    path.write_text("#!/bin/sh\n" + body, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_one_bad_line_fails_alone_and_is_named(tmp_path: Path) -> None:
    broken = Apertium(
        program(tmp_path / "a", 'x=$(cat)\ncase "$x" in *bad*) exit 3;; esac\nprintf "%s\\n\\n" "$x"\n')
    )
    answers = broken.translate(["one", "two", "bad", "four"], "es")
    assert [answer.text for answer in answers] == ["one", "two", "", "four"]
    assert answers[2].reason == "Apertium ended with code 3"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_hanging_engine_is_killed_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tocsin.translate.apertium.SECONDS", 0.2)
    monkeypatch.setattr("tocsin.translate.apertium.SECONDS_A_LINE", 0.0)
    answers = Apertium(program(tmp_path / "a", "sleep 60\n")).translate(["one", "two"], "es")
    assert [answer.reason for answer in answers] == ["Apertium did not answer within 0 seconds"] * 2


@apertium
def test_a_segment_of_unknown_words_is_doubtful() -> None:
    report = report_from_text("Grofilaron trunes mipados zorelos ayer.", lang="es")
    assert "unknown" in translate_report(report, Apertium(), Memory(), "es")[0].checks


DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "translation"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared translation data are not there")


def rows_of(name: str) -> list[dict[str, Any]]:
    """Read a file of the translation data."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@needs_data
@pytest.mark.parametrize("name", ["ar-en.flores-dev", "he-en.flores-devtest", "tr-en.wmt18"])
def test_every_stored_translation_comes_back(name: str) -> None:
    lang, rows = name[:2], rows_of(name)
    for engine in rows[0]["mt"]:
        stored = {(row["src"]): row["mt"][engine] for row in reversed(rows)}
        replay = Replay(Pair(lang=lang, src=row["src"], en=row["mt"][engine]) for row in rows)
        found = replay.translate([row["src"] for row in rows], lang)
        assert [answer.text for answer in found] == [stored[row["src"]] for row in rows]


def bare(text: str) -> str:
    """Leave out what differs by how the program is asked: a or an, case, white space."""
    return re.sub(r"\s+", " ", re.sub(r"\ban\b", "a", text.casefold())).strip()


@needs_data
@apertium
@pytest.mark.parametrize(("lang", "least"), [("es", 0.97), ("fr", 0.95)])
def test_apertium_gives_what_was_stored(lang: str, least: float) -> None:
    rows = rows_of(f"{lang}-en.ntrex")
    answers = Apertium(glossary=False).translate([row["src"] for row in rows], lang)
    same = [
        bare(answer.text) == bare(row["mt"]["apertium"]) for answer, row in zip(answers, rows, strict=True)
    ]
    assert sum(same) / len(same) >= least
    assert not any(answer.reason for answer in answers)
