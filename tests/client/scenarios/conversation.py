"""A conversation of two people, run as a program of its own under asyncio's debug mode.

Prints what asyncio complains about and which callbacks are slow; nothing if all is well. A call that waits fails. What
asyncio itself takes for slow is what takes long by the wall clock, as everything does on a busy machine.
"""

from __future__ import annotations

import asyncio
import logging
import sys

from support.blocking_calls import BlockingCalls
from support.rooms import client_of, enter_room, make_room
from support.slow_callbacks import SlowCallbacks
from twilio_local import LocalService


class _Complaints(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        sys.stdout.write(f"{record.getMessage()}\n")


async def converse() -> None:
    """Starts, talks, loses a connection, goes on, ends."""
    async with (
        LocalService() as service,
        client_of(service, "alice") as alice,
        client_of(service, "bob") as bob,
    ):
        room = await make_room(alice, unique_name="room")
        for number in range(300):
            await room.send_message(f"message {number}")
        bobs = await enter_room(bob, room)
        assert len([message async for message in await bobs.get_messages(100)]) == 300
        async with room.on.typing_started.expect():
            await bobs.typing()
        await bob.get_user("alice")
        async with bob.on.connection_state_changed.expect(where=lambda state: state == "connected"):
            service.faults.cut("bob")
            await asyncio.gather(*(room.send_message(f"meanwhile {number}") for number in range(100)))
        async with bobs.on.message_added.expect(where=lambda message: message.body == "the end"):
            await room.send_message("the end")


if __name__ == "__main__":
    asyncio_log = logging.getLogger("asyncio")
    asyncio_log.setLevel(logging.WARNING)
    asyncio_log.addHandler(_Complaints())
    # That a connection is lost and opened again is no complaint.
    logging.getLogger("twilio_realtime").addHandler(logging.NullHandler())
    watch = SlowCallbacks()
    watch.install()
    BlockingCalls().refuse()
    asyncio.run(converse(), debug=True)
    print(*watch.take(), sep="\n", end="")
