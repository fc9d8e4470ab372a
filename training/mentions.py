"""Sentences whose mentions are known: everyone and every place that they name.

Learnt from: our own annotation of real texts (corpus/MENTIONS.md), re3d, and the news, interviews, lives, speeches and court
files of the treebank GUM, train part (annotation CC BY 4.0, Zeldes 2017). GUM marks whole noun phrases with all that
hangs on them; they are cut here as the guideline has them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from tools.build_tags import treebank_rows
from tools.corpus_mentions import load_mentions
from tools.corpus_real import SETS
from training.examples import Example, Named
from training.statements import RE3D, statements

GUM = "open/ud/en_gum_cc-train.conllu.gz"
"""File under `data/` that is learnt from."""
GENRES = ("news", "interview", "bio", "speech", "court")
"""Genres that are learnt from, the second word of a document's name."""
KINDS = {"person": "person", "organization": "group", "place": "place"}
"""Kind of an entity there to ours; the others are no mentions."""
RUNS_ON = frozenset({"flat", "compound", "nummod", "goeswith", "fixed"})
"""How words behind the head of a phrase hang on it where they still belong to the short phrase."""


class _Word:
    """A word of the treebank."""

    def __init__(self, cells: Sequence[str], start: int) -> None:
        self.number, self.form, self.tag = int(cells[0]), cells[1], cells[3]
        self.above, self.link = int(cells[6]), cells[7].partition(":")[0]
        self.plural = "Number=Plur" in cells[5]
        self.relative = "PronType=Rel" in cells[5] or "Poss=Yes" in cells[5]
        notes = dict(note.partition("=")[::2] for note in cells[9].split("|"))
        self.entity = notes.get("Entity", "")
        self.start, self.end = start, start + len(self.form)
        self.space = notes.get("SpaceAfter") != "No"


def named(data: Path) -> Iterator[Example]:
    """Give the sentences whose mentions are known.

    Args:
        data: the folder of the data sets.

    Yields:
        Sentences with mentions and without claims: what they state is not learnt from them.
    """
    for example in annotated_mentions(data):
        yield msgspec.structs.replace(example, ties=None) if is_for_ties(example) else example
    yield from statements(data / RE3D)
    yield from treebank(data / GUM)


def annotated_mentions(data: Path) -> Iterator[Example]:
    """Read our own annotation; see `named`."""
    for name in SETS:
        for words, sentence in load_mentions(name, data.parent):
            start = sentence.start
            mentions = tuple(Named(at=(a - start, b - start), kind=kind) for a, b, kind in sentence.mentions)
            yield Example(id=f"{sentence.id}:{start}", text=words, named=mentions, ties=sentence.ties)


def is_for_ties(example: Example) -> bool:
    """Tell whether a sentence is one in ten whose ties are not learnt: from them is chosen what is told at all."""
    return example.ties is not None and hashlib.sha256(example.id.encode()).digest()[0] % 10 == 0


def treebank(file: Path) -> Iterator[Example]:
    """Read the entities of a treebank as mentions; phrases that run over the end of a sentence are left out."""
    for number, words in enumerate(_sentences(file)):
        text = "".join(word.form + " " * word.space for word in words).rstrip()
        found = tuple(_cut(words))
        yield Example(id=f"gum:{number}", text=text, named=found)


def _sentences(file: Path) -> Iterator[list[_Word]]:
    for document, rows in treebank_rows(file):
        if document.split("_")[1] not in GENRES:
            continue
        words: list[_Word] = []
        for cells in rows:
            words.append(_Word(cells, words[-1].end + words[-1].space if words else 0))
        yield words


def _cut(words: list[_Word]) -> Iterator[Named]:
    """Cut the marked phrases of a sentence short and drop those within others."""
    taken = 0
    for first, last, kind in sorted(_marked(words), key=lambda one: (one[0], -one[1])):
        if first < taken or kind not in KINDS:
            continue
        phrase = words[first : last + 1]
        inside = {word.number for word in phrase}
        head = next((word for word in phrase if word.above not in inside), phrase[0])
        if head.relative and len(phrase) == 1:
            continue
        end = _end(words, first, last, head)
        ours = KINDS[kind]
        if ours == "person" and (head.plural or head.form.lower() in {"we", "they", "us", "them"}):
            ours = "group"
        taken = end + 1
        yield Named(at=(words[first].start, words[end].end), kind=ours)


def _end(words: list[_Word], first: int, last: int, head: _Word) -> int:
    """Find the last word of the short phrase: behind the head come names and phrases with "of"."""
    numbers = {word.number: word for word in words}

    def belongs(word: _Word) -> bool:
        while word.above != head.number:
            if word.number == head.number:
                return True
            above = numbers.get(word.above)
            if above is None or word.link in {"acl", "appos", "conj", "cc", "parataxis"}:
                return False
            word = above
        if word.link in RUNS_ON:
            return True
        case = next((one.form for one in words if one.above == word.number and one.link == "case"), "")
        return word.link == "nmod" and case == "of"

    at = words.index(head)
    end = at
    for n in range(at + 1, last + 1):
        if words[n].tag == "PUNCT" and words[n].form != "-":
            break
        if not (belongs(words[n]) or words[n].form == "-"):
            break
        end = n
    while end > first and words[end].form in {"-", "'s", "of", "the"}:
        end -= 1
    return end


def _marked(words: list[_Word]) -> Iterator[tuple[int, int, str]]:
    """Read the brackets of the entity column: first and last word and kind of each phrase."""
    begun: list[tuple[str, int, str]] = []
    for at, word in enumerate(words):
        for mark in _marks(word.entity):
            if mark.startswith("("):
                name, _, rest = mark.strip("()").partition("-")
                kind = rest.partition("-")[0]
                if mark.endswith(")"):
                    yield at, at, kind
                else:
                    begun.append((name, at, kind))
            else:
                name = mark.rstrip(")")
                found = next((one for one in reversed(begun) if one[0] == name), None)
                if found is not None:
                    begun.remove(found)
                    yield found[1], at, found[2]


def _marks(written: str) -> Iterator[str]:
    """Split "(7-person-new(8-place-new)7)" into its brackets."""
    mark = ""
    for letter in written:
        if letter == "(" and mark:
            yield mark
            mark = ""
        mark += letter
        if letter == ")":
            yield mark
            mark = ""
    if mark:
        yield mark
