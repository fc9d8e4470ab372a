"""Places named in reports, and what they are in the gazetteer: tests/cases/places.yml."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tocsin.ingest import report_from_text
from tocsin.knowledge import Knowledge
from tocsin.model import Span, Where
from tocsin.read import sentences
from tocsin.resolve.places import PlaceResolver

Case = dict[str, Any]
CASES: list[Case] = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / "cases" / "places.yml").read_text(encoding="utf-8")
)


def resolver_and_span(text: str, words: str, know: Knowledge) -> tuple[PlaceResolver, Where]:
    report = report_from_text(text)
    match = re.search(re.escape(words), report.text)
    assert match, f"{words} is not in the text"
    span = Span(start=match.start(), end=match.end(), quote=match[0])
    return PlaceResolver(report, sentences(report, know), know), Where(span=span)


def resolve(text: str, words: str, know: Knowledge, countries: tuple[str, ...] = ()) -> Where:
    resolver, where = resolver_and_span(text, words, know)
    return resolver.where(where, countries)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["where"])
def test_a_place_is_what_a_reader_takes_it_for(case: Case, know: Knowledge) -> None:
    found = resolve(case["text"], case["where"], know, tuple(case.get("countries", ())))
    assert found.reason
    if case.get("name", "") is None:
        assert (found.place, found.precision, found.lat) == ("", None, None)
        return
    want = {field: case[field] for field in ("name", "country", "admin1", "precision") if field in case}
    have = {field: getattr(found, field) for field in want}
    assert have == want, found
    assert case.get("id", found.place) == found.place
    assert found.place
    assert (found.lat is not None, found.lon is not None) == (case["point"], case["point"])


def test_what_the_text_does_not_decide_keeps_its_candidates(know: Knowledge) -> None:
    found = resolve("Talks were held in San Miguel.", "San Miguel", know)
    assert found.reason == "ambiguous"
    assert len(found.candidates) > 1
    assert all(candidate in know.places for candidate in found.candidates)


def test_an_unknown_place_leaves_the_others_alone(know: Knowledge) -> None:
    text = "Shells fell in Odrelbad and later in Baghdad."
    resolver, unknown = resolver_and_span(text, "Odrelbad", know)
    known = resolver_and_span(text, "Baghdad", know)[1]
    assert resolver.where(unknown).place == ""
    assert resolver.where(known).place == "geonames:98182"


def test_the_same_words_far_apart_may_mean_different_places(know: Knowledge) -> None:
    text = "Shops closed in Tripoli, Lebanon. Libya said its own Tripoli was calm."
    lebanese = resolve(text, "Tripoli, Lebanon", know)
    assert lebanese.country == "LBN"
    assert "as written" in lebanese.reason


def test_a_dateline_is_evidence(know: Knowledge) -> None:
    text = "Talks go on\n\nSAN SALVADOR - Envoys met in San Miguel."
    assert resolve(text, "San Miguel", know).country == "SLV"


def test_a_place_takes_well_under_a_millisecond(know: Knowledge) -> None:
    text = "Police met marchers in Baghdad. " + "Troops left Mosul near Erbil in Iraq. " * 20
    resolver, where = resolver_and_span(text, "Baghdad", know)
    resolver.where(where)
    started = time.perf_counter()
    for number in range(1000):
        resolver.where(where, (f"X{number:02}",))
    assert (time.perf_counter() - started) / 1000 < 0.0005
