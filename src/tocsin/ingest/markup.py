"""Make markup harmless before a parser sees it, in time that grows with its length only.

The limits are those of the note on reliability, section 2. A cut is flagged; text is never cut, except
what a browser does not show either: comments, scripts, and what follows an unclosed one of these.
"""

import re

CUT_ATTRIBUTES = "html.cut_attributes"
"""Flag: a tag had more attributes than are kept."""
CUT_DEPTH = "html.cut_depth"
"""Flag: tags nested deeper than is parsed were taken out; their text stays."""
CUT_TAGS = "html.cut_tags"
"""Flag: the page had more tags than are parsed; later ones were taken out, their text stays."""

UNCLOSED = "html.unclosed"
"""Flag: a comment, script, frame, quote or the like is never closed and hides the rest, as in browsers."""

MAX_DEPTH = 200
MAX_TAGS = 200_000
MAX_TAG_CHARACTERS = 4000
MAX_ATTRIBUTES = 200

# One tag with its quoted values. Possessive, and the end is optional: no start is scanned twice.
_TAG = re.compile(r"<(?:!--|(/?)([a-zA-Z][^\s/>]*+)((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>?)")
_COMMENT_END = re.compile("--!?>")
_ATTRIBUTE = re.compile(r"[^\s=/\"'<>]{1,200}+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++))?")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]++)|([0-9]++));?")
_LINKED_DATA = re.compile(r"ld\+json", re.IGNORECASE)
# Elements whose content is no markup (HTML standard, section 13.1.2), and those of them that are kept.
_RAW = frozenset(("script", "style", "iframe", "noembed", "noframes", "title", "textarea", "xmp"))
_RAW_KEPT = frozenset(("style", "title", "textarea", "xmp"))
# Elements that have no content, or whose end tag may be left out (HTML standard, section 13.1.2).
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot "
    "option optgroup rt rp colgroup html head body".split()
)


def scrub(markup: str) -> tuple[str, tuple[str, ...]]:
    """Take out of markup what breaks or stalls parsers.

    Args:
        markup: a page, decoded and clean.

    Returns:
        The page without comments, frames and scripts (linked data is kept), with limited depth, tags and
        attributes and without references to characters that do not exist; and flags.
    """
    markup = _REFERENCE.sub(_sound_reference, markup)
    kept: list[str] = []
    flags: set[str] = set()
    dropped: dict[str, int] = {}
    depth = tags = position = 0
    while found := _TAG.search(markup, position):
        kept.append(markup[position : found.start()])
        position = found.end()
        name = (found[2] or "").lower()
        if not name or (name in _RAW and not found[1]):
            position = _end_of(name, markup, found, flags)
            if name in _RAW_KEPT or (name == "script" and _LINKED_DATA.search(found[3][:400])):
                kept.append(markup[found.start() : position])
            continue
        if not found[0].endswith(">"):
            flags.add(UNCLOSED)
        tags += 1
        if tags > MAX_TAGS:
            flags.add(CUT_TAGS)
            kept.append(" ")
            continue
        if name not in _FLAT:
            if found[1]:
                if dropped.get(name):
                    dropped[name] -= 1
                    continue
                depth = max(0, depth - 1)
            elif depth >= MAX_DEPTH:
                flags.add(CUT_DEPTH)
                dropped[name] = dropped.get(name, 0) + 1
                kept.append(" ")
                continue
            else:
                depth += 1
        kept.append(_short_tag(found, flags))
    kept.append(markup[position:])
    return "".join(kept), tuple(sorted(flags))


def _sound_reference(found: re.Match[str]) -> str:
    """Replace a reference to a character that does not exist, or that controls, by a space."""
    digits = (found[1] or found[2]).lstrip("0")
    code = int(digits or "0", 16 if found[1] else 10) if len(digits) <= 7 else -1
    is_character = (
        0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF and code not in {0x7F, 0xFFFE, 0xFFFF}
    )
    return found[0] if is_character or code in {9, 10, 13} else " "


def _end_of(name: str, markup: str, found: re.Match[str], flags: set[str]) -> int:
    """Find where a comment ("") or raw element ends; an unclosed one runs to the end, as in browsers."""
    if name:
        end = re.compile(rf"</{name}\b[^>]*+>?", re.IGNORECASE).search(markup, found.end())
    else:
        end = _COMMENT_END.search(markup, found.start() + 2)
    if not end:
        flags.add(UNCLOSED)
    return end.end() if end else len(markup)


def _short_tag(found: re.Match[str], flags: set[str]) -> str:
    """Write a tag with no more attributes, and no longer values, than are kept."""
    if len(found[0]) <= MAX_TAG_CHARACTERS:
        return found[0]
    kept = []
    for number, attribute in enumerate(_ATTRIBUTE.finditer(found[3])):
        if number == MAX_ATTRIBUTES:
            flags.add(CUT_ATTRIBUTES)
            break
        if len(attribute[0]) <= MAX_TAG_CHARACTERS:
            kept.append(attribute[0])
    return f"<{found[1]}{found[2]} {' '.join(kept)}>"
