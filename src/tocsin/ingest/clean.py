"""From bytes to clean text. After the line ends every change is one character for one."""

import re

BIDI = "text.bidi"
"""Flag: the text holds characters that turn the direction of writing."""
CONTROL = "text.control_characters"
"""Flag: control characters, NUL or half characters were replaced by spaces."""
DAMAGED = "encoding.damaged"
"""Flag: a few bytes were no UTF-8; each stands as U+FFFD."""
GUESSED = "encoding.guessed"
"""Flag: no encoding was stated and the bytes are no UTF-8; they were read as Windows-1252."""
INVISIBLE = "text.invisible"
"""Flag: the text holds characters of no width."""

# Byte order marks; the longer come first, for UTF-32 begins like UTF-16 (Unicode 16, section 23.8).
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# First bytes of files that are no text, and what they are (file signatures of the formats' own manuals).
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip, Word or OpenDocument file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
)
_META_CHARSET = re.compile(
    rb"<meta\b[^>]{0,400}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})", re.IGNORECASE
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_SAMPLE = 65_536


def binary_kind(raw: bytes) -> str:
    """Say what kind of file is no text.

    Args:
        raw: its first bytes; 64 KiB are looked at.

    Returns:
        Words for the kind, "" when it may be text: at most 32 bytes or 5 % of it are control
        bytes (own choice), or it has a byte order mark.
    """
    sample = raw[:_SAMPLE]
    for signature, kind in _SIGNATURES:
        if sample.startswith(signature):
            return kind
    if any(sample.startswith(mark) for mark, _ in _MARKS):
        return ""
    controls = len(sample) - len(sample.translate(None, bytes(range(8)) + bytes(range(14, 32))))
    return "a binary file" if controls > max(32, len(sample) // 20) else ""


def decode(raw: bytes, *, page: bool = False) -> tuple[str, tuple[str, ...]] | None:
    """Decode bytes: byte order mark, else UTF-8, else the page's own charset, else Windows-1252.

    Args:
        raw: all bytes.
        page: whether it is HTML, whose `<meta charset>` counts.

    Returns:
        Text and flags; None when no encoding fits.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(encoding, "replace")
            return text, ((DAMAGED,) if "\ufffd" in text and b"\xef\xbf\xbd" not in raw else ())
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    stated = _META_CHARSET.search(raw[:8192]) if page else None
    if stated:
        try:
            return raw.decode(stated[1].decode("ascii"), "replace"), ()
        except (LookupError, UnicodeError):  # unknown to Python, or no text encoding
            pass
    text = raw.decode("utf-8", "replace")
    sound = sum(c > "\x7f" for c in text) - (bad := text.count("\ufffd"))
    if bad * 2 <= sound:
        return text, (DAMAGED,)
    try:
        return raw.decode("cp1252"), (GUESSED,)
    except UnicodeDecodeError:
        return None


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Make text safe to count in.

    Line ends are made plain first; then control characters, NUL and half characters become a space each.
    No-break spaces, direction marks and zero-width characters stay.

    Args:
        text: any text.

    Returns:
        Text and flags. Cleaning clean text changes nothing.
    """
    text = _LINE_ENDS.sub("\n", text)
    flags = []
    if _BIDI.search(text):
        flags.append(BIDI)
    if _CONTROLS.search(text):
        flags.append(CONTROL)
        text = _CONTROLS.sub(" ", text)
    if _INVISIBLE.search(text):
        flags.append(INVISIBLE)
    return text, tuple(flags)


def one_line(text: str) -> str:
    """Clean a title, name or address: one line, single spaces.

    Args:
        text: any text.

    Returns:
        The line, cut after 1,000 characters (own choice).
    """
    return " ".join(clean(text[:4000])[0].split())[:1000]
