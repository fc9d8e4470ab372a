"""Files with rows and columns: how they are written, and how they are read back and checked.

Written by hand, line by line; read back with the csv module, so that a fault of one is not repeated by the other.
"""

import csv
import datetime as dt
import hashlib
import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from tocsin.errors import FormatError

Check = Callable[[str], bool]
"""Tells whether the text of a field can stand in its column."""

_STAMP = re.compile(r"\d{14}")
_FORMULA = frozenset("=+-@＝＋－＠")


@lru_cache(maxsize=1 << 14)
def safe(text: str) -> str:
    """Make words safe for a spreadsheet.

    Args:
        text: any text.

    Returns:
        The text on one line; words that a spreadsheet would take for a formula begin with an apostrophe (the
        characters are those of the OWASP note on CSV injection, and their full-width forms).
    """
    line = " ".join(text.replace("\x00", " ").split())
    return f"'{line}" if line[:1] in _FORMULA else line


@lru_cache(maxsize=1 << 14)
def _quoted(text: str) -> str:
    line = safe(text)
    return '"' + line.replace('"', '""') + '"' if "," in line or '"' in line else line


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a format with rows and columns."""

    suffix: str = ""
    """What is put between name and extension: "" for the main file."""
    columns: tuple[str, ...]
    """Names of the columns, in order."""
    delimiter: str = ","
    """A comma, with quotes where needed; or a tab, without quotes."""
    heading: bool = True
    """Whether the first line names the columns."""
    tags: tuple[str, ...] = ()
    """HXL tags under the heading; empty = none."""
    checks: Mapping[str, Check]
    """Column to what its fields must be."""
    key: tuple[str, ...]
    """Columns that together differ in every row; empty = rows may repeat."""
    known_in_first: bool = False
    """Whether the first column must hold keys of the format's first file."""

    def opening(self) -> str:
        """Give what stands above the rows."""
        lines = [self.columns] * self.heading + [self.tags] * bool(self.tags)
        return "".join(self.line(row) for row in lines)

    def line(self, row: Any, before: int = 0) -> str:
        """Write a row as a line: None and "" are empty fields, numbers stay as they are, words are made safe."""
        del before  # rows of a table do not depend on one another
        text = _quoted if self.delimiter == "," else safe
        cells = [
            (value and text(value)) if isinstance(value, str) else "" if value is None else str(value)
            for value in row
        ]
        return self.delimiter.join(cells) + "\n"

    def closing(self) -> str:
        """Give what stands below the rows: nothing."""
        return ""

    def check(self, path: Path) -> "tuple[int, array[int]]":
        """Read a written file and check it.

        Args:
            path: the file.

        Returns:
            Number of rows, and the keys as numbers, in order of the rows.

        Raises:
            FormatError: header, number of fields, a field or a key is wrong; names row and column.
        """
        keys = array("Q")
        width = len(self.columns)
        checks = [(self.columns.index(name), name, check) for name, check in self.checks.items()]
        places = [self.columns.index(name) for name in self.key]
        above = self.heading + bool(self.tags)
        at = 0
        try:
            with path.open(encoding="utf-8", newline="") as file:
                for at, row in enumerate(self._reader(file, path), 1):
                    if at <= above:
                        self._check_heading(row, at, path)
                        continue
                    if len(row) != width:
                        fail(path, at, "", f"{len(row)} fields, want {width}")
                    for place, name, check in checks:
                        if not check(row[place]):
                            fail(path, at, name, f"{row[place][:60]!r} cannot stand there")
                    if places:
                        keys.append(_key([row[place] for place in places]))
        except (UnicodeDecodeError, csv.Error) as error:
            fail(path, at + 1, "", str(error))
        if at < above:
            fail(path, at + 1, "", "the heading is missing")
        check_unique(keys, path, above, "+".join(self.key))
        return at - above, keys

    def _reader(self, file: Any, path: Path) -> Iterator[list[str]]:
        forbidden = "\t" if self.delimiter == "," else "\r"

        def lines() -> Iterator[str]:
            for at, line in enumerate(file, 1):
                if "\x00" in line or forbidden in line:
                    fail(path, at, "", "a tab, carriage return or NUL in a field")
                yield line

        reader = csv.reader(
            lines(),
            delimiter=self.delimiter,
            quoting=csv.QUOTE_MINIMAL if self.delimiter == "," else csv.QUOTE_NONE,
            strict=True,
        )
        for at, row in enumerate(reader, 1):
            if reader.line_num != at:
                fail(path, at, "", "a new line in a field")
            yield row

    def _check_heading(self, row: list[str], at: int, path: Path) -> None:
        wanted = self.columns if at == 1 and self.heading else self.tags
        for place, name in enumerate(wanted):
            if place >= len(row) or row[place] != name:
                found = row[place] if place < len(row) else "nothing"
                fail(path, at, self.columns[place], f"the heading says {found!r}, want {name!r}")
        if len(row) != len(wanted):
            fail(path, at, "", f"{len(row)} names in the heading, want {len(wanted)}")


