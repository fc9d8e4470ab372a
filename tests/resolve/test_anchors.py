"""Dates that hang on another date of the report."""

import datetime as dt

import pytest

from tocsin.ingest import report_from_text
from tocsin.knowledge import Knowledge
from tocsin.model import Report, Span, When
from tocsin.read import sentences
from tocsin.resolve.anchors import day_of, resolve_anchored
from tocsin.resolve.dates import resolve_when

PUBLISHED = dt.date(2024, 5, 20)


def resolve(text: str, words: str, know: Knowledge, published: dt.date | None = PUBLISHED) -> When:
    report: Report = report_from_text(text)
    start = report.text.index(words)
    when = When(span=Span(start=start, end=start + len(words), quote=words))
    return resolve_anchored(
        resolve_when(when, published, future=False), list(sentences(report, know)), published
    )


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("Rebels took the bridge on 3 March. Two days later they left.", "Two days later", "2024-03-05", "2024-03-05"),
        ("The mine blew up on 9 April 2022. The next day the road was shut.", "The next day", "2022-04-10", "2022-04-10"),
        ("A truce began in May 2019. Later that year it broke.", "that year", "2019-01-01", "2019-12-31"),
        ("On Friday a shell hit the mill. The following week it was rebuilt.", "The following week", "2024-05-20", "2024-05-26"),
        ("The march was on 1 June 2020. Three weeks earlier a boy had died.", "Three weeks earlier", "2020-05-11", "2020-05-11"),
    ],
)  # fmt: skip
def test_it_is_counted_from_the_date_before(
    text: str, words: str, first: str, last: str, know: Knowledge
) -> None:
    found = resolve(text, words, know)
    assert (str(found.first), str(found.last)) == (first, last)
    assert found.reason.startswith("counted from")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rebels took the bridge. Two days later they left.", "Two days later"),
        ("In 2019 the war began. The next day nobody slept.", "The next day"),
        ("It began on 3 March 2021. A sat. B sat. C sat. D sat. The next day they left.", "The next day"),
    ],
)
def test_without_a_near_and_narrow_date_it_stays_open(text: str, words: str, know: Knowledge) -> None:
    found = resolve(text, words, know)
    assert (found.first, found.last, found.reason) == (None, None, "relative to another event")


def test_a_full_dateline_is_the_day_of_the_report() -> None:
    assert day_of(report_from_text("TARNVILLE, 9 April 2027 (Ossel News) - Shells fell.")) == dt.date(
        2027, 4, 9
    )
    assert day_of(report_from_text("TARNVILLE, 9 April (Ossel News) - Shells fell.")) is None
    given = report_from_text("TARNVILLE, 9 April 2027 - Shells fell.", published=dt.date(2027, 4, 11))
    assert day_of(given) == dt.date(2027, 4, 11)
