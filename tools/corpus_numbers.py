"""Numbers of people as written, as the ranges that `tocsin.model.Count` holds."""

import re

_ONES = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
_TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)
_PLAIN = _ONES | _TENS | {"a": 1, "an": 1, "no": 0, "dozen": 12, "both": 2, "couple": 2, "hundred": 100}
_SCALE = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_VAGUE = {
    "several": 3,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "several dozen": 36,
    "several hundred": 300,
    "several thousand": 3000,
    "tens of thousands": 20_000,
    "hundreds of thousands": 200_000,
}
"""Open ranges; "dozens" is at least two dozen, as the pattern reader has it."""
_LEAST = "at least |more than |over |no fewer than |not less than |upwards of |a minimum of "
_MOST = "up to |at most |as many as |no more than |fewer than |not more than "
_ABOUT = "some |about |around |roughly |nearly |almost |approximately |an estimated |estimated |exactly |only |another |the "


def read_range(words: str) -> tuple[int, int | None] | None:
    """Read a number of people.

    Args:
        words: as written: "three", "at least 31", "between 10 and 15", "dozens".

    Returns:
        Least and greatest number (None = open), or None when the words are no number that this knows. "Up to 40" is
        0 to 40; "more than 40" is 40 and open; "about 40" is 40.
    """
    plain = words.lower().strip()
    if bare := re.fullmatch(f"(?:{_ABOUT})(.+)", plain):
        return read_range(bare[1])
    if plain in _VAGUE:
        return _VAGUE[plain], None
    between = re.fullmatch(r"(?:between |from )?(.+?) (?:and|to|or) (.+)", plain) or re.fullmatch(
        r"(\d[\d,]*) ?[-–] ?(\d[\d,]*)", plain
    )
    if between:
        low, high = read_number(between[1]), read_number(between[2])
        return (low, high) if low is not None and high is not None and low <= high else None
    if least := re.fullmatch(f"(?:{_LEAST})(.+)", plain) or re.fullmatch("(.+) or more", plain):
        low = read_number(least[1])
        return None if low is None else (low, None)
    if most := re.fullmatch(f"(?:{_MOST})(.+)", plain):
        high = read_number(most[1])
        return None if high is None else (0, high)
    number = read_number(plain)
    return None if number is None else (number, number)


def read_number(words: str) -> int | None:
    """Read one number in figures or words ("2,000", "twenty-four", "a dozen", "three hundred and ten", "1.7 million").

    Returns:
        The number, or None when a word is none.
    """
    if broken := re.fullmatch(r"(\d+)\.(\d{1,6}) million", words):
        return int(broken[1] + broken[2].ljust(6, "0"))
    total = 0
    current: int | None = None
    for word in re.split(r"[\s-]+", words.replace(",", "")):
        if word == "and":
            continue
        if word in _SCALE and current is not None:
            current *= _SCALE[word]
            if word != "hundred":
                total, current = total + current, 0
        elif word.isdecimal():
            current = int(word) if not current else current + int(word)
        elif word in _PLAIN:
            current = _PLAIN[word] + (current or 0)
        else:
            return None
    return None if current is None else total + current
