"""Numbers in any digits, as values, so that a translation can be compared with its source."""

import re
import unicodedata

_NUMBER = re.compile(r"\d+(?:[.,٫٬'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,٫]\d+)?")
_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million"
    " first second third fourth fifth sixth seventh eighth ninth tenth dozen once twice both half".split()
)


def plain_digits(text: str) -> str:
    """Write decimal digits of any script as 0 to 9, one code point for one.

    Args:
        text: any text.
    """
    return "".join(
        str(unicodedata.decimal(letter)) if not letter.isascii() and letter.isdecimal() else letter
        for letter in text
    )


def number_spans(text: str) -> list[tuple[int, int, str]]:
    """Find the numbers written in digits.

    Args:
        text: any text.

    Returns:
        Offsets and digits of each, marks between them left out: "1.234,5" and "1,234.5" are both "12345".
    """
    plain = plain_digits(text)
    return [
        (found.start(), found.end(), re.sub(r"\D", "", found[0]).lstrip("0") or "0")
        for found in _NUMBER.finditer(plain)
    ]


def lost_numbers(source: str, translation: str) -> tuple[str, ...]:
    """Name the numbers of a source that its translation does not give.

    Args:
        source: the original segment.
        translation: its English.

    Returns:
        Digits as `number_spans` gives them. Zeros at the end do not count ("1.800 millones", "1.8 billion"), nor a number
        of one digit and zeros where the translation has a number word.
    """
    kept = {digits.rstrip("0") for _, _, digits in number_spans(translation)}
    has_words = not _WORDS.isdisjoint(re.findall(r"[a-z]+", translation.lower()))
    return tuple(
        digits
        for _, _, digits in number_spans(source)
        if digits.rstrip("0") not in kept and not (has_words and len(digits.rstrip("0")) <= 1)
    )
