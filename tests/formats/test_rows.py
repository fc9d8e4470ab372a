"""An invented report in, rows of each format out."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from tests.formats.news import (
    ATTACK,
    FRONT,
    IRAQ,
    KILLING,
    MARCH,
    OFFER,
    REPORT,
    SOLDIERS,
    TEXT,
    attack_that_stands,
    claim,
    exported,
    incident,
    records_of,
    rows_of,
    when,
    write,
)
from tocsin.cli.exporting import FACTUALITIES, FORMATS
from tocsin.model import Claim, Factuality, Mention
from tocsin.store.formats import NAMES, acled, gdelt, icews, load_format, plover, polecat, ucdp
from tocsin.store.formats.loss import FIELDS
from tocsin.store.formats.units import number

EVENT_FORMATS = [name for name in NAMES if load_format(name).unit != "record"]
NOT_DONE: list[Factuality] = [f for f in get_args(Factuality) if f != "asserted"]
PLOVER_FAMILY = ["plover", "polecat", "geojson"]


def event_type(form: str, row: dict[str, str]) -> str:
    """Read the PLOVER type off a row."""
    properties: dict[str, str] = row.get("properties", {})  # type: ignore[assignment]
    return row.get("event") or row.get("Event Type") or properties.get("event_type") or form


# --- what is not done never leaves as done


@pytest.mark.parametrize("form", EVENT_FORMATS)
@pytest.mark.parametrize("factuality", NOT_DONE)
def test_an_attack_that_is_not_asserted_is_an_event_in_no_format(
    form: str, factuality: Factuality, tmp_path: Path
) -> None:
    written = write(form, tmp_path, records_of(attack_that_stands(factuality)))
    assert rows_of(form, written.files[0]) == []
    assert written.loss.skipped == {"not_asserted": 1}


@pytest.mark.parametrize("form", [form for form in EVENT_FORMATS if load_format(form).unit == "incident"])
@pytest.mark.parametrize("factuality", NOT_DONE)
def test_an_incident_that_nobody_asserts_is_an_event_in_no_format(
    form: str, factuality: Factuality, tmp_path: Path
) -> None:
    threat = attack_that_stands(factuality)
    assert exported(form, tmp_path, threat, incident(threat)) == []


@pytest.mark.parametrize("form", [form for form in EVENT_FORMATS if load_format(form).unit == "incident"])
def test_an_asserted_march_lends_nothing_to_a_threatened_attack(form: str, tmp_path: Path) -> None:
    threat = attack_that_stands("threatened")
    assert exported(form, tmp_path, threat, MARCH, incident(threat, MARCH)) == []


@pytest.mark.parametrize("form", EVENT_FORMATS)
@pytest.mark.parametrize("factuality", NOT_DONE)
def test_even_if_the_user_widens_it_no_format_says_that_it_was_done(
    form: str, factuality: Factuality, tmp_path: Path
) -> None:
    wider = frozenset({"asserted", factuality})
    rows = exported(form, tmp_path, attack_that_stands(factuality), factualities=wider)
    if form in PLOVER_FAMILY:
        assert [event_type(form, row) for row in rows if event_type(form, row) == "ASSAULT"] == []
    elif form in {"gdelt", "icews"}:
        roots = {row.get("EventRootCode") or row["CAMEO Code"][:2] for row in rows}
        assert roots <= {"10", "12", "13"}
    else:
        assert rows == []


def test_a_ceasefire_that_both_sides_accepted_is_an_agreement_in_acled_if_asked(tmp_path: Path) -> None:
    truce = msgspec.structs.replace(OFFER, factuality="accepted", recipient=(SOLDIERS,))
    assert exported("acled", tmp_path / "a", truce) == []
    (row,) = exported("acled", tmp_path / "b", truce, factualities=frozenset({"accepted"}))
    assert (row["event_type"], row["sub_event_type"]) == ("Strategic developments", "Agreement")


@pytest.mark.parametrize("form", PLOVER_FAMILY)
def test_a_threat_that_the_user_lets_out_is_a_threat_of_violence(form: str, tmp_path: Path) -> None:
    threat = attack_that_stands("threatened")
    (row,) = exported(form, tmp_path, threat, factualities=frozenset({"threatened"}))
    assert event_type(form, row) == "THREATEN"


def test_a_denied_attack_takes_no_part_in_who_did_it(tmp_path: Path) -> None:
    """Somebody denies that the army did it; the incident names the army, the row does not."""
    army = msgspec.structs.replace(attack_that_stands("denied"), actor=(SOLDIERS,), recipient=())
    told = incident(ATTACK, army, actor=("irq.army", "irq.harvan_front"))
    (row,) = exported("acled", tmp_path, ATTACK, army, told)
    assert (row["actor1"], row["actor2"]) == ("Harvan Front", "Iraqi Army")


def test_native_lines_keep_a_threat_as_a_threat(tmp_path: Path) -> None:
    rows = exported("native", tmp_path, ATTACK, attack_that_stands("threatened"))
    assert [row["factuality"] for row in rows if row["record"] == "claim"] == ["asserted", "threatened"]


# --- who did it to whom


@pytest.mark.parametrize(
    ("form", "actor", "recipient"),
    [
        ("polecat", "Actor Name", "Recipient Name"),
        ("icews", "Source Name", "Target Name"),
        ("gdelt", "Actor1Name", "Actor2Name"),
        ("acled", "actor1", "actor2"),
    ],
)
def test_the_front_attacked_the_army_and_not_the_army_the_front(
    form: str, actor: str, recipient: str, tmp_path: Path
) -> None:
    (row,) = exported(form, tmp_path, ATTACK)
    assert (row[actor], row[recipient]) == ("Harvan Front", "Iraqi Army")


def test_plover_has_the_front_as_actor_and_the_army_as_recipient(tmp_path: Path) -> None:
    (row,) = exported("plover", tmp_path, ATTACK)
    assert [e["identifier_text"] for e in row["actor"]] == ["Harvan Front"]
    assert [e["identifier_text"] for e in row["recipient"]] == ["Iraqi Army"]


def test_geojson_has_the_front_as_actor_and_the_army_as_recipient(tmp_path: Path) -> None:
    (row,) = exported("geojson", tmp_path, ATTACK)
    assert row["properties"]["actor"] == ["Harvan Front"]
    assert row["properties"]["recipient"] == ["Iraqi Army"]


# --- the rows


def test_plover_tells_the_attack_with_its_words(tmp_path: Path) -> None:
    (row,) = exported("plover", tmp_path, ATTACK)
    assert (row["event"], row["quad_code"], row["event_scale"]) == ("ASSAULT", 4, -9)
    assert (row["date"], row["enddate"]) == ("2020-10-11", "2020-10-11")
    assert row["size"] == {"dead": 3}
    assert row["attribution"] == [{"entity_text": "police", "sector": ["COP"]}]
    assert TEXT[row["text_info"]["start"] : row["text_info"]["end"]] == row["text"]
    assert row["event_loc"]["geonameid"] == "99072"


def test_plover_tells_an_offer_as_a_concession_with_its_condition(tmp_path: Path) -> None:
    (row,) = exported("plover", tmp_path, OFFER, factualities=frozenset({"offered"}))
    assert (row["event"], row["factuality"]) == ("CONCEDE", "offered")
    assert row["condition"] == "if the army leaves the valley"
    assert row["auxiliary"] == ["future", "hypothetical"]


def test_an_attack_of_nobody_is_one_of_an_unidentified_armed_force(tmp_path: Path) -> None:
    nobody = msgspec.structs.replace(ATTACK, actor=())
    (row,) = exported("plover", tmp_path / "a", nobody)
    assert row["actor"] == [{"sector": ["UAF"]}]
    (row,) = exported("polecat", tmp_path / "b", nobody)
    assert row["Primary Actor Sector"] == "UAF"


def test_a_visit_of_nobody_is_no_event(tmp_path: Path) -> None:
    visit = msgspec.structs.replace(MARCH, actor=(), event_type="CONSULT", mode="visit")
    assert write("plover", tmp_path, records_of(visit)).loss.skipped == {"no_actor": 1}


def test_polecat_has_country_sector_and_quad(tmp_path: Path) -> None:
    (row,) = exported("polecat", tmp_path, ATTACK)
    assert (row["Actor Country"], row["Actor COW"], row["Primary Actor Sector"]) == ("IRQ", "645", "REB")
    assert (row["Quad Code"], row["Event Date"], row["City"]) == ("MATERIAL CONFLICT", "2020-10-11", "Mosul")
    assert row["Version"] == "tocsin 0.1.0"


def test_icews_says_the_code_in_words(tmp_path: Path) -> None:
    (row,) = exported("icews", tmp_path, ATTACK)
    assert (row["CAMEO Code"], row["Event Text"]) == ("190", "Use conventional military force")
    assert (row["Source Sectors"], row["Source Country"]) == ("Rebel", "Iraq")
    assert row["Sentence Number"] == "1"


def test_gdelt_has_an_event_and_a_mention_with_offsets(tmp_path: Path) -> None:
    written = write("gdelt", tmp_path, records_of(ATTACK))
    (event,) = rows_of("gdelt", written.files[0])
    (mention,) = rows_of("gdelt", written.files[1], 1)
    assert (event["EventCode"], event["EventRootCode"], event["QuadClass"]) == ("190", "19", "4")
    assert (event["SQLDATE"], event["Actor1Code"], event["ActionGeo_CountryCode"]) == (
        "20201011",
        "IRQREB",
        "IZ",
    )
    assert mention["GLOBALEVENTID"] == event["GLOBALEVENTID"]
    at = int(mention["ActionCharOffset"])
    assert TEXT[at : at + 8] == "attacked"
    assert mention["MentionIdentifier"] == REPORT.url


def test_two_outlets_that_tell_of_one_attack_are_one_gdelt_event_with_two_mentions(tmp_path: Path) -> None:
    other = msgspec.structs.replace(REPORT, id="r_00000000000000b2", outlet="Osk Radio", url="")
    again = msgspec.structs.replace(ATTACK, id="c_00000000000000b2", report=other.id)
    written = write("gdelt", tmp_path, records_of(other, ATTACK, again, incident(ATTACK, again)))
    (event,) = rows_of("gdelt", written.files[0])
    assert (event["NumMentions"], event["NumSources"], event["NumArticles"]) == ("2", "2", "2")
    assert len(rows_of("gdelt", written.files[1], 1)) == 2


def test_acled_calls_it_an_armed_clash_of_rebels_and_state_forces(tmp_path: Path) -> None:
    (row,) = exported("acled", tmp_path, ATTACK)
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")
    assert (row["inter1"], row["inter2"], row["interaction"]) == ("2", "1", "12")
    assert (row["country"], row["iso"], row["location"]) == ("Iraq", "368", "Mosul")
    assert (row["time_precision"], row["geo_precision"], row["fatalities"]) == ("1", "1", "3")
    assert row["event_id_cnty"].startswith("IRQ")


def test_acled_calls_killed_farmers_violence_against_civilians(tmp_path: Path) -> None:
    (row,) = exported("acled", tmp_path, KILLING)
    assert (row["event_type"], row["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert (row["inter2"], row["civilian_targeting"]) == ("7", "Civilian targeting")


def test_acled_writes_labels_if_asked(tmp_path: Path) -> None:
    (row,) = exported("acled", tmp_path, ATTACK, inter="labels")
    assert (row["inter1"], row["interaction"]) == ("Rebel group", "State forces-Rebel group")


def test_acled_calls_a_march_a_peaceful_protest_of_protesters(tmp_path: Path) -> None:
    (row,) = exported("acled", tmp_path, MARCH)
    assert (row["event_type"], row["sub_event_type"], row["inter1"]) == ("Protests", "Peaceful protest", "6")
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == ("", "", "3")


def test_a_march_that_ends_in_arrests_is_a_protest_with_intervention(tmp_path: Path) -> None:
    arrests = msgspec.structs.replace(
        MARCH, id="c_00000000000000c3", event_type="COERCE", mode="arrest", actor=(), recipient=()
    )
    (row,) = exported("acled", tmp_path, MARCH, arrests, incident(MARCH, arrests))
    assert row["sub_event_type"] == "Protest with intervention"


def test_an_army_abroad_is_an_external_force_in_acled(tmp_path: Path) -> None:
    jets = Mention(span=SOLDIERS.span, actor="tur.mil", name="Turkish Army", country="TUR", sectors=("MIL",))
    strike = msgspec.structs.replace(ATTACK, actor=(jets,), recipient=(FRONT,), mode="aerial")
    (row,) = exported("acled", tmp_path, strike)
    assert (row["sub_event_type"], row["inter1"], row["interaction"]) == ("Air/drone strike", "8", "28")


def test_a_week_of_attacks_is_dated_to_its_middle_in_acled(tmp_path: Path) -> None:
    week = msgspec.structs.replace(ATTACK, when=when("on Sunday", 5, 11))
    (row,) = exported("acled", tmp_path, week)
    assert (row["event_date"], row["time_precision"]) == ("2020-10-08", "2")


def test_ucdp_has_the_government_as_side_a_and_a_range_of_deaths(tmp_path: Path) -> None:
    ranged = msgspec.structs.replace(ATTACK, counts=(msgspec.structs.replace(ATTACK.counts[0], high=7),))
    (row,) = exported("ucdp", tmp_path, ranged)
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("1", "Iraqi Army", "Harvan Front")
    assert (row["low"], row["best"], row["high"], row["deaths_unknown"]) == ("3", "3", "7", "3")
    assert (row["country_id"], row["region"], row["gwnoa"], row["gwnob"]) == ("645", "Middle East", "645", "")
    assert (row["date_prec"], row["date_start"], row["source_original"]) == ("1", "2020-10-11", "police")


def test_ucdp_calls_killed_farmers_one_sided_violence(tmp_path: Path) -> None:
    (row,) = exported("ucdp", tmp_path, KILLING)
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("3", "Harvan Front", "Civilians")


def test_ucdp_leaves_out_an_attack_without_a_death(tmp_path: Path) -> None:
    bloodless = msgspec.structs.replace(ATTACK, counts=())
    assert write("ucdp", tmp_path, records_of(bloodless)).loss.skipped == {"no_death": 1}


def test_hxl_has_hashtags_under_the_heading(tmp_path: Path) -> None:
    path = write("hxl", tmp_path, records_of(ATTACK)).files[0]
    heading, tags, _ = path.read_text(encoding="utf-8").splitlines()
    tagged = dict(zip(heading.split(","), tags.split(","), strict=True))
    assert tagged["actor1"] == "#group+name+first"
    assert tagged["fatalities"] == "#affected+killed"
    assert tagged["notes"] == "#description"
    assert tagged["timestamp"] == ""


def test_hxl_in_the_shape_of_ucdp_ends_with_the_country_code(tmp_path: Path) -> None:
    (row,) = exported("hxl-ucdp", tmp_path, ATTACK)
    assert row["iso3"] == "IRQ"


def test_geojson_puts_mosul_on_the_map_longitude_first(tmp_path: Path) -> None:
    (row,) = exported("geojson", tmp_path, ATTACK)
    assert row["geometry"] == {"type": "Point", "coordinates": [43.11889, 36.335]}
    assert row["properties"]["counts"] == [{"what": "dead", "low": 3, "high": None}]


def test_a_country_is_no_point(tmp_path: Path) -> None:
    placed = msgspec.structs.replace(IRAQ, lat=33.0, lon=44.0)
    (row,) = exported("geojson", tmp_path, msgspec.structs.replace(MARCH, where=placed))
    assert row["geometry"] is None


@pytest.mark.parametrize("form", EVENT_FORMATS)
def test_an_act_without_a_date_has_no_row_unless_the_user_takes_the_day_of_publication(
    form: str, tmp_path: Path
) -> None:
    undated = msgspec.structs.replace(ATTACK, when=None)
    assert write(form, tmp_path, records_of(undated)).loss.skipped == {"no_date": 1}
    written = write(form, tmp_path, records_of(undated), date_fallback=True)
    assert written.loss.exported == 1
    assert written.loss.approximated["date_fallback"] == 1


@pytest.mark.parametrize("form", EVENT_FORMATS)
def test_a_tie_is_no_event(form: str, tmp_path: Path) -> None:
    tie = claim(
        "gunmen of the Front shot dead two farmers near Mosul", "gunmen", "TIE/part-of", actor=(FRONT,)
    )
    assert write(form, tmp_path, records_of(tie)).loss.skipped == {"no_class": 1}


# --- names, numbers, columns


def claim_of(actor: str) -> Claim:
    """The attack by somebody of that name."""
    return msgspec.structs.replace(ATTACK, actor=(msgspec.structs.replace(FRONT, name=actor),))


@pytest.mark.parametrize("form", ["polecat", "icews", "gdelt", "acled", "ucdp", "hxl"])
@pytest.mark.parametrize("name", ['=HYPERLINK("http://x.example")', "+1", "-1+1", "@SUM(A1)", "＝1+1"])
def test_a_name_that_looks_like_a_formula_is_inert(form: str, name: str, tmp_path: Path) -> None:
    (row,) = exported(form, tmp_path, claim_of(name))
    assert [cell for cell in row.values() if cell.startswith(tuple("=+@＝"))] == []
    assert f"'{name}" in row.values()


@pytest.mark.parametrize("form", ["polecat", "icews", "gdelt", "acled", "ucdp"])
def test_tabs_and_new_lines_in_a_name_shift_no_column(form: str, tmp_path: Path) -> None:
    (row,) = exported(form, tmp_path, claim_of('The "Front",\tof\nHarvan'))
    assert 'The "Front", of Harvan' in row.values()


def test_a_number_stands_for_an_id_and_fits_a_double() -> None:
    assert number("c_ffffffffffffffff") == 2**53 - 1
    assert number("c_0000000000000800") == 1


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("**ACLED, 31**", acled.COLUMNS),
        ("**UCDP GED, 49**", ucdp.COLUMNS),
        ("**Mentions, 16**", gdelt.MENTIONS),
        ("**ICEWS, 20**", icews.COLUMNS),
    ],
)
def test_columns_are_those_of_the_design_in_its_order(
    heading: str, columns: tuple[str, ...], shared: Path
) -> None:
    page = (shared / "design" / "formats.md").read_text(encoding="utf-8")
    listed = re.findall(r"`([^`]{60,})`", page[page.index(heading) :])[0]
    assert tuple(listed.split(", ")) == columns


def test_the_columns_of_gdelt_are_61_in_groups() -> None:
    assert len(gdelt.EVENTS) == 61
    assert gdelt.EVENTS[:6] == (
        "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", "Actor1Code",
    )  # fmt: skip
    assert gdelt.EVENTS[25:35] == (
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
        "NumSources", "NumArticles", "AvgTone",
    )  # fmt: skip
    assert gdelt.EVENTS[51:] == (
        "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code", "ActionGeo_ADM2Code",
        "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FeatureID", "DATEADDED", "SOURCEURL",
    )  # fmt: skip


def test_polecat_has_40_columns_with_actor_before_recipient() -> None:
    assert len(polecat.COLUMNS) == 40
    assert polecat.COLUMNS[7:15] == (
        "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
        "Actor Name Raw", "Wikipedia Actor ID",
    )  # fmt: skip
    assert polecat.COLUMNS[15] == "Recipient Name"
    assert polecat.COLUMNS[-2:] == ("Language", "Version")


def test_plover_has_23_fields() -> None:
    assert len(plover.COLUMNS) == 23


def test_acled_has_25_words_for_events() -> None:
    assert sum(map(len, acled.EVENTS.values())) == 25


@pytest.mark.parametrize("form", NAMES)
def test_every_format_says_what_becomes_of_each_field(form: str) -> None:
    assert set(load_format(form).loss) == set(FIELDS)
    assert load_format(form).name == form


def test_the_command_knows_the_formats_and_factualities() -> None:
    assert FORMATS == NAMES
    assert get_args(Factuality) == FACTUALITIES
