"""The loop of a worker: what is due goes to the providers that are well, and what is unclear is asked for."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog

from backend.core import problems
from backend.messages.ports import Provider
from backend.messages.service.asking import ask, find_abandoned
from backend.messages.service.breakers import find_silent
from backend.messages.service.carrying import Carrier
from backend.messages.service.workers import Worker, working

SETTLE_SECONDS = 2.0
LOOK_BACK_SECONDS = 60.0
PAUSE_SECONDS = 2.0
END_SECONDS = 7

events = structlog.get_logger()


async def settle(providers: Sequence[Provider]) -> int:
    """Ask for what is unclear, wherever it is time and somebody knows; returns how many were asked for."""
    await find_abandoned([provider.name for provider in providers if not provider.can_be_asked])
    total = 0
    for provider in providers:
        while provider.can_be_asked:
            asked = await ask(provider)
            total += asked
            if asked < provider.batch_max:
                break
    return total


async def deliver_for_ever(providers: Sequence[Provider], origin: str) -> None:
    """Deliver until cancelled; then no more is claimed, and what is under way is still recorded."""
    stopping = asyncio.Event()
    work = asyncio.create_task(_deliver_until(stopping, providers, origin))
    try:
        await asyncio.shield(work)
    finally:
        stopping.set()
        await asyncio.wait([work], timeout=END_SECONDS)
        work.cancel()


async def _deliver_until(stopping: asyncio.Event, providers: Sequence[Provider], origin: str) -> None:
    while not stopping.is_set():
        try:
            async with working() as worker:
                await _deliver(stopping, worker, Carrier(worker, providers, origin), providers)
        except Exception as error:  # noqa: BLE001 - the loop outlives every fault
            if not problems.is_passing_fault(error):
                events.error("delivery.interrupted", exc_info=error)
            await asyncio.sleep(PAUSE_SECONDS)


async def _deliver(
    stopping: asyncio.Event, worker: Worker, carrier: Carrier, providers: Sequence[Provider]
) -> None:
    settling = asyncio.create_task(_settle_for_ever(carrier, providers))
    try:
        while not (stopping.is_set() or carrier.broken or worker.connection.is_closed()):
            if not await carrier.turn():
                await carrier.pause()
    finally:
        settling.cancel()
        await carrier.wait()


async def _settle_for_ever(carrier: Carrier, providers: Sequence[Provider]) -> None:
    asked: list[str] = [provider.name for provider in providers if provider.can_be_asked]
    time: Any = asyncio.get_running_loop().time
    looked_back_at = time()
    while True:
        try:
            await carrier.share()
            await settle(providers)
            if time() - looked_back_at > LOOK_BACK_SECONDS:
                looked_back_at = time()
                for name in await find_silent(asked):
                    events.error("delivery.silent_provider", provider=name)
        except Exception as error:  # noqa: BLE001 - the next time may do better
            if not problems.is_passing_fault(error):
                events.error("delivery.not_settled", exc_info=error)
        await asyncio.sleep(SETTLE_SECONDS)
