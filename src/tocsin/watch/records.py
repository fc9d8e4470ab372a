"""Records as JSON lines: everything that a day of the watch is made from, in one stream."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from tocsin.errors import FormatError
from tocsin.model import (
    Assessment,
    Claim,
    Commitment,
    Forecast,
    Header,
    History,
    Incident,
    Issue,
    Report,
    Review,
    StatusChange,
    Tombstone,
    Translation,
    Unread,
)
from tocsin.watch.day import Known

Record = (
    Report
    | Claim
    | Incident
    | Commitment
    | StatusChange
    | Assessment
    | Forecast
    | Review
    | Tombstone
    | Header
    | Issue
    | Translation
    | Unread
)
"""Everything that may stand on a line; tombstones take their record away, headers, issues, translations and what is
unread are passed over."""

Kind = TypeVar("Kind")


def read_known(lines: Iterable[tuple[str, str]]) -> tuple[Known, list[Assessment]]:
    """Put together what is known from a stream of records.

    Args:
        lines: place ("records.jsonl:3") and JSON of each record, in any order; a later line with the same id replaces an
            earlier one.

    Returns:
        What is known, up to the day of the newest report, and the ledger in the order of the lines.

    Raises:
        FormatError: a line is no record; the message names the line and what is wrong with it.
    """
    decoder = msgspec.json.Decoder(Record)
    found: dict[str, Record] = {}
    for place, line in lines:
        try:
            record = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeError) as error:
            message = f"{place} is no record of tocsin: {error}."
            raise FormatError(message) from error
        if isinstance(record, Tombstone):
            found.pop(record.id, None)
        elif not isinstance(record, Header | Issue | Translation | Unread):
            found[record.id] = record
    records = list(found.values())
    history = _history(records)
    days = (report.published for report in history.reports.values() if report.published is not None)
    known = Known(
        history=history,
        commitments=tuple(_all(records, Commitment)),
        statuses=tuple(sorted(_all(records, StatusChange), key=lambda change: change.made)),
        reviews=tuple(_all(records, Review)),
        forecasts=tuple(_all(records, Forecast)),
        today=max(days, default=dt.date.min),
    )
    return known, _all(records, Assessment)


def _all(records: Iterable[Record], kind: type[Kind]) -> list[Kind]:
    return [record for record in records if isinstance(record, kind)]


def _history(records: list[Record]) -> History:
    """Order reports by publication, claims by report and text, incidents by founding claim; follow copies to the wire."""
    published = sorted(_all(records, Report), key=lambda one: (one.published or dt.date.max, one.id))
    reports = {report.id: report for report in published}
    place = {name: number for number, name in enumerate(reports)}
    told = [claim for claim in _all(records, Claim) if claim.report in reports]
    told.sort(key=lambda claim: (place[claim.report], claim.trigger.start, claim.id))
    claims = {claim.id: claim for claim in told}
    order = {name: number for number, name in enumerate(claims)}
    incidents = [one for one in _all(records, Incident) if any(name in claims for name in one.claims)]
    incidents.sort(key=lambda one: (min(order[name] for name in one.claims if name in order), one.id))
    return History(
        reports=reports,
        claims=claims,
        incidents={incident.id: incident for incident in incidents},
        origins={name: _origin(name, reports) for name in reports},
    )


def _origin(name: str, reports: dict[str, Report]) -> str:
    seen = [name]
    while (copied := reports[seen[-1]].copy_of) in reports and copied not in seen:
        seen.append(copied)
    return seen[-1]
