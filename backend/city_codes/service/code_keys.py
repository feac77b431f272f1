"""The keys that sign codes or did, in the form in which the hot path wants them."""

from backend.city_codes.rules.live_codes import LiveCode, find_kid, header_segment, read_code, write_code
from backend.core import keys


class CodeKeys:
    """Writes and reads live codes with the process's key ring, following its changes."""

    def __init__(self) -> None:
        self._version = 0
        self._secrets: dict[str, bytes] = {}
        self._header = ""

    def write(self, code: LiveCode) -> str:
        """`code`, signed by the current key."""
        self._follow()
        return write_code(code, self._header, self._secrets[self._header])

    async def read(self, text: str) -> LiveCode | None:
        """What a code says, or None when none of the city's keys signed it, whatever the text is."""
        self._follow()
        code = read_code(text, self._secrets)
        if code is not None:
            return code
        kid = find_kid(text)
        if kid is None or header_segment(kid) in self._secrets:
            return None
        await keys.ring().find("city-code", kid)  # a key newer than what this process knows
        self._follow()
        return read_code(text, self._secrets)

    def secrets(self) -> dict[str, bytes]:
        """The secret keys of this moment, by their codes' first segment."""
        self._follow()
        return self._secrets

    def _follow(self) -> None:
        ring = keys.ring()
        if ring.version == self._version:
            return
        self._header = header_segment(ring.current("city-code").kid)
        self._secrets = {
            header_segment(key.kid): key.secret for key in ring.published("city-code") if key.verifies
        }
        self._version = ring.version
