"""The public keys of city codes, for whoever verifies them without us."""

import base64

from backend.city_codes.schemas import CodeKey, CodeKeys
from backend.core import clock, keys


def publish_keys() -> CodeKeys:
    """The keys that sign codes, will sign next, or signed some that are alive (JWK set, RFC 7517)."""
    return CodeKeys(
        [
            CodeKey(kid=key.kid, x=base64.urlsafe_b64encode(key.public).rstrip(b"=").decode())
            for key in keys.ring().published("city-code")
            if key.ends_at is None or key.ends_at > clock.now()
        ]
    )
