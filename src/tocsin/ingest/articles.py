"""News as agencies and sites write it in JSON: ninjs of the IPTC, and NewsArticle of schema.org."""

from collections.abc import Mapping
from typing import Any

# The properties are those of ninjs 1.5 and 3.0 (iptc.org/standards/ninjs) and of schema.org/NewsArticle.
_TYPES = ("Article", "Posting", "Report")


def line_of(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """Write an article as the line of a report.

    Args:
        value: a JSON object.

    Returns:
        The fields of `Line` that it states; None when it is neither ninjs nor an article of schema.org.
    """
    if "articleBody" in value and any(word in str(value.get("@type")) for word in _TYPES):
        return _known(_schema_fields(value))
    if isinstance(value.get("bodies"), list) or any(key.startswith("body_") for key in value):
        return _known(_ninjs_fields(value))
    return None


def _schema_fields(value: Mapping[str, Any]) -> dict[str, Any]:
    """Take the fields of a NewsArticle."""
    return {
        "text": value.get("articleBody"),
        "title": value.get("headline") or value.get("name"),
        "outlet": _name(value.get("publisher") or value.get("sourceOrganization")),
        "lang": _name(value.get("inLanguage"), "alternateName"),
        "url": value.get("url") or _name(value.get("mainEntityOfPage"), "@id"),
        "published": value.get("datePublished"),
        "id": value.get("identifier"),
    }


def _ninjs_fields(value: Mapping[str, Any]) -> dict[str, Any]:
    """Take the fields of a ninjs item, whose texts stand in `body_...` or, from version 2 on, in `bodies`."""
    bodies = {key: words for key, words in value.items() if key.startswith("body_")}
    for body in value.get("bodies") or ():
        if isinstance(body, dict):
            kind = str(body.get("contenttype") or body.get("role") or "text")
            bodies.setdefault("body_html" if "html" in kind else "body_text", body.get("value"))
    markup = bodies.get("body_html") or bodies.get("body_xhtml")
    sources = value.get("infosources") or value.get("infosource") or ()
    return {
        "text": None if markup else bodies.get("body_text"),
        "html": markup,
        "title": value.get("headline") or _first(value.get("headlines"), "value"),
        "outlet": _first(sources, "name") or value.get("copyrightholder"),
        "lang": value.get("language"),
        "url": value.get("uri"),
        "published": value.get("versioncreated") or value.get("firstcreated"),
        "id": value.get("uri"),
    }


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what is stated as a string; a text that is missing is an empty one."""
    known = {key: words for key, words in fields.items() if isinstance(words, str)}
    return known if {"text", "html"} & {*known} else {**known, "text": ""}


def _name(value: Any, key: str = "name") -> Any:
    """Take the name of a thing that is given as a string, an object or a list of them."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get(key, value.get("name")) if isinstance(value, dict) else value


def _first(values: Any, key: str) -> Any:
    """Take a property of the first object of a list."""
    return next((value.get(key) for value in values or () if isinstance(value, dict)), None)
