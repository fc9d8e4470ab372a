"""Settings: one frozen record, read once and passed down.

Flags win over the environment, the environment over `tocsin.toml`, that over the defaults.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from tocsin.errors import ConfigError

FILE_NAME = "tocsin.toml"
"""The settings file, looked for in the folder that is passed in."""

PREFIX = "TOCSIN_"
"""What the names of environment variables begin with: `outlet` is `TOCSIN_OUTLET`."""

_FIRST_YEAR, _LAST_YEAR = 1800, 2199


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user can set. Limits are first settings: generous for news, and small enough that one page cannot take a laptop down."""

    outlet: Annotated[str, Meta(max_length=200, description="at most 200 characters")] = ""
    """Publisher of reports whose source names none; "" = unknown."""
    lang: Annotated[str, Meta(pattern="^([a-z]{2})?$", description='two lower-case letters, like "en"')] = ""
    """ISO 639-1 code for reports whose source states none; "" = not stated."""
    published: Annotated[
        dt.date | None, Meta(description=f"a day YYYY-MM-DD from {_FIRST_YEAR} to {_LAST_YEAR}")
    ] = None
    """Day of publication of reports whose source gives none; None = unknown. The years keep date sums in range."""
    reader: Annotated[str, Meta(pattern="^(network|patterns)$", description='"network" or "patterns"')] = (
        "network"
    )
    """Who reads: the network joined to the patterns, or the patterns alone, which are faster and see less."""
    actors: Annotated[str, Meta(max_length=4096, description="a path, at most 4096 characters")] = ""
    """File of own actors, as `tocsin actors add` keeps it, from the folder of `tocsin.toml`; "" = none."""
    max_report_bytes: Annotated[
        int, Meta(ge=1024, le=1 << 30, description="1024 to 1073741824 bytes (1 KiB to 1 GiB)")
    ] = 8 << 20
    """Largest page, text file or JSONL line that is read, in bytes; what is larger is quarantined."""
    html_seconds: Annotated[float, Meta(ge=0.1, le=600, description="0.1 to 600 seconds")] = 10.0
    """Wall-clock seconds a page may take before the process that reads it is killed."""
    html_memory_bytes: Annotated[
        int, Meta(ge=256 << 20, le=1 << 36, description="268435456 to 68719476736 bytes (256 MiB to 64 GiB)")
    ] = 3 << 29
    """Address space of the process that reads pages, in bytes (RLIMIT_AS; 1.5 GiB)."""
    html_recycle: Annotated[int, Meta(ge=1, le=1_000_000, description="1 to 1000000 pages")] = 1000
    """Pages after which the process that reads them is replaced, so that leaks stay small."""


def load_settings(
    flags: Mapping[str, object], environ: Mapping[str, str], folder: Path
) -> tuple[Settings, dict[str, str]]:
    """Put the settings together.

    Args:
        flags: settings given on the command line or in a call; None = not given.
        environ: environment variables; only those that begin with `TOCSIN_` are looked at.
        folder: where `tocsin.toml` may lie.

    Returns:
        The settings, and the origin of each: "flag", the name of the environment variable,
        "tocsin.toml" or "default".

    Raises:
        ConfigError: a setting is unknown, or its value is not allowed.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    from_environ = {
        name.removeprefix(PREFIX).lower(): text for name, text in environ.items() if name.startswith(PREFIX)
    }
    origins = dict.fromkeys(Settings.__struct_fields__, "default")
    values: dict[str, object] = {}
    for layer, layer_values in (
        (FILE_NAME, _read_file(folder / FILE_NAME)),
        (PREFIX, from_environ),
        ("flag", given),
    ):
        for name, value in layer_values.items():
            origin = PREFIX + name.upper() if layer == PREFIX else layer
            values[name] = _check(name, value, origin)
            origins[name] = origin
    return msgspec.convert(values, Settings), origins


def _read_file(path: Path) -> dict[str, object]:
    """Read the settings file; a missing one sets nothing."""
    import tomllib  # noqa: PLC0415

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path} cannot be used as a settings file: {error}. Correct it or remove it."
        raise ConfigError(message) from error


def _check(name: str, value: object, origin: str) -> object:
    """Give the value its type, or say what is allowed."""
    types = msgspec.structs.fields(Settings)
    field = next((field for field in types if field.name == name), None)
    if field is None:
        import difflib  # noqa: PLC0415

        near = difflib.get_close_matches(name, Settings.__struct_fields__, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(Settings.__struct_fields__)}."
        message = f"There is no setting {name} (from {origin}). {hint}"
        raise ConfigError(message)
    try:
        checked = msgspec.convert(value, field.type, strict=isinstance(value, bool))
    except msgspec.ValidationError:
        checked = None
    in_range = not isinstance(checked, dt.date) or _FIRST_YEAR <= checked.year <= _LAST_YEAR
    if checked is None or isinstance(checked, dt.datetime) or not in_range:
        allowed = field.type.__metadata__[0].description
        message = f"{name} = {value!r} (from {origin}) cannot be used. Allowed: {allowed}."
        raise ConfigError(message)
    return checked
