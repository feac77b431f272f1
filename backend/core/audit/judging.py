"""What is wrong with some links and heads: each check gives the first break as a sentence, or None."""

from collections.abc import Mapping

import asyncpg

from backend.core.audit.chain import encode, link
from backend.core.audit.exporting import Exported
from backend.core.audit.signing import check_signed


def check_link(row: asyncpg.Record, sequence: int, before: bytes) -> str | None:
    """Whether the link and its entry in `row` are the one numbered `sequence`, after the hash `before`."""
    if row["sequence"] != sequence:
        return f"entry {sequence} is missing from the chain"
    if row["id"] is None:
        return f"entry {sequence} was removed"
    if link(before, row) != row["hash"]:
        return f"entry {sequence} ({row['id']}) does not say what it said"
    return None


def check_heads(
    signed: list[asyncpg.Record], known: Mapping[int, bytes], public: Mapping[str, bytes]
) -> str | None:
    """Whether each of the `signed` heads is by a `public` key, by id, and over the hash `known` now."""
    told = (check_signed(row["jws"], row["sequence"], known[row["sequence"]], public) for row in signed)
    return next(filter(None, told), None)


def check_exports(
    signed: list[asyncpg.Record], known: Mapping[int, bytes], exports: list[Exported]
) -> str | None:
    """Whether each export tells of the same chain and heads as the database in this bite."""
    return next(filter(None, (_check_export(signed, known, exported) for exported in exports)), None)


def _check_export(signed: list[asyncpg.Record], known: Mapping[int, bytes], exported: Exported) -> str | None:
    heads = {row["sequence"] for row in signed}
    for head in exported.until(max(known)):
        sequence = head.sequence
        if sequence in known and head.hash != encode(known[sequence]):
            return f"the chain up to entry {sequence} is not the one that was exported"
        if sequence not in heads:
            return f"the export tells of a head at entry {sequence} that is not there any more"
        heads.remove(sequence)
    lost = [sequence for sequence in heads if sequence <= exported.last]
    return f"the export does not tell of the head at entry {min(lost)} any more" if lost else None


def check_end(sequence: int, promised: int, covered: int, exports: list[Exported]) -> str | None:
    """Heads beyond the chain tell of an end that was cut off, and entries beyond the heads of a forged one.

    Entries are linked together with their head: without its key nobody writes a chain anew up to the end.
    """
    if promised > sequence:
        return f"entries after {sequence} are missing: a signed head tells of entry {promised}"
    ahead = next((exported.ahead for exported in exports if exported.ahead is not None), None)
    if ahead is not None:
        return f"the export tells of a head at entry {ahead.sequence} that is not there any more"
    return f"no signed head tells of the entries after {covered}" if covered < sequence else None
