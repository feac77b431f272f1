"""What other domains and routes may do with messages."""

from backend.messages.service.boards import list_deliveries, read_board
from backend.messages.service.carrying import Carrier
from backend.messages.service.codes import send_code
from backend.messages.service.contacts import add_contact, confirm_contact, remove_contact
from backend.messages.service.delivering import deliver_for_ever, settle
from backend.messages.service.forgetting import forget_deliveries, forget_old
from backend.messages.service.inbox import count_unread, list_messages, mark_all_read, mark_read
from backend.messages.service.kinds import kinds, read_kinds
from backend.messages.service.own_contacts import list_contacts
from backend.messages.service.preferences import read_preferences, write_preferences
from backend.messages.service.reporting import take_reports
from backend.messages.service.sending import Outgoing, send, send_many, withdraw
from backend.messages.service.subscriptions import add_subscription, read_push_key
from backend.messages.service.workers import working

__all__ = [
    "Carrier",
    "Outgoing",
    "add_contact",
    "add_subscription",
    "confirm_contact",
    "count_unread",
    "deliver_for_ever",
    "forget_deliveries",
    "forget_old",
    "kinds",
    "list_contacts",
    "list_deliveries",
    "list_messages",
    "mark_all_read",
    "mark_read",
    "read_board",
    "read_kinds",
    "read_preferences",
    "read_push_key",
    "remove_contact",
    "send",
    "send_code",
    "send_many",
    "settle",
    "take_reports",
    "withdraw",
    "working",
    "write_preferences",
]
