"""Files: what stands beside an export, what is checked, and that a bad file never gets its name."""

import csv
import datetime as dt
import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from tests.formats.news import (
    ATTACK,
    HEADER,
    KILLING,
    MADE,
    MARCH,
    OFFER,
    REPORT,
    attack_that_stands,
    exported,
    incident,
    records_of,
    rows_of,
    write,
)
from tocsin.cli import main
from tocsin.errors import FormatError
from tocsin.model import Claim, Tombstone
from tocsin.store.formats import NAMES, load_format
from tocsin.store.formats.loss import summary
from tocsin.store.formats.records import open_lines
from tocsin.store.formats.tables import Table
from tocsin.store.formats.units import incident_id, number

TABULAR = [name for name in NAMES if any(isinstance(f, Table) for f in load_format(name).files)]


def lines_of(folder: Path, *records: msgspec.Struct) -> Path:
    """Write records as native JSON lines."""
    path = folder / "claims.jsonl"
    path.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
    return path


def run(*arguments: object) -> Result:
    """Run tocsin in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


# --- what stands beside the rows


def test_the_loss_report_accounts_for_every_claim(tmp_path: Path) -> None:
    threat = attack_that_stands("threatened")
    written = write("acled", tmp_path, records_of(ATTACK, threat, OFFER, MARCH))
    loss = json.loads((tmp_path / "acled.loss.json").read_text(encoding="utf-8"))
    assert loss["input"] == 4 == loss["exported"] + sum(loss["skipped"].values())
    assert loss["skipped"] == {"not_asserted": 2}
    assert loss["dropped"]["attribution"] == 1
    assert loss["approximated"]["direction"] == 2
    assert "time_precision" in loss["codes_from_memory"]
    assert loss["citation"] in (tmp_path / "acled.citation.txt").read_text(encoding="utf-8")
    assert "2020-10-14" in loss["citation"]
    assert len(summary(written.loss, ["acled.csv"])) == 5


def test_the_data_package_names_every_column(tmp_path: Path) -> None:
    write("gdelt", tmp_path, records_of(ATTACK), licence="CC-BY-4.0")
    package = json.loads((tmp_path / "gdelt.datapackage.json").read_text(encoding="utf-8"))
    assert [len(r["schema"]["fields"]) for r in package["resources"]] == [61, 16]
    assert [r["dialect"]["header"] for r in package["resources"]] == [False, False]
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]


def test_numbers_and_our_ids_stand_side_by_side(tmp_path: Path) -> None:
    (row,) = exported("ucdp", tmp_path, ATTACK)
    with (tmp_path / "ucdp.ids.csv").open(encoding="utf-8") as file:
        assert list(csv.DictReader(file)) == [{"number": row["id"], "id": incident_id(ATTACK.id)}]


def test_since_gives_what_changed_and_what_is_gone(tmp_path: Path) -> None:
    newer = msgspec.structs.replace(REPORT, id="r_00000000000000b2", published=dt.date(2020, 10, 20))
    march = msgspec.structs.replace(MARCH, report=newer.id)
    old = Tombstone(id="c_00000000000000d4", at=dt.datetime(2020, 10, 1, tzinfo=dt.UTC), reason="recoded")
    new = Tombstone(
        id="c_00000000000000d5",
        at=dt.datetime(2020, 10, 21, tzinfo=dt.UTC),
        reason="merged",
        into="c_00000000000000d6",
    )
    records = records_of(newer, ATTACK, march, old, new)
    written = write("plover", tmp_path, records, since=dt.date(2020, 10, 15))
    assert [row["id"] for row in rows_of("plover", written.files[0])] == [march.id]
    assert written.loss.skipped == {"not_changed": 1}
    with (tmp_path / "plover.deleted.csv").open(encoding="utf-8") as file:
        assert list(csv.DictReader(file)) == [
            {"id": new.id, "deleted_at": "2020-10-21T00:00:00+00:00", "reason": "merged", "into": new.into}
        ]


def test_a_deletion_has_the_number_that_the_rows_had(tmp_path: Path) -> None:
    gone = Tombstone(id="c_00000000000000d4", at=MADE, reason="retracted")
    write("gdelt", tmp_path, records_of(ATTACK, gone))
    with (tmp_path / "gdelt.deleted.csv").open(encoding="utf-8") as file:
        assert [row["id"] for row in csv.DictReader(file)] == [str(number(incident_id(gone.id)))]


def test_without_text_no_headline_and_no_long_quotation_leaves(tmp_path: Path) -> None:
    report = msgspec.structs.replace(REPORT, title="Rebels attack base")
    long = msgspec.structs.replace(
        ATTACK, span=msgspec.structs.replace(ATTACK.span, quote="word " * 40), report=report.id
    )
    for form in ("native", "plover", "acled", "ucdp", "geojson", "polecat"):
        written = write(form, tmp_path / form, records_of(report, long), with_text=False)
        content = written.files[0].read_text(encoding="utf-8")
        assert "Rebels attack base" not in content
        assert "word " * 26 not in content
        assert REPORT.text not in content


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    for form in NAMES:
        if form == "parquet":
            continue
        first = write(form, tmp_path / "a", records_of(ATTACK, KILLING, MARCH))
        second = write(form, tmp_path / "b", records_of(ATTACK, KILLING, MARCH))
        assert [p.read_bytes() for p in first.files] == [p.read_bytes() for p in second.files]


# --- reading back


@pytest.fixture
def acled_file(tmp_path: Path) -> Path:
    """A good file in ACLED's shape, two rows."""
    return write("acled", tmp_path, records_of(ATTACK, KILLING)).files[0]


