"""Keep asking all sources, each at its interval, and read what is new. One bad source never stops the others.

Sources and their entries wait in one queue, ordered by when they are due and when their host may be asked; so a
slow or busy host delays only itself, by no more than one answer.
"""

import datetime as dt
import heapq
from collections.abc import Callable, Iterable, Iterator

import msgspec
from msgspec.structs import replace

from tocsin.ingest.answers import Failure
from tocsin.ingest.details import Details
from tocsin.ingest.rounds import Folders
from tocsin.ingest.sources import NewsSource
from tocsin.ingest.state import SourceState, State
from tocsin.ingest.web import Listed, Opened, WebReader, issue_of, notes_of
from tocsin.model import Issue, Report

_TRIES = 3  # at an entry (own choice)
_RETRY = dt.timedelta(minutes=10)  # after the first of them, doubled after each (own choice)
_LONGEST = dt.timedelta(hours=24)  # between two tries at a source that fails (own choice)
_NOTHING = SourceState()
_NAP = dt.timedelta(minutes=1)


class _Task(msgspec.Struct, frozen=True, kw_only=True):
    """A source to ask, folders to look into, or an entry to read."""

    source: NewsSource | Folders
    listed: Listed | None = None
    """None = the source itself."""
    tries: int = 0

    @property
    def url(self) -> str:
        """What will be fetched; "" = nothing."""
        if self.listed is not None:
            return "" if self.listed.content else self.listed.url
        return "" if isinstance(self.source, Folders) else self.source.url


def watch_sources(
    sources: Iterable[NewsSource],
    state: State,
    web: WebReader,
    remember: Callable[[State], None],
    *,
    folders: Folders | None = None,
    once: bool = False,
) -> Iterator[Report | Issue]:
    """Read what is new at the sources, for ever or once.

    Args:
        sources: what to watch.
        state: what is remembered of them.
        web: fetches and reads; its clock and sleep are used.
        remember: is given the new state whenever it changes: after the caller took a report and asked for
            more, so that nothing counts as read that was not handed over.
        folders: files and folders that are looked into at their own interval; None = none.
        once: ask each source once, now, and end when all it lists is read.

    Yields:
        For each entry that was not read before one report or one issue; an issue for each time that a source
        fails; notes.
    """
    yield from _Watch(state, web, remember, once=once).run([*sources, *([folders] if folders else [])])


def open_source(source: NewsSource, web: WebReader, known: SourceState = _NOTHING) -> Opened | Failure:
    """Ask a source what it lists.

    Args:
        source: the source.
        web: fetches and reads.
        known: what is remembered of it: its validators are sent.

    Returns:
        What is there; a failure also where that is not what the source says.
    """
    opened = web.open(source.url, etag=known.etag, modified=known.modified)
    if isinstance(opened, Failure) or opened.fetched.is_unchanged or source.kind in {"page", "any"}:
        return opened
    if opened.listing is None:
        message = f'The address leads to no {source.kind}: correct it, or write kind = "page".'
        return Failure(code="source.kind", message=message)
    return opened


