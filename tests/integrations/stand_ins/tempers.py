"""The ways in which an answer goes wrong, whatever was done before it."""

import asyncio
import itertools

from aiohttp import web

from tests.integrations.stand_ins.ledger import Mode


async def lose_temper(request: web.Request, mode: Mode, seconds: float) -> web.StreamResponse | None:
    """The bad answer of this mode, or None where the answer is the usual one."""
    if mode in ("slow", "slow-lost"):
        await asyncio.sleep(seconds)
    if mode in ("cut", "cut-sent") and request.transport is not None:
        request.transport.close()
    if mode in ("error", "error-sent"):
        return web.Response(status=500, text="Internal Server Error: 13800000001")
    if mode == "nonsense":
        return web.Response(text="<html>Welcome to the Wi-Fi of this hotel</html>", content_type="text/html")
    if mode == "redirect":
        return web.Response(status=307, headers={"Location": f"http://{request.host}/elsewhere"})
    if mode == "huge":
        return await _pour(request)
    return None


async def _pour(request: web.Request) -> web.StreamResponse:
    endless = web.StreamResponse(headers={"Content-Type": "application/json"})
    await endless.prepare(request)
    for _ in itertools.count():
        await endless.write(b" " * 65_536)
    return endless
