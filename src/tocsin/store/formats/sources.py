"""Sources: what an export reads, as a file of JSON lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tocsin.store import is_store, open_store


@contextmanager
def lines_of(source: Path) -> Iterator[Path]:
    """Give the file of JSON lines to export.

    Args:
        source: a store, or a file of JSON lines.

    Yields:
        The file, or a copy of what the store holds at this moment, gone afterwards.

    Raises:
        StoreError: the store cannot be used.
    """
    if not is_store(source):
        yield source
        return
    with TemporaryDirectory(prefix="tocsin-export-") as folder:
        lines = Path(folder) / "records.jsonl"
        with open_store(source) as store, lines.open("w", encoding="utf-8") as out:
            store.dump(out)
        yield lines