def fail(path: Path, row: int, column: str, what: str) -> NoReturn:
    """Raise the error for a file that did not come out right."""
    where = f", column {column}" if column else ""
    message = f"{path.name}, row {row}{where}: {what}. Nothing was written; please report it with the input."
    raise FormatError(message)


def _key(parts: Sequence[str]) -> int:
    """Turn a key into 64 bits: a whole number below 2^53 is itself, all else is hashed."""
    if len(parts) == 1 and parts[0].isdecimal() and len(parts[0]) <= 16:
        return int(parts[0])
    return int.from_bytes(hashlib.blake2b("\t".join(parts).encode(), digest_size=8).digest(), "big")


def check_unique(keys: "array[int]", path: Path, above: int, column: str) -> None:
    """Raise FormatError where a key stands in two rows."""
    import numpy as np  # noqa: PLC0415  heavy

    if len(keys) < 2:
        return
    numbers = np.frombuffer(keys, dtype=np.uint64)
    ordered = np.sort(numbers)
    twice = np.nonzero(ordered[1:] == ordered[:-1])[0]
    if len(twice):
        at = int(np.nonzero(numbers == ordered[twice[0]])[0][1])
        fail(path, at + 1 + above, column, "the key stands in an earlier row too")


def check_known(keys: "array[int]", known: "array[int]", path: Path, above: int, column: str) -> None:
    """Raise FormatError where a key is not among those of another file."""
    import numpy as np  # noqa: PLC0415  heavy

    unknown = np.isin(np.frombuffer(keys, np.uint64), np.frombuffer(known, np.uint64), invert=True)
    if unknown.any():
        fail(path, int(unknown.argmax()) + 1 + above, column, "the id is in no other file")


def is_day(text: str) -> bool:
    """Tell whether a text is a day, YYYY-MM-DD."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def is_plain_day(text: str) -> bool:
    """Tell whether a text is a day, YYYYMMDD."""
    return len(text) == 8 and text.isdecimal() and is_day(f"{text[:4]}-{text[4:6]}-{text[6:]}")


def is_stamp(text: str) -> bool:
    """Tell whether a text is a moment, YYYYMMDDHHMMSS."""
    return _STAMP.fullmatch(text) is not None and is_plain_day(text[:8])


def is_whole(text: str) -> bool:
    """Tell whether a text is a whole number >= 0."""
    return text.isdecimal()


def is_whole_or_empty(text: str) -> bool:
    """Tell whether a text is a whole number >= 0, or empty."""
    return not text or text.isdecimal()


def between(low: float, high: float) -> Check:
    """Make a check that a field is empty or a number within bounds."""

    def check(text: str) -> bool:
        if not text:
            return True
        try:
            return low <= float(text) <= high
        except ValueError:
            return False

    return check


is_latitude, is_longitude = between(-90, 90), between(-180, 180)


def one_of(values: Sequence[str]) -> Check:
    """Make a check that a field holds one of the values."""
    return frozenset(values).__contains__
