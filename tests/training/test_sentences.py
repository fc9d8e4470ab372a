"""What is learnt from never stands in what is judged."""

import pytest

from evals.scoring import SHARED
from training.examples import Example
from training.sentences import JUDGED, LEARNT, digest_sentence, happened, held_out, learnt

DATA = SHARED / "data"

needs_data = pytest.mark.skipif(not DATA.exists(), reason="the data sets are not beside the project")


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return list(learnt(DATA))


@needs_data
def test_no_sentence_of_an_evaluation_is_learnt_from(examples: list[Example]) -> None:
    barred = held_out(DATA)
    shared = [example.id for example in happened(DATA / LEARNT[2]) if digest_sentence(example.text) in barred]
    assert shared, (
        "two files of one corpus that share no sentence: the digests no longer find what they should"
    )
    assert not [example.id for example in examples if digest_sentence(example.text) in barred]


def test_files_for_judging_are_not_learnt_from() -> None:
    assert JUDGED not in LEARNT


@needs_data
def test_acts_and_predicates_lie_on_words(examples: list[Example]) -> None:
    for example in examples:
        places = [at for at, _ in example.happened] + [act.trigger[0] for act in example.acts or ()]
        for at in places:
            assert not example.text[at].isspace()


def test_marks_and_case_do_not_hide_a_sentence() -> None:
    assert digest_sentence("Rebels  attacked, he said.") == digest_sentence("REBELS ATTACKED HE SAID")
    assert digest_sentence("Rebels attacked.") != digest_sentence("Rebels retreated.")
