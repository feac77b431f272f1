"""Handing e-mails over in one conversation, knowing at each step whether one may be out."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar

import msgspec
from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPRecipientRefused, SMTPSenderRefused

from backend.messages.ports import Handed, Parcel, Refused, Unclear
from backend.messages.rules import Channel
from integrations.silent import Silent
from integrations.smtp.letters import write

STEP_SECONDS = 5.0
HAND_SECONDS = 9.0
# Replies: 4xx may do better later, 5xx will not.
TRANSIENT, PERMANENT, BEYOND = 400, 500, 600

BUSY = Refused("busy", permanent=False)
CONTENT = Refused("content", permanent=True)
BAD_ADDRESS = Refused("bad-address", permanent=True)
QUOTA = Refused("quota", permanent=False)
# Enhanced replies to a recipient (RFC 3463); 5.7 is about us: nobody's address ends by it.
RECIPIENT: dict[str, Refused] = {
    "5.1": BAD_ADDRESS,
    "5.2.1": Refused("gone", permanent=True),
    "5.2": BUSY,
    "5.7": QUOTA,
}
# Plain replies to a recipient (RFC 5321, 4.2.3).
RECIPIENT_PLAIN: dict[int, Refused] = {
    501: BAD_ADDRESS,
    550: BAD_ADDRESS,
    551: Refused("gone", permanent=True),
    553: BAD_ADDRESS,
    554: QUOTA,
}
# To the letter itself: 552 is too large, 554 looks like spam.
LETTER = {552, 554}


class Server(msgspec.Struct, frozen=True):
    """Where e-mail goes. `is_wrapped`: TLS from the start; `needs_tls`: without STARTTLS nothing is said."""

    host: str
    port: int
    user: str | None
    password: str | None
    is_wrapped: bool
    needs_tls: bool


class MailServer(Silent):
    """As `Provider`, for e-mail."""

    name = "smtp"
    channel: ClassVar[Channel] = "email"
    rate_per_second = 50
    batch_max = 20

    def __init__(self, server: Server, sender: str, *, preferences: str) -> None:
        self._server, self._sender, self._preferences = server, sender, preferences

    async def hand(self, parcels: Sequence[Parcel]) -> list[Handed | Refused | Unclear]:
        """As `Provider.hand`."""
        results: list[Handed | Refused | Unclear] = [BUSY] * len(parcels)
        client = self._client()
        try:
            async with asyncio.timeout(HAND_SECONDS):
                await client.connect()
                for place, parcel in enumerate(parcels):
                    await self._send(client, parcel, results, place)
                await client.quit()
        except (SMTPException, OSError, TimeoutError, ValueError):
            pass  # each result says how far its parcel came
        finally:
            client.close()
        return results

    async def _send(
        self, client: SMTP, parcel: Parcel, results: list[Handed | Refused | Unclear], place: int
    ) -> None:
        """Hand one over; after each step `results` says what is sure. An exception ends the conversation."""
        try:
            letter = write(parcel, self._sender, self._preferences)
        except ValueError:
            results[place] = BAD_ADDRESS
            return
        try:
            await client.mail(self._sender)
            await client.rcpt(parcel.to)
            results[place] = Unclear("cut")
            await client.data(letter)
            results[place] = Handed()
        except SMTPSenderRefused as error:
            results[place] = BUSY if error.code < PERMANENT else QUOTA
            await client.rset()
        except SMTPRecipientRefused as error:
            results[place] = _recipient(error.code, error.message)
            await client.rset()
        except SMTPDataError as error:
            if TRANSIENT <= error.code < BEYOND:
                results[place] = CONTENT if error.code in LETTER else BUSY
            await client.rset()

    def _client(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            timeout=STEP_SECONDS,
            use_tls=server.is_wrapped,
            start_tls=False if server.is_wrapped else server.needs_tls or None,
            local_hostname=self._sender.rpartition("@")[2],
        )


def _recipient(code: int, text: str) -> Refused:
    """Why a server does not take a letter to this address, by its reply."""
    if code < PERMANENT:
        return BUSY
    for status, refused in RECIPIENT.items():
        if text.startswith(status):
            return refused
    return RECIPIENT_PLAIN.get(code, BUSY)
