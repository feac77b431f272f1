"""What residents see of their own records."""

from litestar import Controller, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.core.actors import Resident
from backend.registers import service
from backend.registers.schemas.consents import ConsentList


class OwnRecords(Controller):
    """One's own certificates and consents, and who looked at one's data."""

    path = "/v1/me"
    tags = ("registers",)

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
