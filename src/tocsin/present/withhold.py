"""Readings without the reports' text, for those who may not pass it on."""

from typing import TypeVar

import msgspec

from tocsin.model import Coded, Span

WORDS = 25
"""Most words of a quotation that is passed on; a usual measure of brief quotation, not a legal limit."""

Record = TypeVar("Record", bound=msgspec.Struct)


def without_text(coded: Coded) -> Coded:
    """Leave out a report's text and headline, and cut every quotation.

    Args:
        coded: a reading.

    Returns:
        The same records with the same ids and offsets; quotations of at most 25 words, cut ones ending in "…".
    """
    report = coded.report
    return Coded(
        report=msgspec.structs.replace(report, text="", title="") if report is not None else None,
        issues=tuple(_cut(issue) for issue in coded.issues),
        claims=tuple(_cut(claim) for claim in coded.claims),
        translations=tuple(msgspec.structs.replace(_cut(one), text="") for one in coded.translations),
        unread=_cut(coded.unread) if coded.unread is not None else None,
    )


def _cut(record: Record) -> Record:
    """Cut the quotations of a record, at any depth."""
    return type(record)(**{name: _cut_value(getattr(record, name)) for name in record.__struct_fields__})


def _cut_value(value: object) -> object:
    if isinstance(value, Span):
        quote, translated = _first_words(value.quote), _first_words(value.translated)
        return msgspec.structs.replace(value, quote=quote, translated=translated)
    if isinstance(value, msgspec.Struct):
        return _cut(value)
    return tuple(_cut_value(part) for part in value) if isinstance(value, tuple) else value


def _first_words(quote: str) -> str:
    words = quote.split(" ")
    return quote if len(words) <= WORDS else " ".join(words[:WORDS]) + "…"
