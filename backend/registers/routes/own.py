"""What residents see of their own records."""

from typing import Annotated

from litestar import Controller, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.core.actors import Resident
from backend.core.pages import LIMIT_DEFAULT, After, Limit, Page
from backend.core.problems import responses
from backend.people.errors import DeviceNotConfirmed
from backend.registers import service
from backend.registers.schemas.consents import ConsentList
from backend.registers.schemas.looks import Look
from backend.registers.schemas.wallet import Wallet

Own = Annotated[bool, QueryParameter(description="Whether one's own looks are listed, too.")]


class OwnRecords(Controller):
    """One's own certificates and consents, and who looked at one's data."""

    path = "/v1/me"
    tags = ("registers",)

    @get("/wallet", responses=responses(DeviceNotConfirmed))
    async def read_wallet(self, resident: NamedDependency[Resident]) -> Wallet:
        """One's certificates, those of one's children, and those of firms that one represents."""
        return await service.read_wallet(resident)

    @get("/looks")
    async def list_looks(
        self,
        resident: NamedDependency[Resident],
        limit: Limit = LIMIT_DEFAULT,
        after: After = None,
        own: Own = False,
    ) -> Page[Look]:
        """Who looked at one's data, newest first."""
        return await service.list_looks(resident, limit, after, own=own)

    @get("/consents")
    async def list_consents(self, resident: NamedDependency[Resident]) -> ConsentList:
        """What one may agree to, and has."""
        return await service.list_consents(resident)

    @put("/consents/{consent_id:str}", status_code=204)
    async def give_consent(self, consent_id: FromPath[str], resident: NamedDependency[Resident]) -> None:
        """Agree to the present version."""
        await service.give_consent(resident, consent_id)

    @delete("/consents/{consent_id:str}")
    async def withdraw_consent(self, consent_id: FromPath[str], resident: NamedDependency[Resident]) -> None:
        """Take a consent back; it counts no more from now on."""
        await service.withdraw_consent(resident, consent_id)
