"""Requests as the API reads them."""

from typing import Any

from litestar import Request
from litestar.datastructures import State

from backend.core.problems import MalformedRequest


class ApiRequest(Request[Any, Any, State]):
    """A request whose body is MalformedRequest when it is no JSON, whatever is wrong with it."""

    async def json(self) -> Any:
        """The body, decoded; Litestar 2.25 lets these two errors of its decoder through."""
        try:
            return await super().json()
        except (RecursionError, UnicodeDecodeError):
            raise MalformedRequest from None
