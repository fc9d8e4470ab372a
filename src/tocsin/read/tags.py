"""Coarse parts of speech: a word's known tags, chosen by its neighbours.

Tags: N noun, NS plural noun, P proper noun, J adjective, D determiner or possessive pronoun, CD number,
V base or present verb, VZ third person, VD past, VG -ing, VN past participle, MD modal, TO "to",
R adverb, I preposition or subordinator, C coordinator, PRP personal pronoun, W wh-word, EX "there",
POS "'s", NEG "not", and the marks '.', ',', '(' and '"'. SYM is anything else.
"""

from collections.abc import Container, Sequence
from typing import NamedTuple

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


_PARTICLES = frozenset("al el ul ad ar as at az an ash".split())
"""Arabic articles, which open a name in lower case: "al-Haq"."""


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
        name = known[0] in "NJV" or "N" in known.split(" ")
        if shape[0].isupper() and not first and name and word != "i":
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
        if shape.partition("-")[0] in _PARTICLES and shape.rpartition("-")[2][:1].isupper():
            return "P"
        if shape[0].isupper():
            return "P J" if last in words.tags and words.tags[last][0] == "J" else "P"
        return (
            "J N"
            if last in words.tags and words.tags[last][0] == "N"
            else words.tags.get(last, "NS" if last.endswith(_DOERS) else "J")
        )
    if shape[0].isupper():
        return "P" if not first or len(word) < 4 else "P " + _ending(word)
    return _ending(word)


_DOERS = ("ers", "ors", "ists", "men", "women")
"""Endings of words for people by what they do: "hostage-takers"."""


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
    loud = all(shape.isupper() for shape in shapes if shape.isalpha())
    headline = capitals > (2 if loud else 3) and all(
        shape[0].isupper() for shape in shapes if shape.isalpha() and len(shape) > 4
    )
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
    _finish(lowers, kinds, tags, words.speech)
    return tags


_NOUNS = frozenset({"N", "NS", "P", "PRP", "W", "EX"})
_OPENS_NOUN = frozenset({"D", "P", "PRP", "CD", "J", "N", "NS"})
_NO_SUBJECT = frozenset({"I", "D", "J", "POS", "TO", "V", "VD", "VZ", "MD", "CD", "^"})
_FINITE = frozenset({"VD", "VZ", "MD"})
_BE = frozenset(
    {"is", "are", "was", "were", "'s", "be", "been", "has", "have", "had", "will", "would", "may"}
)
_BEING = frozenset({"is", "are", "was", "were", "be", "been", "being", "has", "have", "had"})
_AUXILIARY = frozenset("be is am are was were been being have has had having get gets got 's 've 'd".split())


class _Spot(NamedTuple):
    """A word and its neighbourhood.

    Attributes:
        word: the folded word.
        kinds: the tags it may have.
        tag: the tag it got.
        before: tag of the word before it, adverbs and "not" passed over; "^" at the start.
        helped: that word is a form of be, have or get.
        done: that word is a form of do.
        close: nothing was passed over.
        been: a form of "be" stands anywhere before it.
        after: tag of the next word, "$" at the end.
        following: the next word.
    """

    word: str
    kinds: Sequence[str]
    tag: str
    before: str
    helped: bool
    done: bool
    close: bool
    been: bool
    after: str
    following: str


_DOUBT = frozenset({"doubt", "doubts"})
"""Verbs that the treebanks show as nouns alone; behind a name and before "that" they are none."""


def _repair(lowers: Sequence[str], kinds: Sequence[str], tags: list[str]) -> None:
    """Mend, in place, what a look at two neighbours gets wrong."""
    month = {at for at, word in enumerate(lowers) if word == "may" and at and tags[at - 1] in {"I", "CD"}}
    finite = any(
        (tag in _FINITE and at not in month) or lowers[at] in {"are", "were", "have"}
        for at, tag in enumerate(tags)
    )
    last = len(tags) - 1
    for at, tag in enumerate(tags):
        sure = (
            " " not in kinds[at]
            and lowers[at] not in _DOUBT
            and tag != "VG"
            and lowers[at] not in {"to", "may", "there", "both"}
        )
        if sure and not (tag == "NS" and at and tags[at - 1] == "PRP"):
            continue
        back = at - 1
        while back >= 0 and (tags[back] in {"R", "NEG"} or lowers[back] == ")"):
            back = _bracket(lowers, back) - 1 if lowers[back] == ")" else back - 1
        spot = _Spot(
            word=lowers[at],
            kinds=kinds[at].split(" "),
            tag=tag,
            before=tags[back] if back >= 0 else "^",
            helped=back >= 0 and lowers[back] in _AUXILIARY,
            done=back >= 0 and lowers[back] in {"do", "does", "did"},
            close=back == at - 1,
            been=not _BEING.isdisjoint(lowers[:at]),
            after=tags[at + 1] if at < last else "$",
            following=lowers[at + 1] if at < last else "",
        )
        if (
            spot.word == "to"
            and at < last
            and _is_infinitive(kinds[at + 1].split(" "), tags[at + 2 : at + 3])
        ):
            tags[at] = "TO"
        elif (
            tag in {"N", "NS"}
            and spot.following == "that"
            and spot.before in {"P", "NS"}
            and lowers[at] in _DOUBT
        ):
            tags[at] = "V" if tag == "N" else "VZ"
        else:
            tags[at] = _small_word(spot) or _noun(spot, finite=finite) or _verb(spot, finite=finite) or tag


