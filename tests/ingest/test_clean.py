"""From bytes to text that offsets may count in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.ingest.clean import binary_kind, clean, decode, one_line


@pytest.mark.parametrize(
    ("raw", "text", "flags"),
    [
        ("Café in Sana’a".encode(), "Café in Sana’a", ()),
        ("Café".encode("utf-8-sig"), "Café", ()),
        ("Café".encode("utf-16"), "Café", ()),
        ("Café".encode("utf-32"), "Café", ()),
        ("\ufeffCafé".encode("utf-16-be"), "Café", ()),
        ("last month’s protests, €20".encode("cp1252"), "last month’s protests, €20", ("encoding.guessed",)),
        ("Ören says: “Café”".encode() + b"\xff", "Ören says: “Café”\ufffd", ("encoding.damaged",)),
    ],
)
def test_decoding(raw: bytes, text: str, flags: tuple[str, ...]) -> None:
    assert decode(raw) == (text, flags)


def test_a_page_may_state_its_charset() -> None:
    page = '<meta charset="windows-1251"><p>Армия ушла</p>'
    assert decode(page.encode("cp1251"), page=True) == (page, ())
    wrong = '<meta charset="windows-9999"><p>Café</p>'
    assert decode(wrong.encode("cp1252"), page=True) == (wrong, ("encoding.guessed",))


def test_bytes_that_fit_no_encoding_are_not_decoded() -> None:
    assert decode(b"\x81\x8d\x8f\x90\x9d" * 9) is None


@pytest.mark.parametrize(
    ("text", "cleaned", "flags"),
    [
        ("a\r\nb\rc\nd\u2028e", "a\nb\nc\nd\ne", ()),
        ("a\x00b\x1b[31mc\x85d", "a b [31mc d", ("text.control_characters",)),
        ("half \ud83d character", "half   character", ("text.control_characters",)),
        ("no\u00a0break, tab\there", "no\u00a0break, tab\there", ()),
        ("\u202eevig ton did\u202c", "\u202eevig ton did\u202c", ("text.bidi",)),
        ("Mon\u200bday", "Mon\u200bday", ("text.invisible",)),
    ],
)
def test_cleaning(text: str, cleaned: str, flags: tuple[str, ...]) -> None:
    assert clean(text) == (cleaned, flags)


@given(st.text(alphabet=st.characters(codec=None)))
def test_cleaning_twice_changes_nothing_and_line_ends_aside_no_length(text: str) -> None:
    cleaned, _ = clean(text)
    assert clean(cleaned)[0] == cleaned
    assert len(cleaned) == len(text.replace("\r\n", "\n"))
    cleaned.encode("utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_do_not(raw: bytes) -> None:
    for page in (False, True):
        decoded = decode(raw, page=page)
        assert decoded is None or isinstance(decoded[0], str)


def test_what_is_no_text() -> None:
    assert binary_kind(b"%PDF-1.7\n...") == "a PDF file"
    assert binary_kind(b"PK\x03\x04word/document.xml") == "a zip, Word or OpenDocument file"
    assert binary_kind(bytes(range(256)) * 20) == "a binary file"
    assert binary_kind(b"Rebels left Odrel.\x00 The army came.") == ""
    assert binary_kind("Rebels left".encode("utf-16")) == ""
    assert binary_kind(b"") == ""


def test_one_line() -> None:
    assert one_line("  Truce\n\tin\u00a0doubt \x00") == "Truce in doubt"
    assert len(one_line("x" * 5000)) == 1000
