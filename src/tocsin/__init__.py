"""tocsin: news reports in, sourced conflict and political event data out.

>>> import tocsin
>>> tocsin.code("Rebels attacked the base on Sunday.", published="2020-10-12")  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from tocsin.coder import Coder as Coder
    from tocsin.coder import Reading as Reading
    from tocsin.coder import code as code
    from tocsin.errors import TocsinError as TocsinError
    from tocsin.model import Claim as Claim
    from tocsin.model import Issue as Issue
    from tocsin.model import Report as Report
    from tocsin.present.arrow import to_arrow as to_arrow
    from tocsin.present.arrow import to_pandas as to_pandas
    from tocsin.store import open_store as open_store
    from tocsin.store.query import query as query

_HOME = {
    "Claim": "model",
    "Coder": "coder",
    "Issue": "model",
    "Reading": "coder",
    "Report": "model",
    "TocsinError": "errors",
    "code": "coder",
    "open_store": "store",
    "query": "store.query",
    "to_arrow": "present.arrow",
    "to_pandas": "present.arrow",
}
"""Public name to the module it lives in: each is imported when it is first used."""

__all__ = [
    "Claim",
    "Coder",
    "Issue",
    "Reading",
    "Report",
    "TocsinError",
    "code",
    "open_store",
    "query",
    "to_arrow",
    "to_pandas",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name not in _HOME:
        message = f"module 'tocsin' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"tocsin.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*__all__, "__version__"])