def broken(path: Path, old: str, new: str, count: int = 1) -> str:
    """Break a file and say what the validator says."""
    form = path.stem
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, count), encoding="utf-8", newline="")
    with pytest.raises(FormatError) as raised:
        load_format(form).files[0].check(path)
    return str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("actor1,assoc_actor_1", "assoc_actor_1,actor1", "row 1, column actor1"),
        ("36.335", "91", "row 2, column latitude"),
        ("43.11889", "-181", "row 2, column longitude"),
        ("2020-10-11", "2020-13-11", "row 2, column event_date"),
        ("2020-10-11", "11.10.2020", "row 2, column event_date"),
        ("Armed clash", "Threat", "row 2, column sub_event_type"),
        (",Mosul,", ",", "row 2: 30 fields, want 31"),
        (",Mosul,", ",Mosul\t,", "row 2: a tab"),
        (",Mosul,", ',"Mo\nsul",', "a new line in a field"),
        (",Mosul,", ",Mosul\x00,", "NUL"),
        (",tags,", ",", "row 1, column tags"),
    ],
)
def test_a_broken_table_is_named_by_row_and_column(acled_file: Path, old: str, new: str, said: str) -> None:
    assert said in broken(acled_file, old, new)


def test_a_key_that_stands_twice_is_found(acled_file: Path) -> None:
    first, second = (row["event_id_cnty"] for row in rows_of("acled", acled_file))
    assert "row 3, column event_id_cnty: the key stands in an earlier row" in broken(
        acled_file, second, first
    )


def test_a_file_that_is_no_utf8_is_found(acled_file: Path) -> None:
    acled_file.write_bytes(acled_file.read_bytes().replace(b"Mosul", b"Mos\xfcl"))
    with pytest.raises(FormatError, match="utf-8"):
        load_format("acled").files[0].check(acled_file)


def test_a_file_without_a_heading_is_found(acled_file: Path) -> None:
    acled_file.write_text("", encoding="utf-8")
    with pytest.raises(FormatError, match="the heading is missing"):
        load_format("acled").files[0].check(acled_file)


@pytest.mark.parametrize("form", ["polecat", "icews", "gdelt"])
def test_a_shifted_tab_is_found(form: str, tmp_path: Path) -> None:
    path = write(form, tmp_path, records_of(ATTACK)).files[0]
    assert "fields, want" in broken(path, "Harvan Front", "Harvan\tFront")


