"""Cut a text into title, captions, notices, bylines, datelines and body paragraphs.

The patterns are the conventions of English-language newsrooms and web pages, written down from the
reports themselves; no name of an agency or a place is in them. All are bounded and tried only at the
edges of a paragraph, so that time grows with the length of the text.
"""

import re
from collections.abc import Iterator

from tocsin.ingest.clean import one_line
from tocsin.model import Part, PartKind

_EDGE = 240
"""Characters at either end of a paragraph that the patterns look at."""

_FULL_STOP = re.compile(r"(?:[.:;,।։]|…)[\"'”’)\]]*$")

_CAPTION_START = re.compile(
    r"""(?:
      file(?:\ (?:photo|picture|image))?\s*[-–—:]\s                          # FILE - In this ...
    | (?:photo|photograph|picture|image|caption|credit|pictured|graphic|map)s?(?:\ (?:by|credit))?\s*:
    | in\ this\b[^.]{0,60}?\b(?:photo|photograph|picture|image|handout|video)\b[^.,]{0,60},  # In this undated photo,
    | this\ (?:\w+\ )?(?:photo|photograph|picture|image|handout)\s
    | (?:photo|image)s?\s+(?:by|courtesy\ of|via)\s
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_CAPTION_END = re.compile(
    r"""(?:
      [(\[][^()\[\]]{0,80}\b(?:Photo|Photograph|Picture|Images|Handout|Archive|File|[Pp]hoto:)(?!\w)[^()\[\]]{0,80}[)\]]
    | \b(?:Photo|Photograph|Picture|Image)s?(?:\ (?:by|credit))?:\s?[^.:]{2,80}
    )\.?\s*$""",
    re.VERBOSE,
)
# Openings that only a notice has.
_NOTICE = re.compile(
    r"""(?:
      sign\ up\b | log\ in\b | subscribe\b | register\ (?:now|here)\b | get\ the\ latest\b
    | read\ (?:more|also|next)\b | also\ read\b | see\ also\b | more\ on\ this\b
    | (?:story|article)\ continues\ (?:below|after)\b
    | (?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ cookies\b | (?:accept|manage)\ (?:all\ )?cookies\b
    | (?:follow|like|join)\ us\ on\b | share\ this\b | (?:click|tap)\ (?:here|to)\b
    | © | copyright\ (?:©|\(c\)|\d) | all\ rights\ reserved\b
    | (?:this|the)\ (?:page|article|story|text|live\ blog)\ (?:is|was|has\ been)\ (?:\w+\ ){0,3}(?:updated|translated|corrected|printed)\b
    | this\ is\ an\ automat(?:ed|ic)\ translation\b | skip\ to\ (?:main\ )?content\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# Openings that a sentence may have as well: a notice only on a line of its own without a full stop.
_LABEL = re.compile(
    r"""(?:
      powered\ by\b | (?:machine|automatic(?:ally)?|automated)\s+translat | translated\s+(?:by|with|from)\b | sign\ in\b
    | advertise?ments?\b | advertising\b | sponsored\b | promoted\b | related\b | recommended\b | most\ read\b
    | (?:more|top)\ stories\b | newsletters?\b | (?:our|daily|weekly)\ newsletter\b | read\ on\b | share\ (?:on|via)\b | watch:
    | (?:last\ )?(?:updated|published|posted|modified)\b | page\ printed\b | cookie\ (?:policy|settings|notice)\b
    | terms\ of\ (?:use|service)\b | privacy\ (?:policy|notice)\b | (?:view\ )?(?:\d{1,5}\ )?comments?\b | \d{1,2}\ min(?:ute)?s?\ read\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_NAME = r"(?:[A-Z][\w.'’-]*|de|del|van|von|bin|bint|ibn|al|el|la|da|dos)"
_BYLINE = re.compile(
    rf"""(?:
      (?i:by)\s+{_NAME}(?:\s+{_NAME}){{1,4}}(?:,?\s+(?:and|in|at|for|&)\s+{_NAME}(?:\s+{_NAME}){{0,4}}|,\s+[^.,]{{2,40}}){{0,4}}\s*$
    )""",
    re.VERBOSE,
)
_BYLINE_TAIL = re.compile(
    r"\(?(?:(?:Additional r|R)eporting|Writing|Editing|Compiled|Written|Edited|Reported) by\s"
)
_PLACE = r"[A-Z][A-Z'’.-]+(?:[ /][A-Z][A-Z'’.-]+){0,3}"
_PLACE_MIXED = r"[A-Z][\w'’-]+(?:[ /][A-Z][\w'’-]+){0,2}"
_DASH = r"(?:\s+(?:-{1,2}|[–—])|\s?—|\s?--)(?=\s)"
_DATELINE = re.compile(
    rf"""(?:
      {_PLACE}(?:,\ ?[\w.]{{1,20}}(?:\ [\w.]{{1,20}}){{0,3}}){{0,3}}(?:\ \([^()]{{2,40}}\))?  # KASIMAR, Oct 12 (Agency) -
    | {_PLACE_MIXED}(?:,\ [A-Z][\w.]{{1,20}}(?:\ [\w.]{{1,20}}){{0,2}})?\ \([A-Z][^()]{{1,40}}\)   # Kasimar (Agency) -
    ){_DASH}""",
    re.VERBOSE,
)
_DATELINE_ALONE = re.compile(
    rf"{_PLACE_MIXED}(?:, {_PLACE_MIXED})?, (?:\d{{1,2}}(?:st|nd|rd|th)? [A-Z][a-z]+|[A-Z][a-z]+\.? \d{{1,2}})(?:,? \d{{4}})?"
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def find_parts(text: str, *, title: str = "", captions: frozenset[int] = frozenset()) -> tuple[Part, ...]:
    """Cut a clean text into its parts.

    Args:
        text: clean text; blank lines part paragraphs, and so do line ends unless the text is wrapped.
        title: the headline, where it is known.
        captions: offsets at which a caption is known to begin.

    Returns:
        Parts in text order; together they cover every character that is no white space.
    """
    parts: list[Part] = []
    seen: set[PartKind] = set()
    for start, end, is_apart in _paragraphs(text):
        words = text[start:end]
        kind: PartKind | None = "caption" if start in captions else _edge_kind(words)
        if _is_title(words, title, is_apart=is_apart) and not seen & {"title", "body", "caption"}:
            kind = "title" if kind != "caption" else kind
        elif kind is None and is_apart and _is_headline(words, 200) and not words.endswith(("?", "!")):
            after_title = "title" in seen and seen <= {"title", "byline", "notice"}
            kind = "subtitle" if after_title else None
        seen.add(kind or "body")
        if kind is not None:
            parts.append(Part(kind=kind, start=start, end=end))
            continue
        dateline = _DATELINE.match(words[:_EDGE])
        body = start
        if dateline and words[dateline.end() :].strip():
            parts.append(Part(kind="dateline", start=start, end=start + dateline.end()))
            rest = words[dateline.end() :]
            body = start + dateline.end() + len(rest) - len(rest.lstrip())
        parts += _without_comments(text, body, end)
    return tuple(parts)


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def _without_comments(text: str, start: int, end: int) -> Iterator[Part]:
    """Cut markup comments, which no reader of the page saw, out of a paragraph as notices."""
    for comment in _COMMENT.finditer(text, start, end):
        if text[start : comment.start()].strip():
            yield Part(kind="body", start=start, end=comment.start())
        yield Part(kind="notice", start=comment.start(), end=comment.end())
        start = comment.end()
    if text[start:end].strip():
        yield Part(kind="body", start=start, end=end)


def is_notice(words: str) -> bool:
    """Tell whether a paragraph is about the page and not the news.

    Args:
        words: the paragraph.

    Returns:
        True for "Sign up for our newsletter", "Powered by automated translation", "We use cookies ...".
    """
    is_label = len(words) <= 80 and not _FULL_STOP.search(words[-9:]) and _LABEL.match(words)
    return bool(is_label or (len(words) <= 300 and _NOTICE.match(words)))


def _edge_kind(words: str) -> PartKind | None:
    """Tell captions, notices and bylines by their first and last words."""
    head = words[:_EDGE]
    if is_notice(words):
        return "notice"
    credit = len(words) <= 700 and _CAPTION_END.search(words[-_EDGE:])
    if credit or (len(words) <= 1200 and _CAPTION_START.match(head)):
        return "caption"
    if _DATELINE_ALONE.fullmatch(head):
        return "dateline"
    if (len(words) <= 120 and _BYLINE.match(words)) or (len(words) <= 300 and _BYLINE_TAIL.match(words)):
        return "byline"
    return None


def _is_headline(words: str, length: int) -> bool:
    """Tell whether the words are short and end without a full stop."""
    return len(words) <= length and "\n" not in words and not _FULL_STOP.search(words[-9:])


def _is_title(words: str, title: str, *, is_apart: bool) -> bool:
    """Tell whether a first paragraph is the headline: the known one, or what looks like one."""
    if title and one_line(words) == title:
        return True
    return is_apart and _edge_kind(words) is None and _is_headline(words, 160)


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Find the paragraphs: offsets without white space at the ends, and whether a blank line and more follow."""
    width = _wrap_width(text)
    pieces: list[tuple[int, int, bool]] = []
    start = 0
    while start <= len(text):
        gap = _BLANK_LINE.search(text, start)
        stop = gap.start() if gap else len(text)
        pieces += _block_paragraphs(text, start, stop, width)
        start = gap.end() if gap else len(text) + 1
    for number, (first, last, ends_block) in enumerate(pieces):
        yield first, last, ends_block and number + 1 < len(pieces)


def _block_paragraphs(text: str, start: int, stop: int, width: int) -> list[tuple[int, int, bool]]:
    """Cut a block without blank lines at its line ends, except where a line was only wrapped."""
    pieces: list[tuple[int, int, bool]] = []
    previous = ""
    for line in re.finditer(r"[^\n]+", text[start:stop]):
        words = line[0].strip()
        if not words:
            continue
        first = start + line.start() + len(line[0]) - len(line[0].lstrip())
        last = first + len(words)
        next_word = words.split(maxsplit=1)[0]
        if pieces and width and len(previous) + 1 + len(next_word) > width:
            pieces[-1] = (pieces[-1][0], last, False)
        else:
            pieces.append((first, last, False))
        previous = line[0].rstrip()
    if pieces:
        pieces[-1] = (*pieces[-1][:2], True)
    return pieces


def _wrap_width(text: str) -> int:
    """Find the width that a text was wrapped to; 0 = it was not wrapped.

    Typewriter and e-mail texts are wrapped at 60 to 80 characters; 50 to 100 are accepted (own choice).
    """
    width = max((len(line) for line in text.split("\n") if " " in line.strip()), default=0)
    return width if 50 <= width <= 100 else 0
