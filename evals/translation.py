"""Coding across languages, on real outputs of engines: the same news as the English reference tells?

Sentences are chosen by their English alone: news of FLORES-200 in which the reader finds an act, and where these are
fewer than 200 and the language has a WMT set, sentences of that in the order of a hash. Each is coded from English (the human reference), and from the source by each engine whose
output is stored; languages have the engines of `ENGINES`. `type_agreement_*` is F1 of the PLOVER types of the claims,
sentence by sentence. `actor_country_agreement` looks at claims of equal type: has the first the same actor countries?
`actor_country_translation_only` is the same without any look at the source.
"""

import csv
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.chrf import chrf
from evals.scoring import SHARED, Case, Scored, estimate, mean, ratio, run_task
from tocsin import Coder
from tocsin.errors import TranslationError
from tocsin.model import Claim, Mention
from tocsin.translate import Desk, SourceNames
from tocsin.translate.apertium import Apertium
from tocsin.translate.glossary import mend
from tocsin.translate.known import KnownNames
from tocsin.translate.replay import Pair, Replay
from tocsin.translate.segments import sentence_spans

DATA = SHARED / "data/translation"
ENGINES = {
    "es": ("apertium",),
    "fr": ("bergamot-tiny", "google"),
    "ar": ("bergamot-base-memory", "google"),
    "fa": ("bergamot-tiny", "google"),
    "ru": ("bergamot-tiny", "google"),
    "uk": ("bergamot-tiny", "google"),
    "tr": ("bergamot-tiny", "opusmt"),
}
"""Language to the engines whose stored outputs are coded."""
MORE = {"es": "wmt13", "fr": "wmt13", "ru": "wmt18", "tr": "wmt18"}
"""Language to a further set of news with outputs of the same engines."""
SENTENCES = 200
"""Sentences a language, where it has as many."""
DAY = "2020-10-12"
"""Any day: dates are not compared."""

Row = dict[str, Any]


class Blind:
    """Finds no name in the source: the translation alone counts."""

    def find(self, text: str, lang: str) -> Sequence[Mention]:
        """Find none."""
        del text, lang
        return ()

    def subject(self, text: str, lang: str) -> None:
        """Find none."""
        del text, lang

    def locate(self, name: str, text: str, lang: str) -> tuple[int, int] | None:
        """Find none."""
        del name, text, lang
        return None

    def places(self, text: str) -> tuple[()]:
        """Find none."""
        del text
        return ()


def score(data: Path) -> Scored:
    """Score the folder of translation data: agreement of types and actors, persons located, chrF of Apertium."""
    english = Coder()
    names = KnownNames(english.know)
    types: dict[str, list[tuple[float, float]]] = defaultdict(list)
    actors: list[tuple[float, float]] = []
    blind: list[tuple[float, float]] = []
    cases: list[Case] = []
    for lang, engines in ENGINES.items():
        chosen = choose(data, lang, english)
        for engine in engines:
            seeing, plain = (translated_coder(chosen, engine, lang, one) for one in (names, Blind()))
            for row, wanted in chosen:
                got = acts(seeing, row["src"], lang)
                types[lang].append(agreement(wanted, got))
                actors += countries(wanted, got)
                blind += countries(wanted, acts(plain, row["src"], lang))
                both, every = types[lang][-1]
                cases.append(
                    {
                        "id": f"{row['id']}:{engine}",
                        "gold": len(wanted),
                        "predicted": len(got),
                        "ok": both == every,
                    }
                )
    metrics = {f"type_agreement_{lang}": estimate(pairs, ratio, len(pairs)) for lang, pairs in types.items()}
    metrics["actor_country_agreement"] = estimate(actors, ratio, len(actors))
    metrics["actor_country_translation_only"] = estimate(blind, ratio, len(blind))
    located, false_hits = locate_persons(data, names)
    metrics["persons_located"] = estimate(located, mean, len(located))
    metrics["person_false_hits"] = estimate(false_hits, mean, len(false_hits))
    if scores := apertium_chrf(data):
        metrics["apertium_chrf"] = estimate(scores, chrf, len(scores))
    return Scored(metrics=metrics, cases=cases)


