"""What is damaged is found, by name, and never handed out."""

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest
from msgspec.structs import replace

from tests.store.news import DAY, raids, report, unreadable
from tocsin.errors import StoreDamaged, StoreError
from tocsin.model import Coded, Commitment, Incident, Party, Review, StatusChange
from tocsin.store import Problem, open_store
from tocsin.store.account import find_document
from tocsin.store.rows import digest, encode
from tocsin.store.schema import APPENDED, DERIVED, migrate

NOON = dt.datetime(2031, 3, 2, 12, tzinfo=dt.UTC)
TABLES = (*APPENDED, *DERIVED, "issue", "document")


def fill(path: Path, count: int = 120) -> None:
    """Make a store with every kind of row that the tests need."""
    with open_store(path, write=True) as store:
        store.add([*raids(count), unreadable()], batch=10)
        claims = list(store.claims())
        incidents = [
            Incident(
                id=f"i_{claim.id[2:]}",
                event_type="ASSAULT",
                standing="reported",
                origins=1,
                claims=(claim.id,),
            )
            for claim in claims[::3]
        ]
        truce = Commitment(
            id="k_1",
            kind="truce",
            parties=(Party(name="Osk Front", actor="x:osk-front", role="promisor", endorsement="explicit"),),
            clauses=(),
            founded=DAY,
            sources={"parties.0": (claims[0].id,)},
        )
        store.replace_derived(incidents, [truce], {told.id: told.id for told in store.reports()})
        store.add_ledger(
            StatusChange(
                id=f"s_{number}",
                commitment="k_1",
                status="in_force",
                reason="It was said.",
                rule="status.said",
                by="test",
                made=NOON,
            )
            for number in range(9)
        )
        store.add_reviews(
            Review(
                id=f"v_{claim.id[2:]}", subject=(claim.id,), decision="accept", reviewer="finch", made=NOON
            )
            for claim in claims[::5]
        )


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound store, closed."""
    path = tmp_path_factory.mktemp("sound") / "news.db"
    fill(path)
    return path


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    for file in sound.parent.iterdir():
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / sound.name


def problems(path: Path) -> list[Problem]:
    with open_store(path) as store:
        return list(store.verify())


def alter(path: Path, sql: str, *values: object) -> None:
    """Change rows behind the program's back."""
    db = apsw.Connection(str(path))
    for (name,) in list(db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")):
        db.execute(f"DROP TRIGGER {name}")
    db.execute(sql, values)
    db.close()


def contents(path: Path) -> dict[tuple[str, Any], Any]:
    """Read every row by its key, as far as it can be read."""
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    found = {}
    for table in TABLES:
        key = "id" if table == "document" else "n"
        for name in (*range(1, 400),) if key == "n" else IDS:
            try:
                row = db.execute(f"SELECT * FROM {table} WHERE {key} = ?", (name,)).fetchone()  # noqa: S608
            except (apsw.Error, UnicodeDecodeError) as error:
                row = (repr(error),)
            if row:
                found[table, name] = row
    db.close()
    return found


IDS = [unit.report.id for unit in raids(120) if unit.report]


def reported(found: list[Problem]) -> set[tuple[str, Any]]:
    return {(problem.noun, problem.id if problem.noun == "document" else problem.row) for problem in found}


def test_a_sound_store_has_no_findings(sound: Path) -> None:
    assert problems(sound) == []


def columns() -> Iterator[tuple[str, str]]:
    """Every column that is kept."""
    db = apsw.Connection(":memory:")
    migrate(db, 0)
    for table in (*APPENDED[:3], "review", *DERIVED, "issue", "document"):
        for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", (table,)):
            if name != "n" and (table, name) != ("document", "id"):
                yield table, name


@pytest.mark.parametrize(("table", "column"), list(columns()))
def test_a_change_in_any_column_is_reported(copy: Path, table: str, column: str) -> None:
    key = "id" if table == "document" else "n"
    name = IDS[0] if table == "document" else 1
    db = apsw.Connection(str(copy))
    before = db.execute(f"SELECT {column} FROM {table} WHERE {key} = ?", (name,)).get  # noqa: S608
    db.close()
    after = {"state": "failed", "reading": 3, "chain": 99}.get(column)
    after = after if after is not None else (before + 1 if isinstance(before, int) else f"{before or ''}x")
    alter(copy, f"UPDATE {table} SET {column} = ? WHERE {key} = ?", after, name)  # noqa: S608
    assert (table, name) in reported(problems(copy)) or column == "document"


@pytest.mark.parametrize(
    "table", ["report", "claim", "review", "status_change", "incident", "origin", "document"]
)
def test_a_row_that_is_gone_is_reported(copy: Path, table: str) -> None:
    key = "id" if table == "document" else "n"
    name = IDS[2] if table == "document" else 2
    alter(copy, f"DELETE FROM {table} WHERE {key} = ?", name)  # noqa: S608
    assert (table, name) in reported(problems(copy))


def test_a_damaged_commit_and_the_rows_that_rest_on_it_are_reported(copy: Path) -> None:
    alter(copy, "UPDATE chain SET content = replace(content, 'claim', 'clain') WHERE n = 3")
    found = reported(problems(copy)) - {("file", 0)}
    assert found == {("chain", 3)} | {("report", row) for row in range(21, 31)} | {
        ("claim", row) for row in claims_of_commit(copy, 3)
    }


def claims_of_commit(path: Path, number: int) -> list[int]:
    db = apsw.Connection(str(path))
    rows = [row for (row,) in db.execute("SELECT n FROM claim WHERE chain = ?", (number,))]
    db.close()
    return rows


def test_a_row_that_nobody_committed_is_reported(copy: Path) -> None:
    alter(copy, "INSERT INTO tombstone VALUES (1, 'c_1', 'merged', '2031', 1, '{}', '0')")
    assert ("tombstone", 1) in reported(problems(copy))


def test_a_forged_record_with_its_digest_made_to_fit_is_reported(copy: Path) -> None:
    db = apsw.Connection(str(copy))
    text = db.execute("SELECT record FROM review WHERE n = 1").get.replace("finch", "robin")
    db.close()
    alter(copy, "UPDATE review SET record = ?, sha = ? WHERE n = 1", text, digest(text))
    assert ("review", 1) in reported(problems(copy))


def test_one_bit_in_a_tenth_of_the_records_names_exactly_these(copy: Path) -> None:
    chance = random.Random(1)  # noqa: S311  no secret
    keys = sorted(key for key in contents(copy) if key[0] != "document")
    chosen = chance.sample(keys, len(keys) // 10)
    for table, row in chosen:
        db = apsw.Connection(str(copy))
        raw = bytearray(db.execute(f"SELECT record FROM {table} WHERE n = ?", (row,)).get.encode())  # noqa: S608
        db.close()
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(7)
        alter(copy, f"UPDATE {table} SET record = ? WHERE n = ?", raw.decode(), row)  # noqa: S608
    assert {key for key in reported(problems(copy)) if key[0] != "file"} == set(chosen)


@pytest.mark.parametrize("seed", range(30))
def test_bit_flips_in_a_tenth_of_the_pages_are_all_reported(sound: Path, copy: Path, seed: int) -> None:
    """Ten bits a page, anywhere but in the schema: what its damage does is the next test."""
    chance = random.Random(seed)  # noqa: S311  no secret
    raw = bytearray(copy.read_bytes())
    pages = sorted(set(range(1, len(raw) // 4096 + 1)) - schema_pages(copy))
    for page in chance.sample(pages, len(pages) // 10):
        for _ in range(10):
            raw[(page - 1) * 4096 + chance.randrange(4096)] ^= 1 << chance.randrange(8)
    copy.write_bytes(raw)
    before, found, after = contents(sound), reported(problems(copy)), contents(copy)
    changed = {key for key in before if after.get(key) != before[key]}
    assert len(changed) > 5
    assert changed - found == set()


def schema_pages(path: Path) -> set[int]:
    db = apsw.Connection(str(path))
    pages = {page for (page,) in db.execute("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'")}
    db.close()
    return pages | {1}


def test_a_damaged_schema_is_said_at_opening(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes().replace(b"CREATE TABLE claim", b"CREATE TABME claim"))
    for write in (False, True):
        with pytest.raises(StoreDamaged, match="malformed database schema"):
            open_store(copy, write=write)


@pytest.mark.parametrize("seed", range(15))
def test_what_a_zeroed_page_held_is_reported(sound: Path, copy: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    raw = bytearray(copy.read_bytes())
    page = chance.choice(sorted(set(range(1, len(raw) // 4096 + 1)) - schema_pages(copy)))
    raw[(page - 1) * 4096 : page * 4096] = bytes(4096)
    copy.write_bytes(raw)
    before, found, after = contents(sound), reported(problems(copy)), contents(copy)
    assert {key for key in before if after.get(key) != before[key]} - found == set()


def test_a_store_that_was_cut_off_is_said_at_opening(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-5000])
    for write in (False, True):
        with pytest.raises(StoreDamaged, match="is damaged"):
            open_store(copy, write=write)


@pytest.mark.parametrize("seed", range(15))
def test_damage_in_the_log_is_seen_by_the_head(tmp_path: Path, seed: int) -> None:
    """SQLite drops everything behind a damaged frame without a word."""
    chance = random.Random(seed)  # noqa: S311  no secret
    live = tmp_path / "live"
    live.mkdir()
    with open_store(live / "news.db", write=True) as store:
        for unit in raids(12):
            store.add([unit])
        shutil.copytree(live, tmp_path / "copy")
    log = tmp_path / "copy" / "news.db-wal"
    raw = bytearray(log.read_bytes())
    raw[chance.randrange(32, len(raw))] ^= 1 << chance.randrange(8)
    log.write_bytes(raw)
    (tmp_path / "copy" / "news.db-shm").unlink()
    try:
        found = problems(tmp_path / "copy" / "news.db")
    except StoreError:
        return
    assert {problem.noun for problem in found} >= {"head"}
    with (
        open_store(tmp_path / "copy" / "news.db", write=True) as store,
        pytest.raises(StoreDamaged, match="lost"),
    ):
        store.add(raids(13))


def test_a_state_that_the_claims_do_not_bear_out_is_reported(copy: Path) -> None:
    db = apsw.Connection(str(copy))
    found = find_document(db, IDS[0])
    db.close()
    assert found
    forged = replace(found, state="no_event")
    alter(
        copy, "UPDATE document SET state = 'no_event', sha = ? WHERE id = ?", digest(encode(forged)), IDS[0]
    )
    assert ("document", IDS[0]) in reported(problems(copy))


def test_a_trigger_that_is_gone_is_reported(copy: Path) -> None:
    db = apsw.Connection(str(copy))
    db.execute("DROP TRIGGER claim_no_update")
    db.close()
    assert [problem.id for problem in problems(copy)] == ["trigger claim_no_update"]


def test_a_damaged_record_is_not_handed_out(copy: Path) -> None:
    alter(copy, "UPDATE report SET record = replace(record, 'Fighters', 'Builders') WHERE n = 5")
    with open_store(copy) as store, pytest.raises(StoreDamaged, match="tocsin verify"):
        list(store.reports())


def test_a_lost_head_is_reported_and_made_again_by_the_next_commit(copy: Path) -> None:
    (copy.parent / "news.db.head").unlink()
    assert [problem.noun for problem in problems(copy)] == ["head"]
    with open_store(copy, write=True) as store:
        store.add([Coded(report=report("Quiet day in Zell."))])
    assert problems(copy) == []


def test_a_damaged_head_is_reported(copy: Path) -> None:
    path = copy.parent / "news.db.head"
    raw = bytearray(path.read_bytes())
    raw[25] ^= 1
    path.write_bytes(raw)
    assert [problem.noun for problem in problems(copy)] == ["head"]


def test_an_older_copy_beside_a_newer_head_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    fill(path, 20)
    older = path.read_bytes()
    with open_store(path, write=True) as store:
        store.add([Coded(report=report("Quiet day in Zell."))])
    path.write_bytes(older)
    with open_store(path, write=True) as store, pytest.raises(StoreDamaged, match="newest 1 commits"):
        store.add([Coded(report=report("Quiet day in Odrel."))])
