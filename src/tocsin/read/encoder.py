"""The network at run time: a sentence in, the acts it sees in it out.

One pass of a small transformer (int8 ONNX, see docs/model-card.md), with a head for each thing an analyst writes down. What
ties a trigger to its arguments and mentions to one another is worked out afterwards, for those that are seen alone.
A sentence is padded to one of a few fixed lengths and read alone, so the same sentence gives the same numbers whatever
stands around it and on any number of threads.
"""

import itertools
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tocsin.model import SeenAct, SeenName, SeenRole, SeenTie, Sentence, Sight
from tocsin.read.card import read_card

if TYPE_CHECKING:
    from numpy import ndarray

FOLDER = Path(__file__).parent / "weights"
"""Where the weights lie in the package."""

LENGTHS = (16, 32, 48, 64, 96, 128)
"""Word pieces to which sentences are padded; the pieces behind the last are not seen."""

WORKERS = 2
"""Sentences that are read at a time; more or fewer change the speed and nothing else."""

LEAST = 0.35
"""Least probability of an act of a type for which none was chosen on development data."""

INSIDE, TRACE = 0.5, 0.2
"""From which probability on a piece belongs to an argument or begins a new one, and from which on it may belong to one."""

BRACKETS = {")": "(", "]": "["}
"""Closing bracket to its opening one."""

BARE = frozenset({"the", "a", "an"})
"""Words that are no name by themselves."""

INNER = 1
"""Number of the label of the words of a trigger or mention behind its first."""


class Logits(NamedTuple):
    """What the network gives for one sentence.

    Attributes:
        triggers: [pieces, triggers].
        attributes: [pieces, sum of sizes].
        mentions: [pieces, mentions].
        left: each piece as the first of two [pieces, width].
        right: each piece as the second of two [pieces, width].
        words: the word that each piece is part of, as offsets in the sentence.
    """

    triggers: "ndarray[Any, Any]"
    attributes: "ndarray[Any, Any]"
    mentions: "ndarray[Any, Any]"
    left: "ndarray[Any, Any]"
    right: "ndarray[Any, Any]"
    words: list[tuple[int, int]]


