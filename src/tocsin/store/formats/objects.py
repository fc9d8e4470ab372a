"""Files of JSON objects, one a line: JSON lines, and the features of a GeoJSON collection.

Written with msgspec, read back with the json module of the standard library.
"""

import json
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from tocsin.store.formats.tables import check_unique, fail

_encode = msgspec.json.Encoder().encode


class Objects(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a format with one JSON object a line."""

    suffix: str = ""
    """What is put between name and extension."""
    columns: tuple[str, ...] = ()
    """Names of the fields, for people; empty = they differ by record."""
    above: str = ""
    """Line above the objects, without its line break; "" = none."""
    below: str = ""
    """Line below the objects."""
    parted: str = ""
    """What stands before every object but the first."""
    check_object: Callable[[dict[str, Any]], str]
    """Gives what is wrong with an object, field first ("date: ..."), "" = nothing."""
    id_of: Callable[[dict[str, Any]], str]
    """Gives the id of an object, different in every line; "" = it has none."""

    def opening(self) -> str:
        """Give what stands above the objects."""
        return f"{self.above}\n" if self.above else ""

    def line(self, row: Any, before: int = 0) -> str:
        """Write an object as a line; `before` = number of objects above it."""
        return (self.parted if before else "") + _encode(row).decode() + "\n"

    def closing(self) -> str:
        """Give what stands below the objects."""
        return f"{self.below}\n" if self.below else ""

    def check(self, path: Path) -> "tuple[int, array[int]]":
        """Read a written file and check it.

        Args:
            path: the file.

        Returns:
            Number of objects, and the keys as numbers, in order of the lines.

        Raises:
            FormatError: a line is no such object, or an id stands in two lines; names line and field.
        """
        keys = array("Q")
        at = rows = 0
        last = ""
        try:
            with path.open(encoding="utf-8", newline="\n") as file:
                for at, line in enumerate(file, 1):
                    text = line.rstrip("\n")
                    if (at == 1 and text == self.above) or (self.below and text == self.below):
                        last = text
                        continue
                    if rows and not text.startswith(self.parted):
                        fail(path, at, "", f"{self.parted!r} is missing before the object")
                    self._check_line(text.removeprefix(self.parted) if rows else text, at, path, keys)
                    rows += 1
                    last = text
        except UnicodeDecodeError as error:
            fail(path, at + 1, "", str(error))
        if self.below and last != self.below:
            fail(path, at, "", f"the file does not end with {self.below}")
        check_unique(keys, path, bool(self.above), "id")
        return rows, keys

    def _check_line(self, text: str, at: int, path: Path, keys: "array[int]") -> None:
        try:
            found = json.loads(text)
        except json.JSONDecodeError as error:
            fail(path, at, "", f"no JSON ({error})")
        if not isinstance(found, dict):
            fail(path, at, "", "no JSON object")
        field, _, wrong = self.check_object(found).partition(": ")
        if field:
            fail(path, at, field, wrong)
        if identifier := self.id_of(found):
            keys.append(int(identifier[2:18], 16) ^ ord(identifier[0]) << 56)
