"""Who operates a city."""

import click

from backend.cli.reaching import connected


@click.group()
def operator() -> None:
    """Say who operates the city."""


@operator.command()
@click.argument("phone")
def add(phone: str) -> None:
    """Make the person with PHONE an operator."""
    from backend.people.service import make_operator

    connected(lambda: make_operator(phone))
    click.echo("Done: this phone signs in as an operator.")
