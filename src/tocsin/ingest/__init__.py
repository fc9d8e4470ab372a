"""Sources in, reports out.

Contract: each text file, page, JSONL line and entry of a feed yields exactly one `Report`, or exactly one
`Issue` of severity "failed" or "quarantined" that says what to do. Besides there are only issues of severity
"note", which belong to a folder or a feed and to no report. Nothing is fetched but addresses that are named,
and what these list; nothing is guessed: text is cleaned one character for one, and what was odd and could be
handled is a flag of the report.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tocsin.config import Settings
from tocsin.errors import InputError
from tocsin.ingest import files
from tocsin.ingest.details import Details, make_report
from tocsin.ingest.files import Source
from tocsin.ingest.lines import bounded_lines
from tocsin.ingest.maker import ReportMaker
from tocsin.ingest.network import is_url
from tocsin.ingest.pages import PageReader
from tocsin.model import Issue, Report

if TYPE_CHECKING:
    from tocsin.ingest.fetch import Fetcher
    from tocsin.ingest.rounds import Rounds
    from tocsin.ingest.state import State

__all__ = ["Source", "follow", "report_from_text", "reports"]


def reports(
    sources: Iterable[Source], settings: Settings, fetcher: "Fetcher | None" = None
) -> Iterator[Report | Issue]:
    """Read reports out of files, folders, streams and web addresses.

    Args:
        sources: what to read, in order; a name that begins with http:// or https:// is fetched.
        settings: limits, and outlet, language and date for reports whose source states none.
        fetcher: for addresses; None = one with the manners of the defaults.

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
        reading = _Reading(ReportMaker(settings, pages), fetcher)
        for source in wanted:
            if source.name in missing:
                yield files.failed("file.missing", source.name, missing[source.name])
            else:
                yield from reading.read(source)


def follow(
    rounds: "Rounds",
    settings: Settings,
    fetcher: "Fetcher",
    memory: "tuple[State, Callable[[State], None]]",
    *,
    once: bool = False,
) -> Iterator[Report | Issue]:
    """Read what is new in rounds, for ever or once. One bad source never stops the others.

    Args:
        rounds: lists, addresses and folders, each with its interval.
        settings: limits, and outlet, language and date for reports whose source states none.
        fetcher: fetches; its clock and sleep are used. What its sleep raises ends the rounds.
        memory: what is remembered of the sources, and what takes the new state: see `watch_sources`.
        once: look at everything once, now, and end.

    Yields:
        Reports and issues as they come.
    """
    from tocsin.ingest.rounds import Folders  # noqa: PLC0415  the network is loaded by those who use it
    from tocsin.ingest.schedule import watch_sources  # noqa: PLC0415
    from tocsin.ingest.web import WebReader  # noqa: PLC0415

    with PageReader(settings) as pages:
        maker = ReportMaker(settings, pages)
        folders = Folders(rounds.paths, _Reading(maker, fetcher).read, rounds.every) if rounds.paths else None
        web = WebReader(fetcher, maker)
        yield from watch_sources(rounds.sources, memory[0], web, memory[1], folders=folders, once=once)


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

    def __init__(self, maker: ReportMaker, fetcher: "Fetcher | None") -> None:
        self._maker = maker
        self._fetcher = fetcher

    def read(self, source: Source) -> Iterator[Report | Issue]:
        """Read one source: a stream, an address, a file, or all files of a folder."""
        if source.stream is not None:
            yield from self._read_stream(source.stream, source.name)
        elif is_url(source.name):
            yield from self._read_address(source.name)
        elif not Path(source.name).is_dir():
            yield from self._read_file(source.name)
        else:
            for found in files.find_files(source.name):
                yield from [found] if isinstance(found, Issue) else self._read_file(found)

    def _read_address(self, url: str) -> Iterator[Report | Issue]:
        """Fetch a page, or a feed or sitemap with all that it lists."""
        from tocsin.ingest.fetch import Fetcher, Manners  # noqa: PLC0415
        from tocsin.ingest.web import WebReader  # noqa: PLC0415

        limit = self._maker.settings.max_report_bytes
        self._fetcher = self._fetcher or Fetcher(Manners(limit=limit))
        yield from WebReader(self._fetcher, self._maker).read(url)

    def _read_file(self, path: str) -> Iterator[Report | Issue]:
        """Open a file and read it."""
        try:
            with Path(path).open("rb") as stream:
                yield from self._read_stream(stream, path)
        except OSError as error:
            yield files.failed("file.unreadable", path, f"The file cannot be read: {error.strerror}.")

    def _read_stream(self, stream: BinaryIO, name: str) -> Iterator[Report | Issue]:
        """Tell the format of a stream and read it."""
        limit = self._maker.settings.max_report_bytes
        head, lines = files.read_head(bounded_lines(stream, limit))
        if not head and name == "-":
            return  # nothing was piped in: no report, and the summary says so
        form = files.tell_format(head, name)
        if isinstance(form, Issue):
            yield form
        elif form in {"archive", "table"}:
            from tocsin.ingest.containers import read_container  # noqa: PLC0415

            yield from read_container(stream, name, form, self._maker)
        elif form == "lines":
            for number, (line, is_whole) in enumerate(lines, 1):
                source = f"{name}:{number}"
                if not is_whole:
                    yield files.too_large(source, limit)
                elif line.strip():
                    yield from self._maker.from_line(line, source)
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
            yield self._maker.from_page(raw, name) if form == "html" else self._maker.from_text(raw, name)
