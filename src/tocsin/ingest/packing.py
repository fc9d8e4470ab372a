"""Undo compression, chunks and encodings, bounded: a few bytes may hold a gigabyte (note on reliability, section 1)."""

import re
import zlib

from tocsin.ingest.answers import Failure

_LAYERS = 2  # of content encoding; more is an attack or a fault (own choice)
_GZIP_OR_ZLIB, _BARE = 47, -15  # window sizes in zlib's manual
_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16; they count before what the server says
_MEANT = dict.fromkeys(
    ("iso-8859-1", "latin1", "us-ascii", "ascii"), "cp1252"
)  # WHATWG Encoding, section 4.2
_KNOWN = frozenset({"gzip", "x-gzip", "deflate"})


def unpack(raw: bytes, limit: int) -> bytes | None:
    """Decompress gzip, zlib or bare deflate, never beyond the limit.

    Args:
        raw: compressed bytes; gzip may have several members.
        limit: the most bytes that are wanted.

    Returns:
        The bytes; one more than the limit, cut, when there are more; None when they end early.

    Raises:
        zlib.error: they are not compressed in any of these ways.
    """
    gathered, window = bytearray(), _GZIP_OR_ZLIB
    while raw:
        unpacker = zlib.decompressobj(window)
        try:
            gathered += unpacker.decompress(raw, limit + 1 - len(gathered))
        except zlib.error:
            if gathered or window == _BARE:
                raise
            window = _BARE
            continue
        if len(gathered) > limit:
            return bytes(gathered)
        if not unpacker.eof:
            return None
        raw = unpacker.unused_data.lstrip(b"\0")  # gzip may be padded (manual of GNU gzip)
    return bytes(gathered)


def decode_body(body: bytes, stated: str, limit: int) -> bytes | Failure:
    """Undo the content encodings of a body, the last first.

    Args:
        body: as it was sent, without chunks.
        stated: the Content-Encoding header.
        limit: the longest body that is wanted, in bytes.

    Returns:
        The body, or why it cannot be had.
    """
    names = [
        name.strip().lower() for name in stated.split(",") if name.strip().lower() not in {"", "identity"}
    ]
    if len(names) > _LAYERS or not _KNOWN.issuperset(names):
        message = "It is compressed in a way that is not read: only gzip and deflate are, twice at most."
        return Failure(code="fetch.encoding", message=message)
    for _ in names:
        try:
            unpacked = unpack(body, limit)
        except zlib.error:
            return Failure(code="fetch.encoding", message="It is not compressed as its header says.")
        if unpacked is None:
            return cut_off()
        body = unpacked
    return too_large(limit) if len(body) > limit else body


def join_chunks(body: bytes) -> bytes:
    """Undo chunks (RFC 9112, section 7.1), as far as they are sound.

    Args:
        body: as an archive holds it, with chunks or, where the writer undid them already, without.

    Returns:
        The body; unchanged where it does not begin with a chunk.
    """
    joined, position = bytearray(), 0
    while (end := body.find(b"\r\n", position, position + 100)) >= 0:
        size = body[position:end].split(b";")[0].strip()
        if not size or len(size) > 8 or size.strip(b"0123456789abcdefABCDEF"):
            break
        length = int(size, 16)
        if length == 0:
            return bytes(joined)
        joined += body[end + 2 : end + 2 + length]
        position = end + 2 + length + 2
    return bytes(joined) or body


def stated_charset(content_type: str) -> str:
    """Take the encoding that a Content-Type states.

    Args:
        content_type: the header.

    Returns:
        Its name in lower case; "" when there is none.
    """
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", content_type[:500], re.IGNORECASE)
    return found[1].lower() if found else ""


def transcode(raw: bytes, charset: str) -> bytes:
    """Write bytes in UTF-8 where the server says that they are in another encoding.

    Args:
        raw: a document.
        charset: what the Content-Type states; "" = nothing.

    Returns:
        The same in UTF-8; unchanged where it is UTF-8 already, or the encoding is unknown.
    """
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return raw
    if raw.startswith(_MARKS) or charset in {"", "utf-8", "utf8"}:
        return raw
    try:
        return raw.decode(_MEANT.get(charset, charset), "replace").encode()
    except (LookupError, UnicodeError):  # unknown to Python, or no text encoding
        return raw


def cut_off() -> Failure:
    """Say that a body is not whole.

    Returns:
        The failure; it may pass.
    """
    message = "What came ends before its end: it is worth a try later, or get it whole."
    return Failure(code="fetch.cut_off", message=message, severity="quarantined")


def too_large(limit: int) -> Failure:
    """Say that a body is longer than the limit.

    Args:
        limit: in bytes.

    Returns:
        The failure; it passes with a higher limit.
    """
    message = f"Longer than {limit} bytes: raise max_report_bytes to have it read."
    return Failure(code="fetch.too_large", message=message, severity="quarantined")
