"""Notices in browsers, over a push service that checks them as the RFCs say."""

import json
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from backend.core.settings import Settings
from backend.messages.ports import Handed, Refused, Unclear
from integrations import web_push
from integrations.http.guarding import is_public
from integrations.web_push.sender import WebPush
from integrations.web_push.vapid import Vapid
from tests.integrations.conftest import parcel
from tests.integrations.stand_ins.ledger import Mode
from tests.integrations.stand_ins.push import Browser, PushService, decode, make_app
from tests.integrations.stand_ins.serving import running

DEMO = Settings(profile="demo", push_subject="mailto:push@city.test")
BAD_ADDRESS = Refused("bad-address", permanent=True)
GONE = Refused("gone", permanent=True)
BUSY = Refused("busy", permanent=False)
QUOTA = Refused("quota", permanent=False)
CONTENT = Refused("content", permanent=True)


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    """A push service for the city's key, and for no other."""
    made = PushService(web_push.provider(DEMO).public_key)
    async with running(make_app(made)) as address:
        made.origin = address
        yield made


def test_the_browser_reads_the_example_of_the_rfc() -> None:
    """RFC 8291, appendix A."""
    private = int.from_bytes(decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    browser = Browser("", ec.derive_private_key(private, ec.SECP256R1()), decode("BTBZMqHH6r4Tts7J_aSIgg"))
    content = (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert browser.read(decode(content)) == b"When I grow up, I want to be a watermelon"


async def test_a_notice_is_readable_in_one_browser_only(service: PushService) -> None:
    push = web_push.provider(DEMO)
    mine, other = service.browser("mine"), service.browser("other")
    notice = parcel(1, mine.subscription(), urgent=True)
    assert await push.hand([notice, parcel(2, other.subscription())]) == [Handed(), Handed()]
    first = next(one for one in service.taken if one.browser == "mine")
    assert json.loads(mine.read(first.content)) == {
        "id": notice.id,
        "title": notice.title,
        "body": notice.body,
        "lang": "zh-CN",
        "url": notice.url,
    }
    with pytest.raises(InvalidTag):
        other.read(first.content)
    assert "驾驶证".encode() not in first.content
    assert first.claims["sub"] == "mailto:push@city.test"
    assert first.headers["Urgency"] == "high"
    assert 0 < int(first.headers["TTL"]) <= 3 * 86_400
    # Again, from another process: the service replaces it by its topic.
    assert await web_push.provider(DEMO).hand([notice]) == [Handed()]
    again = service.taken[-1]
    assert again.headers["Topic"] == first.headers["Topic"]
    assert len(first.headers["Topic"]) == 32
    assert again.content != first.content


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        *[
            (200, Handed()),
            (404, GONE),
            (410, GONE),
            (413, CONTENT),
            (400, CONTENT),
            (429, BUSY),
            (503, BUSY),
        ],
        *[(401, QUOTA), (403, QUOTA), (500, Unclear("http-500")), (307, Unclear("http-307"))],
    ],
)
async def test_what_a_push_service_answers(service: PushService, status: int, answer: object) -> None:
    service.status = status
    assert await web_push.provider(DEMO).hand([parcel(1, service.browser("b").subscription())]) == [answer]


@pytest.mark.parametrize(("mode", "answer"), [("slow", Unclear("time-out")), ("cut", Unclear("cut"))])
async def test_a_push_service_that_says_nothing_may_have_taken_it(
    service: PushService, mode: Mode, answer: Unclear
) -> None:
    service.mode = mode
    push = WebPush(Vapid("mailto:push@city.test"), is_demo=True, seconds=0.6)
    assert await push.hand([parcel(1, service.browser("b").subscription())]) == [answer]


async def test_a_service_refuses_what_another_key_signed(service: PushService) -> None:
    service.key = "B" + service.key[1:-1] + "A"
    assert await web_push.provider(DEMO).hand([parcel(1, service.browser("b").subscription())]) == [QUOTA]


async def test_long_and_late_notices(service: PushService) -> None:
    browser = service.browser("b")
    late = datetime.now(UTC) - timedelta(minutes=1)
    far = datetime.now(UTC) + timedelta(days=400)
    long = parcel(1, browser.subscription(), body="长" * 3_000, expires_at=late)
    assert await web_push.provider(DEMO).hand([long, parcel(2, browser.subscription(), expires_at=far)]) == [
        Handed(),
        Handed(),
    ]
    by_ttl = {one.headers["TTL"]: one.content for one in service.taken}
    assert by_ttl.keys() == {"0", str(28 * 86_400)}
    assert len(by_ttl["0"]) <= 4_096
    assert json.loads(browser.read(by_ttl["0"]))["title"] == long.title


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "[]",
        '{"endpoint": "https://push.test/1", "p256dh": "AAAA", "auth": "AAAA"}',
        '{"endpoint": "https://push.test/1", "p256dh": "é", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}',
    ],
)
async def test_a_subscription_that_is_none_is_no_address(address: str) -> None:
    assert await web_push.provider(DEMO).hand([parcel(1, address)]) == [BAD_ADDRESS]


async def test_nobody_makes_the_city_call_into_its_own_network() -> None:
    push = web_push.provider(Settings(profile="production", public_url="https://city.test"))
    browser = PushService("").browser("b")
    with socket.create_server(("127.0.0.1", 0)) as inside:
        port = inside.getsockname()[1]
        inside.setblocking(False)
        hosts = [
            f"http://127.0.0.1:{port}", f"https://127.0.0.1:{port}", f"https://localhost:{port}",
            "https://127.0.0.1", "https://localhost", "https://[::1]", "https://[::ffff:127.0.0.1]",
            "https://10.0.0.1", "https://169.254.169.254", "https://[fe80::1%25eth0]", "https://[64:ff9b::7f00:1]",
            "https://2130706433", "https://127.1", "https://0x7f.1", "https://１２７.0.0.1", "https://0.0.0.0",
            "https://user:pass@push.test", "http://push.test", "https://push.test:8443", "file:///etc/passwd",
            "https://", "https://[", "https://push.test:99999999",
        ]  # fmt: skip
        for host in hosts:
            browser.endpoint = f"{host}/push"
            assert await push.hand([parcel(1, browser.subscription())]) == [BAD_ADDRESS], host
        with pytest.raises(BlockingIOError):
            inside.accept()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("100.64.0.1", False),
        ("172.16.0.1", False),
        ("192.0.0.8", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
        ("push.test", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public