def test_the_key_of_icews_is_id_and_date_together(tmp_path: Path) -> None:
    path = write("icews", tmp_path, records_of(ATTACK)).files[0]
    heading, row = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{heading}\n{row}\n{row.replace('2020-10-11', '2020-10-12')}\n", encoding="utf-8")
    load_format("icews").files[0].check(path)
    path.write_text(f"{heading}\n{row}\n{row}\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"row 3, column Event ID\+Event Date"):
        load_format("icews").files[0].check(path)


@pytest.mark.parametrize(
    ("form", "old", "new", "said"),
    [
        ("geojson", "36.335", "91", "row 2, column geometry"),
        ("geojson", "]}\n", "", "does not end with"),
        ("geojson", '"first":"2020-10-11"', '"first":"soon"', "column properties.first"),
        ("plover", '"date":"2020-10-11"', '"date":"2020-10"', "row 1, column date"),
        ("plover", '"factuality"', '"fact"', "column factuality: it is missing"),
        ("plover", '"has_event"', '"has_events"', "column has_events: no such field"),
        ("plover", '{"id"', '{"id', "row 1: no JSON"),
        ("native", '"factuality":"asserted"', '"factuality":"sure"', "column factuality"),
    ],
)
def test_a_broken_object_is_named_by_row_and_field(
    form: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    path = write(form, tmp_path, records_of(ATTACK)).files[0]
    assert said in broken(path, old, new)


def test_a_file_that_fails_its_check_never_gets_its_name(tmp_path: Path) -> None:
    """A place off the globe slips into the records: nothing of the export is put in place."""
    assert ATTACK.where is not None
    astray = msgspec.structs.replace(ATTACK, where=msgspec.structs.replace(ATTACK.where, lat=91.0))
    earlier = write("acled", tmp_path, records_of(ATTACK)).files[0].read_bytes()
    for form in ("acled", "gdelt", "plover", "geojson"):
        with pytest.raises(FormatError, match="91"):
            write(form, tmp_path, records_of(astray))
    assert (tmp_path / "acled.csv").read_bytes() == earlier
    assert not (tmp_path / "gdelt.csv").exists()
    assert list(tmp_path.glob("*.part")) == []


# --- reading native lines


def test_lines_give_the_rows_that_records_in_memory_give(tmp_path: Path) -> None:
    other = msgspec.structs.replace(REPORT, id="r_00000000000000b2", outlet="Osk Radio")
    again = msgspec.structs.replace(ATTACK, id="c_00000000000000b2", report=other.id)
    records = (other, ATTACK, again, MARCH, incident(ATTACK, again), incident(MARCH))
    path = lines_of(tmp_path, HEADER, REPORT, *records)
    for form in NAMES:
        if form not in {"native", "parquet"}:
            a = write(form, tmp_path / "a", records_of(*records))
            b = write(form, tmp_path / "b", open_lines(path))
            assert a.loss == b.loss
            assert a.loss.exported > 0
            assert [p.read_bytes() for p in a.files] == [p.read_bytes() for p in b.files]


def test_a_native_export_of_native_lines_is_the_same_file(tmp_path: Path) -> None:
    path = lines_of(tmp_path, HEADER, REPORT, ATTACK, OFFER)
    written = write("native", tmp_path / "out", open_lines(path))
    assert written.files[0].read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{}\n", "line 2: no record"),
        (b'{"record":"claim"\n', "line 2: no record"),
        (b'{"record":"claim","id":"c_12"}\n', "line 2: 'c_12' is no id"),
        (b'{"record":"report","id":"r_00000000000000a1","text":""}\n', "r_00000000000000a1 is given twice"),
    ],
)
def test_a_line_that_is_no_record_is_named(line: bytes, said: str, tmp_path: Path) -> None:
    path = lines_of(tmp_path, REPORT)
    path.write_bytes(path.read_bytes() + line)
    with pytest.raises(FormatError, match=said):
        open_lines(path)


def test_a_claim_without_its_report_is_named(tmp_path: Path) -> None:
    path = lines_of(tmp_path, ATTACK)
    with pytest.raises(FormatError, match="r_00000000000000a1 is referred to"):
        list(open_lines(path).told())


