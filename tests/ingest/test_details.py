"""Dates, languages, addresses and ids."""

import datetime as dt

import pytest

from tocsin.ingest import report_from_text
from tocsin.ingest.details import canonical_url, language_code, read_moment, web_address, without_tracking


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("2022-08-15", "2022-08-15", None),
        ("2022-08-15T23:40:00+02:00", "2022-08-15", "2022-08-15T23:40:00+02:00"),
        ("2022-08-15T23:40:00-0500", "2022-08-15", "2022-08-15T23:40:00-05:00"),
        ("2022-08-15T07:40:00Z", "2022-08-15", "2022-08-15T07:40:00+00:00"),
        ("2022-08-15 07:40", "2022-08-15", None),
        (" Mon, 15 Aug 2022 07:40:00 GMT ", "2022-08-15", "2022-08-15T07:40:00+00:00"),
    ],
)
def test_moments(words: str, day: str, at: str | None) -> None:
    moment = dt.datetime.fromisoformat(at) if at else None
    assert read_moment(words) == (dt.date.fromisoformat(day), moment)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "yesterday",
        "15/08/2022",
        "8/15/22",
        "2022-02-30",
        "0001-01-01T00:00:00Z",
        "Mon, 99 Aug 2022 07:40",
        "2" * 40_000,
    ],
)
def test_no_moments(words: str) -> None:
    assert read_moment(words) is None


def test_languages() -> None:
    assert [language_code(tag) for tag in ("en", "EN-gb", "pt_BR", "english", "", "zho")] == [
        "en",
        "en",
        "pt",
        "",
        "",
        "",
    ]


def test_addresses() -> None:
    assert web_address(" https://lissen.example/a ") == "https://lissen.example/a"
    for words in ("javascript:alert(1)", "lissen.example/a", "http://[", "https://a b.example/", ""):
        assert web_address(words) == ""
    assert canonical_url("HTTPS://Lissen.Example?utm_source=x&id=7#top") == "https://lissen.example/?id=7"
    assert canonical_url("https://lissen.example/A?b=%20c") == "https://lissen.example/A?b=%20c"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://lissen.example/x?fbclid=Iw&gclid=2&UTM_Source=mail", "https://lissen.example/x"),
        ("https://lissen.example/x?id=7&utm_id=3&at_medium=rss#live", "https://lissen.example/x?id=7#live"),
        ("https://lissen.example/x?utm%5Fsource=mail&b=%20c", "https://lissen.example/x?b=%20c"),
        ("https://lissen.example/x?page=2&ref=7&at=noon", "https://lissen.example/x?page=2&ref=7&at=noon"),
        ("https://lissen.example/x?a=1&&b", "https://lissen.example/x?a=1&&b"),
        ("", ""),
    ],
)
def test_what_tells_only_where_a_reader_came_from_is_no_part_of_an_address(address: str, kept: str) -> None:
    assert without_tracking(address) == kept
    assert report_from_text("Rebels left Odrel.", url=address).url == kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://lissen.example:80/x", "https://lissen.example/x", True),
        ("https://lissen.example:443/x?gclid=1", "https://LISSEN.example/x#top", True),
        ("https://lissen.example", "https://lissen.example/?utm_source=mail", True),
        ("https://lissen.example/x?id=1", "https://lissen.example/x?id=2", False),
        ("https://lissen.example/x", "https://lissen.example/X", False),
        ("https://lissen.example:8443/x", "https://lissen.example/x", False),
        ("http://[", "https://lissen.example/x", False),
    ],
)
def test_two_addresses_of_one_page_are_told_to_be_one(one: str, other: str, *, same: bool) -> None:
    assert (canonical_url(one) == canonical_url(other)) is same


def test_the_id_hangs_on_content_and_address_only() -> None:
    plain = report_from_text("Rebels left Odrel.", outlet="Post", url="https://a.example/x")
    assert plain.id.startswith("r_")
    assert len(plain.id) == 18
    same = report_from_text(
        "Rebels left Odrel.", outlet="Post", url="https://A.example/x?utm_medium=mail#2", lang="en"
    )
    assert same.id == plain.id
    for changed in (
        report_from_text("Rebels left Odrel!", outlet="Post", url="https://a.example/x"),
        report_from_text("Rebels left Odrel.", outlet="Herald", url="https://a.example/x"),
        report_from_text("Rebels left Odrel.", outlet="Post", url="https://a.example/y"),
    ):
        assert changed.id != plain.id
    monday, tuesday = (report_from_text("Rebels left.", published=dt.date(2022, 8, day)) for day in (15, 16))
    assert monday.id != tuesday.id, "without an address the date counts"
