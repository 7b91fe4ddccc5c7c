"""Consuming durably, step by step."""

from __future__ import annotations

import asyncio

from support.patience import PATIENCE
from twilio_chat import Channel, Deliveries, Delivery

__all__ = ["following", "nothing_comes", "one", "send", "take"]


async def one(deliveries: Deliveries[Delivery]) -> Delivery:
    """The next delivery."""
    async with asyncio.timeout(PATIENCE):
        return await anext(deliveries)


async def take(deliveries: Deliveries[Delivery], count: int) -> list[str]:
    """The bodies of the next deliveries, each acknowledged."""
    found: list[str] = []
    for _ in range(count):
        delivery = await one(deliveries)
        found.append(delivery.message.body or "")
        await delivery.ack()
    return found


async def following(deliveries: Deliveries[Delivery], channel: Channel) -> None:
    """Wait until a client that has just started follows a channel: "now" begins there."""
    async with asyncio.timeout(PATIENCE):
        while channel.sid not in deliveries.progress.feeds:  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0)


async def nothing_comes(deliveries: Deliveries[Delivery], channel: Channel) -> bool:
    """Whether nothing is handed out before something that is written now."""
    await channel.send_message("end")
    found = await one(deliveries)
    await found.ack()
    return found.message.body == "end"


async def send(channel: Channel, *texts: str) -> None:
    for text in texts:
        await channel.send_message(text)
