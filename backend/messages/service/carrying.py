"""Handing over what one worker claims: as much at once as each provider takes."""

import asyncio
import contextlib
from collections.abc import Sequence

import structlog

from backend.messages.ports import Provider
from backend.messages.rules import Channel
from backend.messages.service.breakers import read_standings
from backend.messages.service.claiming import Claimed, claim, find_waiting
from backend.messages.service.handing import hand_over
from backend.messages.service.rates import Rate
from backend.messages.service.workers import Worker, count_workers

POLL_SECONDS = 0.2
# How many batches of a channel may be on their way: what a provider that goes quiet leaves unclear.
AT_ONCE = 4
# One that cannot be asked gets a few at a time: what a kill leaves unclear there stays so.
UNASKED_MAX = 20

events = structlog.get_logger()


class Carrier:
    """Hands over what one worker claims, for all channels that have a provider."""

    def __init__(self, worker: Worker, providers: Sequence[Provider], origin: str) -> None:
        self._worker = worker
        self._origin = origin
        self._providers = {provider.name: provider for provider in providers}
        self._rates = {provider.name: Rate(provider.rate_per_second) for provider in providers}
        self._freed = asyncio.Event()
        # Something that was claimed is not accounted for: a worker with another number has to ask about it.
        self.broken = False
        self._channels: dict[Channel, list[str]] = {}
        for provider in providers:
            self._channels.setdefault(provider.channel, []).append(provider.name)
        self._under_way: dict[Channel, set[asyncio.Task[None]]] = {
            channel: set() for channel in self._channels
        }

    async def turn(self) -> int:
        """Claim what is due, as much as there is room for, and begin to hand it over; returns how much."""
        waiting = await find_waiting(self._channels)
        if not waiting:
            return 0
        standings = await read_standings(list(self._providers))
        looked_at = 0
        for channel in waiting:
            names = self._channels[channel]
            for name in names:
                if standings[name] == "trial" and not self._is_busy(channel, name):
                    looked_at += await self._take(channel, [name], 1)
            well = [name for name in names if standings[name] == "closed"]
            while well and len(self._under_way[channel]) < AT_ONCE:
                found = await self._take(channel, self._ready(well), self._room(well[0]))
                looked_at += found
                if not found:
                    break
        return looked_at

    async def share(self) -> None:
        """Leave the other workers their part of each provider's rate."""
        workers = await count_workers()
        for rate in self._rates.values():
            rate.share(workers)

    async def pause(self) -> None:
        """Until there is room again, or something may be due."""
        self._freed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await self._freed.wait()

    async def wait(self) -> None:
        """Until nothing is under way."""
        while tasks := [task for under_way in self._under_way.values() for task in under_way]:
            await asyncio.wait(tasks)

    def _is_busy(self, channel: Channel, name: str) -> bool:
        """Whether it has something of ours already, so that a trial waits for what comes of that."""
        return any(task.get_name() == name for task in self._under_way[channel])

    def _ready(self, names: list[str]) -> list[str]:
        """The first of them, and those of the others whose rate is not used up."""
        return [name for name in names if name == names[0] or self._rates[name].available() > 0]

    def _room(self, name: str) -> int:
        """How many to claim: what the provider takes at once and its rate allows now."""
        return min(self._most(name), self._rates[name].available())

    def _most(self, name: str) -> int:
        provider = self._providers[name]
        return provider.batch_max if provider.can_be_asked else min(provider.batch_max, UNASKED_MAX)

    async def _take(self, channel: Channel, names: list[str], limit: int) -> int:
        if limit < 1:
            return 0
        looked_at, claimed = await claim(self._worker, channel, names, limit)
        by_provider: dict[str, list[Claimed]] = {}
        for one in claimed:
            by_provider.setdefault(one.provider, []).append(one)
        for name, theirs in by_provider.items():
            self._rates[name].use(len(theirs))
            for place in range(0, len(theirs), self._most(name)):
                self._begin(channel, name, theirs[place : place + self._most(name)])
        return looked_at

    def _begin(self, channel: Channel, name: str, parcels: Sequence[Claimed]) -> None:
        others = len(self._channels[channel])
        task = asyncio.create_task(hand_over(self._providers[name], parcels, self._origin, others), name=name)
        self._under_way[channel].add(task)
        task.add_done_callback(lambda done: self._end(channel, done))

    def _end(self, channel: Channel, task: asyncio.Task[None]) -> None:
        self._under_way[channel].discard(task)
        self._freed.set()
        if not task.cancelled() and (error := task.exception()):
            self.broken = True
            events.error("delivery.failed", exc_info=error)
