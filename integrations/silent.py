"""Providers that never say what became of a message."""

from collections.abc import Mapping, Sequence

from backend.core.problems import NotAllowed
from backend.messages.ports import Report


class Silent:
    """The part of `Provider` that a protocol without questions and reports has no answer for."""

    can_be_asked = False

    async def ask(self, ids: Sequence[str]) -> list[Report]:  # noqa: ARG002 - nobody is asked
        """Nothing is known."""
        return []

    def read_reports(self, headers: Mapping[str, str], body: bytes) -> list[Report]:  # noqa: ARG002
        """NotAllowed: whoever calls, it is not the provider."""
        raise NotAllowed
