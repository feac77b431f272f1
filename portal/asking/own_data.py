"""What departments know about oneself, who looked, and what one agreed to."""

from backend.core.pages import Page
from backend.registers.schemas.consents import Consent, ConsentList
from backend.registers.schemas.looks import Look
from backend.registers.schemas.views import RegisterList
from backend.registers.schemas.wallet import Card, Wallet
from portal.callers import Caller
from portal.city import City, cursor


async def wallet(api: City, caller: Caller) -> list[Card]:
    """One's certificates."""
    return (await api.ask(caller, "GET", "/v1/me/wallet", Wallet)).items


async def looks(api: City, caller: Caller, *, own: bool, limit: int, after: str | None = None) -> Page[Look]:
    """Who looked, newest first; with `own`, also oneself."""
    path = f"/v1/me/looks?own={'true' if own else 'false'}&{cursor(limit, after)}"
    return await api.ask(caller, "GET", path, Page[Look])


async def consents(api: City, caller: Caller) -> list[Consent]:
    """What one may agree to."""
    return (await api.ask(caller, "GET", "/v1/me/consents", ConsentList)).items


async def agree(api: City, caller: Caller, consent: str) -> None:
    """Agree to something."""
    await api.send(caller, "PUT", f"/v1/me/consents/{consent}")


async def withdraw(api: City, caller: Caller, consent: str) -> None:
    """Take an agreement back."""
    await api.send(caller, "DELETE", f"/v1/me/consents/{consent}")


async def sensitive_fields(api: City, caller: Caller) -> set[str]:
    """The facts, as register.field, that are filled in only with a consent of their own."""
    known = (await api.ask(caller, "GET", "/v1/registers", RegisterList)).items
    return {
        f"{register.id}.{field.name}"
        for register in known
        for field in register.fields
        if field.sensitivity == "sensitive"
    }
