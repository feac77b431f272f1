"""A real SMTP server (aiosmtpd) that keeps its letters and may be in any temper."""

# ruff: noqa: ARG002, N802 - what aiosmtpd calls, with all that it says

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = b"yima", b"p@ss:word"


@dataclass
class Office:
    """Its letters, what it says to a recipient and to a letter, and where it hangs up."""

    letters: list[EmailMessage] = field(default_factory=list)
    recipients: dict[str, str] = field(default_factory=dict)
    sender: str = "250 OK"
    letter: str = "250 OK"
    hangs_up: str = ""
    users: list[str] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Who writes."""
        if self.sender.startswith("250"):
            envelope.mail_from = address
        return self.sender

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """To whom."""
        if self.hangs_up == "recipient" and server.transport is not None:
            server.transport.close()
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """What."""
        if self.letter.startswith("250"):
            assert isinstance(envelope.content, bytes)
            letter = message_from_bytes(envelope.content, policy=default)
            letter["X-Recipient"] = envelope.rcpt_tos[0]
            self.letters.append(letter)
        if self.hangs_up == "letter" and server.transport is not None:
            server.transport.close()
        return self.letter

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        """Who signs in."""
        assert isinstance(given, LoginPassword)
        self.users.append(given.login.decode())
        return AuthResult(success=(given.login, given.password) == (USER, PASSWORD), handled=False)


@asynccontextmanager
async def running(office: Office, *, with_sign_in: bool = False) -> AsyncIterator[int]:
    """The port of the server, as long as the block runs."""

    def talk() -> SMTP:
        return SMTP(
            office,
            hostname="mail.test",
            loop=asyncio.get_running_loop(),
            authenticator=office.authenticate if with_sign_in else None,
            auth_require_tls=False,
        )

    server = await asyncio.get_running_loop().create_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
