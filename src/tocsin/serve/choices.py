"""Choices: what an address narrows a list to, and the links that would change it."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request

from tocsin.serve.columns import Choice, Columns, Mask

SHOWN = 8
"""Values of a facet that are shown at once; the others unfold."""
MOST = 40
"""Values of a facet at the most."""

TITLES = {
    "event_type": "Type", "factuality": "How it stands", "standing": "Standing", "actor": "Actor, either side", "backer": "Backer of a side",
    "country": "Country of the place", "place": "Place", "target": "Target", "outlet": "Source", "lang": "Language of the report",
    "confidence": "How sure the reader is", "time": "Told as", "review": "Review",
}  # fmt: skip
"""Facets by the name they have in addresses, in the order of the page."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet."""

    value: str
    words: str
    count: int
    """Records that the list would hold, of this facet only those of the value."""
    href: str
    """Where it is chosen, or no longer chosen."""
    is_chosen: bool


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A facet on a page."""

    name: str
    title: str
    links: tuple[Link, ...]
    """Chosen ones first, then by count."""


def choice_of(request: Request) -> Choice:
    """Read what an address asks for.

    Raises:
        HTTPException: 400, a day is none.
    """
    asked = request.query_params
    facets = {name: tuple(v[:200] for v in asked.getlist(name) if v.strip()) for name in TITLES}
    return Choice(
        facets={name: values for name, values in facets.items() if values},
        since=_day(asked.get("since", ""), "since"),
        until=_day(asked.get("until", ""), "until"),
    )


def _day(text: str, name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise HTTPException(400, f"{name}: write a day as YYYY-MM-DD.") from error


def number_of_rows(request: Request, default: int, most: int) -> int:
    """Read how many rows an address asks for."""
    text = request.query_params.get("limit", "")
    return max(1, min(int(text), most)) if text.isdigit() and len(text) < 7 else default


def groups(
    request: Request, columns: Columns, choice: Choice, among: Mask | None, name_of: Callable[[str, str], str]
) -> list[Group]:
    """Set out the facets of a list.

    Args:
        request: whose address is changed by the links.
        columns: the list.
        choice: what is chosen.
        among: records that the list is narrowed to otherwise; None = all.
        name_of: facet and value to words for people.

    Returns:
        Facets of which there is anything to choose.
    """
    counts = columns.counts(choice, among)
    found = []
    for name, title in TITLES.items():
        if name not in counts:
            continue
        chosen = choice.facets.get(name, ())
        pairs = dict(counts[name])
        values = [*chosen, *(value for value in pairs if value not in chosen)][:MOST]
        if len(values) > 1 or chosen:
            found.append(
                Group(
                    name=name,
                    title=title,
                    links=tuple(
                        Link(
                            value=value,
                            words=name_of(name, value),
                            count=pairs.get(value, 0),
                            href=changed(request, name, value),
                            is_chosen=value in chosen,
                        )
                        for value in values
                    ),
                )
            )
    return found


def changed(request: Request, name: str, value: str) -> str:
    """Give the address with a value chosen, or with it no longer chosen; it begins at the first page."""
    pairs = pairs_of(request)
    pair = (name, value)
    kept = [one for one in pairs if one != pair]
    return address_of(request, kept if len(kept) < len(pairs) else [*pairs, pair])


def pairs_of(request: Request) -> list[tuple[str, str]]:
    """List what an address asks for, without the place in the list and without what is empty."""
    return [pair for pair in request.query_params.multi_items() if pair[0] != "after" and pair[1].strip()]


def address_of(request: Request, pairs: Sequence[tuple[str, Any]]) -> str:
    """Give the address of this page with another question."""
    return request.url.path + ("?" + urlencode(pairs) if pairs else "")


def kept_query(request: Request) -> str:
    """Give what an address asks for, so that another page can be asked the same."""
    return urlencode(pairs_of(request))
