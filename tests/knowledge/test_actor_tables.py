"""Dated tables of actors: ties, terms of office, sectors."""

from pathlib import Path

import pytest

import tocsin
from tocsin.errors import KnowledgeError
from tocsin.knowledge import Knowledge
from tocsin.knowledge.actors import SECTORS
from tocsin.knowledge.dated import TIES, Row, read_table
from tools.actor_tables import find_faults

ACTORS = Path(__file__).parents[2] / "knowledge" / "actors"
TERMS = ["actor", "office", "country", "from", "until"]


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "terms.tsv").write_text("actor\toffice\tplace\tfrom\tuntil\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="want the columns actor, office, country"):
        read_table(tmp_path / "terms.tsv", TERMS)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (Row("irq.nobody", "leads", "irq.badr", "2003", ""), "irq.nobody is no actor"),
        (Row("irq.amiri", "leads", "irq.nothing", "2003", ""), "irq.nothing is no actor"),
        (Row("irq.amiri", "likes", "irq.badr", "2003", ""), "likes is not one of"),
        (Row("irq.amiri", "leads", "irq.badr", "2003-13", ""), "want days like"),
        (Row("irq.amiri", "leads", "irq.badr", "2009-05", "2009-04-30"), "before it begins"),
    ],
)
def test_faults_are_named(know: Knowledge, row: Row, fault: str) -> None:
    assert fault in "".join(find_faults([row], TIES, (), know.actors))


def test_a_month_may_end_in_its_year(know: Knowledge) -> None:
    rows = [Row("irq.badr", "part-of", "irq.mil", "2014-06-15", "2014")]
    assert find_faults(rows, TIES, (), know.actors) == []


def test_the_tables_have_no_faults(know: Knowledge) -> None:
    countries = frozenset(actor.country for actor in know.actors.actors.values())
    ties = read_table(ACTORS / "ties.tsv", ["actor", "tie", "other", "from", "until"])
    sectors = read_table(ACTORS / "sectors.tsv", ["actor", "sectors", "from", "until"])
    terms = read_table(ACTORS / "terms.tsv", TERMS)
    assert find_faults(ties, TIES, (), know.actors) == []
    assert find_faults(sectors, SECTORS, (), know.actors) == []
    assert find_faults(terms, (), countries, know.actors) == []
    assert len(ties) >= 800
    assert len(terms) >= 1600


@pytest.mark.parametrize(
    ("country", "office", "day", "holder"),
    [
        ("IRQ", "prime minister", "2020-05-06", "irq.abdul_mahdi"),
        ("IRQ", "prime minister", "2020-05-10", "irq.kadhimi"),
        ("USA", "president", "2018-06-01", "usa.trump"),
        ("USA", "president", "2022-06-01", "usa.biden"),
        ("USA", "president", "2025-06-01", "usa.trump"),
        ("ISR", "prime minister", "2022-07-01", "isr.lapid"),
        ("IRQ", "prime minister", "1995-01-01", ""),
    ],
)
def test_the_holder_of_an_office(know: Knowledge, country: str, office: str, day: str, holder: str) -> None:
    assert know.actors.dated.holder(country, office, day) == holder


@pytest.mark.parametrize(
    ("published", "actor"),
    [("2020-05-20", "irq.kadhimi"), ("2020-01-20", "irq.abdul_mahdi"), (None, "irq.gov")],
)
def test_an_office_is_its_holder_on_the_day_of_the_report(published: str | None, actor: str) -> None:
    reading = tocsin.code("The Iraqi prime minister met the Turkish foreign minister.", published=published)
    [meeting] = [claim for claim in reading.claims if claim.event_type == "CONSULT"]
    assert actor in [mention.actor for mention in (*meeting.actor, *meeting.recipient)]
    assert {mention.country for mention in (*meeting.actor, *meeting.recipient)} == {"IRQ", "TUR"}
