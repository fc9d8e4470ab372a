"""Names across scripts: letters to Latin sounds, and how alike two names sound.

Method: a table of letters for the Arabic and Hebrew scripts and for letters that sound otherwise than they look, then
anyascii for the rest; tokens are aligned in order, and two tokens are compared by an edit distance in which consonants
that are confused between scripts cost little and vowels, which Arabic and Hebrew mostly leave out, almost nothing. The
score of a name is half the mean and half the worst of its tokens. The costs are our own choice.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from anyascii import anyascii

LETTERS = Path(__file__).parent / "tables" / "letters.tsv"
"""Letter and sound, made from `knowledge/letters.tsv`."""

BEGINS = 0.5
"""Likeness from which a word may be the first of a name."""

JOINS = ((1, 1), (1, 2), (2, 1))
"""How many words of a name are how many of the text: "Abu Mahdi" is one word in Persian."""

FOUND = 0.67
"""Score from which words are taken for a name; `persons.tsv`: .85 of the names found, .04 in a sentence without them."""

_ARTICLES = frozenset("al el ul as ash ad ar an at az es bin ibn ben bint van von de of the".split())
CLITICS = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك", "ה", "ב", "ל", "ו", "מ", "ש")
"""Arabic and Hebrew particles that are written together with the word behind them; longer ones first."""
_JOINED_ARTICLES = ("al-", "al", "el-", "аль-", "эль-", "ад-", "ас-", "аш-", "ан-", "ар-", "ат-")
_DIGRAPHS = (("x", "ks"), ("sch", "$"), ("tsh", "c"), ("tch", "c"), ("dzh", "j"), ("kh", "x"), ("gh", "q"), ("sh", "$"),
             ("ch", "c"), ("zh", "j"), ("dj", "j"), ("th", "s"), ("dh", "z"), ("ts", "s"), ("ph", "f"), ("ck", "k"))  # fmt: skip
_SERVANT = re.compile(r"abd[aeiou]?l")
"""The first half of "servant of": the article of the second half stays with it in some spellings."""
_GERESH = str.maketrans("׳’", "''")
_WEAK = frozenset("aeiouyw'")
_CONFUSED = [
    frozenset(group)
    for group in ("kqxg", "xh", "bpvf", "sz$", "dtz", "jgcz$", "vwu", "jy", "jxh", "td", "mn", "s$c", "kc")
]
_ONE_LETTER = [frozenset(pair) for pair in ("bp", "fv", "kq")]
"""Sounds for which some script has one letter."""
_OUTLINE = str.maketrans("qxgpvfz$cjd", "kkkbbbsssst", "aeiouywh'")
_UNSURE = tuple(
    str.maketrans(letters, sounds, gone)
    for letters, sounds in (("", ""), ("c", "k"), ("c", "j"))
    for gone in ("", "x", "v", "xv")
)
_WORD = re.compile(r"[^\W_]+(?:['’`ʿʾ׳][^\W_]+)*")


@functools.cache
def _letters() -> dict[str, str]:
    rows = LETTERS.read_text(encoding="utf-8").splitlines()[1:]
    return {letter: sound for letter, _, sound in (row.partition("\t") for row in rows)}


@functools.lru_cache(100_000)
def sound_of(word: str) -> str:
    """Write a word in Latin sounds.

    Args:
        word: one word in any script.

    Returns:
        Small Latin letters, "x" for kh, "$" for sh, "c" for ch, doubled letters once; "" where nothing is heard.
    """
    letters = _letters()
    heard, plain = "", ""
    rest = unicodedata.normalize("NFKC", word).casefold().translate(_GERESH)
    while rest:
        length = 2 if rest[:2] in letters else 1
        if rest[:length] in letters:
            heard += _joined(plain) + _joined(letters[rest[:length]])
            plain = ""
        else:
            plain += rest[0]
        rest = rest[length:]
    sound = _once(heard + _joined(plain))
    return "abd" if _SERVANT.fullmatch(sound) else re.sub(r"(?<=.)h$", "", sound)


def _joined(word: str) -> str:
    """Write the digraphs of a word as one letter; a letter of its own is never joined with the next."""
    latin = re.sub(r"[^a-z]", "", anyascii(word).lower())
    for pair, letter in _DIGRAPHS:
        latin = latin.replace(pair, letter)
    return latin


def words_of_name(name: str) -> list[str]:
    """Give the words of a name that are heard in every spelling: no articles, no "bin".

    Args:
        name: a name in Latin letters.

    Returns:
        Its words.
    """
    parts = [part for match in _WORD.finditer(name) for part in re.split(r"[’`'ʿʾ](?=[A-Z])", match[0])]
    return [part for part in parts if part.casefold() not in _ARTICLES]


@functools.lru_cache(200_000)
def likeness(one: str, other: str) -> float:
    """Compare two words by ear.

    Args:
        one: a word in any script.
        other: a word in any script; leading particles of Arabic may be left out.

    Returns:
        0 to 1, symmetric but for the particles.
    """
    left = sound_of(one)
    return max((_likeness(left, right) for right in _readings(other)), default=0.0)


@functools.lru_cache(100_000)
def outlines_of(word: str) -> frozenset[str]:
    """Give the outlines of a word, with and without particles written together with it.

    Args:
        word: a word in any script.

    Returns:
        Outlines, "" where no consonant is heard; where scripts do not agree whether a letter is a consonant (Russian kh for h,
        v for w) or which (c), all ways.
    """
    sounds = {sound.translate(gone) for sound in _readings(word) for gone in _UNSURE}
    return frozenset(map(_consonants, sounds))


def _consonants(sound: str) -> str:
    """Keep the consonants of a sound, those that scripts confuse as one, each once in a row."""
    return _once(sound.translate(_OUTLINE))


def _once(letters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", letters)


def find_name(name: str, text: str, least: float = FOUND) -> tuple[int, int, float] | None:
    """Find a name in a text of another script.

    Args:
        name: a name in Latin letters, for example "Mustafa al-Kadhimi".
        text: a sentence in any script.
        least: score from which it counts, 0 to 1.

    Returns:
        Code-point offsets and score of the words most like it, None where nothing is.
    """
    wanted = words_of_name(name)
    if not wanted or sum(len(sound_of(word)) for word in wanted) < 4:
        return None
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[a:b] for a, b in spans]
    best = (least, -1, -1)
    for start in range(len(words)):
        for end, score in _aligned(wanted, words, start):
            if score > best[0] or (score == best[0] and best[1] < 0):
                best = (score, start, end)
    return None if best[1] < 0 else (spans[best[1]][0], spans[best[2] - 1][1], best[0])


def _aligned(wanted: Sequence[str], words: Sequence[str], start: int) -> Iterator[tuple[int, float]]:
    """Align the words of a name with those from a place on, in order; one word between may be passed over."""
    pairs = (
        (wanted[0], words[start]),
        ("".join(wanted[:2]), words[start]),
        (wanted[0], "".join(words[start : start + 2])),
    )
    if not any(likeness(one, other) >= BEGINS for one, other in pairs):
        return
    scores: list[float] = []
    at, told = start, 0
    while told < len(wanted):
        options = []
        for skip in (0, 1) if scores else (0,):
            for parts, reads in JOINS:
                first = at + skip
                if told + parts <= len(wanted) and first + reads <= len(words):
                    alike = likeness(
                        "".join(wanted[told : told + parts]), "".join(words[first : first + reads])
                    )
                    cost = 0.05 * skip + 0.1 * (parts + reads - 2)
                    options.append((alike - cost, parts, first + reads))
        if not options:
            return
        score, parts, at = max(options)
        scores += [score] * parts
        told += parts
    yield at, (sum(scores) / len(scores) + min(scores)) / 2


@functools.lru_cache(100_000)
def _readings(word: str) -> frozenset[str]:
    """Give the sounds of a word, with and without particles written together with it."""
    found = {sound_of(word)}
    for particle in CLITICS:
        if word.startswith(particle) and len(word) > len(particle) + 1:
            found.add(sound_of(word[len(particle) :]))
    lower = word.casefold()
    for article in _JOINED_ARTICLES:
        if lower.startswith(article) and len(lower) > len(article) + 2:
            found.add(sound_of(lower[len(article) :]))
    return frozenset(found)


def _weigh(one: str, other: str) -> float:
    """Weigh the longer of two sounds."""
    return max(sum(map(_WEIGHT.__getitem__, one)), sum(map(_WEIGHT.__getitem__, other)), 1.0)


@functools.lru_cache(200_000)
def _likeness(one: str, other: str) -> float:
    """Turn the edit distance of two sounds into a likeness."""
    if not one or not other:
        return 0.0
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _ALONE[letter])
    for letter in one:
        alone, instead = _ALONE[letter], _INSTEAD[letter]
        above, row = row, [row[0] + alone]
        for column, against in enumerate(other, 1):
            row.append(
                min(
                    above[column] + alone,
                    row[-1] + _ALONE[against],
                    above[column - 1] + instead[against],
                )
            )
    return max(0.0, 1 - row[-1] / _weigh(one, other))


def _instead(letter: str, other: str) -> float:
    """Cost of one letter instead of another."""
    if letter == other:
        return 0.0
    if letter in _WEAK and other in _WEAK:
        return 0.08
    if any(letter in pair and other in pair for pair in _ONE_LETTER):
        return 0.1
    if any(letter in group and other in group for group in _CONFUSED):
        return 0.3
    return 1.0


_SOUNDS = "abcdefghijklmnopqrstuvwxyz$"
_WEIGHT = {letter: 0.15 if letter in _WEAK else 1.0 for letter in _SOUNDS}
_ALONE = {letter: 0.12 if letter in _WEAK else 0.5 if letter in "hx" else 0.9 for letter in _SOUNDS}
"""Cost of a letter that the other word lacks."""
_INSTEAD = {letter: {other: _instead(letter, other) for other in _SOUNDS} for letter in _SOUNDS}