class Encoder:
    """Sees acts in sentences.

    Raises:
        WeightsMissing: the files are not there, or are not those that the card names.
    """

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        """Load the weights; `threads` changes the speed and nothing else."""
        import numpy as np  # noqa: PLC0415  loaded late, as --help must not wait for it
        import onnxruntime as ort  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        self.card, graphs = read_card(folder)
        self.name = f"network/{self.card.version}"
        self._np = np
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._sessions = {
            name: ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
            for name, graph in graphs.items()
        }

    def see(self, text: str, offset: int = 0, ease: float = 1.0, *, ties: bool = True) -> Sight:
        """See the acts of a sentence.

        Args:
            text: the sentence.
            offset: where it begins in `Report.text`; added to every offset.
            ease: by which the least probabilities of acts are multiplied: below 1 for rough English.
            ties: whether the ties between names are wanted; claims do without.

        Returns:
            Acts, words and names in text order; probabilities are rounded to 4 decimals.
        """
        seen = self.read(text)
        chances = _softmax(seen.triggers / self.card.temperature, self._np)
        words = [(start + offset, end + offset) for start, end in seen.words]
        acting = 1.0 - chances[:, 0] - chances[:, 1]
        runs = list(self._acts(chances, acting, words, ease))
        named = list(self._names(seen, text, offset))
        return Sight(
            by=self.name,
            acts=tuple(
                self._act(run, chances, self._split(seen.attributes[run[0]]), pairs, words)
                for run, pairs in zip(runs, self.pairs(seen, [at for at, _ in runs]), strict=True)
            ),
            words=tuple(
                (*words[at], round(float(acting[at]), 4))
                for at in range(1, len(words) - 1)
                if acting[at] >= 0.00005
            ),
            names=tuple(name for name, _ in named),
            ties=tuple(self._ties(seen, [pieces for _, pieces in named])) if ties else (),
        )

    def see_each(
        self, text: str, sentences: Sequence[Sentence], ease: float = 1.0, *, ties: bool = True
    ) -> list[Sight]:
        """See the acts of several sentences, two at a time: the network runs outside of Python's lock.

        Args:
            text: `Report.text`.
            sentences: its sentences.
            ease: see `see`.
            ties: see `see`.

        Returns:
            One for each, as `see` gives it.
        """
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  loaded late

        with ThreadPoolExecutor(WORKERS) as pool:
            return list(
                pool.map(
                    lambda one: self.see(text[one.start : one.end], one.start, ease, ties=ties), sentences
                )
            )

    def happened(self, text: str, places: Sequence[int]) -> list[float]:
        """Tell of predicates whether what they name happened.

        Args:
            text: the sentence.
            places: first code point of each predicate in it.

        Returns:
            From -3 (certainly not) to 3 (certainly), as people judge (UDS It Happened); 0 for what is not seen.
        """
        seen = self.read(text)
        words = seen.words
        numbers = []
        for place in places:
            at = next((n for n in range(1, len(words) - 1) if words[n][0] <= place < words[n][1]), 0)
            number = float(self._split(seen.attributes[at])["happened"][0]) if at else 0.0
            numbers.append(round(max(-3.0, min(3.0, number)), 4))
        return numbers

    def read(self, text: str) -> Logits:
        """Run the network over one sentence."""
        pieces = self._tokenizer.encode(text)
        length = next((fixed for fixed in LENGTHS if len(pieces.ids) <= fixed), LENGTHS[-1])
        count = min(length, len(pieces.ids))
        ids = self._np.zeros((1, length), dtype=self._np.int64)
        mask = self._np.zeros_like(ids)
        ids[0, :count], mask[0, :count] = pieces.ids[:count], 1
        outputs = self._sessions["reader"].run(None, {"pieces": ids, "mask": mask})
        triggers, attributes, mentions, left, right = (output[0, :count] for output in outputs)
        words = _words(text, pieces.offsets[:count])
        return Logits(triggers, attributes, mentions, left, right, words)

    def pairs(self, seen: Logits, triggers: Sequence[int]) -> "ndarray[Any, Any]":
        """Give the logits of the arguments of some triggers.

        Args:
            seen: what the network gave for the sentence.
            triggers: first piece of each.

        Returns:
            [triggers, 2 x roles, pieces]: for each role, that a piece is inside, and that it begins, an argument.
        """
        return self._scores("pair", seen.left[list(triggers)], seen.right) if triggers else seen.left[:0]

    def _scores(
        self, head: str, left: "ndarray[Any, Any]", right: "ndarray[Any, Any]"
    ) -> "ndarray[Any, Any]":
        """Score each of `left` with each of `right`: [left, kinds, right]."""
        scores: ndarray[Any, Any] = self._sessions[head].run(None, {"left": left, "right": right})[0]
        return scores

    def _act(
        self,
        run: tuple[int, int],
        chances: "ndarray[Any, Any]",
        parts: dict[str, "ndarray[Any, Any]"],
        pairs: "ndarray[Any, Any]",
        words: list[tuple[int, int]],
    ) -> SeenAct:
        """Put together what is seen of the act whose trigger has the first and last piece `run`."""
        at, last = run
        kind = 2 + int(chances[at, 2:].argmax())
        contexts = zip(self.card.labels["contexts"], parts["context"], strict=True)
        return SeenAct(
            start=words[at][0],
            end=words[last][1],
            event_type=self.card.labels["triggers"][kind],
            score=round(float(chances[at, kind]), 4),
            chosen=self._chosen(parts),
            contexts=tuple(name for name, logit in contexts if logit > 0),
            background=round(float(_sigmoid(parts["background"], self._np)[0]), 4),
            happened=round(max(-3.0, min(3.0, float(parts["happened"][0]))), 4),
            roles=tuple(self._roles(pairs, words)),
        )

    def _acts(
        self,
        chances: "ndarray[Any, Any]",
        acting: "ndarray[Any, Any]",
        words: list[tuple[int, int]],
        ease: float,
    ) -> Iterator[tuple[int, int]]:
        """Find the first and last piece of each likely trigger; the pieces of one word begin no second one."""
        best = chances.argmax(-1)
        begun, least = (0, 0), ease * min((LEAST, *self.card.least.values()))
        kinds = self.card.labels["triggers"]
        for at in range(1, len(words) - 1):
            if acting[at] < least or words[at] == begun:
                continue
            begun = words[at]
            last = at
            while last + 1 < len(words) - 1 and (best[last + 1] == INNER or words[last + 1] == words[last]):
                last += 1
            kind = 2 + int(chances[at, 2:].argmax())
            if chances[at, kind] >= ease * self.card.least.get(kinds[kind], LEAST):
                yield at, last

    def _split(self, numbers: "ndarray[Any, Any]") -> dict[str, "ndarray[Any, Any]"]:
        parts, start = {}, 0
        for head, width in self.card.sizes.items():
            parts[head] = numbers[start : start + width]
            start += width
        return parts

    def _chosen(self, parts: dict[str, "ndarray[Any, Any]"]) -> dict[str, tuple[str, float]]:
        """Choose one word for each head that chooses one."""
        found = {}
        for head, plural in CHOICES.items():
            chances = _softmax(parts[head], self._np)
            best = int(chances.argmax())
            found[head] = self.card.labels[plural][best], round(float(chances[best]), 4)
        return found

    def _names(self, seen: Logits, text: str, offset: int) -> Iterator[tuple[SeenName, slice]]:
        """Read the mentions, each with its pieces: what a word is, its first piece says."""
        chances, words = _softmax(seen.mentions, self._np), seen.words
        best = chances.argmax(-1)
        firsts = [at for at in range(1, len(words) - 1) if words[at] != words[at - 1]]
        for number, at in enumerate(firsts):
            if best[at] < INNER + 1:
                continue
            behind = next((later for later in firsts[number + 1 :] if best[later] != INNER), len(words) - 1)
            quote = text[words[at][0] : words[behind - 1][1]]
            if quote[-1] in BRACKETS and BRACKETS[quote[-1]] not in quote and behind - 1 > at:
                behind -= 1  # "PMF)"
            if quote.lower() in BARE:
                continue
            yield (
                SeenName(
                    start=words[at][0] + offset,
                    end=words[behind - 1][1] + offset,
                    kind=self.card.labels["mentions"][int(best[at])],
                    score=round(float(chances[at, best[at]]), 4),
                ),
                slice(at, behind),
            )

    def _ties(self, seen: Logits, named: list[slice]) -> Iterator[SeenTie]:
        """Read how two mentions stand to one another, from the means over their pieces, in the likelier direction."""
        if len(named) < 2:
            return
        left, right = (
            self._np.stack([side[pieces].mean(0) for pieces in named]) for side in (seen.left, seen.right)
        )
        chances = _softmax(self._scores("tie", left, right).transpose(0, 2, 1), self._np)
        best = 1 + chances[..., 1:].argmax(-1)
        likely = self._np.take_along_axis(chances, best[..., None], -1)[..., 0]
        for pair in itertools.combinations(range(len(named)), 2):
            first, second = max(pair, pair[::-1], key=lambda way: float(likely[way]))
            if likely[first, second] >= self.card.tied:
                kind = self.card.labels["ties"][int(best[first, second])]
                score = round(float(likely[first, second]), 4)
                yield SeenTie(first=first, second=second, kind=kind, score=score)

    def _roles(self, logits: "ndarray[Any, Any]", words: list[tuple[int, int]]) -> Iterator[SeenRole]:
        """Read the arguments of one trigger: runs of pieces that are inside, or may be, cut where one begins."""
        chances = _sigmoid(logits, self._np)
        for number, role in enumerate(self.card.labels["roles"]):
            inside, begins = chances[2 * number], chances[2 * number + 1]
            if inside[1:-1].max(initial=0.0) < TRACE:
                continue
            levels = (inside >= TRACE) + 1 * (inside >= INSIDE)  # 0 = outside, 1 = a trace, 2 = inside
            at = 1
            while at < len(words) - 1:
                if levels[at] == 0:
                    at += 1
                    continue
                first = at
                at += 1
                while at < len(words) - 1 and (
                    words[at] == words[at - 1]
                    or (levels[at] == levels[first] and (levels[first] == 1 or begins[at] < INSIDE))
                ):
                    at += 1
                score = round(float(inside[first:at].mean()), 4)
                yield SeenRole(role=role, start=words[first][0], end=words[at - 1][1], score=score)


