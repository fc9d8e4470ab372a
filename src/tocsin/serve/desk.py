"""What the pages share: the store, the knowledge, and the truces as judged at the last look."""

import datetime as dt
import secrets
import threading
from pathlib import Path

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.model import Review
from tocsin.pipeline import judge, known_of
from tocsin.serve import shown
from tocsin.serve.record import Record, gather
from tocsin.store import Store, open_store
from tocsin.watch.blocks import Card
from tocsin.watch.changes import State

LARGE = 50_000
"""Claims from which on truces are not judged at a look: `tocsin watch --record` does it, and the desk shows its ledger."""


PATIENCE = 0.2
"""Seconds that a page may wait for the columns of a record."""


class Judged(msgspec.Struct, frozen=True):
    """The truces of a store at one moment."""

    moment: int
    """Number of the last commit."""
    state: State
    cards: tuple[Card, ...]


class Desk:
    """A store as the pages see it.

    Args:
        path: the store.
        know: knowledge tables.
        read_only: nothing may be decided here.
    """

    def __init__(self, path: Path, know: Knowledge, *, read_only: bool) -> None:
        """Keep them; the store is opened when a page is asked for."""
        self.path, self.know, self.read_only = path, know, read_only
        self.names = know.actors.actors
        self._local = threading.local()
        self._lock = threading.Lock()
        self._judged: Judged | None = None
        self._gathering = threading.Lock()
        self._is_gathering = False
        self._record: Record | None = None

    def word(self, facet: str, value: str) -> str:
        """Write a value of a facet for people."""
        if facet == "actor":
            return self.name(value)
        if facet == "country":
            return self.names[value.lower()].name if value.lower() in self.names else value
        known = {"lang": shown.LANGUAGES, "standing": shown.STANDING, "time": shown.TIMES}.get(facet, {})
        if value in known or facet == "outlet":
            return known.get(value, value)
        return shown.spell(value).capitalize() if facet == "event_type" else shown.spell(value)

    def record(self) -> Record:
        """Give the columns of the record.

        What takes long to gather is gathered beside the pages, no more than a twentieth of the time: until it is there
        the pages show the record as it was.
        """
        moment = self.store().views.moment()
        with self._gathering:
            now = self._record
            if now is not None and (now.moment == moment or self._is_gathering):
                return now
            age = (dt.datetime.now(dt.UTC) - now.made).total_seconds() if now is not None else 0
            if now is not None and now.seconds > PATIENCE:
                if age > 20 * now.seconds:
                    self._is_gathering = True
                    threading.Thread(target=self._gather, daemon=True).start()
                return now
            self._record = gather(self.store())
            return self._record

    def _gather(self) -> None:
        try:
            with open_store(self.path) as store:
                self._record = gather(store)
        finally:
            self._is_gathering = False

    def store(self) -> Store:
        """Give the store, opened for reading, one for each thread.

        Raises:
            StoreError: it is not there, or cannot be used.
        """
        if not hasattr(self._local, "store"):
            self._local.store = open_store(self.path)
        store: Store = self._local.store
        return store

    def name(self, key: str) -> str:
        """Give the name of an actor; of a role in a country ("irq.mil") the country and the PLOVER sector."""
        if key in self.names:
            return self.names[key].name
        country, _, sector = key.partition(".")
        return f"{self.names[country].name} {sector.upper()}" if sector and country in self.names else key

    def truces(self) -> Judged | None:
        """Judge the truces of the store; what was judged is kept until the store changes.

        Returns:
            The judgement; None where the store is too large for a look.
        """
        store = self.store()
        moment = store.views.moment()
        with self._lock:
            if self._judged is not None and self._judged.moment == moment:
                return self._judged
            if store.status().claims > LARGE:
                return None
            history = store.history()
            known = known_of(
                history,
                self.know,
                tuple(store.commitments()) if history.incidents else (),
                reviews=list(store.ledger("review")),
                forecasts=list(store.ledger("forecast")),
            )
            state, cards = judge(known, list(store.ledger("assessment")))
            self._judged = Judged(moment, state, tuple(cards))
            return self._judged

    def decide(self, review: Review) -> None:
        """Append what a person decided.

        Raises:
            StoreError: the store cannot be written.
        """
        with open_store(self.path, write=True) as store:
            store.add_reviews([review])


def make_token() -> str:
    """Make a token for a desk that is reached from other computers: 32 hex digits."""
    return secrets.token_hex(16)
