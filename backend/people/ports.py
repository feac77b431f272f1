"""What this domain needs from outside the city's own house."""

from typing import Literal, Protocol, runtime_checkable

Confirmation = Literal["confirmed", "denied", "unavailable"]


class TextMessages(Protocol):
    """A way to text a phone."""

    async def send(self, phone: str, text: str, message_id: str) -> None:
        """Text `text` to `phone` (E.164).

        May be called again with the same `message_id` (at most 64 characters): the person then gets it once.
        A provider that is away raises; the caller's job tries again.
        """


# Litestar 2.25 checks what it injects by isinstance.
@runtime_checkable
class IdentityRegister(Protocol):
    """The authority that knows who a person is and whose a phone is."""

    async def confirm(self, name: str, id_number: str, phone: str) -> Confirmation:
        """Whether `name` has this `id_number` (18 characters) and is the registered owner of `phone` (E.164).

        "unavailable" when the authority does not answer in time; never an exception for that.
        """
