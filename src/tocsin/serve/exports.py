"""Exports: the record in the formats of other programs, with loss report and citation, as one archive."""

import datetime as dt
import threading
import zipfile
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from tocsin.errors import TocsinError
from tocsin.serve.desk import Desk
from tocsin.store.formats import NAMES, load_format
from tocsin.store.formats.loss import summary
from tocsin.store.formats.records import open_lines
from tocsin.store.formats.sources import lines_of
from tocsin.store.formats.units import Choice
from tocsin.store.formats.writing import export

_ONE = threading.Lock()
"""One export at a time: each reads the whole record."""


def hand_on(request: Request, desk: Desk, form: dict[str, str]) -> Response:
    """Write the record in a format.

    Args:
        request: what was asked.
        desk: the desk.
        form: `format`, one of the formats' names; `since`, a day or ""; `fallback`, "1" = the day of publication
            where the text gives none; `no_text`, "1" = without texts.

    Returns:
        A zip archive: what `tocsin export` writes, and its summary as README.txt.

    Raises:
        HTTPException: 400 a field is none, or the format cannot be written; 503 another export is under way.
    """
    del request
    name = form.get("format", "")
    if name not in NAMES:
        raise HTTPException(400, "Choose a format.")
    try:
        since = dt.date.fromisoformat(form["since"]) if form.get("since") else None
    except ValueError as error:
        raise HTTPException(400, "since: write a day as YYYY-MM-DD.") from error
    if not _ONE.acquire(blocking=False):
        raise HTTPException(503, "Another export is being written. Try again when it is done.")
    with ExitStack() as failed:
        folder = TemporaryDirectory(prefix="tocsin-desk-")
        failed.callback(folder.cleanup)
        try:
            archive = _write(desk.path, name, Path(folder.name), since, form)
        except TocsinError as error:
            raise HTTPException(400, str(error)) from error
        finally:
            _ONE.release()
        failed.pop_all()
    return FileResponse(
        archive,
        filename=f"{desk.path.stem}-{name}.zip",
        media_type="application/zip",
        background=BackgroundTask(folder.cleanup),
    )


def _write(store: Path, name: str, folder: Path, since: dt.date | None, form: dict[str, str]) -> Path:
    format_ = load_format(name)
    with lines_of(store) as lines:
        records = open_lines(lines)
        choice = Choice(
            made=dt.datetime.now(dt.UTC).replace(microsecond=0),
            factualities=format_.factualities,
            since=since,
            date_fallback=form.get("fallback") == "1",
            with_text=form.get("no_text") != "1",
            coder=records.header,
        )
        written = export(records, format_, folder / "export", choice)
    told = summary(written.loss, [path.name for path in written.files])
    archive = folder / "export.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted((folder / "export").rglob("*")):
            if path.is_file():
                out.write(path, path.relative_to(folder / "export"))
        out.writestr("README.txt", "\n".join([*told, "", written.loss.citation, ""]))
    return archive
