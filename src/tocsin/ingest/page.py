"""Read one HTML page: what it says of itself, and its article in paragraphs.

This runs in the process of `worker.py` only, never in the caller's: parsers may stall or die on a page.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from tocsin.ingest.clean import clean, decode
from tocsin.ingest.hidden import HIDDEN, ancestors, minor_parts, remove, take_out_hidden
from tocsin.ingest.markup import UNCLOSED, scrub
from tocsin.ingest.parts import is_notice
from tocsin.ingest.stated import Stated, read_stated

FALLBACK = "html.fallback_extractor"
"""Flag: the article finder failed or left text out; this is all visible text without menus."""
LEFT_OUT = "html.text_left_out"
"""Flag: more than half of the prose that the page shows is not in the article that was found."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from a page."""

    stated: Stated = Stated()
    """What the page says of itself."""
    paragraphs: tuple[tuple[bool, str], ...] = ()
    """In page order: whether it is a caption, and its one line of text."""
    flags: tuple[str, ...] = ()
    """What was odd and was handled."""


# How much of a page's prose the article may lack, by the characters of all prose: short pages have little
# around the article, so what is missing there is article. Set on 181 pages of scrapinghub/article-extraction-
# benchmark, where with more than half missing the visible text was better in 2 of 6 only: those are flagged.
_TOLERATED = ((1200, 0.15), (2500, 0.35), (float("inf"), 0.8))
_HALF_MISSING = 0.5

