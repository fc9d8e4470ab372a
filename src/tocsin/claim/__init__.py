"""Claim: sentences become claims: who did what to whom, who says so, and how it stands.

In: a `Report`, its `Sentence` records and `Knowledge`. Out: `Claim` records in text order, a claim after
those it refers to, and an issue where a report was set aside. Names, dates and places are spans; `resolve` says
what they stand for. This is the pattern reader: lexicon, phrases and rules, no learned weights beyond the
part-of-speech tables.
"""

from collections.abc import Sequence

import msgspec

from tocsin.claim.assemble import assemble
from tocsin.knowledge import Knowledge
from tocsin.model import Claim, Issue, Report, Sentence, Sight

READER = "patterns/0.1.0"
"""Name and version of this reader, as claims carry it in `by`."""

_ANSWERS = frozenset({"denied", "doubted", "accepted", "refused"})
"""Ways to stand that answer an earlier claim of the report: the last of the same type and mode, a rule of thumb until
incidents are linked."""

_SPORTS_WORDS = 6
"""Different sports words that make a report one on sport; ..."""
_SPORTS_SHARE = 0.4
"""... where there are at least this many of them a sentence. Both are first settings."""


def claims(
    report: Report, sentences: list[Sentence], know: Knowledge, sights: Sequence[Sight] = ()
) -> tuple[list[Claim], list[Issue]]:
    """Read the claims of a report.

    Args:
        report: the report.
        sentences: its sentences.
        know: knowledge tables.
        sights: what the network sees in each sentence; none = the patterns read alone.

    Returns:
        Claims whose mentions, dates and places hold words and no resolution; ids depend on the report and the words
        alone. And issues: a sports report, full of attacks and defences, is set aside with a note.
    """
    sport = _sports_words(sentences, know)
    if len(sport) >= _SPORTS_WORDS and len(sport) >= _SPORTS_SHARE * len(sentences):
        return [], [_set_aside(report, sport)]
    found: dict[str, Claim] = {}
    last: dict[tuple[str, str], str] = {}
    for claim in assemble(report, sentences, know, READER, sights):
        act = claim.event_type, claim.mode
        if claim.factuality not in _ANSWERS:
            last[act] = claim.id
        elif act in last:
            claim = msgspec.structs.replace(claim, about=last[act])  # noqa: PLW2901
        found.setdefault(claim.id, claim)
    return list(found.values()), []


def _sports_words(sentences: list[Sentence], know: Knowledge) -> list[str]:
    sports = know.words.heads["sports"]
    return sorted(
        {token.lower for sentence in sentences for token in sentence.tokens if token.lower in sports}
    )


def _set_aside(report: Report, sport: list[str]) -> Issue:
    return Issue(
        report=report.id,
        source=report.source,
        stage="claim",
        code="report.sports",
        severity="note",
        message=f"Read as a report on sport ({', '.join(sport[:8])} ...), so nothing was coded.",
    )
