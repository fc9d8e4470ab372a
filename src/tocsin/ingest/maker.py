"""Make reports of texts, lines and pages, with all that is known about each."""

import datetime as dt
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from tocsin.config import Settings
from tocsin.errors import FormatError
from tocsin.ingest.clean import clean, decode
from tocsin.ingest.compose import page_details, page_text
from tocsin.ingest.details import Details, make_report
from tocsin.ingest.files import failed
from tocsin.ingest.lines import line_details, read_line
from tocsin.ingest.network import join_url, same_host
from tocsin.ingest.pages import KILLED, PageReader
from tocsin.model import Issue, Report


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a document came from, when it is no file of the user's own."""

    url: str = ""
    """Its address; a page is believed another address of its own only on the same host."""
    fetched: dt.datetime | None = None
    """When it was fetched, UTC."""
    stated: Details = Details()
    """What a feed, an archive or the list of sources says of it; the document itself is believed before."""


UNKNOWN = Details()
NOWHERE = Origin()


class ReportMaker:
    """Makes exactly one report or issue of each document."""

    def __init__(self, settings: Settings, pages: PageReader) -> None:
        """Take what is needed.

        Args:
            settings: outlet, language and date for reports whose source states none.
            pages: the process that reads pages.
        """
        self.settings = settings
        self.pages = pages

    def from_text(
        self, raw: bytes, source: str, origin: Origin = NOWHERE, flags: tuple[str, ...] = ()
    ) -> Report | Issue:
        """Make a report of a text file.

        Args:
            raw: its bytes.
            source: file or address, for people.
            origin: where it came from.
            flags: what was odd about it already.

        Returns:
            The report, or the issue that says what to do.
        """
        decoded = decode(raw)
        if decoded is None:
            return _undecodable(source)
        return self._finish((decoded[0], frozenset()), UNKNOWN, source, (*flags, *decoded[1]), origin)

    def from_line(self, raw: bytes, source: str) -> Iterator[Report | Issue]:
        """Make a report of a JSONL line.

        Args:
            raw: the line.
            source: file and number of the line.

        Yields:
            The report or an issue; nothing for tocsin's own records of other kinds.
        """
        try:
            line = read_line(raw)
            if isinstance(line, Report):
                yield line if line.text.strip() else _empty(source)
            elif line is not None:
                details, flags = line_details(line)
                source += f" {line.id}" if line.id != "" else ""
                if line.text is not None:
                    yield self._finish((line.text, frozenset()), details, source, flags, NOWHERE)
                else:
                    page, more = clean(line.html or "")
                    yield self.from_page(page.encode(), source, details, (*flags, *more))
        except FormatError as error:
            yield failed("line.broken", source, str(error))

    def from_page(
        self,
        raw: bytes,
        source: str,
        known: Details = UNKNOWN,
        flags: tuple[str, ...] = (),
        origin: Origin = NOWHERE,
    ) -> Report | Issue:
        """Make a report of a page.

        Args:
            raw: its bytes.
            source: file or address, for people.
            known: what is believed before the page.
            flags: what was odd about it already.
            origin: where it came from.

        Returns:
            The report, or the issue that says what to do.
        """
        answer = self.pages.read(raw)
        if answer is None:
            message = "Reading the page took too long or too much memory, twice: raise html_seconds or html_memory_bytes."
            return Issue(source=source, stage="ingest", code=KILLED, severity="quarantined", message=message)
        page = answer[0]
        if page is None:
            return _undecodable(source)
        may_guess = self.settings.published is None and origin.stated.published is None
        found, page_flags = page_details(page, known, may_guess=may_guess)
        if origin.url:
            address = join_url(origin.url, found.url)
            found = replace(found, url=address if same_host(address, origin.url) else origin.url)
        found = replace(found, title=found.title or origin.stated.title)
        text, captions = page_text(page, found.title)
        if not text:
            message = "The page shows no text: it may need scripts or a login. Save it from a browser once it is loaded."
            return failed("html.empty", source, message)
        return self._finish((text, captions), found, source, (*flags, *page_flags), origin)

    def _finish(
        self,
        text: tuple[str, frozenset[int]],
        details: Details,
        source: str,
        flags: tuple[str, ...],
        origin: Origin,
    ) -> Report | Issue:
        """Fill in what the document does not state, and make the report; a text comes with its captions."""
        if not text[0].strip():
            return _empty(source)
        settings, stated = self.settings, origin.stated
        if details.published is None:
            details = replace(details, published=stated.published, published_at=stated.published_at)
        details = replace(
            details,
            title=details.title or stated.title,
            url=details.url or origin.url,
            outlet=details.outlet or stated.outlet or settings.outlet,
            lang=details.lang or stated.lang or settings.lang,
            published=details.published or settings.published,
        )
        report = make_report(text[0], details, source=source, flags=flags, captions=text[1])
        return replace(report, fetched=origin.fetched) if origin.fetched else report


def _undecodable(source: str) -> Issue:
    """Say that an encoding cannot be told."""
    return failed("text.undecodable", source, "The encoding cannot be told: save the text as UTF-8.")


def _empty(source: str) -> Issue:
    """Say that there is no text."""
    return failed("text.empty", source, "There is no text in it: check the file or the export that made it.")
