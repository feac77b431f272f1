"""Given these facts, as the days pass, these reminders come on these days, and stop by this.

The facts, the days and what is expected stand in content/reminders and content/policies, each example with a
title in plain words; here they happen, day after day, in a real database.
"""

import pytest
from litestar import Litestar

from backend.core import db
from backend.reminders.schemas.scenario import Scenario
from backend.reminders.service.catalogue import policies, policy_scenario, scenarios
from tests.conftest import empty_database
from tests.scenarios.city import let_days_pass

ALL: dict[str, Scenario] = scenarios() | {id_: policy_scenario(one) for id_, one in policies().items()}


def test_sixty_things_are_reminded_of_and_twenty_policies_find_their_people() -> None:
    assert (
        len([one for one in scenarios().values() if any(example.reminders for example in one.examples)]) >= 60
    )
    assert len(policies()) >= 20


@pytest.fixture(scope="module")
async def empty_city(app: Litestar) -> None:
    """Nobody lives there yet; whoever is in an example moves in and out with it."""
    await empty_database()


@pytest.mark.parametrize("id_", ALL)
async def test_as_the_days_pass(empty_city: None, id_: str) -> None:
    scenario = ALL[id_]
    async with db.connection() as connection:
        told = await let_days_pass(connection, id_, scenario)
    for example in scenario.examples:
        assert told[example.title] == list(example.reminders), f"{scenario.title.zh}：{example.title}"
