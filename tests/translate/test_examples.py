"""The bundled reports in other languages: all of their sentences are translated, and one incident is told in two."""

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from tocsin import Coder, Reading
from tocsin.cli import main
from tocsin.cli.output import PARTLY_BAD
from tocsin.model import Claim
from tocsin.pipeline import history_of, known_of
from tocsin.present.examples import FOLDER, example_desk, example_reports
from tocsin.present.words import printable
from tocsin.store import open_store


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    """The bundled reports by file name."""
    coded = Coder(example_desk()).stream(example_reports())
    return {reading.report.source: reading for reading in coded if reading.report is not None}


def test_every_sentence_of_the_bundled_reports_is_translated_by_a_person(
    readings: dict[str, Reading],
) -> None:
    foreign = [reading for reading in readings.values() if reading.translations]
    assert sorted(reading.report.lang for reading in foreign if reading.report) == [
        "ar",
        "es",
        "fa",
        "fr",
        "ru",
    ]
    for reading in foreign:
        assert reading.state == "coded"
        assert {(one.status, one.origin) for one in reading.translations} == {("ok", "human")}
        assert not any(one.checks for one in reading.translations), reading


def test_an_incident_told_in_arabic_and_in_english_is_one(readings: dict[str, Reading]) -> None:
    told = [readings["baghdad-convoy.txt"], readings["baghdad-convoy-arabic.txt"]]
    coder = Coder()
    history = history_of(
        [reading.report for reading in told if reading.report],
        [c for reading in told for c in reading.claims],
        coder.know,
    )
    attacks = [
        {history.claims[claim].report for claim in incident.claims}
        for incident in history.incidents.values()
        if incident.event_type == "ASSAULT"
    ]
    assert {reading.report.id for reading in told if reading.report} in attacks


def test_persian_is_shown_as_it_is_spelled_and_tricks_are_not() -> None:
    assert printable("عقب\u200cنشینی") == "عقب\u200cنشینی"
    assert printable("a\u200cb \u202eevil") == "a\\u{200c}b \\u{202e}evil"


def test_a_truce_offered_in_another_language_is_a_commitment_in_english_words(
    readings: dict[str, Reading],
) -> None:
    told = readings["upper-valley-truce-spanish.txt"]
    assert told.report is not None
    coder = Coder()
    known = known_of(history_of([told.report], told.claims, coder.know), coder.know)
    [truce] = [one for one in known.commitments if one.kind == "truce"]
    assert "Upper Valley Front" in {party.name.removeprefix("The ") for party in truce.parties}


def test_a_report_put_aside_is_read_when_it_comes_again_with_an_engine(tmp_path: Path) -> None:
    report, store = FOLDER / "krivoy-lesok-russian.txt", tmp_path / "tocsin.db"
    asked = ["ingest", str(report), "--store", str(store), "--published", "2022-02-16"]
    assert CliRunner().invoke(main, asked).exit_code == PARTLY_BAD
    done = CliRunner().invoke(main, [*asked, "--translate", f"replay:{FOLDER / 'translations.pairs'}"])
    assert done.exit_code == 0, done.output
    with open_store(store) as kept:
        claims = list(kept.claims())
    assert {claim.coded_from for claim in claims} == {"translation"}
    assert "shelled" in {claim.trigger.words for claim in claims}
    assert CliRunner().invoke(main, ["verify", "--store", str(store)]).exit_code == 0


def test_the_laws_of_claims_hold_for_translated_ones(readings: dict[str, Reading]) -> None:
    for reading in readings.values():
        assert reading.report is not None
        known = {one.id: one for one in reading.translations}
        seen: set[str] = set()
        for claim in reading.claims if known else ():
            refers = {claim.about, claim.condition.claim if claim.condition else ""} - {""}
            assert refers <= seen
            assert claim.id not in seen
            seen.add(claim.id)
            assert msgspec.json.decode(msgspec.json.encode(claim), type=Claim) == claim
            assert claim.span.start <= claim.trigger.start < claim.trigger.end <= claim.span.end
            used = [known[one] for one in claim.translations]
            assert used[0].span.start <= claim.span.start
            assert claim.span.end <= used[-1].span.end
            assert claim.span.translated in " ".join(one.text for one in used)
