"""From a claim to the one PLOVER type: each row of the table."""

from pathlib import Path

import pytest

from tocsin.knowledge.plover import Ontology, PloverCode, plover_type, quad, read_ontology
from tocsin.model import Claim, Factuality, Span

WORDS = Span(start=0, end=6, quote="attack")


def claim(content: str, factuality: Factuality, contexts: tuple[str, ...] = ()) -> Claim:
    event_type, _, mode = content.partition("/")
    return Claim(
        id="c_0",
        report="r_0",
        span=WORDS,
        trigger=WORDS,
        event_type=event_type,
        mode=mode,
        contexts=contexts,
        factuality=factuality,
        by="test",
    )


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(Path(__file__).parents[2] / "knowledge")


@pytest.mark.parametrize(
    ("content", "factuality", "code"),
    [
        ("ASSAULT/drone", "asserted", ("ASSAULT", "drone", "")),
        ("RETREAT/ceasefire", "asserted", ("RETREAT", "ceasefire", "")),
        ("RETREAT/ceasefire", "offered", ("CONCEDE", "", "R04")),
        ("RETREAT/withdraw", "planned", ("CONCEDE", "", "R04")),
        ("CONCEDE", "accepted", ("CONCEDE", "", "R03")),
        ("CONSULT/visit", "planned", ("AGREE", "", "R05")),
        ("SUPPORT", "offered", ("AGREE", "", "R01")),
        ("COOPERATE", "accepted", ("AGREE", "", "R01")),
        ("AID", "offered", ("AGREE", "", "R01")),
        ("AGREE", "planned", ("AGREE", "", "R01")),
        ("RETREAT/ceasefire", "demanded", ("REQUEST", "yield", "R16")),
        ("CONCEDE", "demanded", ("REQUEST", "yield", "R16")),
        ("RETREAT/resign", "demanded", ("REQUEST", "change", "R19")),
        ("CONSULT", "demanded", ("REQUEST", "meet", "R16")),
        ("AID", "demanded", ("REQUEST", "assist", "R16")),
        ("COERCE/arrest", "demanded", ("REQUEST", "change", "R16")),
        ("PROTEST/demo", "demanded", ("REQUEST", "", "R16")),
        ("CONSULT", "refused", ("REJECT", "meet", "R31")),
        ("RETREAT/disarm", "refused", ("REJECT", "yield", "")),
        ("RETREAT/resign", "refused", ("REJECT", "change", "")),
        ("COOPERATE", "refused", ("REJECT", "assist", "")),
        ("ASSAULT/aerial", "threatened", ("THREATEN", "violence", "R26")),
        ("COERCE/arrest", "threatened", ("THREATEN", "arrest", "R26")),
        ("COERCE/curfew", "threatened", ("THREATEN", "restrict", "R26")),
        ("COERCE/deport", "threatened", ("THREATEN", "", "R26")),
        ("SANCTION/expel", "threatened", ("THREATEN", "expel", "R26")),
        ("SANCTION/discontinue", "threatened", ("THREATEN", "relations", "R26")),
        ("PROTEST/strike", "threatened", ("THREATEN", "restrict", "R26")),
        ("PROTEST/riot", "threatened", ("THREATEN", "violence", "R26")),
        ("MOBILIZE/troops", "threatened", ("THREATEN", "", "R26")),
        ("THREATEN/expel", "threatened", ("THREATEN", "expel", "R26")),
    ],
)
def test_content_and_factuality_give_one_type(
    content: str, factuality: Factuality, code: tuple[str, str, str]
) -> None:
    assert plover_type(claim(content, factuality)) == PloverCode(*code)


def test_a_threat_to_seize_ground_is_about_territory() -> None:
    assert plover_type(claim("ASSAULT", "threatened", ("military", "territory"))) == PloverCode(
        "THREATEN", "territory", "R26"
    )


@pytest.mark.parametrize(
    ("content", "factuality"),
    [
        ("ASSAULT/drone", "denied"),
        ("RETREAT/ceasefire", "doubted"),
        ("ASSAULT", "planned"),
        ("SANCTION/discontinue", "planned"),
        ("COERCE/curfew", "accepted"),
        ("MOBILIZE/troops", "offered"),
        ("PROTEST/demo", "planned"),
        ("TIE/backed-by", "asserted"),
        ("TIE/part-of", "denied"),
    ],
)
def test_what_did_not_happen_and_what_is_no_act_has_no_code(content: str, factuality: Factuality) -> None:
    assert plover_type(claim(content, factuality)) is None


def test_every_code_is_in_the_ontology(ontology: Ontology) -> None:
    contents = [f"{name}/{mode}" for name, kind in ontology.types.items() for mode in ["", *kind.modes]]
    facts: list[Factuality] = ["asserted", "denied", "doubted", "planned", "offered", "accepted", "refused"]
    for factuality in [*facts, "demanded", "threatened"]:
        for content in contents:
            code = plover_type(claim(content, factuality))
            if code is not None:
                assert code.mode in {"", *ontology.types[code.event_type].modes}
                assert not code.rule or code.rule in ontology.rules


def test_the_ontology_is_plover(ontology: Ontology) -> None:
    assert (len(ontology.types), len(ontology.contexts)) == (16, 37)
    assert [quad(name, ontology) for name in ("AID", "AGREE", "REQUEST", "SANCTION")] == [2, 1, 3, 4]
    assert ontology.types["ACCUSE"].score == -3
    assert ontology.types["PROTEST"].modes["vandalize"] is None
    assert [name for name, kind in ontology.types.items() if kind.requires_recipient] == [
        "COOPERATE",
        "AID",
        "SANCTION",
    ]
