"""The news of the export tests, as native JSON lines."""

from pathlib import Path

import msgspec

from tests.formats.news import HEADER, REPORT
from tocsin.store.formats.records import Record


def write_lines(path: Path, *records: Record) -> Path:
    """Write records as native JSON lines, the report they rest on first."""
    path.write_bytes(msgspec.json.Encoder().encode_lines([HEADER, REPORT, *records]))
    return path
