"""Pages as they leave the server: language, look, policy and caching."""

import re
from typing import Any

import pytest

from backend.core.settings import Settings
from tests.conftest import Client
from tests.portal.conftest import open_browser

PAGES = [
    "/",
    "/verifications",
    "/messages",
    "/me",
    "/me/identity",
    "/venues",
    "/venues/new",
    "/organisations",
    "/residents",
    "/findings",
    "/applications",
    "/wallet",
    "/looks",
    "/consents",
    "/staff",
    "/tasks",
    "/firms",
    "/reminders",
    "/preferences",
    "/scenarios",
    "/policies",
    "/deliveries",
]
NOBODY = "00000000-0000-0000-0000-000000000000"
ONE_VENUE = f"/venues/{NOBODY}"
# Pages whose address is known only when asked for, and those that anybody may see.
MANY = [
    ONE_VENUE,
    f"/apply/{NOBODY}",
    f"/applications/{NOBODY}",
    "/services/id-card-renewal",
    f"/reminders/{NOBODY}",
    "/scenarios/id-card-expiry",
    "/policies/new",
]
OPEN = ["/sign-in", "/services", "/services/id-card-renewal"]


@pytest.fixture
def visitor(portal: Any) -> Client:
    """A browser with some session's cookie, alive or not: pages themselves hold nothing of anybody."""
    opened = open_browser(portal)
    opened.cookies.set("yima_session", "something")
    return opened


@pytest.mark.parametrize("path", [*PAGES, *MANY, "/services"])
async def test_the_first_paint_has_words_in_the_reader_s_language(visitor: Client, path: str) -> None:
    chinese = await visitor.get(path)
    visitor.cookies.set("yima_locale", "en")
    english = await visitor.get(path)

    assert '<html lang="zh-CN"' in chinese.text
    assert '<html lang="en"' in english.text
    assert "廊坊" in chinese.text or "返回" in chinese.text
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"中文|换成中文", "", english.text))
    assert "[[" not in chinese.text + english.text
    assert "<h1>" in chinese.text or path in MANY


@pytest.mark.parametrize("path", [*PAGES, ONE_VENUE, f"/apply/{NOBODY}"])
async def test_who_is_not_signed_in_signs_in_first_and_comes_back(portal: Any, path: str) -> None:
    async with open_browser(portal) as stranger:
        answer = await stranger.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    assert path == "/" or answer.headers["location"].endswith(path.replace("/", "%2F"))


async def test_theme_and_letter_size_stand_in_the_page_before_anything_runs(visitor: Client) -> None:
    visitor.cookies.set("yima_theme", "dark")
    visitor.cookies.set("yima_elder", "1")

    page = await visitor.get("/sign-in")

    assert 'data-theme="dark" data-elder="1"' in page.text


@pytest.mark.parametrize("path", [*PAGES, *MANY, *OPEN, "/nowhere"])
async def test_a_page_runs_only_its_own_scripts_and_is_never_stored(visitor: Client, path: str) -> None:
    page = await visitor.get(path)
    policy = page.headers["content-security-policy"]

    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self' 'sha256-" in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "same-origin"
    assert "camera=(self)" in page.headers["permissions-policy"]
    assert "style=" not in page.text
    assert "data-emotion" not in page.text


async def test_the_catalogue_is_open_to_everybody_with_and_without_scripts(portal: Any) -> None:
    async with open_browser(portal) as stranger:
        everything = await stranger.get("/services")
        found = await stranger.get("/services", params={"q": "身份证过期了<b>"})
        service = await stranger.get("/services/id-card-renewal")

    assert [answer.status_code for answer in (everything, found, service)] == [200, 200, 200]
    assert everything.text.count('href="/services/') > 90
    assert 'href="/services/id-card-renewal"' in found.text
    assert "<b>" not in found.text
    assert found.text.count('href="/services/') < 10
    assert "工本费 20 元" in service.text
    assert "近期免冠证件照" in service.text


