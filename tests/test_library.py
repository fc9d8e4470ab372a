"""The library: text in, claims out, each with its words."""

import builtins
import datetime as dt
import re
from collections.abc import Generator, Iterator
from typing import Any

import msgspec
import pytest

import tocsin
from tocsin import pipeline
from tocsin.model import Claim, Issue, Report, Span, Summary
from tocsin.pipeline import account
from tocsin.present.examples import example_reports
from tocsin.read import sentences

TEXT = "Kestrian rebels attacked an army base in Velmark on Sunday, killing three soldiers."
SPACED = (
    "Kestrian\u00a0rebels attacked an army\u00a0base in O\u0308rsk on\u202fSunday, killing three soldiers."
)


@pytest.fixture(scope="module")
def coder() -> tocsin.Coder:
    """One coder for all."""
    return tocsin.Coder()


@pytest.fixture(scope="module")
def examples(coder: tocsin.Coder) -> list[tocsin.Reading]:
    """The bundled reports, coded."""
    return list(coder.stream(example_reports()))


def spans_of(record: object) -> Iterator[Span]:
    """Find the spans of a record, at any depth."""
    if isinstance(record, Span):
        yield record
    elif isinstance(record, msgspec.Struct):
        for name in record.__struct_fields__:
            yield from spans_of(getattr(record, name))
    elif isinstance(record, tuple):
        for part in record:
            yield from spans_of(part)


# --- one text


@pytest.mark.parametrize("published", ["2020-10-12", dt.date(2020, 10, 12)])
def test_a_text_gives_its_claims(published: str | dt.date) -> None:
    reading = tocsin.code(TEXT, published=published)
    attack = next(claim for claim in reading.claims if claim.event_type == "ASSAULT")
    assert attack.factuality == "asserted"
    assert [m.span.quote for m in attack.actor] == ["Kestrian rebels"]
    assert attack.when is not None
    assert attack.when.first == attack.when.last == dt.date(2020, 10, 11)
    assert reading.report is not None
    assert reading.report.published == dt.date(2020, 10, 12)


def test_without_a_day_of_publication_a_note_says_what_to_do() -> None:
    reading = tocsin.code(TEXT)
    assert [(issue.code, issue.severity) for issue in reading.issues] == [
        ("date.no_publication_date", "note")
    ]
    assert "--published" in reading.issues[0].message


@pytest.mark.parametrize(
    ("text", "details", "advice"),
    [
        (TEXT, {"published": "12/10/2020"}, "YYYY-MM-DD"),
        (TEXT, {"published": "2020-02-31"}, "YYYY-MM-DD"),
        (TEXT, {"published": ""}, "YYYY-MM-DD"),
        (TEXT, {"published": 20201012}, "YYYY-MM-DD"),
        (TEXT, {"published": dt.datetime(2020, 10, 12, 23, tzinfo=dt.UTC)}, "give a date"),
        (TEXT, {"outlet": None}, "outlet as a string, not NoneType"),
        (TEXT, {"lang": "English"}, "two letters"),
        (b"Rebels attacked.", {}, "text as a string, not bytes"),
        (None, {}, "text as a string"),
    ],
)
def test_a_wrong_argument_is_explained(text: Any, details: dict[str, Any], advice: str) -> None:
    with pytest.raises(tocsin.TocsinError, match=advice):
        tocsin.code(text, **details)


def test_a_language_may_have_a_region() -> None:
    report = tocsin.code(TEXT, lang="en-GB").report
    assert report is not None
    assert report.lang == "en"


def test_the_same_text_gives_the_same_claims(coder: tocsin.Coder) -> None:
    assert coder.code(TEXT, published="2020-10-12") == tocsin.code(TEXT, published="2020-10-12")


def test_empty_text_gives_nothing(coder: tocsin.Coder) -> None:
    assert coder.code("").claims == ()


# --- many


