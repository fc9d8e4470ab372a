"""The bundled example reports."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tocsin.config import Settings
from tocsin.ingest import Source, reports
from tocsin.model import Issue, Report
from tocsin.translate import Desk
from tocsin.translate.replay import Replay

FOLDER = Path(__file__).resolve().parents[1] / "examples"


def example_reports() -> Iterator[Report | Issue]:
    """Read the bundled reports in order of file name.

    Yields:
        Reports with day, outlet and language as `reports.toml` states them; pages and JSON lines carry their own.
    """
    known = tomllib.loads((FOLDER / "reports.toml").read_text(encoding="utf-8"))
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in {".txt", ".html", ".jsonl"}:
            stated = {
                key: known[path.name][key]
                for key in ("published", "outlet", "lang")
                if key in known.get(path.name, {})
            }
            for found in reports([Source(str(path))], msgspec.convert(stated, Settings)):
                name = path.name + found.source.removeprefix(str(path))
                yield msgspec.structs.replace(found, source=name)


def example_desk() -> Desk:
    """Give the translations of the bundled reports, written by people, as the engine that knows them."""
    return Desk(engine=Replay.read(str(FOLDER / "translations.pairs")))


def replay_path(name: str) -> str:
    """Find a bundled replay.

    Args:
        name: a name as given on the command line: "iraq-2020", or "examples/iraq-2020".

    Returns:
        The path of its reports; "" where a file of that name lies here, or no replay is called so.
    """
    bundled = FOLDER / Path(name).name / "reports.jsonl"
    return str(bundled) if not Path(name).exists() and bundled.is_file() else ""
