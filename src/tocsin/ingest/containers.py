"""Read files that hold many documents, web archives and tables, through a process that may be killed."""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from tocsin.config import Settings
from tocsin.ingest.archives import Record, broken
from tocsin.ingest.files import Format, failed
from tocsin.ingest.maker import Origin, ReportMaker
from tocsin.ingest.network import is_url
from tocsin.ingest.packing import transcode
from tocsin.ingest.processes import ask_process, start_process
from tocsin.model import Issue, Report


def read_container(stream: BinaryIO, name: str, form: Format, maker: ReportMaker) -> Iterator[Report | Issue]:
    """Read an archive or a table.

    Args:
        stream: an open file.
        name: its path, for people.
        form: "archive" or "table".
        maker: makes the reports.

    Yields:
        A report or an issue for each document, in order; an issue for each stretch that cannot be read, or
        where there is nothing; and a note that counts the records of an archive that hold no document.
    """
    others = total = 0
    for record in _unpack(stream, form, maker.settings):
        total += 1
        source = f"{name}:{record.number}"
        if record.kind == "other":
            others += 1
        elif record.kind == "line":
            yield from maker.from_line(record.body, source)
        elif record.kind == "broken":
            yield Issue(
                source=source,
                stage="ingest",
                code=record.code,
                severity=record.severity,
                message=record.message,
            )
        else:
            origin = Origin(url=record.url if is_url(record.url) else "", fetched=record.at)
            raw = transcode(record.body, record.charset)
            if record.kind == "page":
                yield maker.from_page(raw, source, flags=record.flags, origin=origin)
            else:
                yield maker.from_text(raw, source, origin, record.flags)
    if not total:
        yield failed("archive.empty", name, "There is no record in it: check the program that wrote it.")
    if others:
        message = f"{others} of {total} records hold no page or text (requests, pictures, errors): they are not read."
        yield Issue(source=name, stage="ingest", code="archive.not_read", severity="note", message=message)


def _unpack(stream: BinaryIO, form: Format, settings: Settings) -> Iterator[Record]:
    """Ask a process for one record after the other; where it dies, a broken one is the last."""
    try:
        number = stream.fileno() if stream.seekable() else -1
    except OSError:
        number = -1
    if number < 0:
        yield broken(
            "An archive or table is read from a file only: save it and name the file.", "archive.stream"
        )
        return
    longest = settings.max_report_bytes
    process, pipe = start_process("tocsin.ingest.unpacker", settings, (str(longest), form), number)
    count = 0
    try:
        while (answer := ask_process(pipe, b"next", settings.html_seconds)) is not None:
            record = msgspec.msgpack.decode(answer, type=Record | None)
            if record is None:
                return
            count = record.number
            yield record
        message = "Reading on took too long or too much memory: raise html_seconds or html_memory_bytes."
        yield replace(broken(message, "archive.killed", "quarantined"), number=count + 1)
    finally:
        pipe.close()
        process.kill()
        process.wait()
