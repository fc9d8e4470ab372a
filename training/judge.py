"""How well the network reads sentences that it has not learnt from."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from tokenizers import Tokenizer
from torch import Tensor

from evals.scoring import overlap
from tocsin.claim.seen import seen_words
from tocsin.model import SeenAct, Sight
from tocsin.read.encoder import Encoder
from tools.corpus_mentions import MUTUAL
from training.batches import make_batch
from training.examples import Act, Example
from training.network import Reader


def judge_happened(
    read: Callable[[Tensor, Tensor], Tensor],
    reader: Reader,
    examples: Iterable[Example],
    tokenizer: Tokenizer,
) -> dict[str, float]:
    """Compare the network with the human answers.

    Args:
        read: the network as it will run: pieces and mask [1, length] to attributes.
        reader: the network it was made of, for the order of its outputs.
        examples: sentences it has not learnt from.
        tokenizer: the encoder's.

    Returns:
        Mean absolute error "mae", Pearson's "r", and the number of predicates "n".
    """
    ours: list[float] = []
    gold: list[float] = []
    for example in examples:
        batch = make_batch([example], tokenizer, reader.labels)
        number = reader.split(read(batch.pieces, batch.mask))["happened"]
        rows, places = batch.happened_where.T
        ours += number[rows, places, 0].tolist()
        gold += batch.happened.tolist()
    said, meant = np.array(ours), np.array(gold)
    return {
        "mae": round(float(np.abs(said - meant).mean()), 4),
        "r": round(float(np.corrcoef(said, meant)[0, 1]), 4),
        "n": len(gold),
    }


def judge_acts(see: Callable[[str], Sight], examples: Iterable[Example]) -> dict[str, float]:
    """Compare the acts that the network sees with annotated ones, sentence by sentence.

    Args:
        see: the network as it runs.
        examples: annotated sentences it has not learnt from.

    Returns:
        F1 of triggers, of triggers with type, and of the words of each role; accuracy of mode, factuality, certainty,
        relation and deadline over acts whose trigger and type are right.
    """
    counts: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for example in examples:
        if example.acts is None:
            continue
        found = see(example.text).acts
        counts["acts, ours"] += len(found)
        counts["acts, gold"] += len(example.acts)
        for act in example.acts:
            one = next((f for f in found if f.start < act.trigger[1] and act.trigger[0] < f.end), None)
            counts["trigger"] += one is not None
            if one is None or one.event_type != act.event_type:
                continue
            counts["type"] += 1
            for name in ("mode", "factuality", "certainty", "relation", "deadline"):
                right[name] += one.chosen[name][0].rpartition("/")[2] == getattr(act, name)
            _compare(one, act, counts)
    both = counts["acts, ours"] + counts["acts, gold"]
    scores = {f"{name}_f1": 2 * counts[name] / both for name in ("trigger", "type")}
    scores |= {name: number / counts["type"] for name, number in right.items()}
    for role in sorted({name.split(":")[0] for name in counts if ":" in name}):
        ours, gold = counts[f"{role}:ours"], counts[f"{role}:gold"]
        scores[f"{role}_f1"] = 2 * counts[f"{role}:right"] / max(1, ours + gold)
    return {name: round(value, 4) for name, value in scores.items()}


def judge_types(see: Callable[[str], Sight], examples: Iterable[Example]) -> dict[str, dict[str, object]]:
    """Say how well acts of each type are seen, and for what they are taken otherwise.

    Args:
        see: the network as it runs.
        examples: annotated sentences it has not learnt from.

    Returns:
        Type to precision, recall, f1, the number of annotated acts "n", and "taken_for": other types that the network
        sees at such an act, most frequent first, "" where it sees none.
    """
    right, ours, gold = Counter[str](), Counter[str](), Counter[str]()
    taken: dict[str, Counter[str]] = {}
    for example in examples:
        if example.acts is None:
            continue
        found = see(example.text).acts
        ours.update(one.event_type for one in found)
        for act in example.acts:
            gold[act.event_type] += 1
            met = [one for one in found if one.start < act.trigger[1] and act.trigger[0] < one.end]
            if any(one.event_type == act.event_type for one in met):
                right[act.event_type] += 1
            else:
                taken.setdefault(act.event_type, Counter())[met[0].event_type if met else ""] += 1
    return {
        name: {
            "precision": round(right[name] / max(1, ours[name]), 3),
            "recall": round(right[name] / count, 3),
            "f1": round(2 * right[name] / max(1, ours[name] + count), 3),
            "n": count,
            "taken_for": dict(taken.get(name, Counter()).most_common(3)),
        }
        for name, count in sorted(gold.items())
    }


def judge_ties(see: Callable[[str], Sight], examples: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """Choose from which probability on a tie is seen, and say how well ties are seen then.

    Args:
        see: the network as it runs, with a `tied` of 0.
        examples: sentences whose mentions and ties are annotated and not learnt.

    Returns:
        The least probability of `STEPS` of the highest F1, and the "precision", "recall", "f1" and number "n" of ties
        there: a tie is right if its kind is and both its mentions overlap, mutual ones either way round.
    """
    found: list[tuple[float, bool]] = []
    total = 0
    for example in examples:
        named = [mention.at for mention in example.named or ()]
        gold = {(named[one], named[two], tie) for one, two, tie in example.ties or ()}
        gold |= {(two, one, tie) for one, two, tie in gold if tie in MUTUAL}
        total += len(example.ties or ())
        sight = see(example.text)
        for tie in sight.ties:
            ends = [(name.start, name.end) for name in (sight.names[tie.first], sight.names[tie.second])]
            right = any(
                tie.kind == kind and overlap(ends[0], one) and overlap(ends[1], two)
                for one, two, kind in gold
            )
            found.append((tie.score, right))

    def judged(least: float) -> dict[str, float]:
        kept = [right for score, right in found if score >= least]
        return {
            "precision": round(sum(kept) / max(1, len(kept)), 4),
            "recall": round(sum(kept) / max(1, total), 4),
            "f1": round(2 * sum(kept) / max(1, len(kept) + total), 4),
            "n": total,
        }

    best = max(STEPS, key=lambda least: (judged(least)["f1"], least))
    return best, judged(best)


def _compare(found: SeenAct, act: Act, counts: Counter[str]) -> None:
    """Count the words of each role that are the same in both."""
    roles = {role.role for role in found.roles} | act.roles.keys()
    for role in roles:
        ours = set(seen_words(found, role))
        gold = set(act.roles.get(role, ()))
        counts[f"{role}:ours"] += len(ours)
        counts[f"{role}:gold"] += len(gold)
        counts[f"{role}:right"] += len(ours & gold)


def fit_temperature(encoder: Encoder, examples: Iterable[Example]) -> float:
    """Find the number by which trigger logits are to be divided, so that scores mean what they say.

    Guo et al. 2017, "On Calibration of Modern Neural Networks": one temperature, by the likelihood of held-out labels.

    Args:
        encoder: the network as it runs.
        examples: annotated sentences it has not learnt from.

    Returns:
        The temperature of the highest likelihood among 0.50, 0.55 ... 3.00.
    """
    labels = encoder.card.labels["triggers"]
    rows: list[np.ndarray] = []
    gold: list[int] = []
    for example in examples:
        if example.acts is None:
            continue
        triggers, *_, words = encoder.read(example.text)
        for at in range(1, len(words) - 1):
            act = next((a for a in example.acts if a.trigger[0] <= words[at][0] < a.trigger[1]), None)
            first = act is not None and words[at][0] == act.trigger[0] and words[at] != words[at - 1]
            gold.append(labels.index(act.event_type) if act and first else int(act is not None))
            rows.append(triggers[at])
    logits, wanted = np.stack(rows), np.array(gold)

    def likelihood(temperature: float) -> float:
        scaled = logits / temperature
        scaled = scaled - scaled.max(-1, keepdims=True)
        chances = scaled[np.arange(len(wanted)), wanted] - np.log(np.exp(scaled).sum(-1))
        return float(chances.mean())

    return max((round(0.5 + 0.05 * step, 2) for step in range(51)), key=likelihood)


STEPS = tuple(round(0.3 + 0.05 * step, 2) for step in range(11))
"""Least probabilities that are tried: .30, .35 ... .80."""
ENOUGH = 25
"""Acts of a type on development data from which it has a least probability of its own."""


def fit_least(encoder: Encoder, examples: Iterable[Example]) -> dict[str, float]:
    """Choose from which probability on an act of a type is seen.

    Args:
        encoder: the network as it runs, with `least` of `STEPS[0]` for every type.
        examples: annotated sentences it has not learnt from.

    Returns:
        Type to the least probability of the highest F1 of triggers with type; types of which there are few acts have
        that of all together.
    """
    found: list[tuple[str, float, bool]] = []
    gold: Counter[str] = Counter()
    for example in examples:
        if example.acts is None:
            continue
        gold.update(act.event_type for act in example.acts)
        for one in encoder.see(example.text).acts:
            right = any(
                act.event_type == one.event_type and one.start < act.trigger[1] and act.trigger[0] < one.end
                for act in example.acts
            )
            found.append((one.event_type, one.score, right))

    def best(names: Iterable[str]) -> float:
        own = set(names)
        total = sum(gold[name] for name in own)

        def f1(least: float) -> float:
            kept = [right for name, score, right in found if name in own and score >= least]
            return 2 * sum(kept) / max(1, len(kept) + total)

        return max(STEPS, key=lambda least: (f1(least), least))

    every = best(gold)
    return {name: best([name]) if count >= ENOUGH else every for name, count in sorted(gold.items())}
