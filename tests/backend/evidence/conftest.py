"""Readers without a network."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from litestar import Litestar

from tests.backend.credentials import phones
from tests.backend.credentials.phones import Credential
from tests.backend.evidence.devices import Device

NewDevice = Callable[..., Awaitable[Device]]


@pytest.fixture
async def new_device(app: Litestar, operator: httpx.AsyncClient) -> AsyncIterator[NewDevice]:
    """Enrols a reader at a library of its own, or for another `scene`, at a `venue`."""
    devices: list[Device] = []

    async def enrol(scene: str = "library", venue: str | None = None, **where: Any) -> Device:
        devices.append(await Device.enrol(app, operator, scene, venue, **where))
        return devices[-1]

    yield enrol
    for device in devices:
        await device.client.aclose()


@pytest.fixture
async def device(new_device: NewDevice) -> Device:
    """A reader at the library, without a network."""
    return await new_device()


@pytest.fixture
async def credential(resident: httpx.AsyncClient) -> Credential:
    """One credential of the resident's phone."""
    return (await phones.fetch(resident))[0]
