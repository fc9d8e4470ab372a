"""Inputs: a store, native JSON lines, or a folder of Parquet, as Arrow data sets by kind of record."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec

from tocsin.errors import FormatError, InputError
from tocsin.store import is_store, open_store
from tocsin.store.formats.native import KINDS as NATIVE
from tocsin.store.formats.parquet import BUFFER, KINDS, MANIFEST, line_of, schema, table_of
from tocsin.store.formats.records import open_lines
from tocsin.store.store import Store

if TYPE_CHECKING:
    from pyarrow import dataset


class _Shard(msgspec.Struct):
    path: str
    record: str


class _Manifest(msgspec.Struct):
    shards: list[_Shard]


def open_input(path: Path, kinds: set[str], stack: ExitStack) -> "dict[str, dataset.Dataset]":
    """Open what is to be asked.

    Args:
        path: a store, a file of native JSON lines, or a folder that `tocsin export --format parquet` wrote.
        kinds: the kinds of records wanted, keys of `tocsin.store.formats.parquet.KINDS`.
        stack: closes what is opened here. Records of a store and of JSON lines lie in a folder of Parquet until then,
            so that memory does not grow with their number.

    Returns:
        A data set for every kind, empty where there are no such records.

    Raises:
        InputError: there is nothing there, or a folder without Parquet of ours.
        FormatError: a line or the list of shards is broken.
        StoreError: the store cannot be used.
    """
    if not path.exists():
        message = (
            f"There is nothing at {path}. Name a store, JSON lines of tocsin code, or a folder of Parquet."
        )
        raise InputError(message)
    if path.is_dir():
        return _datasets(_shards_of(path), kinds)
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="tocsin-query-")))
    return _datasets(_spool(_records_of(path, kinds), kinds, folder), kinds)


def empty_sets(kinds: set[str]) -> "dict[str, dataset.Dataset]":
    """Give a data set without records for each of some kinds."""
    return _datasets({}, kinds)


def _datasets(files: dict[str, list[Path]], kinds: set[str]) -> "dict[str, dataset.Dataset]":
    import pyarrow as pa  # noqa: PLC0415, RUF100  an extra
    from pyarrow import dataset  # noqa: PLC0415, RUF100

    found = {}
    for kind in sorted(kinds):
        paths = [str(path) for path in files.get(kind, [])]
        wanted = schema(kind)
        try:
            found[kind] = dataset.dataset(paths, schema=wanted, format="parquet") if paths else None
        except (OSError, pa.ArrowInvalid) as error:
            message = f"A shard of {kind} cannot be read ({error}). Export the folder again."
            raise FormatError(message) from error
        if found[kind] is None:
            found[kind] = dataset.dataset(wanted.empty_table())
    return found


def _shards_of(folder: Path) -> dict[str, list[Path]]:
    """List the files of an export by kind."""
    listed = next((p for p in (folder / MANIFEST, folder / "parquet" / MANIFEST) if p.is_file()), None)
    if listed is None:
        message = (
            f"{folder} holds no Parquet of tocsin. `tocsin export --format parquet -o {folder}` writes it."
        )
        raise InputError(message)
    try:
        manifest = msgspec.json.decode(listed.read_bytes(), type=_Manifest)
    except msgspec.DecodeError as error:
        message = f"{listed} is no list of shards ({error}). Export the folder again."
        raise FormatError(message) from error
    files: dict[str, list[Path]] = {}
    for shard in manifest.shards:
        path = listed.parent / shard.path
        if not path.resolve().is_relative_to(listed.parent.resolve()) or not path.is_file():
            message = f"{listed} names {shard.path}, which is not in the folder. Export the folder again."
            raise FormatError(message)
        files.setdefault(shard.record, []).append(path)
    return files


def _records_of(path: Path, kinds: set[str]) -> Iterator[Any]:
    """Give the records of the kinds wanted."""
    if is_store(path):
        with open_store(path) as store, store.views.at_one_moment():
            for kind in sorted(kinds):
                yield from _stored(store, kind)
        return
    for record in open_lines(path).stream():
        if record.__struct_config__.tag in kinds & NATIVE:
            yield record


def _stored(store: Store, kind: str) -> Iterator[Any]:
    """Give all records of a kind in a store."""
    derived = {
        "report": store.reports,
        "translation": store.translations,
        "claim": store.claims,
        "issue": store.issues,
        "incident": store.incidents,
        "commitment": store.commitments,
    }
    return derived[kind]() if kind in derived else store.ledger(kind)


def _spool(records: Iterator[Any], kinds: set[str], folder: Path) -> dict[str, list[Path]]:
    """Write records as Parquet, one file a kind."""
    from pyarrow import parquet  # noqa: PLC0415, RUF100  an extra

    waiting: dict[str, list[bytes]] = {kind: [] for kind in kinds}
    sizes = dict.fromkeys(kinds, 0)
    with ExitStack() as files:
        writers = {
            kind: files.enter_context(parquet.ParquetWriter(folder / f"{kind}.parquet", schema(kind)))
            for kind in sorted(kinds)
        }

        def write(kind: str) -> None:
            if waiting[kind]:
                writers[kind].write_table(table_of(kind, waiting[kind]))
            waiting[kind], sizes[kind] = [], 0

        for record in records:
            kind = str(record.__struct_config__.tag)
            line = line_of(record)
            waiting[kind].append(line)
            sizes[kind] += len(line)
            if sizes[kind] >= BUFFER // 4:
                write(kind)
        for kind in kinds:
            write(kind)
    return {kind: [folder / f"{kind}.parquet"] for kind in KINDS if kind in kinds}
