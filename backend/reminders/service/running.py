"""What a worker does for reminders as long as it runs; any number of workers may, side by side."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from backend.core.problems import is_passing_fault
from backend.reminders.service.rounds import ask_for_missing, run_waiting
from backend.reminders.service.telling import tell
from backend.reminders.service.waking import wake

SWEEP_SECONDS = 5.0
TELL_SECONDS = 2.0
PAUSE_SECONDS = 5.0

events = structlog.get_logger()


async def remind_for_ever(*, early: bool = False) -> None:
    """Look at everybody when it is time, and tell whoever is to be told; `early`: nobody waits for nine."""
    async with asyncio.TaskGroup() as running:
        running.create_task(_for_ever("sweep", _sweep, SWEEP_SECONDS))
        running.create_task(_for_ever("tell", lambda: _tell(early=early), TELL_SECONDS))


async def _sweep() -> int:
    await ask_for_missing()
    return await run_waiting()


async def _tell(*, early: bool) -> int:
    await wake()
    return await tell(early=early)


async def _for_ever(name: str, work: Callable[[], Awaitable[int]], idle_seconds: float) -> None:
    while True:
        try:
            done = await work()
        except Exception as error:  # noqa: BLE001 - the loop outlives every fault
            if not is_passing_fault(error):
                events.error("reminders.loop_failed", loop=name, exc_info=error)
            await asyncio.sleep(PAUSE_SECONDS)
            continue
        await asyncio.sleep(0 if done else idle_seconds)
