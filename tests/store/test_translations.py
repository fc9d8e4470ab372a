"""A store keeps the translations in which reports were read, beside the originals."""

from pathlib import Path

import tocsin
from tests.store.news import dump_of
from tocsin.ingest import report_from_text
from tocsin.model import Coded
from tocsin.store import open_store
from tocsin.translate import Desk
from tocsin.translate.replay import Pair, Replay

TEXT = "El ejército atacó Lissen el lunes. Llovía."
PAIRS = [
    Pair(lang="es", src="El ejército atacó Lissen el lunes.", en="The army attacked Lissen on Monday."),
    Pair(lang="es", src="Llovía.", en="It was raining."),
]


def read() -> list[Coded]:
    coder = tocsin.Coder(Desk(engine=Replay(PAIRS, "own")))
    return list(coder.stream([report_from_text(TEXT, lang="es")]))


def test_segments_come_back_in_the_order_of_the_text(tmp_path: Path) -> None:
    coded = read()
    with open_store(tmp_path / "t.db", write=True) as store:
        store.add(coded)
        store.add(coded)
        assert coded[0].report
        kept = store.coded(coded[0].report.id)
        assert list(store.verify()) == []
    assert kept
    assert [one.text for one in kept.translations] == [
        "The army attacked Lissen on Monday.",
        "It was raining.",
    ]
    assert [TEXT[one.span.start : one.span.end] for one in kept.translations] == [
        "El ejército atacó Lissen el lunes.",
        "Llovía.",
    ]
    assert dump_of(tmp_path / "t.db").count('"record":"translation"') == 2
    asked = tocsin.query("SELECT text FROM translations ORDER BY text", tmp_path / "t.db")
    assert asked.column("text").to_pylist() == ["It was raining.", "The army attacked Lissen on Monday."]
