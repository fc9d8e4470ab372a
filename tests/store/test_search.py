"""Finding reports and claims by words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.store.news import claim, raids, report
from tocsin.model import Coded
from tocsin.store import Store, open_store

FIRE = report(
    "A fire destroyed the grain depot in Örsk. The Osk Front denied setting it.", outlet="Zell Online"
)
TALKS = report("Talks in Odrel ended without a truce, mediators said.")
CHINESE = report("奥斯克阵线周日袭击了维尔马克的军营。", outlet="Osk Radio Chinese")
ARABIC = report("قالت الجبهة إنها ستوقف الهجمات", outlet="Osk Radio Arabic")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("search") / "news.db"
    with open_store(path, write=True) as opened:
        said = (claim(FIRE, "fire destroyed the grain depot"), claim(FIRE, "denied setting it"))
        opened.add(
            [Coded(report=FIRE, claims=said), *(Coded(report=told) for told in (TALKS, CHINESE, ARABIC))]
        )
        opened.add(raids(30))
        yield opened


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("grain depot", FIRE),
        ("GRAIN örsk", FIRE),
        ("orsk", FIRE),
        ('"without a truce"', TALKS),
        ("mediat", TALKS),
        ("维尔马克", CHINESE),
        ("جبهة", ARABIC),
    ],
)
def test_a_report_is_found_by(store: Store, words: str, told: object) -> None:
    assert [hit.report for hit in store.search(words)] == [told]


@pytest.mark.parametrize(
    "words",
    ["", "   ", "grain truce", '"a without truce"', '"', "*", "NOT", "(", "grain OR truce", "text:grain"],
)
def test_nothing_is_found_by(store: Store, words: str) -> None:
    """Nothing that is typed is an operator, and nothing fails."""
    assert store.search(words) == []


def test_the_claims_that_say_it_come_with_their_report(store: Store) -> None:
    [hit] = store.search("grain depot")
    assert [found.span.quote for found in hit.claims] == ["fire destroyed the grain depot"]
    assert hit.excerpt == "A fire destroyed the grain depot in Örsk. The Osk Front denied setting it."


def test_whole_words_come_before_parts_and_the_limit_holds(store: Store) -> None:
    assert len(store.search("depot", limit=7)) == 7
    assert len(store.search("depot", limit=100)) == 31
    assert store.search("depot", limit=1) == store.search("depot", limit=3)[:1]


def test_a_reading_that_no_longer_counts_is_not_found(tmp_path: Path) -> None:
    told = report("Calm in Lissen.", url="https://osk.example/calm")
    with open_store(tmp_path / "news.db", write=True) as store:
        store.add([Coded(report=replace(told, published=None)), Coded(report=told)])
        assert [hit.report for hit in store.search("Lissen")] == [told]
