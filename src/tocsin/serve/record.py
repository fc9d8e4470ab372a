"""The record at one moment, as the desk holds it in memory: columns of incidents and claims, outlets, the account."""

import datetime as dt
from typing import Any

import apsw
import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.serve.columns import (
    Coding,
    Columns,
    Facet,
    Mask,
    Numbers,
    distinct,
    facet_of,
    number_of,
    ordinal_of,
    whole,
)
from tocsin.serve.log import Log
from tocsin.serve.review_states import review_facet
from tocsin.serve.sampling import Sample, draw
from tocsin.serve.ties import TIE, Tie, backer_facet, ties_of
from tocsin.store import Account, Store, columns


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """How an outlet is doing."""

    name: str
    """"" = reports that name none."""
    reports: int
    week: int
    """Reports of the last seven days before the newest report of the record."""
    usual: float
    """Reports a week, from its first to its newest day; 0 = only one day is known."""
    last: dt.date | None
    """Day of its newest report; None = unknown."""
    silent: int
    """Days since then, up to the newest report of the record."""

    @property
    def state(self) -> str:
        """Say how it is doing: "silent" is three times as long without a report as usual, and more than a week."""
        if self.last is None:
            return "undated"
        gap = 7 / self.usual if self.usual else 0
        return (
            "silent" if gap and self.silent > max(7, 3 * gap) else "reporting" if self.silent <= 7 else "idle"
        )


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The record at one moment."""

    moment: int
    """Number of the last commit."""
    made: dt.datetime
    """When it was gathered, UTC."""
    today: dt.date | None
    """Day of the newest report; None = no day is known."""
    account: Account
    incidents: Columns
    claims: Columns
    sample: Sample
    """The claims that are to be reviewed."""
    ties: dict[str, tuple[Tie, ...]]
    """Actor to the ties that claims tell of it."""
    sources: tuple[Source, ...]
    """Outlets by the number of their reports."""


LEAST = (0.9, 0.75, 0.5, 0.0)
"""Least score of each band of `BANDS` but the last."""
BANDS = {"90": "90 % and more", "75": "75 to 90 %", "50": "50 to 75 %", "0": "below 50 %", "none": "not said"}
"""How sure the reader is of a claim, and the words for it."""


class _Reports:
    """What is known of each reading of a report."""

    def __init__(self, db: apsw.Connection) -> None:
        rows = list(columns.report_rows(db))
        size = max((row.row for row in rows), default=0) + 1
        self.is_known = np.zeros(size, dtype=np.bool_)
        self.days, self.outlets, self.langs = (np.zeros(size, dtype=np.int32) for _ in range(3))
        self.outlet_names, self.lang_names = Coding(), Coding()
        for row in rows:
            self.is_known[row.row] = True
            self.days[row.row] = ordinal_of(row.published)
            self.outlets[row.row] = self.outlet_names.code(row.outlet)
            self.langs[row.row] = self.lang_names.code(row.lang)


class _Claims:
    """Every claim that counts, in the order of the list: newest report first, then as in the text."""

    def __init__(self, db: apsw.Connection, reports: _Reports) -> None:
        found = np.fromiter(columns.claim_readings(db), dtype=[("row", np.int32), ("reading", np.int32)])
        found = found[reports.is_known[found["reading"]]]
        order = np.lexsort((found["row"], -found["reading"], -reports.days[found["reading"]]))
        self.rows, self.readings = found["row"][order], found["reading"][order]
        place = np.full(int(self.rows.max(initial=0)) + 1, -1, dtype=np.int32)
        """Row of a claim to its place in the list; -1 = it does not count."""
        place[self.rows] = np.arange(len(self.rows), dtype=np.int32)

        def is_there(rows: Numbers) -> Mask:
            return (rows < len(place)) & (place[np.minimum(rows, len(place) - 1)] >= 0)

        self.kind_names, self.stand_names = Coding(), Coding()
        self.kinds, self.stands = (np.zeros(len(self.rows), dtype=np.int32) for _ in range(2))
        self.ids = np.zeros(len(self.rows), dtype=np.uint64)
        coded = np.fromiter(
            (
                (row, self.kind_names.code(kind), self.stand_names.code(stands))
                for row, kind, stands in columns.claim_kinds(db)
            ),
            dtype=[("row", np.int32), ("kind", np.int32), ("stands", np.int32)],
        )
        coded = coded[is_there(coded["row"])]
        self.kinds[place[coded["row"]]] = coded["kind"]
        self.stands[place[coded["row"]]] = coded["stands"]
        self.bands = np.full(len(self.rows), len(BANDS) - 1, dtype=np.int32)
        sure = np.fromiter(
            ((row, -1.0 if score is None else score) for row, score in columns.claim_scores(db)),
            dtype=[("row", np.int32), ("score", np.float64)],
        )
        sure = sure[is_there(sure["row"])]
        self.bands[place[sure["row"]]] = np.searchsorted(-np.array(LEAST), -sure["score"])
        named = np.fromiter(
            ((row, number_of(key)) for row, key in columns.claim_ids(db)),
            dtype=[("row", np.int32), ("id", np.uint64)],
        )
        named = named[is_there(named["row"])]
        self.ids[place[named["row"]]] = named["id"]


def gather(store: Store) -> Record:
    """Gather the columns of a store, of one moment.

    Args:
        store: the store.

    Returns:
        The record.
    """
    with store.views.at_one_moment() as db:
        moment, account = store.views.moment(), store.status()
        reports = _Reports(db)
        claims = _Claims(db, reports)
        told = _claim_columns(reports, claims)
        sample = draw(told)
        told.facets["review"] = review_facet(told, Log(store.ledger("review")), sample)
        is_tie = told.facets["event_type"].having({TIE}, len(told.rows), within=False)
        ties = ties_of(store.views.claims_at(told.rows[is_tie].tolist()))
        incidents = _incidents(db, reports, claims, told.facets["review"])
    incidents.facets["backer"] = backer_facet(incidents.facets["actor"], ties)
    newest = int(reports.days.max(initial=0))
    return Record(
        moment=moment,
        made=dt.datetime.now(dt.UTC),
        today=dt.date.fromordinal(newest) if newest else None,
        account=account,
        incidents=incidents,
        claims=told,
        sample=sample,
        ties=ties,
        sources=_sources(reports, newest),
    )


def _claim_columns(reports: _Reports, claims: _Claims) -> Columns:
    places = np.arange(len(claims.rows), dtype=np.int32)
    days = reports.days[claims.readings]
    coded = {
        "event_type": (claims.kind_names.values, claims.kinds),
        "factuality": (claims.stand_names.values, claims.stands),
        "confidence": (list(BANDS), claims.bands),
        "outlet": (reports.outlet_names.values, reports.outlets[claims.readings]),
        "lang": (reports.lang_names.values, reports.langs[claims.readings]),
    }
    facets = {name: _single(values, places, codes) for name, (values, codes) in coded.items()}
    return Columns(claims.rows, claims.ids, days, days, facets)


def _single(values: list[str], places: Numbers, codes: Numbers) -> Facet:
    """Make a facet of one value a record; "" counts as none."""
    if "" not in values:
        return Facet(values, places, codes)
    named = codes != values.index("")
    return Facet(values, places[named], codes[named])


def _incidents(db: apsw.Connection, reports: _Reports, claims: _Claims, review: Facet) -> Columns:
    found = list(columns.incident_rows(db))
    ids = np.array([number_of(one.id) for one in found], dtype=np.uint64)
    days = whole(ordinal_of(one.first or one.last) for one in found)
    order = np.lexsort((np.uint64(2**64 - 1) - ids, -days))
    places = np.empty(len(found), dtype=np.int32)
    places[order] = np.arange(len(found), dtype=np.int32)
    values: dict[str, Any] = {
        "event_type": [(one.event_type,) for one in found],
        "actor": [one.told.actor + one.told.recipient for one in found],
        "country": [(one.told.where.country,) for one in found],
        "place": [(one.told.where.place,) for one in found],
        "precision": [(one.told.where.precision or "",) for one in found],
        "target": [(one.told.target_class,) for one in found],
        "standing": [(one.standing,) for one in found],
        "time": [("background" if one.told.background else "news",) for one in found],
    }
    facets = {name: facet_of(told, places) for name, told in values.items()}
    owners, told_by = _told_by(db, ids, places, claims)
    readings = claims.readings[told_by]
    facets["factuality"] = distinct(owners, claims.stands[told_by], claims.stand_names.values)
    facets["confidence"] = distinct(owners, claims.bands[told_by], list(BANDS))
    facets["outlet"] = distinct(owners, reports.outlets[readings], reports.outlet_names.values)
    facets["lang"] = distinct(owners, reports.langs[readings], reports.lang_names.values)
    facets["review"] = distinct(owners, review.codes[told_by], review.values)
    return Columns(
        whole(one.row for one in found)[order],
        ids[order],
        days[order],
        whole(ordinal_of(one.last or one.first) for one in found)[order],
        facets,
    )


def _told_by(
    db: apsw.Connection, ids: NDArray[np.uint64], places: Numbers, claims: _Claims
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair incidents with their claims: places in the list of incidents, and in that of claims."""
    pairs = np.fromiter(
        (number_of(key) for pair in columns.incident_claims(db) for key in pair), dtype=np.uint64
    ).reshape(-1, 2)
    claim, is_claim = _find(claims.ids, pairs[:, 0])
    incident, is_incident = _find(ids, pairs[:, 1])
    kept = is_claim & is_incident
    return places[incident[kept]].astype(np.intp), claim[kept]


def _find(ids: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Find ids among others: the place of each, and whether it is there."""
    if not len(ids):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=np.bool_)
    order = np.argsort(ids)
    found = order[np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)]
    return found, ids[found] == wanted


def _sources(reports: _Reports, newest: int) -> tuple[Source, ...]:
    found = []
    for code, name in enumerate(reports.outlet_names.values):
        own = reports.is_known & (reports.outlets == code)
        days = reports.days[own]
        dated = days[days > 0]
        first, last = (int(dated.min()), int(dated.max())) if len(dated) else (0, 0)
        found.append(
            Source(
                name=name,
                reports=len(days),
                week=int((dated > newest - 7).sum()),
                usual=7 * len(dated) / (last - first + 1) if last > first else 0.0,
                last=dt.date.fromordinal(last) if last else None,
                silent=newest - last if last else 0,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.reports, one.name)))
