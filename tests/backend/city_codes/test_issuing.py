"""A resident gets codes; who may not is told why."""

import hashlib
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta

import httpx
import jwt
import pytest
import time_machine
import zxingcpp
from litestar import Litestar
from PIL import Image

from backend.core import clock, keys
from backend.core.settings import Settings
from tests.backend.city_codes.showing import issue, show, verdict
from tests.conftest import SignIn, new_client, read_password

Client = httpx.AsyncClient
RunJobs = Callable[[], Awaitable[int]]

SCENE = {"scene": "library"}


async def test_a_code_says_how_long_it_counts(resident: Client, settings: Settings) -> None:
    issued = await issue(resident)
    times = {name: datetime.fromisoformat(issued[name]) for name in issued if name.endswith(("_at", "_time"))}
    lifetime = timedelta(seconds=settings.code_lifetime_seconds)
    assert lifetime - timedelta(seconds=1) <= times["expires_at"] - times["issued_at"] <= lifetime
    assert abs(times["refresh_at"] - times["issued_at"] - lifetime * 2 / 3) < timedelta(milliseconds=1)
    assert times["server_time"] == times["issued_at"]
    assert issued["scene"] == "library"
    said = jwt.decode(issued["code"], options={"verify_signature": False})
    assert said == {"cid": issued["cid"], "exp": int(times["expires_at"].timestamp()), "s": "library"}


async def test_a_code_is_never_kept_by_a_cache(resident: Client) -> None:
    answer = await resident.post("/v1/city-codes", json=SCENE)
    assert answer.headers["cache-control"] == "no-store"


async def test_every_code_is_another(resident: Client) -> None:
    issued = [await issue(resident) for _ in range(20)]
    assert len({code["cid"] for code in issued}) == 20
    assert len({code["code"] for code in issued}) == 20


async def test_any_jose_library_verifies_a_code_by_the_published_keys(
    resident: Client, client: Client
) -> None:
    published = jwt.PyJWKSet.from_json((await client.get("/.well-known/jwks.json")).text)
    code = await show(resident)
    key = published[jwt.get_unverified_header(code)["kid"]]
    assert jwt.decode(code, key, ["EdDSA"])["s"] == "library"


async def test_who_is_not_confirmed_is_told_to_confirm(sign_in: SignIn) -> None:
    newcomer = await sign_in("13800000001")
    answer = await newcomer.post("/v1/city-codes", json=SCENE)
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/identity-needed"


async def test_who_is_suspended_gets_no_code(resident: Client, operator: Client) -> None:
    me = (await resident.get("/v1/me")).json()["id"]
    await operator.put(f"/v1/residents/{me}/suspension", json={"reason": "lost phone"})
    for answer in (
        await resident.post("/v1/city-codes", json=SCENE),
        await resident.get("/v1/city-codes/picture.svg?scene=library"),
    ):
        assert answer.status_code == 403
        assert answer.json()["type"] == "/problems/account-suspended"


