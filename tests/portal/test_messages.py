"""The inbox as a browser without scripts reads it, and what a suspended device is told there."""

import re
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from backend.core import db
from backend.messages.rules import Fact
from backend.messages.schemas import Message, Words
from backend.messages.service import send
from backend.people.service import suspend_device
from portal.state.messages import name_count, view
from tests.conftest import Client
from tests.portal.conftest import follow, open_browser

AT = datetime(2026, 11, 25, 4, 5, tzinfo=UTC)
LIBRARY = {"zh-CN": "市图书馆", "en": "City <Library>"}
PARK = {"zh-CN": "人民公园", "en": "People's Park"}
IDENTITY = {"name": "张小明", "id_number": "131099199003071238"}

SignInByForm = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def reader(browser: Client, sign_in_by_form: SignInByForm) -> Client:
    """The browser of somebody who has confirmed who they are."""
    await sign_in_by_form()
    await browser.post("/session/identity", data=IDENTITY)
    return browser


async def tell(connection: Any, count: int = 1) -> None:
    """Send the only person there is some messages."""
    account: uuid.UUID = await connection.fetchval("select account from session")
    for number in range(count):
        facts: dict[str, Fact] = {"venue_one": LIBRARY, "venue_two": PARK, "at": AT}
        async with db.transaction():
            await send(account, "code-copied", facts, key=str(number))


async def test_messages_are_read_without_scripts_and_noted_as_read(reader: Client, connection: Any) -> None:
    await tell(connection)

    page = await reader.get("/messages/plain")

    assert "您的离线码可能被人拍下了" in page.text
    assert "11月25日 12:05 前后" in page.text
    assert 'href="/verifications"' in page.text
    message = re.search(r'name="message" value="([0-9a-f-]{36})"', page.text)
    assert message
    again = await follow(reader, await reader.post("/session/message", data={"message": message[1]}))
    assert "您的离线码可能被人拍下了" in again.text
    assert "标为已读" not in again.text


async def test_the_inbox_speaks_english_and_shows_names_as_they_are(reader: Client, connection: Any) -> None:
    await tell(connection)
    reader.cookies.set("yima_locale", "en")

    page = await reader.get("/messages/plain")

    assert "City &lt;Library&gt;" in page.text
    assert not re.search(r"[\u4e00-\u9fff]", page.text)


async def test_older_messages_are_one_link_away(reader: Client, connection: Any) -> None:
    assert "还没有消息" in (await reader.get("/messages/plain")).text
    await tell(connection, 21)

    first = await reader.get("/messages/plain")
    further = re.search(r'href="(/messages/plain\?after=[0-9a-f-]{36})"', first.text)
    assert further
    second = await reader.get(further[1])

    assert (first.text.count("<li "), second.text.count("<li ")) == (20, 1)
    assert (await reader.get('/messages/plain?after="><script>')).text.count("<li ") == 20


async def test_a_message_that_is_not_theirs_changes_nothing(reader: Client, connection: Any) -> None:
    await tell(connection)
    for message in ("", "x", str(uuid.uuid4()), "../../v1/me"):
        answer = await reader.post("/session/message", data={"message": message})
        assert answer.headers["location"] == "/messages/plain"
    assert "标为已读" in (await reader.get("/messages/plain")).text


async def test_a_new_device_confirms_first_and_a_stranger_signs_in_first(
    portal: Any, browser: Client, sign_in_by_form: SignInByForm
) -> None:
    await sign_in_by_form()
    assert (await browser.get("/messages/plain")).headers["location"] == (
        "/me/identity?next=%2Fmessages%2Fplain"
    )
    async with open_browser(portal) as stranger:
        assert (await stranger.get("/messages/plain")).headers["location"] == (
            "/sign-in?next=%2Fmessages%2Fplain"
        )
        stranger.cookies.set("yima_session", "over")
        assert (await stranger.get("/messages/plain")).headers["location"] == (
            "/sign-in?next=%2Fmessages%2Fplain"
        )


async def test_a_suspended_device_is_told_where_to_go(reader: Client, connection: Any) -> None:
    await suspend_device(await connection.fetchval("select id from device"), "copied", None)

    inbox, picture = await reader.get("/messages/plain"), await reader.get("/picture?scene=library")
    identity = await follow(reader, await reader.post("/session/identity", data=IDENTITY))

    assert "请带身份证到服务窗口" in inbox.text
    assert "服务窗口" in picture.text
    assert "<img" not in picture.text
    assert "这台设备已暂停使用" in identity.text


def test_a_message_in_words() -> None:
    words = Words("标题", "Title")
    message = Message(
        id=uuid.uuid4(), kind="x", category="other", title=words, body=words, at=AT, read_at=None, path=None
    )

    assert (view(message, "en").title, view(message, "zh-CN").time) == ("Title", "11月25日 周三 12:05")
    assert (view(message, "en").unread, view(message, "en").path) == (True, "")


def test_a_badge_counts_to_ninety_nine() -> None:
    assert [name_count(count) for count in (0, 1, 99, 100)] == ["", "1", "99", "99+"]
