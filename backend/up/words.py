"""What the person at the terminal reads."""

from pathlib import Path

from backend.core.settings import Settings

RESIDENTS_SHOWN = 2


def welcome(settings: Settings, data: Path, took_seconds: float) -> str:
    """The address, the demo's accounts, where things lie and how to stop."""
    blocks = [f"Yima runs at {settings.origin} (ready in {took_seconds:.1f} s)"]
    if settings.is_demo:
        blocks.append(_accounts(settings))
    blocks.append(
        f"Data and logs: {data}" if data == settings.folder else f"Data: {data}, logs: {settings.folder}"
    )
    blocks.append("Stop: Ctrl-C")
    return "\n\n".join(blocks)


def _accounts(settings: Settings) -> str:
    from backend import demo_city
    from integrations.console.identity_register import DEMO_PEOPLE

    lines = [f"Sign in with one of these phones; the password is then at {settings.origin}/demo/inbox"]
    lines += [
        f"  {person.phone.removeprefix('+86')}  resident ({person.name}, ID number {person.id_number})"
        for person in DEMO_PEOPLE[:RESIDENTS_SHOWN]
    ]
    lines += [f"  {demo_city.MANAGER}  manager of venues", f"  {demo_city.OPERATOR}  operator of the city"]
    return "\n".join(lines)
