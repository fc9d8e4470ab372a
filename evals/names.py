"""Are names known again in other spellings and scripts, and near names told apart? On a list written for this.

`recall_at_p95_translit` and `recall_at_p97_alias` rank: each variant is compared with every name of the list, and the
recall is the highest at which the precision is still .95 or .97. Without aliases the score is that of
`tocsin.knowledge.namesakes`: sound, and the meaning of words such as "party". With them it is the finder's own where it
finds the actor, times the share of the variant that its mention covers: whoever finds "Hamas" in "the youth of Hamas" has
not taken the whole for Hamas. `precision` and `recall` are those of `tocsin.translate.known`, as it ships, on the variants
of actors that the knowledge tables hold; there a name found anywhere in the variant counts.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

from evals.scoring import ROOT, Case, Scored, estimate, mean, ratio, run_task
from tocsin.knowledge import Knowledge, load_knowledge
from tocsin.knowledge.namesakes import name_likeness, share_of, words_in
from tocsin.knowledge.tokens import folded_words
from tocsin.translate.known import KnownNames

DATA = ROOT / "evals/sets/names_test.tsv"

Ranked = tuple[float, bool, bool]
"""Score, whether the best name is the right one, whether there is a right one."""


def score(data: Path) -> Scored:
    """Score the list: ranking by sound, ranking with the tables' aliases, and the finder as it ships."""
    know = load_knowledge()
    finder = KnownNames(know)
    with data.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    names = sorted({row["name"] for row in rows})
    heard: list[Ranked] = []
    aliased: list[Ranked] = []
    found: list[tuple[float, float]] = []
    wanted: list[tuple[float, float]] = []
    cases: list[Case] = []
    for number, row in enumerate(rows):
        same = row["same"] == "1"
        sound, best = max((name_likeness(name, row["variant"]), name) for name in names)
        heard.append((sound, best == row["name"] and same, same))
        gold = _known(row["name"], know)
        got = _found(finder, row["variant"], row["lang"])
        hit = bool(gold) and gold in got
        aliased.append((got[gold], same, same) if hit else heard[-1])
        if gold:
            found.append((float(hit and same), float(hit)))
            if same:
                wanted.append((float(hit), 1.0))
        cases.append({"id": str(number), "same": same, "sound": round(sound, 3), "ok": hit == same})
    return Scored(
        metrics={
            "recall_at_p95_translit": estimate([_recalled(heard, 0.95)], mean, len(rows)),
            "recall_at_p97_alias": estimate([_recalled(aliased, 0.97)], mean, len(rows)),
            "precision": estimate(found, ratio, len(found)),
            "recall": estimate(wanted, ratio, len(wanted)),
        },
        cases=cases,
    )


def _found(finder: KnownNames, variant: str, lang: str) -> dict[str, float]:
    """Give the actors that the finder finds in a variant, with its score times the share of the variant it covers."""
    words = words_in(variant)
    found: dict[str, float] = {}
    for mention, score in finder.scored(variant, lang):
        covered = [
            number for number, word in enumerate(words) if mention.span.start <= word.start < mention.span.end
        ]
        share = share_of(words, covered[0], covered[-1]) if covered else 0.0
        found[mention.actor] = max(found.get(mention.actor, 0.0), score * share)
    return found


def _known(name: str, know: Knowledge) -> str:
    """Give the id of the one actor that bears a name, "" where none or several do."""
    words = folded_words(name)
    length, ids = know.actors.index.match(words, 0)
    return ids[0] if length == len(words) and len(ids) == 1 else ""


def _recalled(ranked: Sequence[Ranked], least: float) -> float:
    """Give the highest recall at which the precision is at least a share."""
    right = 0
    best = 0.0
    total = sum(same for _, _, same in ranked)
    for taken, (_, is_right, _) in enumerate(sorted(ranked, key=lambda one: -one[0]), 1):
        right += is_right
        if right / taken >= least:
            best = right / total
    return best


if __name__ == "__main__":
    run_task(score, DATA)
