"""/picture: the code as a picture drawn by the server, for browsers without scripts."""

import html
from collections.abc import Mapping
from string import Template

from starlette.responses import Response

from backend.people.schemas import Me
from portal.answers import see_other
from portal.callers import Caller
from portal.city import Refused, city
from portal.locales import say
from portal.plain import plain_page
from portal.sessions import with_next
from portal.site import Page
from portal.state.records import pick

CONTENT = Template("""<p class="lead">$lead</p>
$picture
<form action="/picture" method="get" class="field">
<label for="scene">$scene_label</label>
<select class="input" id="scene" name="scene">$options</select>
<button class="button w-full mt-4" type="submit">$show</button>
</form>
""")


async def show(caller: Caller, query: Mapping[str, str], shell: Page) -> Response:
    """The page with a code for the scene in `query` and a button for the next one, or the choice of scenes.

    It does not renew itself: a page that reloads under one's fingers breaks WCAG 2.2.1.
    """
    try:
        scenes = await city().scenes(caller)
        me = await city().me(caller)
    except Refused as refused:
        if refused.status != 401:
            raise
        return see_other(with_next("/sign-in", "/picture"))
    if me.device == "new":
        return see_other(with_next("/me/identity", "/picture"))
    locale = caller.locale
    if trouble := why_none(me):
        title, text = (html.escape(say(locale, f"home.{trouble}_{part}")) for part in ("title", "text"))
        notice = f'<div class="notice"><div><strong>{title}</strong><p>{text}</p></div></div>'
        return plain_page(caller, "picture.title", notice, shell)
    known = {one.id: pick(one.title, locale) for one in scenes}
    scene = query.get("scene", "")
    chosen = scene if scene in known else ""
    facts = {
        "picture": draw(chosen, say(locale, "picture.alt")) if chosen else "",
        "options": "".join(option(id_, title, id_ == chosen) for id_, title in known.items()),
        "lead": say(locale, "picture.lead"),
        "scene_label": say(locale, "picture.scene"),
        "show": say(locale, "picture.renew" if chosen else "picture.show"),
    }
    return plain_page(caller, "picture.title", CONTENT.substitute(facts), shell)


def why_none(me: Me) -> str:
    """What keeps them from having a code; empty when nothing does."""
    if me.suspended:
        return "suspended"
    return "device_suspended" if me.device == "suspended" else ""


def draw(scene: str, alt: str) -> str:
    """The picture on its white plate; its address gives a new code each time."""
    source = f"/v1/city-codes/picture.svg?scene={scene}"
    return (
        f'<div class="card mt-4"><img class="w-full bg-plate" src="{source}" alt="{html.escape(alt)}"></div>'
    )


def option(scene: str, title: str, chosen: bool) -> str:
    """One scene of the list."""
    return f'<option value="{scene}"{" selected" if chosen else ""}>{html.escape(title)}</option>'
