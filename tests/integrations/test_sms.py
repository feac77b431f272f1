"""Text messages over both vendors, and over vendors that are slow, broken or lie."""

import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from backend.messages.ports import Handed, Refused, Report, Unclear
from integrations import http
from tests.integrations.conftest import PHONE, parcel
from tests.integrations.stand_ins.ledger import Ledger, Mode
from tests.integrations.stand_ins.serving import running
from tests.integrations.stand_ins.sms import make_app
from tests.integrations.vendors import BUSY, PATIENCE_SECONDS, Protocol, Vendor, make


@pytest.fixture
async def ledger() -> Ledger:
    """The vendor's book."""
    return Ledger()


@pytest.fixture
async def address(ledger: Ledger) -> AsyncIterator[str]:
    """Where the vendor answers."""
    async with running(make_app(ledger)) as url:
        yield url


@pytest.fixture
async def vendor(protocol: Protocol, address: str) -> Vendor:
    """Our side of it."""
    return make(protocol, address)


async def test_a_text_goes_out_once_however_often_it_is_handed_over(vendor: Vendor, ledger: Ledger) -> None:
    parcels = [parcel(number) for number in range(20)]
    first = await vendor.hand(parcels)
    assert {type(answer) for answer in first} == {Handed}
    assert len({answer.reference for answer in first if isinstance(answer, Handed)}) == 20
    assert await vendor.hand(parcels[:7]) == first[:7]
    assert set(ledger.sent.values()) == {1}
    taken = ledger.taken[parcels[0].id]
    assert (taken.to, taken.text) == (PHONE, parcels[0].body)
    asked = await vendor.ask([parcels[3].id, "nobody-knows"])
    assert sorted(asked, key=lambda report: report.state) == [
        Report(parcels[3].id, "delivered"),
        Report("nobody-knows", "unknown-here"),
    ]


@pytest.mark.parametrize(
    ("mode", "answer", "sent", "afterwards"),
    [
        ("slow", Unclear("time-out"), 1, "delivered"),
        ("slow-lost", Unclear("time-out"), 0, "unknown-here"),
        ("error", Unclear("http-500"), 0, "unknown-here"),
        ("error-sent", Unclear("http-500"), 1, "delivered"),
        ("cut", Unclear("cut"), 0, "unknown-here"),
        ("cut-sent", Unclear("cut"), 1, "delivered"),
        ("nonsense", Unclear("nonsense"), 0, "unknown-here"),
        ("huge", Unclear("too-large"), 0, "unknown-here"),
        ("redirect", Unclear("http-307"), 0, "unknown-here"),
        ("busy", BUSY, 0, "unknown-here"),
        ("silent", Handed("V000000001"), 0, "sent"),
        ("double", Handed("V000000001"), 2, "delivered"),
    ],
)
async def test_whatever_goes_wrong_is_told_apart(
    protocol: Protocol, address: str, ledger: Ledger, mode: Mode, answer: object, sent: int, afterwards: str
) -> None:
    vendor = make(protocol, address)
    hasty = make(protocol, address, seconds=PATIENCE_SECONDS)
    ledger.behave(mode, times=1, seconds=PATIENCE_SECONDS * 2)
    assert await (hasty if mode.startswith("slow") else vendor).hand([parcel()]) == [answer]
    assert ledger.sent[parcel().id] == sent
    assert [report.state for report in await vendor.ask([parcel().id])] == [afterwards]
    assert ledger.requests == 2


async def test_a_vendor_that_is_not_there_has_surely_sent_nothing(protocol: Protocol) -> None:
    async with running(web.Application()) as address:
        pass
    assert await make(protocol, address).hand([parcel(1), parcel(2)]) == [BUSY, BUSY]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        behind = f"https://127.0.0.1:{silent.getsockname()[1]}"
        hasty = make(protocol, behind, seconds=PATIENCE_SECONDS)
        assert await hasty.hand([parcel()]) == [BUSY]
    with pytest.raises(http.NotSent):
        await make(protocol, address).ask([parcel().id])


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("number-invalid", Refused("bad-address", permanent=True)),
        ("number-gone", Refused("gone", permanent=True)),
        ("blacklisted", Refused("blocked", permanent=True)),
        ("content", Refused("content", permanent=True)),
        ("balance", Refused("quota", permanent=False)),
        ("rate", BUSY),
    ],
)
async def test_a_refusal_has_its_reason(vendor: Vendor, ledger: Ledger, code: str, answer: Refused) -> None:
    ledger.codes = {PHONE: code}
    other = parcel(2, "+8613800000002")
    refused, taken = await vendor.hand([parcel(), other])
    assert refused == answer
    assert isinstance(taken, Handed)
    assert list(ledger.taken) == [other.id]


async def test_a_wrong_secret_sends_nothing(protocol: Protocol, address: str, ledger: Ledger) -> None:
    stranger = make(protocol, address, "another secret")
    assert await stranger.hand([parcel()]) == [Refused("quota", permanent=False)]
    with pytest.raises(http.Lost):
        await stranger.ask([parcel().id])
    assert ledger.taken == {}


async def test_what_a_vendor_says_when_asked_may_be_a_lie(vendor: Vendor, ledger: Ledger) -> None:
    await vendor.hand([parcel()])
    ledger.behave("denies", times=1)
    assert await vendor.ask([parcel().id]) == [Report(parcel().id, "unknown-here")]
    ledger.behave("lies", times=1)
    assert await vendor.ask(["never"]) == [Report("never", "delivered")]
    ledger.behave("nonsense", times=1)
    with pytest.raises(http.Lost):
        await vendor.ask([parcel().id])
