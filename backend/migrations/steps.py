"""The steps by name, and the one way to write one."""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import db


def names() -> list[str]:
    """The ids of all steps, in the order they run."""
    folder = Path(__file__).parent / "piccolo_migrations"
    return sorted(path.stem.replace("_", "-") for path in folder.glob("2*.py"))


def step(id_: str, description: str, sql: str) -> MigrationManager:
    """A step that runs `sql`, by hand because constraints, partitions and views are then exactly as meant."""
    manager = MigrationManager(migration_id=id_, app_name="yima", description=description)

    async def run() -> None:
        async with db.connection() as connection:
            await connection.execute(sql)

    manager.add_raw(run)
    return manager
