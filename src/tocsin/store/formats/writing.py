"""Writing an export: rows into unfinished files, checks, and only then the files under their names."""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tocsin.errors import FormatError
from tocsin.knowledge.exchange import load_exchange
from tocsin.model import Claim
from tocsin.store.formats.form import Format
from tocsin.store.formats.loss import Loss, Tally, loss_of
from tocsin.store.formats.objects import Objects
from tocsin.store.formats.records import Records
from tocsin.store.formats.tables import Table, check_known, is_day, is_whole_or_empty
from tocsin.store.formats.units import Choice, Happening, Told, incident_id, number

UNFINISHED = ".part"
"""What the name of a file ends with until it is whole and checked."""

IDS = Table(suffix=".ids", columns=("number", "id"), checks={}, key=("number",))
"""The numbers of a format and our ids."""

DELETED = Table(
    suffix=".deleted",
    columns=("id", "deleted_at", "reason", "into"),
    checks={"deleted_at": lambda text: is_day(text[:10])},
    key=(),
)
"""What earlier exports held and is gone."""


class _Part(NamedTuple):
    """A file on its way."""

    layout: Table | Objects
    path: Path

    @property
    def unfinished(self) -> Path:
        """Where it is written until it is checked."""
        return self.path.with_name(self.path.name + UNFINISHED)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """An export that is in place."""

    loss: Loss
    """What it could not hold."""
    files: tuple[Path, ...]
    """Its files, main file first."""


def export(records: Records, form: Format, target: Path, choice: Choice) -> Written:
    """Write records in a format.

    Args:
        records: what to export; read in passes, never held in memory.
        form: the format.
        target: the main file; a folder, or a name without extension, gets files called after the format.
        choice: what may leave, and how.

    Returns:
        The files and the loss report.

    Raises:
        FormatError: a written file does not pass the checks, or the input is broken; no file was put in place.
    """
    if not form.files:
        from tocsin.store.formats.parquet import write_folder  # noqa: PLC0415  an extra

        return write_folder(records, form, target, choice)
    main_file = target if target.suffix and not target.is_dir() else target / f"{form.name}.{form.extension}"
    folder, stem = main_file.parent, main_file.stem
    folder.mkdir(parents=True, exist_ok=True)
    parts = [_Part(layout, folder / f"{stem}{layout.suffix}{main_file.suffix}") for layout in form.files]
    parts += [
        _Part(side, folder / f"{stem}{side.suffix}.csv")
        for side in ([DELETED, IDS] if form.numbered else [DELETED])
    ]
    try:
        tally = _write_rows(records, form, choice, parts)
        _check(parts, tally)
        loss = loss_of(form.name, tally, choice, form.from_memory)
        for part in parts:
            part.unfinished.replace(part.path)
    finally:
        for part in parts:
            part.unfinished.unlink(missing_ok=True)
    main = [part.path for part in parts[: len(form.files)]]
    notes = write_notes(folder, stem, loss, describe(form, main, loss))
    return Written(loss=loss, files=(*(part.path for part in parts), *notes))


def _units(records: Records, form: Format) -> Iterator[Any]:
    if form.unit == "record":
        return records.stream()
    return records.told() if form.unit == "claim" else records.happenings()


def _claims(unit: Any) -> Sequence[Claim]:
    if isinstance(unit, Told):
        return (unit.claim,)
    return tuple(told.claim for told in unit.told) if isinstance(unit, Happening) else ()


def unchanged(unit: Any, records: Records, choice: Choice) -> bool:
    """Tell whether a claim or an incident last changed before the day the user named; an unknown day counts as new."""
    if choice.since is None:
        return False
    if isinstance(unit, Told):
        moments = [unit.updated]
    elif isinstance(unit, Happening):
        moments = [told.updated for told in unit.told]
    else:
        moments = [records.moment_of(unit)]
    return all(moment is not None and moment.date() < choice.since for moment in moments)


def _write_rows(records: Records, form: Format, choice: Choice, parts: Sequence[_Part]) -> Tally:
    codes = load_exchange()
    tally = Tally(form.loss)
    with ExitStack() as stack:
        outs = [stack.enter_context(p.unfinished.open("w", encoding="utf-8", newline="")) for p in parts]
        for out, part in zip(outs, parts, strict=True):
            out.write(part.layout.opening())
        writers = [(out.write, part.layout) for out, part in zip(outs, parts, strict=True)]
        deleted = len(form.files)
        for unit in _units(records, form):
            tally.input += 1
            if unchanged(unit, records, choice):
                tally.skipped["not_changed"] += 1
                continue
            outcome = form.rows(unit, choice, codes)
            if outcome.skipped:
                tally.skipped[outcome.skipped] += 1
                continue
            for place, row in outcome.rows:
                write, layout = writers[place]
                write(layout.line(row, tally.exported))
            tally.count(_claims(unit), outcome.approximated)
            if form.numbered:
                ours = unit.claim.id if isinstance(unit, Told) else unit.incident.id
                outs[-1].write(f"{number(ours)},{ours}\n")
        for gone in deletions(records, form, choice):
            outs[deleted].write(DELETED.line(gone))
        for out, part in zip(outs, parts, strict=True):
            out.write(part.layout.closing())
    return tally


