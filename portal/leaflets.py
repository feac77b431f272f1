"""The catalogue for browsers without scripts: HTML that stands at the end of its pages, unseen by others."""

import html
from collections.abc import Mapping
from string import Template

from portal.asking import catalogue
from portal.callers import Caller
from portal.city import Refused, city
from portal.locales import Locale, say
from portal.state.records import pick
from portal.state.service import Titled, name_limit, view_materials
from portal.state.services import FOUND_MAX, ON_A_PAGE, WORDS_MAX, ServiceLine, view

LIST = "/services"
ONE = "/services/"

SEARCH = Template("""<noscript><div class="sheet">
<form action="/services" method="get"><label class="field-title" for="words">$label</label>
<input class="input" id="words" name="q" type="search" maxlength="$most" value="$typed">
<button class="button w-full mt-4" type="submit">$search</button></form>
<ul class="card p-0 lines mt-4">$lines</ul></div></noscript>""")
SERVICE = Template("""<noscript><div class="sheet"><h2 class="h2">$title</h2><p>$summary</p>
<dl class="card p-0 lines mt-4">$facts</dl>
<p class="mt-4">$how</p><a class="link" href="/services">$all</a></div></noscript>""")


async def list_services(caller: Caller, query: Mapping[str, str]) -> str:
    """A search field that works by itself, and what was found by the words in `query`; else everything."""
    locale, words = caller.locale, query.get("q", "").strip()[:WORDS_MAX]
    if words:
        found = await catalogue.search(city(), caller, words, FOUND_MAX)
    else:
        found = await catalogue.services(city(), caller, limit=ON_A_PAGE)
    return SEARCH.substitute(
        label=html.escape(say(locale, "services.search_label")),
        most=WORDS_MAX,
        typed=html.escape(words),
        search=html.escape(say(locale, "services.search")),
        lines="".join(line_of(view(card, locale)) for card in found.items),
    )


async def show_service(caller: Caller, service: str) -> str | None:
    """What one needs to know about a service; None when there is no such service."""
    try:
        found = await catalogue.service(city(), caller, service)
    except Refused as refused:
        if refused.status != 404:
            raise
        return None
    locale = caller.locale
    facts = [
        Titled(say(locale, "service.department"), pick(found.department_title, locale)),
        Titled(say(locale, "service.limit"), name_limit(found, locale)),
        Titled(say(locale, "service.cost"), pick(found.cost, locale)),
        *view_materials(found, locale),
    ]
    return SERVICE.substitute(
        title=html.escape(pick(found.title, locale)),
        summary=html.escape(pick(found.summary, locale)),
        facts="".join(fact_of(fact) for fact in facts),
        how=html.escape(say_how("online" in found.channels, locale)),
        all=html.escape(say(locale, "services.all")),
    )


def say_how(online: bool, locale: Locale) -> str:
    """Where it is done by somebody whose browser runs no scripts."""
    return say(locale, "service.needs_script" if online else "service.counter_only")


def line_of(one: ServiceLine) -> str:
    """One service as a link."""
    path, title = html.escape(ONE + one.id), html.escape(one.title)
    return (
        f'<li class="px-4 py-3"><a class="link" href="{path}">{title}</a>'
        f'<p class="hint">{html.escape(one.summary)}</p></li>'
    )


def fact_of(one: Titled) -> str:
    """One fact about a service."""
    return (
        f'<div class="px-4 py-3"><dt class="lead">{html.escape(one.title)}</dt>'
        f"<dd>{html.escape(one.text)}</dd></div>"
    )
