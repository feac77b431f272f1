"""Text messages over both vendors, and over vendors that are slow, broken or lie."""

import socket
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from aiohttp import web

from backend.core.problems import NotAllowed
from backend.messages.ports import Handed, Refused, Report, Unclear
from integrations import http
from integrations.sms_batch.vendor import BatchVendor
from integrations.sms_template.vendor import TemplateVendor
from tests.integrations.conftest import PHONE, parcel
from tests.integrations.stand_ins import signatures
from tests.integrations.stand_ins.ledger import Ledger, Mode
from tests.integrations.stand_ins.serving import running
from tests.integrations.stand_ins.sms import KEY, SECRET, make_app

Vendor = BatchVendor | TemplateVendor
Protocol = Literal["batch", "template"]

PATIENCE_SECONDS = 0.4
BUSY = Refused("busy", permanent=False)


@pytest.fixture(params=["batch", "template"])
def protocol(request: pytest.FixtureRequest) -> Any:
    """Each of the two."""
    return request.param


def make(protocol: Protocol, url: str, secret: str = SECRET) -> Vendor:
    if protocol == "batch":
        return BatchVendor(url, KEY, secret, seconds=PATIENCE_SECONDS)
    return TemplateVendor(url, KEY, secret, "text", seconds=PATIENCE_SECONDS)


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
    vendor: Vendor, ledger: Ledger, mode: Mode, answer: object, sent: int, afterwards: str
) -> None:
    ledger.behave(mode, times=1, seconds=PATIENCE_SECONDS * 2)
    assert await vendor.hand([parcel()]) == [answer]
    assert ledger.sent[parcel().id] == sent
    assert [report.state for report in await vendor.ask([parcel().id])] == [afterwards]
    assert ledger.requests == 2


async def test_a_vendor_that_is_not_there_has_surely_sent_nothing(protocol: Protocol) -> None:
    async with running(web.Application()) as address:
        pass
    assert await make(protocol, address).hand([parcel(1), parcel(2)]) == [BUSY, BUSY]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        behind = f"https://127.0.0.1:{silent.getsockname()[1]}"
        assert await make(protocol, behind).hand([parcel()]) == [BUSY]
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


def report(protocol: Protocol, secret: str = SECRET) -> tuple[dict[str, str], bytes]:
    """Two delivery reports as the vendor signs them, header names as a route passes them on."""
    if protocol == "batch":
        told = [{"id": "a", "state": "delivered"}, {"id": "b", "state": "failed", "reason": "number-gone"}]
        headers, body = signatures.report_batch(secret, told)
    else:
        told = [
            {"ClientToken": "a", "Status": "Delivered"},
            {"ClientToken": "b", "Status": "Failed", "ErrorCode": "PhoneNumberNotInService"},
        ]
        headers, body = signatures.report_template(secret, told)
    return {name.lower(): value for name, value in headers.items()}, body


def test_reports_are_believed_when_the_vendor_signed_them(
    protocol: Protocol, later: Callable[[timedelta], None]
) -> None:
    vendor = make(protocol, "http://vendor.test")
    headers, body = report(protocol)
    assert vendor.read_reports(headers, body) == [Report("a", "delivered"), Report("b", "failed", "gone")]
    unsigned = {name: value for name, value in headers.items() if name != "x-signature"}
    for forged in (
        (headers, body.replace(b'"a"', b'"c"')),
        (unsigned, body),
        (headers | {"x-signature": "é" * 64}, body),
        (headers | {"x-time": "never", "x-date": "never"}, body),
        report(protocol, "another secret"),
        ({}, b""),
        (headers, b"[" * 5_000),
    ):
        with pytest.raises(NotAllowed):
            vendor.read_reports(*forged)
    later(timedelta(minutes=6))
    with pytest.raises(NotAllowed):
        vendor.read_reports(headers, body)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], [Unclear("nonsense")] * 2),
        ([{"id": parcel(1).id, "code": "accepted", "reference": "r"}], [Handed("r"), Unclear("nonsense")]),
        ([{"id": parcel(1).id, "code": "accepted"}] * 2, [Unclear("nonsense")] * 2),
        ([{"id": parcel(2).id, "code": "sorry"}], [Unclear("nonsense")] * 2),
        (7, [Unclear("nonsense")] * 2),
    ],
)
async def test_a_batch_is_known_text_by_text(results: Any, expected: list[object]) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"results": results})

    app = web.Application()
    app.router.add_post("/v1/messages", answer)
    async with running(app) as address:
        assert await make("batch", address).hand([parcel(1), parcel(2)]) == expected


async def test_a_vendor_that_was_killed_still_has_its_book(tmp_path: Path) -> None:
    book = tmp_path / "book"
    before = Ledger(book)
    async with running(make_app(before)) as address:
        (first,) = await make("batch", address).hand([parcel()])
    after = Ledger(book)
    async with running(make_app(after)) as address:
        assert await make("batch", address).hand([parcel()]) == [first]
    assert (after.figures().taken, after.figures().sent, after.figures().twice) == (1, 1, [])
    before.close()
    after.close()