CHOICES = {
    "mode": "modes",
    "factuality": "factualities",
    "certainty": "certainties",
    "relation": "relations",
    "deadline": "deadlines",
}
"""Heads that choose one word, and the name of their list of labels."""


@cache
def load_encoder(threads: int = 1) -> Encoder:
    """Load the weights of the package; the second call returns the same encoder."""
    return Encoder(threads=threads)


def _words(text: str, offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Widen each piece to the word it is part of, so that no argument ends within a word."""
    starts = [start for start, _ in offsets]
    ends = [end for _, end in offsets]
    for at in range(1, len(offsets)):
        if offsets[at][0] == offsets[at - 1][1] and _joined(text, offsets[at][0]):
            starts[at] = starts[at - 1]
    for at in range(len(offsets) - 2, -1, -1):
        if offsets[at][1] == offsets[at + 1][0] and _joined(text, offsets[at][1]):
            ends[at] = ends[at + 1]
    return list(zip(starts, ends, strict=True))


def _joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _softmax(numbers: "ndarray[Any, Any]", np: Any) -> "ndarray[Any, Any]":
    raised = np.exp(numbers - numbers.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)  # type: ignore[no-any-return]


def _sigmoid(numbers: "ndarray[Any, Any]", np: Any) -> "ndarray[Any, Any]":
    return 1.0 / (1.0 + np.exp(-numbers))  # type: ignore[no-any-return]