class _Watch:
    """The queue, and what is remembered."""

    def __init__(
        self, state: State, web: WebReader, remember: Callable[[State], None], *, once: bool
    ) -> None:
        self._state = state
        self._web = web
        self._remember = remember
        self._once = once
        self._queue: list[tuple[dt.datetime, int, _Task]] = []
        self._count = 0
        self._waiting: dict[str, set[str]] = {}
        self._validators: dict[str, tuple[str, str]] = {}

    def run(self, sources: Iterable[NewsSource | Folders]) -> Iterator[Report | Issue]:
        """Do what is due, and sleep until something is."""
        now = self._now()
        for source in sources:
            due = None if self._once or isinstance(source, Folders) else self._of(source).due
            self._put(_Task(source=source), now if due is None else min(due, now + source.pause))
        while self._queue:
            due, _, task = heapq.heappop(self._queue)
            ready = self._web.fetcher.ready_at(task.url) if task.url else due
            now = self._now()  # after `ready`, which is "now" for a host that was never asked
            latest = now + max(_LONGEST, task.source.pause)  # later dues are of a clock that was set back
            moment = max(min(due, latest), ready)
            if moment > now:
                self._put(task, moment)
                self._sleep(now)
            elif isinstance(task.source, Folders):
                yield from task.source.look()
                if not self._once:
                    self._put(task, now + task.source.pause)
            elif task.listed is not None:
                yield from self._read(task, task.source, task.listed)
            else:
                yield from self._ask(task.source)
                if not self._once:
                    self._put(task, self._of(task.source).due or now + task.source.pause)

    def _ask(self, source: NewsSource) -> Iterator[Report | Issue]:
        """Ask a source, and queue what it lists that is new."""
        known, now = self._of(source), self._now()
        opened = open_source(source, self._web, known)
        if isinstance(opened, Failure):
            failures = known.failures + 1
            pause = min(source.pause * 2 ** min(failures - 1, 10), max(_LONGEST, source.pause))
            yield issue_of(opened, source.url)
            due = max(now + pause, opened.retry_at or now)
            self._note(source, last_try=now, failures=failures, due=due, error=opened.message)
            self._remember(self._state)
            return
        found: list[Report | Issue] = []
        if not opened.fetched.is_unchanged:
            self._validators[source.name] = (opened.fetched.etag, opened.fetched.modified)
            if source.kind == "page" or opened.listing is None:
                found.append(self._web.read_page(opened.fetched, source.url, _stated(source)))
            else:
                found += notes_of(opened, source.url)
                self._queue_new(source, opened)
        yield from found
        self._note(source, last_try=now, last_success=now, failures=0, due=now + source.pause, error="")
        self._settle(source, found)

    def _queue_new(self, source: NewsSource, opened: Opened) -> None:
        """Queue the entries that were not read; forget those that are listed no more."""
        seen = set(self._of(source).seen)
        keys = {listed.key for listed in opened.entries}
        waiting = self._waiting.setdefault(source.name, set())
        for listed in opened.entries:
            if listed.key not in seen | waiting:
                self._put(_Task(source=source, listed=listed), self._now())
                waiting.add(listed.key)
        self._note(source, seen=tuple(sorted(seen & keys)))

    def _read(self, task: _Task, source: NewsSource, listed: Listed) -> Iterator[Report | Issue]:
        """Read an entry; one that may succeed later is tried again, in this run or the next, and in the end given up."""
        now = self._now()
        found = self._web.read_entry(listed, _stated(source))
        is_done = True
        if isinstance(found, Failure):
            is_done = found.severity == "failed" or task.tries + 1 == _TRIES
            if not is_done and not self._once:
                due = max(now + _RETRY * 2**task.tries, found.retry_at or now)
                self._put(replace(task, tries=task.tries + 1), due)
                return
            found = issue_of(found, listed.url)
        yield found
        self._waiting[source.name].discard(listed.key)
        if is_done:
            self._note(source, seen=tuple(sorted({*self._of(source).seen, listed.key})))
        else:
            # The next run is to ask for the whole listing and try again.
            self._validators.pop(source.name, None)
        self._settle(source, [found])

    def _settle(self, source: NewsSource, found: list[Report | Issue]) -> None:
        """Count what was handed over; when all of a listing was, its validators hold."""
        known = self._of(source)
        errors = [one.message for one in found if isinstance(one, Issue) and one.severity != "note"]
        changes: dict[str, object] = {
            "reports": known.reports + sum(isinstance(one, Report) for one in found),
            "issues": known.issues + len(errors),
            "error": errors[-1] if errors else known.error,
        }
        if not self._waiting.get(source.name) and source.name in self._validators:
            changes["etag"], changes["modified"] = self._validators.pop(source.name)
        self._note(source, **changes)
        self._remember(self._state)

    def _note(self, source: NewsSource, **changes: object) -> None:
        """Change what is remembered of a source."""
        known = replace(self._of(source), **changes)
        self._state = replace(self._state, sources={**self._state.sources, source.name: known})

    def _of(self, source: NewsSource) -> SourceState:
        """What is remembered of a source; nothing when its address was another."""
        known = self._state.sources.get(source.name)
        return known if known is not None and known.url == source.url else SourceState(url=source.url)

    def _put(self, task: _Task, due: dt.datetime) -> None:
        """Let a task wait."""
        self._count += 1
        heapq.heappush(self._queue, (due, self._count, task))

    def _sleep(self, now: dt.datetime) -> None:
        """Sleep until the first task is due, and no longer than a minute: clocks are set."""
        wait = min(self._queue[0][0] - now, _NAP)
        if wait > dt.timedelta():
            self._web.fetcher.world.sleep(wait.total_seconds())

    def _now(self) -> dt.datetime:
        return self._web.fetcher.world.now()


def _stated(source: NewsSource) -> Details:
    """What the list of sources says of every report; an address that was named alone is the name of no outlet."""
    return Details(outlet="" if source.name == source.url else source.name, lang=source.language)
