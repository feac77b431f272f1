"""Text messages that land in a readable inbox instead of on phones."""

import msgspec
from redis.asyncio import Redis

from backend.core import clock

INBOX = "yima:demo:inbox"
KEPT = 50
KEPT_SECONDS = 3600


class Message(msgspec.Struct, frozen=True):
    """One text message as it was sent."""

    id: str
    to: str
    text: str


class Inbox:
    """The last 50 texts of the last hour, shared by all processes through Valkey."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def send(self, phone: str, text: str, message_id: str) -> None:
        """As `TextMessages.send`: the same message again is still one in the inbox."""
        member = msgspec.json.encode(Message(message_id, phone, text))
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.zadd(INBOX, {member: clock.now().timestamp()}, nx=True)
            pipeline.zremrangebyrank(INBOX, 0, -KEPT - 1)
            pipeline.expire(INBOX, KEPT_SECONDS)
            await pipeline.execute()

    async def list(self) -> list[tuple[Message, float]]:
        """The texts with their times (unix seconds), the newest first."""
        since = clock.now().timestamp() - KEPT_SECONDS
        found = await self._redis.zrevrangebyscore(INBOX, "+inf", since, withscores=True)
        return [(msgspec.json.decode(member, type=Message), at) for member, at in found]
