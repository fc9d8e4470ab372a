"""Find the files that hold reports, and tell their formats."""

import contextlib
import itertools
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from tocsin.ingest.clean import binary_kind
from tocsin.ingest.network import is_url
from tocsin.model import Issue

Format = Literal["text", "html", "lines", "archive", "table"]

EXTENSIONS: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "lines", ".ndjson": "lines",
    ".warc": "archive", ".warc.gz": "archive", ".parquet": "table",
}  # fmt: skip
"""What is read out of folders. A file named by itself is read whatever its name is."""

_HTML_START = re.compile(rb"\s*(?:<!doctype\s+html|<html\b|<head\b|<body\b)", re.IGNORECASE)
_HTML_EARLY = re.compile(rb"<(?:html|head|body)\b[^>]{0,999}>", re.IGNORECASE)
_XML_START = re.compile(rb"\s*<\?xml\b")
_LINES_START = re.compile(rb'\s*\{\s*["}]')
_JSON_START = re.compile(rb'\s*(?:\{\s*\n|\[\s*[\n\[{"])')


class Source(msgspec.Struct, frozen=True):
    """Something to read reports from: a file, a folder, or an open stream with a name."""

    name: str
    """Path; or what to call the stream ("-" for standard input)."""
    stream: BinaryIO | None = None
    """Open binary stream; None = `name` is a path."""


def extension(name: str) -> str:
    """Take the extension of a file.

    Args:
        name: path or name.

    Returns:
        The last, in lower case; of packed archives the last two.
    """
    name = name.lower()
    return ".warc.gz" if name.endswith(".warc.gz") else Path(name).suffix


def why_missing(source: Source) -> str:
    """Tell why a path cannot be read.

    Args:
        source: what is to be read.

    Returns:
        A sentence that says what to do; "" where the source is there. Addresses are asked for only when read.
    """
    if source.stream is not None or is_url(source.name):
        return ""
    try:
        Path(source.name).stat()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name holds a NUL character"
        return f"{source.name!r} cannot be read: {reason}. Give a file, a folder, or - for standard input."
    return ""


def find_files(folder: str) -> Iterator[str | Issue]:
    """Walk a folder in sorted order.

    Args:
        folder: its path.

    Yields:
        Paths of files with a known extension; for each folder in which others lie, one note that counts
        them. Hidden files, links, and the `name_files` folders of saved pages are not read.
    """
    errors: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=errors.append):
        yield from (_unreadable(error) for error in errors)
        errors.clear()
        stems = {Path(name).stem for name in names if EXTENSIONS.get(Path(name).suffix.lower()) == "html"}
        visible = [name for name in folders if not name.startswith(".")]
        chosen = [
            name for name in visible if not (name.endswith("_files") and name.removesuffix("_files") in stems)
        ]
        folders[:] = sorted(name for name in chosen if not Path(place, name).is_symlink())
        others = []
        for name in sorted(names):
            path = Path(place, name)
            if name.startswith("."):
                continue
            if extension(name) in EXTENSIONS and not path.is_symlink() and path.is_file():
                yield str(path)
            else:
                others.append(name)
        others += sorted(name for name in visible if name not in folders)
        if others:
            shown = ", ".join(others[:3]) + (", ..." if len(others) > 3 else "")
            message = (
                f"{len(others)} not read here ({shown}): out of folders only files ending in "
                f"{' '.join(EXTENSIONS)} are taken, and no links. Name a file itself to have it read."
            )
            yield Issue(
                source=place, stage="ingest", code="folder.not_read", severity="note", message=message
            )
    yield from (_unreadable(error) for error in errors)


def _unreadable(error: OSError) -> Issue:
    """Say that a folder could not be opened."""
    return failed("folder.unreadable", str(error.filename), f"The folder cannot be opened: {error.strerror}.")


def failed(code: str, source: str, message: str) -> Issue:
    """Say that no report could be made of an input.

    Args:
        code: words joined by dots.
        source: file or line.
        message: what happened and what to do.

    Returns:
        The issue.
    """
    return Issue(source=source, stage="ingest", code=code, severity="failed", message=message)


def too_large(source: str, limit: int) -> Issue:
    """Say that an input is longer than the limit.

    Args:
        source: file or line.
        limit: in bytes.

    Returns:
        The issue.
    """
    message = f"Longer than {limit} bytes: raise max_report_bytes to have it read, or split it."
    return Issue(
        source=source, stage="ingest", code="input.too_large", severity="quarantined", message=message
    )


def not_text(raw: bytes, source: str) -> Issue | None:
    """Say that bytes are no text.

    Args:
        raw: the first line, or all.
        source: file or line.

    Returns:
        The issue; None when they may be text.
    """
    kind = binary_kind(raw)
    message = f"This is {kind}, not text: save or unpack it as text, HTML or JSONL."
    return failed("input.binary", source, message) if kind else None


def tell_format(head: bytes, name: str) -> Format | Issue:
    """Tell the format of a file by its first line and its extension.

    Args:
        head: the first line that is not blank, as far as it was read.
        name: path or name.

    Returns:
        The format, or the issue that says why it is none of them.
    """
    known = EXTENSIONS.get(extension(name))
    if known in {"archive", "table"}:
        return known
    if form := _container_form(head):
        return form
    head = head.removeprefix(b"\xef\xbb\xbf")
    if issue := not_text(head, name):
        return issue
    if known in {"html", "lines"}:
        return known
    if _HTML_START.match(head) or (known is None and _HTML_EARLY.search(head[:4096])):
        return "html"
    if known == "text":
        return "text"
    if _XML_START.match(head):
        return failed(
            "input.xml",
            name,
            "This is XML but no web page: feeds are read by their address only, other XML is not. Save the articles.",
        )
    if _JSON_START.match(head):
        message = "This looks like one JSON value over many lines: write one JSON object a line (jq -c)."
        return failed("json.not_lines", name, message)
    return "lines" if _LINES_START.match(head) else "text"


def _container_form(head: bytes) -> Format | None:
    """Tell web archives and Parquet by their first bytes (ISO 28500, section 4; format of Apache Parquet)."""
    start = head[:4096]
    if start.startswith(b"\x1f\x8b"):
        with contextlib.suppress(zlib.error):
            start = zlib.decompressobj(31).decompress(start, 16)
    if start.startswith(b"WARC/"):
        return "archive"
    return "table" if start.startswith(b"PAR1") else None


def read_head(lines: Iterator[tuple[bytes, bool]]) -> tuple[bytes, Iterator[tuple[bytes, bool]]]:
    """Look at the first lines and put them back.

    Args:
        lines: bounded lines.

    Returns:
        Lines up to the first that is not blank, and more of them, up to 4 KiB, where it begins with a tag or
        is packed; and all lines again.
    """
    taken: list[tuple[bytes, bool]] = []
    head = b""
    for line, is_whole in lines:
        taken.append((line, is_whole))
        head += line
        if (
            not is_whole
            or len(head) > 4096
            or not (head.isspace() or head.lstrip().startswith((b"<", b"\x1f\x8b")))
        ):
            break
    return head, itertools.chain(taken, lines)
