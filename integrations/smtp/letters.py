"""A message as an e-mail."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from backend.core import clock
from backend.messages.ports import Parcel

# Addresses without quotes and comments (RFC 5321, 4.1.2), whose like no server takes any more.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,189}")

NAMES = {"zh-CN": "一码", "en": "Yima"}
WHY = {
    "zh-CN": "收到哪些提醒、怎么收，您可以自己定：",
    "en": "You decide what we write to you about, and how: ",
}


def write(parcel: Parcel, sender: str, preferences: str) -> bytes:
    """The e-mail's bytes: plain text, with our id as Message-ID; ValueError for an address that is none."""
    if not ADDRESS.fullmatch(parcel.to):
        raise ValueError("no address")
    letter = EmailMessage(policy=SMTP)
    letter["Message-ID"] = f"<{parcel.id}@{sender.rpartition('@')[2]}>"
    letter["Date"] = format_datetime(clock.now())
    letter["From"] = f"{NAMES[parcel.locale]} <{sender}>"
    letter["To"] = parcel.to
    letter["Subject"] = _line(parcel.title)
    letter["Auto-Submitted"] = "auto-generated"
    letter["Content-Language"] = parcel.locale
    letter["List-Unsubscribe"] = f"<{preferences}>"
    paragraphs = [
        parcel.body,
        *([parcel.url] if parcel.url else []),
        f"-- \n{WHY[parcel.locale]}{preferences}",
    ]
    letter.set_content("\n\n".join(paragraphs) + "\n", cte="base64")
    return letter.as_bytes()


def _line(text: str) -> str:
    """`text` as one line; the library would unpack an encoded word (RFC 2047), with new lines in it."""
    return " ".join(text.replace("=?", "= ?").split())
