"""Cut text into words and marks.

Names in the knowledge files and words in reports must be cut the same way, so the one function lives
here, below both.
"""

import re
import unicodedata

_ABBREVIATIONS = (
    "mr mrs ms dr prof gen col lt maj capt sgt cpl adm cmdr brig gov sen rep hon rev st sr jr "
    "jan feb mar apr jun jul aug sep sept oct nov dec no vs etc inc ltd co corp approx dept est"
).split()

_TOKEN = re.compile(
    r"""
      (?:[^\W\d_]\.){2,}                                     # U.S.  a.m.
    | (?:"""
    + "|".join(_ABBREVIATIONS)
    + r""")\.(?=\s|$)    # Gen.  Dec.
    | n['’]t\b                                               # do|n't
    | ['’](?:s|re|ve|ll|d|m)\b(?![-'’]?\w)                   # it|'s
    | \d+[-‐‑](?:hour|day|week|month|year)(?:[-‐‑](?:long|old))?\b  # 48-hour
    | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|m|bn|k)?\b            # 1,200  3.5  22:40  1st
    | [^\W_]+?(?=n['’]t\b)                                   # do|n't
    | [^\W_][\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]*(?:(?:[-‐‑'’`ʿʾ](?!s\b|re\b|ve\b|ll\b|d\b|m\b))[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+)*
    | \.{2,} | -{2,}
    | [^\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]         # any other mark that is seen
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "ʿ": "'", "ʾ": "'", "‐": "-", "‑": "-"})


def token_spans(text: str) -> list[tuple[int, int]]:
    """Find words and marks.

    Args:
        text: any text; white space, no-break and zero-width spaces separate.

    Returns:
        Half-open code-point offsets in text order. "didn't" gives "did" and "n't", "army's" gives
        "army" and "'s"; hyphenated words, "U.S." and "1,200" stay whole.
    """
    return [match.span() for match in _TOKEN.finditer(text)]


def folded_words(text: str) -> list[str]:
    """Cut a text into words and marks, and fold each.

    Args:
        text: any text.

    Returns:
        Folded words in text order.
    """
    return [fold(text[start:end]) for start, end in token_spans(text)]


def fold(word: str) -> str:
    """Fold a word for comparison: lower case, plain apostrophes and hyphens, no accents, nothing unseen.

    Args:
        word: one token.

    Returns:
        The folded word, never empty; its length may differ from the input's.
    """
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKD", word.translate(_PLAIN).translate(_UNSEEN)).casefold()
    return "".join(c for c in word if not unicodedata.combining(c)) or word or "\N{REPLACEMENT CHARACTER}"