# What surrounds an article; and what is no part of it even where it is most of the page.
_SURROUNDINGS = (
    "nav, footer, aside, form, button, template, dialog, menu, [role=navigation], [role=banner], "
    "[role=contentinfo], [role=search], [role=dialog], [role=complementary], [id*=cookie], [class*=cookie]"
)
_OTHER_VOICES = "select, style, script, [id*=comment], [class*=comment], [id*=disqus]"
_BLOCK = re.compile(
    r"</?(address|article|aside|blockquote|body|br|center|dd|details|dir|div|dl|dt|fieldset|figcaption|figure|footer|"
    r"form|h[1-6]|head|header|hr|html|legend|li|main|nav|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|"
    r"title|tr|ul)(?![\w-])(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>"
)
_LARGE = 1 << 20  # characters; below, memory is never short
_MAX_CELLS = 5000  # more is data, and opening nested tables takes quadratic time (own choice)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE = re.compile(r"<(/?)([a-zA-Z!?][^\s/>]*+)(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_CAPTION_CLASS = re.compile(r"(?:^|[-_])caption(?:[-_]+(?:text|content|body|inner))?$", re.IGNORECASE)
_MARKS = "⧙⧚⧘⧛⨳⨴"  # printable and rare, for trafilatura drops what is not printable; one marks captions
_PARSER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_page(raw: bytes, *, simple: bool = False) -> Page | None:
    """Read a page.

    Args:
        raw: its bytes.
        simple: leave out the article finder and take all visible text without menus.

    Returns:
        The page, perhaps without paragraphs; None when its encoding cannot be told.

    Raises:
        MemoryError: there is too little memory for it.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    decoded = decode(raw, page=True)
    if decoded is None:
        return None
    text, text_flags = clean(decoded[0])
    markup, markup_flags = scrub(text)
    flags = {*decoded[1], *text_flags, *markup_flags}
    tree = LexborHTMLParser(markup or "<p></p>")
    if len(markup) > _LARGE and UNCLOSED not in flags:
        _check_whole(tree, markup)
    if take_out_hidden(tree):
        flags.add(HIDDEN)
    stated = read_stated(tree)
    _open_layout_tables(tree, LexborHTMLParser)
    mark = next((mark for mark in _MARKS if mark not in markup), "")
    _mark_captions(tree, mark, LexborHTMLParser)
    whole = tree.html or ""
    remove([*tree.css(_OTHER_VOICES), *minor_parts(tree, tree.css(_SURROUNDINGS))])
    body = tree.body.html if tree.body else ""
    visible = [words for words, linked in blocks(body or "") if linked * 2 <= len(words)]
    article = [] if simple else _article(whole)
    missing, total = _left_out(article, visible)
    tolerated = next(share for size, share in _TOLERATED if total < size)
    if not article or missing > tolerated:
        article = visible
        flags.add(FALLBACK)
    elif missing > _HALF_MISSING:
        flags.add(LEFT_OUT)
    return Page(stated=stated, paragraphs=tuple(_paragraphs(article, mark)), flags=tuple(sorted(flags)))


def _check_whole(tree: Any, markup: str) -> None:
    """Make sure that the parser took all text: short of memory, lexbor drops some without an error (measured)."""
    import html  # noqa: PLC0415

    parsed = tree.root.text(deep=True) if tree.root else ""
    if len(parsed) < 0.9 * len(html.unescape(_INLINE.sub("", _COMMENT.sub("", markup)))):
        raise MemoryError


def _article(markup: str) -> list[str]:
    """Find the article with trafilatura; [] when it finds none or breaks."""
    import trafilatura  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    try:
        found: Any = trafilatura.bare_extraction(
            markup.encode("utf-8", "replace"), fast=True, include_comments=False, with_metadata=False
        )
    except (*_PARSER_FAULTS, etree.LxmlError):
        return []
    text = found.text if found is not None else ""
    return [line for line in (text or "").split("\n") if line.strip()]


def _left_out(article: list[str], visible: list[str]) -> tuple[float, int]:
    """Measure the prose that the page shows and the article lacks: its share, and all prose in characters."""
    kept = _letters(article)
    prose = [block for block in visible if _is_prose(block) and not is_notice(block)]
    total = sum(map(len, prose))
    missing = sum(len(block) for block in prose if _letters([block]) not in kept)
    return missing / total if total else 0.0, total


def _is_prose(block: str) -> bool:
    """Tell whether a block is a sentence or more: eight words, and a full stop or the like."""
    return block.count(" ") >= 7 and bool(re.search(r"[.!?…۔。।؟][\"'”’»)]*(?:\s|$)", block))


def _letters(lines: Iterable[str]) -> str:
    """Keep letters and digits only, to compare texts that were spaced differently."""
    return re.sub(r"[\W_]+", "", "".join(lines))


def _paragraphs(lines: Iterable[str], mark: str) -> Iterator[tuple[bool, str]]:
    """Tell captions from paragraphs; leave out repeated captions and a line that repeats the one before."""
    before = ""
    captions: set[str] = set()
    for line in lines:
        is_caption = bool(mark) and mark in line[:4]
        words = line.replace(mark, "").strip() if mark else line.strip()
        if words and words != before and not (is_caption and words in captions):
            yield is_caption, words
        before = words
        captions |= {words} if is_caption else set()


def blocks(markup: str) -> Iterator[tuple[str, int]]:
    """Cut well-formed markup into the lines of text that it shows.

    Args:
        markup: a tree written out by the parser.

    Yields:
        A line of text, and how many of its characters are links.
    """
    import html  # noqa: PLC0415

    in_link = False
    for piece in _BLOCK.sub("\x00", _COMMENT.sub("", markup)).split("\x00"):
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


def _open_layout_tables(tree: Any, parser: Any) -> None:
    """Turn each table whose cells hold paragraphs into boxes: pages were once laid out so."""
    if len(tree.css("td, th")) > _MAX_CELLS:
        return
    for table in reversed(tree.css("table")):
        cells = [cell for cell in table.css("td, th") if next(_tables(cell)).mem_id == table.mem_id]
        if any(
            cell.css_first("p, div, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, br + br") for cell in cells
        ):
            boxes = "".join(f"<div>{cell.inner_html or ''}</div>" for cell in cells)
            table.replace_with(parser(f"<div>{boxes}</div>").body.child)


def _tables(cell: Any) -> Iterator[Any]:
    """Climb from a cell through the tables around it."""
    return (up for up in ancestors(cell) if up.tag == "table")


def _mark_captions(tree: Any, mark: str, parser: Any) -> None:
    """Turn each caption into a marked paragraph that stands before its picture's box.

    The article finder drops pictures with their captions and would else join some to the text around.
    """
    if not mark:
        return
    import html  # noqa: PLC0415

    texts: list[Any] = []
    for node in tree.css("figcaption, [class*=caption]"):
        words = " ".join(line for line, _ in blocks(node.html or ""))
        if not words or len(words) > 1200 or not _is_caption(node):
            continue
        near = [node, *ancestors(node)][:5]
        box = [
            up for up in near if up.tag == "figure" or "caption" in (up.attributes.get("class") or "")
        ] or [node]
        texts.append((node, box[-1], words))
    marked = {node.mem_id for node, _, _ in texts}
    for node, box, words in texts:
        if any(up.mem_id in marked for up in ancestors(node)):
            continue
        box.insert_before(parser(f"<p>{mark}{html.escape(words)}</p>").css_first("p"))
    remove(node for node, _, _ in texts)


def _is_caption(node: Any) -> bool:
    """Tell whether an element is a caption by its name or one of its classes."""
    if node.tag == "figcaption":
        return True
    classes = (node.attributes.get("class") or "").split()
    return node.tag in {"p", "div", "span", "small", "em", "dd"} and any(map(_CAPTION_CLASS.search, classes))
