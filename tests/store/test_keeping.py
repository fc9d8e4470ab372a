"""What is kept, how often, and what comes back."""

import datetime as dt
import random
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace

from tests.store.news import DAY, claim, dump, dump_of, raids, report, unreadable
from tocsin.errors import SchemaTooNew, StoreError
from tocsin.model import Coded, Issue
from tocsin.store import Account, connection, open_store, schema
from tocsin.store.schema import MIGRATIONS


def test_what_was_read_comes_back(tmp_path: Path) -> None:
    told = list(raids(20))
    with open_store(tmp_path / "news.db", write=True) as store:
        account = store.add(told)
    with open_store(tmp_path / "news.db") as store:
        kept = {kept.id: kept for kept in store.reports()}
        assert kept == {unit.report.id: unit.report for unit in told if unit.report}
        assert {c.id: c for c in store.claims()} == {c.id: c for unit in told for c in unit.claims}
        assert {i.report: i for i in store.issues()} == {i.report: i for unit in told for i in unit.issues}
    assert account == Account(arrivals=20, coded=18, no_event=2, claims=36)


def test_reports_come_by_day_and_claims_as_in_the_text(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add([*raids(60), Coded(report=report("Undated.", day=None))])
        days = [told.published for told in store.reports()]
        order = [(told.published, told.id) for told in store.reports()]
        claims = list(store.claims())
    assert days[-1] is None
    known = [pair for pair in order if pair[0]]
    assert known == sorted(known)
    place = {told: number for number, (_, told) in enumerate(order)}
    assert [(place[c.report], c.span.start) for c in claims] == sorted(
        (place[c.report], c.span.start) for c in claims
    )


def test_one_report_comes_back_with_all_that_was_read_of_it(tmp_path: Path) -> None:
    told = list(raids(20))
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add(told)
        assert [store.coded(unit.report.id) for unit in told if unit.report] == told
        assert store.coded("r_0") is None


def test_three_times_in_any_order_is_once(tmp_path: Path) -> None:
    told = [*raids(50), unreadable()]
    with open_store(tmp_path / "once.db", write=True) as store:
        store.add(told)
    thrice = told * 3
    random.Random(5).shuffle(thrice)  # noqa: S311  no secret
    with open_store(tmp_path / "thrice.db", write=True) as store:
        account = store.add(thrice, batch=7)
        assert store.status() == account
    assert (account.arrivals, account.repeats, account.distinct) == (153, 102, 51)
    assert dump_of(tmp_path / "thrice.db") == dump_of(tmp_path / "once.db") != ""


def test_the_better_reading_of_a_report_counts_whichever_came_first(tmp_path: Path) -> None:
    """The same article from a page without a date, and from a feed with one."""
    dated = report("Fighters raided Odrel on Sunday.", url="https://osk.example/a", source="feed.jsonl:9")
    undated = replace(dated, published=None, source="page.html")
    from_feed = Coded(report=dated, claims=(claim(dated, "raided"),))
    from_page = Coded(report=undated, claims=(claim(undated, "raided", when=None),))
    dumps = []
    for name, order in (("a", (from_feed, from_page)), ("b", (from_page, from_feed))):
        with open_store(tmp_path / name, write=True) as store:
            store.add(order)
            [kept] = store.reports()
            [said] = store.claims()
            assert (kept.published, kept.source, said.when) == (DAY, "feed.jsonl:9", from_feed.claims[0].when)
            assert store.status() == Account(arrivals=2, repeats=1, coded=1, claims=1)
            dumps.append(dump(store))
    assert dumps[0] == dumps[1]


def test_a_worse_reading_does_not_take_the_place_of_one_that_waits(tmp_path: Path) -> None:
    dated = report("Fighters raided Odrel on Sunday.", url="https://osk.example/a")
    undated = replace(dated, published=None)
    with open_store(tmp_path / "news.db", write=True) as store:
        store.accept([dated])
        assert store.add([Coded(report=undated)]) == Account(arrivals=1, repeats=1)
        assert store.settle([Coded(report=undated)]) == Account(pending=-1, repeats=1)
        assert store.waiting() == [dated]
        store.settle([Coded(report=dated, claims=(claim(dated, "raided"),))])
        assert store.status() == Account(arrivals=2, repeats=1, coded=1, claims=1)


def test_a_changed_text_at_the_same_address_replaces_the_earlier_one(tmp_path: Path) -> None:
    first = replace(
        report("Two dead in Zell.", url="https://osk.example/z"),
        fetched=dt.datetime(2031, 3, 1, 8, tzinfo=dt.UTC),
    )
    second = replace(
        report("Three dead in Zell.", url="https://osk.example/z"),
        fetched=dt.datetime(2031, 3, 1, 9, tzinfo=dt.UTC),
    )
    for name, order in (("a", (first, second)), ("b", (second, first))):
        with open_store(tmp_path / name, write=True) as store:
            store.add(Coded(report=told) for told in order)
            kept = {told.id: told for told in store.reports()}
        assert kept == {first.id: first, second.id: replace(second, replaces=first.id)}
    assert dump_of(tmp_path / "a") == dump_of(tmp_path / "b")


def test_what_was_put_aside_is_tried_again(tmp_path: Path) -> None:
    told = report("Fighters raided Odrel.")
    fault = Issue(
        report=told.id, stage="pipeline", code="pipeline.fault", severity="quarantined", message="It failed."
    )
    with open_store(tmp_path / "news.db", write=True) as store:
        assert store.add([Coded(report=told, issues=(fault,))]) == Account(arrivals=1, quarantined=1)
        assert store.accept([told]) == (Account(arrivals=1, pending=1), [told])
        assert store.status() == Account(arrivals=2, repeats=1, pending=1)
        assert store.waiting() == [told]
        done = Coded(report=told, claims=(claim(told, "raided"),))
        assert store.settle([done]) == Account(pending=-1, coded=1, claims=1)
        assert store.accept([told]) == (Account(arrivals=1, repeats=1), [])
        assert store.status() == Account(arrivals=3, repeats=2, coded=1, claims=1)
        assert list(store.issues()) == []


def test_what_arrived_is_pending_until_it_is_read(tmp_path: Path) -> None:
    told = list(raids(10))
    reports = [unit.report for unit in told if unit.report]
    with open_store(tmp_path / "cut.db", write=True) as store:
        account, wanted = store.accept(reports)
        assert (account, wanted) == (Account(arrivals=10, pending=10), reports)
        store.settle(told[:4])
    with open_store(tmp_path / "cut.db", write=True) as store:
        waiting = {left.id for left in store.waiting()}
        assert waiting == {left.id for left in reports[4:]}
        store.settle(unit for unit in told if unit.report and unit.report.id in waiting)
        assert store.status().pending == 0
    with open_store(tmp_path / "whole.db", write=True) as store:
        store.add(told)
    assert dump_of(tmp_path / "cut.db") == dump_of(tmp_path / "whole.db")


def test_a_second_claim_of_the_same_id_is_not_lost_unseen(tmp_path: Path) -> None:
    told = report("Fighters raided Odrel.")
    one = claim(told, "raided")
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add([Coded(report=told, claims=(one, replace(one, when=None)))])
        assert list(store.claims()) == [one]
        assert [issue.code for issue in store.issues()] == ["claim.twice"]


@pytest.mark.parametrize("table", ["report", "claim", "chain"])
def test_evidence_cannot_be_edited(tmp_path: Path, table: str) -> None:
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add(raids(3))
        for edit in (f"DELETE FROM {table}", f"UPDATE {table} SET n = n + 100"):  # noqa: S608
            with pytest.raises(apsw.ConstraintError, match="only added"):
                store._db.execute(edit)


def test_a_store_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with open_store(path, write=True) as store:
        store.add(raids(3))
        store._db.pragma("user_version", len(MIGRATIONS) + 1)
    before = path.read_bytes()
    for write in (False, True):
        with pytest.raises(SchemaTooNew, match="Update tocsin"):
            open_store(path, write=write)
    assert path.read_bytes() == before


def test_an_older_store_is_brought_up_to_date_by_the_next_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "news.db"
    with open_store(path, write=True) as store:
        store.add(raids(3))
    before = dump_of(path)

    def add_a_column(db: apsw.Connection) -> None:
        db.execute("ALTER TABLE report ADD COLUMN desk TEXT")

    for module in (schema, connection):
        monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, add_a_column))
    with pytest.raises(StoreError, match="brings it up to date"):
        open_store(path)
    with open_store(path, write=True) as store:
        assert store._db.pragma("user_version") == len(MIGRATIONS) + 1
        assert list(store.verify()) == []
    assert dump_of(path) == before


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    apsw.Connection(str(path)).execute("CREATE TABLE recipe (name)")
    for write in (False, True):
        with pytest.raises(StoreError, match="no store of tocsin"):
            open_store(path, write=write)


def test_a_store_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store"):
        open_store(tmp_path / "news.db")
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_store_is_the_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add(raids(3))
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "link.db"
    link.symlink_to(tmp_path / "news.db")
    with open_store(link, write=True) as store:
        store.add(raids(4))
        assert list(store.verify()) == []
    assert list(link.parent.iterdir()) == [link]


def test_only_the_owner_may_read_a_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add(raids(1))
        assert {path.stat().st_mode & 0o77 for path in tmp_path.iterdir()} == {0}
