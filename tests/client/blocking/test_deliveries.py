"""Durable consumption without asyncio."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from client.blocking.conftest import Connect
from twilio_chat.blocking import (
    ArgumentError,
    Channel,
    Client,
    ClosedError,
    Delivery,
    MemoryCursors,
    SqliteCursors,
    StateError,
)


def test_what_was_written_is_handed_out_across_restarts(connect: Connect, room: Channel, tmp_path: Path) -> None:
    room.add("clerk")
    room.send_message("0")
    with SqliteCursors(tmp_path / "bot.db") as store:
        clerk = connect("clerk")
        deliveries = clerk.deliveries(store, start="beginning")
        first = next(deliveries)
        assert (first.message.body, first.message.channel.sid, first.redelivered) == ("0", room.sid, False)
        clerk.shutdown()
        assert list(deliveries) == []
        with pytest.raises(ClosedError):
            first.ack()
        room.send_message("1")
        found: list[tuple[str | None, int]] = []
        for delivery in connect("clerk").deliveries(store):
            found.append((delivery.message.body, delivery.attempts))
            delivery.ack()
            if len(found) == 2:
                break
    assert found == [("0", 2), ("1", 1)]


def test_dead_letters_and_the_end(alice: Client, room: Channel) -> None:
    dead: list[tuple[str | None, str]] = []

    def bury(delivery: Delivery) -> None:
        dead.append((delivery.message.body, threading.current_thread().name))
        delivery.message.channel.get_members()  # it may make blocking calls

    room.send_message("poison")
    room.send_message("behind")
    with alice.deliveries(MemoryCursors(), start="beginning", max_deliveries=1, dead_letter=bury) as deliveries:
        poison = next(deliveries)
        poison.nack(retry_after=0.001)
        with pytest.raises(StateError):
            poison.ack()
        behind = next(deliveries)
        assert behind.message.body == "behind"
        behind.ack()
        assert (deliveries.progress.dead_letters, deliveries.progress.acknowledged) == (1, 1)
    assert list(deliveries) == []
    [(body, thread)] = dead
    assert body == "poison"
    assert thread != threading.current_thread().name


def test_arguments_are_checked_at_once(alice: Client) -> None:
    async def bury(delivery: Delivery) -> None:
        """Nothing: it must not be asynchronous."""

    with pytest.raises(ArgumentError, match="dead_letter must be a plain function"):
        alice.deliveries(MemoryCursors(), max_deliveries=1, dead_letter=bury)
    with pytest.raises(ArgumentError, match="concurrency"):
        alice.deliveries(MemoryCursors(), concurrency=0)
