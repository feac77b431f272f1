"""The keys of a city."""

from typing import Any

import click

from backend.cli.reaching import connected

PURPOSES = ("city-code", "access-token", "reader-token", "credential", "reader-lists", "audit")


@click.group()
def keys() -> None:
    """Care for the signing keys."""


@keys.command(name="list")
def list_keys() -> None:
    """Every key: id, purpose, state, and when it was made."""
    from backend.core import keys as signing

    for key in connected(signing.list_keys):
        click.echo(f"{key.kid:<5} {key.purpose:<13} {key.state:<8} {key.created_at:%Y-%m-%d %H:%M}")


@keys.command()
@click.argument("purpose", type=click.Choice(PURPOSES))
@click.option("--force", is_flag=True, help="Also when the next key was announced only a moment ago.")
def rotate(purpose: Any, force: bool) -> None:
    """Sign with the announced key from now on, and announce another."""
    from backend.core import keys as signing

    kid = connected(lambda: signing.rotate(purpose, force=force))
    click.echo(f"{kid} signs from now on.")


@keys.command()
@click.argument("kid")
def revoke(kid: str) -> None:
    """Let nothing that KID signed verify any more."""
    from backend.core import keys as signing

    connected(lambda: signing.revoke(kid))
    click.echo(f"{kid} is revoked.")


@keys.command(name="rotate-fields")
def rotate_fields() -> None:
    """Seal names and numbers with another key, while the city runs; a second run goes on with a first."""
    from backend.core import resealing
    from backend.worker import SEALED

    async def work() -> tuple[int, int | None]:
        return await resealing.begin(), await resealing.go_on(SEALED)

    generation, sealed = connected(work)
    done = "a worker is at it already" if sealed is None else f"{sealed} values are sealed anew"
    click.echo(f"Generation {generation} seals from now on; {done}.")
