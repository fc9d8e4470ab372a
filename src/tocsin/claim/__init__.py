"""Claim: sentences become claims: who did what to whom, who says so, and how it stands.

In: a `Report`, its `Sentence` records and `Knowledge`. Out: `Claim` records in text order, a claim after
those it refers to. Names, dates and places are spans; `resolve` says what they stand for. This is the
pattern reader: lexicon, phrases and rules, no learned weights beyond the part-of-speech tables.
"""

from collections.abc import Iterable

import msgspec

from tocsin.claim.assemble import assemble
from tocsin.knowledge import Knowledge
from tocsin.model import Claim, Report, Sentence

READER = "patterns/0.1.0"
"""Name and version of this reader, as claims carry it in `by`."""


def claims(report: Report, sentences: list[Sentence], know: Knowledge) -> list[Claim]:
    """Read the claims of a report.

    Args:
        report: the report.
        sentences: its sentences.
        know: knowledge tables.

    Returns:
        Claims whose mentions, dates and places hold words and no resolution. Ids depend on the report and the
        words alone.
    """
    found: dict[str, Claim] = {}
    for claim in assemble(report, sentences, know, READER):
        found.setdefault(claim.id, _answer(claim, found.values()))
    return list(found.values())


_ANSWERS = frozenset({"denied", "doubted", "accepted", "refused"})


def _answer(claim: Claim, earlier: Iterable[Claim]) -> Claim:
    """Point a denial, doubt, acceptance or refusal at the last earlier claim of the same act.

    Acts are the same when type and mode agree: a rule of thumb until incidents are linked.
    """
    if claim.factuality not in _ANSWERS:
        return claim
    acts = [
        other
        for other in earlier
        if (other.event_type, other.mode) == (claim.event_type, claim.mode)
        and other.factuality not in _ANSWERS
    ]
    return msgspec.structs.replace(claim, about=acts[-1].id) if acts else claim
