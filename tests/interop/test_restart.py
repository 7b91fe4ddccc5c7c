"""Restart after a crash."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from pathlib import Path

from interop.official_client import OfficialError, OfficialObject, Realm
from interop.rooms import open_mixed_room
from interop.values import Argument
from support.patience import PATIENCE
from support.rooms import make_room
from support.service_process import ServiceProcess
from twilio_chat import Channel, Client
from twilio_chat.errors import RealtimeError
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.twilsock.limits import ConnectionLimits

KILLS = 20
WRITES_BETWEEN = 10
RETRY_SOON: dict[str, Argument] = {"min": 20, "max": 100, "randomness": 0.2}
IMPATIENT = Environment(limits=ConnectionLimits(backoff_min=0.01, backoff_max=0.05))


class Burst:
    """Texts sent by both clients, of which some were acknowledged; what fails is given up, and the next is tried."""

    def __init__(self) -> None:
        self.acknowledged: set[str] = set()
        self._written = {"official": asyncio.Event(), "ours": asyncio.Event()}
        self._count = {"official": 0, "ours": 0}
        self._ending = False

    def end(self) -> None:
        """Lets both writers stop after the message that they are at.

        They are not cancelled: nobody can call back what the official client has been told to send, and it would write
        its last message at some later time.
        """
        self._ending = True

    async def write_enough(self) -> None:
        """Waits until both clients have written some more."""
        for writer, written in self._written.items():
            self._count[writer] = 0
            written.clear()
        for written in self._written.values():
            await written.wait()

    async def of_official(self, channel: OfficialObject) -> None:
        """Writes until the end."""
        for number in itertools.takewhile(lambda _: not self._ending, itertools.count()):
            with contextlib.suppress(OfficialError):
                await channel.call("sendMessage", f"official {number}")
                self._note("official", number)

    async def of_ours(self, channel: Channel) -> None:
        """Writes until the end."""
        for number in itertools.takewhile(lambda _: not self._ending, itertools.count()):
            with contextlib.suppress(RealtimeError):
                await channel.send_message(f"ours {number}")
                self._note("ours", number)

    def _note(self, writer: str, number: int) -> None:
        self.acknowledged.add(f"{writer} {number}")
        self._count[writer] += 1
        if self._count[writer] >= WRITES_BETWEEN:
            self._written[writer].set()


async def test_killed_during_a_burst(node_realm: Realm, tmp_path: Path) -> None:
    """Killed 20 times while both clients write, and started again: both come back by themselves, and every message that
    was acknowledged is there and is heard by both, once and in order.
    """
    file, tokens = tmp_path / "chat.db", LocalService()
    process = await ServiceProcess.prepare(file)
    port = await process.start(0)
    base_url = f"http://127.0.0.1:{port}"
    async with Client(tokens.token("alice"), base_url=base_url, environment=IMPATIENT) as alice:
        channel = await make_room(alice, unique_name="general")
        bob = await node_realm.connect(tokens.token("bob"), base_url, {"retryPolicy": RETRY_SOON})
        of_bob = await bob.call_object("getChannelByUniqueName", "general")
        await of_bob.join()
        heard: list[tuple[int, str | None]] = []
        channel.on.message_added.connect(lambda message: heard.append((message.index, message.body)))

        burst = Burst()
        writers = [asyncio.create_task(burst.of_official(of_bob)), asyncio.create_task(burst.of_ours(channel))]
        for _ in range(KILLS):
            standby = await ServiceProcess.prepare(file)
            await burst.write_enough()
            await process.kill()
            process = standby
            assert await process.start(port) == port
        await burst.write_enough()
        burst.end()
        await asyncio.gather(*writers)
        async with channel.on.message_added.expect(where=lambda message: message.body == "the end", timeout=PATIENCE):
            await channel.send_message("the end")

        heard_by_bob: list[tuple[int, str | None]] = []
        while not heard_by_bob or heard_by_bob[-1][1] != "the end":
            message = (await bob.event("messageAdded")).object
            index = message["index"]
            assert isinstance(index, int)
            heard_by_bob.append((index, message.text("body")))
        stored = [(message.index, message.body) async for message in channel.get_messages(100, 0, "forward")]
        assert (heard == stored, heard_by_bob == stored) == (True, True)
        assert [index for index, _ in heard] == list(range(len(heard)))
        texts = [text for _, text in heard]
        assert len(set(texts)) == len(texts)
        assert burst.acknowledged <= set(texts)
        assert len(burst.acknowledged) >= KILLS * WRITES_BETWEEN * 2
    await node_realm.reset()
    # Requests that a killed service took with it are nobody's fault but the test's.
    node_realm.faults.clear()
    await process.kill()


async def test_call_without_waiter(service: LocalService, official: Realm) -> None:
    """What the official client has been told to send is sent, even when nobody waits for it any more."""
    async with open_mixed_room(official, service) as room:
        sending = asyncio.create_task(room.of_bob.call("sendMessage", "on its way"))
        await asyncio.sleep(0)
        async with room.channel.on.message_added.expect() as added:
            sending.cancel()
        assert (added.value.author, added.value.body) == ("bob", "on its way")
        assert (await room.bob.event("messageAdded")).object["body"] == "on its way"
