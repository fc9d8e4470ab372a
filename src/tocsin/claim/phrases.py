"""Cut a tagged sentence into phrases: noun phrases, verb groups, and the single words between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.model import Sentence, Token

VERB = frozenset({"V", "VZ", "VD", "VG", "VN"})
NOUN = frozenset({"N", "NS", "P", "CD"})
_BE = frozenset("be is are am was were been being 's 're 'm".split())
_HAVE = frozenset("have has had having 've".split())
_DO = frozenset("do does did".split())
_FOLLOWS = {
    "be": frozenset({"VN", "VD", "VG"}),
    "have": frozenset({"VN", "VD"}),
    "do": frozenset({"V", "VZ", "N"}),
}
_MODAL_WORDS = frozenset({"'ll", "'d"})


SUBORDINATORS = frozenset(
    "that if because after before when as since until unless while whether although though once whereas where "
    "than so provided lest till how why".split()
)
CLAUSE_OPENERS = SUBORDINATORS - frozenset("after before since until as than so once".split())
"""Subordinators that are never prepositions: they open a clause wherever they stand."""


@dataclass(slots=True)
class Phrase:
    """A stretch of tokens that acts as one.

    Attributes:
        kind: "NP", "VG", or the tag of a single word (I, C, W, R, J, EX, "," ...).
        start: first token.
        end: one past the last token.
        head: token of the head noun or main verb.
        form: verb groups: finite, to, ing, en (bare participle); noun phrases: time, pronoun or "".
        modal: the modal, or "is to"; "" = none.
        negated: holds a "not" or "never", or its determiner is "no".
        passive: be or get with a participle, or a bare participle.
        perfect: with have.
    """

    kind: str
    start: int
    end: int
    head: int
    form: str = ""
    modal: str = ""
    negated: bool = False
    passive: bool = False
    perfect: bool = False


def chunk(sentence: Sentence) -> list[Phrase]:
    """Cut a sentence into phrases.

    Args:
        sentence: tagged words.

    Returns:
        Phrases in order; together they cover every token once.
    """
    tokens = sentence.tokens
    tags = [token.tag for token in tokens]
    timed = {at for start, end in sentence.times for at in range(start, end)}
    phrases = [Phrase("NP", at, at + 1, at, form="time") for at in range(_label(tokens))]
    at = len(phrases)
    while at < len(tokens):
        phrase = _verb_group(tokens, tags, at) or _noun_phrase(tokens, tags, at, timed)
        if phrase is None:
            phrase = Phrase(tags[at], at, at + 1, at)
        elif phrase.kind == "NP" and (phrase.head in timed or _dates_a_picture(tokens, phrase, timed)):
            phrase.form = "time"
        phrases.append(phrase)
        at = phrase.end
    return phrases


_CLOCK = re.compile(r"[0-2]?\d[:.][0-5]\d")
LABELS = frozenset("BREAKING URGENT UPDATE UPDATED FLASH LATEST EXCLUSIVE".split())


def _label(tokens: Sequence[Token]) -> int:
    """Count the words before an entry of a live page that are none of its sentence: "06:45 BREAKING The army accepts"."""
    texts = [token.text for token in tokens[:3]]
    timed = len(texts) > 1 and _CLOCK.fullmatch(texts[0]) and (texts[1][0].isupper() or texts[1].isupper())
    end = 1 if timed else 0
    labelled = texts[end : end + 1] and texts[end] in LABELS
    following = texts[end + 1 : end + 2]
    return end + 1 if labelled and following and not following[0].isupper() else end


def _dates_a_picture(tokens: Sequence[Token], phrase: Phrase, timed: set[int]) -> bool:
    """Tell whether a phrase only dates a caption: "2019 file photo"."""
    return tokens[phrase.head].lower in _PICTURES and bool(timed & set(range(phrase.start, phrase.end)))


_PICTURES = frozenset({"file", "photo", "photograph", "picture", "image"})


def _noun_phrase(tokens: Sequence[Token], tags: Sequence[str], start: int, timed: set[int]) -> Phrase | None:
    if tags[start] in {"PRP", "EX"}:
        form = "pronoun" if tags[start] == "PRP" else "there"
        return Phrase("NP", start, start + 1, start, form=form, negated=_is_none(tokens, start))
    last, head = len(tokens), -1
    at = start + _quantifier(tokens, tags, start)
    while at < last:
        tag = tags[at]
        following = tags[at + 1] if at + 1 < last else ""
        crosses = head >= 0 and (at in timed) != (head in timed)
        if crosses and tag != "POS" and tokens[at].lower not in _PICTURES:
            break
        if head >= 0 and tokens[at].lower in _PREDICATES:
            break
        if tag == "CD" and head >= 0 and tags[head] != "CD" and following in NOUN | {"J"}:
            break
        if tag in NOUN:
            head = at
            if at == start and _trades(tokens, at):
                break
        elif _acts_for(tokens, at) or (head >= 0 and _is_in_name(tokens, at)):
            pass
        elif tag == "D":
            if head >= 0:
                break
        elif head >= 0 and (behind := _behind_gloss(tokens, tags, at)):
            at = behind
            continue
        elif tag == "POS" or (tokens[at].lower in _APOSTROPHES and head >= 0 and tags[head] == "NS"):
            if head < 0 or following not in {"N", "NS", "P", "CD", "J", "VN", "VG", "D", "R"}:
                break
            head = -1
        elif tag == "J":
            if head >= 0 and (tags[head] == "NS" or (following not in NOUN and following != "J")):
                break
        elif tag in {"VN", "VG", "VD"}:
            named = head >= 0 and tags[head] != "CD"
            if named or following not in NOUN | {"J"} or (at == start and tag == "VG") or tag == "VD":
                break
            if tags[start] not in {"D", "J", "CD"} and (following == "P" or _after_noun(tags, start)):
                break
        elif tag != "R" or head >= 0 or following not in ({"J", "VN", "CD"} | _counted(tokens[at])):
            break
        at += 1
    if head < 0:
        if (
            tags[start] == "D"
            and tags[start + 1 : start + 2] == ["J"]
            and tags[start + 2 : start + 3] in _VERBAL
        ):
            return Phrase("NP", start, start + 2, start + 1, negated=_is_none(tokens, start))
        if tags[start] == "D" and start + 1 < last and tokens[start + 1].lower in _ALONE:
            return Phrase("NP", start, start + 2, start + 1, form="pronoun")
        bare = tags[start] in {"D", "J"} and tokens[start].lower in _ALONE
        negated = _is_none(tokens, start)
        return Phrase("NP", start, start + 1, start, form="pronoun", negated=negated) if bare else None
    return Phrase("NP", start, head + 1, head, negated=_is_none(tokens, start))


def _trades(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a noun stands for a price at the head of a sentence: "In exchange Lethia promised"."""
    return at == 1 and tokens[0].lower == "in" and tokens[at].lower in {"exchange", "return"}


