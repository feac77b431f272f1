"""Whose a firm is, as the business register says at the moment, and who else may act for it."""

import asyncio
from typing import TYPE_CHECKING

import httpx

from backend.firms.service.agents import AGENTS_MAX
from tests.backend.firms.conftest import (
    AGENT,
    BUYER,
    CODE,
    OWNER,
    Register,
    claim,
    firm_of,
    name_agent,
    own,
)
from tests.backend.registers.senders import credit_code
from tests.conftest import SignIn, idempotency_key

if TYPE_CHECKING:
    import asyncpg

NAME = "廊坊好味餐饮1店"


def kind(answer: httpx.Response) -> str:
    """The problem's name."""
    return str(answer.json()["type"]).removeprefix("/problems/")


async def test_the_register_decides_whose_a_firm_is(register: Register, sign_in: SignIn) -> None:
    await register(OWNER[2])
    await register(OWNER[2], 2, status="closed")
    person, other = await sign_in(*OWNER), await sign_in(*AGENT)

    both = await asyncio.gather(claim(person), claim(person, f" {CODE.lower()} "))

    assert [answer.status_code for answer in both] == [200, 200]
    assert both[0].json() == both[1].json()
    firm = both[0].json()
    assert (firm["name"], firm["credit_code"], firm["role"]) == (NAME, CODE, "legal")
    assert firm["division"] == "131003001001"
    assert await own(person) == [(NAME, "legal")]
    assert await own(other) == []
    for who, code, status, problem in (
        (other, CODE, 409, "firm-not-yours"),
        (person, credit_code(2), 409, "firm-not-yours"),
        (person, credit_code(3), 409, "firm-not-yours"),
        (person, CODE[:-1] + "OI"[CODE[-1] == "O"], 422, "invalid-credit-code"),
        (person, CODE[:17], 422, "invalid-credit-code"),
        (person, "廊坊好味\x00\u202e", 422, "invalid-credit-code"),
        (person, "9" * 41, 422, "invalid-request"),
    ):
        answer = await claim(who, code)
        assert (answer.status_code, kind(answer)) == (status, problem), code


async def test_a_phone_number_alone_represents_nothing(register: Register, sign_in: SignIn) -> None:
    await register(OWNER[2])
    unconfirmed = await sign_in(OWNER[0])

    assert kind(await claim(unconfirmed)) == "device-not-confirmed"
    assert await own(unconfirmed) == []


async def test_an_agent_acts_for_the_firm_and_names_nobody(owner: httpx.AsyncClient, sign_in: SignIn) -> None:
    firm, agent = await firm_of(owner), await sign_in(*AGENT)
    assert (await agent.get(f"{firm}/agents")).status_code == 404
    key = idempotency_key()

    named = await asyncio.gather(
        *[owner.post(f"{firm}/agents", json={"phone": AGENT[0]}, headers=key) for _ in range(2)],
        name_agent(owner, firm, AGENT[0]),
    )

    assert {answer.status_code for answer in named} == {201}
    assert len({answer.json()["id"] for answer in named}) == 1
    assert await own(agent) == [(NAME, "agent")]
    listed = (await owner.get(f"{firm}/agents")).json()["items"]
    assert [(one["role"], one["name_masked"], one["phone_masked"]) for one in listed] == [
        ("legal", "张**", "138****0001"),
        ("agent", "李**", "138****0002"),
    ]
    begun = await agent.post(
        "/v1/applications",
        json={"service": "food-licence-renewal", "firm": firm.rpartition("/")[2]},
        headers=idempotency_key(),
    )
    assert begun.status_code == 201, begun.text
    for refused in (await agent.get(f"{firm}/agents"), await name_agent(agent, firm, BUYER[0])):
        assert (refused.status_code, kind(refused)) == (403, "not-legal-representative")
    me, them = (one["id"] for one in listed)
    assert (await agent.delete(f"{firm}/agents/{me}")).status_code == 403
    # The legal representative is no agent, and is the register's to change.
    assert (await owner.delete(f"{firm}/agents/{me}")).status_code == 404
    removed = [await owner.delete(f"{firm}/agents/{them}") for _ in range(2)]
    assert [answer.status_code for answer in removed] == [204, 404]
    assert await own(agent) == []
    assert kind(await name_agent(owner, firm, "12345")) == "invalid-phone"


async def test_whom_the_register_names_next_takes_over_and_the_former_ones_are_out(
    owner: httpx.AsyncClient, register: Register, sign_in: SignIn
) -> None:
    firm, agent, buyer = await firm_of(owner), await sign_in(*AGENT), await sign_in(*BUYER)
    await name_agent(owner, firm, AGENT[0])
    await register(BUYER[2])

    assert await own(owner) == await own(agent) == []
    assert kind(await owner.get(f"{firm}/agents")) == "firm-not-yours"
    wish = {"service": "food-licence-renewal", "firm": firm.rpartition("/")[2]}
    refused = await agent.post("/v1/applications", json=wish, headers=idempotency_key())
    assert kind(refused) == "firm-not-yours"

    assert (await claim(buyer)).status_code == 200
    listed = (await buyer.get(f"{firm}/agents")).json()["items"]
    assert [one["role"] for one in listed] == ["legal"]
    # Named anew, also the one who sold it.
    for phone in (AGENT[0], OWNER[0], BUYER[0]):
        assert (await name_agent(buyer, firm, phone)).status_code == 201
    assert (await own(agent), await own(owner)) == ([(NAME, "agent")], [(NAME, "agent")])
    assert await own(buyer) == [(NAME, "legal")]
    await register(BUYER[2], status="closed")
    assert await own(buyer) == await own(agent) == []


async def test_a_firm_has_no_more_agents_than_it_may(
    owner: httpx.AsyncClient, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    firm = await firm_of(owner)
    named = [await name_agent(owner, firm, f"1390000{n:04}") for n in range(AGENTS_MAX)]
    assert {answer.status_code for answer in named} == {201}

    assert kind(await name_agent(owner, firm, "13900009999")) == "too-many-agents"
    assert (await name_agent(owner, firm, "13900000000")).status_code == 201
    assert len((await owner.get(f"{firm}/agents")).json()["items"]) == AGENTS_MAX + 1
    rows = await connection.fetch(
        "select action, facts, subject from audit_entry where action like 'firm-%' or action like 'agent-%'"
    )
    assert {row["action"] for row in rows} == {"firm-claimed", "agent-named"}
    assert all(row["subject"] for row in rows)
    assert not any("139" in row["facts"] for row in rows)
    stored = await connection.fetch(
        "select to_jsonb(firm)::text || to_jsonb(made)::text as line"
        " from firm join representative as made on made.firm = firm.id"
    )
    assert stored
    assert not any(CODE in row["line"] for row in stored)
