"""Coarse parts of speech: a word's known tags, chosen by its neighbours.

Tags: N noun, NS plural noun, P proper noun, J adjective, D determiner or possessive pronoun, CD number,
V base or present verb, VZ third person, VD past, VG -ing, VN past participle, MD modal, TO "to",
R adverb, I preposition or subordinator, C coordinator, PRP personal pronoun, W wh-word, EX "there",
POS "'s", NEG "not", and the marks '.', ',', '(' and '"'. SYM is anything else.
"""

from collections.abc import Sequence

from tocsin.knowledge.words import MARKS, Words, neighbour

_SUFFIXES = (
    ("ing", "VG N"), ("ed", "VD VN J"), ("ly", "R"), ("ness", "N"), ("ment", "N"), ("tion", "N"), ("sion", "N"),
    ("ity", "N"), ("ous", "J"), ("ful", "J"), ("able", "J"), ("ible", "J"), ("al", "J N"), ("ive", "J N"),
    ("ic", "J"), ("ism", "N"), ("ists", "NS"), ("ist", "N J"), ("ians", "NS"), ("ers", "NS"), ("ors", "NS"),
    ("ss", "N"), ("ise", "V"), ("ize", "V"), ("s", "NS VZ"),
)  # fmt: skip
"""Endings of unknown words and the tags they leave open."""

_COMPOUND = (
    "led backed based aligned affiliated linked supported funded trained controlled held run owned armed occupied "
    "sponsored born made wing level style range speaking majority old time term scale profile"
).split()


def word_class(shape: str, word: str, words: Words, *, first: bool) -> str:
    """List the tags a word may have.

    Args:
        shape: the word as written.
        word: the folded word.
        words: word tables.
        first: True at the start of a sentence or where everything is capitalised.

    Returns:
        Tags, likeliest first, joined by spaces.
    """
    known = words.tags.get(word)
    if known is not None:
        if shape[0].isupper() and not first and known[0] in "NJV" and word != "i":
            return "P"
        return known
    if word[0].isdigit():
        return "CD"
    if not word[0].isalpha():
        return MARKS.get(word, "SYM")
    if "-" in word:
        *_, last = word.split("-")
        if last in _COMPOUND or last.endswith("ed"):
            return "J"
        if shape[0].isupper():
            return "P J" if last in words.tags and words.tags[last][0] == "J" else "P"
        return "J N" if last in words.tags and words.tags[last][0] == "N" else words.tags.get(last, "J")
    if shape[0].isupper():
        return "P" if not first or len(word) < 4 else "P " + _ending(word)
    return _ending(word)


def _ending(word: str) -> str:
    for suffix, kinds in _SUFFIXES:
        if word.endswith(suffix):
            return kinds
    return "N"


def tag_words(shapes: Sequence[str], lowers: Sequence[str], words: Words) -> list[str]:
    """Tag the words of a sentence.

    Args:
        shapes: words and marks as written.
        lowers: the same, folded.
        words: word tables.

    Returns:
        One tag a word. On the EWT and GUM dev files about 95 of 100 are right (see the card beside the tables).
    """
    capitals = sum(shape[0].isupper() for shape in shapes)
    headline = capitals > 3 and all(shape[0].isupper() for shape in shapes if shape.isalpha() and len(shape) > 4)
    shouted = headline and sum(shape.isupper() for shape in shapes) > 0.6 * capitals
    kinds = []
    start = True
    for shape, lower in zip(shapes, lowers, strict=True):
        acronym = len(shape) > 1 and shape.isupper() and shape.isalpha() and not shouted
        kinds.append("P" if acronym else word_class(shape, lower, words, first=start or headline))
        start = start and kinds[-1] in {'"', "(", ","}
    tags: list[str] = []
    second, before = "^", "^"
    last = len(kinds) - 1
    for at, kind in enumerate(kinds):
        tag = kind
        if " " in kind:
            after = neighbour(lowers[at + 1], kinds[at + 1]) if at < last else "$"
            tag = words.choose(lowers[at], kind, (second, before, after))
        tags.append(tag)
        second, before = before, neighbour(lowers[at], tag)
    _repair(lowers, kinds, tags)
    return tags


