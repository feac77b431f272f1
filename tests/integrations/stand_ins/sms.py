"""Two SMS vendors that never text anybody: `python -m tests.integrations.stand_ins.sms --port 9901`.

Vendor A (`/v1/messages`) takes signed batches, vendor B (`/`) one text a request with a template; both keep
our id as their idempotency key and answer questions by it. How a vendor behaves is told by `POST /stand-in`,
what it sent stands in `GET /stand-in` and, with `--file`, in a file that a restart reads again.
"""

import argparse
import asyncio
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

from tests.integrations.stand_ins import signatures
from tests.integrations.stand_ins.ledger import Ledger, Mode
from tests.integrations.stand_ins.serving import running
from tests.integrations.stand_ins.tempers import lose_temper

KEY = "demo-key"
SECRET = "demo-secret-of-the-stand-in"
BATCH_MAX = 100
LEDGER = web.AppKey("ledger", Ledger)
# Vendor A's codes in vendor B's words, with the status of its answer.
CODES_B = {
    "number-invalid": (400, "InvalidPhoneNumber"),
    "number-gone": (400, "PhoneNumberNotInService"),
    "blacklisted": (400, "PhoneNumberInBlacklist"),
    "content": (400, "TemplateParamInvalid"),
    "balance": (402, "InsufficientBalance"),
    "rate": (429, "RequestLimitExceeded"),
    "busy": (503, "ServiceBusy"),
}
STATES_B = {"taken": "Sent", "delivered": "Delivered"}


class Behaviour(msgspec.Struct, forbid_unknown_fields=True):
    """How a vendor behaves from now on; `codes` are answers for single phone numbers (`number-gone`, …)."""

    mode: Mode = "good"
    times: int | None = None
    seconds: float = 1.0
    codes: dict[str, str] = {}


def _answer(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")


async def send_batch(request: web.Request) -> web.StreamResponse:
    """Vendor A: {"messages": [{"id", "to", "text"}]}, up to 100."""
    ledger, body = request.app[LEDGER], await request.read()
    if not signatures.check_batch(request.headers, body, KEY, SECRET):
        return _answer({"code": "signature"}, 401)
    messages = msgspec.json.decode(body)["messages"]
    if not 1 <= len(messages) <= BATCH_MAX:
        return _answer({"code": "malformed"}, 400)
    mode = ledger.next_mode()
    if mode == "busy":
        return _answer({"code": "busy"}, 503)
    results = []
    for message in messages:
        code = ledger.take(message["id"], message["to"], message["text"], mode)
        reference = ledger.taken[message["id"]].reference if code == "accepted" else None
        results.append({"id": message["id"], "code": code, "reference": reference})
    return await lose_temper(request, mode, ledger.seconds) or _answer({"results": results})


async def query_batch(request: web.Request) -> web.StreamResponse:
    """Vendor A: {"ids": […]}."""
    ledger, body = request.app[LEDGER], await request.read()
    if not signatures.check_batch(request.headers, body, KEY, SECRET):
        return _answer({"code": "signature"}, 401)
    mode = ledger.next_mode()
    ids = msgspec.json.decode(body)["ids"]
    results = [{"id": id_, "state": ledger.state(id_, mode), "reason": None} for id_ in ids]
    return await lose_temper(request, mode, ledger.seconds) or _answer({"results": results})


async def call_template(request: web.Request) -> web.StreamResponse:
    """Vendor B: what is to be done stands in `X-Action`."""
    ledger, body = request.app[LEDGER], await request.read()
    if not signatures.check_template(request.headers, body, KEY, SECRET, request.host):
        return _answer({"Code": "AuthFailure.Signature", "RequestId": "r"}, 403)
    asked, mode = msgspec.json.decode(body), ledger.next_mode()
    if request.headers["X-Action"] == "QueryMessages":
        states = {id_: ledger.state(id_, mode) for id_ in asked["ClientTokens"]}
        found = [
            {"ClientToken": id_, "Status": STATES_B[state], "ErrorCode": None}
            for id_, state in states.items()
            if state != "unknown"
        ]
        return await lose_temper(request, mode, ledger.seconds) or _answer({"Code": "OK", "Messages": found})
    code = ledger.take(asked["ClientToken"], asked["PhoneNumber"], asked["TemplateParams"][0], mode)
    if code in CODES_B:
        status, name = CODES_B[code]
        return _answer({"Code": name, "RequestId": "r"}, status)
    reference = ledger.taken[asked["ClientToken"]].reference if code == "accepted" else None
    done = _answer({"Code": "OK", "MessageId": reference, "RequestId": "r"})
    return await lose_temper(request, mode, ledger.seconds) or done


async def behave(request: web.Request) -> web.StreamResponse:
    """Change how the vendor behaves."""
    ledger, told = request.app[LEDGER], msgspec.json.decode(await request.read(), type=Behaviour)
    ledger.behave(told.mode, times=told.times, seconds=told.seconds)
    ledger.codes = told.codes
    return _answer({"mode": ledger.mode})


async def tell(request: web.Request) -> web.StreamResponse:
    """What was sent: the figures, and with `?ids=1` how often each id was."""
    ledger = request.app[LEDGER]
    figures = msgspec.to_builtins(ledger.figures()) | {"requests": ledger.requests}
    return _answer(figures | ({"ids": ledger.sent} if "ids" in request.query else {}))


def make_app(ledger: Ledger) -> web.Application:
    """Both vendors, over one ledger."""
    app = web.Application()
    app[LEDGER] = ledger
    app.router.add_post("/v1/messages", send_batch)
    app.router.add_post("/v1/messages/query", query_batch)
    app.router.add_post("/", call_template)
    app.router.add_post("/stand-in", behave)
    app.router.add_get("/stand-in", tell)
    return app


async def _serve(port: int, file: Path | None) -> None:
    async with running(make_app(Ledger(file)), port) as address:
        print(address, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Serve until the end."""
    import uvloop

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--file", type=Path)
    given = parser.parse_args()
    uvloop.run(_serve(given.port, given.file))


if __name__ == "__main__":
    main()
