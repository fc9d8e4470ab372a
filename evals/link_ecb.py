"""Are mentions of one event in several articles put together? ECB+, development topics (Cybulska and Vossen 2014).

All event mentions of the validated sentences are cases; a mention stands in the incident of the claim whose act it names,
else alone. Most events of ECB+ are outside the ontology (elections, films, sales of companies) and its articles have no
days: the score is mostly that of leaving mentions alone, which `alone_b3_f1` shows; `read` is the share of mentions that a
claim names, and `read_b3_*` judges those only. The annotation is CC BY 3.0, the texts are of third parties: cases are ids only.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.link_scores import b_cubed, judge_groups
from evals.scoring import SHARED, Offsets, Scored, estimate, join_tokens, mean, overlap, read_jsonl, run_task
from tocsin import Coder
from tocsin.link.tellings import TOLD
from tocsin.model import Claim, Report
from tocsin.pipeline import history_of

DATA = SHARED / "data/internal/ecbplus/ecbplus_dev.jsonl.gz"

EVENTS = ("ACTION", "NEG_ACTION")
"""How the classes of events begin."""


def score(data: Path) -> Scored:
    """Score the linking of event mentions: b3_f1."""
    coder = Coder()
    gold: dict[str, str] = {}
    named: dict[str, str] = {}
    reports: list[Report] = []
    claims: list[Claim] = []
    for document in read_jsonl(data):
        text, places = join_tokens(document["sentences"], ["\n"] * len(document["sentences"]))
        (reading,) = coder.stream([text])
        mentions = dict(event_mentions(document, places))
        gold |= {case: chain for case, (chain, _) in mentions.items()}
        if reading.report is None or len(reading.report.text) != len(text):
            continue
        reports.append(reading.report)
        claims += reading.claims
        acts = [one for one in reading.claims if one.factuality in TOLD and one.event_type != "TIE"]
        named |= {
            case: one.id for case, (_, at) in mentions.items() if (one := _naming(acts, at)) is not None
        }
    history = history_of(reports, claims, coder.know)
    home = {claim: incident.id for incident in history.incidents.values() for claim in incident.claims}
    found = {case: home[claim] for case, claim in named.items() if claim in home}
    cases = judge_groups(gold, found)
    kept = {case: chain for case, chain in gold.items() if case in named}
    metrics = b_cubed(cases, gold)
    metrics["alone_b3_f1"] = b_cubed(judge_groups(gold, {}), gold)["b3_f1"]
    metrics |= b_cubed(judge_groups(kept, found), gold, "read_b3_")
    told = [float(case in named) for case in gold]
    metrics["read"] = estimate(told, mean, len(told))
    return Scored(metrics=metrics, cases=cases)


def event_mentions(
    document: dict[str, Any], places: list[Offsets]
) -> Iterator[tuple[str, tuple[str, Offsets]]]:
    """Give the event mentions of the validated sentences.

    Args:
        document: a record of the data.
        places: offsets of all its tokens.

    Yields:
        Case, and its chain with the offsets of its words; a mention of no chain is a chain of its own.
    """
    starts = [0]
    for sentence in document["sentences"]:
        starts.append(starts[-1] + len(sentence))
    for mention in document["mentions"]:
        if not mention["class"].startswith(EVENTS) or mention["sent"] not in document["validated_sentences"]:
            continue
        case = f"{document['id']} {mention['m']}"
        chain = mention["chain"]
        if chain is None or chain.startswith("intra"):
            chain = f"{document['id']} {chain or mention['m']}"
        tokens = [starts[mention["sent"]] + token for token in mention["tok"]]
        yield case, (chain, (places[tokens[0]][0], places[tokens[-1]][1]))


def _naming(claims: list[Claim], at: Offsets) -> Claim | None:
    """Give the claim whose act the words name."""
    return next((one for one in claims if overlap((one.trigger.start, one.trigger.end), at)), None)


if __name__ == "__main__":
    run_task(score, DATA)
