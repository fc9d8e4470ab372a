"""MEANTIME: events found, who takes part in them, and how they stand.

MEANTIME marks every event of an article, tocsin only political and conflict acts: precision means nothing
here, and the roles and the factuality are judged on the events that both have.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.scoring import (
    SHARED,
    Case,
    Hits,
    Offsets,
    Scored,
    add_hits,
    code_claims,
    estimate,
    f1,
    join_tokens,
    mention_offsets,
    overlap,
    overlap_hits,
    ratio,
    read_jsonl,
    run_task,
    trigger_offsets,
)
from tocsin import Coder
from tocsin.model import Claim

DATA = SHARED / "data/open/meantime/meantime_gm.jsonl.gz"


def score(data: Path) -> Scored:
    """Score a MEANTIME file: event_recall, agent_f1, patient_f1, factuality_accuracy."""
    coder = Coder()
    cases: list[Case] = []
    recall: list[tuple[int, int]] = []
    roles: dict[str, list[Hits]] = {"agent": [], "patient": []}
    standing: list[tuple[int, int]] = []
    for document in read_jsonl(data):
        sentences = document["sentences"]
        text, places = join_tokens(sentences, ["\n\n"] + [" "] * (len(sentences) - 1))
        claims = code_claims(coder, text, _published(document))
        judged = [_judge(event, document, places, claims) for event in document["events"]]
        cases += judged
        recall.append((sum(case["found"] for case in judged), len(judged)))
        for role, groups in roles.items():
            hits = [case["hits"][role] for case in judged if case["hits"]]
            if hits:
                groups.append(add_hits(hits))
        settled = [case for case in judged if case["gold"] and case["predicted"]]
        standing.append((sum(case["ok"] for case in settled), len(settled)))
    matched = sum(1 for case in cases if case["hits"])
    return Scored(
        metrics={
            "event_recall": estimate(recall, ratio, len(cases)),
            "agent_f1": estimate(roles["agent"], f1, matched),
            "patient_f1": estimate(roles["patient"], f1, matched),
            "factuality_accuracy": estimate(standing, ratio, sum(pair[1] for pair in standing)),
        },
        cases=cases,
    )


def gold_standing(event: dict[str, Any]) -> str:
    """How MEANTIME says an event stands: asserted, negated or open; "" where it does not say."""
    if event.get("polarity") == "NEG":
        return "negated"
    if event.get("time") == "FUTURE" or event.get("certainty") in {"PROBABLE", "POSSIBLE"}:
        return "open"
    plain = event.get("polarity") == "POS" and event.get("certainty") == "CERTAIN"
    return "asserted" if plain and event.get("time") == "NON_FUTURE" else ""


def standing_of(claim: Claim) -> str:
    """How a claim stands on MEANTIME's coarse scale."""
    if claim.factuality in {"denied", "refused"}:
        return "negated"
    return "asserted" if claim.factuality == "asserted" and claim.certainty == "certain" else "open"


def _published(document: dict[str, Any]) -> str | None:
    """Day of publication; one document of 60 has "03-02-2009", which does not say which is the month."""
    return document["dct"] if re.fullmatch(r"\d{4}-\d\d-\d\d", document["dct"]) else None


def _judge(
    event: dict[str, Any], document: dict[str, Any], places: list[Offsets], claims: Sequence[Claim]
) -> Case:
    words = [places[token] for token in event["tok"]]
    claim = next((c for c in claims if any(overlap(trigger_offsets(c), word) for word in words)), None)
    gold, predicted = gold_standing(event), standing_of(claim) if claim else ""
    hits = None
    if claim and event.get("certainty"):
        agents = _participants(event, document, places, "Arg0")
        patients = _participants(event, document, places, "Arg1")
        hits = {
            "agent": overlap_hits(mention_offsets(claim.actor), agents),
            "patient": overlap_hits(mention_offsets(claim.recipient), patients),
        }
    return {
        "id": f"{document['id']}:{event['m']}",
        "found": claim is not None,
        "gold": gold,
        "predicted": predicted,
        "hits": hits,
        "ok": claim is not None and gold == predicted,
    }


def _participants(
    event: dict[str, Any], document: dict[str, Any], places: list[Offsets], role: str
) -> list[Offsets]:
    tokens = {entity["m"]: entity["tok"] for entity in document["entities"]}
    named = [
        tokens[link["tgt"]]
        for link in document["relations"]
        if link["src"] == event["m"] and link.get("role") == role and link["tgt"] in tokens
    ]
    return [(places[tok[0]][0], places[tok[-1]][1]) for tok in named if tok]


if __name__ == "__main__":
    run_task(score, DATA)
