"""What a change of words may change in the claims, and laws that hold for any text.

Templates are in tests/checklist/*.yml, filled with the ten rows of fills.yml. Each test fills one template with
all rows and lists what fails, so that a failure reads as sentences.
"""

import datetime as dt
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import tocsin
from tests.claim.test_cases import CASES, show, words
from tocsin.coder import Coder
from tocsin.model import Claim, Span

Template = dict[str, Any]
Facts = dict[str, Any]
FOLDER = Path(__file__).resolve().parents[1] / "checklist"
EXAMPLES = sorted((Path(tocsin.__file__).parent / "examples").glob("*.txt"))
CODER = Coder(reader="patterns")
"""The laws of the patterns: the network is judged by `evals`, not by laws."""
BOTH = Coder()
PUBLISHED = dt.date(2021, 6, 10)
PARTIES = ("actor", "recipient", "attribution")


def read_yaml(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


FILLS = read_yaml("fills")
ROWS = [dict(zip(FILLS, row, strict=True)) for row in zip(*FILLS.values(), strict=True)]


def templates(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("template", [pytest.param(t, id=t["name"]) for t in read_yaml(kind)])


def fill(sentence: str, row: dict[str, str]) -> str:
    """Fill a template and begin it with a capital letter."""
    filled = sentence.format(**row)
    first = next(at for at, letter in enumerate(filled) if letter.isalpha())
    return filled[:first] + filled[first].upper() + filled[first + 1 :]


def read(sentence: str) -> list[Facts]:
    """Code a sentence and list its facts in an order that does not depend on the order of its words."""
    facts = [facts_of(claim) for claim in CODER.code(sentence, published=PUBLISHED).claims]
    return sorted(facts, key=str)


def facts_of(claim: Claim) -> Facts:
    """What a claim says, offsets aside. A party is the same with or without a number in digits before it."""
    facts: Facts = {
        field: getattr(claim, field) for field in ("event_type", "mode", "factuality", "certainty")
    }
    for field in PARTIES:
        quotes = [words(mention.span.quote).split() for mention in getattr(claim, field)]
        facts[field] = sorted(" ".join(word for word in quote if not word.isdigit()) for quote in quotes)
    facts["when"] = claim.when and [claim.when.first, claim.when.last]
    facts["where"] = claim.where and words(claim.where.span.quote)
    facts["counts"] = sorted([count.what, count.low, count.high] for count in claim.counts)
    facts["condition"] = claim.condition and words(claim.condition.span.quote)
    return facts


def without(facts: list[Facts], *fields: str) -> list[Facts]:
    """The same facts with some fields left out."""
    return [{field: fact[field] for field in fact if field not in fields} for fact in facts]


def failures(
    template: Template, holds: Callable[[list[Facts], list[Facts], dict[str, str]], bool]
) -> list[str]:
    """List the rows for which plain and changed sentence do not stand in the relation that must hold."""
    found = []
    for row in ROWS:
        plain, changed = fill(template["plain"], row), fill(template["changed"], row)
        before, after = read(plain), read(changed)
        if not before or not holds(before, after, row):
            found.append(f"{plain} {before} | {changed} {after}")
    return found


@templates("passive")
def test_the_passive_changes_nothing(template: Template) -> None:
    assert failures(template, lambda before, after, row: before == after and names_both(before, row)) == []


@templates("swap")
def test_swapping_the_parties_swaps_the_roles_and_nothing_else(template: Template) -> None:
    def holds(before: list[Facts], after: list[Facts], row: dict[str, str]) -> bool:
        a, b = words(row["a"]), words(row["b"])
        other = {a: b, b: a}
        swapped = [
            fact | {field: sorted(other.get(name, name) for name in fact[field]) for field in PARTIES}
            for fact in before
        ]
        return sorted(swapped, key=str) == after and names_both(before, row)

    assert failures(template, holds) == []


def names_both(facts: list[Facts], row: dict[str, str]) -> bool:
    """Tell whether a fact has the first party of the row as actor and the second as recipient."""
    return any(
        fact["actor"] == [words(row["a"])] and fact["recipient"] == [words(row["b"])] for fact in facts
    )


def sentences(template: Template) -> Iterator[tuple[list[str], str]]:
    for standing, changed in template["standing"].items():
        for sentence in changed:
            yield standing.split("|"), sentence


@pytest.mark.parametrize(
    ("template", "standings", "sentence"),
    [
        pytest.param(template, standings, sentence, id=f"{template['name']}: {sentence}")
        for template in read_yaml("standing")
        for standings, sentence in sentences(template)
    ],
)
def test_such_a_word_changes_how_the_act_stands_and_nothing_else(
    template: Template, standings: list[str], sentence: str
) -> None:
    def holds(before: list[Facts], after: list[Facts], _: dict[str, str]) -> bool:
        free = ("factuality", "attribution")
        return without(before, *free) == without(after, *free) and all(
            f["factuality"] in standings for f in after
        )

    assert failures({"plain": template["plain"], "changed": sentence}, holds) == []


@templates("hedge")
def test_a_hedge_lowers_the_certainty_and_nothing_else(template: Template) -> None:
    assert failures(template, changes_only(template["field"], template["to"])) == []


@templates("detail")
def test_a_detail_changes_its_own_field_and_nothing_else(template: Template) -> None:
    assert failures(template, changes_only(template["field"], template["to"])) == []


def changes_only(field: str, value: object) -> Callable[[list[Facts], list[Facts], dict[str, str]], bool]:
    """Make the relation: one field takes a new value, all others stay."""

    def holds(before: list[Facts], after: list[Facts], _: dict[str, str]) -> bool:
        changed = all(new[field] == value for new in after) and any(old[field] != value for old in before)
        return changed and without(before, field) == without(after, field)

    return holds


@templates("speaker")
def test_a_speaker_is_added_and_nothing_else(template: Template) -> None:
    def holds(before: list[Facts], after: list[Facts], row: dict[str, str]) -> bool:
        return changes_only("attribution", [words(row["speaker"])])(before, after, row)

    assert failures(template, holds) == []


@templates("same")
def test_spelling_and_idle_sentences_change_nothing(template: Template) -> None:
    assert failures(template, lambda before, after, _: before == after) == []


SENTENCES = [case["text"] for case in CASES.values()]
TEXTS = st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=40)), min_size=1, max_size=6).map(
    " ".join
)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_laws_hold_for_the_bundled_reports(path: Path) -> None:
    check_laws(path.read_text(encoding="utf-8"))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_laws_hold_for_any_text(text: str) -> None:
    check_laws(text)


