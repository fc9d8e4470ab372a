"""A question can only read, and only so much; what it may not do is said with exit code 2."""

import csv
import json
import re
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

import tocsin
from tests.formats.news import ATTACK, MARCH, incident
from tests.query.news import write_lines
from tests.store.news import dump_of, raids
from tocsin.cli import main
from tocsin.errors import FormatError, InputError, QueryError
from tocsin.store import open_store
from tocsin.store.query import Limits
from tocsin.store.query.views import NAMES

pytest.importorskip("duckdb")

PAGE = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """An attack and a march."""
    return write_lines(tmp_path / "claims.jsonl", ATTACK, MARCH)


def run(*arguments: object, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["query", *(str(argument) for argument in arguments)], input=given)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{path}')",
        "SELECT * FROM read_csv('{path}')",
        "SELECT * FROM read_json('{path}')",
        "SELECT * FROM read_blob('{path}')",
        "SELECT * FROM read_parquet('{path}')",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM '{path}'",
        "SELECT * FROM read_csv('https://news.example/a.csv')",
        "COPY claims TO '{folder}/out.csv'",
        "EXPORT DATABASE '{folder}/out'",
        "ATTACH '{folder}/other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '64GB'",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA database_list",
        "CREATE TABLE mine AS SELECT 1",
        "INSERT INTO claims SELECT * FROM claims",
        "DELETE FROM claims",
        "DROP VIEW events",
        "SELECT 1; SELECT 2",
        "EXPLAIN ANALYZE COPY claims TO '{folder}/out.csv'",
        "WITH gone AS (DELETE FROM claims RETURNING *) SELECT * FROM gone",
        "SELECT * FROM secret_of_the_caller",
        "",
        "-- nothing",
    ],
)
def test_a_query_can_only_read_the_records(sql: str, lines: Path, tmp_path: Path) -> None:
    secret_of_the_caller = tocsin.query("SELECT 1 AS n", lines)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(QueryError):
        tocsin.query(sql.format(path=lines, folder=tmp_path), lines)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert len(secret_of_the_caller) == 1


def test_a_store_is_as_it_was(tmp_path: Path) -> None:
    store = tmp_path / "news.db"
    with open_store(store, write=True) as kept:
        kept.add(raids(8))
    before, content = dump_of(store), store.read_bytes()
    assert run("SELECT count(*) AS claims FROM claims", store, "--format", "csv").stdout == "claims\n14\n"
    assert run("DELETE FROM claims", store).exit_code == 2
    assert (dump_of(store), store.read_bytes()) == (before, content)


@pytest.mark.parametrize(
    ("sql", "limits", "advice"),
    [
        ("SELECT count(*) FROM range(1000000000000)", Limits(seconds=0.2), "--seconds"),
        ("SELECT list(i) FROM range(100000000) t(i)", Limits(memory=64), "--memory"),
        ("FROM range(11)", Limits(rows=10), "--rows"),
        ("SELECT 1", Limits(rows=0), "at least 1 row"),
        ("SELECT id, id FROM claims", Limits(), "called id"),
        ("SELECT nothing FROM claims", Limits(), "nothing"),
        ("SELECT * FROM eventz", Limits(), "There are: reports, translations, claims"),
        ("SELECT (", Limits(), "syntax error"),
        ("SELECT 'x'::INT", Limits(), "convert"),
    ],
)
def test_a_limit_or_a_mistake_is_explained(sql: str, limits: Limits, advice: str, lines: Path) -> None:
    with pytest.raises(QueryError, match=re.escape(advice)):
        tocsin.query(sql, lines, limits=limits)


def test_an_answer_of_just_the_allowed_length_is_given(lines: Path) -> None:
    assert len(tocsin.query("FROM range(10)", lines, limits=Limits(rows=10))) == 10


def test_a_name_put_together_in_sql_is_unknown_rather_than_empty(lines: Path) -> None:
    with pytest.raises(QueryError, match="does not exist"):
        tocsin.query("SELECT (SELECT count(*) FROM reports), * FROM query_table('cla' || 'ims')", lines)


def test_mistakes_end_with_exit_code_2(lines: Path, tmp_path: Path) -> None:
    for wrong in (
        run("SELECT (", lines),
        run("SELECT 1", tmp_path / "nowhere.db"),
        run("SELECT 1", tmp_path),
        run("SELECT 1", lines, "--format", "parquet"),
        run("FROM range(3)", lines, "--rows", 2),
    ):
        assert wrong.exit_code == 2, wrong.output
        assert "Error: " in wrong.stderr
        assert wrong.stdout == ""


