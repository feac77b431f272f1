"""The first half of signing in: a one-time password on its way to a phone."""

import uuid

from backend.core import clock, db
from backend.core.ids import new_id
from backend.core.outbox import enqueue
from backend.core.sealing import seal, unseal
from backend.people import schemas
from backend.people.ports import TextMessages
from backend.people.rules.passwords import LIFETIME, RESEND_AFTER, make_password
from backend.people.service.accounts import index_phone, read_phone
from backend.people.service.allowances import count_send
from backend.people.service.tokens import hash_token
from backend.people.tables import SignIn

TEXT_ZH = "【一码通城】您的登录验证码是 {password}，5 分钟内有效。请勿告诉他人，工作人员也不会向您索要。"
TEXT_EN = (
    "[Yima] {password} is your sign-in code, good for 5 minutes. Tell nobody; we will never ask you for it."
)

OWN_DEVICE = """
select device.id from device join account on account.id = device.account
where device.token_hash = $1 and account.phone_index = $2 and device.removed_at is null
"""


async def start_sign_in(given: schemas.NewSignIn, device_cookie: str | None, address: str) -> schemas.SignIn:
    """A sign-in that waits for the password just sent to the phone.

    No account is looked up or made here, so known, unknown and suspended numbers cannot be told apart.
    InvalidPhone; TooManyRequests as `allowances` says.
    """
    phone = read_phone(given.phone)
    index = index_phone(phone)
    device = await _find_own_device(given.device_token or device_cookie, index)
    await count_send(index, device, address)
    now = clock.now()
    sign_in = SignIn(
        id=new_id(),
        phone_sealed=seal(phone, field="sign_in.phone"),
        phone_index=index,
        device=device,
        english=given.locale == "en",
        password_sealed=seal(make_password(), field="sign_in.password"),
        created_at=now,
        expires_at=now + LIFETIME,
    )
    async with db.transaction():
        await sign_in.save()
        await enqueue("people.send_password", sign_in_id=str(sign_in.id))
    return schemas.SignIn(sign_in.id, sign_in.expires_at, now + RESEND_AFTER)


async def send_password(text_messages: TextMessages, sign_in_id: uuid.UUID) -> None:
    """Text a sign-in's password, unless it was sent, answered or has expired; may run twice."""
    sign_in = await SignIn.select().where(SignIn.id == sign_in_id).first()
    if sign_in is None or sign_in["sent_at"] or sign_in["answered_at"]:
        return
    if sign_in["expires_at"] <= clock.now():
        return
    words = TEXT_EN if sign_in["english"] else TEXT_ZH
    text = words.format(password=unseal(sign_in["password_sealed"], field="sign_in.password"))
    await text_messages.send(unseal(sign_in["phone_sealed"], field="sign_in.phone"), text, str(sign_in_id))
    await SignIn.update({SignIn.sent_at: clock.now()}).where(SignIn.id == sign_in_id)


async def _find_own_device(token: str | None, phone_index: bytes) -> uuid.UUID | None:
    """The device with this token, if the phone's owner has signed in on it."""
    if token is None:
        return None
    async with db.connection() as connection:
        found: uuid.UUID | None = await connection.fetchval(OWN_DEVICE, hash_token(token), phone_index)
    return found
