"""The queue as a table for a spreadsheet, which must not run anything that somebody typed."""

import asyncio
import csv
import io

from backend.applications.schemas.desk import DeskLine
from backend.applications.service import lines, queue
from backend.applications.service.looking import note_export
from backend.applications.service.scopes import find_scopes
from backend.applications.service.selecting import NOTHING, Wish
from backend.staff.schemas import Clerk

ROWS_MAX = 10_000
BITE = 500
BOM = "\ufeff"
# What spreadsheets take for a formula, also behind blanks (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
HEADINGS = ("编号", "事项", "申请人", "区域", "状态", "提交时间", "截止日期")


async def export(clerk: Clerk, wish: Wish) -> bytes:
    """At most 10,000 rows of what is handled at the clerk's posts, as CSV in UTF-8; the export is noted."""
    scopes = find_scopes(clerk.posts, wish.department, wish.division)
    rows = await queue.fetch(clerk, scopes, wish, NOTHING, ROWS_MAX, None)
    await note_export(clerk, [scope.department for scope in scopes], len(rows))
    table: list[tuple[str, ...]] = [HEADINGS]
    # In bites, so that others are answered in between.
    for start in range(0, len(rows), BITE):
        table += [_cells(line) for line in await lines.view(rows[start : start + BITE], clerk.account)]
    return await asyncio.to_thread(write, table)


def write(table: list[tuple[str, ...]]) -> bytes:
    """A table as CSV that spreadsheets open right."""
    file = io.StringIO()
    csv.writer(file).writerows([neutralise(cell) for cell in row] for row in table)
    return (BOM + file.getvalue()).encode()


def neutralise(cell: str) -> str:
    """`cell` as text, whatever it begins with."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell


def _cells(line: DeskLine) -> tuple[str, ...]:
    return (
        line.number,
        line.service_title.zh,
        line.applicant_masked or "",
        line.division_name,
        line.state_title.zh,
        line.submitted_at.isoformat(timespec="minutes"),
        line.due_on.isoformat() if line.due_on else "",
    )
