"""What a report tells of where it plays."""

import time

from tocsin.ingest import report_from_text
from tocsin.knowledge import Knowledge
from tocsin.read import sentences
from tocsin.resolve.surroundings import Surroundings

LOCAL = "Deputies of Lamar County held a man in Paris. He had fled from Blossom to Reno, near Honey Grove."
ABROAD = "The minister flew from Paris to Reims. Deputies in France were told."


def around(text: str, know: Knowledge) -> Surroundings:
    report = report_from_text(text)
    return Surroundings(report, list(sentences(report, know)), know.places, know.actors.adjectives)


def towns(know: Knowledge, form: str, country: str) -> list[str]:
    return [i for i in know.places.named(form) if know.places[i].country == country]


def test_names_that_lie_together_draw_each_other(know: Knowledge) -> None:
    french = next(
        know.places[i] for i in towns(know, "paris", "FRA") if know.places[i].population > 1_000_000
    )
    texan = next(know.places[i] for i in towns(know, "paris", "USA") if know.places[i].admin1 == "Texas")
    here, there = around(LOCAL, know).chances, around(ABROAD, know).chances
    assert here.nearness(texan, "paris") > 2 > here.nearness(french, "paris")
    assert there.nearness(french, "paris") >= there.nearness(texan, "paris")


def test_a_name_does_not_draw_itself(know: Knowledge) -> None:
    alone = around("Police met in Mosul. Mosul was calm.", know)
    mosul = know.places[towns(know, "mosul", "IRQ")[0]]
    assert alone.chances.nearness(mosul, "mosul") == 0


def test_a_name_is_pinned_by_the_region_behind_it(know: Knowledge) -> None:
    found = around("A clash in Tripoli, Lebanon, went on. Tripoli was shut.", know)
    assert {know.places[i].country for i in found.pinned("tripoli")} == {"LBN"}
    assert found.pinned("beirut") == frozenset()


def test_a_person_is_no_evidence(know: Knowledge) -> None:
    found = around("The lawyer Michael Jordan spoke. Police in Amman listened.", know)
    amman = know.places["geonames:250441"]
    assert found.chances.facts(amman, "amman").country_named == 0


def test_a_long_report_is_read_in_time(know: Knowledge) -> None:
    names = [name for name in list(know.places.names())[:60_000:100] if name.isalpha()]
    text = " ".join(f"Police went to {name.title()}." for name in names)
    started = time.perf_counter()
    found = around(text, know)
    found.chances.nearness(know.places["geonames:98182"], "baghdad")
    assert time.perf_counter() - started < 5
