"""Who is in front of the page, and the one way in which every event asks the API."""

import functools
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import quote

import reflex as rx

from backend.staff.schemas import OwnPosts
from portal import locales
from portal.callers import Caller, of_connection
from portal.city import City, Refused, city
from portal.locales import Locale

S = TypeVar("S", bound="Session")
Handler = Callable[..., Awaitable[Any]]

NEED_IDENTITY = {"device-not-confirmed", "identity-needed"}

# Its own type fits no wrapped handler.
reflex_event: Any = rx.event


def event(handler: Callable[..., Any]) -> Any:
    """Something that a page can send; what the last one came to is no longer shown."""

    @functools.wraps(handler)
    def handling(self: "Session", **given: Any) -> Any:
        quieten(self)
        return handler(self, **given)

    return reflex_event(handling)


class Session(rx.State):
    """The caller's account as the frame of every page shows it."""

    ready: bool = False
    phone: str = ""
    name: str = ""
    confirmed: bool = False
    device_confirmed: bool = False
    device_suspended: bool = False
    suspended: bool = False
    is_operator: bool = False
    is_manager: bool = False
    # Whether they hold a post, and whether they may give posts to others.
    is_staff: bool = False
    gives_posts: bool = False
    # What an event came to: `problem` stands beside its cause, `done` is read aloud.
    problem: str = ""
    # The event whose form the problem belongs to; empty when it belongs to none.
    problem_in: str = ""
    # Whether the way out is to confirm one's identity on this device.
    needs_identity: bool = False
    done: str = ""
    # New for each form that is opened, so that a double tap creates once.
    _form_key: str = ""

    @event
    def tell_fault(self) -> None:
        """Say that something broke on our side."""
        self.problem = say(self, "frame.fault")


def quieten(state: Session) -> None:
    """Show no problem and no success."""
    state.problem = state.problem_in = state.done = ""
    state.needs_identity = False


def caller_of(state: rx.State) -> Caller:
    """Who holds the connection that this event came on."""
    return of_connection(state.router.headers.raw_headers)


def locale_of(state: rx.State) -> Locale:
    """The language of the page that this event came from."""
    return caller_of(state).locale


def say(state: rx.State, key: str, **facts: object) -> str:
    """A text in that language."""
    return locales.say(locale_of(state), key, **facts)


def new_form_key(state: Session) -> None:
    """Begin a new form: what it creates is created once."""
    state._form_key = secrets.token_urlsafe(16)  # noqa: SLF001 - Reflex makes public names visible to pages


def asks(handler: Handler) -> Any:
    """An event that asks the API: what it refuses is said on the page, a lost session leads to signing in."""

    @functools.wraps(handler)
    async def asking(self: Session, **given: Any) -> Any:
        quieten(self)
        try:
            return await handler(self, **given)
        except Refused as refused:
            if refused.status == 401:
                path = self.router.url.path or "/"
                return rx.redirect(f"/sign-in?next={quote(path)}")
            self.problem = refused.say(locale_of(self))
            self.problem_in = handler.__name__ if "form" in given else ""
            self.needs_identity = refused.kind in NEED_IDENTITY
            return None

    return reflex_event(asking)


async def read_session(state: Session) -> tuple[City, Caller]:
    """Ask who the caller is and show it; gives what further questions need."""
    api, caller = city(), caller_of(state)
    me = await api.me(caller)
    state.phone, state.name = me.phone_masked, me.name_masked or ""
    state.confirmed, state.device_confirmed = me.identity == "confirmed", me.device == "confirmed"
    state.device_suspended = me.device == "suspended"
    state.suspended, state.is_operator = me.suspended, "operator" in me.roles
    state.ready = True
    # Someone suspended manages nothing, and the API would refuse the question.
    asked = not me.suspended and not state.is_operator
    state.is_manager = state.is_operator or (asked and bool((await api.organisations(caller, 1)).items))
    posts = (await api.ask(caller, "GET", "/v1/me/posts", OwnPosts)).items
    state.is_staff = bool(posts)
    state.gives_posts = state.is_operator or any(post.role == "lead" for post in posts)
    return api, caller


async def read_visitor(state: Session) -> tuple[City, Caller]:
    """The same on pages that anybody may see: who is not signed in is nobody in particular."""
    caller = caller_of(state)
    if caller.has_session:
        try:
            return await read_session(state)
        except Refused as refused:
            if refused.status != 401:
                raise
    state.ready = state.confirmed = state.device_confirmed = False
    return city(), caller
