"""A reader at a gate."""

import sys
from pathlib import Path
from typing import Any, cast

import click

from backend.cli.reaching import fail

Folder = click.Path(file_okay=False, path_type=Path)
File = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--city", metavar="URL", help="The city's address; kept from the enrolment on.")
@click.option("--data", "folder", type=Folder, required=True, help="The folder of this reader.")
@click.option("--enrol", "code", metavar="CODE", help="Become the reader that this one-time code is for.")
@click.option("--picture", "pictures", type=File, multiple=True, help="Read a camera's picture, not lines.")
@click.option("--sync", is_flag=True, help="Only hand in evidence and fetch newer lists.")
@click.option("--offline", is_flag=True, help="Never ask the city.")
@click.option("--json", "is_json", is_flag=True, help="Answer in JSON, one object a line.")
@click.option("--locale", type=click.Choice(["zh-CN", "en"]), default="zh-CN", show_default=True)
@click.option("--player", metavar="COMMAND", help="What plays a recording, such as 'aplay -q'.")
def reader(sync: bool, offline: bool, code: str | None, player: str | None, locale: Any, **wish: Any) -> None:
    """Check codes: one a line on standard input, as hand scanners type them, or in pictures."""
    import shlex

    from backend.reader.command import Wish, run
    from backend.reader.problems import ReaderProblem

    if offline and (sync or code):
        raise click.UsageError("--offline never asks the city: it goes with neither --enrol nor --sync.")
    command, source = tuple(shlex.split(player or "")), cast("Any", sys.stdin.buffer)
    wished = Wish(code=code, sync=sync, offline=offline, locale=locale, player=command, **wish)
    try:
        run(wished, source, sys.stdout)
    except ReaderProblem as problem:
        fail(problem.say(locale))
    except (KeyboardInterrupt, BrokenPipeError):
        _leave()


def _leave() -> None:
    """End well, though nobody may be there any more to read what is still to be written."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