_NAMES = (["D"], ["P"], ["PRP"], ["NS"], ["EX"])
_SUBORDINATE = frozenset("if unless once until because while when as".split())


def _finish(lowers: Sequence[str], kinds: Sequence[str], tags: list[str], speech: Container[str]) -> None:
    """Make a participle the past tense that a clause without a verb of its own lacks, in place.

    Read so: behind "if", "as" and their like ("as long as the army kept out of the forest"), and where a speaker ends the
    sentence ("..., the emir promised in a video").
    """
    for at in range(1, len(tags)):
        if lowers[at] == "provided" and tags[at + 1 : at + 2] in _NAMES and "MD" in tags[:at]:
            tags[at] = "I"
        if tags[at] == "NS" and "VZ" in kinds[at].split(" ") and _is_verb_of_all(lowers, tags, at):
            tags[at] = "VZ"
        if tags[at] != "VN" or "VD" not in kinds[at].split(" ") or tags[at - 1] not in _NOUNS:
            continue
        start, end = _stretch(lowers, tags, at)
        last = all(tag in {".", '"'} for tag in tags[end:])
        ends = last and start >= 0 and tags[start] in {",", '"'} and lowers[at] in speech
        opened = start >= 0 and lowers[start] in _SUBORDINATE - {"when", "while"}
        other = any(
            tags[n] in _FINITE or (tags[n] == "V" and lowers[n - 1] != "to")
            for n in range(start + 1, end)
            if n != at
        )
        warns = lowers[at : at + 2] == ["warned", "of"]
        leads = start < 0 and (
            warns or (lowers[at] in speech and lowers[at + 1 : at + 2] in (["to"], ["that"]))
        )
        if (ends or opened or leads) and not other and lowers[at + 1 : at + 2] != ["by"]:
            tags[at] = "VD"


def _is_verb_of_all(lowers: Sequence[str], tags: Sequence[str], at: int) -> bool:
    """Tell whether a seeming plural is the verb that a sentence lacks: "the General Staff orders all its units to stop"."""
    calls = lowers[at : at + 2] in (["calls", "on"], ["calls", "upon"], ["calls", "for"])
    behind = (
        calls or tags[at + 1 : at + 2] == ["D"] or lowers[at + 1 : at + 2] in (["its"], ["their"], ["all"])
    )
    _, end = _stretch(lowers, tags, at)
    return (
        behind
        and tags[at - 1] in {"P", "N", "R", ",", "CD"}
        and not any(tag in _FINITE for tag in tags[:end])
    )


def _stretch(lowers: Sequence[str], tags: Sequence[str], at: int) -> tuple[int, int]:
    """Find the mark or opener before a word, -1 = none, and the mark behind it."""
    marks = {",", '"', ".", ":"}
    start = next((n for n in range(at - 1, -1, -1) if tags[n] in marks or lowers[n] in _SUBORDINATE), -1)
    return start, next(
        (n for n in range(at + 1, len(tags)) if tags[n] in marks or lowers[n] in _SUBORDINATE), len(tags)
    )


def _bracket(lowers: Sequence[str], at: int) -> int:
    """Find the bracket that a closing one answers; the closing one itself where there is none."""
    return next((i for i in range(at - 1, max(at - 12, -1), -1) if lowers[i] == "("), at)


