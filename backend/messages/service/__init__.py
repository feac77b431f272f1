"""What other domains and routes may do with messages."""

from backend.messages.service.forgetting import forget_old
from backend.messages.service.inbox import count_unread, list_messages, mark_read
from backend.messages.service.kinds import kinds, read_kinds
from backend.messages.service.sending import Outgoing, send, send_many

__all__ = [
    "Outgoing",
    "count_unread",
    "forget_old",
    "kinds",
    "list_messages",
    "mark_read",
    "read_kinds",
    "send",
    "send_many",
]