def test_a_stream_reads_no_further_than_asked(coder: tocsin.Coder) -> None:
    taken = []

    def texts() -> Iterator[str]:
        for number in range(1000):
            taken.append(number)
            yield TEXT

    stream = coder.stream(texts())
    assert isinstance(stream, Generator)
    assert taken == []
    first: tocsin.Reading = next(stream)
    assert first.claims
    assert taken == [0]


def test_a_stream_takes_texts_reports_and_issues(coder: tocsin.Coder) -> None:
    report = coder.code(TEXT, published="2020-10-12").report
    issue = Issue(stage="ingest", code="text.empty", severity="failed", message="There is no text in it.")
    assert report is not None
    text, known, failed = coder.stream([TEXT, report, issue])
    assert text.report is not None
    assert text.report.text == TEXT
    assert known.report == report
    assert (failed.report, failed.issues, failed.state) == (None, (issue,), "failed")


@pytest.mark.parametrize(
    ("inputs", "advice"),
    [
        (TEXT, "put a single one in a list"),
        (Issue(stage="ingest", code="text.empty", severity="failed", message="No text."), "in a list"),
        ([b"Rebels attacked the base."], "got bytes"),
        ([None], "got NoneType"),
        ([{"text": TEXT}], "got dict"),
    ],
)
def test_a_stream_says_what_it_does_not_take(coder: tocsin.Coder, inputs: Any, advice: str) -> None:
    with pytest.raises(tocsin.TocsinError, match=advice):
        list(coder.stream(inputs))


