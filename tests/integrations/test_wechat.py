"""Template messages, over a stand-in that knows what WeChat's documents say."""

import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from backend.app import adapters, create_app
from backend.core.problems import NotAllowed
from backend.core.settings import Settings
from backend.messages.ports import Handed, Refused, Report
from integrations import wechat
from integrations.wechat.account import ServiceAccount
from tests.conftest import new_client
from tests.integrations.conftest import parcel
from tests.integrations.stand_ins.serving import running
from tests.integrations.stand_ins.wechat import APP_ID, SECRET, TEMPLATE, TOKEN, Book, event, make_app, sign

BUSY = Refused("busy", permanent=False)


def settings_for(address: str, secret: str = SECRET) -> Settings:
    return Settings(
        profile="demo",
        public_url="http://city.test",
        wechat_url=address,
        wechat_app_id=APP_ID,
        wechat_secret=secret,
        wechat_template=TEMPLATE,
        wechat_token=TOKEN,
    )


def make(address: str, secret: str = SECRET) -> ServiceAccount:
    return wechat.provider(settings_for(address, secret))


@pytest.fixture
def book() -> Book:
    """What WeChat was asked."""
    return Book()


@pytest.fixture
async def account(book: Book) -> AsyncIterator[ServiceAccount]:
    """Our side of it."""
    async with running(make_app(book)) as address:
        yield make(address)


async def test_one_token_serves_many_messages(account: ServiceAccount, book: Book) -> None:
    parcels = [parcel(number, f"o{number}", title="很" * 30) for number in range(10)]
    answers = await account.hand(parcels)
    assert answers[0] == Handed("200163836")
    assert {type(answer) for answer in answers} == {Handed}
    assert book.tokens == ["token-0"]
    sent = book.sent[0]
    assert sent["data"]["time2"]["value"].startswith("20")
    assert sent["data"]["thing1"]["value"] == "很" * 19 + "…"
    assert sent["client_msg_id"] == parcels[0].id.replace("-", "")
    assert sent["url"] == parcels[0].url


async def test_a_spent_token_is_fetched_anew(
    account: ServiceAccount, book: Book, later: Callable[[timedelta], None]
) -> None:
    book.spent = 1
    assert await account.hand([parcel(1, "o1")]) == [Handed("200163836")]
    assert book.tokens == ["token-0", "token-1"]
    later(timedelta(hours=2))
    assert await account.hand([parcel(2, "o2")]) == [Handed("200163837")]
    assert len(book.tokens) == 3
    book.spent = 99
    assert await account.hand([parcel(3, "o3")]) == [BUSY]
    book.away, book.spent = True, 0
    assert await account.hand([parcel(4, "o4")]) == [BUSY]
    assert len(book.sent) == 2


async def test_without_the_secret_nothing_is_sent(book: Book) -> None:
    async with running(make_app(book)) as address:
        assert await make(address, "a wrong secret 0").hand([parcel(1, "o1")]) == [BUSY]
    assert book.sent == []


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (40003, Refused("bad-address", permanent=True)),
        (43004, Refused("gone", permanent=True)),
        (43101, Refused("blocked", permanent=True)),
        (47003, Refused("content", permanent=True)),
        (45009, Refused("quota", permanent=False)),
        (-1, BUSY),
        (12345, BUSY),
    ],
)
async def test_an_error_code_has_its_reason(
    account: ServiceAccount, book: Book, code: int, answer: Refused
) -> None:
    book.codes["o1"] = code
    assert await account.hand([parcel(1, "o1"), parcel(2, "o2")]) == [answer, Handed("200163836")]


def test_callbacks_are_believed_when_wechat_signed_them(later: Callable[[timedelta], None]) -> None:
    account = make("https://api.weixin.qq.com")
    now = int(time.time())
    headers = {":query": sign(now, "n0nce")}
    assert account.read_reports(headers, event(7, "success")) == [Report("7", "delivered")]
    assert account.read_reports(headers, event(7, "failed:user block")) == [Report("7", "failed", "blocked")]
    assert account.read_reports(headers, event(7, "failed: system failed")) == [Report("7", "failed")]
    for other in (event(7, "success", "subscribe"), event(0, "success"), b"", b"<xml>" * 1_000, b"\xff"):
        assert account.read_reports(headers, other) == []
    for forged in (
        "",
        sign(now, "n0nce", "another"),
        headers[":query"] + "1&nonce=x",
        "timestamp=é&signature=é",
    ):
        with pytest.raises(NotAllowed):
            account.read_reports({":query": forged}, event(7, "success"))
    later(timedelta(minutes=6))
    with pytest.raises(NotAllowed):
        account.read_reports(headers, event(7, "success"))


async def test_wechat_hears_its_own_words() -> None:
    settings = settings_for("https://api.weixin.qq.com")
    app = create_app(settings)
    app.state.adapters = adapters(settings, None)  # type: ignore[arg-type]
    query = sign(int(time.time()), "n0nce")
    async with new_client(app) as caller, new_client(create_app(Settings(profile="demo"))) as without:
        address = f"/v1/providers/wechat/reports?{query}"
        proof = await caller.get(f"{address}&echostr=5837642189")
        assert (proof.text, proof.headers["content-type"]) == ("5837642189", "text/plain; charset=utf-8")
        noted = await caller.post(address, content=event(7, "success"))
        assert (noted.status_code, noted.text) == (200, "success")
        for bad in ("&echostr=<script>", "", f"&echostr={'5' * 65}"):
            assert (await caller.get(address + bad)).status_code == 403
        assert (await caller.post(address.replace("n0nce", "other"))).status_code == 403
        assert (await without.get(f"{address}&echostr=1")).status_code == 404
