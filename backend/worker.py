"""Every job and the cron table, to be read top to bottom."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import structlog
from arq import Worker, cron, func
from arq.connections import RedisSettings
from arq.cron import CronJob
from arq.typing import WorkerCoroutine
from arq.worker import Function

from backend.app import adapters, connected
from backend.applications import jobs as applications
from backend.city_codes import jobs as city_codes
from backend.core import audit, idempotency, limits, log, outbox, problems, resealing
from backend.core.outbox import Job
from backend.core.resealing import Sealed
from backend.core.settings import Settings
from backend.credentials import jobs as credentials
from backend.evidence import jobs as evidence
from backend.messages import jobs as messages
from backend.messages.service import deliver_for_ever
from backend.people import jobs as people
from backend.places import jobs as places
from backend.registers import jobs as registers
from backend.reminders import jobs as reminders
from backend.reminders.service import remind_for_ever
from backend.workdays import jobs as workdays

# Less than the outbox lease, so that a row never comes again while its job still runs.
JOB_SECONDS = 8
RELAY_SECONDS = 0.2
RELAY_PAUSE_SECONDS = 2.0
EXPORT_SECONDS = 60.0
RESEAL_SECONDS = 10.0

events = structlog.get_logger()

JOBS: dict[str, Job] = {
    **people.JOBS,
    **messages.JOBS,
    **places.JOBS,
    **credentials.JOBS,
    **city_codes.JOBS,
    **evidence.JOBS,
    **applications.JOBS,
}

# Every column of sealed values, for another generation of the key that seals them.
SEALED: tuple[Sealed, ...] = (
    Sealed("signing_key", "private_sealed", "signing_key.private.{kid}", ("kid",)),
    *people.SEALED,
    *messages.SEALED,
    *registers.SEALED,
    *applications.SEALED,
)

# Each claims or removes rows by one statement, so that two workers, or a cron fired twice, do no harm.
HOURLY: dict[str, Callable[[], Awaitable[Any]]] = {
    "core.forget_answers": idempotency.forget,
    "core.forget_limits": limits.forget,
    "core.forget_jobs": outbox.forget,
    **people.HOURLY,
    **messages.HOURLY,
    **places.HOURLY,
    **credentials.HOURLY,
    **city_codes.HOURLY,
    **applications.HOURLY,
    **workdays.HOURLY,
    **reminders.HOURLY,
}
MINUTELY: dict[str, Callable[[], Awaitable[Any]]] = {
    "core.seal_audit": audit.seal,
    **credentials.MINUTELY,
    **city_codes.MINUTELY,
}


def functions() -> list[Function]:
    """The jobs as arq wants them; results are not kept, because a kept one blocks its id."""
    return [
        func(
            cast("WorkerCoroutine", outbox.once(name, job)),
            name=name,
            keep_result=0,
            timeout=JOB_SECONDS,
            max_tries=1,
        )
        for name, job in JOBS.items()
    ]


def crons() -> list[CronJob]:
    """The hourly work, spread over the hour, and the work of every minute, spread over the minute."""
    hourly = [_cron(name, work, 3 + place * 7 % 55, 0) for place, (name, work) in enumerate(HOURLY.items())]
    minutely = [
        _cron(name, work, None, place * 11 % 60) for place, (name, work) in enumerate(MINUTELY.items())
    ]
    return hourly + minutely


def _cron(name: str, work: Callable[[], Awaitable[Any]], minute: int | None, second: int) -> CronJob:
    return cron(
        _periodic(work),
        name=name,
        minute=minute,
        second=second,
        keep_result=0,
        timeout=JOB_SECONDS,
        max_tries=1,
    )


def _periodic(work: Callable[[], Awaitable[Any]]) -> WorkerCoroutine:
    async def run(_: dict[str, Any]) -> None:
        await work()

    return cast("WorkerCoroutine", run)


async def relay_for_ever(ctx: dict[str, Any]) -> None:
    """Hand over what the outbox holds, also after a server was away."""
    while True:
        try:
            handed = await outbox.relay(ctx["redis"])
        except Exception as error:  # noqa: BLE001 - the relay outlives every fault
            if not problems.is_passing_fault(error):
                events.error("relay.failed", exc_info=error)
            await asyncio.sleep(RELAY_PAUSE_SECONDS)
            continue
        await asyncio.sleep(0 if handed == outbox.BATCH else RELAY_SECONDS)


async def export_for_ever(folder: Path) -> None:
    """Carry the audit's signed heads out of the database, once a minute."""
    while True:
        await asyncio.sleep(EXPORT_SECONDS)
        try:
            await audit.export(folder)
        except Exception as error:  # noqa: BLE001 - the next minute may do better
            events.warning("audit.not_exported", exc_info=error)


async def reseal_for_ever() -> None:
    """Go on with another generation of the field key that somebody began, also after a restart."""
    while True:
        await asyncio.sleep(RESEAL_SECONDS)
        try:
            await resealing.go_on(SEALED)
        except Exception as error:  # noqa: BLE001 - it begins again where old values are left
            events.warning("sealing.interrupted", exc_info=error)


async def work(settings: Settings) -> None:
    """Run the worker until it is told to stop."""
    async with connected(settings) as redis:
        found = adapters(settings, redis)

        async def start(ctx: dict[str, Any]) -> None:
            ctx["settings"] = settings
            ctx["text_messages"] = found.text_messages
            ctx["identity_register"] = found.identity_register
            ctx["storage"] = found.storage
            ctx["providers"] = found.providers
            ctx["relay"] = asyncio.create_task(relay_for_ever(ctx))
            ctx["export"] = asyncio.create_task(export_for_ever(settings.folder))
            ctx["reseal"] = asyncio.create_task(reseal_for_ever())
            ctx["remind"] = asyncio.create_task(remind_for_ever(early=settings.is_demo))
            ctx["deliver"] = asyncio.create_task(deliver_for_ever(found.providers, settings.origin))

        async def stop(ctx: dict[str, Any]) -> None:
            ctx["relay"].cancel()
            ctx["export"].cancel()
            ctx["reseal"].cancel()
            ctx["remind"].cancel()
            ctx["deliver"].cancel()
            await asyncio.wait([ctx["deliver"]])

        redis_settings = RedisSettings.from_dsn(str(settings.redis_url))
        redis_settings.conn_retries = 30
        worker = Worker(
            functions(),
            cron_jobs=crons(),
            redis_settings=redis_settings,
            on_startup=start,
            on_shutdown=stop,
            poll_delay=0.1,
            max_jobs=20,
            job_completion_wait=JOB_SECONDS,
        )
        try:
            with contextlib.suppress(asyncio.CancelledError):  # how arq ends on a signal
                await worker.async_run()
        finally:
            await worker.close()


def main(settings: Settings) -> None:
    """`yima worker`."""
    log.set_up(settings.log_level)
    asyncio.run(work(settings))