def _is_infinitive(kinds: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether the word behind "to" is a verb: it can be nothing else, or an object follows."""
    return kinds == ["V"] or ("V" in kinds and bool(after) and after[0] in _OPENS_NOUN)


def _small_word(spot: _Spot) -> str:
    """Mend words with little meaning: there, may, both, inside."""
    if spot.word in {"neither", "both"} and spot.after in {"N", "NS"}:
        return "D"
    if spot.word == "both" and spot.after in {"TO", "VD", "VZ", "V", "MD", ".", ","}:
        return "D"
    if spot.word == "prepared" and spot.helped and spot.following == "to":
        return "J"
    if spot.word == "there" and spot.following in _BE:
        return "EX"
    if spot.tag == "MD" and spot.word == "may" and spot.after not in {"V", "R", "NEG", "PRP", "N"}:
        return "P"
    opens = {"D", "P", "PRP", "CD", "NS"} | ({"J", "N"} if spot.word == "once" else set())
    if spot.tag == "R" and "I" in spot.kinds and spot.after in opens:
        return "I"
    return ""


def _noun(spot: _Spot, *, finite: bool) -> str:
    """Mend nouns taken for verbs or adjectives; `finite`: the sentence has a finite verb."""
    no_verb_here = spot.before in {"VN", "VD", "VZ", "VG", "I", "J", "D", "POS", "CD"} and not (
        spot.helped or spot.done
    )
    no_verb_here = no_verb_here or (spot.before == "P" and spot.after in {"N", "NS"} and finite)
    if spot.tag == "V" and "N" in spot.kinds and no_verb_here:
        return "N"
    if spot.tag == "J" and "N" in spot.kinds and spot.before == "D" and spot.after == "VN" and not finite:
        return "N"
    if spot.tag == "VZ" and "NS" in spot.kinds:
        object_follows = spot.after in _OPENS_NOUN | {"R", "NEG", "W", "TO"} or spot.following == "that"
        if (spot.kinds[0] == "NS" and not object_follows) or (spot.before in _NO_SUBJECT and spot.close):
            return "NS"
    opens = spot.before == "^" and (spot.following == "between" or spot.after in _FINITE)
    if spot.tag == "VG" and (
        opens or (spot.before == "I" and "N" in spot.kinds and spot.after in {*_FINITE, "V"})
    ):
        return "N"
    if spot.tag == "VG" and spot.before in {"D", "POS"} and spot.after not in {"N", "NS", "J", "P"}:
        return "N"
    if spot.word == "military" and spot.before == "POS" and spot.after in _FINITE:
        return "N"
    if spot.tag == "J" and "N" in spot.kinds and spot.before in {"P", "N", "D"}:
        return "N" if spot.after not in _OPENS_NOUN | {"C", "VN", "VG", "R"} else ""
    return ""


def _verb(spot: _Spot, *, finite: bool) -> str:
    """Mend verbs taken for something else, and past tenses taken for participles; `finite`: another verb is there."""
    kinds, tag, before, after = spot.kinds, spot.tag, spot.before, spot.after
    complement = spot.following == "that" or after in {"D", "PRP"}
    governed = (
        before in {"MD", "TO"} or (spot.done and not spot.close) or (before in {"NS", "PRP"} and complement)
    )
    governed = governed or (before in {"^", '"'} and after == "D")
    governed = governed or (before == "N" and kinds[0] == "V" and after in {"D", "PRP"})
    if "V" in kinds and tag in {"J", "N", "R", "P"} and governed:
        return "V"
    if tag == "N" and "VG" in kinds and before in {"I", "VD", "VZ", "V", "VN"} and after in {"D", "PRP", "P"}:
        return "VG"
    if tag == "NS" and before == "PRP" and after in {"D", "PRP"}:
        return "VZ"
    if tag == "VD" and before in {"CD", "D", "J", "POS"} and after in {"N", "NS"} and "VN" in kinds:
        return "VN"
    if tag == "NS" and "VZ" in kinds:
        starts_object = (
            after in {"D", "PRP"} or spot.following == "that" or (spot.following == "to" and not finite)
        )
        apposed = before == "," and spot.following == "to" and not finite
        calls = spot.word == "calls" and spot.following in {"on", "upon"}
        if before in {"PRP", "W"} or apposed or (before in {"N", "P"} and (starts_object or calls)):
            return "VZ"
    if spot.word == "read" and before == "N" and finite and spot.following in {"on", "out", "over", "by"}:
        return "VN"
    if spot.helped and "VN" in kinds and tag in {"VD", "N", "V"}:
        return "VN"
    if "VD" in kinds and tag in {"VN", "N", "J"} and not spot.helped:
        if before in _NOUNS and (
            not finite
            or (tag == "VN" and after in {".", "$"})
            or (tag == "N" and after == "D")
            or (tag == "VN" and spot.following == "that" and spot.word != "provided")
            or (tag == "VN" and (after in _OPENS_NOUN or before in {"PRP", "W"}))
        ):
            return "VD"
        if (
            tag in {"J", "VN"}
            and before == "C"
            and (after in {"CD", "D"} or (not spot.been and after == "I"))
        ):
            return "VD" if spot.following != "by" else ""
    return ""
