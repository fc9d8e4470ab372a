"""Reviewer: the pseudonym under which somebody decides, kept in a cookie of the browser; needs no script."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tocsin.serve.answers import fields_of

NOBODY = "desk"
"""Who decides where nobody gave a pseudonym."""
_COOKIE = "tocsin_reviewer"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_YEAR = 365 * 24 * 3600


def reviewer_of(request: Request) -> str:
    """Say who decides here."""
    name = request.cookies.get(_COOKIE, "")
    return name if _NAME.fullmatch(name) else NOBODY


async def choose(request: Request) -> Response:
    """Keep a pseudonym and go on reviewing.

    Raises:
        HTTPException: 400, it is no pseudonym.
    """
    name = fields_of(await request.body()).get("reviewer", "").strip()
    if not _NAME.fullmatch(name):
        raise HTTPException(400, "A pseudonym is up to 40 letters, digits, dots and dashes, without accents.")
    answer = RedirectResponse("/review", 303)
    answer.set_cookie(_COOKIE, name, max_age=_YEAR, httponly=True, samesite="strict")
    return answer
