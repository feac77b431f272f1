"""Everything that routes and jobs may ask of evidence."""

from backend.evidence.service.findings import list_findings, resolve
from backend.evidence.service.handing_in import hand_in, read_head
from backend.evidence.service.reconciling import reconcile
from backend.evidence.service.reports import read_report

__all__ = ["hand_in", "list_findings", "read_head", "read_report", "reconcile", "resolve"]
