"""The code that proves an address."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from backend.core import clock, db
from backend.core.sealing import unseal
from backend.messages.ports import Handed, Parcel, Provider
from backend.messages.rules import Locale
from backend.messages.schemas import Words
from backend.messages.service.wording import pick

TITLE = Words("您的验证码", "Your code")
BODY = Words(
    "验证码是 {code}，15 分钟内有效。填回页面，以后消息也会发到这里。不是您本人操作的，不用理会。",
    "The code is {code}, good for 15 minutes. Type it on the page, and messages will come here as well."
    " If you did not ask for it, there is nothing to do.",
)

# Taken before it is sent, so that it is sent at most once; who gets none asks for another.
TAKE = """
update contact set code_sent_at = $2
where id = $1 and code_sent_at is null and code_sealed is not null and code_ends_at > $2 and ended_at is null
returning id, channel, address_sealed, code_sealed, code_ends_at,
    (select locale from held_preference where account = contact.account) as locale
"""
RELEASE = "update contact set code_sent_at = null where id = $1"

events = structlog.get_logger()


async def send_code(providers: Sequence[Provider], contact: uuid.UUID) -> None:
    """Send a contact's code over the first provider of its channel that takes it, at most once."""
    async with db.connection() as connection:
        row = await connection.fetchrow(TAKE, contact, clock.now())
    if row is None:
        return
    for provider in providers:
        if provider.channel != row["channel"]:
            continue
        (answer,) = await provider.hand([_parcel(row)])
        if isinstance(answer, Handed):
            return
        events.warning("contact.code_not_sent", provider=provider.name, reason=answer.reason)
        if not hasattr(answer, "permanent"):
            return
    async with db.connection() as connection:
        await connection.execute(RELEASE, contact)


def _parcel(row: Any) -> Parcel:
    locale: Locale = row["locale"] or "zh-CN"
    code = unseal(row["code_sealed"], field="contact.code")
    title = pick(TITLE, locale)
    # Of a message there, WeChat shows the first line alone.
    shown = f"{title} {code}" if row["channel"] == "wechat" else title
    return Parcel(
        id=str(row["id"]),
        to=unseal(row["address_sealed"], field="contact.address"),
        title=shown,
        body=pick(BODY, locale).format(code=code),
        masked=title,
        url=None,
        locale=locale,
        urgent=True,
        kind="contact-code",
        expires_at=row["code_ends_at"] or clock.now() + timedelta(minutes=15),
    )
