"""What a city needs before it opens: servers that answer, a current database, sound content, demo people."""

from collections.abc import Callable

import asyncpg

from backend.core import db, sealing
from backend.core.embedded import CannotStart, places, problems
from backend.core.settings import Settings
from backend.migrations.run import migrate
from backend.synthetic import AnotherCity, Told, send_city
from backend.up import addresses
from backend.workdays import service as workdays


async def prepare(settings: Settings) -> None:
    """Bring everything up to date; may run at every start, changes nothing that is."""
    await addresses.require_answers(settings)
    with places.explained(settings.folder):
        sealing.unlock(settings.master_key or sealing.keep_master_key(settings.folder))
    await migrate_database(settings)
    check_content()
    await open_city(settings)


async def migrate_database(settings: Settings) -> None:
    """The database has every step of this version."""
    try:
        async with db.connect(str(settings.database_url), pool_size=2):
            await migrate()
            await workdays.fill()
    except asyncpg.DiskFullError:
        raise problems.disk_full(settings.folder) from None
    except (asyncpg.PostgresError, RuntimeError) as error:
        raise CannotStart(f"The database could not be migrated: {error}.") from error


def check_content(*others: Callable[[], object]) -> None:
    """Every file in `content/` is sound, and `others` are; otherwise a ContentError with all mistakes."""
    from backend import content
    from backend.applications.service import templates
    from backend.messages.service import kinds
    from backend.places.service import read_content
    from backend.registers.service import read_content as read_registers
    from backend.reminders.service.catalogue import read_content as read_reminders
    from backend.services.service import read_content as read_services
    from backend.staff.service import read_content as read_staff

    content.check(
        read_content,
        kinds,
        workdays.years,
        read_staff,
        read_registers,
        read_services,
        templates,
        read_reminders,
        *others,
    )


async def open_city(settings: Settings) -> None:
    """Signing keys exist, adapters stand at the ports, and a demo has its people and places."""
    from backend.app import adapters, connected

    try:
        async with connected(settings) as redis:
            adapters(settings, redis)
            if settings.is_demo:
                await seed(settings)
    except sealing.SealError:
        raise CannotStart(
            "The data were sealed under another master key: put back master.key or correct YIMA_MASTER_KEY."
        ) from None


async def seed(settings: Settings) -> None:
    """The demo city's people, places and records stand in the connected database."""
    from backend import demo_city

    await demo_city.seed(settings)


async def seed_city(settings: Settings, people: int, number: int) -> Told:
    """A made-up city, handed in by its departments; made-up people are let into a demo only."""
    from backend import demo_city
    from backend.core import clock

    if not settings.is_demo:
        raise CannotStart("Made-up people live in a demo city only: set YIMA_PROFILE=demo.")
    try:
        return await send_city(await demo_city.make_actor(), settings, people, number, clock.today())
    except AnotherCity:
        raise CannotStart(
            f"A made-up city of another seed lives here; seed {number} needs an empty database."
        ) from None
