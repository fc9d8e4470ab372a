"""Names across scripts: the same name sounds alike, another does not."""

import pytest

from tocsin.knowledge.scripts import find_name, likeness, outlines_of, sound_of, words_of_name


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("Velid Orahovac", "Велид Ораховац"),
        ("Samir al-Tahawi", "سمير الطحاوي"),
        ("Abu Mahdi Karimi", "ابومهدی کریمی"),
        ("Yossi Katzman", "יוסי כצמן"),
        ("Mehmet Çalışkan", "Mehmet Caliskan"),
        ("Khaled Ghannam", "وخالد غنّام"),
    ],
)
def test_a_name_is_found_in_another_script(name: str, variant: str) -> None:
    found = find_name(name, f"- {variant} -")
    assert found is not None
    start, end, score = found
    assert (start, end) == (2, 2 + len(variant))
    assert 0.66 <= score <= 1


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Samir al-Tahawi", "سمير الحداد"),
        ("Velid Orahovac", "Велид Петрович"),
        ("Khaled Ghannam", "قالت الوزارة إن الطريق مغلق"),
        ("Li", "ли"),
    ],
)
def test_another_name_is_not(name: str, other: str) -> None:
    assert find_name(name, other) is None


def test_articles_are_not_heard() -> None:
    assert words_of_name("Samir al-Tahawi bin Omar") == ["Samir", "Tahawi", "Omar"]


def test_vowels_cost_little_and_consonants_much() -> None:
    assert likeness("Hussein", "حسين") > 0.9
    assert likeness("Hussein", "Hassan") > likeness("Hussein", "Hamdan")
    assert sound_of("خالد") == "xald"
    assert outlines_of("Qasim") & outlines_of("Kasem")
    assert outlines_of("Sinwar") & outlines_of("Синвар")
