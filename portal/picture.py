"""/picture: the code as a picture drawn by the server, for browsers without scripts."""

import html
from string import Template

from starlette.responses import Response

from portal.answers import page, see_other
from portal.callers import Caller
from portal.city import Refused, city
from portal.locales import say
from portal.sessions import with_next
from portal.site import Page, attributes, style_sheet
from portal.state.records import pick

PAGE = Template("""<!DOCTYPE html>
<html $attributes>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title · $product</title>
<link rel="stylesheet" href="$style">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<header><div class="bar"><a class="bar-back" href="/" aria-label="$back">←</a>
<div class="bar-title"><h1>$title</h1></div></div></header>
<main class="sheet sheet-plain" id="content">
<p class="lead">$lead</p>
$picture
<form action="/picture" method="get" class="field">
<label for="scene">$scene_label</label>
<select class="input" id="scene" name="scene">$options</select>
<button class="button w-full mt-4" type="submit">$show</button>
</form>
</main>
</body>
</html>
""")


async def show(caller: Caller, scene: str, shell: Page) -> Response:
    """The page with a code for `scene` and a button for the next one, or only the choice of scenes.

    It does not renew itself: a page that reloads under one's fingers breaks WCAG 2.2.1.
    """
    try:
        scenes = await city().scenes(caller)
        me = await city().me(caller)
    except Refused as refused:
        if refused.status != 401:
            raise
        return see_other(with_next("/sign-in", "/picture"))
    if me.device != "confirmed":
        return see_other(with_next("/me/identity", "/picture"))
    locale = caller.locale
    known = {one.id: pick(one.title, locale) for one in scenes}
    chosen = scene if scene in known else ""
    facts = {
        "attributes": attributes(caller.look, caller.visit),
        "style": style_sheet(shell),
        "picture": draw(chosen, say(locale, "picture.alt")) if chosen else "",
        "options": "".join(option(id_, title, id_ == chosen) for id_, title in known.items()),
        "product": say(locale, "frame.product"),
        "back": say(locale, "frame.back"),
        "title": say(locale, "picture.title"),
        "lead": say(locale, "picture.lead"),
        "scene_label": say(locale, "picture.scene"),
        "show": say(locale, "picture.renew" if chosen else "picture.show"),
    }
    return page(PAGE.substitute(facts).encode(), shell.csp)


def draw(scene: str, alt: str) -> str:
    """The picture on its white plate; its address gives a new code each time."""
    source = f"/v1/city-codes/picture.svg?scene={scene}"
    return (
        f'<div class="card mt-4"><img class="w-full bg-plate" src="{source}" alt="{html.escape(alt)}"></div>'
    )


def option(scene: str, title: str, chosen: bool) -> str:
    """One scene of the list."""
    return f'<option value="{scene}"{" selected" if chosen else ""}>{html.escape(title)}</option>'
