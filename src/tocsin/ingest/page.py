"""Read one HTML page: what it says of itself, and its article in paragraphs.

This runs in the process of `worker.py` only, never in the caller's: parsers may stall or die on a page.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from tocsin.ingest.clean import clean, decode, one_line
from tocsin.ingest.hidden import HIDDEN, ancestors, remove, take_out_hidden
from tocsin.ingest.markup import scrub

FALLBACK = "html.fallback_extractor"
"""Flag: the article finder failed or left text out; this is all visible text without menus."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from a page. Everything is as the page states it, not yet checked."""

    title: str = ""
    outlet: str = ""
    lang: str = ""
    url: str = ""
    moments: tuple[str, ...] = ()
    """Dates of publication that the page states, the most trustworthy first."""
    guessed_day: str = ""
    """A date found in an unusual head field or in the address."""
    paragraphs: tuple[tuple[bool, str], ...] = ()
    """In page order: whether it is a caption, and its one line of text."""
    flags: tuple[str, ...] = ()


# What surrounds an article and is no part of it.
_SURROUNDINGS = (
    "nav, footer, aside, form, button, select, style, script, template, dialog, menu, "
    "[role=navigation], [role=banner], [role=contentinfo], [role=search], [role=dialog], [role=complementary], "
    "[id*=comment], [class*=comment], [id*=cookie], [class*=cookie], [id*=disqus]"
)
_BLOCK = re.compile(
    r"</?(address|article|aside|blockquote|body|br|center|dd|details|dir|div|dl|dt|fieldset|figcaption|figure|footer|"
    r"form|h[1-6]|head|header|hr|html|legend|li|main|nav|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|"
    r"title|tr|ul)(?![\w-])(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>"
)
_INLINE = re.compile(r"<(/?)([a-zA-Z!?][^\s/>]*+)(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_MARKS = [chr(code) for code in range(0xE0F0, 0xE0FF)]  # private-use characters, one of which marks captions
_PARSER_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def read_page(raw: bytes, *, simple: bool = False) -> Page | None:
    """Read a page.

    Args:
        raw: its bytes.
        simple: leave out the article finder and take all visible text without menus.

    Returns:
        The page, perhaps without paragraphs; None when its encoding cannot be told.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    decoded = decode(raw, page=True)
    if decoded is None:
        return None
    text, text_flags = clean(decoded[0])
    markup, markup_flags = scrub(text)
    flags = {*decoded[1], *text_flags, *markup_flags}
    tree = LexborHTMLParser(markup or "<p></p>")
    if take_out_hidden(tree):
        flags.add(HIDDEN)
    details = _details(tree)
    mark = next((mark for mark in _MARKS if mark not in text), "")
    _mark_captions(tree, mark, LexborHTMLParser)
    whole = tree.html or ""
    remove(tree.css(_SURROUNDINGS))
    visible = [words for words, linked in blocks(tree.html or "") if linked * 2 <= len(words)]
    article = [] if simple else _article(whole)
    if _is_short(article, visible):
        article = visible
        flags.add(FALLBACK)
    paragraphs = _paragraphs(article, mark)
    return msgspec.structs.replace(details, paragraphs=tuple(paragraphs), flags=tuple(sorted(flags)))


def _article(markup: str) -> list[str]:
    """Find the article with trafilatura; [] when it finds none or breaks."""
    import trafilatura  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    try:
        found = trafilatura.bare_extraction(
            markup.encode("utf-8", "replace"), fast=True, include_comments=False, with_metadata=False
        )
    except (*_PARSER_FAULTS, etree.LxmlError):
        return []
    text = found.text if found is not None else ""
    return [line for line in (text or "").split("\n") if line.strip()]


def _is_short(article: list[str], visible: list[str]) -> bool:
    """Tell whether the article finder left out too much of what the page shows as prose."""
    if not article:
        return True
    kept = _letters(article)
    missing = sum(len(block) for block in visible if _is_prose(block) and _letters([block]) not in kept)
    total = sum(len(block) for block in visible if _is_prose(block))
    return missing > total * SHORT


SHORT = 0.5


def _is_prose(block: str) -> bool:
    """Tell whether a block is a sentence or more: eight words, and a full stop or the like."""
    return block.count(" ") >= 7 and bool(re.search(r"[.!?…۔。।؟][\"'”’»)]*(?:\s|$)", block))


def _letters(lines: Iterable[str]) -> str:
    """Keep letters and digits only, to compare texts that were spaced differently."""
    return re.sub(r"[\W_]+", "", "".join(lines))


def _paragraphs(lines: Iterable[str], mark: str) -> Iterator[tuple[bool, str]]:
    """Tell captions from paragraphs, and leave repeats of the line before out."""
    before = ""
    for line in lines:
        is_caption = bool(mark) and mark in line[:4]
        words = line.replace(mark, "").strip() if mark else line.strip()
        if words and words != before:
            yield is_caption, words
        before = words


def blocks(markup: str) -> Iterator[tuple[str, int]]:
    """Cut well-formed markup into the lines of text that it shows.

    Args:
        markup: a tree written out by the parser.

    Yields:
        A line of text, and how many of its characters are links.
    """
    import html  # noqa: PLC0415

    in_link = False
    for piece in re.split(r"\n(?=\x00)|\x00", _BLOCK.sub("\x00", markup)):
        words: list[str] = []
        linked = position = 0
        for tag in _INLINE.finditer(piece):
            text = html.unescape(piece[position : tag.start()])
            words.append(text)
            linked += len(text) if in_link else 0
            position = tag.end()
            if tag[2].lower() == "a":
                in_link = not tag[1]
        text = html.unescape(piece[position:])
        linked += len(text) if in_link else 0
        line = " ".join("".join([*words, text]).split())
        if line:
            yield line, min(linked, len(line))


def _mark_captions(tree: Any, mark: str, parser: Any) -> None:
    """Turn each caption into a marked paragraph that stands before its picture's box.

    The article finder drops pictures with their captions and would else join some to the text around.
    """
    if not mark:
        return
    import html  # noqa: PLC0415

    captions = [node for node in tree.css("figcaption, [class*=caption]") if node.tag not in {"html", "body", "head"}]
    texts: list[Any] = []
    for node in captions:
        words = " ".join(node.text(deep=True, separator=" ").split())
        if not words or len(words) > 1200 or (node.tag != "figcaption" and node.css_first("figcaption, figure")):
            continue
        box = node
        for up in list(ancestors(node))[:4]:
            if up.tag == "figure" or "caption" in (up.attributes.get("class") or ""):
                box = up
        texts.append((node, box, words))
    for node, box, words in texts:
        if any(other.mem_id == up.mem_id for up in ancestors(node) for other, _, _ in texts):
            continue
        box.insert_before(parser(f"<p>{mark}{html.escape(words)}</p>").css_first("p"))
    remove(node for node, _, _ in texts)
