"""Names that the tables know, in texts that are not English."""

import pytest

from tocsin.knowledge import Knowledge
from tocsin.translate.known import KnownNames


@pytest.mark.parametrize(
    "text",
    [
        "Un ataque en Bagdad y en California dejó tres heridos.",
        "Los soldados llegaron a Bavaria y a Ontario.",
        "Hubo combates en Helmand, Anbar y Kent.",
    ],
)
def test_what_is_told_as_a_point_has_one(text: str, know: Knowledge) -> None:
    found = list(KnownNames(know).places(text))
    assert all(one.precision == "country" for one in found if one.lat is None), found


def test_a_country_and_a_large_town_are_told(know: Knowledge) -> None:
    found = list(KnownNames(know).places("Attaque au Mali, près de Mogadishu."))
    assert [(one.place.split(":")[0], one.precision) for one in found] == [
        ("country", "country"),
        ("geonames", "exact"),
    ]


def test_a_person_is_found_by_the_sound_of_the_name(know: Knowledge) -> None:
    names = KnownNames(know)
    text = "قال مايك بومبيو إن الطريق مغلق"
    (found,) = (one for one in names.find(text, "ar") if one.reason == "known name, as it sounds")
    assert text[found.span.start : found.span.end] == found.span.quote
    assert found.actor == "usa.pompeo"


def test_the_sounds_of_the_tables_are_written_once(know: Knowledge) -> None:
    assert know.actors.heard is know.actors.heard


@pytest.mark.parametrize(
    ("text", "lang", "state"),
    [
        ("Переговоры с Германией отложены.", "ru", "deu"),
        ("Війська України відступили.", "uk", "ukr"),
        ("İsveç'in elçisi döndü.", "tr", "swe"),
        ("L'ambassadeur de la Norvège est parti.", "fr", "nor"),
        ("غادر سفير الأرجنتين أمس.", "ar", "arg"),
    ],
)
def test_states_are_found_under_their_native_names(text: str, lang: str, state: str, know: Knowledge) -> None:
    assert [one.actor for one in KnownNames(know).find(text, lang)] == [state]


def test_a_word_that_only_ends_like_a_state_is_none(know: Knowledge) -> None:
    assert not [one for one in KnownNames(know).find("Он вырос в Малой Вишере.", "ru") if one.actor]