async def test_a_missing_page_is_missing(visitor: Client) -> None:
    page = await visitor.get("/nowhere")

    assert page.status_code == 404
    assert "没有这一页" in page.text
    assert (await visitor.get("/venues/none")).status_code == 404
    assert (await visitor.get("/services/none")).status_code == 404
    assert (await visitor.get("/services/../x")).status_code == 404
    assert (await visitor.get("/apply/none")).status_code == 404
    assert (await visitor.get("/reminders/none")).status_code == 404
    assert (await visitor.get("/policies/No")).status_code == 404
    assert (await visitor.get("/*")).status_code == 404


async def test_files_with_a_hash_in_their_name_are_kept_for_ever(visitor: Client) -> None:
    page = await visitor.get("/sign-in")
    script = re.search(r'"(/assets/[^"]+\.js)"', page.text)
    assert script

    answer = await visitor.get(script[1])

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert (await visitor.get("/assets/../../sources.sha256")).status_code == 404


async def test_the_worker_for_notices_keeps_its_name_and_is_asked_for_anew(visitor: Client) -> None:
    answer = await visitor.get("/push-worker.js")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert "javascript" in answer.headers["content-type"]


async def test_words_for_scripts_follow_the_language_and_are_fetched_once(visitor: Client) -> None:
    chinese = await visitor.get("/words.js")
    visitor.cookies.set("yima_locale", "en")
    english = await visitor.get("/words.js")
    again = await visitor.get("/words.js", headers={"if-none-match": english.headers["etag"]})

    assert "登录" in chinese.text
    assert "Sign in" in english.text
    assert again.status_code == 304


async def test_nothing_in_the_pages_knows_where_they_were_built(visitor: Client) -> None:
    page = await visitor.get("/sign-in")
    scripts = re.findall(r'href="(/assets/[^"]+\.js)"', page.text)

    for script in scripts:
        assert "localhost:" not in (await visitor.get(script)).text, script


async def test_other_methods_are_refused(visitor: Client) -> None:
    assert (await visitor.post("/me")).status_code == 405
    assert (await visitor.head("/sign-in")).status_code == 200
    assert (await visitor.get("/sign-in/")).status_code == 200


async def test_preferences_are_kept_and_lead_back(visitor: Client) -> None:
    answer = await visitor.get("/preferences?locale=en&theme=dark&elder=1&back=/me")
    unknown = await visitor.get("/preferences?locale=xx&theme=pink&back=//evil.test")
    from_a_page = await visitor.get("/preferences?elder=0", headers={"referer": "http://city.test/me?a=1"})
    from_elsewhere = await visitor.get("/preferences?elder=0", headers={"referer": "http://evil.test/me"})

    assert answer.headers["location"] == "/me"
    assert [cookie.split(";")[0] for cookie in answer.headers.get_list("set-cookie")] == [
        "yima_locale=en",
        "yima_theme=dark",
        "yima_elder=1",
    ]
    assert unknown.headers["location"] == "/"
    assert "set-cookie" not in unknown.headers
    assert from_a_page.headers["location"] == "/me?a=1"
    assert from_elsewhere.headers["location"] == "/"


@pytest.mark.parametrize("origin", ["https://evil.test", "", "null"])
async def test_only_our_own_pages_open_the_socket(portal: Any, settings: Settings, origin: str) -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"host", b"city.test"), *([(b"origin", origin.encode())] if origin else [])]
    scope = {"type": "websocket", "path": "/_event/", "query_string": b"", "headers": headers}
    await portal({**scope, "client": ("127.0.0.1", 1), "scheme": "ws"}, receive, send)

    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    "path", ["/assets/", "/assets/none.js", "/assets/a%00b", "/assets/..%2f..%2fetc/passwd"]
)
async def test_a_file_that_is_not_there_is_missing(browser: Client, path: str) -> None:
    assert (await browser.get(path)).status_code == 404
