"""What is remembered between two plain pages: sealed in short-lived cookies that no script can read."""

import base64
import binascii
from typing import TypeVar

import msgspec

from backend.core import sealing

T = TypeVar("T")


class Form(msgspec.Struct, frozen=True):
    """A form that came back: which one, and the texts to show in it (errors, and what was typed)."""

    name: str
    texts: dict[str, str]


class SignInStep(msgspec.Struct, frozen=True):
    """A sign-in whose one-time password was sent."""

    id: str
    phone: str
    next: str


# By what is kept: the cookie's name and how long it lives, in seconds.
COOKIES: dict[type, tuple[str, int]] = {Form: ("yima_form", 300), SignInStep: ("yima_sign_in", 900)}


def keep(value: Form | SignInStep, secure: bool) -> str:
    """A Set-Cookie that carries `value`."""
    name, seconds = COOKIES[type(value)]
    sealed = sealing.seal(msgspec.json.encode(value).decode(), field=f"portal.{name}")
    return set_cookie(name, base64.urlsafe_b64encode(sealed).decode().rstrip("="), seconds, secure)


def recall(cookies: dict[str, str], type_: type[T]) -> T | None:
    """What was kept; None when it is missing, too old for its key, or not ours."""
    name, _ = COOKIES[type_]
    text = cookies.get(name, "")
    try:
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return msgspec.json.decode(sealing.unseal(sealed, field=f"portal.{name}"), type=type_)
    except (sealing.SealError, binascii.Error, ValueError):
        return None


def forget(type_: type, secure: bool) -> str:
    """A Set-Cookie that removes it."""
    return set_cookie(COOKIES[type_][0], "", 0, secure)


def set_cookie(name: str, value: str, seconds: int, secure: bool, readable: bool = False) -> str:
    """A Set-Cookie for the whole site; scripts may read it only when `readable`."""
    flags = f"{'' if readable else '; HttpOnly'}{'; Secure' if secure else ''}"
    return f"{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax{flags}"
