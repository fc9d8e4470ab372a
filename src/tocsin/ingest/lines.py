"""Read JSONL: one report a line, and never more of a line than the limit."""

import json
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from tocsin.errors import FormatError
from tocsin.ingest.articles import line_of
from tocsin.ingest.clean import DAMAGED, decode, one_line
from tocsin.ingest.details import Details, language_code, make_report, read_moment, web_address
from tocsin.model import Report

_CHUNK = 65_536
_OTHER_RECORDS = frozenset(
    "header claim issue translation unread incident commitment status_change assessment forecast review tombstone".split()
)  # tocsin's own, as in the formats note


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A report as a line gives it. Keys that are not named here are not read."""

    id: str | int = ""
    """The giver's own name for it; kept in `Report.source`."""
    text: str | None = None
    """Plain text, or"""
    html: str | None = None
    """a page."""
    title: str | None = None
    outlet: str | None = None
    lang: str | None = None
    url: str | None = None
    published: str | None = None
    """Day or moment, ISO 8601."""


def bounded_lines(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, bool]]:
    """Read lines, holding no more than the limit.

    Args:
        stream: any binary stream.
        limit: the longest line that is wanted, in bytes.

    Yields:
        Each line with its end, and True; of one that is longer the first 4 KiB, and False. Its rest is
        read past before the next line.
    """
    while line := stream.readline(limit + 1):
        is_whole = len(line) <= limit
        yield (line, True) if is_whole else (line[:4096], False)
        while not is_whole and not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
            pass


def read_line(raw: bytes) -> Line | Report | None:
    """Read a line.

    Args:
        raw: one line.

    Returns:
        What the line gives; a report that tocsin wrote itself; None for tocsin's other records.

    Raises:
        FormatError: it is no report; the message says what to do.
    """
    decoded = decode(raw)
    if decoded is None or (decoded[1] and DAMAGED not in decoded[1]):
        message = "The line is not in UTF-8: save the file as UTF-8."
        raise FormatError(message)
    try:
        value = json.loads(decoded[0])
    except RecursionError:
        message = "The line is nested too deep to be a report: give one flat JSON object a line."
        raise FormatError(message) from None
    except ValueError as error:
        message = f"The line is no JSON ({one_line(str(error))}): give one JSON object a line."
        raise FormatError(message) from None
    record = value.get("record") if isinstance(value, dict) else None
    if isinstance(record, str) and record in _OTHER_RECORDS:
        return None
    if isinstance(value, dict) and not {"record", "text", "html"} & {*value}:
        value = line_of(value) or value
    try:
        if record == "report":
            return _own_report(msgspec.convert(value, Report))
        line = msgspec.convert(value, Line)
    except msgspec.ValidationError as error:
        message = f"The line is no report: {one_line(str(error))}. Give text or html, as a string."
        raise FormatError(message) from None
    if line.text is None and line.html is None:
        message = 'The line has neither "text" nor "html": give one of them.'
        raise FormatError(message)
    return line


def line_details(line: Line) -> tuple[Details, tuple[str, ...]]:
    """Take what a line says beside the text.

    Args:
        line: the line.

    Returns:
        The details, and flags for what could not be used.

    Raises:
        FormatError: its date is none.
    """
    moment = read_moment(line.published) if line.published else (None, None)
    if moment is None:
        words = one_line(line.published or "")[:40]
        message = (
            f'published = "{words}" is no date: write YYYY-MM-DD, or a moment like 2022-08-15T07:40:00+02:00.'
        )
        raise FormatError(message)
    lang, url = language_code(line.lang or ""), web_address(line.url or "")
    day, at = moment
    details = Details(
        title=one_line(line.title or ""),
        outlet=one_line(line.outlet or ""),
        lang=lang,
        url=url,
        published=day,
        published_at=at,
    )
    flags = [
        flag
        for flag, given, used in (("lang.unread", line.lang, lang), ("url.unread", line.url, url))
        if given and not used
    ]
    return details, tuple(flags)


def _own_report(report: Report) -> Report:
    """Check that a report that tocsin wrote is unchanged, so that its offsets still count in its text."""
    names = Details.__struct_fields__
    details = Details(**{name: getattr(report, name) for name in names})
    if report.text and make_report(report.text, details).id != report.id:
        message = f"The report {one_line(report.id)[:20]} was changed after it was written: take out record, id and parts to have it read anew."
        raise FormatError(message)
    ends = [0, *(offset for part in report.parts for offset in (part.start, part.end)), len(report.text)]
    if ends != sorted(ends):
        message = f"The parts of report {report.id} do not lie in its text: take out record, id and parts."
        raise FormatError(message)
    return report
