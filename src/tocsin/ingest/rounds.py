"""Rounds: what is looked at again and again. Addresses and lists are asked, files and folders are looked into."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from tocsin.errors import ConfigError
from tocsin.ingest import files
from tocsin.ingest.files import Source
from tocsin.ingest.network import is_url
from tocsin.ingest.sources import NewsSource, SourceList, load_sources
from tocsin.model import Issue, Report


class Rounds(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at in rounds."""

    sources: tuple[NewsSource, ...] = ()
    """Those of the list, each with its own interval, then the addresses that were named alone."""
    paths: tuple[str, ...] = ()
    """Files and folders."""
    every: dt.timedelta
    """The interval of files, folders and single addresses."""
    listed: SourceList = SourceList()
    """The list: contact and what may be fetched beyond the public web."""
    list_path: Path | None = None
    """Its file; None = no list was named."""


def is_list(name: str) -> bool:
    """Tell whether a name is that of a list of sources: it ends in .toml."""
    return name.lower().endswith(".toml")


def plan_rounds(names: Iterable[str], minutes: int) -> Rounds:
    """Sort what was named into lists, addresses and paths.

    Args:
        names: files, folders, addresses, and at most one list of sources.
        minutes: the interval of all that has none of its own, >= 1.

    Returns:
        The rounds; a name that is given twice counts once.

    Raises:
        ConfigError: two lists are named, or the list is wrong.
    """
    wanted = list(dict.fromkeys(names))
    lists = [Path(name) for name in wanted if is_list(name)]
    if len(lists) > 1:
        message = f"{lists[0]} and {lists[1]}: name one list of sources, and put all sources into it."
        raise ConfigError(message)
    listed = load_sources(lists[0]) if lists else SourceList()
    known = {source.url for source in listed.sources}
    alone = [
        NewsSource(name=name, url=name, kind="any", interval=f"{minutes}m")
        for name in wanted
        if is_url(name) and name not in known
    ]
    return Rounds(
        sources=(*listed.sources, *alone),
        paths=tuple(name for name in wanted if not is_url(name) and not is_list(name)),
        every=dt.timedelta(minutes=minutes),
        listed=listed,
        list_path=lists[0] if lists else None,
    )


class Folders:
    """Files and folders that are looked into again: each file is read once, and again when it changed."""

    def __init__(
        self,
        paths: Iterable[str],
        read: Callable[[Source], Iterator[Report | Issue]],
        pause: dt.timedelta,
    ) -> None:
        """Look at nothing yet.

        Args:
            paths: files and folders; one that is not there is waited for.
            read: reads a file.
            pause: time between two looks.
        """
        self.pause = pause
        self._paths = tuple(paths)
        self._read = read
        self._states: dict[str, tuple[int, int]] = {}
        self._said: set[Issue] = set()

    def look(self) -> Iterator[Report | Issue]:
        """Read what is new or changed since the last look.

        Yields:
            Reports and issues in order of the paths; what is wrong with a path or folder is said once.
        """
        for path in self._paths:
            source = Source(path)
            if reason := files.why_missing(source):
                yield from self._say(files.failed("file.missing", path, reason))
            elif not Path(path).is_dir():
                yield from self._read_changed(source)
            else:
                for found in files.find_files(path):
                    yield from (
                        self._say(found) if isinstance(found, Issue) else self._read_changed(Source(found))
                    )

    def _read_changed(self, source: Source) -> Iterator[Report | Issue]:
        """Read a file unless it is as it was; one that goes away in between is an issue of its reader."""
        try:
            state = Path(source.name).stat()
        except OSError:
            yield from self._read(source)
            return
        mark = (state.st_mtime_ns, state.st_size)
        if self._states.get(source.name) == mark:
            return
        yield from self._read(source)
        self._states[source.name] = mark

    def _say(self, issue: Issue) -> Iterator[Issue]:
        if issue not in self._said:
            self._said.add(issue)
            yield issue
