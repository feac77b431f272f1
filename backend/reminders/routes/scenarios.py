"""Scenarios, for operators and those who lead the department whose rule it is."""

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.core.problems import NotAllowed, TooManyRequests, responses
from backend.people.errors import DeviceNotConfirmed
from backend.reminders import errors, service
from backend.reminders.schemas import operating
from backend.reminders.schemas.asking import DryRun, Switch

REFUSED = (NotAllowed, DeviceNotConfirmed)


class Scenarios(Controller):
    """When people are reminded, and of what."""

    path = "/v1"
    tags = ("reminders",)

    @get("/scenarios", responses=responses(*REFUSED))
    async def list_all(self, resident: NamedDependency[Resident]) -> operating.ScenarioList:
        """The scenarios that one may switch."""
        return await service.list_scenarios(resident)

    @get("/scenarios/{scenario_id:str}", responses=responses(*REFUSED))
    async def read(
        self, scenario_id: FromPath[str], resident: NamedDependency[Resident]
    ) -> operating.ScenarioView:
        """A scenario, whole."""
        return await service.read_scenario(resident, scenario_id)

    @post(
        "/scenarios/{scenario_id:str}/dry-run",
        status_code=200,
        responses=responses(TooManyRequests, *REFUSED),
    )
    async def dry_run(
        self, scenario_id: FromPath[str], data: JSONBody[DryRun], resident: NamedDependency[Resident]
    ) -> operating.Tried:
        """Whom it would tell on a day: how many, where, and some of them; nobody is told."""
        return await service.try_scenario(resident, scenario_id, data.on)

    @put(
        "/scenarios/{scenario_id:str}/switch",
        responses=responses(errors.DryRunOnly, errors.PolicyEnded, *REFUSED),
    )
    async def switch(
        self, scenario_id: FromPath[str], data: JSONBody[Switch], resident: NamedDependency[Resident]
    ) -> operating.ScenarioView:
        """Let it tell people from now on, or no longer."""
        return await service.switch(resident, scenario_id, live=data.live)

    @get("/facts", responses=responses(*REFUSED))
    async def list_facts(self, resident: NamedDependency[Resident]) -> operating.FactList:
        """The facts that conditions may name."""
        return await service.list_facts(resident)
