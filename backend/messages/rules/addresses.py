"""Addresses as people type them, and as their owners recognise them."""

import re
import unicodedata

LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"({LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")
OPENID = re.compile(r"[A-Za-z0-9_-]{20,64}")
LOCAL_MAX, EMAIL_MAX = 64, 254


def normalise_email(text: str) -> str | None:
    """`text` as an e-mail address in ASCII, its domain in small letters; None when it is none.

    Full-width letters are understood. One that ends in a name that no public server has is none.
    """
    local, at, domain = unicodedata.normalize("NFKC", text).strip().rpartition("@")
    domain = domain.lower()
    if not at or len(local) > LOCAL_MAX or len(local) + 1 + len(domain) > EMAIL_MAX:
        return None
    return f"{local}@{domain}" if LOCAL.fullmatch(local) and DOMAIN.fullmatch(domain) else None


def normalise_openid(text: str) -> str | None:
    """`text` as WeChat's id of one person at one account; None when it is none."""
    text = text.strip()
    return text if OPENID.fullmatch(text) else None


def mask(address: str) -> str:
    """An address as its owner recognises it and nobody else can use it: w***@example.com, oABc***."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}" if at else f"{address[:4]}***"
