"""The shapes of messages, as content and as the API shows them."""

from backend.messages.schemas.boards import Board, DeliveryLine, Figures, ProviderLine, Taken
from backend.messages.schemas.inbox import Message, Unread, Words
from backend.messages.schemas.kinds import Category, Kind
from backend.messages.schemas.wishes import (
    Contact,
    Contacts,
    GivenCode,
    MessagePreferences,
    NewContact,
    NewSubscription,
    PushKey,
)

__all__ = [
    "Board",
    "Category",
    "Contact",
    "Contacts",
    "DeliveryLine",
    "Figures",
    "GivenCode",
    "Kind",
    "Message",
    "MessagePreferences",
    "NewContact",
    "NewSubscription",
    "ProviderLine",
    "PushKey",
    "Taken",
    "Unread",
    "Words",
]
