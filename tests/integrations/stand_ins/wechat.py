"""WeChat's API as far as its documents say, with tokens that may be spent at any time."""

import hashlib
import itertools
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

APP_ID = "wx0123456789abcdef"
SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = "callback-token"
TEMPLATE = "template-1"
BOOK: web.AppKey["Book"] = web.AppKey("book")


@dataclass
class Book:
    """What was asked. `codes`: errcodes by openid; `spent`: how many tokens are no good when first used."""

    tokens: list[str] = field(default_factory=list)
    spent: int = 0
    away: bool = False
    codes: dict[str, int] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: itertools.count(200163836))


async def give_token(request: web.Request) -> web.Response:
    """`POST /cgi-bin/stable_token`."""
    book, asked = request.app[BOOK], await request.json()
    if book.away:
        return web.Response(status=502, text="Bad Gateway")
    if asked != {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET}:
        return web.json_response({"errcode": 40125, "errmsg": "invalid appsecret"})
    book.tokens.append(f"token-{len(book.tokens)}")
    return web.json_response({"access_token": book.tokens[-1], "expires_in": 7200})


async def send(request: web.Request) -> web.Response:
    """`POST /cgi-bin/message/template/send`."""
    book, asked = request.app[BOOK], await request.json()
    if request.query["access_token"] != book.tokens[-1] or book.spent > 0:
        book.spent -= 1
        return web.json_response({"errcode": 40001, "errmsg": "invalid credential"})
    if code := book.codes.get(asked["touser"]):
        return web.json_response({"errcode": code, "errmsg": f"refused for {asked['touser']}"})
    assert asked["template_id"] == TEMPLATE
    book.sent.append(asked)
    return web.json_response({"errcode": 0, "errmsg": "ok", "msgid": next(book.numbers)})


def sign(timestamp: int, nonce: str, token: str = TOKEN) -> str:
    """The query of a callback."""
    digest = hashlib.sha1("".join(sorted([token, str(timestamp), nonce])).encode()).hexdigest()  # noqa: S324
    return f"signature={digest}&timestamp={timestamp}&nonce={nonce}&openid=oabc"


def event(message: int, status: str, name: str = "TEMPLATESENDJOBFINISH") -> bytes:
    """What WeChat posts once it is done with a message."""
    return f"""<xml>
<ToUserName><![CDATA[gh_7f083739789a]]></ToUserName>
<FromUserName><![CDATA[oia2TjuEGTNoeX76QEjQNrcURxG8]]></FromUserName>
<CreateTime>1395658920</CreateTime>
<MsgType><![CDATA[event]]></MsgType>
<Event><![CDATA[{name}]]></Event>
<MsgID>{message}</MsgID>
<Status><![CDATA[{status}]]></Status>
</xml>""".encode()


def make_app(book: Book) -> web.Application:
    """The API."""
    app = web.Application()
    app[BOOK] = book
    app.router.add_post("/cgi-bin/stable_token", give_token)
    app.router.add_post("/cgi-bin/message/template/send", send)
    return app
