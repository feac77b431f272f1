"""Notices in browsers: Web Push (RFC 8030), encrypted for one browser (8291), signed with VAPID (8292)."""

from backend.core.settings import Settings
from integrations.web_push.sender import WebPush
from integrations.web_push.vapid import Vapid

__all__ = ["provider"]


def provider(settings: Settings) -> WebPush:
    """Push to the services of the browsers; a demo may also have one on this machine."""
    subject = settings.push_subject or (settings.origin if settings.origin.startswith("https:") else None)
    return WebPush(Vapid(subject or "mailto:nobody@localhost"), is_demo=settings.is_demo)
