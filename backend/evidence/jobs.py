"""What the worker does with evidence."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.core.outbox import Job
from backend.evidence import service


async def reconcile(_: dict[str, Any], key: str, first: int, last: int, from_day: str, to_day: str) -> None:
    """Compare what a reader has just handed in with everything else."""
    await service.reconcile(UUID(key), first, last, date.fromisoformat(from_day), date.fromisoformat(to_day))


JOBS: dict[str, Job] = {"evidence.reconcile": reconcile}
