"""Read web archives: WARC (ISO 28500), plain or packed by gzip. Runs in the process of `unpacker.py` only.

FastWARC gets one gzip member, or one stretch of a plain file, at a time, so that damage in one record loses
that record and no other; the end of each member is checked, which finds nearly all truncations (note on
reliability, section 2).
"""

import base64
import contextlib
import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Literal

import msgspec
from msgspec.structs import replace

from tocsin.ingest.answers import Failure
from tocsin.ingest.network import is_url
from tocsin.ingest.packing import decode_body, join_chunks, stated_charset

RECORD_BYTES = 16 << 20
"""Longest record that is read, in bytes (note on reliability, section 2)."""
DIGEST = "archive.digest_differs"
"""Flag: the record is not the one that its digest was made of."""

_CHUNK = 65_536
_GZIP, _PLAIN = b"\x1f\x8b\x08", b"WARC/1."
_DOCUMENTS = frozenset({"response", "resource", "conversion"})
_KINDS: dict[str, Literal["page", "text"]] = {
    "text/html": "page", "application/xhtml+xml": "page", "text/plain": "text",
}  # fmt: skip


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of one record of an archive, or one row of a table; crosses the pipe."""

    kind: Literal["page", "text", "line", "other", "broken"]
    """ "other" = it holds no document: a request, a picture, an error page; "line" = JSON."""
    number: int = 0
    """Counts from 1."""
    url: str = ""
    at: dt.datetime | None = None
    """When it was fetched, UTC."""
    charset: str = ""
    body: bytes = b""
    flags: tuple[str, ...] = ()
    code: str = ""
    """Of a broken record: code, severity and message of the issue."""
    severity: Literal["failed", "quarantined"] = "failed"
    message: str = ""


def broken(
    message: str, code: str = "archive.broken", severity: Literal["failed", "quarantined"] = "failed"
) -> Record:
    """Make the record of what cannot be read.

    Args:
        message: what happened and what to do.
        code: of the issue.
        severity: of the issue.

    Returns:
        The record, without its number.
    """
    return Record(kind="broken", message=message, code=code, severity=severity)


class _Unpacked:
    """The gzip members of a file as one stream, unpacked bit by bit: some writers part a record between two."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._unpacker = zlib.decompressobj(31)
        self._given = 0
        self.begun = file.tell()
        """Where the member, or what is none, begins that is being read."""
        self.fault = ""

    def read(self, size: int = _CHUNK) -> bytes:
        """Give at most so many bytes; none after the end or a fault."""
        while not self.fault and not (self._unpacker.eof and not self._open_next()):
            raw = self._unpacker.unconsumed_tail or self._file.read(_CHUNK)
            try:
                words = self._unpacker.decompress(raw, min(max(size, 1), _CHUNK))
            except zlib.error:
                self.fault = "damaged"
                break
            if words:
                self._given += len(words)
                return words
            if not raw:
                self.fault = "cut off"
        return b""

    def tell(self) -> int:
        """Tell how many bytes were given; FastWARC asks."""
        return self._given

    def finish_member(self) -> None:
        """Read past the rest of the member, and set the file to the byte after it."""
        while not self.fault and not self._unpacker.eof:
            self.read()
        self._file.seek(-len(self._unpacker.unused_data), 1)

    def _open_next(self) -> bool:
        """Go on with the next member; False when none follows."""
        self._file.seek(-len(self._unpacker.unused_data), 1)
        end = self._file.tell()
        skipped, place = _find(self._file, _GZIP)
        if skipped:
            self.begun, self.fault = end, "followed by what is none"
        elif place >= 0:
            self.begun = place
            self._unpacker = zlib.decompressobj(31)
        return place >= 0 and not skipped


def read_archive(file: BinaryIO, limit: int) -> Iterator[Record]:
    """Read the records of an archive.

    Args:
        file: seekable.
        limit: the longest document, decoded, in bytes.

    Yields:
        One record for each of the archive, and a broken one for each stretch that cannot be read.
    """
    file.seek(0)
    is_packed = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    found = _read_packed(file, limit) if is_packed else _read_plain(file, limit)
    for number, record in enumerate(found, 1):
        yield replace(record, number=number)


def _read_packed(file: BinaryIO, limit: int) -> Iterator[Record]:
    """Read on from member to member; after damage go on at what looks like the next."""
    while _find(file, _GZIP)[1] >= 0:
        stream = _Unpacked(file)
        last: Record | None = None
        read_in = stream.begun
        for found, _ in _placed_records(stream, limit):
            if last is not None and not last.code == found.code == "archive.broken":
                yield last
            last, read_in = found, stream.begun
        if not stream.fault:
            stream.finish_member()
        if stream.fault:
            if last is not None and read_in != stream.begun and last.code != "archive.broken":
                yield last  # it was whole: the fault is in the member after it
            file.seek(stream.begun + len(_GZIP))
            last = broken(f"A record is {stream.fault}: the archive was changed, or not copied whole.")
        yield last or broken("A part of the archive holds no record.")