@pytest.mark.parametrize("scene", ["nowhere", "x", "a" * 40])
async def test_a_scene_that_is_not_there_is_a_problem(resident: Client, scene: str) -> None:
    answer = await resident.post("/v1/city-codes", json={"scene": scene})
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/unknown-scene"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"null", 422),
        (b'{"scene":"UPPER"}', 422),
        (b'{"scene":"library","x":1}', 422),
        (b'{"scene":"' + b"a" * 50_000 + b'"}', 413),
    ],
)
async def test_what_cannot_be_read_is_a_problem(resident: Client, body: bytes, status: int) -> None:
    answer = await resident.post("/v1/city-codes", content=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_nobody_and_a_reader_get_no_code(client: Client, reader: Client) -> None:
    for somebody in (client, reader):
        assert (await somebody.post("/v1/city-codes", json=SCENE)).status_code == 401


async def test_a_session_that_ended_gets_no_code_at_once(resident: Client) -> None:
    await show(resident)
    assert (await resident.delete("/v1/sessions/current")).status_code == 204
    assert (await resident.post("/v1/city-codes", json=SCENE)).status_code == 401


async def test_a_token_that_is_over_gets_no_code(resident: Client) -> None:
    await show(resident)
    with time_machine.travel(clock.now() + timedelta(seconds=601)):
        assert (await resident.post("/v1/city-codes", json=SCENE)).status_code == 401


async def test_a_revoked_key_takes_its_tokens_along(resident: Client) -> None:
    await show(resident)
    await keys.revoke(keys.ring().current("access-token").kid)
    await keys.ring().refresh()
    assert (await resident.post("/v1/city-codes", json=SCENE)).status_code == 401


@pytest.fixture
async def browser(app: Litestar, run_jobs: RunJobs, client: Client) -> AsyncIterator[Client]:
    """The resident in a browser, by cookie, on a device that is confirmed."""
    asked = await client.post("/v1/sign-ins", json={"phone": "13800000001"})
    password = await read_password(client, run_jobs, "13800000001")
    async with new_client(app) as page:
        answer = await page.post(
            f"/v1/sign-ins/{asked.json()['id']}/password",
            json={"password": password, "session": "cookie", "device": {"token": None, "label": "test"}},
        )
        assert answer.status_code == 200, answer.text
        identity = {"name": "张小明", "id_number": "131099199003071238"}
        assert (await page.post("/v1/me/identity", json=identity)).status_code == 200
        yield page


async def test_a_browser_gets_codes_by_its_cookie_from_our_own_page_only(browser: Client) -> None:
    assert (await browser.post("/v1/city-codes", json=SCENE)).status_code == 200
    for headers in (
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        answer = await browser.post("/v1/city-codes", json=SCENE, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["type"] == "/problems/not-from-our-page"
    del browser.headers["origin"]
    assert (await browser.post("/v1/city-codes", json=SCENE)).status_code == 403
    same = {"sec-fetch-site": "same-origin"}
    assert (await browser.post("/v1/city-codes", json=SCENE, headers=same)).status_code == 200


async def test_a_cookie_that_is_nobodys_gets_no_code(client: Client) -> None:
    for cookie in ("yima_session=", "yima_session=x", "x=yima_session=y", "yima_session=%ff; yima_session=x"):
        answer = await client.post("/v1/city-codes", json=SCENE, headers={"cookie": cookie})
        assert answer.status_code == 401


@pytest.mark.parametrize("form", ["svg", "png"])
async def test_a_drawn_code_reads_and_counts(resident: Client, reader: Client, form: str) -> None:
    answer = await resident.get(f"/v1/city-codes/picture.{form}?scene=library")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    until = datetime.fromisoformat(answer.headers["yima-expires-at"])
    assert timedelta(0) < until - clock.now() <= timedelta(seconds=60)
    picture = _from_svg(answer.text) if form == "svg" else Image.open(answer)  # type: ignore[arg-type]
    read = zxingcpp.read_barcodes(picture)
    assert len(read) == 1
    assert read[0].ec_level == "M"
    assert await verdict(reader, read[0].text) == "accepted"


def _from_svg(text: str) -> Image.Image:
    """The picture that our own SVG describes: a dark square for each `M x y`."""
    size = int(text.partition('viewBox="0 0 ')[2].partition(" ")[0])
    picture = Image.new("L", (size, size), 255)
    for place in text.partition(' d="M')[2].partition('"')[0].split("M"):
        x, y = place.partition("h")[0].split()
        picture.putpixel((int(x), int(y)), 0)
    return picture.resize((size * 4, size * 4), Image.Resampling.NEAREST)


async def test_a_picture_needs_a_scene_and_a_holder(resident: Client, client: Client) -> None:
    assert (await resident.get("/v1/city-codes/picture.svg")).status_code == 422
    assert (await resident.get("/v1/city-codes/picture.svg?scene=nowhere")).status_code == 422
    assert (await client.get("/v1/city-codes/picture.png?scene=library")).status_code == 401


async def test_the_keys_are_published_with_their_successor(client: Client) -> None:
    answer = await client.get("/.well-known/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=300"
    published = answer.json()["keys"]
    assert {key["kid"] for key in published} == {key.kid for key in keys.ring().published("city-code")}
    assert {key.state for key in keys.ring().published("city-code")} >= {"current", "next"}
    assert all(set(key) == {"kid", "x", "kty", "crv", "alg", "use"} for key in published)
    again = await client.get("/.well-known/jwks.json", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await keys.rotate("city-code", force=True)
    await keys.ring().refresh()
    changed = await client.get("/.well-known/jwks.json", headers={"if-none-match": answer.headers["etag"]})
    assert changed.status_code == 200
    assert changed.headers["etag"] != answer.headers["etag"]


async def test_nothing_of_a_holder_stands_in_a_code(resident: Client) -> None:
    code = await show(resident)
    me = (await resident.get("/v1/me")).json()
    shown = b"".join(jwt.utils.base64url_decode(part) for part in code.split("."))
    for secret in (me["id"], uuid.UUID(me["id"]).hex, "13800000001", "131099199003071238", "张小明"):
        assert secret.encode() not in shown
    assert hashlib.sha256(me["id"].encode()).digest()[:8] not in shown
    assert json.loads(jwt.utils.base64url_decode(code.split(".")[0])).keys() == {"alg", "kid"}
