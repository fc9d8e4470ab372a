"""FollowTheMoney: events with who did it, whom it hit, and the reports that say so."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.formats.news import (
    ATTACK,
    FRONT,
    KILLING,
    MARCH,
    OFFER,
    REPORT,
    SOLDIERS,
    attack_that_stands,
    claim,
    incident,
    records_of,
    when,
    write,
)
from tocsin.errors import FormatError
from tocsin.model import Claim, Incident, Mention
from tocsin.store.formats import load_format

STATE = Mention(span=SOLDIERS.span, actor="irq", name="Iraq", country="IRQ")
TROOPS = Mention(span=SOLDIERS.span, actor="irq.mil", name="Iraq: troops", country="IRQ", sectors=("MIL",))


def entities(folder: Path, *records: Claim | Incident, **wanted: Any) -> list[dict[str, Any]]:
    path = write("ftm", folder, records_of(*records), **wanted).files[0]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_attack_is_an_event_with_both_sides_and_its_report(tmp_path: Path) -> None:
    linked = incident(ATTACK)
    assert entities(tmp_path, ATTACK, linked) == [
        {"id": "irq.harvan-front", "schema": "Organization", "properties": {"name": ["Harvan Front"]}},
        {"id": "irq.army", "schema": "Organization", "properties": {"name": ["Iraqi Army"]}}
        | {"schema": "PublicBody"},
        {
            "id": "r-00000000000000a1",
            "schema": "Article",
            "properties": {
                "name": ["Rebels attack base in Mosul"],
                "title": ["Rebels attack base in Mosul"],
                "publishedAt": ["2020-10-13"],
                "sourceUrl": ["https://velmark.example/base"],
                "publisher": ["Velmark Post"],
            },
        },
        {
            "id": linked.id.replace("_", "-"),
            "schema": "Event",
            "properties": {
                "name": ["ASSAULT: Harvan Front to Iraqi Army - Mosul - 2020-10-11"],
                "summary": [ATTACK.span.quote],
                "notes": [ATTACK.span.quote],
                "keywords": ["ASSAULT", "reported"],
                "startDate": ["2020-10-11"],
                "endDate": ["2020-10-11"],
                "location": ["Mosul, Nineveh, Iraq"],
                "sourceUrl": ["https://velmark.example/base"],
                "publisher": ["Velmark Post"],
                "organizer": ["irq.harvan-front"],
                "involved": ["irq.army"],
                "proof": ["r-00000000000000a1"],
            },
        },
    ]


def test_known_actors_have_their_schema_and_wikidata_id_and_generic_ones_one_name(tmp_path: Path) -> None:
    told = msgspec.structs.replace(ATTACK, actor=(STATE, TROOPS), recipient=())
    bodies = {e["id"]: e for e in entities(tmp_path, told) if e["schema"] not in {"Event", "Article"}}
    assert bodies["irq"]["schema"] == "PublicBody"
    assert bodies["irq"]["properties"]["wikidataId"] == ["Q796"]
    assert bodies["irq.mil"]["properties"]["name"] == ["Iraq: Military"]


def test_who_has_no_id_is_named_but_is_no_entity(tmp_path: Path) -> None:
    found = entities(tmp_path, KILLING)
    assert [entity["schema"] for entity in found] == ["Organization", "Article", "Event"]
    assert "two farmers" in found[-1]["properties"]["name"][0]
    assert "involved" not in found[-1]["properties"]
    loss = json.loads((tmp_path / "ftm.loss.json").read_text(encoding="utf-8"))
    assert loss["approximated"] == {"actor_in_name_only": 1, "claim_as_incident": 1, "direction": 1}
    assert loss["dropped"] == {"counts": 1, "spans": 1}


def test_threats_ties_and_what_has_no_date_stay_at_home(tmp_path: Path) -> None:
    tie = claim("gunmen of the Front", "of", "TIE/part-of", actor=(FRONT,), recipient=(FRONT,))
    undated = msgspec.structs.replace(MARCH, when=None)
    found = entities(tmp_path, attack_that_stands("threatened"), OFFER, tie, undated)
    assert found == []
    loss = json.loads((tmp_path / "ftm.loss.json").read_text(encoding="utf-8"))
    assert loss["skipped"] == {"not_asserted": 2, "no_class": 1, "no_date": 1}


def test_a_report_stands_before_each_of_its_events(tmp_path: Path) -> None:
    found = entities(tmp_path, ATTACK, MARCH)
    assert [entity["schema"] for entity in found].count("Article") == 2
    assert len([entity for entity in found if entity["schema"] == "Event"]) == 2


def test_an_interval_keeps_both_days(tmp_path: Path) -> None:
    days = msgspec.structs.replace(MARCH, when=when("on Monday", 10, 12))
    event = entities(tmp_path, days)[-1]["properties"]
    assert (event["startDate"], event["endDate"]) == (["2020-10-10"], ["2020-10-12"])


def test_without_texts_no_headline_leaves(tmp_path: Path) -> None:
    article = entities(tmp_path, ATTACK, with_text=False)[2]
    assert article["properties"]["name"] == ["Velmark Post, 2020-10-13"]
    assert "title" not in article["properties"]
    assert REPORT.title not in json.dumps(entities(tmp_path, ATTACK, with_text=False))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"id":"irq.army"', '"id":"irq_army"', "id"),
        ('"schema":"Article"', '"schema":"Newspaper"', "schema"),
        ('"startDate":["2020-10-11"]', '"startDate":["11 October"]', "no day"),
        ('"startDate":["2020-10-11"]', '"startDate":[]', "length >= 1"),
        ('"organizer":', '"organiser":', "no such property"),
        ('"involved":["irq.army"]', '"involved":["irq.navy"]', "in no other file"),
        ('"proof":["r-', '"proof":["q-', "in no other file"),
        ('"involved":["irq.army"]', '"involved":["r-00000000000000a1"]', "in no other file"),
        ('"name":["Iraqi Army"]', '"wikidataId":["Q7"]', "name: it is missing"),
        ('"name":["Iraqi Army"]', '"name":["Army"],"wikidataId":["797"]', "no id of Wikidata"),
        ('{"id":"irq.army"', '["id":"irq.army"', "no JSON"),
        ('"id":"irq.army"', '"id":"irq.harvan-front"', "two schemas"),
    ],
)
def test_a_broken_file_is_found_out(tmp_path: Path, old: str, new: str, fault: str) -> None:
    path = write("ftm", tmp_path, records_of(ATTACK)).files[0]
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FormatError, match=fault):
        load_format("ftm").files[0].check(path)


def test_an_event_that_stands_twice_is_found_out(tmp_path: Path) -> None:
    path = write("ftm", tmp_path, records_of(ATTACK)).files[0]
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(FormatError, match="id of an event"):
        load_format("ftm").files[0].check(path)
