"""Spanish that Apertium breaks: the order of words, names taken for words, and what the reader makes of our own sentences."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tocsin import Coder
from tocsin.translate import Desk
from tocsin.translate.apertium import Apertium
from tocsin.translate.spanish_names import mend_names
from tocsin.translate.spanish_order import mend_nations, mend_order

SENTENCES = Path(__file__).parents[2] / "evals" / "sets" / "spanish_dev.tsv"
"""Our own Spanish sentences with an English version."""
LEAST = 0.89
"""F1 of the types of claims that is kept on them; it was .94 when they were used to develop the mending, and is .895 with
weights version 6."""


@pytest.mark.parametrize(
    ("spanish", "wrong", "right"),
    [
        ("Fueron detenidos tres hombres.", "They were detained three men.", "three men were detained."),
        ("Protestan los maestros contra la ley.", "They protest the teachers against the law.", "the teachers protest against the law."),
        ("Advirtió el portavoz que atacará.", "It warned the spokesman that it will attack.", "the spokesman warned that it will attack."),
        ("Ayer murieron dos policías.", "Yesterday they died two policemen.", "Yesterday two policemen died."),
        ("Saquearon varias tiendas.", "They looted several shops.", "They looted several shops."),
        ("Atacan una comisaría.", "They attack a police station.", "They attack a police station."),
        ("Secuestraron a los soldados.", "They kidnapped the soldiers.", "They kidnapped the soldiers."),
        ("Los soldados huyeron.", "The soldiers fled.", "The soldiers fled."),
    ],
)  # fmt: skip
def test_a_subject_behind_its_verb_goes_before_it_and_an_object_stays(
    spanish: str, wrong: str, right: str
) -> None:
    assert mend_order(spanish, wrong) == right


@pytest.mark.parametrize(
    ("spanish", "wrong", "right"),
    [
        ("Las tropas etíopes cruzaron.", "The troops Ethiopians crossed.", "The Ethiopian troops crossed."),
        ("su homólogo ruso", "his counterpart Russian", "his Russian counterpart"),
        ("Vio a los rusos.", "It saw the Russians.", "It saw the Russians."),
        ("el presidente de Irán", "the president of Iran", "the president of Iran"),
    ],
)
def test_an_adjective_of_a_nation_goes_before_its_noun(spanish: str, wrong: str, right: str) -> None:
    assert mend_nations(spanish, wrong) == right


@pytest.mark.parametrize(
    ("spanish", "wrong", "right"),
    [
        ("Rosa Blanco acusó a Jorge Casas.", "Rosa White accused Jorge Houses.", "Rosa Blanco accused Jorge Casas."),
        ("la Corte Penal", "the Penal Court", "the Penal Court"),
        ("en Sierra Leona", "in Sierra Leone", "in Sierra Leone"),
    ],
)  # fmt: skip
def test_surnames_come_back_where_the_first_name_stands(spanish: str, wrong: str, right: str) -> None:
    assert mend_names(spanish, wrong) == right


@pytest.mark.skipif(shutil.which("apertium") is None, reason="Apertium is not installed")
def test_our_own_sentences_tell_in_spanish_what_they_tell_in_english() -> None:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    english, spanish = Coder(), Coder(Desk(engine=Apertium()))
    both = every = 0
    for source, reference in pairs:
        wanted = Counter(claim.event_type for claim in english.code(reference, lang="en").claims)
        got = Counter(claim.event_type for claim in spanish.code(source, lang="es").claims)
        both += 2 * (wanted & got).total()
        every += wanted.total() + got.total()
    assert both / every >= LEAST
