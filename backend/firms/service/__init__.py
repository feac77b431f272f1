"""Everything that other domains and routes may ask of firms."""

from backend.firms.service.agents import add_agent, list_agents, remove_agent
from backend.firms.service.claiming import claim, list_own, name_firms
from backend.firms.service.standing import acts_for, find_firm, require_representative

__all__ = [
    "acts_for",
    "add_agent",
    "claim",
    "find_firm",
    "list_agents",
    "list_own",
    "name_firms",
    "remove_agent",
    "require_representative",
]
