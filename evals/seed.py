"""The seed report: are its facts read, and none of the false ones?

The checklist `seed.yml` was written by reading the report; its head explains the fields.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from evals.scoring import (
    SHARED,
    Case,
    Scored,
    code_claims,
    estimate,
    mean,
    overlap,
    run_task,
    trigger_offsets,
)
from tocsin import Coder
from tocsin.model import Claim, Mention

DATA = SHARED / "seed/report.txt"
CHECKLIST = Path(__file__).parent / "seed.yml"


def score(data: Path) -> Scored:
    """Score the seed report: expected_recall, core_recall, forbidden_found."""
    checklist = yaml.safe_load(CHECKLIST.read_text(encoding="utf-8"))
    published = checklist["published"].isoformat()
    claims = code_claims(Coder(), data.read_text(encoding="utf-8"), published)
    expected = [(fact, find(fact, claims)) for fact in checklist["expected"]]
    forbidden = [(fact, find(fact, claims)) for fact in checklist["forbidden"]]
    recalled = [float(claim is not None) for _, claim in expected]
    core = [float(claim is not None) for fact, claim in expected if fact.get("core")]
    false = [float(claim is not None) for _, claim in forbidden]
    return Scored(
        metrics={
            "expected_recall": estimate(recalled, mean, len(recalled)),
            "core_recall": estimate(core, mean, len(core)),
            "forbidden_found": estimate(false, sum, len(false)),
        },
        cases=[_case("expected", fact, claim, ok=claim is not None) for fact, claim in expected]
        + [_case("forbidden", fact, claim, ok=claim is None) for fact, claim in forbidden],
    )


def find(fact: dict[str, Any], claims: Sequence[Claim]) -> Claim | None:
    """The first claim that fits everything the checklist says of a fact."""
    return next((claim for claim in claims if not misfits(fact, claim)), None)


def misfits(fact: dict[str, Any], claim: Claim) -> list[str]:
    """Names of the fields of a checklist entry that a claim does not fit; what is not listed is not judged."""
    tests: dict[str, Callable[[Any], bool]] = {
        "trigger_in": lambda wanted: overlap(trigger_offsets(claim), (wanted[0], wanted[1])) > 0,
        "event_type": lambda wanted: claim.event_type in _listed(wanted),
        "mode": lambda wanted: claim.mode in _listed(wanted),
        "factuality": lambda wanted: claim.factuality in _listed(wanted),
        "certainty": lambda wanted: claim.certainty in _listed(wanted),
        "actor": lambda wanted: _names(claim.actor, _listed(wanted)),
        "recipient": lambda wanted: _names(claim.recipient, _listed(wanted)),
        "speaker": lambda wanted: _speaks(claim, _listed(wanted)),
        "condition": lambda wanted: (
            claim.condition is not None and claim.condition.relation in _listed(wanted)
        ),
        "deadline": lambda wanted: claim.deadline is not None and claim.deadline.kind in _listed(wanted),
        "when": lambda wanted: claim.when is not None and [claim.when.first, claim.when.last] == wanted,
    }
    return [field for field, fits in tests.items() if field in fact and not fits(fact[field])]


def _listed(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _names(mentions: Sequence[Mention], words: Sequence[str]) -> bool:
    return any(word.casefold() in mention.span.quote.casefold() for mention in mentions for word in words)


def _speaks(claim: Claim, words: Sequence[str]) -> bool:
    outlet = "none" in words and not claim.attribution
    return outlet or _names(claim.attribution, [word for word in words if word != "none"])


def _case(kind: str, fact: dict[str, Any], claim: Claim | None, *, ok: bool) -> Case:
    return {
        "id": f"{kind}:{fact['trigger_in'][0]}:{fact['name']}",
        "gold": fact["event_type"],
        "predicted": claim.id if claim else None,
        "ok": ok,
    }


if __name__ == "__main__":
    run_task(score, DATA)