def _read_plain(file: BinaryIO, limit: int) -> Iterator[Record]:
    """Read record by record; after damage go on at what looks like the next."""
    begun = 0
    while begun >= 0:
        begun, position = -1, file.tell()
        for found, offset in _placed_records(file, limit):
            if found.code == "archive.broken":
                file.seek(position + offset + 1)
                _, begun = _find(file, _PLAIN)
            yield found


def _find(file: BinaryIO, start: bytes) -> tuple[int, int]:
    """Go to where something begins that looks like a record: what else was passed, and the place, -1 = none."""
    position, passed, kept = file.tell(), 0, b""
    while chunk := file.read(_CHUNK):
        window = kept + chunk
        at = window.find(start)
        if at >= 0:
            passed += len(window[:at].strip(b"\0\r\n"))
            place = position - len(kept) + at
            file.seek(place)
            return passed, place
        kept = window[-len(start) + 1 :]
        passed += len(window[: len(window) - len(kept)].strip(b"\0\r\n"))
        position += len(chunk)
    return passed + len(kept.strip(b"\0\r\n")), -1


def _placed_records(stream: Any, limit: int) -> Iterator[tuple[Record, int]]:
    """Read the records of a stream, and where each begins in it."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415

    offset = 0
    try:
        for found in ArchiveIterator(stream, parse_http=False, stream_detect=False):
            offset = found.stream_pos
            yield _read_record(found, limit), offset
    except (OSError, ValueError, OverflowError):
        yield (
            broken("A part of the archive is no sound WARC record: it was changed, or not copied whole."),
            offset,
        )


def _read_record(found: Any, limit: int) -> Record:
    """Take the document out of a record."""
    headers = {name.lower(): words for name, words in found.headers.items()}
    kind = headers.get("warc-type", "").lower()
    if not kind:
        return broken("A record does not say what it is: the archive was changed.")
    if kind not in _DOCUMENTS:
        return Record(kind="other")
    block = _read_block(found)
    if len(block) < min(found.content_length, RECORD_BYTES):
        return broken("A record is shorter than it says: the archive was not copied whole.")
    status, fields, body = 200, {"content-type": headers.get("content-type", "")}, block
    if kind == "response" and block.startswith(b"HTTP/"):
        status, fields, body = _split_http(block)
    form = _KINDS.get(fields.get("content-type", "").partition(";")[0].strip().lower())
    url = headers.get("warc-target-uri", "").strip("<> ")
    if form is None or status != 200 or not body or not is_url(url):
        return Record(kind="other")
    if found.content_length > RECORD_BYTES:
        message = f"A record is longer than {RECORD_BYTES} bytes: save its page as a file to have it read."
        return broken(message, "archive.too_large", "quarantined")
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = join_chunks(body)
    decoded = decode_body(body, fields.get("content-encoding", ""), limit)
    if isinstance(decoded, Failure):
        return broken(decoded.message, decoded.code.replace("fetch.", "archive."), decoded.severity)
    return Record(
        kind=form,
        url=url,
        at=_moment(headers.get("warc-date", "")),
        charset=stated_charset(fields.get("content-type", "")),
        body=decoded,
        flags=() if _is_digest_right(headers.get("warc-block-digest", ""), block) else (DIGEST,),
    )


def _read_block(found: Any) -> bytes:
    """Read the block of a record, bounded."""
    block = bytearray()
    while len(block) < RECORD_BYTES and (chunk := found.reader.read(min(_CHUNK, RECORD_BYTES - len(block)))):
        block += chunk
    return bytes(block)


def _split_http(block: bytes) -> tuple[int, dict[str, str], bytes]:
    """Cut an answer into status, fields with names in lower case, and body (RFC 9112, section 2.1)."""
    head, _, body = block.partition(b"\r\n\r\n")
    first, *lines = head[:_CHUNK].decode("latin-1").split("\r\n")
    fields = {
        name.strip().lower(): words.strip() for name, _, words in (line.partition(":") for line in lines)
    }
    words = first.split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else 0, fields, body


def _moment(words: str) -> dt.datetime | None:
    """Read a WARC-Date; None when it is none or has no time zone."""
    with contextlib.suppress(ValueError):
        moment = dt.datetime.fromisoformat(words[:40])
        return moment.astimezone(dt.UTC).replace(microsecond=0) if moment.tzinfo else None
    return None


def _is_digest_right(stated: str, block: bytes) -> bool:
    """Check a digest in base 32 or base 16; what names another algorithm than SHA-1 and SHA-256 passes."""
    name, _, words = stated.partition(":")
    algorithm = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha-256": hashlib.sha256}.get(name.lower())
    if algorithm is None:
        return True
    digest = algorithm(block).digest()
    return words.strip().rstrip("=").lower() in {
        base64.b32encode(digest).decode().rstrip("=").lower(),
        digest.hex(),
    }
