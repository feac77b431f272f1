"""What vendors report, and what else of their words is believed."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from backend.core.problems import NotAllowed
from backend.messages.ports import Handed, Report, Unclear
from tests.integrations.conftest import parcel
from tests.integrations.stand_ins import signatures
from tests.integrations.stand_ins.ledger import Ledger
from tests.integrations.stand_ins.serving import running
from tests.integrations.stand_ins.sms import SECRET, make_app
from tests.integrations.vendors import Protocol, make


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
