"""The servers of a city that runs already, for commands beside it, and how a command ends in a sentence."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

import click

from backend.core.settings import Settings, load

T = TypeVar("T")


def reachable() -> Settings:
    """The settings, once the servers they name (or those of `yima up` on the same data) answer."""
    from backend.up import addresses

    settings = addresses.complete(load())
    asyncio.run(addresses.require_answers(settings))
    return settings


def connected(work: Callable[[], Awaitable[T]]) -> T:
    """What `work` returns when it runs with the servers connected."""
    from backend.app import connected
    from backend.core import log

    async def run(settings: Settings) -> T:
        log.set_up("warning")
        async with connected(settings):
            return await work()

    return asyncio.run(run(reachable()))


def fail(sentence: str) -> NoReturn:
    """End with one sentence on stderr and exit code 1."""
    click.echo(f"yima: {sentence}", err=True)
    sys.exit(1)
