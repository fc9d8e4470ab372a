"""What was hit, as reports name it."""

from pathlib import Path

import pytest
import yaml

from tocsin import code
from tocsin.errors import KnowledgeError
from tocsin.knowledge import Knowledge
from tocsin.knowledge.targets import ORDER, class_of_words, read_targets, target_class
from tocsin.model import Claim, Mention, Span, Where

SOURCE = Path(__file__).parents[2] / "knowledge"
CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "targets.yml").read_text(encoding="utf-8"))


def attack(*recipient: Mention, where: Where | None = None) -> Claim:
    """Say that somebody was attacked."""
    span = Span(start=0, end=6, quote="attack")
    return Claim(
        id="c_0", report="r_0", span=span, trigger=span, event_type="ASSAULT", factuality="asserted", by="test",
        recipient=recipient, where=where,
    )  # fmt: skip


def named(words: str, actor: str = "", *sectors: str) -> Mention:
    return Mention(span=Span(start=0, end=len(words), quote=words), actor=actor, sectors=sectors)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_the_words_of_a_report_say_what_was_hit(case: dict[str, str], know: Knowledge) -> None:
    claims = [claim for claim in code(case["text"]).claims if claim.event_type == "ASSAULT"]
    assert {target_class(claim, know) for claim in claims} >= {case["target"]}, claims


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("the minister's convoy", "government"),
        ("a bus carrying soldiers", "civilians"),
        ("positions of the army", "base"),
        ("a group of soldiers", "troops"),
        ("the new season", None),
        ("", None),
    ],
)
def test_the_head_of_a_phrase_decides(words: str, wanted: str | None, know: Knowledge) -> None:
    assert class_of_words(words, know.targets) == wanted


def test_who_it_was_counts_where_no_word_tells(know: Knowledge) -> None:
    assert target_class(attack(named("Harvan Front", "mrg.front", "REB")), know) == "troops"
    assert target_class(attack(named("Velmark", "vlm")), know) == "other"
    assert target_class(attack(), know) == "other"


def test_an_aid_agency_is_civilian_whatever_is_hit(know: Knowledge) -> None:
    assert target_class(attack(named("a convoy of the UN food agency", "igo.wfp")), know) == "civilians"


def test_the_place_counts_only_where_no_recipient_tells(know: Knowledge) -> None:
    quarter = Where(span=Span(start=0, end=27, quote="in the diplomatic quarter"))
    assert target_class(attack(where=quarter), know) == "embassy"
    assert target_class(attack(named("a policeman"), where=quarter), know) == "troops"


def test_actors_of_the_table_exist(know: Knowledge) -> None:
    assert set(know.targets.actors) <= set(know.actors.actors)


def test_every_class_but_other_has_words_and_a_rank(know: Knowledge) -> None:
    assert {name for names in know.targets.index.ids.values() for name in names} == set(ORDER)


@pytest.mark.parametrize(
    ("classes", "fault"),
    [
        ("{embassy: [mission], base: [mission]}", "'mission' stands in embassy and in base"),
        ("{castle: [keep]}", "no target class 'castle'"),
        ("{base: [on]}", "quote on"),
    ],
)
def test_a_faulty_table_is_refused_in_words(classes: str, fault: str, tmp_path: Path) -> None:
    folder = tmp_path / "targets"
    folder.mkdir()
    (folder / "en.yml").write_text(f"classes: {classes}\ncuts: [of]\n", encoding="utf-8")
    (folder / "actors.yml").write_text("sectors: {}\nactors: {}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=fault):
        read_targets(tmp_path)
    (folder / "actors.yml").write_text("sectors: {}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="want the parts"):
        read_targets(tmp_path)