def read_news(data: Path, lang: str, name: str) -> list[Row]:
    """Read the news of a set of a language, in the order of a hash of their line numbers, the same in all languages."""
    with gzip.open(data / f"{lang}-en.{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["news"]]
    return sorted(rows, key=lambda row: hashlib.sha256(row["id"].rpartition(".")[2].encode()).hexdigest())


def choose(data: Path, lang: str, english: Coder) -> list[tuple[Row, list[Claim]]]:
    """Choose sentences by their English: those with an act, with the claims of the reference.

    A line that is cut into two segments is left out, as the stored outputs are of whole lines.
    """
    chosen: list[tuple[Row, list[Claim]]] = []
    for name in ("flores-dev", "flores-devtest", *([MORE[lang]] if lang in MORE else [])):
        for row in read_news(data, lang, name):
            if len(chosen) < SENTENCES and len(list(sentence_spans(row["src"], lang))) == 1:
                found = acts(english, row["ref"], "en")
                chosen += [(row, found)] if found else []
    return chosen


def translated_coder(
    chosen: Sequence[tuple[Row, list[Claim]]], engine: str, lang: str, names: SourceNames
) -> Coder:
    """Make a coder that knows the stored outputs of an engine."""
    mended = mend if engine == "apertium" else _as_it_is
    replay = Replay(
        Pair(lang=lang, src=row["src"], en=mended(row["src"], row["mt"][engine], lang)) for row, _ in chosen
    )
    return Coder(Desk(engine=Whole(replay, engine), names=names))


def _as_it_is(_source: str, english: str, _lang: str) -> str:
    return english


class Whole(Replay):
    """A replay under the name of the engine whose outputs it gives, so that checks know its faults."""

    def __init__(self, replay: Replay, name: str) -> None:
        """Take over what it knows."""
        self.__dict__.update(replay.__dict__)
        self.name = name


def acts(coder: Coder, text: str, lang: str) -> list[Claim]:
    """Code one sentence as a report; ties are left out."""
    reading = coder.code(text, lang=lang, published=DAY)
    return [claim for claim in reading.claims if claim.event_type != "TIE"]


def agreement(wanted: Sequence[Claim], got: Sequence[Claim]) -> tuple[float, float]:
    """Compare types: twice those in both, and all on both sides, so that the ratio of sums is F1."""
    one, two = Counter(claim.event_type for claim in wanted), Counter(claim.event_type for claim in got)
    return 2.0 * (one & two).total(), float(one.total() + two.total())


def countries(wanted: Sequence[Claim], got: Sequence[Claim]) -> Iterator[tuple[float, float]]:
    """Compare the actor countries of the first claims of equal type, where the reference names a country."""
    for kind in dict.fromkeys(claim.event_type for claim in wanted):
        one = next(claim for claim in wanted if claim.event_type == kind)
        two = next((claim for claim in got if claim.event_type == kind), None)
        named = {mention.country for mention in one.actor if mention.country}
        if two is not None and named:
            yield float(named == {mention.country for mention in two.actor if mention.country}), 1.0


def locate_persons(data: Path, names: SourceNames) -> tuple[list[float], list[float]]:
    """Look for persons of translations in the Arabic source, and in another sentence, half the file away."""
    with gzip.open(data / "ar-en.flores-devtest.jsonl.gz", "rt", encoding="utf-8") as lines:
        sources = {row["id"]: row["src"] for row in map(json.loads, lines)}
    ids = list(sources)
    located, false_hits = [], []
    with (data / "persons.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            other = ids[(ids.index(row["id"]) + len(ids) // 2) % len(ids)]
            located.append(float(names.locate(row["name"], sources[row["id"]], "ar") is not None))
            false_hits.append(float(names.locate(row["name"], sources[other], "ar") is not None))
    return located, false_hits


def apertium_chrf(data: Path) -> list[tuple[str, str]]:
    """Translate the Spanish lines of NTREX with the Apertium that is installed; [] without one."""
    try:
        engine = Apertium(glossary=False)
    except TranslationError:
        return []
    with gzip.open(data / "es-en.ntrex.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    answers = engine.translate([row["src"] for row in rows], "es")
    return [(answer.text, row["ref"]) for answer, row in zip(answers, rows, strict=True)]


if __name__ == "__main__":
    run_task(score, DATA)
