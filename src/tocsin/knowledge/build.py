"""Compile the knowledge folder: YAML in, one table a subject out.

Runs when a wheel or an editable install is built, and by `make knowledge` after an edit.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from tocsin.knowledge.actors import read_actors
from tocsin.knowledge.events import read_events
from tocsin.knowledge.exchange import read_exchange
from tocsin.knowledge.place_lists import read_places
from tocsin.knowledge.targets import read_targets
from tocsin.knowledge.words import read_words

SUBJECTS: dict[str, Callable[[Path], msgspec.Struct]] = {
    "actors": read_actors,
    "events": read_events,
    "exchange": read_exchange,
    "targets": read_targets,
    "words": read_words,
}
"""Table name to the function that reads it from the knowledge folder."""

COPIED = ("letters.tsv", "name_words.tsv", "actors/native_roles.tsv", "words/es/order.tsv")
"""Files that are read as they are written."""


def build_tables(source: Path, target: Path) -> None:
    """Compile all tables.

    Args:
        source: the knowledge folder.
        target: folder for `<subject>.msgpack`, `places.sqlite`, and the files of `COPIED`; made if missing. Same input, same content.

    Raises:
        KnowledgeError: a file is malformed; the message names file, entry and what is allowed.
    """
    target.mkdir(parents=True, exist_ok=True)
    read_places(source, target / "places.sqlite")
    for name in COPIED:
        shutil.copyfile(source / name, target / Path(name).name)
    for subject, read in SUBJECTS.items():
        table = msgspec.msgpack.encode(read(source), order="deterministic")
        unfinished = target / f"{subject}.tmp"
        unfinished.write_bytes(table)
        unfinished.replace(target / f"{subject}.msgpack")


if __name__ == "__main__":
    build_tables(Path(sys.argv[1]), Path(sys.argv[2]))
