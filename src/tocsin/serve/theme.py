"""Light or dark: what the system asks for, unless a person chose; the choice is a cookie and needs no script."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tocsin.serve.answers import fields_of

THEMES = ("auto", "light", "dark")
"""What may be chosen; "auto" = as the system does."""
_COOKIE = "tocsin_theme"
_YEAR = 365 * 24 * 3600


def theme_of(request: Request) -> str:
    """Say what was chosen."""
    chosen = request.cookies.get(_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


async def choose(request: Request) -> Response:
    """Keep a choice and go back to the page where it was made."""
    form = fields_of(await request.body())
    back, chosen = form.get("back", "/"), form.get("theme", "")
    is_own = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    answer = RedirectResponse(back if is_own else "/", 303)
    if chosen in THEMES:
        answer.set_cookie(_COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="strict")
    return answer
