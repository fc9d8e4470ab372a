"""Where rows come from: iterators of records, and ways to look one up. A file of JSON lines is one such source."""

import datetime as dt
from array import array
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import msgspec

from tocsin.errors import FormatError
from tocsin.model import (
    Assessment,
    Claim,
    Commitment,
    Forecast,
    Header,
    Incident,
    Issue,
    Report,
    Review,
    StatusChange,
    Tombstone,
    Translation,
    Unread,
)
from tocsin.store.formats.units import Happening, Told, incident_of

Record = (
    Header
    | Report
    | Issue
    | Claim
    | Incident
    | Commitment
    | StatusChange
    | Assessment
    | Forecast
    | Review
    | Tombstone
    | Translation
    | Unread
)
"""Everything that may stand on a line."""


def changed_at(report: Report) -> dt.datetime | None:
    """Say when a report, and what was read in it, last changed: fetched, else published; None = unknown."""
    moment = report.fetched or report.published_at
    if moment is not None:
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)
    day = report.published
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC) if day is not None else None


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """What is exported. A store fills the fields with its own queries; none holds the records in memory."""

    stream: Callable[[], Iterator[Record]]
    """All records, each after those it refers to; called once a pass."""
    find_report: Callable[[str], Report]
    """Report id to report."""
    find_claim: Callable[[str], Claim]
    """Claim id to claim."""
    has_incidents: bool
    """Whether claims were linked; if not, each claim counts as an incident."""
    has_tombstones: bool = True
    """Whether to look for tombstones: False saves a pass over the records."""
    header: Header | None = None
    """What coded the records."""
    updated: Callable[[Report], dt.datetime | None] = changed_at
    """When a report or what was read in it changed, UTC."""

    def told(self) -> Iterator[Told]:
        """Give every claim with its report."""
        report: Report | None = None
        moment = None
        for record in self.stream():
            if isinstance(record, Claim):
                if report is None or report.id != record.report:
                    report = self.find_report(record.report)
                    moment = self.updated(report)
                yield Told(report, record, moment)
            elif isinstance(record, Report):
                report = record
                moment = self.updated(report)

    def happenings(self) -> Iterator[Happening]:
        """Give every incident with its claims; where there are none, every claim as an incident of its own."""
        if not self.has_incidents:
            for told in self.told():
                yield Happening(incident_of(told.claim, told.report), (told,), stated=False)
            return
        for record in self.stream():
            if isinstance(record, Incident):
                claims = [self.find_claim(identifier) for identifier in record.claims]
                reports = [self.find_report(claim.report) for claim in claims]
                tellers = (Told(r, c, self.updated(r)) for r, c in zip(reports, claims, strict=True))
                yield Happening(record, tuple(tellers), stated=True)

    def moment_of(self, record: Record) -> dt.datetime | None:
        """Say when any record last changed, UTC; None = unknown."""
        if isinstance(record, Claim):
            record = self.find_report(record.report)
        if isinstance(record, Report):
            return self.updated(record)
        if isinstance(record, Incident):
            moments = [self.moment_of(self.find_claim(identifier)) for identifier in record.claims]
            known = [moment for moment in moments if moment is not None]
            return max(known) if len(known) == len(moments) else None
        moment = getattr(record, "at", None) or getattr(record, "made", None)
        return moment if isinstance(moment, dt.datetime) else None

    def tombstones(self) -> Iterator[Tombstone]:
        """Give every tombstone."""
        if not self.has_tombstones:
            return iter(())
        return (record for record in self.stream() if isinstance(record, Tombstone))


class _Line(msgspec.Struct):
    record: str
    id: str = ""


class _Index:
    """Ids of one kind and where their lines begin: 16 bytes a record."""

    def __init__(self) -> None:
        self.ids = array("Q")
        self.starts = array("Q")

    def seal(self, path: Path, kind: str) -> None:
        """Sort by id, so that ids can be found; an id given twice is refused."""
        import numpy as np  # noqa: PLC0415  heavy

        ids, starts = (np.frombuffer(part, dtype=np.uint64) for part in (self.ids, self.starts))
        order = np.argsort(ids, kind="stable")
        self._ids, self._starts = ids[order], starts[order]
        twice = np.nonzero(self._ids[1:] == self._ids[:-1])[0]
        if len(twice):
            message = (
                f"{path}: the {kind} {kind[0]}_{int(self._ids[twice[0]]):016x} is given twice. Remove one."
            )
            raise FormatError(message)

    def find(self, identifier: str) -> int | None:
        """Give where the line of an id begins; None = there is none."""
        import numpy as np  # noqa: PLC0415

        wanted = np.uint64(int(identifier[2:18], 16))
        at = int(np.searchsorted(self._ids, wanted))
        return int(self._starts[at]) if at < len(self._ids) and self._ids[at] == wanted else None


def open_lines(path: Path) -> Records:
    """Open native JSON lines, as `tocsin code` writes them.

    The file is read once to note where each report and claim stands, and once for each pass over the records.

    Args:
        path: the file; reports, claims and incidents in any order, a record after those it refers to.

    Returns:
        Its records.

    Raises:
        FormatError: a line is no record, an id is given twice, or a record refers to one that is not there. The
            message names the line or the id.
    """
    indexes: dict[str, _Index] = {"report": _Index(), "claim": _Index()}
    seen: set[str] = set()
    header = None
    key = msgspec.json.Decoder(_Line)
    with path.open("rb") as lines:
        start = 0
        for at, line in enumerate(lines, 1):
            found = _decoded(key, line, path, at)
            seen.add(found.record)
            if found.record in indexes:
                index = indexes[found.record]
                index.ids.append(_hash_of(found.id, path, at))
                index.starts.append(start)
            elif found.record == "header" and header is None:
                header = _decoded(msgspec.json.Decoder(Header), line, path, at)
            start += len(line)
    for kind, index in indexes.items():
        index.seal(path, kind)
    file = path.open("rb")
    find_report = lru_cache(maxsize=256)(_finder(file, indexes["report"], Report))
    return Records(
        stream=lambda: _stream(path),
        find_report=find_report,
        find_claim=_finder(file, indexes["claim"], Claim),
        has_incidents="incident" in seen,
        has_tombstones="tombstone" in seen,
        header=header,
    )


def _stream(path: Path) -> Iterator[Record]:
    decoder = msgspec.json.Decoder(Record)
    with path.open("rb") as lines:
        for at, line in enumerate(lines, 1):
            yield _decoded(decoder, line, path, at)


def _decoded(decoder: Any, line: bytes, path: Path, at: int) -> Any:
    try:
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"{path}, line {at}: no record of native JSON lines ({error}). Write it with tocsin code."
        raise FormatError(message) from error


def _hash_of(identifier: str, path: Path, at: int) -> int:
    try:
        return int(identifier[2:18] if len(identifier) == 18 else "", 16)
    except ValueError as error:
        message = f"{path}, line {at}: {identifier!r} is no id (a letter, _ and 16 hex digits)."
        raise FormatError(message) from error


def _finder(file: IO[bytes], index: _Index, kind: Any) -> Callable[[str], Any]:
    decoder = msgspec.json.Decoder(kind)

    def find(identifier: str) -> Any:
        start = index.find(identifier)
        if start is None:
            message = f"{file.name}: {identifier} is referred to but not in the file. Export the whole file."
            raise FormatError(message)
        file.seek(start)
        return decoder.decode(file.readline())

    return find
