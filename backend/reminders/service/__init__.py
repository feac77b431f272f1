"""Everything that other domains, routes and jobs may ask of reminders."""

from backend.reminders.service.beginning import begin_application
from backend.reminders.service.calling import read_call
from backend.reminders.service.catalogue import read_content
from backend.reminders.service.enacting import change_policy, make_policy, set_state
from backend.reminders.service.escalating import escalate
from backend.reminders.service.facts import list_facts
from backend.reminders.service.forgetting import forget_old
from backend.reminders.service.listing import list_scenarios, read_scenario
from backend.reminders.service.own import answer, list_own
from backend.reminders.service.policies import list_policies, read_policy
from backend.reminders.service.rounds import ask_for_missing, run_waiting
from backend.reminders.service.running import remind_for_ever
from backend.reminders.service.switching import switch, switch_all_on
from backend.reminders.service.telling import tell
from backend.reminders.service.trying import count_reach, try_scenario
from backend.reminders.service.waking import wake, wake_long
from backend.reminders.service.why import read_own

__all__ = [
    "answer",
    "ask_for_missing",
    "begin_application",
    "change_policy",
    "count_reach",
    "escalate",
    "forget_old",
    "list_facts",
    "list_own",
    "list_policies",
    "list_scenarios",
    "make_policy",
    "read_call",
    "read_content",
    "read_own",
    "read_policy",
    "read_scenario",
    "remind_for_ever",
    "run_waiting",
    "set_state",
    "switch",
    "switch_all_on",
    "tell",
    "try_scenario",
    "wake",
    "wake_long",
]
