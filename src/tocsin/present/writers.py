"""Writers: one reading after the other, as JSON lines or as a table."""

import os
from typing import Protocol, TextIO, TypeVar

import msgspec

from tocsin import __version__
from tocsin.claim import READER
from tocsin.model import Claim, Coded, Header, Issue, Report, Span

FORMAT_VERSION = 1
"""Version of the native JSON lines."""

_WORDS = 25
"""Most words of a quotation in output without text."""


Record = TypeVar("Record", bound=msgspec.Struct)


class Writer(Protocol):
    """Anything that takes readings one by one."""

    def write(self, coded: Coded) -> None:
        """Write one reading."""


class JsonWriter:
    """Writes native JSON lines: a header, then report, issues and claims of each reading.

    Args:
        out: where to write.
        knowledge: digest of the knowledge tables.
        no_text: leave the reports' text out and cut quotations to 25 words.
    """

    def __init__(self, out: TextIO, knowledge: str, *, no_text: bool = False) -> None:
        """Prepare the header: it comes before the first record, so that no input gives no output."""
        self._out = out
        self._no_text = no_text
        self._header: Header | None = Header(
            version=FORMAT_VERSION, tocsin=__version__, reader=READER, knowledge=knowledge
        )

    def write(self, coded: Coded) -> None:
        """Write one reading and flush, so that a reader at the other end of a pipe sees it at once."""
        if self._header is not None:
            self._line(self._header)
            self._header = None
        if coded.report is not None:
            self._line(
                msgspec.structs.replace(coded.report, text="", title="") if self._no_text else coded.report
            )
        for issue in coded.issues:
            self._line(_cut(issue) if self._no_text else issue)
        for claim in coded.claims:
            self._line(_cut(claim) if self._no_text else claim)
        self._out.flush()

    def _line(self, record: Header | Report | Issue | Claim) -> None:
        self._out.write(msgspec.json.encode(record).decode())
        self._out.write("\n")


def _cut(record: Record) -> Record:
    """Cut the quotations of a record, at any depth."""
    return type(record)(**{name: _cut_value(getattr(record, name)) for name in record.__struct_fields__})


def _cut_value(value: object) -> object:
    if isinstance(value, Span):
        words = value.quote.split(" ")
        cut = " ".join(words[:_WORDS]) + "…"
        return value if len(words) <= _WORDS else msgspec.structs.replace(value, quote=cut)
    if isinstance(value, msgspec.Struct):
        return _cut(value)
    return tuple(_cut_value(part) for part in value) if isinstance(value, tuple) else value


class TableWriter:
    """Writes a table for people.

    Args:
        out: where to write.
    """

    def __init__(self, out: TextIO) -> None:
        """Open a console; NO_COLOR and the width of the terminal are respected, 80 columns where there is none."""
        from rich.console import Console  # noqa: PLC0415  heavy

        from tocsin.present.table import show  # noqa: PLC0415

        width = None if out.isatty() or "COLUMNS" in os.environ else 80
        self._console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
        self._show = show

    def write(self, coded: Coded) -> None:
        """Print one reading."""
        self._show(self._console, coded)
