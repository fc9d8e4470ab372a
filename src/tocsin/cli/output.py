"""Where results go: a file that appears only when it is whole, or standard output."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

PARTLY_BAD = 3
"""Exit code when some of the input could not be coded."""


@contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
    """Open the output: a file appears only when it is whole. Links are followed, pipes and devices written to."""
    if path is None:
        yield standard_output()
        sys.stdout.flush()
        return
    in_place = path.exists() and not path.is_file()
    target = path if in_place else path.resolve()
    unfinished = target if in_place else target.with_name(target.name + ".part")
    try:
        out = unfinished.open("w", encoding="utf-8", newline="")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise click.UsageError(message) from error
    try:
        with out:
            yield out
        if not in_place:
            unfinished.replace(target)
    finally:
        if not in_place:
            unfinished.unlink(missing_ok=True)


def standard_output() -> TextIO:
    """Give standard output: UTF-8 for programs; a terminal shows what it has no letter for as "?"."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout
