"""Signing in and out, confirming who one is, reading a message: plain forms, which need no script."""

import contextlib
import uuid
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from backend.core.callers import is_same_origin
from portal import locales
from portal.answers import own_path, see_other
from portal.callers import CARRYING_COOKIE, SESSION_COOKIE, Caller, read_caller
from portal.city import Refused, city
from portal.devices import name_device
from portal.memory import Form, SignInStep, forget, keep, recall

BODY_BYTES_MAX = 8_192
FIELD_CHARACTERS_MAX = 200
FIELDS_MAX = 20

Fields = dict[str, str]
Act = Callable[[Caller, Fields, bool], Awaitable[Response]]


async def ask_phone(caller: Caller, fields: Fields, secure: bool) -> Response:
    """Send a one-time password to the phone that was typed."""
    return await send_password(caller, fields.get("phone", ""), own_path(fields.get("next")), secure)


async def ask_again(caller: Caller, _: Fields, secure: bool) -> Response:
    """Send another one-time password to the same phone."""
    step = recall(caller.cookies, SignInStep)
    if step is None:
        return see_other("/sign-in")
    return await send_password(caller, step.phone, step.next, secure)


async def send_password(caller: Caller, phone: str, following: str, secure: bool) -> Response:
    """Go on to the password, or back to the phone with the reason."""
    try:
        started = await city().start_sign_in(caller, phone)
    except Refused as refused:
        form = Form("phone", {"phone.value": phone, **error_texts("phone", refused, caller)})
        return see_other(with_next("/sign-in", following), [keep(form, secure)])
    step = SignInStep(str(started.id), phone, following)
    return see_other("/sign-in/password", [keep(step, secure), forget(Form, secure)])


async def answer_password(caller: Caller, fields: Fields, secure: bool) -> Response:
    """Sign in; a wrong password may be tried again, a sign-in that is over starts again."""
    step = recall(caller.cookies, SignInStep)
    if step is None:
        return see_other("/sign-in")
    device = name_device(caller.headers.get("user-agent", ""))
    try:
        cookies = await city().answer_sign_in(caller, step.id, fields.get("password", ""), device)
    except Refused as refused:
        if refused.kind == "sign-in-over":
            form = Form("phone", {"phone.value": step.phone, **error_texts("phone", refused, caller)})
            return see_other(
                with_next("/sign-in", step.next), [keep(form, secure), forget(SignInStep, secure)]
            )
        form = Form("password", error_texts("password", refused, caller))
        return see_other("/sign-in/password", [keep(form, secure)])
    return see_other(step.next, [*cookies, forget(SignInStep, secure), forget(Form, secure)])


async def confirm_identity(caller: Caller, fields: Fields, secure: bool) -> Response:
    """Confirm name and ID number, and go on to where they were needed."""
    following = own_path(fields.get("next"))
    name, id_number = fields.get("name", ""), fields.get("id_number", "")
    try:
        await city().confirm_identity(caller, name, id_number)
    except Refused as refused:
        if refused.status == 401:
            return see_other(with_next("/sign-in", "/me/identity"))
        typed = {"identity.name": name, "identity.number": id_number}
        form = Form("identity", {**typed, **error_texts("identity", refused, caller)})
        return see_other(with_next("/me/identity", following), [keep(form, secure)])
    return see_other(following, [forget(Form, secure)])


async def end(caller: Caller, _: Fields, secure: bool) -> Response:
    """Sign out, also when the session is already over."""
    try:
        cookies = await city().end_session(caller)
    except Refused as refused:
        if refused.status != 401:
            raise
        cookies = [
            f"{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
            for name in (SESSION_COOKIE, CARRYING_COOKIE)
        ]
    return see_other("/sign-in", [*cookies, forget(SignInStep, secure), forget(Form, secure)])


async def read_message(caller: Caller, fields: Fields, _: bool) -> Response:
    """Note that a message was read, and show the inbox again; one that is not theirs changes nothing."""
    with contextlib.suppress(Refused, ValueError):
        await city().mark_read(caller, str(uuid.UUID(fields.get("message", ""))))
    return see_other("/messages/plain")


ACTS: dict[str, Act] = {
    "/session/phone": ask_phone,
    "/session/again": ask_again,
    "/session/password": answer_password,
    "/session/identity": confirm_identity,
    "/session/message": read_message,
    "/session/end": end,
}


async def act(request: Request, origin: str) -> Response:
    """Do what a form asks for, when it stands on a page of ours."""
    if request.method != "POST":
        return see_other("/sign-in")
    if not is_same_origin(request.scope, origin):
        return PlainTextResponse("This form is not on our page. 这个表单不在我们的页面上。", 403)
    fields = await read_fields(request)
    if fields is None:
        return PlainTextResponse("This is too much. 内容太多了。", 413)
    caller = read_caller(request.scope)
    return await ACTS[request.url.path](caller, fields, origin.startswith("https://"))


async def read_fields(request: Request) -> Fields | None:
    """The form's fields, the first of each name, without spaces around; None when there is too much."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES_MAX:
            return None
    try:
        sent = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS_MAX)
    except ValueError:
        return None
    return {name: values[0].strip()[:FIELD_CHARACTERS_MAX] for name, values in sent.items()}


def error_texts(form: str, refused: Refused, caller: Caller) -> dict[str, str]:
    """What stands beside a form's field: the API's own sentence."""
    return {f"{form}.error": explain(refused, caller.locale), f"{form}.invalid": "true"}


def explain(refused: Refused, locale: locales.Locale) -> str:
    """The API's sentence with the number that goes with it."""
    facts: dict[str, Any] = refused.facts
    sentence = refused.say(locale)
    if isinstance(facts.get("tries_left"), int):
        return f"{sentence} {locales.say(locale, 'sign_in.tries_left', count=facts['tries_left'])}"
    if isinstance(facts.get("retry_after_seconds"), int) and refused.status == 429:
        minutes = max(1, -(-facts["retry_after_seconds"] // 60))
        return f"{sentence} {locales.say(locale, 'sign_in.wait_minutes', count=minutes)}"
    return sentence


def with_next(path: str, following: str) -> str:
    """`path`, saying where to go afterwards."""
    return path if following == "/" else f"{path}?{urlencode({'next': following})}"