_NOUNS = frozenset({"N", "NS", "P", "PRP", "W", "EX", "CD"})
_OPENS_NOUN = frozenset({"D", "P", "PRP", "CD", "J", "N", "NS"})
_NO_SUBJECT = frozenset({"I", "D", "J", "POS", "TO", "V", "VD", "VZ", "MD", "CD", "^"})
_BE = frozenset(
    {"is", "are", "was", "were", "'s", "be", "been", "has", "have", "had", "will", "would", "may"}
)
_AUXILIARY = frozenset("be is am are was were been being have has had having get gets got 's 've 'd".split())


def _starts_object(lowers: Sequence[str], tags: Sequence[str], at: int) -> bool:
    """Tell whether a word can only begin the object of a verb: an article, a pronoun, "that"."""
    if at >= len(tags):
        return False
    to_verb = lowers[at] == "to" and at + 1 < len(tags) and tags[at + 1] == "V" and not _FINITE & set(tags)
    return tags[at] in {"D", "PRP"} or lowers[at] == "that" or to_verb


def _takes_object(lowers: Sequence[str], tags: Sequence[str], at: int) -> bool:
    """Tell whether the next word may belong to the complement of a verb."""
    return at < len(tags) and (
        tags[at] in {"D", "PRP", "P", "CD", "J", "R", "NEG", "W", "N", "NS", "TO"} or lowers[at] == "that"
    )


_FINITE = frozenset({"VD", "VZ", "MD"})


def _repair(lowers: Sequence[str], kinds: Sequence[str], tags: list[str]) -> None:
    """Mend, in place, what a look at two neighbours gets wrong."""
    last = len(tags) - 1
    finite = any(tag in _FINITE or lowers[at] in {"are", "were", "have"} for at, tag in enumerate(tags))
    for at, tag in enumerate(tags):
        kind = kinds[at]
        after = tags[at + 1] if at < last else "$"
        back = at - 1
        while back >= 0 and tags[back] in {"R", "NEG"}:
            back -= 1
        before = tags[back] if back >= 0 else "^"
        if lowers[at] in {"neither", "both"} and after in {"N", "NS"}:
            tags[at] = "D"
        elif lowers[at] == "there" and at < last and lowers[at + 1] in _BE:
            tags[at] = "EX"
        elif tag == "MD" and lowers[at] == "may" and after not in {"V", "R", "NEG", "PRP", "N"}:
            tags[at] = "P"
        elif tag == "I" and lowers[at] == "to" and kinds[at + 1 : at + 2] == ["V"]:
            tags[at] = "TO"
        elif before in {"MD", "TO"} and tag in {"J", "N", "R"} and "V" in kind.split():
            tags[at] = "V"
        elif tag == "N" and "V" in kind.split() and before in {"NS", "PRP"} and lowers[at + 1 : at + 2] == ["that"]:
            tags[at] = "V"
        elif tag == "N" and before == "I" and after in {"D", "PRP", "P"} and "VG" in kind.split():
            tags[at] = "VG"
        elif (
            tag == "NS"
            and before in {"N", "P"}
            and "VZ" in kind.split()
            and _starts_object(lowers, tags, at + 1)
        ):
            tags[at] = "VZ"
        elif tag == "VZ" and kind.startswith("NS") and not _takes_object(lowers, tags, at + 1):
            tags[at] = "NS"
        elif tag == "VZ" and before in _NO_SUBJECT and back == at - 1 and "NS" in kind:
            tags[at] = "NS"
        elif (
            tag == "VN"
            and "VD" in kind
            and before in _NOUNS
            and lowers[back] not in _AUXILIARY
            and not finite
        ) or (tag in {"J", "VN"} and "VD" in kind.split() and before == "C" and after in {"CD", "D"}):
            tags[at] = "VD"
        elif (
            tag == "VN"
            and "VD" in kind
            and before in _NOUNS
            and (after in _OPENS_NOUN or before in {"PRP", "W"})
        ):
            tags[at] = "VD" if lowers[back] not in _AUXILIARY else "VN"
        elif tag in {"VD", "N", "V"} and back >= 0 and lowers[back] in _AUXILIARY and "VN" in kind.split():
            tags[at] = "VN"
        elif (tag == "VG" and before in {"D", "POS"} and after not in {"N", "NS", "J", "P"}) or (
            tag == "J"
            and after not in _OPENS_NOUN | {"C", "VN", "VG", "R"}
            and "N" in kind.split()
            and before in {"P", "N", "D"}
        ):
            tags[at] = "N"
        elif tag == "R" and "I" in kind.split() and after in {"D", "P", "PRP", "CD", "NS"}:
            tags[at] = "I"
