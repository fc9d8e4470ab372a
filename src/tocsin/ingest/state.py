"""What is remembered of each source between two runs: validators, entries that were read, and its health."""

import datetime as dt
import os
import tempfile
from pathlib import Path

import msgspec

from tocsin.errors import ConfigError

VERSION = 1
"""Version of the file."""


class SourceState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is remembered of one source."""

    url: str = ""
    """Its address: what is remembered holds for no other."""
    etag: str = ""
    """Validators of the last answer of which every entry was read."""
    modified: str = ""
    seen: tuple[str, ...] = ()
    """Keys of the entries that were read and that it still lists, sorted."""
    due: dt.datetime | None = None
    """When it is to be asked next, UTC; None = now."""
    last_try: dt.datetime | None = None
    """When it was asked last, UTC."""
    last_success: dt.datetime | None = None
    """When it last answered as it should, UTC."""
    failures: int = 0
    """Times in a row that it did not."""
    reports: int = 0
    """Reports made, over all runs."""
    issues: int = 0
    """Documents that gave none, over all runs."""
    error: str = ""
    """Message of its last failure or issue; "" = none since the last success."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of all sources."""

    version: int = VERSION
    sources: dict[str, SourceState] = {}
    """By the name of the source."""


def state_path(sources: Path) -> Path:
    """Tell where what is remembered of a list of sources lies.

    Args:
        sources: its file, for example "sources.toml".

    Returns:
        The JSON file next to it, "sources.state.json".
    """
    return sources.with_suffix(".state.json")


def load_state(path: Path) -> State:
    """Read what is remembered.

    Args:
        path: the JSON file; where there is none, nothing is remembered.

    Returns:
        The state.

    Raises:
        ConfigError: the file is damaged, or a newer tocsin wrote it.
    """
    try:
        state = msgspec.json.decode(path.read_bytes(), type=State)
    except FileNotFoundError:
        return State()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"{path} is damaged ({error}): remove it; the sources are then read anew."
        raise ConfigError(message) from error
    if state.version > VERSION:
        message = (
            f"{path} was written by a newer tocsin (version {state.version}): update, or remove the file."
        )
        raise ConfigError(message)
    return state


def save_state(path: Path, state: State) -> None:
    """Write what is remembered: the file is whole at every moment, whenever the process dies.

    Args:
        path: the JSON file.
        state: what to write.

    Raises:
        OSError: it cannot be written; the old file is unchanged.
    """
    raw = msgspec.json.format(msgspec.json.encode(state, order="sorted"), indent=1)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(number, "wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
