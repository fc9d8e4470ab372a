"""What the pages share: the store, the knowledge, the columns in memory, the truces as judged."""

import secrets
import threading
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tocsin.knowledge import Knowledge
from tocsin.model import Review
from tocsin.serve import shown
from tocsin.serve.beside import Beside
from tocsin.serve.judging import Judged, judge_apart, judge_store
from tocsin.serve.log import Log
from tocsin.serve.record import BANDS, Record, gather
from tocsin.serve.review_states import STATES
from tocsin.store import Store, open_store
from tocsin.store.query import Tables

LARGE = 20_000
"""Claims from which on truces are judged in a process of their own, and pages do not wait for it."""


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """The record as tables for SQL."""

    tables: Tables
    moment: int
    """The last commit in them."""


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
        self._log = (0, Log(()))
        self._record = Beside(self._gather)
        self._truces = Beside(self._judge)
        self._prepared = Beside(self._prepare)

    def store(self) -> Store:
        """Give the store, opened for reading, one for each thread.

        Raises:
            StoreError: it is not there, or cannot be used.
        """
        if not hasattr(self._local, "store"):
            self._local.store = open_store(self.path)
        store: Store = self._local.store
        return store

    def record(self) -> Record:
        """Give the columns of the record; of a large one, as they were some minutes ago at the most."""
        record = self._record.get(self.store().views.moment(), wait=True)
        return record if record is not None else self._gather()

    def _gather(self) -> Record:
        with open_store(self.path) as store:
            return gather(store)

    def truces(self) -> Judged | None:
        """Give the truces as they were judged last; None = they are being judged for the first time."""
        return self._truces.get(self.store().views.moment(), wait=self.record().account.claims <= LARGE)

    def _judge(self) -> Judged:
        if self.record().account.claims > LARGE:
            return judge_apart(self.path, self.know.own)
        return judge_store(self.path, self.know)

    def prepared(self) -> Prepared | None:
        """Give the record as tables; of a large one, as it was some minutes ago at the most; None = being made."""
        small = self.record().account.claims <= LARGE
        return self._prepared.get(self.store().views.moment(), wait=small)

    def _prepare(self) -> Prepared:
        with open_store(self.path) as store:
            moment = store.views.moment()
        return Prepared(tables=Tables(self.path), moment=moment)

    def name(self, key: str) -> str:
        """Give the name of an actor; of a role in a country ("irq.mil") the country and the PLOVER sector."""
        if key in self.names:
            return self.names[key].name
        country, _, sector = key.partition(".")
        return f"{self.names[country].name} {sector.upper()}" if sector and country in self.names else key

    def word(self, facet: str, value: str) -> str:
        """Write a value of a facet for people."""
        if facet in {"actor", "backer"}:
            return self.name(value)
        if facet == "country":
            return self.names[value.lower()].name if value.lower() in self.names else value
        if facet == "place":
            return self.know.places[value].name if value in self.know.places else value
        known = {
            "lang": shown.LANGUAGES,
            "standing": shown.STANDING,
            "time": shown.TIMES,
            "review": STATES,
            "confidence": BANDS,
        }.get(facet, {})
        if value in known or facet == "outlet":
            return known.get(value, value)
        return shown.spell(value).capitalize() if facet == "event_type" else shown.spell(value)

    def log(self) -> Log:
        """Give what people decided; always the newest, since a reviewer sees his own decisions at once."""
        store = self.store()
        count, log = self._log
        if count != (now := store.views.reviews_count()):
            log = Log(store.ledger("review"))
            self._log = (now, log)
        return log

    def decide(self, reviews: Iterable[Review]) -> None:
        """Append what a person decided, in one commit.

        Raises:
            StoreError: the store cannot be written.
        """
        with open_store(self.path, write=True) as store:
            store.add_reviews(reviews)


def make_token() -> str:
    """Make a token for a desk that is reached from other computers: 32 hex digits."""
    return secrets.token_hex(16)
