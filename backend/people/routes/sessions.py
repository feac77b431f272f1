"""Signing in, staying signed in, and signing out."""

import uuid

from litestar import Controller, Request, Response, delete, post
from litestar.datastructures import Cookie, State
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.core.callers import header, is_same_origin
from backend.core.problems import NotAllowed, TooManyRequests, responses
from backend.core.settings import Settings
from backend.people import errors, schemas, service

SESSION_COOKIE = "yima_session"
DEVICE_COOKIE = "yima_device"
# The code page sets it, and shows carried codes only while it is there: so one person's codes end with their
# session, also on a phone that stays without a network afterwards.
CARRYING_COOKIE = "yima_carrying"
# Browsers keep no cookie longer than 400 days; when a session really ends, the database says.
SESSION_COOKIE_SECONDS = 400 * 86_400
DEVICE_COOKIE_SECONDS = 2 * 365 * 86_400

AnyRequest = Request[object, object, State]
NO_STORE = {"Cache-Control": "no-store"}


class SignIns(Controller):
    """Signing in by phone and one-time password; anybody may."""

    path = "/v1/sign-ins"
    tags = ("people",)

    @post(status_code=202, responses=responses(errors.InvalidPhone, TooManyRequests))
    async def start(
        self, data: JSONBody[schemas.NewSignIn], request: AnyRequest, caller_address: NamedDependency[str]
    ) -> schemas.SignIn:
        """Text a one-time password to a phone; the answer is the same for every phone."""
        return await service.start_sign_in(data, request.cookies.get(DEVICE_COOKIE), caller_address)

    @post(
        "/{sign_in_id:uuid}/password",
        status_code=200,
        responses=responses(errors.WrongPassword, errors.SignInOver, NotAllowed, TooManyRequests),
    )
    async def answer(
        self,
        sign_in_id: FromPath[uuid.UUID],
        data: JSONBody[schemas.GivenPassword],
        request: AnyRequest,
        caller_address: NamedDependency[str],
        settings: NamedDependency[Settings],
    ) -> Response[schemas.Session]:
        """Sign in with the one-time password; repeated within 30 seconds it gives the same session again."""
        if data.session == "cookie":
            _refuse_other_pages(request, settings)
        device_cookie = request.cookies.get(DEVICE_COOKIE)
        opened = await service.answer_sign_in(sign_in_id, data, device_cookie, caller_address, settings)
        return Response(opened.session, headers=NO_STORE, cookies=_cookies(opened, settings))


class Sessions(Controller):
    """Staying signed in, and signing out."""

    path = "/v1/sessions"
    tags = ("people",)

    @post("/refresh", status_code=200, responses=responses(errors.RefreshRefused))
    async def refresh(
        self, data: JSONBody[schemas.GivenRefreshToken], settings: NamedDependency[Settings]
    ) -> Response[schemas.Session]:
        """Exchange a refresh token for new tokens; each works once, and again if the answer got lost."""
        return Response(await service.refresh(data.refresh_token, settings), headers=NO_STORE)

    @delete("/current")
    async def end(
        self, resident: NamedDependency[Resident], settings: NamedDependency[Settings]
    ) -> Response[None]:
        """Sign out."""
        await service.end_session(resident)
        ended = [_cookie(name, "", 0, settings) for name in (SESSION_COOKIE, CARRYING_COOKIE)]
        return Response(None, status_code=204, cookies=ended)


def _refuse_other_pages(request: AnyRequest, settings: Settings) -> None:
    """Let no other site sign a browser in to an account of its own, for people to say there who they are."""
    is_from_a_page = header(request.scope, b"sec-fetch-site") or header(request.scope, b"origin")
    if is_from_a_page and not is_same_origin(request.scope, settings.origin):
        raise NotAllowed


def _cookies(opened: service.Opened, settings: Settings) -> list[Cookie]:
    if opened.session_cookie is None or opened.device_cookie is None:
        return []
    return [
        _cookie(SESSION_COOKIE, opened.session_cookie, SESSION_COOKIE_SECONDS, settings),
        _cookie(DEVICE_COOKIE, opened.device_cookie, DEVICE_COOKIE_SECONDS, settings),
        _cookie(CARRYING_COOKIE, "", 0, settings),
    ]


def _cookie(name: str, value: str, seconds: int, settings: Settings) -> Cookie:
    secure = settings.origin.startswith("https://")
    return Cookie(name, value=value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)
