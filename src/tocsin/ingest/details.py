"""What is known about a report beside its text, and the report made of both."""

import datetime as dt
import hashlib
import re
from urllib.parse import unquote_plus, urlsplit

import msgspec

from tocsin.ingest.clean import clean, one_line
from tocsin.ingest.parts import find_parts
from tocsin.model import Report

_YEARS = range(1800, 2200)  # as in Settings.published
_MAIL = re.compile(r"(?:[A-Za-z]{3},\s?)?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d")  # RFC 5322, section 3.3
_TRACKING = re.compile(
    r"utm_.+|at_(?:medium|campaign|format|ptr_name|bbc_team|custom\d*|link_\w+)|xtor"
    r"|gclid|gclsrc|dclid|gbraid|wbraid|srsltid|_ga|_gl|fbclid|igsh|igshid|msclkid|twclid|ttclid|yclid|ysclid|li_fat_id"
    r"|ref_src|ref_url|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|cmpid|ocid",
    re.IGNORECASE,
)
"""Parameters that name a campaign, a click or a letter, as the tools that add them document: Google Analytics and Ads,
Piano (AT Internet), Meta, Microsoft, X, TikTok, Yandex, LinkedIn, Mailchimp, Marketo, HubSpot; cmpid and ocid are those
of several newsrooms. A list from memory: one that is missing only keeps two addresses apart."""


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says about a report; every field may be unknown."""

    title: str = ""
    """Headline."""
    outlet: str = ""
    """Publisher."""
    lang: str = ""
    """ISO 639-1 code."""
    url: str = ""
    """Web address."""
    published: dt.date | None = None
    """Day of publication by the outlet's own clock."""
    published_at: dt.datetime | None = None
    """Moment of publication, where its time zone is given."""


def read_moment(words: str) -> tuple[dt.date, dt.datetime | None] | None:
    """Read a date or moment in ISO 8601 or in the form of e-mail headers.

    Args:
        words: "2022-08-15", "2022-08-15T07:40:00+02:00", "Mon, 15 Aug 2022 07:40:00 GMT".

    Returns:
        The day by the clock of the words, and the moment where they state a time zone; None when they are
        neither form, longer than 200 characters (note on reliability, section 2) or not of 1800 to 2199.
    """
    words = words.strip()
    if len(words) > 200:
        return None
    import email.utils  # noqa: PLC0415

    read = email.utils.parsedate_to_datetime if _MAIL.match(words) else dt.datetime.fromisoformat
    try:
        moment = read(words)
    except (ValueError, IndexError, OverflowError):
        return None
    if moment.year not in _YEARS:
        return None
    return moment.date(), moment if moment.tzinfo else None


def language_code(words: str) -> str:
    """Take the language of a tag.

    Args:
        words: "en", "en-GB", "pt_BR".

    Returns:
        The two letters of ISO 639-1, "" when there are none.
    """
    found = re.match(r"\s*([A-Za-z]{2})\s*(?:[-_].*)?$", words[:40])
    return found[1].lower() if found else ""


def web_address(words: str) -> str:
    """Take a web address.

    Args:
        words: what a source gives as one.

    Returns:
        The address, "" unless it is http or https with a host.
    """
    words = one_line(words)
    try:
        parts = urlsplit(words)
    except ValueError:
        return ""
    return words if parts.scheme in {"http", "https"} and parts.netloc and " " not in words else ""


def without_tracking(url: str) -> str:
    """Take out of an address what only tells from where a reader came.

    Args:
        url: a web address, or "".

    Returns:
        The address without the parameters of `_TRACKING`; the others stay as they are written, in their order.
    """
    address, mark, fragment = url.partition("#")
    path, query_mark, query = address.partition("?")
    pieces = query.split("&")
    kept = [piece for piece in pieces if not _TRACKING.fullmatch(unquote_plus(piece.partition("=")[0]))]
    if len(kept) == len(pieces):
        return url
    return path + query_mark * bool(kept) + "&".join(kept) + mark + fragment


def canonical_url(url: str) -> str:
    """Write an address so that copies of it are equal.

    Args:
        url: a web address, or "".

    Returns:
        https, lower-case host without its usual port, no fragment, no tracking parameters, no bare host. It serves to
        tell addresses apart, not to be fetched. "www." stays: two hosts may differ.
    """
    try:
        parts = urlsplit(without_tracking(url))
        usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    except ValueError:
        return url
    if not parts.netloc:
        return url
    host = parts.netloc.lower().removesuffix(usual)
    scheme = "https" if parts.scheme == "http" else parts.scheme
    return parts._replace(scheme=scheme, netloc=host, path=parts.path or "/", fragment="").geturl()


def report_id(text: str, details: Details) -> str:
    """Name a report by its content.

    Args:
        text: its clean text.
        details: outlet, and address or else title and date, count.

    Returns:
        "r_" and 16 hex digits of SHA-256 (formats note, section 2).
    """
    day = details.published.isoformat() if details.published else ""
    where = [canonical_url(details.url)] if details.url else [details.title, day]
    joined = "\0".join([details.outlet, *where, text])
    return "r_" + hashlib.sha256(joined.encode()).hexdigest()[:16]


def make_report(
    text: str,
    details: Details,
    *,
    source: str = "",
    flags: tuple[str, ...] = (),
    captions: frozenset[int] = frozenset(),
) -> Report:
    """Clean a text and make the report.

    Args:
        text: the text as published.
        details: what else is known.
        source: where it was read, for people.
        flags: what was odd about the input.
        captions: offsets at which a caption is known to begin; the text must then be clean already.

    Returns:
        The report, with its parts.
    """
    text, more = clean(text)
    title = one_line(details.title)
    parts = find_parts(text, title=title, captions=captions)
    if not title and parts:
        title = next((one_line(text[part.start : part.end]) for part in parts if part.kind == "title"), "")
    details = msgspec.structs.replace(
        details, title=title, outlet=one_line(details.outlet), url=without_tracking(web_address(details.url))
    )
    return Report(
        id=report_id(text, details),
        text=text,
        parts=parts,
        source=one_line(source),
        flags=tuple(sorted({*flags, *more})),
        **msgspec.structs.asdict(details),
    )
