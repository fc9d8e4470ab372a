"""The list of news sources, `sources.toml`: what is fetched, how often, and what is known about it."""

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from tocsin.errors import ConfigError
from tocsin.ingest.network import read_url

FILE_NAME = "sources.toml"
"""The list, looked for in the project folder."""

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_SHORTEST = dt.timedelta(minutes=1)
_ENTRY = re.compile(r"(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+):[0-9]{1,5}")


class NewsSource(msgspec.Struct, frozen=True, kw_only=True):
    """One source of news."""

    name: Annotated[str, Meta(min_length=1, max_length=200, description="1 to 200 characters")]
    """Its name: the outlet of reports whose pages name none. No two sources have the same."""
    url: Annotated[str, Meta(description="an address that begins with http:// or https://")]
    """Address of the feed, sitemap or page."""
    kind: Annotated[
        Literal["feed", "sitemap", "page", "any"], Meta(description='"feed", "sitemap", "page" or "any"')
    ] = "feed"
    """What the address leads to; a page is one report each time that it changed; any = whatever is there."""
    language: Annotated[
        str, Meta(pattern="^([a-z]{2})?$", description='two lower-case letters, like "en"')
    ] = ""
    """ISO 639-1 code for reports that state none; "" = unknown."""
    country: Annotated[
        str, Meta(pattern="^([A-Z]{3})?$", description='three capitals, like "KEN" (ISO 3166-1)')
    ] = ""
    """Country of the outlet, ISO 3166-1 alpha-3; "" = unknown or none."""
    licence: Annotated[str, Meta(max_length=500, description="at most 500 characters")] = ""
    """What its owner allows, in words; "" = unknown."""
    interval: Annotated[
        str, Meta(pattern="^[1-9][0-9]{0,3}[mhd]$", description='a number and m, h or d, like "30m"')
    ] = "30m"
    """How often it is asked: minutes, hours or days (a default of our own choice)."""

    @property
    def pause(self) -> dt.timedelta:
        """The interval as a duration."""
        return max(dt.timedelta(**{_UNITS[self.interval[-1]]: int(self.interval[:-1])}), _SHORTEST)


class SourceList(msgspec.Struct, frozen=True, kw_only=True):
    """What `sources.toml` says."""

    contact: Annotated[
        str, Meta(pattern=r"^[!-~]*$", max_length=200, description="a mail or web address")
    ] = ""
    """Sent with each request, so that owners of servers can write to you."""
    allow: Annotated[
        tuple[str, ...], Meta(description='a list of "host:port" and "address:port" entries')
    ] = ()
    """What is fetched beyond ports 80 and 443 of the public web, exactly: see `docs/sources.md`."""
    sources: tuple[NewsSource, ...] = ()
    """In the order of the file."""


def load_sources(path: Path) -> SourceList:
    """Read a list of sources.

    Args:
        path: the file.

    Returns:
        The list; every address in it can be fetched as far as that can be told without asking.

    Raises:
        ConfigError: the file cannot be read, or an entry is wrong: the message names it and what is allowed.
    """
    import tomllib  # noqa: PLC0415

    try:
        words = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = (
            f"{path} cannot be used as a list of sources: {reason}. Name it, or write one (docs/sources.md)."
        )
        raise ConfigError(message) from error
    return read_sources(words, str(path))


def read_sources(words: Mapping[str, Any], name: str) -> SourceList:
    """Check a list of sources.

    Args:
        words: the content of the file.
        name: what to call the file in messages.

    Returns:
        The list.

    Raises:
        ConfigError: an entry is wrong.
    """
    tables = words.get("source", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        message = f"{name}: begin each source with a line [[source]]."
        raise ConfigError(message)
    head = _check(
        {key: value for key, value in words.items() if key != "source"},
        SourceList,
        name,
        frozenset({"sources"}),
    )
    allow = tuple(head.get("allow", ()))
    for entry in allow:
        if not _ENTRY.fullmatch(entry):
            message = (
                f'{name}: allow holds {entry!r}. Write host and port in lower case, like "desk.example:8080".'
            )
            raise ConfigError(message)
    sources = [
        _read_source(table, f"{name}, source {number}", allow) for number, table in enumerate(tables, 1)
    ]
    seen: set[str] = set()
    for source in sources:
        if source.name in seen:
            message = f"{name}: two sources are named {source.name!r}. Give each a name of its own."
            raise ConfigError(message)
        seen.add(source.name)
    return SourceList(**head, sources=tuple(sources))


def _read_source(table: dict[str, Any], place: str, allow: tuple[str, ...]) -> NewsSource:
    """Check one source."""
    if isinstance(table.get("name"), str):
        place += f" ({table['name'][:40]})"
    missing = [key for key in ("name", "url") if key not in table]
    if missing:
        message = f"{place}: {missing[0]} is missing. Each source needs a name and a url."
        raise ConfigError(message)
    source = NewsSource(**_check(table, NewsSource, place))
    target = read_url(source.url, allow)
    if isinstance(target, str):
        message = f"{place}: url = {source.url!r} is not fetched: {target}."
        raise ConfigError(message)
    return source


def _check(
    table: dict[str, Any], kind: type[msgspec.Struct], place: str, hidden: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Give the values of a table their types, or say what is allowed."""
    fields = {field.name: field for field in msgspec.structs.fields(kind) if field.name not in hidden}
    values = {}
    for key, value in table.items():
        if key not in fields:
            near = difflib.get_close_matches(key, fields, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(fields)}."
            message = f"{place}: there is no key {key}. {hint}"
            raise ConfigError(message)
        try:
            values[key] = msgspec.convert(value, fields[key].type)
        except msgspec.ValidationError:
            allowed = fields[key].type.__metadata__[0].description
            message = f"{place}: {key} = {value!r} cannot be used. Allowed: {allowed}."
            raise ConfigError(message) from None
    return values