def deletions(records: Records, form: Format, choice: Choice) -> Iterator[tuple[object, ...]]:
    """Give what is gone: id as the format writes it, moment, reason, and the id that lives on.

    Args:
        records: where the tombstones are.
        form: the format; a format of claims names claims, one of incidents incidents.
        choice: the day since which.

    Yields:
        Rows of the file of deletions.
    """
    prefix = {"claim": "c_", "incident": "i_" if records.has_incidents else "c_", "record": ""}[form.unit]

    def shown(identifier: str) -> object:
        if form.unit == "incident" and identifier.startswith("c_"):
            identifier = incident_id(identifier)
        return number(identifier) if form.numbered and identifier else identifier

    for stone in records.tombstones():
        if stone.id.startswith(prefix) and (choice.since is None or stone.at.date() >= choice.since):
            yield shown(stone.id), stone.at.isoformat(), stone.reason, shown(stone.into)


def _check(parts: Sequence[_Part], tally: Tally) -> None:
    """Read everything back."""
    main = array("Q")
    for at, (layout, path) in enumerate((part.layout, part.unfinished) for part in parts):
        rows, keys = layout.check(path)
        if at == 0:
            main = keys
            if rows != tally.exported:
                message = f"{path.name} holds {rows} rows, {tally.exported} were written. Check the disk."
                raise FormatError(message)
        if isinstance(layout, Table) and layout.known_in_first:
            _check_first_column(layout, path, main)


def _check_first_column(layout: Table, path: Path, known: "array[int]") -> None:
    """See that every id in the first column is one of the main file's."""
    found = array("Q")
    with path.open(encoding="utf-8") as file:
        found.extend(int(line.partition(layout.delimiter)[0]) for line in file)
    check_known(found, known, path, 0, layout.columns[0])


def describe(form: Format, files: Sequence[Path], loss: Loss) -> dict[str, Any]:
    """Describe the files as a data package (frictionlessdata.io).

    Args:
        form: the format.
        files: its files, in order.
        loss: the loss report, for licence and citation.

    Returns:
        The descriptor.
    """
    resources = []
    for layout, path in zip(form.files, files, strict=True):
        resource: dict[str, Any] = {"name": path.stem.lower(), "path": path.name, "encoding": "utf-8"}
        if isinstance(layout, Table):
            resource |= {
                "profile": "tabular-data-resource",
                "dialect": {"delimiter": layout.delimiter, "header": layout.heading},
                "schema": {
                    "fields": [{"name": name, "type": _type_of(layout, name)} for name in layout.columns],
                    "primaryKey": list(layout.key),
                },
            }
        resources.append(resource)
    package: dict[str, Any] = {"name": f"tocsin-{form.name}", "created": loss.made, "resources": resources}
    if loss.licence:
        package["licenses"] = [{"name": loss.licence}]
    return package | {"citation": loss.citation}


def _type_of(layout: Table, column: str) -> str:
    """Give the type of a column as its check knows it."""
    check = layout.checks.get(column)
    if check is is_day:
        return "date"
    if check is is_whole_or_empty:
        return "integer"
    return "number" if column.lower().endswith(("latitude", "longitude", "_lat", "_long")) else "string"


def write_notes(folder: Path, stem: str, loss: Loss, package: dict[str, Any]) -> list[Path]:
    """Write loss report, data package and citation beside the files.

    Args:
        folder: where.
        stem: what their names begin with.
        loss: the loss report.
        package: the descriptor of the files.

    Returns:
        The three files.
    """
    notes = {
        folder / f"{stem}.loss.json": msgspec.json.format(msgspec.json.encode(loss)),
        folder / f"{stem}.datapackage.json": msgspec.json.format(msgspec.json.encode(package)),
        folder / f"{stem}.citation.txt": f"{loss.citation}\n".encode(),
    }
    for path, content in notes.items():
        unfinished = path.with_name(path.name + UNFINISHED)
        unfinished.write_bytes(content)
        unfinished.replace(path)
    return list(notes)
