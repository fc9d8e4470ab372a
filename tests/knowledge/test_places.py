"""The gazetteer: its files, its names, and what must not be in it."""

import shutil
import time
from pathlib import Path

import pytest

from tocsin.errors import KnowledgeError
from tocsin.knowledge import TABLES, Knowledge
from tocsin.knowledge.place_lists import read_places
from tocsin.knowledge.places import Places

SOURCE = Path(__file__).resolve().parents[2] / "knowledge"
KINDS_WITH_POINT = {"city", "site"}


def test_towns_and_sites_have_a_point_and_areas_have_none(know: Knowledge) -> None:
    wrong = [
        place.id
        for place in know.places.values()
        if (place.lat is not None and place.lon is not None) != (place.kind in KINDS_WITH_POINT)
    ]
    assert wrong == []


def test_points_lie_on_the_globe(know: Knowledge) -> None:
    points = [(p.lat, p.lon) for p in know.places.values() if p.lat is not None and p.lon is not None]
    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in points)


def test_a_capital_lies_in_its_country(know: Knowledge) -> None:
    places = know.places
    assert len(know.places.capitals) > 180
    assert [c for c, capital in know.places.capitals.items() if places[capital].country != c] == []


def test_no_name_has_two_letters_or_fewer(know: Knowledge) -> None:
    assert [name for name in know.places.names() if len(name) < 3] == []


@pytest.mark.parametrize(
    "name", ["baghdad", "taji", "al-fallujah", "fallujah", "sana'a", "sanaa", "kiev", "deir ez-zor"]
)
def test_spellings_of_reports_are_known(name: str, know: Knowledge) -> None:
    assert know.places.named(name)


def test_ordinary_words_and_first_names_are_marked(know: Knowledge) -> None:
    assert {"reading", "nice", "victoria", "george", "mobile"} <= know.places.common
    assert not {"baghdad", "mosul", "gaza", "turkey", "chad", "jordan"} & know.places.common


def test_a_town_in_both_sources_is_one_place(know: Knowledge) -> None:
    bakhmut = know.places.named("bakhmut")
    assert [know.places[i].country for i in bakhmut if know.places[i].kind == "city"] == ["UKR"]


def test_the_table_loads_in_well_under_a_second(know: Knowledge) -> None:
    started = time.perf_counter()
    places = Places(TABLES / "places.sqlite")
    assert places["country:IRQ"].name == "Iraq"
    assert time.perf_counter() - started < 0.2
    assert places.digest == know.places.digest


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("cities.tsv", "1\tOdrel\tIRQ\n", "fields"),
        ("cities.tsv", "1\tOdrel\tIRQ\t07\t\tnorth\t44.0\t5\t\n", "Odrel"),
        ("cities.tsv", "98182\tBaghdad\tIRQ\t07\t\t33.3\t44.4\t5\t\n", "given twice"),
    ],
)
def test_a_bad_row_is_named(file: str, line: str, message: str, tmp_path: Path) -> None:
    for folder in ("places", "words"):
        shutil.copytree(SOURCE / folder, tmp_path / folder)
    with (tmp_path / "places" / file).open("a", encoding="utf-8") as table:
        table.write(line)
    with pytest.raises(KnowledgeError, match=message):
        read_places(tmp_path, tmp_path / "places.sqlite")


def test_a_bad_local_entry_is_named(tmp_path: Path) -> None:
    for folder in ("places", "words"):
        shutil.copytree(SOURCE / folder, tmp_path / folder)
    path = tmp_path / "places" / "local.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("33.52 44.26", "33,52 44,26", 1), encoding="utf-8"
    )
    with pytest.raises(KnowledgeError, match="lat lon"):
        read_places(tmp_path, tmp_path / "places.sqlite")
