"""`yima …`: what an operator types; each command calls one function and imports it only then."""

import click

from backend.cli.checking import check
from backend.cli.keys import keys
from backend.cli.operators import operator
from backend.cli.reaching import fail
from backend.cli.reader import reader
from backend.cli.running import demo, migrate, seed, serve, up, worker
from backend.cli.writing import openapi, vectors
from backend.core.embedded.problems import CannotStart
from backend.core.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def yima() -> None:
    """One code, one city."""


for command in (up, serve, worker, migrate, check, seed, demo, openapi, vectors, reader, keys, operator):
    yima.add_command(command)


def main() -> None:
    """Run the command that was typed; what an operator can mend is one sentence on stderr and exit code 1."""
    try:
        yima(prog_name="yima")
    except (CannotStart, SettingsError) as problem:
        fail(str(problem))
    except Exception as error:  # noqa: BLE001 - what is not for the operator is raised again
        fail(_sentence(error))


def _sentence(error: Exception) -> str:
    """What to tell the operator about `error`; raises it again when it is our own mistake."""
    from backend.content import ContentError
    from backend.core.problems import Problem

    if isinstance(error, ContentError):
        return str(error)
    if isinstance(error, Problem):
        return error.en
    raise error
