"""What engineers read of the product, written anew."""

from typing import Any

import click

from backend.core.settings import Settings


@click.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    from backend.app import create_app

    document = create_app(Settings(profile="demo")).openapi_schema.to_schema()
    click.echo(_json(document))


@click.command()
def vectors() -> None:
    """Write the golden vectors for codes anew."""
    from backend.vectors import FILE, write

    click.echo(f"{write()} codes in {FILE}")


def _json(document: Any) -> str:
    import json

    return json.dumps(document, ensure_ascii=False, indent=2)
