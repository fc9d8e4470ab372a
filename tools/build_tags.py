"""Build the part-of-speech tables from treebanks.

    python -m tools.build_tags TREEBANK_FOLDER [OUTPUT_FOLDER]

Reads `en_ewt-train.conllu.gz` and `en_gum_cc-train.conllu.gz`, writes `tags.tsv` (word to the tags it
was seen with, commonest first) and `contexts.tsv` (ambiguous word or tag class in its neighbourhood to
the tag that held there), and prints the accuracy on the two dev files, which are not read for training.
"""

import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tocsin.knowledge.tokens import fold
from tocsin.knowledge.words import MARKS, Words, neighbour

PENN = {
    "NN": "N", "NNS": "NS", "NNP": "P", "NNPS": "P", "JJ": "J", "JJR": "J", "JJS": "J", "DT": "D", "PDT": "D",
    "PRP$": "D", "CD": "CD", "VB": "V", "VBP": "V", "VBZ": "VZ", "VBD": "VD", "VBG": "VG", "VBN": "VN",
    "MD": "MD", "TO": "TO", "RB": "R", "RBR": "R", "RBS": "R", "RP": "I", "IN": "I", "CC": "C", "PRP": "PRP",
    "WDT": "W", "WP": "W", "WP$": "W", "WRB": "W", "EX": "EX", "POS": "POS",
}  # fmt: skip
"""Penn tags of the treebanks to the coarse tags of `tocsin.read.tags`."""

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz'-")

Tagged = list[tuple[str, str]]


def treebank_rows(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Read a gzipped CoNLL-U file.

    Args:
        path: the file; an empty line ends each sentence.

    Yields:
        The id of the document, and the ten columns of each word of a sentence, ranges of words left out.
    """
    document, rows = "", []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                document = line.partition(" = ")[2].strip()
            columns = line.rstrip("\n").split("\t")
            if columns[0].isdigit():
                rows.append(columns)
            elif rows and not line.strip():
                yield document, rows
                rows = []


def read_treebank(path: Path) -> Iterator[Tagged]:
    """Yield sentences as lists of folded word and tag; tokens without a coarse tag are left out."""
    for _, rows in treebank_rows(path):
        words = [(fold(row[1]), row[4]) for row in rows]
        tags = [
            "NEG" if word in {"not", "n't"} else MARKS.get(word) or PENN.get(tag, "") for word, tag in words
        ]
        sentence = [(word, tag) for (word, _), tag in zip(words, tags, strict=True) if tag]
        if sentence:
            yield sentence


def context_keys(words: list[str], tags: list[str], classes: list[str], at: int) -> list[str]:
    """List the context keys of a word, most specific first (see `Words.choose`)."""
    before = neighbour(words[at - 1], tags[at - 1]) if at else "^"
    second = neighbour(words[at - 2], tags[at - 2]) if at > 1 else "^"
    after = neighbour(words[at + 1], classes[at + 1]) if at + 1 < len(words) else "$"
    return Words.keys(words[at], classes[at], (second, before, after))


def train(sentences: list[Tagged]) -> tuple[dict[str, str], dict[str, str]]:
    """Count words and contexts.

    Returns:
        Word to its tags, commonest first, joined by spaces; context key to tag.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word, tag in sentence:
            seen[word][tag] += 1
    lexicon: dict[str, str] = {}
    for word, counts in seen.items():
        total = counts.total()
        kept = [tag for tag, n in counts.most_common() if n >= max(1, 0.02 * total)]
        kept = [tag for tag in kept if tag != "P"] or kept  # a capital tells names from words
        if word.endswith("ed") and {"VD", "VN"} & set(kept):
            kept += [tag for tag in ("VN", "VD") if tag not in kept]
        name = kept == ["P"] or not (set(word) <= _LETTERS or word.isalpha())
        if not name:  # names are told by their capital; addresses are no words
            lexicon[word] = " ".join(kept)
    contexts: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        words, tags = [w for w, _ in sentence], [t for _, t in sentence]
        classes = [lexicon.get(w, t) for w, t in sentence]
        for at in range(len(words)):
            if " " in classes[at] and tags[at] in classes[at].split(" "):
                for key in context_keys(words, tags, classes, at):
                    contexts[key][tags[at]] += 1
    chosen = {}
    for key, counts in contexts.items():
        (tag, n), *_ = counts.most_common(1)
        if counts.total() >= 3 and n >= 0.6 * counts.total():
            chosen[key] = tag
    return lexicon, chosen


def main() -> None:
    """Build the two tables and print the accuracy on the dev files."""
    source = Path(sys.argv[1])
    target = Path(sys.argv[2] if len(sys.argv) > 2 else "knowledge/words/en")
    names = ("en_ewt", "en_gum_cc")
    sentences = [s for name in names for s in read_treebank(source / f"{name}-train.conllu.gz")]
    lexicon, contexts = train(sentences)
    for name, table in (("tags", lexicon), ("contexts", contexts)):
        rows = "".join(f"{key}\t{table[key]}\n" for key in sorted(table))
        (target / f"{name}.tsv").write_text(rows, encoding="utf-8")
    from tocsin.knowledge.words import read_words  # noqa: PLC0415  after the tables exist
    from tocsin.read.tags import tag_words  # noqa: PLC0415

    words = read_words(target.parents[1])
    for name in names:
        pairs = [
            (guess, gold)
            for s in read_treebank(source / f"{name}-dev.conllu.gz")
            for guess, (_, gold) in zip(
                tag_words([w.title() if t == "P" else w for w, t in s], [w for w, _ in s], words),
                s,
                strict=True,
            )
        ]
        right = sum(guess == gold for guess, gold in pairs)
        print(f"{name}-dev: {right / len(pairs):.4f} of {len(pairs)} tags")


if __name__ == "__main__":
    main()
