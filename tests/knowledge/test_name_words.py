"""Words that names are made of, by their meaning."""

from typing import get_args

import pytest

from evals.scoring import ROOT
from tocsin.knowledge.name_words import Kind, senses_of
from tocsin.knowledge.sources import read_rows


def test_every_row_of_the_table_has_a_kind_and_a_column_for_each_language() -> None:
    rows = list(read_rows(ROOT / "knowledge/name_words.tsv", 12))
    assert {kind for _, kind, *_ in rows} == set(get_args(Kind))
    assert len({meaning for meaning, *_ in rows}) == len(rows)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("الديمقراطية", "democratic"),
        ("وحزب", "party"),
        ("освобождения", "liberation"),
        ("Кореи", "KOR"),
        ("Kürdistan", "KURD"),
        ("karkerên", "workers"),
        ("הפלסטינית", "PSE"),
        ("People's", "people"),
        ("Минобороны", "ministry"),
        ("нова", "new"),
    ],
)
def test_a_word_is_known_by_its_meaning(word: str, meaning: str) -> None:
    assert meaning in {sense.meaning for sense in senses_of(word)}


@pytest.mark.parametrize("word", ["بدر", "Hezbollah", "الله", "Orahovac", "Сидоров"])
def test_a_name_of_its_own_means_nothing(word: str) -> None:
    assert senses_of(word) == frozenset()
