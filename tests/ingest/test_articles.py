"""ninjs and NewsArticle: a line of either is a report, with what it states."""

import datetime as dt
import io
import json
from typing import Any

import pytest

from tocsin.config import Settings
from tocsin.ingest import Source, reports
from tocsin.model import Issue, Report

TEXT = "The Harvan Front left the town of Odrel on Friday."
NINJS_1 = {
    "uri": "https://agency.example/7", "type": "text", "versioncreated": "2026-03-02T07:40:00+02:00", "language": "en-GB",
    "headline": "Rebels leave Odrel", "body_text": TEXT, "infosource": [{"name": "Lissen Agency"}],
}  # fmt: skip
NINJS_3 = {
    "uri": "urn:agency:8", "standard": {"name": "ninjs", "version": "3.0"}, "firstcreated": "2026-03-02",
    "headlines": [{"role": "main", "value": "Rebels leave Odrel"}],
    "bodies": [{"role": "main", "contenttype": "text/html", "value": f"<p>{TEXT}</p>"}],
    "copyrightholder": "Lissen Agency",
}  # fmt: skip
ARTICLE = {
    "@context": "https://schema.org", "@type": ["NewsArticle"], "headline": "Rebels leave Odrel", "articleBody": TEXT,
    "datePublished": "2026-03-02T07:40:00+02:00", "inLanguage": {"@type": "Language", "alternateName": "en"},
    "publisher": {"@type": "Organization", "name": "Lissen Agency"}, "mainEntityOfPage": {"@id": "https://agency.example/7"},
}  # fmt: skip


def read(*values: Any) -> list[Report | Issue]:
    lines = "\n".join(json.dumps(value) for value in values)
    return list(reports([Source("news.jsonl", io.BytesIO(lines.encode()))], Settings()))


@pytest.mark.parametrize("value", [NINJS_1, NINJS_3, ARTICLE], ids=["ninjs 1", "ninjs 3", "NewsArticle"])
def test_an_article_is_a_report_with_what_it_states(value: dict[str, Any]) -> None:
    [report] = read(value)
    assert isinstance(report, Report)
    assert TEXT in report.text
    assert (report.title, report.outlet, report.published) == (
        "Rebels leave Odrel",
        "Lissen Agency",
        dt.date(2026, 3, 2),
    )
    if value is not NINJS_3:
        assert (report.lang, report.url) == ("en", "https://agency.example/7")
        assert report.published_at is not None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({**ARTICLE, "articleBody": ""}, "text.empty"),
        ({**ARTICLE, "articleBody": 7}, "text.empty"),
        ({**NINJS_3, "bodies": []}, "text.empty"),
        ({**NINJS_3, "bodies": ["x"]}, "text.empty"),
        ({**NINJS_1, "versioncreated": "yesterday"}, "line.broken"),
        ({"@type": "Recipe", "articleBody": TEXT}, "line.broken"),
        ({"headline": "Rebels leave Odrel"}, "line.broken"),
    ],
)
def test_what_holds_no_text_is_one_issue(value: dict[str, Any], code: str) -> None:
    [issue] = read(value)
    assert isinstance(issue, Issue)
    assert issue.code == code


def test_a_line_of_our_own_form_is_read_as_ever() -> None:
    [report] = read({"text": TEXT, "body_text": "other", "articleBody": "other", "@type": "NewsArticle"})
    assert isinstance(report, Report)
    assert report.text == TEXT
