"""Stands at every port of a demo city: texts land in a readable inbox, and made-up people are confirmed."""

from redis.asyncio import Redis

from backend.applications.ports import Storage
from backend.core.settings import Settings
from backend.messages.ports import Provider
from backend.messages.rules import Channel
from backend.people.ports import IdentityRegister, TextMessages
from integrations.console.carrier import Carrier
from integrations.console.identity_register import DEMO_PEOPLE, DemoRegister
from integrations.console.inbox import ROUTES
from integrations.console.storage import Folder
from integrations.console.text_messages import Inbox

__all__ = ["DEMO_PEOPLE", "ROUTES", "identity_register", "provider", "storage", "text_messages"]


def identity_register() -> IdentityRegister:
    """A register that knows the demo's people."""
    return DemoRegister(DEMO_PEOPLE)


def text_messages(redis: Redis) -> TextMessages:
    """Text messages that `/demo/inbox` shows."""
    return Inbox(redis)


def storage(settings: Settings) -> Storage:
    """Files in the folder `uploads` of this city's data."""
    return Folder(settings.folder / "uploads")


def provider(channel: Channel, redis: Redis) -> Provider:
    """Messages over `channel` that `/demo/inbox` shows."""
    return Carrier(channel, redis)
