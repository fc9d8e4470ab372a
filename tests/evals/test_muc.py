"""From claims to incident templates; all reports are invented, in the capitals of the cables."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from evals import muc
from evals.muc_scoring import Fill, Template
from evals.muc_templates import templates_of
from evals.muc_words import Words, load_words
from tocsin.ingest import report_from_text
from tocsin.knowledge import Knowledge, load_knowledge
from tocsin.model import Claim, Mention, Report, Span, When, Where

TEXT = (
    "LIMA, 5 MAY 90 -- MEMBERS OF THE HARUN COLUMN KILLED JUDGE TOMAS VEY WITH A RIFLE IN PELDON ON 3 MAY, "
    "POLICE REPORTED.\n\nTHE HARUN ARMY IS SUSPECTED OF HAVING BLOWN UP TWO BRIDGES IN PERU. "
    "SOLDIERS CLASHED WITH A PATROL. A MERCHANT WAS KIDNAPPED ON 1 FEBRUARY."
)


@pytest.fixture(scope="module")
def know() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words()


def report() -> Report:
    return report_from_text(TEXT, published=dt.date(1990, 5, 5))


def span(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span(start=start, end=start + len(quote), quote=quote)


def who(quote: str, *sectors: str) -> Mention:
    return Mention(span=span(quote), sectors=sectors, reason="generic agent without a country")


def claim(trigger: str, **fields: Any) -> Claim:
    given = {"event_type": "ASSAULT", "factuality": "asserted", "by": "test", **fields}
    return Claim(
        id=f"c_{TEXT.index(trigger):016x}",
        report=report().id,
        span=span(trigger),
        trigger=span(trigger),
        **given,
    )


KILLING = claim(
    "KILLED",
    actor=(who("MEMBERS OF THE HARUN COLUMN"),),
    recipient=(who("JUDGE TOMAS VEY", "JUD"),),
    when=When(span=span("ON 3 MAY"), first=dt.date(1990, 5, 3), last=dt.date(1990, 5, 3)),
    where=Where(span=span("PELDON"), place="geonames:1", name="Peldón", country="PER", precision="exact"),
)
BLAST = claim(
    "BLOWN UP",
    mode="explosives",
    actor=(who("THE HARUN ARMY", "REB"),),
    recipient=(who("TWO BRIDGES"),),
    certainty="probable",
    attribution=(who("POLICE", "COP"),),
)


def filled(template: Template) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for fill in template.fills:
        found.setdefault(fill.slot, []).append(fill.values)
    return found


def test_a_killing_becomes_an_attack_with_all_its_slots(know: Knowledge, words: Words) -> None:
    (template,) = templates_of(report(), [KILLING], know, words)
    assert filled(template) == {
        "type": [("ATTACK",)],
        "stage": [("ACCOMPLISHED",)],
        "date": [("on 1990-05-03",)],
        "location": [("PELDON",)],
        "instrument_id": [("RIFLE",)],
        "perp_individual": [("MEMBERS OF THE HARUN COLUMN",)],
        "human": [("JUDGE TOMAS VEY",)],
        "hum_number": [("1",)],
        "hum_effect": [("DEATH",)],
    }


def test_a_blast_of_which_police_suspect_a_group(know: Knowledge, words: Words) -> None:
    (template,) = templates_of(report(), [BLAST], know, words)
    found = filled(template)
    assert found["type"] == [("BOMBING",)]
    assert found["date"] == [("before 1990-05-05",)]
    assert found["location"] == [("PERU",)]
    assert found["perp_org"] == [("THE HARUN ARMY",)]
    assert found["perp_org_confidence"] == [("SUSPECTED OR ACCUSED BY AUTHORITIES",)]
    assert found["phys_number"] == [("2",)]
    assert found["phys_effect"] == [("DESTROYED",)]


def test_what_is_denied_makes_no_template(know: Knowledge, words: Words) -> None:
    denied = claim("BLOWN UP", mode="explosives", recipient=(who("TWO BRIDGES"),), factuality="denied")
    assert templates_of(report(), [denied], know, words) == []


def test_a_threat_is_threatened(know: Knowledge, words: Words) -> None:
    threat = claim("BLOWN UP", mode="explosives", recipient=(who("TWO BRIDGES"),), factuality="threatened")
    (template,) = templates_of(report(), [threat], know, words)
    assert filled(template)["stage"] == [("THREATENED",)]


def test_fighting_between_forces_makes_no_template(know: Knowledge, words: Words) -> None:
    clash = claim(
        "CLASHED",
        actor=(who("MEMBERS OF THE HARUN COLUMN", "REB"),),
        recipient=(who("A PATROL", "MIL"),),
        when=KILLING.when,
    )
    assert templates_of(report(), [clash], know, words) == []


def test_what_is_older_than_two_months_makes_no_template(know: Knowledge, words: Words) -> None:
    day = dt.date(1990, 2, 1)
    old = claim(
        "KIDNAPPED",
        mode="abduct",
        recipient=(who("A MERCHANT", "BUS"),),
        when=When(span=span("ON 1 FEBRUARY"), first=day, last=day),
    )
    assert templates_of(report(), [old], know, words) == []


RECORD = {
    "id": "X-1",
    "date": "1990-05-05",
    "text": TEXT,
    "templates": [
        {
            "template": 1,
            "optional": True,
            "date": {"values": ["- 05 MAY 90"], "parsed": [{"before": "1990-05-05"}]},
            "location": {
                "values": ["PERU: PELDON (CITY)"],
                "parsed": [[["PERU", None], ["PELDON", "CITY"]]],
            },
            "type": {"values": ["ATTACK"]},
            "stage": {"values": ["ACCOMPLISHED"]},
            "hum_name": [{"values": ["TOMAS VEY"]}],
            "hum_description": [{"values": ["JUDGE"], "refs": ["TOMAS VEY"]}, {"values": ["GUARDS"]}],
            "hum_effect": [{"values": ["DEATH"], "refs": ["TOMAS VEY"], "optional": True}],
        }
    ],
}


def test_a_key_is_read() -> None:
    (template,) = muc.key_of(RECORD)
    assert template.optional
    assert Fill(slot="date", values=("before 1990-05-05",)) in template.fills
    assert Fill(slot="location", values=("PELDON",)) in template.fills
    assert Fill(slot="human", values=("TOMAS VEY", "JUDGE")) in template.fills
    assert Fill(slot="human", values=("GUARDS",)) in template.fills
    assert template.fills[-1] == Fill(
        slot="hum_effect", values=("DEATH",), refs=("TOMAS VEY", "JUDGE"), optional=True
    )


def test_a_message_is_scored(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(json.dumps({**RECORD, "templates": []}) + "\n", encoding="utf-8")
    scored = muc.score(path)
    assert scored.metrics["template_recall"].n == 0
    assert scored.cases[0]["id"] == "X-1"
    assert scored.cases[0]["predicted"] > 0
    assert {"slot type", "slot perp_org_confidence"} <= {case["id"] for case in scored.cases}
