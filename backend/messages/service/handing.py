"""Handing claimed deliveries to a provider, and writing down what came of it."""

import asyncio
import time
import uuid
from collections.abc import Sequence

import structlog

from backend.core import clock, problems
from backend.messages.ports import Handed, Parcel, Provider, Refused, Unclear
from backend.messages.rules.outcomes import Change, after_refusal, after_silence, after_taking
from backend.messages.service.breakers import note_failure, note_success
from backend.messages.service.claiming import Claimed
from backend.messages.service.recording import Recorded, record
from backend.messages.service.wrapping import wrap

# Longer than any provider's own limit.
HAND_SECONDS = 15
# A worker that was held up hands over nothing that others may have asked about and sent meanwhile.
HAND_WITHIN_SECONDS = 10
RECORD_PAUSE_SECONDS = 0.5
NO_ADDRESS = Change(state="cancelled", error="no-address")

events = structlog.get_logger()

Answer = Handed | Refused | Unclear


async def hand_over(provider: Provider, claimed: Sequence[Claimed], origin: str, providers: int) -> None:
    """Hand over what was claimed for `provider`, one of so many of its channel, and record the answers.

    What was claimed leaves only here, so that after this nobody but the provider can say what became of it.
    """
    parcels = await _wrap(claimed, origin)
    if time.monotonic() - claimed[0].at > HAND_WITHIN_SECONDS:
        held_up = Change(state="queued", error="held-up", next_at=clock.now())
        await _record(provider, [Recorded(one.id, held_up, None, one.attempt) for one in claimed], [])
        return
    sent = [one for one in claimed if one.id in parcels]
    answers = await _hand(provider, [parcels[one.id] for one in sent]) if sent else []
    found = [_recorded(provider, one, answer, providers) for one, answer in zip(sent, answers, strict=True)]
    found += [Recorded(one.id, NO_ADDRESS, None, one.attempt) for one in claimed if one.id not in parcels]
    await _record(provider, found, answers)


async def _wrap(claimed: Sequence[Claimed], origin: str) -> dict[uuid.UUID, Parcel]:
    """As `wrap`, also when the database was away for a moment: nothing has left yet."""
    while True:
        try:
            return await wrap(claimed, origin)
        except Exception as error:
            if not problems.is_passing_fault(error):
                raise
            await asyncio.sleep(RECORD_PAUSE_SECONDS)


async def _hand(provider: Provider, parcels: list[Parcel]) -> list[Answer]:
    """One answer for each parcel, whatever the provider does."""
    unclear: list[Answer] = [Unclear("no-answer") for _ in parcels]
    try:
        async with asyncio.timeout(HAND_SECONDS):
            answers: list[Answer] = list(await provider.hand(parcels))
    except Exception as error:  # noqa: BLE001 - an adapter that breaks its promise has sent or not
        events.error("delivery.adapter_failed", provider=provider.name, error=type(error).__name__)
        return unclear
    if len(answers) != len(parcels):
        events.error("delivery.adapter_failed", provider=provider.name, error="answers")
        return unclear
    return answers


def _recorded(provider: Provider, one: Claimed, answer: Answer, providers: int) -> Recorded:
    now = clock.now()
    reference = None
    if isinstance(answer, Handed):
        change = after_taking(now, can_be_asked=provider.can_be_asked)
        reference = answer.reference
    elif isinstance(answer, Refused):
        change = after_refusal(
            answer.reason,
            now,
            permanent=answer.permanent,
            attempts=one.attempt,
            providers=providers,
            channel=one.channel,
        )
    else:
        change = after_silence(answer.reason, now, can_be_asked=provider.can_be_asked)
    return Recorded(one.id, change, reference, one.attempt)


async def _record(provider: Provider, found: list[Recorded], answers: list[Answer]) -> None:
    """Record until it is recorded: what is lost here has to be asked for."""
    while True:
        try:
            await record(provider.name, found)
            await _judge(provider, answers)
            return
        except Exception as error:
            if not problems.is_passing_fault(error):
                raise
            events.warning("delivery.not_recorded", provider=provider.name, error=type(error).__name__)
            await asyncio.sleep(RECORD_PAUSE_SECONDS)


async def _judge(provider: Provider, answers: list[Answer]) -> None:
    """A provider that takes something over is well; one whose answers are mostly unclear or busy is not.

    Each browser names a push service of its own: one that is ill says nothing of the others.
    """
    if not answers or provider.channel == "push":
        return
    ill = sum(
        isinstance(answer, Unclear) or (isinstance(answer, Refused) and answer.reason in ("busy", "quota"))
        for answer in answers
    )
    if ill * 2 > len(answers):
        await note_failure(provider.name)
    else:
        await note_success(provider.name)