def test_a_field_that_the_model_does_not_know_is_refused(tmp_path: Path) -> None:
    path = lines_of(tmp_path, REPORT, ATTACK)
    path.write_bytes(path.read_bytes().replace(b'"by":"test"', b'"by":"test","colour":"red"'))
    with pytest.raises(FormatError, match="line 2"):
        list(open_lines(path).told())


# --- Parquet


def test_parquet_has_a_folder_a_record_and_month_with_native_fields(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    threat = attack_that_stands("threatened")
    target = write("parquet", tmp_path / "out", records_of(ATTACK, threat, incident(ATTACK))).files[0]
    shards = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["shards"]
    assert [s["path"] for s in shards] == [
        "claim/2020-10/00000.parquet",
        "incident/2020-10/00000.parquet",
        "report/2020-10/00000.parquet",
    ]
    found = duckdb.read_parquet(f"{target}/claim/*/*.parquet").order("factuality")
    assert tuple(found.columns) == Claim.__struct_fields__
    first = dict(zip(found.columns, found.limit(1).fetchall()[0], strict=True))
    assert (first["factuality"], first["certainty"], first["mode"]) == ("asserted", "certain", "")
    assert first["when"]["first"] == dt.date(2020, 10, 11)
    assert first["actor"][0]["sectors"] == ["REB"]
    assert first["counts"][0]["high"] is None


def test_parquet_replaces_its_own_folder_and_no_other(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    for _ in range(2):
        assert write("parquet", tmp_path / "out", records_of(ATTACK)).files[0] == tmp_path / "out"
    (tmp_path / "mine" / "parquet").mkdir(parents=True)
    (tmp_path / "mine" / "parquet" / "diary.txt").write_text("dear diary", encoding="utf-8")
    with pytest.raises(FormatError, match="holds other files"):
        write("parquet", tmp_path / "mine", records_of(ATTACK))


# --- the command


def test_the_command_writes_the_file_and_says_what_was_lost(tmp_path: Path) -> None:
    path = lines_of(tmp_path, HEADER, REPORT, ATTACK, attack_that_stands("threatened"))
    result = run("export", path, "--format", "acled", "-o", tmp_path / "out" / "events.csv")
    assert result.exit_code == 0
    assert len(rows_of("acled", tmp_path / "out" / "events.csv")) == 1
    first, second, *rest = result.stderr.splitlines()
    assert first.startswith(
        "acled: 2 in, 1 out: events.csv, events.deleted.csv, events.ids.csv, events.loss.json"
    )
    assert second == "left out: 1 not asserted"
    assert len(rest) == 3


def test_a_folder_gets_a_file_called_after_the_format(tmp_path: Path) -> None:
    path = lines_of(tmp_path, REPORT, ATTACK)
    assert run("export", path, "--format", "icews", "-o", f"{tmp_path}/new/").exit_code == 0
    assert (tmp_path / "new" / "icews.tab").exists()


def test_strict_fails_for_what_is_lost_and_not_for_what_is_filtered(tmp_path: Path) -> None:
    path = lines_of(tmp_path, REPORT, ATTACK, attack_that_stands("threatened"))
    assert run("export", path, "--format", "ucdp", "-o", tmp_path, "--strict").exit_code == 0
    path = lines_of(tmp_path, REPORT, ATTACK, MARCH)
    assert run("export", path, "--format", "ucdp", "-o", tmp_path, "--strict").exit_code == 5


def test_a_wider_choice_comes_with_a_warning(tmp_path: Path) -> None:
    path = lines_of(tmp_path, REPORT, attack_that_stands("threatened"))
    options = ("--format", "plover", "-o", tmp_path, "--factuality", "threatened")
    result = run("export", path, *options)
    assert "warning: rows that are not asserted" in result.stderr
    assert rows_of("plover", tmp_path / "plover.jsonl")[0]["event"] == "THREATEN"


def test_a_day_that_is_none_is_a_mistake_of_usage(tmp_path: Path) -> None:
    path = lines_of(tmp_path, REPORT, ATTACK)
    result = run("export", path, "--format", "plover", "-o", tmp_path, "--since", "soon")
    assert result.exit_code == 2
    assert "YYYY-MM-DD" in result.stderr
