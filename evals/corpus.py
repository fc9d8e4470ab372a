"""The tocsin corpus: does the program read an invented report as its annotator did?

The test part is judged here, the development part in `evals.corpus_dev`; choices are made on the latter alone, for the
former is written by other hands than the training part and only reported.

Each report is coded as a whole. A claim is found when one of ours has a trigger that shares a code point with its own
and the same event type; what ours claim outside of the annotated sentences of a report is not judged. Fields are compared over found claims: the words of actors and recipients exactly, but for an
article or number at their start; those of days and places by overlap.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from evals.scoring import Case, Hits, Scored, estimate, exact_hits, f1, macro_f1, mean, overlap_hits, run_task
from tocsin import Coder
from tocsin.model import Claim, Mention, Part, Report
from tools.corpus import load_corpus
from tools.corpus_numbers import read_range
from tools.corpus_records import CORPUS, CorpusError, GoldClaim, GoldReport, Ref, Use

DATA = CORPUS / "source"
ARTICLES = ("the ", "a ", "an ")
LONGEST_NUMBER = 5
"""Words of a number as reports have it: "between 15 and 20", "some three hundred and ten"."""

Pair = tuple[GoldClaim, Claim]


def score(data: Path, use: Use = "test") -> Scored:
    """Score one part of a corpus folder.

    Args:
        data: folder of source files.
        use: the part.

    Returns:
        Metrics and cases; see `score_reports`.

    Raises:
        CorpusError: the folder has no report for this use, or faults.
    """
    reports = tuple(report for report in load_corpus(data) if report.use == use)
    if not reports:
        message = f"{data} holds no report with 'use: {use}'; name a folder that does"
        raise CorpusError(message)
    return score_reports(reports)


def score_reports(reports: Iterable[GoldReport]) -> Scored:
    """Score annotated reports: trigger_type_f1, actor_f1, recipient_f1, both as role_f1, factuality_macro_f1 and the rest.

    Args:
        reports: reports with their claims.

    Returns:
        The metrics, and a case for each annotated claim and for each of ours that is none.
    """
    coder = Coder()
    triggers: list[Hits] = []
    words: dict[str, list[Hits]] = {"actor": [], "recipient": [], "when": [], "where": []}
    terms: list[Hits] = []
    stands: list[tuple[str, str]] = []
    speakers: list[float] = []
    cases: list[Case] = []
    for report in reports:
        coded = next(iter(coder.stream([as_report(report)])))
        claims = [claim for claim in coded.claims if _is_judged(claim, report)]
        pairs, spare = match(report.claims, claims)
        triggers.append((len(pairs), len(claims), len(pairs), len(report.claims)))
        for role, hits in words.items():
            hits.append(_add(_words(pair, role, report) for pair in pairs))
        terms.append(_add(_terms(pair, report) for pair in pairs))
        stands += [(gold.factuality, ours.factuality) for gold, ours in pairs]
        speakers += [float(_same_speaker(pair, report)) for pair in pairs]
        cases += _cases(report, pairs, spare)
    claims_n = sum(hits[3] for hits in triggers)
    metrics = {"trigger_type_f1": estimate(triggers, f1, claims_n)}
    for role, hits in words.items():
        metrics[f"{role}_f1"] = estimate(hits, f1, sum(one[3] for one in hits))
    parties = [_add(both) for both in zip(words["actor"], words["recipient"], strict=True)]
    metrics |= {
        "role_f1": estimate(parties, f1, sum(one[3] for one in parties)),
        "factuality_macro_f1": estimate(stands, macro_f1, len(stands)),
        "factuality_accuracy": estimate([float(one == two) for one, two in stands], mean, len(stands)),
        "speaker_accuracy": estimate(speakers, mean, len(speakers)),
        "condition_deadline_f1": estimate(terms, f1, sum(one[3] for one in terms)),
    }
    return Scored(metrics=metrics, cases=cases)


def _is_judged(claim: Claim, report: GoldReport) -> bool:
    """Tell whether a claim of ours stands in a sentence that was annotated."""
    return any(one.start <= claim.trigger.start < one.end for one in report.sentences)


def as_report(gold: GoldReport) -> Report:
    """Make the report that is coded of an annotated one: same text, each paragraph a part."""
    parts: list[Part] = []
    for sentence in gold.sentences:
        last = parts[-1] if parts else None
        if last and last.kind == sentence.part and "\n" not in gold.text[last.end : sentence.start]:
            parts[-1] = Part(kind=last.kind, start=last.start, end=sentence.end)
        else:
            parts.append(Part(kind=sentence.part, start=sentence.start, end=sentence.end))
    day = dt.date.fromisoformat(gold.published) if gold.published else None
    return Report(
        id=f"r_{gold.id}", text=gold.text, parts=tuple(parts), lang="en", published=day, outlet=gold.outlet
    )


def match(gold: Sequence[GoldClaim], ours: Sequence[Claim]) -> tuple[list[Pair], list[Claim]]:
    """Pair annotated claims with ours of the same type whose triggers overlap; what is left of ours comes second."""
    spare = list(ours)
    pairs = []
    for claim in gold:
        fitting = [
            one
            for one in spare
            if one.event_type == claim.event_type
            and one.trigger.start < claim.trigger[1]
            and claim.trigger[0] < one.trigger.end
        ]
        if fitting:
            best = max(fitting, key=lambda one: (one.factuality == claim.factuality, one.mode == claim.mode))
            pairs.append((claim, best))
            spare.remove(best)
    return pairs, spare


def _words(pair: Pair, role: str, report: GoldReport) -> Hits:
    gold, ours = pair
    theirs = gold.spans().get(role, ())
    if role in {"actor", "recipient"}:
        mentions: tuple[Mention, ...] = getattr(ours, role)
        spans = [mention.span for mention in mentions]
    else:
        value = getattr(ours, role)
        spans = [value.span] if value else []
    if role in {"when", "where"}:
        return overlap_hits([(span.start, span.end) for span in spans], theirs)
    return exact_hits(
        [trim_party((span.start, span.end), report) for span in spans],
        [trim_party(ref, report) for ref in theirs],
    )


def trim_party(ref: Ref, report: GoldReport) -> Ref:
    """Leave out an article and a number at the start: the guideline is open on "two surveyors" and "surveyors".

    Args:
        ref: where the words of a party stand.
        report: the report.

    Returns:
        Where they stand without these; a number alone ("44 have been freed") stays.
    """
    words = report.words(ref).lower()
    article = len(next((one for one in ARTICLES if words.startswith(one)), ""))
    gaps = [gap.start() for gap in re.finditer(" ", words[article:])][:LONGEST_NUMBER]
    number = next((gap + 1 for gap in reversed(gaps) if read_range(words[article:][:gap])), 0)
    return ref[0] + article + number, ref[1]


def _terms(pair: Pair, report: GoldReport) -> Hits:
    """Compare condition and deadline: the relation or kind, and words that overlap."""
    del report
    gold, ours = pair
    right = 0
    if gold.condition and ours.condition:
        span = ours.condition.span
        right += gold.condition.relation == ours.condition.relation and (
            span.start < gold.condition.span[1] and gold.condition.span[0] < span.end
        )
    if gold.deadline and ours.deadline:
        right += gold.deadline.kind == ours.deadline.kind
    count = sum(x is not None for x in (ours.condition, ours.deadline))
    wanted = sum(x is not None for x in (gold.condition, gold.deadline))
    return right, count, right, wanted


def _same_speaker(pair: Pair, report: GoldReport) -> bool:
    """Tell whether the nearest speaker is the same: overlapping words, or the outlet in both."""
    gold, ours = pair
    if not gold.attribution or not ours.attribution:
        return not gold.attribution and not ours.attribution
    first, said = gold.attribution[0], ours.attribution[0].span
    del report
    return said.start < first[1] and first[0] < said.end


def _add(hits: Iterable[Hits]) -> Hits:
    total = [0, 0, 0, 0]
    for one in hits:
        total = [a + b for a, b in zip(total, one, strict=True)]
    return total[0], total[1], total[2], total[3]


def _cases(report: GoldReport, pairs: Sequence[Pair], spare: Sequence[Claim]) -> list[Case]:
    found = {gold.id: ours for gold, ours in pairs}
    cases: list[Case] = []
    for gold in report.claims:
        ours = found.get(gold.id)
        kind = [gold.event_type, gold.factuality]
        said = [ours.event_type, ours.factuality] if ours else None
        cases.append(
            {"id": f"{report.id}:{gold.trigger[0]}", "gold": kind, "predicted": said, "ok": kind == said}
        )
    cases += [
        {
            "id": f"{report.id}:{one.trigger.start}",
            "gold": None,
            "predicted": [one.event_type, one.factuality],
            "ok": False,
        }
        for one in spare
    ]
    return cases


if __name__ == "__main__":
    run_task(score, DATA)
