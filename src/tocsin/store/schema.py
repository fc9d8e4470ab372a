"""The tables of a store, as numbered migrations: the version of a store is the number of the last one applied.

A migration that has been published is never edited; a change is a new function at the end of `MIGRATIONS`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tocsin.errors import SchemaTooNew, StoreError

if TYPE_CHECKING:
    from apsw import Connection

APPLICATION_ID = 0x746F6373
""""tocs": what SQLite files of this program carry in their header, so that `file` and we can tell them."""

_FIRST = ("report", "claim", "status_change", "assessment", "forecast", "review", "tombstone")
APPENDED = (*_FIRST, "translation")
"""Tables of evidence and ledger: rows are only added, numbered 1, 2, 3 ... by `n`."""

DERIVED = ("incident", "commitment", "origin")
"""Tables that are replaced as a whole."""

_COLUMNS = {
    "report": "outlet TEXT NOT NULL, url TEXT NOT NULL, published TEXT, lang TEXT NOT NULL",
    "claim": "report TEXT NOT NULL, event_type TEXT NOT NULL, mode TEXT NOT NULL, factuality TEXT NOT NULL,"
    " first TEXT, last TEXT, place TEXT NOT NULL,"
    " reading INTEGER NOT NULL REFERENCES report(n), ordinal INTEGER NOT NULL",
    "status_change": "commitment TEXT NOT NULL, status TEXT NOT NULL, made TEXT NOT NULL",
    "assessment": "commitment TEXT NOT NULL, incident TEXT NOT NULL, verdict TEXT NOT NULL, made TEXT NOT NULL",
    "forecast": "unit TEXT NOT NULL, commitment TEXT NOT NULL, start TEXT NOT NULL, made TEXT NOT NULL",
    "review": "subject TEXT NOT NULL, decision TEXT NOT NULL, made TEXT NOT NULL",
    "tombstone": "reason TEXT NOT NULL, made TEXT NOT NULL",
    "incident": "founding TEXT NOT NULL, event_type TEXT NOT NULL, standing TEXT NOT NULL,"
    " first TEXT, last TEXT, place TEXT NOT NULL",
    "commitment": "kind TEXT NOT NULL, founded TEXT",
    "origin": "origin TEXT NOT NULL",
}
_UNIQUE = {"claim": "reading, id", "incident": "id", "commitment": "id", "origin": "id"}
_INDEXES = """
CREATE INDEX report_by_day ON report (published, id);
CREATE INDEX report_by_address ON report (outlet, url);
CREATE INDEX claim_by_reading ON claim (reading, ordinal);
CREATE INDEX claim_by_id ON claim (id);
CREATE INDEX claim_by_day ON claim (first, event_type);
CREATE INDEX claim_by_type ON claim (event_type, mode, factuality);
CREATE INDEX status_change_by_commitment ON status_change (commitment, made);
CREATE INDEX assessment_by_commitment ON assessment (commitment, made);
CREATE INDEX forecast_by_unit ON forecast (unit, made);
CREATE INDEX review_by_subject ON review (subject);
CREATE INDEX incident_by_day ON incident (first, event_type);
CREATE INDEX origin_by_origin ON origin (origin);
"""
_STATES = "'coded', 'no_event', 'quarantined', 'failed', 'pending'"


def _make_tables(db: "Connection") -> None:
    """Number 1: evidence, ledger, derived tables, the account, the chain, and the words to search."""
    for table, columns in _COLUMNS.items():
        chain = "chain INTEGER NOT NULL, " if table in _FIRST else ""
        db.execute(
            f"CREATE TABLE {table} (n INTEGER PRIMARY KEY, id TEXT NOT NULL, {columns}, {chain}"
            f"record TEXT NOT NULL, sha TEXT NOT NULL, UNIQUE ({_UNIQUE.get(table, 'id, sha')}))"
        )
    for table in (*_FIRST, "chain"):
        if table == "chain":
            db.execute(
                "CREATE TABLE chain (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, content TEXT NOT NULL,"
                " previous TEXT NOT NULL, digest TEXT NOT NULL)"
            )
        _only_add(db, table)
    db.execute(
        "CREATE TABLE document (id TEXT PRIMARY KEY, reading INTEGER REFERENCES report(n), state TEXT NOT NULL"
        f" CHECK (state IN ({_STATES})), source TEXT NOT NULL, fetched TEXT, arrivals INTEGER NOT NULL,"
        " sha TEXT NOT NULL) WITHOUT ROWID;"
        "CREATE INDEX document_by_state ON document (state);"
        "CREATE INDEX document_by_reading ON document (reading);"
        "CREATE TABLE issue (n INTEGER PRIMARY KEY, document TEXT NOT NULL, ordinal INTEGER NOT NULL,"
        " record TEXT NOT NULL, sha TEXT NOT NULL, UNIQUE (document, ordinal, sha));" + _INDEXES
    )
    for noun in ("report", "claim"):
        for index, tokenizer in (("words", "unicode61 remove_diacritics 2"), ("letters", "trigram")):
            db.execute(
                f"CREATE VIRTUAL TABLE {noun}_{index} USING fts5(text, content='', tokenize='{tokenizer}')"
            )


def _only_add(db: "Connection", table: str) -> None:
    """Forbid to change or take away the rows of a table."""
    for action in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} BEGIN"
            f" SELECT RAISE(ABORT, 'rows of {table} are only added, never changed'); END"
        )


def _index_incidents(db: "Connection") -> None:
    """Number 2: which incident a claim belongs to, and who has a part in which incident."""
    db.execute(
        "CREATE TABLE incident_claim (claim TEXT NOT NULL, incident TEXT NOT NULL, PRIMARY KEY (claim, incident))"
        " WITHOUT ROWID;"
        "CREATE TABLE incident_party (actor TEXT NOT NULL, first TEXT NOT NULL, incident TEXT NOT NULL,"
        " PRIMARY KEY (actor, first, incident)) WITHOUT ROWID;"
    )
    index_incidents(db)


def index_incidents(db: "Connection") -> None:
    """Fill the tables that lead from claims and actors to incidents; they hold nothing that the incidents do not.

    Args:
        db: connection in a write transaction.
    """
    db.execute(
        "DELETE FROM incident_claim; DELETE FROM incident_party;"
        "INSERT INTO incident_claim SELECT j.value, i.id FROM incident i, json_each(i.record, '$.claims') j;"
        "INSERT OR IGNORE INTO incident_party SELECT j.value, ifnull(i.first, ''), i.id"
        " FROM incident i, json_each(i.record, '$.actor') j;"
        "INSERT OR IGNORE INTO incident_party SELECT j.value, ifnull(i.first, ''), i.id"
        " FROM incident i, json_each(i.record, '$.recipient') j;"
    )


SCORE = "CASE WHEN json_valid(record) THEN json_extract(record, '$.score') END"
"""How sure the reader is of a claim, as the index has it: a query that reads the index must say it in these words."""


def _index_scores(db: "Connection") -> None:
    """Number 3: claims by how sure the reader is, so that lists can be narrowed without reading the records."""
    db.execute(f"CREATE INDEX claim_by_score ON claim ({SCORE})")


def _keep_translations(db: "Connection") -> None:
    """Number 4: the translations in which reports were read, a layer over the originals."""
    db.execute(
        "CREATE TABLE translation (n INTEGER PRIMARY KEY, id TEXT NOT NULL, report TEXT NOT NULL,"
        " chain INTEGER NOT NULL, record TEXT NOT NULL, sha TEXT NOT NULL, UNIQUE (id, sha));"
        "CREATE INDEX translation_by_report ON translation (report);"
    )
    _only_add(db, "translation")


MIGRATIONS: tuple[Callable[["Connection"], None], ...] = (
    _make_tables,
    _index_incidents,
    _index_scores,
    _keep_translations,
)
"""All migrations in order; number 1 first."""


def check_version(db: "Connection", path: str) -> int:
    """Tell the version of a store.

    Args:
        db: connection to it.
        path: its path, for messages.

    Returns:
        The number of migrations applied to it; 0 = an empty file.

    Raises:
        SchemaTooNew: a newer program made it.
        StoreError: it is another program's database.
    """
    application, version = db.pragma("application_id"), db.pragma("user_version")
    if not version and not application and not db.pragma("schema_version"):
        return 0
    if application != APPLICATION_ID:
        message = f"{path} is an SQLite file, but no store of tocsin. Give another path with --store."
        raise StoreError(message)
    if version > len(MIGRATIONS):
        message = (
            f"{path} was made by a newer version of tocsin (its tables have version {version}, this program knows "
            f"up to {len(MIGRATIONS)}). Update tocsin; the store was not touched."
        )
        raise SchemaTooNew(message)
    return int(version)


def migrate(db: "Connection", version: int) -> None:
    """Bring a store up to date, in one transaction that the caller has begun.

    Args:
        db: connection in a write transaction.
        version: number of migrations already applied.
    """
    for number, migration in enumerate(MIGRATIONS[version:], version + 1):
        migration(db)
        db.pragma("user_version", number)
    db.pragma("application_id", APPLICATION_ID)
