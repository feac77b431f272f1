"""E-mail over any server that speaks SMTP (YIMA_SMTP_…)."""

from urllib.parse import unquote, urlsplit

from backend.core.settings import LOCAL, Settings, SettingsError
from integrations.smtp.sender import MailServer, Server

__all__ = ["provider"]

PORTS = {"smtp": 587, "smtps": 465}


def provider(settings: Settings) -> MailServer:
    """The server that `settings` name; without TLS only in a demo, or at this machine."""
    url, sender = settings.need("smtp_url", "smtp_from")
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise SettingsError("YIMA_SMTP_URL cannot be used: its port is no number.") from None
    if not parts.hostname:
        raise SettingsError("YIMA_SMTP_URL cannot be used: it names no server.")
    server = Server(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        is_wrapped=parts.scheme == "smtps",
        needs_tls=not settings.is_demo and parts.hostname not in LOCAL,
    )
    return MailServer(server, sender, preferences=f"{settings.origin}/preferences")
