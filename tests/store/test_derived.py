"""What is derived is replaced as a whole; the ledger only grows; the past is seen as it was."""

import datetime as dt
from pathlib import Path

import pytest

from tests.store.news import DAY, dump, raids, report
from tocsin.errors import StoreError
from tocsin.model import Coded, Commitment, Forecast, History, Incident, Review, StatusChange, Tombstone
from tocsin.store import open_store

NOON = dt.datetime(2031, 3, 2, 12, tzinfo=dt.UTC)


def derive(history: History) -> tuple[list[Incident], list[Commitment], dict[str, str]]:
    """Link nothing: each claim is an incident; reports of one day are copies of the first of that day."""
    first: dict[dt.date | None, str] = {}
    origins = {key: first.setdefault(told.published, key) for key, told in history.reports.items()}
    incidents = [
        Incident(id=f"i_{key[2:]}", event_type="ASSAULT", standing="reported", origins=1, claims=(key,))
        for key in history.claims
    ]
    return incidents[::-1], [], origins


def test_a_rebuild_gives_the_same_however_often(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add(raids(60))
        store.rebuild(derive)
        once = dump(store)
        store.rebuild(derive)
        assert dump(store) == once
        assert list(store.verify()) == []
        assert [incident.claims[0] for incident in store.incidents()] == [
            claim.id for claim in store.claims()
        ]
        store.replace_derived([], [], {})
        assert list(store.incidents()) == []
        assert list(store.verify()) == []


def test_copies_name_their_original(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add(raids(60))
        store.rebuild(derive)
        kept = {told.id: told for told in store.reports()}
        history = store.history()
    copies = {key: told.copy_of for key, told in kept.items() if told.copy_of}
    assert len(copies) == 10
    assert all(history.origins[key] == original for key, original in copies.items())


def test_the_past_is_seen_without_what_came_later(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add([*raids(60), Coded(report=report("Undated.", day=None))])
        store.rebuild(derive)
        early, late = (incident for _, incident in zip(range(2), store.incidents(), strict=False))
        last = list(store.incidents())[-1]
        both = Incident(
            id="i_both",
            event_type="ASSAULT",
            standing="reported",
            origins=2,
            claims=early.claims + last.claims,
        )
        store.replace_derived([early, late, both], [], {})
        past = store.history(DAY)
        assert {told.published for told in past.reports.values()} == {DAY}
        assert {claim.report for claim in past.claims.values()} <= set(past.reports)
        assert set(past.incidents) == {early.id, late.id}
        assert past.origins == {key: key for key in past.reports}
        assert len(store.history().reports) == 61


def test_ledger_rows_are_kept_once_and_in_order(tmp_path: Path) -> None:
    changes = [
        StatusChange(
            id=f"s_{number}",
            commitment="k_1",
            status="in_force",
            reason="It was said.",
            rule="status.said",
            by="test",
            made=NOON + dt.timedelta(hours=number),
        )
        for number in range(4)
    ]
    forecast = Forecast(
        id="f_1",
        unit="x:osk-front > x:army",
        made=NOON,
        start=DAY,
        horizon_days=30,
        pmf=(0.5, 0.5),
        baseline=(0.6, 0.4),
        model="mixture",
        coverage="all_reported",
    )
    gone = Tombstone(id="i_1", at=NOON, reason="merged", into="i_2")
    review = Review(
        id="v_1", subject=("c_1", "c_2"), decision="same", patch={"b": 1, "a": 2}, reviewer="finch", made=NOON
    )
    dumps = []
    for name, order in (("a", changes), ("b", changes[::-1])):
        with open_store(tmp_path / name, write=True) as store:
            assert store.add_ledger([*order, forecast, gone]) == 6
            assert store.add_ledger([gone, *changes]) == 0
            assert store.add_reviews([review, review]) == 1
            assert list(store.ledger("status_change")) == changes
            assert [*store.ledger("forecast"), *store.ledger("tombstone")] == [forecast, gone]
            assert list(store.ledger("review")) == [review]
            assert list(store.verify()) == []
            dumps.append(dump(store))
    assert dumps[0] == dumps[1]


def test_there_is_no_other_ledger(tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "news.db", write=True) as store,
        pytest.raises(StoreError, match="status_change"),
    ):
        store.ledger("claims; DROP TABLE claim")


def test_a_store_opened_for_reading_takes_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db", write=True):
        pass
    with open_store(tmp_path / "news.db") as store, pytest.raises(StoreError, match="write=True"):
        store.add_reviews([])
