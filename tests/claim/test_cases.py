"""Sentences and the claims they must give, side by side: tests/cases/claims/*.yml.

A case lists `claims` that must come out and claims that must not: `none` holds "TYPE", "TYPE factuality",
"TYPE/mode factuality" or "*" (no claim at all). Only the fields that a case names are judged.

- event_type, mode, factuality, certainty: one value, or a list of acceptable ones.
- actor, recipient, attribution, speaks_for: each entry must be named by some mention; [] = nobody. Words match
  when they stand in the mention as whole words, articles and case aside; "a|b" accepts either.
- when, said, condition, deadline, until: null = none; else its `words` (matched as above) and what it names besides.
- where: words of the place. counts: exactly these, in any order.

A case with `v0: false` says why a pattern reader will not get it: it is not run here; `evals` counts it.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tocsin.coder import Coder
from tocsin.knowledge.tokens import fold, token_spans
from tocsin.model import Claim

Case = dict[str, Any]
FOLDER = Path(__file__).resolve().parents[1] / "cases" / "claims"
CASES: dict[str, Case] = {
    f"{file.stem}:{number}": case
    for file in sorted(FOLDER.glob("*.yml"))
    for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")), 1)
}
PEOPLE = ("actor", "recipient", "attribution", "speaks_for")
PATTERNS = Coder(reader="patterns")
VALUES = ("event_type", "mode", "factuality", "certainty")


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.get("v0", True)])
def test_the_sentence_gives_its_claims_and_no_forbidden_one(name: str) -> None:
    """The patterns alone; `evals` says how many cases the network joined to them passes."""
    assert problems(CASES[name], PATTERNS) == []


def problems(case: Case, coder: Coder) -> list[str]:
    """List what is wrong with the claims that a coder makes of a case, in words; empty = it passes."""
    claims = coder.code(case["text"], published=case.get("published")).claims
    read = "; ".join(map(show, claims)) or "no claim"
    missing = [want for want in case.get("claims", []) if all(misses(claim, want) for claim in claims)]
    return [f"{case['text']} | missing {want} | read {read}" for want in missing] + [
        f"{case['text']} | must not read {show(claim)}"
        for claim in claims
        for banned in case.get("none", [])
        if is_banned(claim, banned)
    ]


def is_banned(claim: Claim, banned: str) -> bool:
    """Tell whether a claim is of a kind that must not come out."""
    kind, _, factuality = banned.partition(" ")
    kinds = ("*", claim.event_type, f"{claim.event_type}/{claim.mode}")
    return kind in kinds and factuality in ("", claim.factuality)


def misses(claim: Claim, want: Case) -> list[str]:
    """List the fields in which a claim is not what is wanted."""
    checks = {field: _value(getattr(claim, field), want.get(field)) for field in VALUES}
    checks |= {field: _people(claim, field, want[field]) for field in PEOPLE if field in want}
    checks |= {
        field: _when(getattr(claim, field), want[field])
        for field in ("when", "said", "until")
        if field in want
    }
    checks["trigger"] = "trigger" not in want or named(want["trigger"], claim.trigger.quote)
    checks["where"] = "where" not in want or (
        claim.where is not None and named(want["where"], claim.where.span.quote)
    )
    if "condition" in want:
        checks["condition"] = _hangs(claim.condition, want["condition"], "relation")
    if "deadline" in want:
        checks["deadline"] = _hangs(claim.deadline, want["deadline"], "kind")
    if "counts" in want:
        checks["counts"] = sorted((c.what, c.low, c.high or -1) for c in claim.counts) == sorted(
            (c["what"], c["low"], c["high"] or -1) for c in want["counts"]
        )
    return [field for field, holds in checks.items() if not holds]


def named(wanted: str, quote: str) -> bool:
    """Tell whether words stand in a quote as whole words, articles at the front and case aside."""
    have = f" {words(quote)} "
    return any(f" {words(choice)} " in have for choice in wanted.split("|"))


def words(text: str) -> str:
    """Fold words as knowledge does, without a leading article."""
    folded = [fold(text[start:end]) for start, end in token_spans(text)]
    return " ".join(folded[1:] if folded and folded[0] in {"the", "a", "an"} else folded)


def show(claim: Claim) -> str:
    """Put a claim into one line."""
    people = {field: [mention.span.quote for mention in getattr(claim, field)] for field in PEOPLE}
    details = [f"{field}={quotes}" for field, quotes in people.items() if quotes]
    for field in ("when", "said", "where", "condition", "deadline", "until"):
        part = getattr(claim, field)
        details += [f"{field}={part.span.quote!r}"] if part else []
    kind = f"{claim.event_type}/{claim.mode}" if claim.mode else claim.event_type
    return f"{kind} {claim.factuality} {claim.certainty} {' '.join(details)} {claim.counts or ''}".strip()


def _value(have: object, want: object) -> bool:
    return want is None or have in (want if isinstance(want, list) else [want])


def _people(claim: Claim, field: str, want: list[str]) -> bool:
    quotes = [mention.span.quote for mention in getattr(claim, field)]
    return not quotes if not want else all(any(named(person, quote) for quote in quotes) for person in want)


def _when(have: Any, want: Case | None) -> bool:
    if have is None or want is None:
        return have is want
    days = all(getattr(have, day) == want[day] for day in ("first", "last") if day in want)
    return days and ("words" not in want or named(want["words"], have.span.quote))


def _hangs(have: Any, want: Case | None, kind: str) -> bool:
    if have is None or want is None:
        return have is want
    days: Case = {day: want[day] for day in ("first", "last") if day in want}
    holds = getattr(have, kind) == want[kind] and (not days or _when(have.when, days))
    return holds and ("words" not in want or named(want["words"], have.span.quote))
