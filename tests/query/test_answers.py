"""What a question about records is answered: events are those that an export lets out."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest

import tocsin
from tests.formats.news import (
    ATTACK,
    FRONT,
    KILLING,
    MARCH,
    OFFER,
    POLICE,
    REPORT,
    SOLDIERS,
    STUDENTS,
    attack_that_stands,
    claim,
    count,
    exported,
    incident,
    when,
    write,
)
from tests.query.news import write_lines
from tests.store.news import raids
from tocsin.model import Claim, Commitment, Incident, Issue, Review, Translation, Unread
from tocsin.store import open_store
from tocsin.store.formats.records import open_lines

pytest.importorskip("duckdb")

CLASH = claim(
    "gunmen of the Front shot dead two farmers near Mosul",
    "shot",
    "ASSAULT",
    actor=(FRONT, SOLDIERS),
    when=when("On Saturday", 10, 12),
)
TIE = claim("gunmen of the Front", "of", "TIE/part-of", actor=(FRONT,), recipient=(FRONT,))


def ask(sql: str, source: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tocsin.query(sql, source).to_pylist()
    return found


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A report with an attack, a march, a killing, an offer, and an attack in six other ways to stand."""
    others = [
        attack_that_stands(f) for f in ("denied", "doubted", "planned", "demanded", "threatened", "refused")
    ]
    return write_lines(tmp_path / "claims.jsonl", ATTACK, MARCH, KILLING, OFFER, TIE, *others)


def test_claims_that_nobody_linked_are_events_where_they_are_asserted(lines: Path) -> None:
    events = ask("SELECT * FROM events ORDER BY first", lines)
    assert [(e["event_type"], e["mode"]) for e in events] == [
        ("ASSAULT", "firearms"),
        ("ASSAULT", ""),
        ("PROTEST", "demo"),
    ]
    killing, attack, march = events
    assert attack["actor"] == ["irq.harvan_front"]
    assert attack["recipient_names"] == ["Iraqi Army"]
    assert (attack["dead_low"], attack["dead_high"]) == (3, None), "at least three"
    assert killing["recipient"] == [], "farmers have no id"
    assert killing["recipient_names"] == ["two farmers"]
    assert (killing["lat"], killing["country"]) == (36.335, "IRQ")
    assert march["lat"] is None, "a country is no point"
    assert attack["claims"] == [ATTACK.id]


def same_as_an_export(tmp_path: Path, *records: Claim | Incident) -> list[dict[str, Any]]:
    """Ask for events, and see that they are the features of a GeoJSON export of the same records."""
    lines = write_lines(tmp_path / "claims.jsonl", *records)
    events = ask("SELECT * FROM events WHERE first IS NOT NULL ORDER BY id", lines)
    features = sorted(exported("geojson", tmp_path, *records), key=lambda feature: feature["id"])
    assert [event["id"] for event in events] == [feature["id"] for feature in features]
    for event, feature in zip(events, features, strict=True):
        shown = feature["properties"]
        assert event["event_type"] == shown["event_type"]
        assert event["mode"] == shown.get("mode", "")
        assert event["actor_names"] == shown.get("actor", [])
        assert event["recipient_names"] == shown.get("recipient", [])
        assert [event["first"].isoformat(), event["last"].isoformat()] == [shown["first"], shown["last"]]
        assert event["claims"] == shown["claims"]
        assert event["standing"] == shown["standing"]
        at = feature["geometry"] and feature["geometry"]["coordinates"]
        assert ([event["lon"], event["lat"]] if event["lat"] is not None else None) == at
    return events


def test_events_are_what_an_export_lets_out(tmp_path: Path) -> None:
    assert len(same_as_an_export(tmp_path, ATTACK, MARCH, KILLING, OFFER, CLASH, TIE)) == 4


def test_a_threat_lends_nothing_to_the_incident_it_was_linked_to(tmp_path: Path) -> None:
    threat = msgspec.structs.replace(
        attack_that_stands("threatened"), actor=(POLICE, STUDENTS), mode="aerial"
    )
    linked = incident(threat, ATTACK, KILLING, mode="aerial", actor=("irq.harvan_front", "irq.police"))
    [event] = same_as_an_export(tmp_path, threat, ATTACK, KILLING, linked)
    assert event["mode"] == ""
    assert event["actor"] == ["irq.harvan_front"]
    assert event["reports"] == 1


def test_an_incident_that_is_only_denied_is_no_event(tmp_path: Path) -> None:
    denial = attack_that_stands("denied")
    assert (
        same_as_an_export(tmp_path, denial, MARCH, incident(denial), incident(MARCH))[0]["event_type"]
        == "PROTEST"
    )


def test_a_pronoun_names_nobody(tmp_path: Path) -> None:
    they = msgspec.structs.replace(FRONT, actor="", name="", reason="pronoun")
    attack = msgspec.structs.replace(ATTACK, actor=(they,))
    assert same_as_an_export(tmp_path, attack)[0]["actor_names"] == []


