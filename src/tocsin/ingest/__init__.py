"""Sources in, reports out.

Contract: each text file, page and JSONL line yields exactly one `Report`, or exactly one `Issue` of
severity "failed" or "quarantined" that says what to do. Besides there are only issues of severity "note",
which belong to a folder and to no report. Nothing else is read, fetched or guessed: text is cleaned one
character for one, and what was odd and could be handled is a flag of the report.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from tocsin.config import Settings
from tocsin.errors import FormatError, InputError
from tocsin.ingest import files
from tocsin.ingest.clean import clean, decode
from tocsin.ingest.compose import page_details, page_text
from tocsin.ingest.details import Details, make_report
from tocsin.ingest.files import Source
from tocsin.ingest.lines import bounded_lines, line_details, read_line
from tocsin.ingest.pages import KILLED, PageReader
from tocsin.model import Issue, Report

__all__ = ["Source", "report_from_text", "reports"]


def reports(sources: Iterable[Source], settings: Settings) -> Iterator[Report | Issue]:
    """Read reports out of files, folders and streams.

    Args:
        sources: what to read, in order.
        settings: limits, and outlet, language and date for reports whose source states none.

    Yields:
        Reports and issues in the order of the sources; memory does not grow with their number.

    Raises:
        InputError: none of the sources is there. One that is missing among others is an issue.
    """
    wanted = list(sources)
    missing = {source.name: reason for source in wanted if (reason := files.why_missing(source))}
    if wanted and len(missing) == len({source.name for source in wanted}):
        raise InputError(" ".join(missing.values()))
    with PageReader(settings) as pages:
        for source in wanted:
            if source.name in missing:
                yield files.failed("file.missing", source.name, missing[source.name])
            else:
                yield from _Reading(settings, pages).read(source)


def report_from_text(
    text: str,
    *,
    published: dt.date | None = None,
    outlet: str = "",
    lang: str = "",
    title: str = "",
    url: str = "",
) -> Report:
    """Make a report of a text in memory.

    Args:
        text: the text as published.
        published: its day of publication; None = unknown.
        outlet: its publisher; "" = unknown.
        lang: ISO 639-1 code; "" = not stated.
        title: its headline, where the text does not begin with it.
        url: its web address.

    Returns:
        The report; the same arguments always give the same.
    """
    return make_report(text, Details(title=title, outlet=outlet, lang=lang, url=url, published=published))


class _Reading:
    """What is at hand while sources are read."""

    def __init__(self, settings: Settings, pages: PageReader) -> None:
        self._settings = settings
        self._pages = pages

    def read(self, source: Source) -> Iterator[Report | Issue]:
        """Read one source: a stream, a file, or all files of a folder."""
        if source.stream is not None:
            yield from self._read_stream(source.stream, source.name)
        elif not Path(source.name).is_dir():
            yield from self._read_file(source.name)
        else:
            for found in files.find_files(source.name):
                yield from [found] if isinstance(found, Issue) else self._read_file(found)

    def _read_file(self, path: str) -> Iterator[Report | Issue]:
        """Open a file and read it."""
        try:
            with Path(path).open("rb") as stream:
                yield from self._read_stream(stream, path)
        except OSError as error:
            yield files.failed("file.unreadable", path, f"The file cannot be read: {error.strerror}.")

    def _read_stream(self, stream: BinaryIO, name: str) -> Iterator[Report | Issue]:
        """Tell the format of a stream and read it."""
        limit = self._settings.max_report_bytes
        head, lines = files.read_head(bounded_lines(stream, limit))
        if not head and name == "-":
            return  # nothing was piped in: no report, and the summary says so
        form = files.tell_format(head, name)
        if isinstance(form, Issue):
            yield form
        elif form == "lines":
            for number, (line, is_whole) in enumerate(lines, 1):
                source = f"{name}:{number}"
                if not is_whole:
                    yield files.too_large(source, limit)
                elif line.strip():
                    yield from self._read_line(line, source)
        else:
            gathered = bytearray()
            for line, is_whole in lines:
                gathered += line
                if not is_whole or len(gathered) > limit:
                    yield files.too_large(name, limit)
                    return
            raw = bytes(gathered)
            if issue := files.not_text(raw, name):
                yield issue
                return
            read = self._read_page if form == "html" else self._read_text
            yield read(raw, name)

    def _read_text(self, raw: bytes, source: str) -> Report | Issue:
        """Make a report of a text file."""
        decoded = decode(raw)
        if decoded is None:
            return _undecodable(source)
        return self._finish(decoded[0], Details(), source, decoded[1])

    def _read_line(self, raw: bytes, source: str) -> Iterator[Report | Issue]:
        """Make a report of a JSONL line; tocsin's own records of other kinds give none."""
        try:
            line = read_line(raw)
            if isinstance(line, Report):
                yield line if line.text.strip() else _empty(source)
            elif line is not None:
                details, flags = line_details(line)
                source += f" {line.id}" if line.id != "" else ""
                if line.text is not None:
                    yield self._finish(line.text, details, source, flags)
                else:
                    page, more = clean(line.html or "")
                    yield self._read_page(page.encode(), source, details, (*flags, *more))
        except FormatError as error:
            yield files.failed("line.broken", source, str(error))

    def _read_page(
        self, raw: bytes, source: str, details: Details | None = None, flags: tuple[str, ...] = ()
    ) -> Report | Issue:
        """Make a report of a page; what is already known about it is believed before the page."""
        answer = self._pages.read(raw)
        if answer is None:
            message = "Reading the page took too long or too much memory, twice: raise html_seconds or html_memory_bytes."
            return Issue(source=source, stage="ingest", code=KILLED, severity="quarantined", message=message)
        page = answer[0]
        if page is None:
            return _undecodable(source)
        may_guess = self._settings.published is None
        found, page_flags = page_details(page, details or Details(), may_guess=may_guess)
        text, captions = page_text(page, found.title)
        if not text:
            message = "The page shows no text: it may need scripts or a login. Save it from a browser once it is loaded."
            return files.failed("html.empty", source, message)
        return self._finish(text, found, source, (*flags, *page_flags), captions)

    def _finish(
        self,
        text: str,
        details: Details,
        source: str,
        flags: tuple[str, ...] = (),
        captions: frozenset[int] = frozenset(),
    ) -> Report | Issue:
        """Fill in what the source does not state, and make the report."""
        if not text.strip():
            return _empty(source)
        settings = self._settings
        details = replace(
            details,
            outlet=details.outlet or settings.outlet,
            lang=details.lang or settings.lang,
            published=details.published or settings.published,
        )
        return make_report(text, details, source=source, flags=flags, captions=captions)


def _undecodable(source: str) -> Issue:
    """Say that an encoding cannot be told."""
    return files.failed("text.undecodable", source, "The encoding cannot be told: save the text as UTF-8.")


def _empty(source: str) -> Issue:
    """Say that there is no text."""
    return files.failed(
        "text.empty", source, "There is no text in it: check the file or the export that made it."
    )
