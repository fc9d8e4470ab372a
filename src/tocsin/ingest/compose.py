"""Put a page that was read into the words and details of a report."""

from typing import TYPE_CHECKING

from tocsin.ingest.details import Details, read_moment

if TYPE_CHECKING:
    from tocsin.ingest.page import Page

GUESSED_DATE = "date.guessed"
"""Flag: the date was found in an unusual head field or in the address of the page."""
UNREADABLE_DATE = "date.unreadable"
"""Flag: the page states a date of publication in a form that is not read."""


def page_details(page: "Page", known: Details, *, may_guess: bool) -> tuple[Details, tuple[str, ...]]:
    """Join what is known of a page with what the page states.

    Args:
        page: the page.
        known: what its source says; it is believed before the page.
        may_guess: whether a guessed day is wanted where none is stated.

    Returns:
        The details, and flags on the date.
    """
    stated, flags = page.stated, page.flags
    day, at = known.published, known.published_at
    if day is None:
        moment = read_moment(stated.moment)
        if moment is None and stated.unreadable_moment:
            flags = (*flags, UNREADABLE_DATE)
        if moment is None and may_guess and (moment := read_moment(stated.guessed_day)):
            flags = (*flags, GUESSED_DATE)
        day, at = moment or (None, None)
    details = Details(
        title=known.title or stated.title,
        outlet=known.outlet or stated.outlet,
        lang=known.lang or stated.lang,
        url=known.url or stated.url,
        published=day,
        published_at=at,
    )
    return details, flags


def page_text(page: "Page", title: str) -> tuple[str, frozenset[int]]:
    """Write headline, paragraphs and captions one under the other, parted by blank lines.

    Args:
        page: the page.
        title: its headline.

    Returns:
        The text and the offsets of the captions; "" when the page has no paragraph.
    """
    text, captions = "", set()
    for is_caption, words in page.paragraphs:
        if not is_caption and words.casefold() == title.casefold():
            continue
        text += "\n\n" if text else f"{title}\n\n" if title else ""
        if is_caption:
            captions.add(len(text))
        text += words
    return text, frozenset(captions)
