"""The comparison of incident templates; all incidents are invented."""

import pytest

from evals.muc_scoring import Fill, Template, assign, head_word, score_templates
from evals.scoring import add_hits, f1


def fill(slot: str, *values: str, refs: tuple[str, ...] = (), optional: bool = False) -> Fill:
    return Fill(slot=slot, values=values, refs=refs, optional=optional)


BLAST = Template(
    fills=(
        fill("type", "BOMBING"),
        fill("stage", "ACCOMPLISHED"),
        fill("date", "on 1989-05-04"),
        fill("perp_org", "HARUN LIBERATION FRONT", "HLF"),
        fill("perp_org_confidence", "CLAIMED OR ADMITTED", refs=("HARUN LIBERATION FRONT", "HLF")),
        fill("phys_id", '"SAN TELMO" BRIDGE', "BRIDGE"),
        fill("human", "TWO GUARDS", "GUARDS"),
        fill("hum_effect", "DEATH", refs=("TWO GUARDS", "GUARDS")),
    )
)
TAKING = Template(
    fills=(fill("type", "KIDNAPPING"), fill("stage", "ACCOMPLISHED"), fill("human", "MAYOR OF PELDON"))
)


def told(template: Template) -> Template:
    """Give a template as a system tells it: with one value and one ref."""
    return Template(
        fills=tuple(Fill(slot=one.slot, values=one.values[-1:], refs=one.refs[:1]) for one in template.fills)
    )


def total(ours: list[Template], gold: list[Template]) -> tuple[int, int, int, int]:
    return add_hits(list(score_templates(ours, gold).values()))


def test_the_right_templates_score_one() -> None:
    hits = total([told(TAKING), told(BLAST)], [BLAST, TAKING])
    assert hits == (11, 11, 11, 11)
    assert f1([hits]) == 1.0


def test_a_missing_slot_costs_recall_only() -> None:
    without = Template(fills=told(BLAST).fills[:-1])
    assert total([without], [BLAST]) == (7, 7, 7, 8)


def test_a_filler_too_many_costs_precision_only() -> None:
    more = Template(fills=(*told(BLAST).fills, fill("human", "A PASSER-BY")))
    assert total([more], [BLAST]) == (8, 9, 8, 8)


def test_an_optional_fill_is_neither_rewarded_nor_punished() -> None:
    key = Template(fills=(*BLAST.fills, fill("instrument_id", "DYNAMITE", optional=True)))
    with_it = Template(fills=(*told(BLAST).fills, fill("instrument_id", "DYNAMITE")))
    assert total([told(BLAST)], [key]) == (8, 8, 8, 8)
    assert total([with_it], [key]) == (8, 8, 8, 8)


def test_an_optional_template_is_neither_rewarded_nor_punished() -> None:
    key = [BLAST, Template(fills=TAKING.fills, optional=True)]
    assert total([told(BLAST)], key) == (8, 8, 8, 8)
    assert total([told(BLAST), told(TAKING)], key) == (8, 8, 8, 8)


def test_one_template_serves_one_of_the_key() -> None:
    assert assign([told(TAKING)], [TAKING, TAKING]) == [(0, 0)]
    assert total([told(TAKING)], [TAKING, TAKING]) == (3, 3, 3, 6)
    assert total([told(TAKING), told(TAKING)], [TAKING]) == (3, 6, 3, 3)


def test_the_pairs_are_those_with_most_right_fills() -> None:
    vague = Template(fills=(fill("type", "BOMBING"), fill("stage", "ACCOMPLISHED")))
    assert assign([vague, told(BLAST)], [BLAST, vague]) == [(0, 1), (1, 0)]


def test_a_shared_stage_alone_makes_no_pair() -> None:
    robbery = Template(fills=(fill("type", "ROBBERY"), fill("stage", "ACCOMPLISHED")))
    assert assign([robbery], [TAKING]) == []


def test_one_filler_serves_one_of_the_key() -> None:
    twice = Template(fills=(*told(TAKING).fills, fill("human", "THE MAYOR")))
    assert total([twice], [TAKING]) == (3, 4, 3, 3)


def test_what_happened_to_another_is_wrong() -> None:
    other = Template(fills=(*told(BLAST).fills[:-1], fill("hum_effect", "DEATH", refs=("THE MAYOR",))))
    assert total([other], [BLAST]) == (7, 8, 7, 8)


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("THE MAYOR OF PELDON", "mayor"),
        ('"San Telmo" presidential farm', "farm"),
        ("HARUN LIBERATION FRONT [HLF]", "front"),
        ("a gang of kidnappers, apparently members of the HLF", "gang"),
        ("the ambassador's house", "house"),
        ("Judge Tomas Ilarion Vey", "vey"),
        ("", ""),
    ],
)
def test_head_words(phrase: str, head: str) -> None:
    assert head_word(phrase) == head
