"""The change feed as JSON lines, RSS 2.0 or Atom (RFC 4287), so that any reader can ring."""

import datetime as dt
from collections.abc import Iterable
from email.utils import format_datetime
from xml.etree import ElementTree as ET

import msgspec

from tocsin.present.words import printable
from tocsin.watch.changes import Change

ATOM = "http://www.w3.org/2005/Atom"
"""Namespace of Atom."""
_TITLE = "tocsin watch"


def as_jsonl(changes: Iterable[Change]) -> str:
    """Write changes as JSON lines.

    Args:
        changes: the changes.

    Returns:
        One line each.
    """
    return "".join(msgspec.json.encode(change).decode() + "\n" for change in changes)


def as_rss(changes: Iterable[Change]) -> str:
    """Write changes as RSS 2.0.

    Args:
        changes: the changes, oldest first.

    Returns:
        The document, newest first as readers expect.
    """
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(
        channel,
        title=_TITLE,
        link="urn:tocsin:watch",
        description="What has changed under the truces that are watched",
    )
    for change in reversed(list(changes)):
        entry = ET.SubElement(channel, "item")
        _add(entry, title=title_of(change), description=printable(change.what))
        guid = ET.SubElement(entry, "guid", isPermaLink="false")
        guid.text = change.id
        if change.made is not None:
            _add(entry, pubDate=format_datetime(change.made))
    return _document(root)


def as_atom(changes: Iterable[Change]) -> str:
    """Write changes as Atom.

    Args:
        changes: the changes, oldest first.

    Returns:
        The document, newest first. A change of which the day is not known bears that of the newest.
    """
    found = list(changes)
    newest = max((change.made for change in found if change.made is not None), default=None)
    newest = newest or dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    root = ET.Element("feed", xmlns=ATOM)
    _add(root, title=_TITLE, id="urn:tocsin:watch", updated=newest.isoformat())
    author = ET.SubElement(root, "author")
    _add(author, name="tocsin")
    for change in reversed(found):
        entry = ET.SubElement(root, "entry")
        made = (change.made or newest).isoformat()
        _add(
            entry,
            title=title_of(change),
            id=f"urn:tocsin:{change.id}",
            updated=made,
            summary=printable(change.what),
        )
    return _document(root)


def title_of(change: Change) -> str:
    """Give a change in one line: "violation: incident i_1: violation, reported, unknown (k_1)"."""
    return printable(f"{change.kind}: {change.what} ({change.commitment})")


def _add(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def _document(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
