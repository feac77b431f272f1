"""/messages/plain: the inbox with every text open, for browsers without scripts."""

import html
import uuid
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.responses import Response

from portal.answers import see_other
from portal.callers import Caller
from portal.city import Refused, city
from portal.locales import Locale, say
from portal.plain import plain_page
from portal.sessions import with_next
from portal.site import Page
from portal.state.messages import ON_A_PAGE, Letter, view

PATH = "/messages/plain"


async def show(caller: Caller, query: Mapping[str, str], shell: Page) -> Response:
    """The messages after the cursor in `query`, newest first, with a button that notes each as read."""
    locale = caller.locale
    try:
        found = await city().messages(caller, ON_A_PAGE, cursor(query.get("after", "")))
    except Refused as refused:
        if refused.status == 401:
            return see_other(with_next("/sign-in", PATH))
        if refused.kind == "device-not-confirmed":
            return see_other(with_next("/me/identity", PATH))
        notice = f'<p class="notice">{html.escape(refused.say(locale))}</p>'
        return plain_page(caller, "messages.title", notice, shell)
    lines = "".join(letter_line(view(message, locale), locale) for message in found.items)
    content = f'<ul class="card p-0 lines">{lines}</ul>' if lines else nothing(locale)
    return plain_page(caller, "messages.title", content + more(found.next, locale), shell)


def cursor(text: str) -> str | None:
    """The cursor that `text` is, if it is one."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return None


def letter_line(one: Letter, locale: Locale) -> str:
    """One message: title, time, text, where it leads, and the button that notes it as read."""
    lead = (
        f'<a class="link" href="{html.escape(one.path)}">{say(locale, "messages.go")}</a>' if one.path else ""
    )
    button = (
        f'<form action="/session/message" method="post"><input type="hidden" name="message" value="{one.id}">'
        f'<button class="link" type="submit">{say(locale, "messages.mark_read")}</button></form>'
        if one.unread
        else ""
    )
    return (
        f'<li class="px-4 py-3"><div class="line-text"><strong>{html.escape(one.title)}</strong>'
        f"<p>{html.escape(one.time)}</p></div><p>{html.escape(one.body)}</p>"
        f'<div class="flex flex-wrap gap-x-6">{lead}{button}</div></li>'
    )


def nothing(locale: Locale) -> str:
    """What stands here until a message comes."""
    title, text = (html.escape(say(locale, f"messages.{name}")) for name in ("empty", "empty_text"))
    return f'<div class="empty"><strong>{title}</strong><p>{text}</p></div>'


def more(following: str | None, locale: Locale) -> str:
    """The way to the older messages, while there are any."""
    if following is None:
        return ""
    address = html.escape(f"{PATH}?{urlencode({'after': following})}")
    return f'<a class="button button-quiet w-full mt-4" href="{address}">{say(locale, "frame.more")}</a>'
