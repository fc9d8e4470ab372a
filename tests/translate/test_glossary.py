"""What Apertium gets wrong by rule in news of conflict is mended; what is right stays."""

import re
from pathlib import Path

import pytest

from tocsin.translate import glossary
from tocsin.translate.glossary import mend

CASES = [
    ("Los rebeldes amenazaron con atacar.", "The rebellious loomed with attacking.", "The rebels threatened to attack."),
    ("Nadie reivindicó el ataque.", "Anybody claimed the attack.", "Nobody claimed responsibility for the attack."),
    ("Ninguno de los rehenes murió.", "Any of the hostages died.", "None of the hostages died."),
    ("No murió ninguno de los rehenes.", "It did not die any of the hostages.", "It did not die any of the hostages."),
    ("El ejército se retiró de la ciudad.", "The army removed  of the city.", "The army withdrew from the city."),
    ("Secuestraron a dos ingenieros.", "They kidnapped to two engineers.", "They kidnapped two engineers."),
    ("Acusó al grupo de violar la tregua.", "It accused to the group to rape the truce.", "It accused the group of violating the truce."),
    ("Un soldado fue asesinado el lunes.", "A soldier was murdered the Monday.", "A soldier was murdered on Monday."),
    ("Los dos bandos firmaron.", "The two edicts signed.", "The two sides signed."),
    ("El atentado dejó diez muertos.", "The attack left ten dead persons.", "The attack killed ten people."),
    ("Las tropas de EE. UU. salieron.", "The troops of EE. UU. exited.", "The troops of the US left."),
    ("El presidente destituyó al ministro.", "The president destituyó to the minister.", "The president dismissed the minister."),
    ("Quieren destituir al ministro.", "They want to destituir to the minister.", "They want to dismiss the minister."),
    ("Están linchando a un hombre.", "They are linchando to a man.", "They are lynching a man."),
    ("Los obreros fueron reclutados.", "The workers were drafted.", "The workers were recruited."),
    ("El ejército reconquistará la ciudad.", "The army reconquistará the city.", "The army will retake the city."),
    ("En una entrevista habló del trabajo hecho.", "In an interview spoke of the work done.", "In an interview spoke of the work done."),
    ("El juzgado y el juez decidieron.", "The court and the judge decided.", "The court and the judge decided."),
    ("Los paquistaníes protestaron la noche del viernes.", "The paquistaníes protested the night of the Friday.", "The Pakistanis protested the night of Friday."),
    ("Lo condenaron a diez años de prisión.", "They condemned him to ten years of prison.", "They sentenced him to ten years in prison."),
    ("El joven rebelde se fue a casa.", "The young person went home.", "The young person went home."),
]  # fmt: skip


@pytest.mark.parametrize(("spanish", "wrong", "right"), CASES)
def test_mended(spanish: str, wrong: str, right: str) -> None:
    assert mend(spanish, wrong, "es") == right


def test_rules_that_look_at_spanish_say_nothing_of_other_languages() -> None:
    assert mend("Amenaz", "It loomed with attacking.", "fr") == "It loomed with attacking."


def test_every_rule_of_the_list_can_be_applied() -> None:
    table = Path(glossary.__file__).with_name("apertium.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            _, original, wrong, right = line.split("\t")
            groups = re.compile(wrong).groups
            assert all(int(number) <= groups for number in re.findall(r"\\(\d)", right)), line
            re.compile(original)


def test_every_verb_is_listed_once_with_an_infinitive() -> None:
    table = Path(glossary.__file__).with_name("apertium_verbs.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    verbs = [verb for verb, _, _ in rows]
    assert len(set(verbs)) == len(verbs)
    assert all(re.search(r"[aeií]r(?:se)?(?:\||$)", verb) for verb in verbs)


def test_mending_twice_is_mending_once() -> None:
    for spanish, wrong, _ in CASES:
        once = mend(spanish, wrong, "es")
        assert mend(spanish, once, "es") == once


@pytest.mark.parametrize(
    ("french", "wrong", "right"),
    [
        ("Les rebelles ont menacé d'attaquer.", "The rebellious have loomed to attack.", "The rebels have threatened to attack."),
        ("L'attaque a fait dix morts.", "The attack has done ten deaths.", "The attack killed ten people."),
        ("Personne n'a revendiqué l'attentat.", "Person has not claimed the attack.", "Nobody has claimed responsibility for the attack."),
        ("Aucun soldat n'a été blessé.", "Any soldier has not been wounded.", "No soldier has been wounded."),
        ("Le gouvernement a envoyé de l'aide.", "The executive has sent of the aid.", "The government has sent aid."),
    ],
)  # fmt: skip
def test_french_through_spanish(french: str, wrong: str, right: str) -> None:
    assert mend(french, wrong, "fr") == right
