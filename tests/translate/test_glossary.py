"""What Apertium gets wrong by rule in news of conflict is mended; what is right stays."""

import pytest

from tocsin.translate.glossary import mend

CASES = [
    ("Los rebeldes amenazaron con atacar.", "The rebellious loomed with attacking.", "The rebels threatened with attacking."),
    ("Nadie reivindicó el ataque.", "Anybody claimed the attack.", "Nobody claimed responsibility for the attack."),
    ("Ninguno de los rehenes murió.", "Any of the hostages died.", "None of the hostages died."),
    ("No murió ninguno de los rehenes.", "It did not die any of the hostages.", "It did not die any of the hostages."),
    ("El ejército se retiró de la ciudad.", "The army removed  of the city.", "The army withdrew from the city."),
    ("Secuestraron a dos ingenieros.", "They kidnapped to two engineers.", "They kidnapped two engineers."),
    ("Acusó al grupo de violar la tregua.", "It accused to the group to rape the truce.", "It accused the group of violating the truce."),
    ("Un soldado fue asesinado el lunes.", "A soldier was murdered the Monday.", "A soldier was murdered on Monday."),
    ("Los dos bandos firmaron.", "The two edicts signed.", "The two sides signed."),
    ("El atentado dejó diez muertos.", "The attack left ten dead persons.", "The attack killed ten people."),
    ("Las tropas de EE. UU. salieron.", "The troops of EE. UU. exited.", "The troops of the US exited."),
    ("El joven rebelde se fue a casa.", "The young person went home.", "The young person went home."),
]  # fmt: skip


@pytest.mark.parametrize(("spanish", "wrong", "right"), CASES)
def test_mended(spanish: str, wrong: str, right: str) -> None:
    assert mend(spanish, wrong, "es") == right


def test_rules_that_look_at_spanish_say_nothing_of_other_languages() -> None:
    assert mend("Amenaz", "It loomed with attacking.", "fr") == "It loomed with attacking."


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
