"""Everyone and every place that a report names, with or without a part in an act."""

import itertools
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from tocsin.cli import main
from tocsin.coder import Coder
from tocsin.errors import InputError
from tocsin.model import Names
from tocsin.read.encoder import load_encoder

NEWS = (
    "Foreign Minister Oskar Lund of Norway flew to Baghdad on Monday. The Iraqi army and Kataib Hezbollah "
    "said nothing. A baker named Elira Tosk waited near Mosul."
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def test_names_lie_on_words_and_do_not_overlap() -> None:
    names = load_encoder().see(NEWS, offset=10).names
    words = [(" " * 10 + NEWS)[one.start : one.end] for one in names]
    assert "The Iraqi army" in words
    assert "Baghdad" in words
    assert all(one.end <= two.start for one, two in itertools.pairwise(names))
    assert all(0 < one.score <= 1 for one in names)


def test_groups_and_places_are_resolved(coder: Coder) -> None:
    found = coder.names(NEWS)
    assert {"irq.mil", "irq.kataib_hezbollah"} <= {mention.actor for mention in found.actors}
    assert {"Baghdad", "Mosul"} <= {where.name for where in found.places}
    for span in [*(one.span for one in found.actors), *(one.span for one in found.places)]:
        assert NEWS[span.start : span.end] == span.quote


def test_private_persons_are_counted_and_not_listed(coder: Coder) -> None:
    found = coder.names(NEWS)
    assert not [one for one in found.actors if "Tosk" in one.span.quote]
    assert found.persons > 0


def test_ties_say_who_stands_how_to_whom(coder: Coder) -> None:
    text = "Iraqi soldiers attacked Kataib Hezbollah near Mosul. A baker named Elira Tosk lives in Mosul."
    ties = [(tie.first.quote, tie.kind, tie.second.quote) for tie in coder.names(text).ties]
    assert ("Iraqi soldiers", "fights", "Kataib Hezbollah") in ties
    assert not [tie for tie in ties if "Tosk" in tie[0] + tie[2]]


def test_ties_point_to_names_of_their_sentence() -> None:
    sight = load_encoder().see(NEWS)
    assert sight.ties
    for tie in sight.ties:
        assert tie.first != tie.second
        assert max(tie.first, tie.second) < len(sight.names)
    pairs = [{tie.first, tie.second} for tie in sight.ties]
    assert len(pairs) == len({tuple(sorted(pair)) for pair in pairs})


def test_known_names_are_found_in_other_languages(coder: Coder) -> None:
    found = coder.names(
        "Las fuerzas de Irak detuvieron ayer a tres hombres cerca de la ciudad de Bagdad, dijo la policía."
    )
    assert "IRQ" in {*(one.country for one in found.actors), *(one.country for one in found.places)}


def test_the_patterns_alone_name_nobody() -> None:
    with pytest.raises(InputError, match="network"):
        Coder(reader="patterns").names(NEWS)


def test_the_command_writes_lines_or_a_table(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(NEWS)
    run = CliRunner().invoke(main, ["names", str(report)])
    assert run.exit_code == 0
    names = msgspec.json.decode(run.stdout.splitlines()[-1], type=Names)
    assert names.places
    table = CliRunner().invoke(main, ["names", str(report), "--format", "table"]).stdout
    assert max(map(len, table.splitlines())) <= 80
    assert "Tosk" not in table
    assert CliRunner().invoke(main, ["names", str(tmp_path / "none.txt")]).exit_code != 0
