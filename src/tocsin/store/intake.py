"""Taking in what was read: every report once, whatever the order and however often it comes.

A report's id hangs on outlet, address and text. What else its source says of it (day, language, title) may differ
between two arrivals: the better reading of it counts, by a rule that does not ask which came first, and the other
stays where it is. Where it was read from and when it was fetched is kept with the document, not in the record.
"""

from collections.abc import Iterable

import apsw
import msgspec

from tocsin.model import Claim, Coded, Issue, Report
from tocsin.store.account import UNSETTLED, Account, Document, find_document, keep_document, unread_id
from tocsin.store.rows import TABLES, digest, encode, insert_sql, row_of

replace = msgspec.structs.replace


def bare(report: Report) -> Report:
    """Leave out what hangs on the arrival or is told by other records: see `tocsin.store.records.full`."""
    return replace(report, source="", fetched=None, replaces="", copy_of="")


Rank = tuple[bool, bool, str]
"""Whether day and language are missing, and the digest: of two readings the one with the smaller rank counts."""


def _rank(report: Report) -> Rank:
    return report.published is None, not report.lang, digest(encode(report))


class Intake:
    """Takes in documents within one commit.

    Args:
        db: connection in a write transaction.
        number: of the commit.
    """

    def __init__(self, db: apsw.Connection, number: int) -> None:
        """Prepare the statements."""
        self._db = db
        self._insert_report = insert_sql(TABLES["report"], chain=number)
        self._insert_claim = insert_sql(TABLES["claim"], chain=number)
        self._insert_translation = insert_sql(TABLES["translation"], chain=number, ignore=True)

    def add(self, coded: Coded) -> Account:
        """Take in a document that was read.

        Args:
            coded: what was read of it.

        Returns:
            What became of it.
        """
        if coded.report is None:
            return self._add_unread(coded)
        document, is_reading = self._arrive(coded.report)
        if not is_reading or document.state not in UNSETTLED:
            return Account(arrivals=1, repeats=1)
        return Account(arrivals=1) + self._settle(document, coded)

    def accept(self, report: Report) -> tuple[Account, bool]:
        """Take in a report that is still to be read.

        Args:
            report: the report.

        Returns:
            What became of it, and whether it is to be read: it is new, or better than what was there, or was put
            aside earlier.
        """
        before = find_document(self._db, report.id)
        document, is_reading = self._arrive(report)
        is_new = before is None or before.reading != document.reading
        is_put_aside = is_reading and document.state in {"quarantined", "failed"}
        if not is_new and not is_put_aside:
            return Account(arrivals=1, repeats=1), False
        if is_put_aside:
            keep_document(self._db, replace(document, state="pending"))
        return Account(arrivals=1, pending=1), True

    def settle(self, coded: Coded) -> Account:
        """Take in what was read of a document that had been accepted.

        Args:
            coded: what was read of it, with the report as it was accepted.

        Returns:
            What became of it; one fewer is pending. Where another run was quicker it counts as a repeat.
        """
        if coded.report is None:
            return self._add_unread(coded)
        document = find_document(self._db, coded.report.id)
        if document is None:
            return self.add(coded)
        is_reading = self._rank_of(document.reading) == _rank(bare(coded.report))
        if not is_reading or document.state not in UNSETTLED:
            return Account(pending=-1, repeats=1)
        return Account(pending=-1) + self._settle(document, coded)

    def _arrive(self, report: Report) -> tuple[Document, bool]:
        """Note an arrival; tell whether this is the reading of it that counts."""
        known = bare(report)
        fetched = report.fetched.isoformat() if report.fetched else None
        old = find_document(self._db, report.id)
        if old is None:
            new = Document(
                id=report.id,
                reading=self._insert(known),
                state="pending",
                source=report.source,
                fetched=fetched,
                arrivals=1,
            )
            keep_document(self._db, new)
            return new, True
        rank, old_rank = _rank(known), self._rank_of(old.reading)
        new = replace(
            old,
            arrivals=old.arrivals + 1,
            source=min(filter(None, (old.source, report.source)), default=""),
            fetched=min(filter(None, (old.fetched, fetched)), default=None),
        )
        if rank < old_rank:
            new = replace(new, reading=self._insert(known), state="pending")
            self._put_issues(report.id, ())
        keep_document(self._db, new)
        return new, rank <= old_rank

    def _rank_of(self, row: int | None) -> Rank:
        """Give the rank of a stored reading."""
        sql = "SELECT published IS NULL, lang = '', sha FROM report WHERE n = ?"
        [(no_day, no_lang, sha)] = self._db.execute(sql, (row,))
        return bool(no_day), bool(no_lang), sha

    def _insert(self, report: Report) -> int:
        """Store a reading of a report and its words."""
        self._db.execute(self._insert_report, row_of(report))
        row = self._db.last_insert_rowid()
        text = report.text if report.title in report.text else f"{report.title}\n{report.text}"
        self._index("report", [(row, text)])
        return row

    def _index(self, noun: str, texts: list[tuple[int, str]]) -> None:
        """Make texts findable."""
        for index in ("words", "letters"):
            table = f"{noun}_{index}"
            self._db.executemany(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", texts)

    def _settle(self, document: Document, coded: Coded) -> Account:
        """Store what was read of a report. Claims of one that was put aside wait until it is read again."""
        claims, more = _distinct(coded) if coded.state == "coded" else ((), ())
        if claims:
            rows = [row_of(claim, (document.reading, place)) for place, claim in enumerate(claims)]
            self._db.executemany(self._insert_claim, rows)
            first = self._db.last_insert_rowid() - len(claims) + 1
            texts = [claim.span.quote for claim in claims]
            self._index("claim", list(enumerate(texts, first)))
        self._db.executemany(self._insert_translation, map(row_of, coded.translations))
        self._put_issues(document.id, (*coded.issues, *more))
        keep_document(self._db, replace(document, state=coded.state))
        return Account(claims=len(claims), **{coded.state: 1})

    def _put_issues(self, document: str, issues: Iterable[Issue]) -> None:
        """Replace the issues of a document."""
        self._db.execute("DELETE FROM issue WHERE document = ? AND document <> ''", (document,))
        for place, issue in enumerate(issues):
            text = encode(replace(issue, source="") if issue.report else issue)
            ordinal = place if document else 0
            self._db.execute(
                "INSERT OR IGNORE INTO issue (document, ordinal, record, sha) VALUES (?, ?, ?, ?)",
                (document, ordinal, text, digest(text, (document, ordinal))),
            )

    def _add_unread(self, coded: Coded) -> Account:
        """Take in an input of which no report could be made; notes on a folder are kept and count as nothing."""
        issues = [_writable(issue) for issue in coded.issues]
        grave = [issue for issue in issues if issue.severity != "note"]
        if not grave:
            self._put_issues("", issues)
            return Account()
        key = unread_id(grave[0].source, grave[0].code)
        old = find_document(self._db, key)
        if old:
            keep_document(self._db, replace(old, arrivals=old.arrivals + 1))
            return Account(arrivals=1, repeats=1)
        new = Document(
            id=key, reading=None, state=coded.state, source=grave[0].source, fetched=None, arrivals=1
        )
        keep_document(self._db, new)
        self._put_issues(key, issues)
        return Account(arrivals=1, **{coded.state: 1})


def _writable(issue: Issue) -> Issue:
    """Write bytes of a file name that are no UTF-8 as escapes: an issue about such a file must not stop the others."""
    source, message = (
        words.encode("utf-8", "backslashreplace").decode() for words in (issue.source, issue.message)
    )
    return replace(issue, source=source, message=message)


def _distinct(coded: Coded) -> tuple[tuple[Claim, ...], tuple[Issue, ...]]:
    """Keep one claim an id; that a second one was different is an issue."""
    claims: dict[str, Claim] = {}
    issues = []
    for claim in coded.claims:
        if claims.setdefault(claim.id, claim) != claim:
            message = (
                f"A second claim with the id {claim.id} says something else: only the first one is kept."
            )
            issues.append(
                Issue(
                    report=claim.report,
                    stage="store",
                    code="claim.twice",
                    severity="note",
                    message=message,
                    span=claim.span,
                )
            )
    return tuple(claims.values()), tuple(issues)