def _acts_for(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether "acting" belongs to an office: "Acting President Hilmi Cader"."""
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return tokens[at].lower == "acting" and following.istitle() and tokens[at + 1].tag in NOUN


def _is_in_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an adverb is part of a name: "the Fuel Now Committee"."""
    around = tokens[at - 1 : at + 2]
    return (
        tokens[at].tag == "R"
        and len(around) > 2
        and all(one.text.istitle() for one in around)
        and around[2].tag in NOUN
    )


_APOSTROPHES = frozenset({"'", "\u2019"})
_OPENS, _CLOSES = frozenset({"(", "["}), frozenset({")", "]"})
_LONGEST_GLOSS = 8
"""Words in brackets that stand within a name."""


def _behind_gloss(tokens: Sequence[Token], tags: Sequence[str], at: int) -> int:
    """Find the noun that goes on behind a name's short or long form in brackets: "the Front (KF) fighters"; 0 = none."""
    if tokens[at].text not in _OPENS:
        return 0
    end = next((n for n in range(at + 1, len(tokens)) if tokens[n].text in _CLOSES), 0)
    inside = set(tags[at + 1 : end])
    if (
        not 1 < end - at <= _LONGEST_GLOSS + 1
        or not inside <= NOUN | {"J", "I", "D", "C"}
        or inside == {"CD"}
    ):
        return 0
    follows = tags[end + 1 : end + 3]
    goes_on = follows[:1] in (["N"], ["NS"]) or (follows[:1] == ["J"] and follows[1:] in (["N"], ["NS"]))
    return end + 1 if goes_on else 0


_VERBAL = (["MD"], ["VD"], ["VZ"])
"""Tags behind an adjective that stands for people: "every captive had been returned"."""


def _counted(token: Token) -> frozenset[str]:
    """Give the tags that may follow an adverb that counts: "no more attacks"."""
    return NOUN if token.lower in {"more", "further"} else frozenset()


_NONE = frozenset("no neither nobody none nothing nor hardly scarcely".split())


def _is_none(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether a noun phrase stands for nobody: "no soldiers", "none", "not one man", "hardly any men"."""
    if start and tokens[start - 1].lower == "not":
        return tokens[start].lower == "one" or "single" in {
            token.lower for token in tokens[start + 1 : start + 2]
        }
    return tokens[start].lower in _NONE or (start > 0 and tokens[start - 1].lower in _NONE)


_PREDICATES = frozenset({"hostage", "captive", "prisoner", "void"})
"""Nouns that say what becomes of the object before them: "took the mayor hostage"."""

_QUANTIFIERS = (
    ("at", "least"), ("at", "most"), ("up", "to"), ("more", "than"), ("fewer", "than"), ("less", "than"),
    ("as", "many", "as"), ("close", "to"),
)  # fmt: skip


def _quantifier(tokens: Sequence[Token], tags: Sequence[str], start: int) -> int:
    """Count the words of a quantifier such as "at least" before a number, 0 = none."""
    if tokens[start].lower not in {"at", "up", "more", "fewer", "less", "as", "close", "between"}:
        return 0
    if tokens[start].lower == "between":
        range_ = [
            tags[start + 1 : start + 2],
            [t.lower for t in tokens[start + 2 : start + 3]],
            tags[start + 3 : start + 4],
        ]
        return 3 if range_ == [["CD"], ["and"], ["CD"]] else 0
    for phrase in _QUANTIFIERS:
        end = start + len(phrase)
        words = tuple(token.lower for token in tokens[start:end])
        if (
            words == phrase
            and end < len(tokens)
            and (tags[end] == "CD" or tokens[end].lower in {"a", "dozens", "several"})
        ):
            return len(phrase)
    return 0


def _after_noun(tags: Sequence[str], start: int) -> bool:
    return start > 0 and tags[start - 1] in NOUN | {"PRP", "POS", "R"}


_ALONE = frozenset(
    "none neither this that these those some many several all both others another most few".split()
)


def _auxiliary(token: Token) -> str:
    if token.tag == "MD" or token.lower in _MODAL_WORDS:
        return "modal"
    word = token.lower
    return "be" if word in _BE else "have" if word in _HAVE else "do" if word in _DO else ""


def _skip(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (
        tokens[at].tag in {"R", "NEG"} or tokens[at].lower in {"never", "all", "both"}
    ):
        at += 1
    return at


def _verb_group(tokens: Sequence[Token], tags: Sequence[str], start: int) -> Phrase | None:
    at = start
    form = "finite"
    if tags[at] == "TO":
        at = _skip(tokens, at + 1)
        if at >= len(tokens) or tags[at] not in {"V", "N", "VZ"} or (tags[at] == "N" and at > start + 1):
            return None
        if tags[at] == "N":
            return None
        form = "to"
    elif (
        (tags[at] not in VERB and not (tags[at] == "MD" or tokens[at].lower in _MODAL_WORDS))
        or (tags[at] == "VN" and _modifies(tags, at))
        or _acts_for(tokens, at)
    ):
        return None
    elif tags[at] == "VG":
        form = "ing"
    elif tags[at] == "VN":
        form = "en"
    group = Phrase("VG", start, at + 1, at, form=form)
    chain = [_auxiliary(tokens[at])]
    while chain[-1]:
        following = _skip(tokens, at + 1)
        kind = chain[-1]
        wanted = VERB | ({"N"} if kind == "modal" else {"MD"})
        if following >= len(tokens) or tags[following] not in wanted:
            break
        if kind in _FOLLOWS and tags[following] not in _FOLLOWS[kind] and not _auxiliary(tokens[following]):
            break
        at = following
        chain.append(_auxiliary(tokens[at]))
    _fill(group, tokens, at, chain)
    return group


def _modifies(tags: Sequence[str], at: int) -> bool:
    """Tell whether a participle stands before its noun and behind none: "suspected rebels"."""
    before = tags[at - 1] if at else "^"
    behind = at + 1 + (tags[at + 1 : at + 2] == ["J"])
    return tags[behind : behind + 1] in (["N"], ["NS"]) and before not in NOUN | {
        "PRP",
        "R",
        "NEG",
        "W",
        *VERB,
        "MD",
    }


def _fill(group: Phrase, tokens: Sequence[Token], at: int, chain: list[str]) -> None:
    """Set head, modal, negation and voice of a verb group whose main verb is at `at`."""
    group.head, group.end = at, at + 1
    if at == len(tokens) - 1 or not chain[-1]:
        pass
    elif chain[-1] == "be" and tokens[at + 1].tag == "TO":
        group.modal = "is to"
    elif tokens[at + 1].tag == "NEG":
        group.end = at + 2
    words = [token.lower for token in tokens[group.start : group.end]]
    before = next((t.lower for t in reversed(tokens[: group.start]) if t.lower != "again"), "")
    group.negated = any(word in {"not", "n't", "never"} for word in [*words, before])
    for word, kind in zip(
        words, (_auxiliary(token) for token in tokens[group.start : group.end]), strict=True
    ):
        if kind == "modal" and not group.modal:
            group.modal = {"'ll": "will", "'d": "would", "wo": "will", "ca": "can"}.get(word, word)
    group.perfect = "have" in chain[:-1]
    main = tokens[at]
    last_auxiliary = chain[-2] if len(chain) > 1 else ""
    group.passive = (last_auxiliary == "be" and main.tag in {"VN", "VD"}) or group.form == "en"
    if group.form == "en" and len(chain) > 1:
        group.form = "ing" if tokens[group.start].tag == "VG" else "finite"
