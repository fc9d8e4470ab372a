"""Spanish that Apertium breaks: the order of words, names taken for words, and what the reader makes of our own sentences."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tocsin import Coder
from tocsin.translate import Desk
from tocsin.translate.apertium import Apertium
from tocsin.translate.glossary import mend
from tocsin.translate.spanish_forms import mend_forms
from tocsin.translate.spanish_names import mend_names
from tocsin.translate.spanish_order import mend_comings, mend_nations, mend_order

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


@pytest.mark.parametrize(
    ("spanish", "wrong", "right"),
    [
        ("Según el ejército, murieron veinte soldados.", "According to the army, died twenty soldiers.", "According to the army, twenty soldiers died."),
        ("Estalló un coche bomba.", "It exploded a car bomb.", "a car bomb exploded."),
        ("Después de que fracasaran las conversaciones, huyeron.", "After failed the talks, they fled.", "After the talks failed, they fled."),
        ("Murió el martes.", "It died on Tuesday.", "It died on Tuesday."),
    ],
)  # fmt: skip
def test_the_subject_of_what_happens_goes_before_it(spanish: str, wrong: str, right: str) -> None:
    assert mend_comings(spanish, wrong) == right


@pytest.mark.parametrize(
    ("spanish", "wrong", "right"),
    [
        ("Dijo que será difícil.", "It said that will be difficult.", "It said that will be difficult."),
        ("Afirmó que no pagará y que está preparado.", "It said that will not pay.", "It said that it will not pay."),
        ("Si atacan, responderemos.", "If they attack, will respond.", "If they attack, we will respond."),
        ("Si atacan, el grupo responderá.", "If they attack, the group will respond.", "If they attack, the group will respond."),
        ("El presidente Rey llegó.", "The president Rey arrived.", "President Rey arrived."),
        ("El presidente del país llegó.", "The president of the country arrived.", "The president of the country arrived."),
        ("Huyeron 11.000 civiles, el 2,5 %.", "11.000 civilians fled, the 2,5 %.", "11,000 civilians fled, the 2.5 %."),
        ("Dündar advirtió a Europa.", "Dündar Warned Europe.", "Dündar warned Europe."),
        ("Pese a la tregua siguen.", "IN SPITE OF the truce they go on.", "In spite of the truce they go on."),
    ],
)  # fmt: skip
def test_spanish_forms_become_english(spanish: str, wrong: str, right: str) -> None:
    assert mend_forms(spanish, wrong) == right


@pytest.mark.parametrize(
    ("spanish", "wrong", "right"),
    [
        ("Si Irán no coopera, habrá sanciones.", "If they will go it does not cooperate, there will be sanctions.", "If Iran does not cooperate, there will be sanctions."),
        ("Irán a la huelga.", "They will go to the strike.", "They will go on strike."),
        ("Los rebeldes tomaron el poder.", "The rebels took the power.", "The rebels seized power."),
        ("El general depuso al presidente.", "The general deposed to the president.", "The general deposed the president."),
        ("Ofreció apoyo a los rebeldes.", "It offered support to the rebels.", "It offered support to the rebels."),
        ("La policía registró la casa.", "The police registered the house.", "The police searched the house."),
        ("La India protestó.", "The Indian protested.", "India protested."),
    ],
)  # fmt: skip
def test_acts_are_put_in_their_english_words(spanish: str, wrong: str, right: str) -> None:
    assert mend(spanish, wrong, "es") == right


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
