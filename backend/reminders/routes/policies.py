"""Policies (惠民政策), for operators and those who lead the department that pays."""

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.core.idempotency import IdempotencyKeyReused, Key
from backend.core.problems import NotAllowed, TooManyRequests, responses
from backend.people.errors import DeviceNotConfirmed
from backend.reminders import errors, service
from backend.reminders.schemas.asking import Asked, GivenState
from backend.reminders.schemas.operating import PolicyList, Reach
from backend.reminders.schemas.policy import Policy
from backend.reminders.schemas.policy_view import PolicyView

REFUSED = (NotAllowed, DeviceNotConfirmed)


class Policies(Controller):
    """What people have a right to, and who they are."""

    path = "/v1/policies"
    tags = ("reminders",)

    @get(responses=responses(*REFUSED))
    async def list_all(self, resident: NamedDependency[Resident]) -> PolicyList:
        """The policies that one may change."""
        return await service.list_policies(resident)

    @post(
        responses=responses(
            errors.InvalidPolicy, errors.TooManyPolicies, IdempotencyKeyReused, TooManyRequests, *REFUSED
        )
    )
    async def make(
        self, data: JSONBody[Policy], resident: NamedDependency[Resident], idempotency_key: Key
    ) -> PolicyView:
        """Make a policy, as a draft."""
        return await service.make_policy(resident, data, idempotency_key)

    @post("/count", status_code=200, responses=responses(errors.InvalidCondition, TooManyRequests, *REFUSED))
    async def count(self, data: JSONBody[Asked], resident: NamedDependency[Resident]) -> Reach:
        """For how many people a condition holds now."""
        return await service.count_reach(resident, data.when)

    @get("/{policy_id:str}", responses=responses(*REFUSED))
    async def read(self, policy_id: FromPath[str], resident: NamedDependency[Resident]) -> PolicyView:
        """A policy, whole."""
        return await service.read_policy(resident, policy_id)

    @put(
        "/{policy_id:str}",
        responses=responses(
            errors.InvalidPolicy,
            errors.PolicyFromContent,
            errors.PolicyEnded,
            errors.PolicyChanged,
            errors.DryRunOnly,
            *REFUSED,
        ),
    )
    async def change(
        self, policy_id: FromPath[str], data: JSONBody[Policy], resident: NamedDependency[Resident]
    ) -> PolicyView:
        """Change a policy; one that is live is matched with everybody anew."""
        return await service.change_policy(resident, policy_id, data)

    @put("/{policy_id:str}/state", responses=responses(errors.DryRunOnly, errors.PolicyEnded, *REFUSED))
    async def set_state(
        self, policy_id: FromPath[str], data: JSONBody[GivenState], resident: NamedDependency[Resident]
    ) -> PolicyView:
        """Match it with everybody from now on, or no longer."""
        return await service.set_state(resident, policy_id, data.state)
