"""Whether content, reminders and the audit are sound."""

from pathlib import Path

import click

from backend.cli.reaching import connected, fail
from backend.core.settings import load

Present = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command()
@click.argument("what", type=click.Choice(["content", "audit", "reminders"]), default="content")
@click.argument("ids", nargs=-1)
@click.option("--heads", type=Present, help="A copy of audit/heads.jsonl that was carried away.")
def check(what: str, ids: tuple[str, ...], heads: Path | None) -> None:
    """Read all content, or the reminders and policies with IDS, and tell every mistake; or the audit."""
    if what == "audit":
        _check_audit(heads)
        return
    if heads:
        raise click.UsageError("--heads goes with audit.")
    if what == "reminders":
        _check_reminders(ids)
        return
    _check_content()


def _check_content() -> None:
    """Read all of it, and let the days of all examples pass, which a city that starts does not."""
    from backend.reminders.service.catalogue import try_examples
    from backend.up.prepare import check_content

    check_content(try_examples)
    click.echo("The content is sound.")


def _check_reminders(ids: tuple[str, ...]) -> None:
    """Read these files, or all of them, and let the days of their examples pass."""
    from backend import content
    from backend.reminders.service import catalogue

    if not ids:
        content.check(catalogue.try_examples, catalogue.policies)
    mistakes = [line for id_ in ids for line in catalogue.find_file_mistakes(id_)]
    if mistakes:
        fail("\n".join(mistakes))
    click.echo("The reminders are sound.")


def _check_audit(heads: Path | None) -> None:
    """Link what waits, then go through all of it."""
    from backend.core import audit

    folder = load().folder

    async def work() -> audit.Verdict:
        await audit.seal()
        await audit.export(folder)
        return await audit.check(folder, heads)

    verdict = connected(work)
    if verdict.broken:
        fail(f"The audit is broken: {verdict.broken}. {verdict.entries} entries before it hold.")
    click.echo(f"The audit is whole: {verdict.entries} entries, {verdict.heads} signed heads.")
