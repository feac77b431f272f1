"""The audit: who did what to whose data, kept with the facts themselves, chained and signed afterwards.

An entry is written in the transaction that does what it tells: there is none without the other. A sealer
links the committed entries into a hash chain and signs its head, and signed heads lie outside the database
as well: whoever changes, removes or adds an entry later is found by `yima check audit`.
"""

from backend.core.audit.checking import Verdict, check
from backend.core.audit.entries import About, By, note, note_many
from backend.core.audit.exporting import export
from backend.core.audit.sealing import seal

__all__ = ["About", "By", "Verdict", "check", "export", "note", "note_many", "seal"]
