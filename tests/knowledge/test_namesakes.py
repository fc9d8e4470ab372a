"""Whole names compared: the same in another language is alike, a near one is not."""

import pytest

from tocsin.knowledge.namesakes import name_likeness

ALIKE = 0.6


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("Belsun Workers' Party", "Рабочая партия Бельсуна"),
        ("Belsun Workers' Party", "حزب عمال بلسون"),
        ("Belsun Workers' Party", "Parti des travailleurs de Belsun"),
        ("Tahawi Liberation Army", "Армия освобождения Тахави"),
        ("Ministry of Defence", "Минобороны"),
        ("Samir al-Tahawi", "الشيخ سمير الطحاوي"),
        ("Abdul-Karim Ghannam", "عبدالكريم غنام"),
        ("Abdul-Karim Ghannam", "עבד אל-כרים ע'נאם"),
        ("Karim Javad Orahovac", "Карим Ораховац"),
        ("Jorge Kadem", "خورخي كاديم"),
        ("Tahawi Movement", "Тахави"),
    ],
)
def test_the_same_name_is_alike(name: str, variant: str) -> None:
    assert name_likeness(name, variant) >= ALIKE


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("Belsun Workers' Party", "Новая рабочая партия Бельсуна"),
        ("Belsun Workers' Party", "Рабочая партия Молдавии"),
        ("Belsun Workers' Party", "Belsun Demokrat Partisi"),
        ("Tahawi Liberation Army", "Фронт освобождения Тахави"),
        ("Tahawi Liberation Army", "Youth of the Tahawi Liberation Army"),
        ("Ministry of Defence", "Министерство финансов"),
        ("Samir al-Tahawi", "ماجد الطحاوي"),
        ("Samir al-Tahawi", "سمير الطحاوي الحداد العمري"),
        ("Tahawi Movement", "Партия Тахави"),
    ],
)
def test_a_near_name_is_not(name: str, variant: str) -> None:
    assert name_likeness(name, variant) < ALIKE


def test_nothing_is_like_no_words() -> None:
    assert name_likeness("Samir al-Tahawi", "-- ...") == 0.0
