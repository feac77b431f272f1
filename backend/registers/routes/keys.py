"""The keys of departments' own systems."""

import uuid

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.actors import Resident
from backend.core.idempotency import IdempotencyKeyReused, Key
from backend.core.problems import responses
from backend.people.errors import DeviceNotConfirmed
from backend.places.errors import InvalidName
from backend.registers import errors, service
from backend.registers.schemas.intake import KeyList, MadeKey, NewKey


class DepartmentKeys(Controller):
    """By what a department's system may hand in records."""

    path = "/v1/departments/{department_id:str}/keys"
    tags = ("registers",)

    @post(responses=responses(InvalidName, DeviceNotConfirmed, errors.KeyLimitReached, IdempotencyKeyReused))
    async def make(
        self,
        department_id: FromPath[str],
        data: JSONBody[NewKey],
        resident: NamedDependency[Resident],
        idempotency_key: Key,
    ) -> MadeKey:
        """Make a key; its secret is shown this once."""
        return await service.make_key(resident, department_id, data, idempotency_key)

    @get(responses=responses(DeviceNotConfirmed))
    async def list_keys(self, department_id: FromPath[str], resident: NamedDependency[Resident]) -> KeyList:
        """A department's keys, newest first."""
        return await service.list_keys(resident, department_id)

    @delete("/{key_id:uuid}", responses=responses(DeviceNotConfirmed))
    async def end(
        self, department_id: FromPath[str], key_id: FromPath[uuid.UUID], resident: NamedDependency[Resident]
    ) -> None:
        """End a key at once."""
        await service.end_key(resident, department_id, key_id)
