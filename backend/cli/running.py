"""Running a city and its parts, bringing its database along, and filling it."""

import asyncio
import sys

import click

from backend.cli.reaching import connected, reachable
from backend.core.settings import load


@click.command()
@click.option("--until-parent-ends", is_flag=True, help="Stop when the process that started this one ends.")
def up(until_parent_ends: bool) -> None:
    """Run everything on this machine: servers, API with portal, and worker."""
    from backend.core.embedded.processes import end_with_parent
    from backend.up import main

    if until_parent_ends:
        end_with_parent()
    main(load())


@click.command()
def serve() -> None:
    """Run the API and the portal beside servers that run already."""
    from backend.serve import main

    main(reachable())


@click.command()
def worker() -> None:
    """Run the jobs beside servers that run already."""
    from backend.worker import main

    main(reachable())


@click.command()
def migrate() -> None:
    """Bring the database to the newest version."""
    from backend.up.prepare import migrate_database

    asyncio.run(migrate_database(reachable()))


@click.command()
@click.option("--people", type=click.IntRange(1, 10_000_000), help="A made-up city of so many people.")
@click.option(
    "--seed", "number", type=int, default=1, show_default=True, help="Another number, another city."
)
def seed(people: int | None, number: int) -> None:
    """Add the demo's people and places, or a made-up city that departments hand in."""
    from backend.up.prepare import seed as add
    from backend.up.prepare import seed_city

    if people is None:
        connected(lambda: add(load()))
        return
    told = connected(lambda: seed_city(load(), people, number))
    click.echo(f"{told.people} people and {told.firms} firms: {told.rows} records, {told.new} of them new.")


@click.command()
def demo() -> None:
    """Walk the main path through a throw-away city."""
    from backend.demo import main

    sys.exit(main())
