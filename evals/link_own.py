"""Do the sentences of many reports end in the incidents of which they tell? Invented reports of thirteen conflicts.

`evals/sets/link_test.yml` is scored; the sets on which linking was developed are shown beside it: `link_dev.yml` as
`dev_`, `link_dev2.yml` as `dev2_`, `link_dev3.yml` as `dev3_`. A case is a marked stretch of a report; it stands in the incident that holds most of
its acts, of two in the one of which it tells more. `b3_*` judges linking: stretches from which no act was read are left
out, stretches whose acts stand in no incident are alone. `all_b3_*` judges reading and linking: stretches
of which nothing was read are alone too. Stretches of no incident are not judged: denials and statements about an attack
may stand with it or not.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from evals.link_scores import b_cubed, judge_groups
from evals.scoring import ROOT, Case, Estimate, Scored, estimate, mean, run_task
from tocsin import Coder
from tocsin.link.tellings import TOLD
from tocsin.model import Claim, History, Report
from tocsin.pipeline import history_of

DATA = ROOT / "evals/sets/link_test.yml"
DEV = {
    "dev": ROOT / "evals/sets/link_dev.yml",
    "dev2": ROOT / "evals/sets/link_dev2.yml",
    "dev3": ROOT / "evals/sets/link_dev3.yml",
}
"""Sets of development, by the prefix of their metrics."""

VERBAL = frozenset({"ACCUSE", "AGREE", "CONCEDE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
"""PLOVER types of what is said, not done."""
NONE = "/-"
"""Mark of words that tell of no incident that is scored."""
_MARK = re.compile(r"\[([\w-]+)\] ?")


class Stretch(NamedTuple):
    """Words of a report that tell of one incident."""

    id: str
    start: int
    end: int
    incident: str


def score(data: Path) -> Scored:
    """Score linking on a file of marked reports; the development sets are scored beside it."""
    coder = Coder()
    metrics, cases = score_file(data, coder)
    for prefix, path in DEV.items():
        shown, _ = score_file(path, coder)
        metrics |= {f"{prefix}_{name}": found for name, found in shown.items()}
    return Scored(metrics=metrics, cases=cases)


def score_file(data: Path, coder: Coder) -> tuple[dict[str, Estimate], list[Case]]:
    """Score one file.

    Args:
        data: conflicts with marked reports.
        coder: the coder.

    Returns:
        The metrics, and a case for each stretch that tells of an incident.
    """
    stretches: dict[str, list[Stretch]] = {}
    reports: list[Report] = []
    claims: list[Claim] = []
    for conflict in yaml.safe_load(data.read_text(encoding="utf-8")):
        for given in conflict["reports"]:
            report, found, marked = read_report(conflict["conflict"], given, coder)
            reports.append(report)
            claims += found
            stretches[report.id] = marked
    history = history_of(reports, claims, coder.know)
    gold = {
        one.id: one.incident
        for marked in stretches.values()
        for one in marked
        if not one.incident.endswith(NONE)
    }
    placed, read = place_stretches(stretches, claims, history)
    kept = {case: group for case, group in gold.items() if case in read}
    cases = judge_groups(gold, placed)
    metrics = b_cubed(judge_groups(kept, placed), gold) | b_cubed(cases, gold, "all_b3_")
    told = [float(case["id"] in read) for case in cases]
    metrics["read"] = estimate(told, mean, len(told))
    return metrics, [{**case, "gold": gold[case["id"]], "read": case["id"] in read} for case in cases]


def read_report(
    conflict: str, given: dict[str, Any], coder: Coder
) -> tuple[Report, tuple[Claim, ...], list[Stretch]]:
    """Take the marks out of a report and code it.

    Args:
        conflict: its name; incidents of two conflicts are two.
        given: id, outlet, published, text.
        coder: the coder.

    Returns:
        Report, claims and marked stretches.

    Raises:
        ValueError: the coder changed the text, so that the marks no longer fit.
    """
    text, marks = "", []
    pieces = _MARK.split(given["text"].strip())
    for mark, words in zip(pieces[1::2], pieces[2::2], strict=True):
        marks.append((len(text), mark))
        text += words
    published = given["published"]
    day = published if isinstance(published, dt.date) else dt.date.fromisoformat(published)
    reading = coder.code(text, published=day, outlet=given["outlet"])
    if reading.report is None or reading.report.text != text:
        message = f"{given['id']}: the text was changed when it was read, so its marks no longer fit."
        raise ValueError(message)
    ends = [start for start, _ in marks[1:]] + [len(text)]
    stretches = [
        Stretch(f"{given['id']}:{number}", start, end, f"{conflict}/{mark}")
        for number, ((start, mark), end) in enumerate(zip(marks, ends, strict=True), 1)
    ]
    return reading.report, reading.claims, stretches


def place_stretches(
    stretches: dict[str, list[Stretch]], claims: Sequence[Claim], history: History
) -> tuple[dict[str, str], set[str]]:
    """Say in which incident each stretch stands.

    Args:
        stretches: report id to its stretches.
        claims: all claims.
        history: their incidents.

    Returns:
        Stretch to incident, and the stretches from which an act that happened was read.
    """
    home = {claim: incident.id for incident in history.incidents.values() for claim in incident.claims}
    told: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.report, claim.trigger.start, claim.id)):
        if claim.factuality in TOLD and claim.event_type != "TIE":
            for one in _holding(stretches[claim.report], claim):
                told.setdefault(one.id, []).append(claim)
    placed = {case: _home_of(found, home) for case, found in told.items()}
    return {case: group for case, group in placed.items() if group}, set(told)


def _home_of(found: Sequence[Claim], home: Mapping[str, str]) -> str:
    """Give the incident in which most claims of a stretch stand; of two, the one of which it tells more; "" = none.

    What is said of an act ("condemned the attack") counts where no act is told: the statement is not what the mark names.
    """
    deeds = [claim for claim in found if claim.event_type not in VERBAL] or found
    votes: dict[str, list[int]] = {}
    for claim in deeds:
        if claim.id in home:
            votes.setdefault(home[claim.id], []).append(_details(claim))
    return max(votes, key=lambda group: (len(votes[group]), sum(votes[group])), default="")


def _details(claim: Claim) -> int:
    """Count what a claim tells of its act: sides, place, time, numbers."""
    return (
        len(claim.actor)
        + len(claim.recipient)
        + len(claim.counts)
        + sum(map(bool, (claim.where, claim.when)))
    )


def _holding(stretches: Sequence[Stretch], claim: Claim) -> Iterator[Stretch]:
    yield from (one for one in stretches if one.start <= claim.trigger.start < one.end)


if __name__ == "__main__":
    run_task(score, DATA)
