"""Real PostgreSQL 18 and Valkey 9 from wheels, run by us on 127.0.0.1 and gone when we are gone."""

from backend.core.embedded.problems import CannotStart
from backend.core.embedded.servers import Servers, temporary_servers

__all__ = ["CannotStart", "Servers", "temporary_servers"]
