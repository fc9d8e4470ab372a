"""What the stretches of a report are."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tocsin.ingest import report_from_text
from tocsin.ingest.parts import find_parts
from tocsin.model import Report

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / "cases" / "parts.yml").read_text(encoding="utf-8")
)


def parts_of(report: Report) -> list[tuple[str, str]]:
    return [(part.kind, report.text[part.start : part.end]) for part in report.parts]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_text_falls_into_its_parts(case: dict[str, Any]) -> None:
    expected = [next(iter(part.items())) for part in case["parts"]]
    found = parts_of(report_from_text(case["text"], title=case.get("title", "")))
    shown = [(kind, words[: len(start)]) for (kind, words), (_, start) in zip(found, expected, strict=False)]
    assert shown == expected
    assert len(found) == len(expected), found


def test_a_wrapped_paragraph_reaches_to_its_last_line() -> None:
    wrapped = next(case for case in CASES if "typewriter are one" in case["name"])
    assert parts_of(report_from_text(wrapped["text"]))[0][1].endswith("lost nobody.")


def test_the_seed_report(shared: Path) -> None:
    """Headline, line below it, picture, notice of translation, then sixteen paragraphs."""
    report = report_from_text((shared / "seed" / "report.txt").read_text(encoding="utf-8"))
    kinds = [kind for kind, _ in parts_of(report)]
    assert kinds == ["title", "subtitle", "caption", "notice", *["body"] * (len(kinds) - 4)]
    words = [words for _, words in parts_of(report)]
    assert words[2].startswith("FILE - In this Dec 31, 2019")
    assert words[2].endswith("File)")
    assert words[3] == "Powered by automated translation"
    assert words[4].startswith("Diplomats in Iraq are sceptical")
    assert words[-1].endswith("coalition troops.")
    assert report.published is None, "the caption's dates are not the report's"


PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "\u00a0",
        "\t",
        "FILE - ",
        "(Photo: X)",
        "By Ann Lee",
        "KASIMAR (Wire) - ",
        "Read more",
        "a b.",
        "\u2028",
        "\r\n",
        "\x00",
        "e\u0301",
        "\U0001f525",
    ]
)


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join)))
def test_parts_cover_all_that_is_not_blank_and_do_not_overlap(text: str) -> None:
    report = report_from_text(text)
    end = 0
    for part in report.parts:
        assert end <= part.start < part.end <= len(report.text)
        assert not report.text[end : part.start].strip()
        assert report.text[part.start : part.end] == report.text[part.start : part.end].strip()
        end = part.end
    assert not report.text[end:].strip()
    assert report_from_text(text) == report


def test_hostile_paragraphs_take_no_longer_than_their_length() -> None:
    """Each rule at 32,000 and 64,000 characters: about twice the time, not four times."""
    for piece in (
        "By Ann Lee and ",
        "KASIMAR, ",
        "(Photo ",
        "In this ",
        "FILE ",
        "A/",
        "Photo: ",
        "\n \n",
        "ab.\n\n",
        "ab\n",
        "a ",
    ):
        seconds = []
        for size in (64_000, 256_000):
            text = (piece * size)[:size]
            started = time.perf_counter()
            find_parts(text)
            seconds.append(time.perf_counter() - started)
        assert seconds[1] < 10 * max(seconds[0], 0.005), piece
