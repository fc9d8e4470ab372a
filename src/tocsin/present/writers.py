"""Writers: one reading after the other, as JSON lines or as a table."""

import os
from typing import Protocol, TextIO

import msgspec

from tocsin import __version__
from tocsin.model import Coded, Header

FORMAT_VERSION = 1
"""Version of the native JSON lines."""


class Writer(Protocol):
    """Anything that takes readings one by one."""

    def write(self, coded: Coded) -> None:
        """Write one reading."""


class JsonWriter:
    """Writes native JSON lines: a header, then report, translations, issues and claims of each reading.

    Args:
        out: where to write.
        reader: name and version of the reader.
        knowledge: digest of the knowledge tables.
    """

    def __init__(self, out: TextIO, reader: str, knowledge: str) -> None:
        """Prepare the header: it comes before the first record, so that no input gives no output."""
        self._out = out
        self._header: Header | None = Header(
            version=FORMAT_VERSION, tocsin=__version__, reader=reader, knowledge=knowledge
        )

    def write(self, coded: Coded) -> None:
        """Write one reading and flush, so that a reader at the other end of a pipe sees it at once."""
        for record in (
            self._header,
            coded.report,
            *coded.translations,
            coded.unread,
            *coded.issues,
            *coded.claims,
        ):
            if record is not None:
                self._out.write(msgspec.json.encode(record).decode())
                self._out.write("\n")
        self._header = None
        self._out.flush()


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
        plain = False if os.environ.get("NO_COLOR") else None
        self._console = Console(
            file=out, width=width, force_terminal=plain, highlight=False, markup=False, emoji=False
        )
        self._show = show

    def write(self, coded: Coded) -> None:
        """Print one reading."""
        self._show(self._console, coded)
