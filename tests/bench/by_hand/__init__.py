"""Every scenario's sweep as somebody would write it who wants these rows of this day and nothing else."""

from tests.bench.by_hand import children, firms, people, seasons, travel, work

STATEMENTS: dict[str, str] = {
    **people.STATEMENTS,
    **children.STATEMENTS,
    **travel.STATEMENTS,
    **work.STATEMENTS,
    **firms.STATEMENTS,
    **seasons.STATEMENTS,
}
