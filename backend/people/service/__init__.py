"""What people, operators and other domains may do with accounts."""

from backend.people.service.accounts import (
    account_for_phone,
    make_operator,
    read_me,
    remove_operator,
    search,
)
from backend.people.service.answering import answer_sign_in
from backend.people.service.authentication import authenticate_access_token, authenticate_cookie
from backend.people.service.device_suspensions import lift_device_suspension, suspend_device
from backend.people.service.devices import list_devices, remove_device, require_confirmed
from backend.people.service.forgetting import forget_expired
from backend.people.service.identities import confirm_at_counter, confirm_identity
from backend.people.service.naming import find_accounts, mask_names, read_names
from backend.people.service.numbers import read_id_number
from backend.people.service.phones import mask_phones, read_phones
from backend.people.service.sessions import Opened, end_session, refresh
from backend.people.service.sign_ins import send_password, start_sign_in
from backend.people.service.suspensions import lift_suspension, suspend

__all__ = [
    "Opened",
    "account_for_phone",
    "answer_sign_in",
    "authenticate_access_token",
    "authenticate_cookie",
    "confirm_at_counter",
    "confirm_identity",
    "end_session",
    "find_accounts",
    "forget_expired",
    "lift_device_suspension",
    "lift_suspension",
    "list_devices",
    "make_operator",
    "mask_names",
    "mask_phones",
    "read_id_number",
    "read_me",
    "read_names",
    "read_phones",
    "refresh",
    "remove_device",
    "remove_operator",
    "require_confirmed",
    "search",
    "send_password",
    "start_sign_in",
    "suspend",
    "suspend_device",
]