def test_a_day_of_two_sides_is_counted_once(tmp_path: Path) -> None:
    again = claim(
        "On Saturday gunmen of the Front shot dead",
        "shot",
        "ASSAULT",
        actor=(FRONT,),
        recipient=(SOLDIERS,),
        when=when("on Sunday", 11),
        counts=(count("dead", "two", 2, 2),),
    )
    lines = write_lines(tmp_path / "claims.jsonl", ATTACK, again, CLASH)
    day = dt.date(2020, 10, 11)
    assert ask("FROM dyad_day", lines) == [
        {
            "day": day,
            "actor": "irq.army",
            "recipient": "irq.harvan_front",
            "directed": False,
            "events": 1,
            "assaults": 1,
            "dead_low": 0,
            "dead_high": 0,
            "exact": 0,
        },
        {
            "day": day,
            "actor": "irq.harvan_front",
            "recipient": "irq.army",
            "directed": True,
            "events": 2,
            "assaults": 2,
            "dead_low": 5,
            "dead_high": None,
            "exact": 2,
        },
    ]
    assert ask("SELECT actor, events, as_actor, as_recipient, dead_low FROM actor_month", lines) == [
        {"actor": "irq.army", "events": 3, "as_actor": 1, "as_recipient": 2, "dead_low": 5},
        {"actor": "irq.harvan_front", "events": 3, "as_actor": 3, "as_recipient": 0, "dead_low": 5},
    ]


def test_an_anniversary_is_an_event_but_on_no_day_of_the_count(tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "claims.jsonl", ATTACK, incident(ATTACK, background=True))
    assert ask("SELECT background FROM events", lines) == [{"background": True}]
    assert ask("SELECT * FROM dyad_day", lines) == ask("SELECT * FROM actor_month", lines) == []


def test_every_name_of_a_claim_is_a_party(lines: Path) -> None:
    found = ask(
        "SELECT role, p.place, p.actor, quote FROM parties p JOIN events ON claim = claims[1]"
        " WHERE event_type = 'ASSAULT' AND mode = '' ORDER BY role",
        lines,
    )
    assert found == [
        {"role": "actor", "place": 1, "actor": "irq.harvan_front", "quote": "Harvan Front fighters"},
        {"role": "attribution", "place": 1, "actor": None, "quote": "police"},
        {"role": "recipient", "place": 1, "actor": "irq.army", "quote": "an army base"},
    ]


def test_a_store_its_lines_and_its_parquet_answer_alike(tmp_path: Path) -> None:
    store, dumped = tmp_path / "news.db", tmp_path / "dump.jsonl"
    with open_store(store, write=True) as kept:
        kept.add(raids(20))
        with dumped.open("w", encoding="utf-8") as out:
            kept.dump(out)
    write("parquet", tmp_path / "parquet", open_lines(dumped))
    for sql in (
        "SELECT * FROM events ORDER BY id",
        "FROM dyad_day",
        "FROM actor_month",
        "SELECT * FROM reports ORDER BY id",
        "SELECT * FROM issues ORDER BY report",
        "SELECT * FROM parties ORDER BY claim",
    ):
        answers = [ask(sql, source) for source in (store, dumped, tmp_path / "parquet")]
        assert answers[0] == answers[1] == answers[2]
    assert len(ask("SELECT id FROM events", store)) == 36


def test_what_is_not_there_is_an_empty_table(lines: Path) -> None:
    for table in (
        "incidents",
        "commitments",
        "status_changes",
        "assessments",
        "forecasts",
        "reviews",
        "tombstones",
    ):
        assert ask(f"SELECT count(*) AS n FROM {table}", lines) == [{"n": 0}]  # noqa: S608  our own names


def test_fields_of_open_shape_are_json(tmp_path: Path) -> None:
    bound = Commitment(
        id="k_00000000000000b1", kind="truce", parties=(), clauses=(), sources={"since": (OFFER.id,)}
    )
    judged = Review(
        id="v_00000000000000c1",
        subject=(OFFER.id,),
        decision="correct",
        patch={"mode": "ceasefire"},
        reviewer="ada",
        made=dt.datetime(2020, 10, 15, tzinfo=dt.UTC),
    )
    lines = write_lines(tmp_path / "claims.jsonl", OFFER, bound, judged)
    assert ask("SELECT sources->>'$.since[0]' AS claim FROM commitments", lines) == [{"claim": OFFER.id}]
    assert ask("SELECT patch->>'mode' AS mode FROM reviews", lines) == [{"mode": "ceasefire"}]


def test_sums_are_whole_numbers(lines: Path) -> None:
    answer = tocsin.query("SELECT sum(dead_low) AS dead FROM events", lines)
    assert str(answer.schema.field("dead").type) == "int64"
    assert answer.to_pylist() == [{"dead": 5}]


def test_records_that_have_no_table_are_passed_over(tmp_path: Path) -> None:
    note = Issue(stage="ingest", code="html.empty", severity="failed", message="The page shows no text.")
    lines = write_lines(tmp_path / "claims.jsonl", note)
    assert ask("SELECT code FROM issues", lines) == [{"code": "html.empty"}]
    assert ask("SELECT count(*) AS n FROM events", lines) == [{"n": 0}]


def test_what_was_translated_and_what_stays_unread_can_be_handed_on(tmp_path: Path) -> None:
    translated = Translation(
        id="t_00000000000000e1",
        report=REPORT.id,
        span=ATTACK.span,
        text="Fighters attacked.",
        source="es",
        engine="apertium",
        options={"mode": "plain"},
    )
    unread = Unread(report=REPORT.id, lang="ar", actors=(FRONT,), days=(when("on Sunday", 11),))
    records = open_lines(write_lines(tmp_path / "claims.jsonl", translated, unread, ATTACK))
    written = write("parquet", tmp_path / "parquet", records)
    assert {path.name for path in (tmp_path / "parquet").iterdir()} >= {"claim", "translation", "unread"}
    assert written.loss.exported == 5
    assert write("native", tmp_path / "native", records).loss.exported == 5
    assert ask("SELECT count(*) AS n FROM events", tmp_path / "parquet") == [{"n": 1}]
