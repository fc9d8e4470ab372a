"""The library: text in, claims out."""

import datetime as dt
import functools
from collections.abc import Iterable, Iterator

from tocsin.claim import READER
from tocsin.errors import InputError
from tocsin.ingest import report_from_text
from tocsin.knowledge import load_knowledge
from tocsin.model import Coded, Issue, Report
from tocsin.pipeline import code_report
from tocsin.present.page import page_of
from tocsin.present.words import words_of


class Reading(Coded, frozen=True, kw_only=True):
    """A coded report that shows itself: as text in a shell, with marked words in a notebook."""

    def __repr__(self) -> str:
        """Show the claims, one a line."""
        return words_of(self)

    def _repr_html_(self) -> str:
        """Show the report with the words of its claims marked."""
        return page_of(self)


class Coder:
    """Codes reports; loads the knowledge tables once.

    Raises:
        KnowledgeError: the tables are missing or do not fit this version.
    """

    def __init__(self) -> None:
        """Load the knowledge tables."""
        self.know = load_knowledge()
        self.reader = READER

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
            InputError: the text is not a string, or the date is none; the message says what is allowed.
        """
        if not isinstance(text, str):
            message = f"want the text of a report as a string, got {type(text).__name__}; read files with `tocsin code`"
            raise InputError(message)
        day = _day(published) if isinstance(published, str) else published
        return self._reading(
            report_from_text(text, published=day, outlet=outlet, lang=lang, title=title, url=url)
        )

    def stream(self, inputs: Iterable[Report | Issue | str]) -> Iterator[Reading]:
        """Code reports one by one, in constant memory.

        Args:
            inputs: reports (for example from `tocsin.ingest.reports`), texts, or issues, which pass through.

        Yields:
            One reading an input, in order.
        """
        for given in inputs:
            if isinstance(given, Issue):
                yield Reading(report=None, issues=(given,))
            else:
                yield self._reading(report_from_text(given) if isinstance(given, str) else given)

    def _reading(self, report: Report) -> Reading:
        coded = code_report(report, self.know)
        return Reading(report=coded.report, claims=coded.claims, issues=coded.issues)


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError as error:
        message = f"published = {written!r} is no day; write it as YYYY-MM-DD, for example 2020-10-12"
        raise InputError(message) from error


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
