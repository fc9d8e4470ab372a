"""Names that the tables know, in texts that are not English."""

import pytest

from tocsin.knowledge import Knowledge
from tocsin.translate.known import SURE, KnownNames


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
        ("Посол України поїхав.", "uk", "ukr"),
        ("Війська України відступили.", "uk", "ukr.afu"),
        ("İsveç'in elçisi döndü.", "tr", "swe"),
        ("L'ambassadeur de la Norvège est parti.", "fr", "nor"),
        ("غادر سفير الأرجنتين أمس.", "ar", "arg"),
    ],
)
def test_states_are_found_under_their_native_names(text: str, lang: str, state: str, know: Knowledge) -> None:
    assert [one.actor for one in KnownNames(know).find(text, lang)] == [state]


def test_a_word_that_only_ends_like_a_state_is_none(know: Knowledge) -> None:
    assert not [one for one in KnownNames(know).find("Он вырос в Малой Вишере.", "ru") if one.actor]


def _actors(text: str, know: Knowledge) -> set[str]:
    return {one.actor for one in KnownNames(know).find(text, "") if one.actor}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Рано утром хуситы ушли с моста.", "yem.houthis"),
        ("Los hutíes dejaron el puente.", "yem.houthis"),
        ("تقدم الجسر للحوثيين ليلا", "yem.houthis"),
        ("قالت حماس إن الجسر مغلق", "pse.hamas"),
        ("وقالت الورشة لحماس إن الجسر مغلق", "pse.hamas"),
        ("Мост заняли Силы быстрой поддержки.", "sdn.rsf"),
        ("Köprüyü Kürdistan İşçi Partisi kapattı.", "tur.pkk"),
        ("Hêzên Sûriya Demokratîk pir girt.", "syr.sdf"),
        ('צה"ל סגר את הגשר', "isr.idf"),
    ],
)
def test_a_name_is_known_in_its_own_language(text: str, actor: str, know: Knowledge) -> None:
    assert actor in _actors(text, know)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Yeni Kürdistan İşçi Partisi köprüyü kapattı.", "tur.pkk"),
        ("Мост закрыла Новая Рабочая партия Курдистана.", "tur.pkk"),
        ("قال حزب الله السوداني إن الجسر مغلق", "lbn.hezbollah"),
        ("Мост закрыл суданский ХАМАС.", "pse.hamas"),
        ("Мост открыла вчера Тамара Макрон.", "fra.macron"),
    ],
)
def test_what_stands_beside_a_name_may_make_it_anothers(text: str, actor: str, know: Knowledge) -> None:
    assert actor not in _actors(text, know)


@pytest.mark.parametrize(
    "text",
    [
        "كان حزب الورشة قد أعلن إغلاق الجسر أمس",
        "Los vecinos abrieron la acera y la fuente del parque.",
        "Соседи открыли мост, и было бы больше света.",
        "השכנים פתחו את הגשר ואת הגן",
    ],
)
def test_ordinary_words_name_nobody(text: str, know: Knowledge) -> None:
    assert _actors(text, know) == set()


def test_a_name_as_it_sounds_has_a_score_below_that_of_a_written_one(know: Knowledge) -> None:
    names = KnownNames(know)
    ((_, heard),) = names.scored("قال مايك بومبيو", "ar")
    ((_, written),) = names.scored("قالت حماس", "ar")
    assert SURE <= heard < written == 1.0
