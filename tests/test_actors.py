"""`tocsin actors`: who is known, who is not, and actors of a user's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tocsin import Coder
from tocsin.cli import main
from tocsin.errors import KnowledgeError
from tocsin.knowledge import load_knowledge
from tocsin.knowledge.own import find_actors, read_own

Run = Callable[..., Result]

TEXT = "Sons of the Valley Brigade attacked a police post near Baghdad on Tuesday, the ministry said."


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(main, ["actors", *words])

    return invoke


def add(run: Run, *more: str) -> Result:
    named = ["add", "Sons of the Valley Brigade", "--country", "irq", "--sector", "reb"]
    return run(*named, "--also", "Abna al-Wadi", "--source", "The Lissen Post", *more)


def test_show_tells_names_sectors_and_dated_ties_in_80_columns(run: Run) -> None:
    shown = run("show", "Kata'ib", "Hizballah")
    assert shown.exit_code == 0
    assert shown.output.startswith("Kataib Hezbollah\n  id             irq.kataib_hezbollah\n")
    assert "backed by      Iran (since" in shown.output
    assert "كتائب" in shown.output
    assert max(map(len, shown.output.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "expected"),
    [("كتائب حزب الله", "Kataib Hezbollah"), ("irq.pmf", "Popular Mobilisation Forces"), ("PMF", "Popular")],
)
def test_show_finds_scripts_ids_and_acronyms(run: Run, words: str, expected: str) -> None:
    assert expected in run("show", *words.split()).output


def test_an_unknown_name_is_told_with_those_that_are_near(run: Run) -> None:
    shown = run("show", "Kataib", "Hezbolah")
    assert shown.exit_code == 2
    assert "Did you mean Kataib Hezbollah" in shown.output


def test_an_added_actor_is_resolved_from_then_on(run: Run, tmp_path: Path) -> None:
    before = Coder(reader="patterns").code(TEXT).claims[0].actor[0]
    assert not before.actor
    assert add(run).exit_code == 0
    assert (tmp_path / "tocsin.toml").read_text() == 'actors = "actors.jsonl"\n'
    after = Coder(reader="patterns", actors=tmp_path / "actors.jsonl").code(TEXT).claims[0].actor[0]
    assert (after.actor, after.country, after.sectors) == ("irq.sons_of_the_valley_brigade", "IRQ", ("REB",))
    assert "Abna al-Wadi" in run("show", "Abna", "al-Wadi").output


def test_own_actors_change_the_digest_that_stamps_claims(run: Run, tmp_path: Path) -> None:
    add(run)
    assert load_knowledge(own=tmp_path / "actors.jsonl").digest != load_knowledge().digest


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--country", "XYZ"], "no ISO 3166 alpha-3 code"),
        (["--sector", "ARMY"], "no sector of PLOVER's"),
        (["--id", "irq.pmf"], "the id is taken by Popular Mobilisation Forces"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(
    run: Run, tmp_path: Path, more: list[str], message: str
) -> None:
    refused = add(run, *more)
    assert refused.exit_code == 2
    assert message in refused.output
    assert not list(tmp_path.iterdir())


def test_a_damaged_file_of_own_actors_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "actors.jsonl"
    file.write_text('\n{"id": "irq.x"}\n')
    with pytest.raises(KnowledgeError, match=r"actors.jsonl:2: .*missing required field"):
        read_own(file)


def test_a_name_of_two_is_given_for_both() -> None:
    known = load_knowledge().actors
    shared = next(name for name, ids in known.index.ids.items() if len(ids) > 1)
    assert len(find_actors(known, shared)) > 1


def test_new_lists_bodies_that_are_not_known_and_no_persons(run: Run, tmp_path: Path) -> None:
    text = TEXT + " Omar Haddun attacked a bank in Mosul. The Black Cedar Brigade attacked a convoy."
    (tmp_path / "report.txt").write_text(text)
    coded = ["code", "report.txt", "--reader", "patterns", "--format", "jsonl", "-o", "claims.jsonl"]
    assert CliRunner().invoke(main, coded).exit_code == 0
    assert "Haddun" in (tmp_path / "claims.jsonl").read_text()
    listed = run("new", "claims.jsonl")
    assert listed.exit_code == 0
    assert "Sons of the Valley Brigade" in listed.output
    assert "Black Cedar Brigade" in listed.output
    assert "Haddun" not in listed.output
    assert "police post" not in listed.output
