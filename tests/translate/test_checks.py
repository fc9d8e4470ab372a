"""What looks wrong in a translation is named; what is right is left alone."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tocsin.translate.checks import check
from tocsin.translate.numbers import lost_numbers, number_spans
from tocsin.translate.polarity import lost_negation

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "translation"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared translation data are not there")


def row(identifier: str) -> dict[str, Any]:
    """Find a row of the translation data."""
    name, lang, _ = identifier.split(".")
    with gzip.open(DATA / f"{lang}-en.{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return next(found for line in lines if (found := json.loads(line))["id"] == identifier)


@pytest.mark.parametrize(
    ("source", "translation", "failed"),
    [
        ("Dos soldados murieron el domingo.", "Two soldiers died on Sunday.", ()),
        ("Dos soldados murieron el domingo.", "Dos soldados murieron el domingo.", ("copy",)),
        (
            "El frente negó ayer que hubiera atacado el puesto militar del norte.",
            "The front denied it.",
            ("length",),
        ),
        (
            "El dirigente habló durante horas.",
            "The leader spoke, spoke, spoke, spoke for hours.",
            ("repetition",),
        ),
        ("Murieron 12 personas en el valle.", "Some people died in the valley.", ("numbers",)),
        ("Nadie resultó herido en el valle.", "Anybody was injured in the valley.", ("polarity",)),
        ("Ninguno de ellos atacó el puesto.", "None of them attacked the post.", ()),
    ],
)
def test_checks(source: str, translation: str, failed: tuple[str, ...]) -> None:
    assert check(source, translation, "es", "apertium") == failed


@pytest.mark.parametrize(
    ("lang", "source", "translation", "is_lost"),
    [
        ("ar", "لم يصب أحد بأذى.", "One was hurt.", True),
        ("ar", "لم يصب أحد بأذى.", "Nobody was hurt.", False),
        ("fa", "هیچ کس آسیب ندید.", "A person was hurt.", True),
        ("ru", "Никто не пострадал.", "Everyone was hurt.", True),
        ("ru", "Обстреляли не только село.", "They shelled the village and more.", False),
        ("tr", "Şoför yaralanmamıştı.", "The driver was injured.", True),
        ("tr", "Askerlerin gelmesi bekleniyor.", "The soldiers are expected to come.", False),
        ("fr", "Aucun soldat n'a été tué.", "Any soldier was killed.", True),
        ("es", "No solo atacaron el puesto.", "They attacked the post and more.", False),
        ("xx", "no", "yes", False),
    ],
)
def test_a_lost_negation_is_seen(lang: str, source: str, translation: str, *, is_lost: bool) -> None:
    assert lost_negation(source, translation, lang, "argos") == is_lost


@needs_data
def test_every_negation_known_to_be_lost_is_flagged() -> None:
    with (DATA / "polarity.tsv").open(encoding="utf-8") as file:
        lost = [one for one in csv.DictReader(file, delimiter="\t") if one["verdict"] == "lost"]
    assert len(lost) == 23
    for one in lost:
        found = row(one["id"])
        lang = one["id"].split(".")[1]
        assert lost_negation(found["src"], found["mt"][one["engine"]], lang, one["engine"]), one


@needs_data
@pytest.mark.parametrize(
    ("lang", "engine", "most"), [("es", "apertium", 0.02), ("tr", "argos", 0.05), ("ar", "argos", 0.04)]
)
def test_few_lines_of_news_are_flagged(lang: str, engine: str, most: float) -> None:
    flagged: list[bool] = []
    for part in ("dev", "devtest"):
        with gzip.open(DATA / f"{lang}-en.flores-{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
            flagged += [
                lost_negation(found["src"], found["mt"][engine], lang, engine)
                for found in map(json.loads, lines)
                if found["news"]
            ]
    assert len(flagged) == 689
    assert sum(flagged) / len(flagged) <= most


@needs_data
def test_a_runaway_translation_is_seen() -> None:
    found = row("wmt18.tr.0691")
    assert "repetition" in check(found["src"], found["mt"]["opusmt"], "tr", "opusmt")


def test_numbers_are_the_same_in_all_digits() -> None:
    assert [digits for _, _, digits in number_spans("قتل ١٢ شخصا من بين ١٬٥٠٠")] == ["12", "1500"]
    assert lost_numbers("Murieron 1.500 personas y 3 perros.", "1,500 people and three dogs died.") == ()
    assert lost_numbers("۲۵ نفر کشته شدند.", "52 people were killed.") == ("25",)
