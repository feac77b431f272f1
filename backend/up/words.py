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
    from backend.synthetic.demo_people import FIRM
    from integrations.console.identity_register import DEMO_PEOPLE

    roles = {
        demo_city.MANAGER: "manager of venues, and clerk of the police in one county",
        demo_city.CLERK: "clerk of every department",
        demo_city.LEAD: "lead of the police in one county, who gives posts",
        demo_city.OPERATOR: "operator of the city",
    }
    people = {person.phone.removeprefix("+86"): person for person in DEMO_PEOPLE}
    shown = [*list(people)[:RESIDENTS_SHOWN], *roles]
    lines = [
        f"Sign in with one of these phones; the password is then at {settings.origin}/demo/inbox",
        "Then confirm who you are with the made-up name and ID number:",
        *(
            f"  {phone}  {people[phone].name}  {people[phone].id_number}  {roles.get(phone, 'resident')}"
            for phone in shown
        ),
        f"{people[demo_city.OWNER].name} also runs a shop, to be added at {settings.origin}/firms: " + FIRM,
    ]
    return "\n".join(lines)
