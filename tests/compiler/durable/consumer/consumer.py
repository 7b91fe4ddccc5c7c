"""What a program can do with the deliveries of a product that is none of the real ones."""

from __future__ import annotations

from typing import assert_type

from twilio_garden import Deliveries, Delivery, Garden, Harvest, MemoryCursors, blocking


async def consume(garden: Garden) -> None:
    deliveries = garden.deliveries(MemoryCursors(), start="beginning", concurrency=2)
    assert_type(deliveries, Deliveries[Delivery])
    async for delivery in deliveries:
        assert_type(delivery.harvest, Harvest)
        await delivery.ack()


def consume_blocking(garden: blocking.Garden) -> None:
    deliveries = garden.deliveries(MemoryCursors(), max_deliveries=3, dead_letter=lambda dead: print(dead.harvest))
    assert_type(deliveries, blocking.Deliveries[blocking.Delivery])
    for delivery in deliveries:
        assert_type(delivery.harvest, blocking.Harvest)
        delivery.nack(retry_after=3)
