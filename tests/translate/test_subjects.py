"""The original says who opens its sentence, and that an act without an actor in the translation is his."""

import pytest

from tocsin import Coder
from tocsin.knowledge import Knowledge
from tocsin.model import Claim
from tocsin.translate import Desk
from tocsin.translate.known import KnownNames
from tocsin.translate.replay import Pair, Replay


@pytest.mark.parametrize(
    ("text", "lang", "actor"),
    [
        ("Сирийская армия обстреляла город.", "ru", "syr.mil"),
        ("Министр иностранных дел России ответил.", "ru", "rus.gov"),
        ("Сирійська армія обстріляла місто.", "uk", "syr.mil"),
        ("Les autorités péruviennes ont fermé la route.", "fr", "per.gov"),
        ("L'Allemagne a fermé sa frontière.", "fr", "deu"),
        ("El ministro de Exteriores iraní se negó.", "es", "irn.gov"),
        ("En Siria, el ejército turco atacó.", "es", "tur.mil"),
        ("قصف الجيش السوري المدينة.", "ar", "syr.mil"),
        ("ارتش سوریه شهر را بمباران کرد.", "fa", "syr.mil"),
        ("Suriye ordusu kenti bombaladı.", "tr", "syr.mil"),
        ("ABD Başkanı Donald Trump konuştu.", "tr", "usa.trump"),
    ],
)
def test_a_known_actor_or_a_role_with_its_nation_opens_a_sentence(
    text: str, lang: str, actor: str, know: Knowledge
) -> None:
    found = KnownNames(know).subject(text, lang)
    assert found is not None
    assert found.actor == actor
    assert text[found.span.start : found.span.end] == found.span.quote


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Россия и Турция договорились.", "ru"),
        ("Германией недовольны.", "ru"),
        ("İran gezisi bitti.", "tr"),
        ("En Siria murieron tres soldados.", "es"),
        ("قصف الجيش إسرائيل.", "ar"),
        ("Paris Saint-Germain a renoncé.", "fr"),
        ("Taliban saldırısı sürüyor.", "tr"),
        ("La oficina cerró ayer.", "es"),
    ],
)
def test_what_may_be_something_else_is_no_subject(text: str, lang: str, know: Knowledge) -> None:
    assert KnownNames(know).subject(text, lang) is None


def read(source: str, english: str, lang: str) -> list[Claim]:
    """Code a sentence with a known translation."""
    engine = Replay([Pair(lang=lang, src=source, en=english)])
    return list(Coder(Desk(engine=engine)).code(source, lang=lang, published="2031-03-05").claims)


def test_a_pronoun_behind_the_one_actor_of_the_original_is_that_actor() -> None:
    source = "Les autorités péruviennes ont accepté la visite, mais elles ont arrêté trois journalistes."
    claims = read(
        source, "Peruvian authorities accepted the visit, but they arrested three journalists.", "fr"
    )
    (actor,) = next(claim.actor for claim in claims if claim.trigger.translated == "arrested")
    assert (actor.actor, actor.span.quote) == ("per.gov", "autorités péruviennes")
    assert actor.reason.endswith("subject of the sentence in the original")


def test_a_pronoun_behind_two_countries_stays_open() -> None:
    source = (
        "Les autorités péruviennes ont reçu un ministre bolivien, mais ils ont arrêté trois journalistes."
    )
    claims = read(
        source,
        "Peruvian authorities received a Bolivian minister, but they arrested three journalists.",
        "fr",
    )
    (actor,) = next(claim.actor for claim in claims if claim.trigger.translated == "arrested")
    assert actor.reason == "pronoun"


def test_an_unknown_name_that_opens_the_sentence_is_the_subject_of_the_original() -> None:
    source = "El Servicio Federal de Seguridad detuvo a tres periodistas."
    claims = read(source, "The Federal Security Bureau arrested three journalists.", "es")
    assert [one.country for claim in claims for one in claim.actor] == ["RUS"]


def test_the_subject_of_the_sentence_is_not_the_doer_of_an_act_in_its_object() -> None:
    source = "L'armée syrienne a condamné l'attaque contre une école."
    claims = read(source, "The Syrian army condemned the attack on a school.", "fr")
    assert not [claim for claim in claims if claim.event_type == "ASSAULT" and claim.actor]