def test_every_input_ends_in_one_state(coder: tocsin.Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program costs one report, and is told."""

    def faulty(report: Report, know: Any) -> Any:
        if "Velmark" in report.text:
            message = "out of range"
            raise IndexError(message)
        return sentences(report, know)

    monkeypatch.setattr(pipeline, "sentences", faulty)
    failed = Issue(stage="ingest", code="text.empty", severity="failed", message="There is no text in it.")
    note = Issue(stage="ingest", code="folder.not_read", severity="note", message="One file not read.")
    inputs: list[Report | Issue | str] = [
        TEXT,
        "Rebels attacked the base.",
        failed,
        note,
        "The bakery sells bread.",
    ]
    summary = Summary()
    readings = list(coder.stream(inputs))
    for reading in readings:
        summary = account(summary, reading)
    assert [reading.state for reading in readings[:3]] == ["quarantined", "coded", "failed"]
    (issue,) = readings[0].issues
    assert (issue.code, issue.severity) == ("pipeline.fault", "quarantined")
    assert "IndexError" in issue.message
    assert (readings[0].report is not None, issue.report) == (True, getattr(readings[0].report, "id", ""))
    states = (summary.coded, summary.no_event, summary.quarantined, summary.failed)
    assert (summary.reports, states) == (4, (1, 1, 1, 1))


# --- provenance


def test_every_span_of_every_example_slices_back_to_its_words(examples: list[tocsin.Reading]) -> None:
    assert any(r.report is not None and r.report.source.endswith(".html") for r in examples)
    for reading in examples:
        assert reading.report is not None
        text = reading.report.text
        for span in spans_of((reading.claims, reading.issues)):
            assert text[span.start : span.end] == span.quote
            assert span.quote.strip()
        for claim in reading.claims:
            assert claim.span.start <= claim.trigger.start < claim.trigger.end <= claim.span.end
        ends = [0, *(part.end for part in reading.report.parts)]
        assert all(
            end <= part.start < part.end for end, part in zip(ends, reading.report.parts, strict=False)
        )


@pytest.mark.parametrize(
    "text", [SPACED, f"\ufeff{TEXT}", TEXT.replace("i", "i\u0301"), f"\U0001f525 {TEXT}"]
)
def test_spans_hold_in_odd_text(coder: tocsin.Coder, text: str) -> None:
    """No-break spaces, byte order marks, combining marks and characters beyond the basic plane."""
    reading = coder.code(text, published="2020-10-12")
    assert reading.report is not None
    assert len(reading.report.text) == len(text)
    assert reading.claims
    for span in spans_of(reading.claims):
        assert reading.report.text[span.start : span.end] == span.quote


def test_ids_are_unique_and_say_who_made_the_claim(examples: list[tocsin.Reading]) -> None:
    claims = [claim for reading in examples for claim in reading.claims]
    assert len({claim.id for claim in claims}) == len(claims)
    for claim in claims:
        assert re.fullmatch(r"c_[0-9a-f]{16}", claim.id)
        assert re.fullmatch(rf"(patterns/{re.escape(tocsin.__version__)}|network/\d+)#[\w.-]+", claim.by)


def test_a_claim_refers_only_to_claims_before_it(examples: list[tocsin.Reading]) -> None:
    for reading in examples:
        seen = {""}
        for claim in reading.claims:
            assert claim.about in seen
            seen.add(claim.id)
        assert {claim.condition.claim for claim in reading.claims if claim.condition is not None} <= seen


def test_examples_survive_a_round_through_json(examples: list[tocsin.Reading]) -> None:
    for claim in (claim for reading in examples for claim in reading.claims):
        assert msgspec.json.decode(msgspec.json.encode(claim), type=Claim) == claim


# --- showing


def test_a_reading_shows_itself_in_words() -> None:
    heading, *lines = repr(tocsin.code(TEXT, published="2020-10-12")).splitlines()
    assert "2020-10-12" in heading
    assert any("ASSAULT" in line and "Kestrian rebels" in line and "2020-10-11" in line for line in lines)


def test_a_notebook_marks_the_words_and_escapes_the_rest() -> None:
    hostile = f"<script>alert(1)</script> & {TEXT} <img src=x onerror=y>"
    page = tocsin.code(hostile, published="2020-10-12")._repr_html_()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert re.search(r'<mark [^>]*title="asserted ASSAULT[^"]*">attacked<sup>\d</sup></mark>', page)


def test_a_notebook_shows_a_failed_input(coder: tocsin.Coder) -> None:
    issue = Issue(stage="ingest", code="input.binary", severity="failed", message="This is <b>no</b> text.")
    (reading,) = coder.stream([issue])
    assert "This is &lt;b&gt;no" in reading._repr_html_()
    assert "no" in repr(reading)


# --- tables


def test_arrow_has_a_row_a_claim_and_a_column_a_field(examples: list[tocsin.Reading]) -> None:
    pytest.importorskip("pyarrow")
    table = tocsin.to_arrow(examples)
    assert table.column_names == list(Claim.__struct_fields__)
    claims = [claim for reading in examples for claim in reading.claims]
    assert table.num_rows == len(claims)
    assert table["id"].to_pylist() == [claim.id for claim in claims]
    assert table["span"].to_pylist()[0]["quote"] == claims[0].span.quote
    firsts = [when and when["first"] for when in table["when"].to_pylist()]
    assert firsts == [claim.when and claim.when.first for claim in claims]


def test_arrow_has_the_same_types_whatever_is_read(
    coder: tocsin.Coder, examples: list[tocsin.Reading]
) -> None:
    """A file may be written batch by batch: a batch without claims, or without any date, has the same columns."""
    pytest.importorskip("pyarrow")
    whole = tocsin.to_arrow(examples)
    nothing = tocsin.to_arrow(coder.code("The bakery sells bread."))
    undated = tocsin.to_arrow(coder.code("Rebels attacked the base."))
    assert (nothing.num_rows, undated.num_rows) == (0, 1)
    assert whole.schema == nothing.schema == undated.schema
    assert str(whole.schema.field("when").type.field("first").type) == "date32[day]"


def test_without_pyarrow_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.partition(".")[0] == "pyarrow":
            raise ImportError(name)
        return sound(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(tocsin.TocsinError, match=r"pip install 'tocsin\[arrow\]'"):
        tocsin.to_arrow(tocsin.code(TEXT))


def test_the_public_names_are_there() -> None:
    assert all(getattr(tocsin, name) for name in tocsin.__all__)
    assert set(tocsin.__all__) <= set(dir(tocsin))
    with pytest.raises(AttributeError, match="encode"):
        tocsin.encode  # noqa: B018
