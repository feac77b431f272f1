"""How one wants to be told, and where."""

from backend.messages.schemas import Contact, Contacts, GivenCode, MessagePreferences, NewContact
from portal.callers import Caller
from portal.city import City

PREFERENCES = "/v1/me/message-preferences"
CONTACTS = "/v1/me/contacts"


async def preferences(api: City, caller: Caller) -> MessagePreferences:
    """How one wants to be told."""
    return await api.ask(caller, "GET", PREFERENCES, MessagePreferences)


async def save_preferences(api: City, caller: Caller, wanted: MessagePreferences) -> MessagePreferences:
    """Keep that."""
    return await api.ask(caller, "PUT", PREFERENCES, MessagePreferences, wanted)


async def contacts(api: City, caller: Caller) -> list[Contact]:
    """Where one is told things."""
    return (await api.ask(caller, "GET", CONTACTS, Contacts)).items


async def add_email(api: City, caller: Caller, address: str, key: str) -> Contact:
    """Send a code to an e-mail address."""
    return await api.ask(caller, "POST", CONTACTS, Contact, NewContact(channel="email", address=address), key)


async def confirm_contact(api: City, caller: Caller, contact: str, code: str) -> None:
    """Confirm the address with its code."""
    await api.send(caller, "PUT", f"{CONTACTS}/{contact}/confirmation", GivenCode(code))


async def remove_contact(api: City, caller: Caller, contact: str) -> None:
    """Tell one nothing there any more."""
    await api.send(caller, "DELETE", f"{CONTACTS}/{contact}")
