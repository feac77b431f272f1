"""Bring the database to the newest step: all of it or nothing, one process at a time."""

import contextlib
import io
import os

from backend.core import db

ADVISORY_LOCK = 0x59494D41  # "YIMA"


async def migrate() -> None:
    """Run every step that has not run; the pool must be connected.

    A step waits at most five seconds for a table's lock, so that it never stops the city's traffic behind it.
    """
    os.environ["PICCOLO_CONF"] = "backend.migrations.piccolo_conf"
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with db.transaction(), db.connection() as connection:
        await connection.execute("select pg_advisory_xact_lock($1)", ADVISORY_LOCK)
        await connection.execute("set local lock_timeout = '5s'")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            result = await run_forwards(app_name="yima")
        if not result.success:
            raise RuntimeError(f"the database could not be migrated: {result.message}")


async def is_current() -> bool:
    """Whether every step of this version has run."""
    from backend.migrations.steps import names

    async with db.connection() as connection:
        rows = await connection.fetch("select name from migration where app_name = 'yima'")
    return {row["name"] for row in rows} >= set(names())
