"""The library: text in, claims out."""

import contextlib
import datetime as dt
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path

from tocsin.claim import READER
from tocsin.errors import InputError
from tocsin.ingest import report_from_text
from tocsin.ingest.details import language_code
from tocsin.knowledge import load_knowledge
from tocsin.model import Coded, Issue, Names, Report
from tocsin.pipeline import code_report, names_of, translate_ahead, with_language
from tocsin.present.page import page_of
from tocsin.present.words import words_of
from tocsin.read.encoder import load_encoder
from tocsin.translate import Desk


class Reading(Coded, frozen=True, kw_only=True):
    """A coded report that shows itself: as text in a shell, with marked words in a notebook."""

    def __repr__(self) -> str:
        """Show the claims, one a line."""
        return words_of(self)

    def _repr_html_(self) -> str:
        """Show the report with the words of its claims marked."""
        return page_of(self)


class Coder:
    """Codes reports; loads the knowledge tables and the network once.

    Args:
        desk: what translates reports that are not in English; None = they stay unread, which an issue says.
        actors: a file of own actors, as `tocsin actors add` keeps it; None = those of the tables alone.
        reader: "network" (the network joined to the patterns) or "patterns" (the patterns alone).

    Raises:
        KnowledgeError: the tables are missing or do not fit this version.
        WeightsMissing: the weights of the network are missing or damaged.
        InputError: there is no such reader.
    """

    def __init__(
        self, desk: Desk | None = None, *, reader: str = "network", actors: Path | None = None
    ) -> None:
        """Load the knowledge tables, and the network where it is to read."""
        if reader not in {"network", "patterns"}:
            message = f"reader = {reader!r} is none; there are network and patterns"
            raise InputError(message)
        self._desk = desk
        self.know = load_knowledge(own=actors)
        self.encoder = load_encoder() if reader == "network" else None
        self.reader = f"{READER}+{self.encoder.name}" if self.encoder else READER

    def code(
        self,
        text: str,
        *,
        published: dt.date | str | None = None,
        outlet: str = "",
        lang: str = "",
        title: str = "",
        url: str = "",
    ) -> Reading:
        """Code one text.

        Args:
            text: the report as published.
            published: its day of publication, a date or "YYYY-MM-DD"; without it "on Sunday" stays unresolved.
            outlet: its publisher.
            lang: ISO 639-1 code.
            title: its headline, where the text does not begin with it.
            url: its web address.

        Returns:
            The report, its claims and issues.

        Raises:
            InputError: an argument is not a string, or date and language are none; the message says what is allowed.
        """
        _check_strings(text=text, outlet=outlet, lang=lang, title=title, url=url)
        language = language_code(lang)
        if lang and not language:
            message = f"lang = {lang!r} is no language code; give two letters, for example en"
            raise InputError(message)
        day = _day(published)
        report = report_from_text(text, published=day, outlet=outlet, lang=language, title=title, url=url)
        return self._reading(with_language(report))

    def names(self, text: str) -> Names:
        """List everyone and every place that a text names, whether they have a part in an act or not.

        Args:
            text: the report as published.

        Returns:
            Bodies, groups, states, known public figures and places, resolved as far as they are known. Of a text that
            is not in English only known actors, countries and large towns.

        Raises:
            InputError: the text is no string, or the coder reads with the patterns alone.
        """
        _check_strings(text=text)
        if self.encoder is None:
            message = "names are seen by the network; make the Coder with reader = 'network'"
            raise InputError(message)
        return names_of(with_language(report_from_text(text)), self.know, self.encoder)

    def prepare(self, reports: Iterable[Report]) -> None:
        """Translate reports that are about to be coded, so that a translation engine starts once for all of them."""
        if self._desk is not None:
            translate_ahead(reports, self._desk)

    def stream(self, inputs: Iterable[Report | Issue | str]) -> Iterator[Reading]:
        """Code reports one by one, in constant memory.

        Args:
            inputs: reports (for example from `tocsin.ingest.reports`), texts, or issues, which pass through.

        Yields:
            One reading an input, in order.

        Raises:
            InputError: an input is none of these, or a single one was given in place of several.
        """
        if isinstance(inputs, str | Report | Issue):
            message = "stream takes several inputs; put a single one in a list"
            raise InputError(message)
        for given in inputs:
            if isinstance(given, Issue):
                yield Reading(report=None, issues=(given,))
            elif isinstance(given, Report):
                yield self._reading(given)
            elif isinstance(given, str):
                yield self._reading(with_language(report_from_text(given)))
            else:
                message = f"stream takes reports, issues and texts, got {type(given).__name__}; read files with `tocsin.ingest.reports`"
                raise InputError(message)

    def _reading(self, report: Report) -> Reading:
        coded = code_report(report, self.know, self.encoder, desk=self._desk)
        return Reading(**{name: getattr(coded, name) for name in coded.__struct_fields__})


def _check_strings(**given: object) -> None:
    for name, value in given.items():
        if not isinstance(value, str):
            advice = "read files with `tocsin code`" if name == "text" else "leave it out where it is unknown"
            message = f"give {name} as a string, not {type(value).__name__}; {advice}"
            raise InputError(message)


def _day(given: object) -> dt.date | None:
    """Take a day of publication; a moment is none, as its day hangs on the time zone."""
    day = given
    if isinstance(given, str):
        with contextlib.suppress(ValueError):
            day = dt.date.fromisoformat(given)
    if day is None or (isinstance(day, dt.date) and not isinstance(day, dt.datetime)):
        return day
    message = (
        f"published = {given!r} is no day; write it as YYYY-MM-DD, for example 2020-10-12, or give a date"
    )
    raise InputError(message)


@functools.cache
def shared_coder() -> Coder:
    """Give the coder that `tocsin.code` uses; made at the first call."""
    return Coder()


def code(
    text: str,
    *,
    published: dt.date | str | None = None,
    outlet: str = "",
    lang: str = "",
    title: str = "",
    url: str = "",
) -> Reading:
    """Code one text: see `Coder.code`."""
    return shared_coder().code(text, published=published, outlet=outlet, lang=lang, title=title, url=url)
