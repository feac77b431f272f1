"""How someone wants pages: kept in cookies that pages may read before they paint."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from portal.answers import own_path, see_other
from portal.memory import set_cookie

SECONDS = 400 * 86_400
CHOICES = {
    "locale": ("yima_locale", {"zh-CN", "en"}),
    "theme": ("yima_theme", {"light", "dark", "auto"}),
    "elder": ("yima_elder", {"0", "1"}),
}


def are_in(request: Request) -> bool:
    """Whether the address chooses anything; without that it is the page of notices."""
    return any(name in request.query_params for name in CHOICES)


def choose(request: Request, origin: str) -> Response:
    """Keep the choices in the address and go back to `back`, or to the page where the link stood."""
    secure = origin.startswith("https://")
    cookies = [
        set_cookie(cookie, value, SECONDS, secure, readable=True)
        for name, (cookie, allowed) in CHOICES.items()
        if (value := request.query_params.get(name)) in allowed
    ]
    return see_other(own_path(request.query_params.get("back"), came_from(request)), cookies)


def came_from(request: Request) -> str:
    """The path of the page that led here, when it is one of ours."""
    try:
        referrer = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    if referrer.netloc != request.headers.get("host"):
        return "/"
    return own_path(referrer.path + (f"?{referrer.query}" if referrer.query else ""))
