"""The description of what other programs may read: OpenAPI 3.1, with the records as JSON Schema."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tocsin import __version__
from tocsin.model import Claim, Incident, Issue, Report, Translation
from tocsin.serve.agreement import Agreement
from tocsin.serve.answers import answer_record
from tocsin.serve.choices import TITLES
from tocsin.serve.desk import Desk
from tocsin.serve.estimates import Estimate
from tocsin.watch.blocks import Card

Schema = dict[str, Any]

RECORDS = (Report, Translation, Claim, Issue, Incident, Card, Estimate, Agreement)
"""Records that are answered as they are kept."""
TEXT: Schema = {"schema": {"type": "string"}}
DAYS = tuple(
    {"name": name, "in": "query", "description": words, "schema": {"type": "string", "format": "date"}}
    for name, words in (("since", "First day, YYYY-MM-DD"), ("until", "Last day, YYYY-MM-DD"))
)
CURSOR = (
    {
        "name": "after",
        "in": "query",
        "description": "Where the last page ended: `after` of its answer",
        **TEXT,
    },
    {
        "name": "limit",
        "in": "query",
        "description": "Rows of a page",
        "schema": {"type": "integer", "minimum": 1, "maximum": 500},
    },
)
KEY = {"name": "key", "in": "path", "required": True, **TEXT}
WORDS = {"name": "q", "in": "query", "description": "Words that must all be there", **TEXT}


def openapi(request: Request, desk: Desk) -> Response:
    """Describe the lists and records that other programs may read."""
    del request, desk
    return answer_record(describe())


def describe() -> Schema:
    """Make the description."""
    narrowing = [_facet(name, title) for name, title in TITLES.items()]
    lists: dict[str, tuple[str, str, list[Any]]] = {
        "/incidents": ("incidents", "Incidents, newest first", [*narrowing, *DAYS, *CURSOR]),
        "/claims": ("claims", "Claims, newest report first", [WORDS, *narrowing, *DAYS, *CURSOR]),
        "/timeline": (
            "bars",
            "Incidents by type and stretch of days, earliest first; those that are known less narrowly are left out",
            [*narrowing, *DAYS],
        ),
        "/actors": ("actors", "Actors by the number of their incidents", [*CURSOR]),
        "/truces": ("truces", "Truces, those that do not hold first", []),
        "/search": ("reports", "Reports that hold all words", [WORDS]),
    }
    paths = {
        f"{address}.json": _get(summary, parameters, _page(noun))
        for address, (noun, summary, parameters) in lists.items()
    }
    paths["/map.geojson"] = _get(
        "Incidents as GeoJSON (RFC 7946)", [*narrowing, *DAYS, *CURSOR], {"type": "object"}
    )
    for noun, summary, record in (
        ("incident", "One incident", "Incident"),
        ("truce", "The card of one truce", "Card"),
    ):
        paths[f"/{noun}/{{key}}.json"] = _get(summary, [KEY], _named(record))
    paths["/report/{key}.json"] = _get(
        "One report, its translations, claims and issues",
        [KEY],
        {
            "type": "array",
            "items": {"anyOf": [_named("Report"), _named("Translation"), _named("Claim"), _named("Issue")]},
        },
    )
    paths["/actor/{key}.json"] = _get("The incidents of one actor", [KEY, *CURSOR], _page("incidents"))
    paths["/review/quality.json"] = _get(
        "What reviews say of the quality of claims, and how far reviewers agree",
        [],
        _object(
            reviews={"type": "integer"},
            estimates={"type": "array", "items": _named("Estimate")},
            agreement={"type": "array", "items": _named("Agreement")},
        ),
    )
    _, schemas = msgspec.json.schema_components(RECORDS, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "tocsin desk",
            "version": __version__,
            "description": "Every list is also there as .csv; `after` then stands in the header X-After.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _facet(name: str, title: str) -> Schema:
    description = f"{title}; may be given several times"
    return {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": "array", "items": {"type": "string"}},
    }


def _named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _page(noun: str) -> Schema:
    rows: Schema = {"type": "array", "items": {"type": "object"}}
    after: Schema = {"type": "string", "description": 'Where the next page begins; "" = there is none'}
    return _object(**{noun: rows, "after": after})


def _get(summary: str, parameters: list[Any], schema: Schema) -> Schema:
    return {
        "get": {
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": {"description": "Found", "content": {"application/json": {"schema": schema}}},
                "400": {"description": "Something in the address cannot be read"},
                "404": {"description": "There is nothing of this id"},
            },
        }
    }