def check_laws(text: str) -> None:
    """Check that spans quote, ids are unique, references point back, JSON comes back, and twice gives the same."""
    coded = CODER.code(text, published=PUBLISHED)
    again = CODER.code(text, published=PUBLISHED)
    assert msgspec.json.encode(coded.claims) == msgspec.json.encode(again.claims)
    assert coded.report is not None or not coded.claims
    seen: set[str] = set()
    for claim in coded.claims:
        assert coded.report is not None
        for span in spans_of(claim):
            assert coded.report.text[span.start : span.end] == span.quote, show(claim)
        assert claim.span.start <= claim.trigger.start < claim.trigger.end <= claim.span.end, show(claim)
        assert claim.id not in seen, show(claim)
        refers = {claim.about, claim.condition.claim if claim.condition else ""} - {""}
        assert refers <= seen, show(claim)
        seen.add(claim.id)
        assert msgspec.json.decode(msgspec.json.encode(claim), type=Claim) == claim


def spans_of(value: object) -> Iterator[Span]:
    """Find every span inside a record."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans_of(part)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from spans_of(getattr(value, field))


@pytest.mark.parametrize("sentence", ['"', "Burn them all!", "Seize the prisoners now."])
def test_a_signed_report_is_read_to_its_end(sentence: str) -> None:
    """Whoever signs stands in no sentence but the last, and every other one is read as his, be it a mark alone."""
    text = f"We will attack the harbour on Monday.\n\n{sentence}\n\nThe Sons of the Estuary"
    coded = tocsin.code(text, published=PUBLISHED)
    assert [issue.message for issue in coded.issues] == []
    assert coded.claims


VOCABULARY = (
    "the a army rebels They we you it soldiers Sorqan Tarn hospital prisoners said threatened to attack killed shelled offered "
    'refused would not will unless if or otherwise any no by before Friday March 12 three and , , . . ? ! " ( ) : ; - free '
    "withdraw leave burn , who had been of in at against for every day until president spokesman"
).split()


@pytest.mark.parametrize("seed", range(60))
def test_words_in_any_order_are_read_to_their_end(seed: int) -> None:
    """Both readers, with and without a signature: nothing that stands first, last or alone ends the reading."""
    dice = random.Random(seed)  # noqa: S311
    text = "\n\n".join(
        " ".join(dice.choices(VOCABULARY, k=dice.randrange(1, 20))) for _ in range(dice.randrange(1, 6))
    )
    coded = BOTH.code(text + ("\n\nThe Sons of the Estuary\n" if seed % 2 else ""), published=PUBLISHED)
    assert coded.report is not None
    assert "pipeline.fault" not in [issue.code for issue in coded.issues]


def test_a_report_of_another_outlet_gives_the_same_claims() -> None:
    text = EXAMPLES[-1].read_text(encoding="utf-8")
    one = tocsin.code(text, published=PUBLISHED, outlet="Lissen Post")
    two = tocsin.code(text, published=PUBLISHED, outlet="Belsun Now")
    assert one.report is not None
    assert two.report is not None
    assert one.report.id != two.report.id
    assert not {claim.id for claim in one.claims} & {claim.id for claim in two.claims}
    assert len(one.claims) > 3
    assert [facts_of(claim) for claim in one.claims] == [facts_of(claim) for claim in two.claims]


def test_the_order_of_hashes_changes_no_byte() -> None:
    program = (
        "import sys, msgspec, tocsin\n"
        "sys.stdout.buffer.write(msgspec.json.encode(tocsin.code(sys.stdin.read()).claims))"
    )
    text = "\n\n".join(SENTENCES[:80])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=text.encode(),
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "20201012")
    }
    assert len(outputs) == 1
    assert outputs != {b"[]"}