def test_folders_that_are_no_export_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "parquet"
    folder.mkdir()
    with pytest.raises(InputError, match="holds no Parquet"):
        tocsin.query("FROM claims", folder)
    shard = {"path": "../claims.jsonl", "record": "claim"}
    (folder / "manifest.json").write_text(json.dumps({"shards": [shard]}), encoding="utf-8")
    with pytest.raises(FormatError, match="not in the folder"):
        tocsin.query("FROM claims", folder)
    (folder / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(FormatError, match="no list of shards"):
        tocsin.query("FROM claims", folder)


def test_a_broken_line_is_named(lines: Path) -> None:
    with lines.open("a", encoding="utf-8") as out:
        out.write('{"record": "claim"}\n')
    broken = run("SELECT count(*) FROM claims", lines)
    assert broken.exit_code == 2
    assert "line 5" in broken.stderr


def test_the_table_is_for_people(lines: Path) -> None:
    shown = run("SELECT event_type, dead_low, 'a' || chr(27) || '[31m' AS odd FROM events ORDER BY 1", lines)
    assert shown.stdout.splitlines() == [
        "event_type  dead_low  odd",
        "ASSAULT            3  a\\u{1b}[31m",
        "PROTEST               a\\u{1b}[31m",
    ]
    assert shown.stderr == "2 rows\n"


def test_json_lines_hold_every_column(lines: Path) -> None:
    shown = run(
        "SELECT event_type, actor, dead_high, first FROM events ORDER BY 1", lines, "--format", "jsonl"
    )
    assert [json.loads(line) for line in shown.stdout.splitlines()] == [
        {"event_type": "ASSAULT", "actor": ["irq.harvan_front"], "dead_high": None, "first": "2020-10-11"},
        {"event_type": "PROTEST", "actor": [], "dead_high": None, "first": "2020-10-12"},
    ]


def test_a_spreadsheet_takes_nothing_for_a_formula(lines: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    sql = """SELECT '=HYPERLINK("x")' AS "=name", -2 AS n, [1, 2] AS l, DATE '2020-10-11' AS d, true AS b, NULL AS z,
      '-inf'::DOUBLE AS f, 1.50::DECIMAL(9, 2) AS m"""
    assert run(sql, lines, "--format", "csv", "-o", target).exit_code == 0
    with target.open(encoding="utf-8", newline="") as written:
        head, row = csv.reader(written)
    assert head[0] == "'=name"
    assert row == ['\'=HYPERLINK("x")', "-2", "[1,2]", "2020-10-11", "true", "", "'-inf", "1.50"]


def test_parquet_can_be_read_back(lines: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    assert run("SELECT * FROM events", lines, "--format", "parquet", "-o", target).exit_code == 0
    assert (
        pytest.importorskip("pyarrow.parquet")
        .read_table(target)
        .equals(tocsin.query("SELECT * FROM events", lines))
    )
    assert not list(tmp_path.glob("*.part"))


def test_sql_comes_from_a_pipe(lines: Path) -> None:
    assert run("-", lines, "--format", "csv", given="SELECT count(*) AS n\nFROM claims;").stdout == "n\n2\n"


def test_the_page_names_every_table_and_every_column_of_the_views(tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "claims.jsonl", ATTACK, incident(ATTACK))
    for name in NAMES:
        assert f"`{name}`" in PAGE
    for view in ("parties", "events", "dyad_day", "actor_month"):
        section = PAGE.partition(f"`{view}` has one row")[2].partition("has one row")[0]
        cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        named = [name for words in cells for name in re.findall(r"`(\w+)`", words)]
        columns = tocsin.query(f"DESCRIBE {view}", lines).column("column_name").to_pylist()
        assert sorted(named) == sorted(columns)


def test_questions_with_a_pivot_are_answered(lines: Path) -> None:
    answer = tocsin.query("PIVOT events ON event_type USING count(*) GROUP BY country", lines)
    assert answer.to_pylist() == [{"country": "IRQ", "ASSAULT": 1, "PROTEST": 1}]


def test_the_same_question_gives_the_same_bytes(lines: Path) -> None:
    sql = "SELECT * FROM events"
    assert run(sql, lines, "--format", "jsonl").stdout == run(sql, lines, "--format", "jsonl").stdout
    assert msgspec.json.encode(tocsin.query(sql, lines).to_pylist())
