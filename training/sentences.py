"""Sentences to learn from, and sentences that must never be.

Learnt from: Wikinews (CC BY 2.5) and the Causal News Corpus, train part (CC0), as the pattern reader reads them, a
start for the heads before they see gold: what the patterns do not find is not taken for nothing, so sentences
without any claim are left out but for one in four. And UDS It Happened, train part (CC BY-SA 4.0): for each predicate
the mean human answer to "did it happen".
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from evals.scoring import join_tokens, read_jsonl, read_tsv
from tocsin import Coder
from tocsin.model import Claim, Mention, Sentence, Span
from tocsin.read import sentences
from tools.corpus import load_corpus
from tools.corpus_real import SETS, learnt_documents, load_real
from tools.corpus_records import CORPUS, GoldClaim, GoldReport, GoldSentence, Use
from training.drills import Drills
from training.examples import Act, Example, Ref
from training.mentions import named

LEARNT = (
    "open/wikinews/wikinews_2019_2020.jsonl.gz",
    "open/cnc/cnc_v2_train.jsonl.gz",
    "open/uds/uds_ih2_train.jsonl.gz",
)
"""Files under `data/` that are learnt from."""

JUDGED = "open/uds/uds_ih2_dev.jsonl.gz"
"""File on which the trained network is judged."""

DRILL_SEED, DRILL_ROUNDS = 20201012, 2
"""Of the sentences made of phrases, and how many of each phrase."""

GOLD_ROLES = {"says": "speaker", "for": "speaks_for"}
"""Fields of the corpus that have another name here."""

KEPT = 4
"""One in so many sentences without a claim is kept."""

TIED = 3
"""How often a sentence with ties between its mentions is shown, since there are few. First setting."""


def learnt(data: Path) -> Iterator[Example]:
    """Give everything that is learnt from, but for sentences that also stand in data for judging.

    Args:
        data: the folder of the data sets.

    Yields:
        Sentences, in the order of the files.
    """
    barred = held_out(data)
    for examples in (_silver(data), happened(data / LEARNT[2])):
        yield from (example for example in examples if digest_sentence(example.text) not in barred)


def happened(file: Path) -> Iterator[Example]:
    """Read a part of UDS It Happened: sentences with judged predicates and no claims."""
    for record in read_jsonl(file):
        text, places = join_tokens([record["tokens"]], [""])
        judged = tuple((places[token][0], value) for token, value in record["predicates"])
        yield Example(id=record["id"], text=text, happened=judged)


HELD_OUT = (
    "open/re3d/re3d_docs.jsonl.gz",
    "open/muc/muc34_tst1.jsonl.gz",
    "open/muc/muc34_tst2.jsonl.gz",
    "internal/polnear/polnear_dev.jsonl.gz",
    "internal/geo/lgl.jsonl.gz",
    "internal/geo/geowebnews.jsonl.gz",
)
"""Files of whole texts on which tocsin is judged, besides UDS, MEANTIME and the marked pairs; of re3d, half of the documents
are learnt from."""


JUDGED_PARTS: tuple[Use, ...] = ("dev", "test")
"""Parts of the corpus that are never learnt from."""


def held_out(data: Path) -> frozenset[str]:
    """Give the digests of all sentences on which tocsin is judged.

    Args:
        data: the folder of the data sets.

    Returns:
        Digests as `digest_sentence` makes them; short sentences ("Thank you.") count like any other.
    """
    texts = [" ".join(record["tokens"]) for record in read_jsonl(data / JUDGED)]
    for topic in ("apple", "gm"):
        for record in read_jsonl(data / f"open/meantime/meantime_{topic}.jsonl.gz"):
            texts += map(" ".join, record["sentences"])
    given = learnt_documents("re3d")
    for file in HELD_OUT:
        for record in read_jsonl(data / file):
            if record["id"] in given:
                continue
            texts += re.split(r"(?<=[.?!])\s+|\n+", record["text"])
    texts += [row["sentence"] for row in read_tsv(data / "internal/plv/PLV_train.tsv.gz")]
    for use in JUDGED_PARTS:
        texts += [example.text for example in (*annotated(use), *annotated_real(use))]
    return frozenset(map(digest_sentence, texts))


def corpus(data: Path) -> Iterator[Example]:
    """Give what the last rounds learn from: reports, invented and real, drills, mentions, some of the judged predicates.

    Args:
        data: the folder of the data sets.

    Yields:
        Sentences, but for those that also stand in data for judging.
    """
    barred = held_out(data)
    judged = (example for n, example in enumerate(happened(data / LEARNT[2])) if n % (2 * KEPT) == 0)
    drills = Drills(DRILL_SEED).examples(DRILL_ROUNDS)
    for examples in (annotated("train"), annotated_real("train"), drills, judged, named(data)):
        for example in examples:
            if digest_sentence(example.text) not in barred:
                yield from [example] * (TIED if example.ties else 1)


def annotated(use: Use) -> Iterator[Example]:
    """Read the invented reports of the corpus, sentence by sentence.

    Args:
        use: train, dev or test.

    Yields:
        Sentences with their claims; words of a claim that stand in another sentence are left out.
    """
    for report in load_corpus():
        if report.use == use:
            yield from _sentences_of(report)


def annotated_real(use: Use) -> Iterator[Example]:
    """Read the annotated sentences of real texts; see `annotated`."""
    for name in SETS:
        if (CORPUS / "real" / f"{name}.jsonl").is_file():
            for report in load_real(name):
                if report.use == use:
                    yield from _sentences_of(report)


def _sentences_of(report: GoldReport) -> Iterator[Example]:
    for number, sentence in enumerate(report.sentences):
        yield Example(
            id=f"{report.id}:{number}",
            text=report.words((sentence.start, sentence.end)),
            acts=tuple(_gold_act(claim, sentence) for claim in report.claims_of(number)),
        )


def _gold_act(claim: GoldClaim, sentence: GoldSentence) -> Act:
    start = sentence.start

    def inside(refs: tuple[Ref, ...]) -> tuple[Ref, ...]:
        return tuple((a - start, b - start) for a, b in refs if start <= a and b <= sentence.end)

    spans = {
        GOLD_ROLES.get(role, role): found for role, refs in claim.spans().items() if (found := inside(refs))
    }
    return Act(
        trigger=(claim.trigger[0] - start, claim.trigger[1] - start),
        event_type=claim.event_type,
        mode=claim.mode,
        factuality=claim.factuality,
        certainty=claim.certainty,
        relation=claim.condition.relation if claim.condition else "",
        deadline=claim.deadline.kind if claim.deadline else "",
        background=claim.background,
        contexts=claim.contexts,
        roles=spans,
    )


def digest_sentence(text: str) -> str:
    """SHA-256 of the letters and digits of a sentence, in lower case."""
    return hashlib.sha256(re.sub(r"[\W_]+", "", text.lower()).encode()).hexdigest()


def _silver(data: Path) -> Iterator[Example]:
    """Read open news with the pattern reader."""
    coder = Coder(reader="patterns")
    without = 0
    for name, text, published in _texts(data):
        coded = coder.code(text, published=published)
        if coded.report is None:
            continue
        for sentence in sentences(coded.report, coder.know):
            acts = tuple(_acts(sentence, coded.claims))
            without += not acts
            if acts or without % KEPT == 0:
                yield Example(
                    id=f"{name}:{sentence.start}",
                    text=coded.report.text[sentence.start : sentence.end],
                    acts=acts,
                )


def _texts(data: Path) -> Iterator[tuple[str, str, str | None]]:
    for article in read_jsonl(data / LEARNT[0]):
        yield article["id"], article["text"], article["date"]
    for record in read_jsonl(data / LEARNT[1]):
        yield record["id"], record["text"].replace(" ,", ",").replace(" .", "."), None


def _acts(sentence: Sentence, claims: tuple[Claim, ...]) -> Iterator[Act]:
    """Turn the claims whose trigger lies in the sentence into what the network learns from."""

    def place(span: Span) -> Ref | None:
        inside = sentence.start <= span.start and span.end <= sentence.end
        return (span.start - sentence.start, span.end - sentence.start) if inside else None

    def places(mentions: tuple[Mention, ...]) -> tuple[Ref, ...]:
        return tuple(ref for mention in mentions if (ref := place(mention.span)))

    for claim in claims:
        trigger = place(claim.trigger)
        if trigger is None:
            continue
        roles = {
            "actor": places(claim.actor),
            "recipient": places(claim.recipient),
            "speaker": places(claim.attribution[:1]),
            "speaks_for": places(claim.speaks_for),
        }
        single = {
            "when": claim.when,
            "where": claim.where,
            "said": claim.said,
            "condition": claim.condition,
            "deadline": claim.deadline,
        }
        roles |= {role: (ref,) for role, value in single.items() if value and (ref := place(value.span))}
        for count in claim.counts:
            if ref := place(count.span):
                roles[count.what] = (*roles.get(count.what, ()), ref)
        yield Act(
            trigger=trigger,
            event_type=claim.event_type,
            mode=claim.mode,
            factuality=claim.factuality,
            certainty=claim.certainty,
            relation=claim.condition.relation if claim.condition else "",
            deadline=claim.deadline.kind if claim.deadline else "",
            contexts=claim.contexts,
            roles={role: refs for role, refs in roles.items() if refs},
        )
