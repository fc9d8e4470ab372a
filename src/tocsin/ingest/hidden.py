"""Find what a page holds but does not show: text that readers never saw is no evidence."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

HIDDEN = "text.hidden"
"""Flag: the page held text that it does not show; it was taken out, or is most of the page and stays."""

_HIDING = re.compile(
    r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:[;!]|$))",
    re.IGNORECASE,
)
_SHOWING = re.compile(r"(?:^|[;{\s])(?:display|visibility)\s*:", re.IGNORECASE)
_FONT_SIZE = re.compile(r"font-size\s*:\s*0", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};]*+(?:;|\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE_SELECTOR = re.compile(r"[a-z0-9]*[.#][A-Za-z_][\w-]*")
_COLOUR = re.compile(r"(?:^|[;\s])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0)}


def take_out_hidden(tree: Any) -> bool:
    """Remove the elements that a page does not show.

    Hidden are: `hidden`, inline `display:none`, `visibility:hidden` and `font-size:0`, text in the colour
    of its ground where both are written in the markup, `aria-hidden`, and elements that a simple rule of
    the page's own style sheet does not display. The last two hide whole articles until a script has run,
    so there what holds more than half of the text stays.

    Args:
        tree: the parsed page (selectolax); it is changed.

    Returns:
        Whether hidden text was found.
    """
    weak = [*tree.css('[aria-hidden="true"]'), *_styled_away(tree)]
    minor = minor_parts(tree, weak)
    strong = [*tree.css("[hidden]"), *(node for node in tree.css("[style], font[color]") if _is_hidden(node))]
    return remove([*strong, *minor]) or len(minor) < len(weak)


def minor_parts(tree: Any, nodes: list[Any]) -> list[Any]:
    """Leave out the nodes that hold more than half of the text of the page.

    Args:
        tree: the parsed page.
        nodes: some of its nodes.

    Returns:
        The others.
    """
    half = len(_text(tree.body)) / 2 if nodes else 0.0
    return [node for node in nodes if len(_text(node)) <= half]


def remove(nodes: Iterable[Any]) -> bool:
    """Remove nodes, outermost only, for a removed node takes those inside it along.

    Args:
        nodes: nodes of one tree, in any order, repeats allowed.

    Returns:
        Whether any of them held text.
    """
    marked = {node.mem_id: node for node in nodes if node.tag not in {"html", "body", "head"}}
    outer = [node for node in marked.values() if not any(up.mem_id in marked for up in ancestors(node))]
    has_text = any(_text(node).strip() for node in outer)
    for node in outer:
        node.decompose()
    return has_text


def ancestors(node: Any) -> Iterator[Any]:
    """Climb from a node to the root.

    Args:
        node: a node of a parsed page.

    Yields:
        Its parent, the parent of that, and so on.
    """
    while (node := node.parent) is not None:
        yield node


def _text(node: Any) -> str:
    """Take all text of a node."""
    return node.text(deep=True) if node is not None else ""


def _style(node: Any) -> str:
    """Take the inline style of a node."""
    return (node.attributes.get("style") or "")[:4000]


def _is_hidden(node: Any) -> bool:
    """Tell whether a node's own markup hides its text."""
    style = _style(node)
    if _HIDING.search(style):
        # A container set to size 0 to close gaps shows what inside it has a size of its own.
        return not (
            _FONT_SIZE.search(style)
            and any("font-size" in _style(inner) for inner in node.css("[style]")[1:])
        )
    colour = _colour(_COLOUR, style) or _rgb(node.attributes.get("color") or "" if node.tag == "font" else "")
    return colour is not None and colour == _ground(node)


def _ground(node: Any) -> tuple[int, int, int] | None:
    """Find the colour on which a node's text stands, where markup says so."""
    for place in (node, *ancestors(node)):
        attributes = place.attributes
        colour = _colour(_GROUND, _style(place)) or _rgb(attributes.get("bgcolor") or "")
        if colour is not None or _GROUND.search(_style(place)):
            return colour
    return None


def _colour(pattern: re.Pattern[str], style: str) -> tuple[int, int, int] | None:
    """Read a colour out of an inline style."""
    found = pattern.search(style)
    return _rgb(found[1]) if found else None


def _rgb(words: str) -> tuple[int, int, int] | None:
    """Read a colour: #fff, #ffffff, rgb(255, 255, 255), white, black."""
    words = words.strip().lower()
    if words in _NAMED:
        return _NAMED[words]
    if digits := re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", words):
        wide = digits[1] if len(digits[1]) == 6 else "".join(c * 2 for c in digits[1])
        return int(wide[:2], 16), int(wide[2:4], 16), int(wide[4:], 16)
    if numbers := re.fullmatch(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", words):
        return int(numbers[1]), int(numbers[2]), int(numbers[3])
    return None


def _styled_away(tree: Any) -> list[Any]:
    """Find the elements that a class or id rule of the page's style sheets does not display."""
    hides: dict[str, bool] = {}
    for sheet in tree.css("style"):
        rules = _AT_RULE.sub("", _CSS_COMMENT.sub("", _text(sheet)))
        for selectors, declarations in _RULE.findall(rules):
            if _SHOWING.search(declarations):
                hiding = bool(_HIDING.search(declarations))
                hides |= {selector.strip(): hiding for selector in selectors.split(",")}
    chosen = [name for name, hiding in hides.items() if hiding and _SIMPLE_SELECTOR.fullmatch(name)]
    return [node for name in chosen[:500] for node in tree.css(name)]
