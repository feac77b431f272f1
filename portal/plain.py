"""Pages that are whole when they arrive, for browsers without scripts."""

from string import Template

from starlette.responses import Response

from portal.answers import page
from portal.callers import Caller
from portal.locales import say
from portal.site import Page, attributes, style_sheet

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
$content
</main>
</body>
</html>
""")


def plain_page(caller: Caller, title: str, content: str, shell: Page) -> Response:
    """A page with the text `title` as its heading and the HTML `content`; `shell` lends its style."""
    facts = {
        "attributes": attributes(caller.look, caller.visit),
        "style": style_sheet(shell),
        "product": say(caller.locale, "frame.product"),
        "back": say(caller.locale, "frame.back"),
        "title": say(caller.locale, title),
        "content": content,
    }
    return page(PAGE.substitute(facts).encode(), shell.csp)
