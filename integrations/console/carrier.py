"""Messages over any channel that land in the demo's readable inbox instead of on phones."""

from collections.abc import Sequence

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core import clock
from backend.messages.ports import Handed, Parcel, Refused, Unclear
from backend.messages.rules import Channel
from integrations.silent import Silent

CARRIED = "yima:demo:carried"
KEPT = 100
KEPT_SECONDS = 86_400

BUSY = Refused("busy", permanent=False)


class Carried(msgspec.Struct, frozen=True):
    """One delivery as it would have gone out."""

    id: str
    channel: Channel
    to: str
    title: str
    body: str
    url: str | None


class Carrier(Silent):
    """As `Provider`: the last 100 messages of the last day, apart from the sign-in texts."""

    rate_per_second = 1_000
    batch_max = 200

    def __init__(self, channel: Channel, redis: Redis) -> None:
        self.name = f"console-{channel}"
        self.channel: Channel = channel
        self._redis = redis

    async def hand(self, parcels: Sequence[Parcel]) -> list[Handed | Refused | Unclear]:
        """As `Provider.hand`: the same parcel again is still one in the inbox."""
        shown = {msgspec.json.encode(_carried(parcel, self.channel)): _now() for parcel in parcels}
        try:
            async with self._redis.pipeline(transaction=True) as pipeline:
                pipeline.zadd(CARRIED, shown, nx=True)
                pipeline.zremrangebyrank(CARRIED, 0, -KEPT - 1)
                pipeline.expire(CARRIED, KEPT_SECONDS)
                await pipeline.execute()
        except (RedisError, OSError):
            return [BUSY] * len(parcels)
        return [Handed()] * len(parcels)


async def list_carried(redis: Redis) -> list[tuple[Carried, float]]:
    """What was carried with its times (unix seconds), the newest first."""
    found = await redis.zrevrangebyscore(CARRIED, "+inf", _now() - KEPT_SECONDS, withscores=True)
    return [(msgspec.json.decode(member, type=Carried), at) for member, at in found]


def _carried(parcel: Parcel, channel: Channel) -> Carried:
    to = "browser" if channel == "push" else parcel.to
    return Carried(parcel.id, channel, to, parcel.title, parcel.body, parcel.url)


def _now() -> float:
    return clock.now().timestamp()
