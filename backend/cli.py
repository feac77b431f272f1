"""`yima …`: what an operator types; each command calls one function and imports it only then."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from backend.core.embedded.problems import CannotStart
from backend.core.settings import Settings, SettingsError, load

T = TypeVar("T")

Folder = click.Path(file_okay=False, path_type=Path)
File = click.Path(dir_okay=False, path_type=Path)
Present = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
PURPOSES = ("city-code", "access-token", "reader-token", "credential", "reader-lists", "audit")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def yima() -> None:
    """One code, one city."""


@yima.command()
@click.option("--until-parent-ends", is_flag=True, help="Stop when the process that started this one ends.")
def up(until_parent_ends: bool) -> None:
    """Run everything on this machine: servers, API with portal, and worker."""
    from backend.core.embedded.processes import end_with_parent
    from backend.up import main

    if until_parent_ends:
        end_with_parent()
    main(load())


@yima.command()
def serve() -> None:
    """Run the API and the portal beside servers that run already."""
    from backend.serve import main

    main(_reachable())


@yima.command()
def worker() -> None:
    """Run the jobs beside servers that run already."""
    from backend.worker import main

    main(_reachable())


@yima.command()
def migrate() -> None:
    """Bring the database to the newest version."""
    from backend.up.prepare import migrate_database

    asyncio.run(migrate_database(_reachable()))


@yima.command()
@click.argument("what", type=click.Choice(["content", "audit", "reminders"]), default="content")
@click.argument("ids", nargs=-1)
@click.option("--heads", type=Present, help="A copy of audit/heads.jsonl that was carried away.")
def check(what: str, ids: tuple[str, ...], heads: Path | None) -> None:
    """Read all content, or the reminders and policies with IDS, and tell every mistake; or the audit."""
    from backend.up.prepare import check_content

    if what == "audit":
        _check_audit(heads)
        return
    if heads:
        raise click.UsageError("--heads goes with audit.")
    if what == "reminders":
        _check_reminders(ids)
        return

    check_content()
    click.echo(f"The {what} is sound.")


@yima.command()
@click.option("--people", type=click.IntRange(1, 10_000_000), help="A made-up city of so many people.")
@click.option(
    "--seed", "number", type=int, default=1, show_default=True, help="Another number, another city."
)
def seed(people: int | None, number: int) -> None:
    """Add the demo's people and places, or a made-up city that departments hand in."""
    from backend.up.prepare import seed as add
    from backend.up.prepare import seed_city

    if people is None:
        _connected(lambda: add(load()))
        return
    told = _connected(lambda: seed_city(load(), people, number))
    click.echo(f"{told.people} people and {told.firms} firms: {told.rows} records, {told.new} of them new.")


@yima.command()
def demo() -> None:
    """Walk the main path through a throw-away city."""
    from backend.demo import main

    sys.exit(main())


@yima.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    from backend.app import create_app

    document = create_app(Settings(profile="demo")).openapi_schema.to_schema()
    click.echo(_json(document))


@yima.command()
def vectors() -> None:
    """Write the golden vectors for codes anew."""
    from backend.vectors import FILE, write

    click.echo(f"{write()} codes in {FILE}")


@yima.command()
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
        _fail(problem.say(locale))
    except (KeyboardInterrupt, BrokenPipeError):
        _leave()


@yima.group()
def keys() -> None:
    """Care for the signing keys."""


@keys.command(name="list")
def list_keys() -> None:
    """Every key: id, purpose, state, and when it was made."""
    from backend.core import keys as signing

    for key in _connected(signing.list_keys):
        click.echo(f"{key.kid:<5} {key.purpose:<13} {key.state:<8} {key.created_at:%Y-%m-%d %H:%M}")


@keys.command()
@click.argument("purpose", type=click.Choice(PURPOSES))
@click.option("--force", is_flag=True, help="Also when the next key was announced only a moment ago.")
def rotate(purpose: Any, force: bool) -> None:
    """Sign with the announced key from now on, and announce another."""
    from backend.core import keys as signing

    kid = _connected(lambda: signing.rotate(purpose, force=force))
    click.echo(f"{kid} signs from now on.")


@keys.command()
@click.argument("kid")
def revoke(kid: str) -> None:
    """Let nothing that KID signed verify any more."""
    from backend.core import keys as signing

    _connected(lambda: signing.revoke(kid))
    click.echo(f"{kid} is revoked.")


@keys.command(name="rotate-fields")
def rotate_fields() -> None:
    """Seal names and numbers with another key, while the city runs; a second run goes on with a first."""
    from backend.core import resealing
    from backend.worker import SEALED

    async def work() -> tuple[int, int | None]:
        return await resealing.begin(), await resealing.go_on(SEALED)

    generation, sealed = _connected(work)
    done = "a worker is at it already" if sealed is None else f"{sealed} values are sealed anew"
    click.echo(f"Generation {generation} seals from now on; {done}.")


@yima.group()
def operator() -> None:
    """Say who operates the city."""


@operator.command()
@click.argument("phone")
def add(phone: str) -> None:
    """Make the person with PHONE an operator."""
    from backend.people.service import make_operator

    _connected(lambda: make_operator(phone))
    click.echo("Done: this phone signs in as an operator.")


def _reachable() -> Settings:
    """The settings, once the servers they name (or those of `yima up` on the same data) answer."""
    from backend.up import addresses

    settings = addresses.complete(load())
    asyncio.run(addresses.require_answers(settings))
    return settings


def _connected(work: Callable[[], Awaitable[T]]) -> T:
    """What `work` returns when it runs with the servers connected."""
    from backend.app import connected
    from backend.core import log

    async def run(settings: Settings) -> T:
        log.set_up("warning")
        async with connected(settings):
            return await work()

    return asyncio.run(run(_reachable()))


def _check_reminders(ids: tuple[str, ...]) -> None:
    """Read these files, or all of them, and let the days of their examples pass."""
    from backend.reminders.service import catalogue

    if not ids:
        catalogue.read_content()
    mistakes = [line for id_ in ids for line in catalogue.find_file_mistakes(id_)]
    if mistakes:
        _fail("\n".join(mistakes))
    click.echo("The reminders are sound.")


def _check_audit(heads: Path | None) -> None:
    """Link what waits, then go through all of it."""
    from backend.core import audit

    folder = load().folder

    async def work() -> audit.Verdict:
        await audit.seal()
        await audit.export(folder)
        return await audit.check(folder, heads)

    verdict = _connected(work)
    if verdict.broken:
        _fail(f"The audit is broken: {verdict.broken}. {verdict.entries} entries before it hold.")
    click.echo(f"The audit is whole: {verdict.entries} entries, {verdict.heads} signed heads.")


def _leave() -> None:
    """End well, though nobody may be there any more to read what is still to be written."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _json(document: Any) -> str:
    import json

    return json.dumps(document, ensure_ascii=False, indent=2)


def main() -> None:
    """Run the command that was typed; what an operator can mend is one sentence on stderr and exit code 1."""
    try:
        yima(prog_name="yima")
    except (CannotStart, SettingsError) as problem:
        _fail(str(problem))
    except Exception as error:  # noqa: BLE001 - what is not for the operator is raised again
        _fail(_sentence(error))


def _sentence(error: Exception) -> str:
    """What to tell the operator about `error`; raises it again when it is our own mistake."""
    from backend.content import ContentError
    from backend.core.problems import Problem

    if isinstance(error, ContentError):
        return str(error)
    if isinstance(error, Problem):
        return error.en
    raise error


def _fail(sentence: str) -> None:
    click.echo(f"yima: {sentence}", err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
