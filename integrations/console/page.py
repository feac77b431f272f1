"""The demo's inbox as a page."""

import html
from collections.abc import Sequence
from datetime import datetime

import msgspec

from backend.core.clock import SHANGHAI

PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>演示短信箱 · Demo inbox</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem; }}
li {{ border-top: 1px solid; padding: .75rem 0; }}
ol {{ list-style: none; padding: 0; }}
</style>
</head>
<body>
<main>
<h1>演示短信箱 <span lang="en">Demo inbox</span></h1>
<p>演示城市不发真短信，最近的短信都在这里。<br>
<span lang="en">A demo city sends no real texts: the last ones are here.</span></p>
{texts}
<h2>其他消息 <span lang="en">Other messages</span></h2>
{carried}
</main>
</body>
</html>
"""


class TextView(msgspec.Struct):
    """A text message in the inbox."""

    to: str
    text: str
    at: datetime


class CarriedView(msgspec.Struct):
    """A message that would have gone out over `channel`."""

    channel: str
    to: str
    title: str
    body: str
    url: str | None
    at: datetime


def render(texts: Sequence[TextView], carried: Sequence[CarriedView]) -> str:
    """The page with all of these; what they say is escaped."""
    return PAGE.format(
        texts=_list(
            [_item(one.to, one.at, one.text) for one in texts],
            '还没有短信。<span lang="en">No texts yet.</span>',
        ),
        carried=_list(
            [
                _item(f"{one.channel} · {one.to}", one.at, one.title, one.body, one.url or "")
                for one in carried
            ],
            '还没有消息。<span lang="en">No messages yet.</span>',
        ),
    )


def _item(to: str, at: datetime, *lines: str) -> str:
    words = "<br>".join(html.escape(line) for line in lines if line)
    return (
        f"<li><strong>{html.escape(to)}</strong> "
        f'<time datetime="{at.isoformat()}">{at.astimezone(SHANGHAI):%H:%M:%S}</time><br>{words}</li>'
    )


def _list(items: list[str], otherwise: str) -> str:
    return f"<ol>{''.join(items)}</ol>" if items else f"<p>{otherwise}</p>"
