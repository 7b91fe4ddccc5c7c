"""The terminal chat, driven by keys, while somebody else writes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from cli.terminal import Terminal
from support.patience import PATIENCE
from support.rooms import SharedRoom, make_room, share_room
from twilio_chat import Channel, Client
from twilio_cli.products import chosen_product
from twilio_cli.terminal_chat import ChatApp
from twilio_cli.terminal_chat.conversation import Conversation, MessageView
from twilio_cli.terminal_chat.outgoing import OutgoingView
from twilio_cli.terminal_chat.room_list import RoomList
from twilio_local import LocalService

SIZE = (100, 24)


class Screen:
    """What is on the screen."""

    def __init__(self, app: ChatApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let everything go on until something holds."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await self.pilot.pause(0.01)

    def bodies(self) -> list[str]:
        """What the messages say, without the time before it."""
        return [str(view.render()).partition(" ")[2] for view in self.app.query(MessageView)]

    def outgoing(self) -> list[str]:
        """Messages on their way."""
        return [str(view.render()) for view in self.app.query(OutgoingView)]

    def shown(self) -> set[str]:
        """The parts that are on the screen."""
        return {name for name in ("RoomList", "#middle", "#members") if self.app.query_one(name).size.width > 0}

    def notices(self) -> str:
        found = self.app._notifications  # pyright: ignore[reportPrivateUsage]  # no public way to them
        return "\n".join(str(notice.message) for notice in found)

    def channels(self) -> list[str]:
        return self.app.query_one(RoomList).labels()

    def text(self, selector: str) -> str:
        return str(self.app.query_one(selector, Static).render())

    def entry(self) -> str:
        return self.app.query_one("#entry", Input).value

    @property
    def banner(self) -> str | None:
        banner = self.app.query_one("#banner", Static)
        return str(banner.render()) if banner.display else None

    @property
    def conversation(self) -> Conversation:
        return self.app.query_one(Conversation)


@asynccontextmanager
async def chatting(
    client: Client, first: Channel | None = None, size: tuple[int, int] = SIZE
) -> AsyncGenerator[Screen]:
    app = ChatApp(chosen_product(), client, first)
    async with app.run_test(size=size) as pilot:
        screen = Screen(app, pilot)
        if await client.get_local_channels() or first is not None:
            await screen.until(lambda: app.room is not None)
        yield screen


async def room_of(alice: Client, bob: Client, name: str = "room") -> SharedRoom:
    """A channel of both."""
    return await share_room(alice, bob, unique_name=name, friendly_name=name.title())


async def test_a_conversation(alice: Client, bob: Client) -> None:
    room, bobs = await room_of(alice, bob)
    await bobs.send_message("hello alice")
    async with chatting(alice) as screen:
        await screen.until(lambda: screen.bodies() == ["bob  hello alice"])
        assert screen.channels() == ["room"]
        await screen.until(lambda: screen.text("#members") == "alice\nbob")
        await screen.until(lambda: room.last_consumed_message_index == 0)

        async with bobs.on.typing_started.expect(), bobs.on.message_added.expect() as heard:
            await screen.pilot.press(*"hi", "enter")
        assert heard.value.body == "hi"
        assert screen.entry() == ""
        await screen.until(lambda: screen.bodies()[1:] == ["alice  hi"])

        await bobs.typing()
        await screen.until(lambda: screen.text("#typing") == "bob is typing…")
        assert screen.text("#members") == "alice\nbob …"
        await bobs.send_message("[bold]two[/bold]\nlines \x1b[31m")
        await screen.until(lambda: len(screen.bodies()) == 3)
        assert screen.bodies()[2] == "bob  [bold]two[/bold]\nlines �[31m"
        await screen.until(lambda: screen.text("#typing") == "")

        first = (await bobs.get_messages(1, 0, "forward")).items[0]
        await first.update_body("hello, Alice")
        await screen.until(lambda: screen.bodies()[0] == "bob  hello, Alice (edited)")
        await first.remove()
        await screen.until(lambda: screen.bodies()[0] == "alice  hi")


async def test_unread_counts(alice: Client, bob: Client) -> None:
    _, bobs_first = await room_of(alice, bob, "first")
    _, bobs_second = await room_of(alice, bob, "second")
    await bobs_first.send_message("old")
    await bobs_second.send_message("newest")
    async with chatting(alice) as screen:
        await screen.until(lambda: screen.channels() == ["second", "first 1"])
        await bobs_first.send_message("more")
        await screen.until(lambda: screen.channels() == ["second", "first 2"])
        await screen.pilot.press("ctrl+down")
        await screen.until(lambda: screen.bodies() == ["bob  old", "bob  more"])
        await screen.until(lambda: screen.channels() == ["second", "first"])
        await bobs_second.send_message("ping")
        await screen.until(lambda: screen.channels() == ["second 1", "first"])
        screen.app.query_one(RoomList).focus()
        await screen.pilot.press("up", "enter")
        await screen.until(lambda: screen.bodies() == ["bob  newest", "bob  ping"])
        await screen.until(lambda: screen.channels() == ["second", "first"])


async def test_history_on_scroll(alice: Client, bob: Client) -> None:
    _, bobs = await room_of(alice, bob)
    for number in range(70):
        await bobs.send_message(f"number {number}")
    async with chatting(alice) as screen:
        await screen.until(lambda: len(screen.bodies()) == 30 and screen.conversation.scroll_y > 0)
        assert screen.bodies()[-1] == "bob  number 69"
        while screen.conversation.scroll_y > 0:
            await screen.pilot.press("pageup")
            await screen.pilot.pause()
            if len(screen.bodies()) > 30:
                break
        await screen.until(lambda: len(screen.bodies()) == 60)
        await screen.until(lambda: screen.conversation.scroll_y > 0)  # what was in view stays in view
        while len(screen.bodies()) < 70:
            await screen.pilot.press("pageup")
            await screen.pilot.pause()
        assert screen.bodies() == [f"bob  number {number}" for number in range(70)]
        assert [message.index for message in screen.conversation.messages] == list(range(70))


async def test_the_connection_is_lost(service: LocalService, alice: Client, bob: Client) -> None:
    _, bobs = await room_of(alice, bob)
    async with chatting(alice) as screen:
        assert screen.banner is None
        service.faults.refuse("alice")
        service.faults.cut("alice")
        await screen.until(lambda: screen.banner == "The connection is lost. Reconnecting…")
        await bobs.send_message("while you were away")
        service.faults.refuse("alice", enabled=False)
        await screen.until(lambda: screen.banner is None)
        await screen.until(lambda: screen.bodies() == ["bob  while you were away"])


async def test_a_message_written_during_an_outage(service: LocalService, alice: Client, bob: Client) -> None:
    _, bobs = await room_of(alice, bob)
    async with chatting(alice) as screen:
        service.faults.refuse("alice")
        service.faults.cut("alice")
        await screen.until(lambda: screen.banner is not None)
        await screen.pilot.press(*"later", "enter", *"and more", "enter")
        await screen.until(lambda: screen.outgoing() == ["later (pending)", "and more (pending)"])
        assert screen.bodies() == []
        async with bobs.on.message_added.expect(where=lambda message: message.body == "and more"):
            service.faults.refuse("alice", enabled=False)
        await screen.until(lambda: screen.bodies() == ["alice  later", "alice  and more"])
        await screen.until(lambda: screen.outgoing() == [])


async def test_a_message_that_fails_says_so(service: LocalService, alice: Client, bob: Client) -> None:
    await room_of(alice, bob, "other")
    await room_of(alice, bob)
    async with chatting(alice) as screen:
        await screen.until(lambda: screen.app.room is not None)
        opened = screen.app.room
        service.faults.fail_next_request(403, "/Messages", code=50054)
        await screen.pilot.press(*"not now", "enter")
        await screen.until(lambda: any("not now (not sent: " in line for line in screen.outgoing()))
        await screen.pilot.press("ctrl+down")
        await screen.until(lambda: screen.app.room is not opened and screen.outgoing() == [])
        await screen.pilot.press("ctrl+down")
        await screen.until(lambda: screen.app.room is opened and len(screen.outgoing()) == 1)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, {"#middle"}),
        (59, {"#middle"}),
        (60, {"RoomList", "#middle"}),
        (90, {"RoomList", "#middle", "#members"}),
        (200, {"RoomList", "#middle", "#members"}),
    ],
)
async def test_screens_of_any_width(alice: Client, bob: Client, width: int, shown: set[str]) -> None:
    room, bobs = await room_of(alice, bob)
    await room_of(alice, bob, "second")
    async with chatting(alice, room, (width, 20)) as screen:
        await screen.until(lambda: screen.shown() == shown)
        assert screen.app.query_one("#entry").size.width >= 30
        async with bobs.on.message_added.expect():
            await screen.pilot.press(*"hi", "enter")
        await screen.until(lambda: screen.bodies() == ["alice  hi"])
        await screen.pilot.press("f2")
        await screen.until(lambda: "RoomList" in screen.shown())
        if width < 60:
            assert screen.shown() == {"RoomList"}
            await screen.until(lambda: len(screen.channels()) == 2)
            await screen.pilot.press("down", "enter")
            await screen.until(lambda: screen.shown() == {"#middle"})


async def test_orders(alice: Client, bob: Client) -> None:
    async with chatting(alice) as screen:
        await screen.until(lambda: "/join NAME" in screen.notices())
        await screen.pilot.press(*"/leave", "enter")
        await screen.until(lambda: "no channel is open" in screen.notices())
        await screen.pilot.press(*"/create lobby", "enter")
        await screen.until(lambda: screen.app.room is not None)
        assert screen.channels() == ["lobby"]
        async with bob.on.channel_invited.expect():
            await screen.pilot.press(*"/invite bob", "enter")
        async with bob.on.channel_joined.expect():
            await screen.pilot.press(*"/add bob", "enter")
        await screen.pilot.press(*"/members", "enter")
        await screen.until(lambda: "alice, bob" in screen.notices())
        await screen.pilot.press(*"/join nosuch", "enter")
        await screen.until(lambda: "no channel 'nosuch'" in screen.notices())
        await screen.pilot.press(*"/laeve", "enter")
        await screen.until(lambda: "there is no such command" in screen.notices())
        await screen.pilot.press(*"//slash", "enter")
        await screen.until(lambda: screen.bodies() == ["alice  /slash"])
        await screen.pilot.press(*"/leave", "enter")
        await screen.until(lambda: screen.app.room is None)


async def test_channels_come_and_go(alice: Client, bob: Client) -> None:
    async with chatting(alice) as screen:
        assert screen.channels() == []
        await screen.pilot.press(*"nobody hears this", "enter", "ctrl+down")
        room = await make_room(bob, friendly_name="Party", is_private=True)
        await room.invite("alice")
        await screen.until(lambda: screen.channels() == ["Party invited"])
        async with room.on.member_joined.expect():
            await screen.pilot.press("ctrl+down")
        await screen.until(lambda: screen.app.room is not None)
        assert screen.channels() == ["Party"]
        await room.update_friendly_name("Fiesta")
        await screen.until(lambda: screen.channels() == ["Fiesta"])
        await room.remove_member("alice")
        await screen.until(lambda: screen.channels() == [])
        assert screen.app.room is None
        assert screen.text("#members") == ""


async def test_the_channel_asked_for_is_joined(alice: Client, bob: Client) -> None:
    await room_of(alice, bob, "other")
    await bob.create_channel(unique_name="wanted", friendly_name="Wanted")
    async with chatting(alice, await alice.get_channel_by_unique_name("wanted")) as screen:
        await screen.until(lambda: screen.app.room is not None and screen.app.room.unique_name == "wanted")
        await screen.until(lambda: sorted(screen.channels()) == ["other", "wanted"])


async def test_what_the_service_refuses_is_said(service: LocalService, alice: Client, bob: Client) -> None:
    await room_of(alice, bob)
    async with chatting(alice) as screen:
        await screen.until(lambda: screen.text("#members") == "alice\nbob")
        service.faults.fail_next_request(403, "/Messages", code=50054)
        await screen.pilot.press(*"not now", "enter")
        await screen.until(lambda: screen.entry() == "not now")  # given back
        assert screen.bodies() == []
        service.faults.close_with(406, 51000)
        await screen.until(lambda: screen.banner is not None)


async def test_leaving(alice: Client) -> None:
    app = ChatApp(chosen_product(), alice)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    assert "subscribers=0" in repr(alice.on.message_added)


async def test_chat_in_a_terminal(service: LocalService, room: Channel) -> None:
    terminal = await Terminal.start(service, "bob", "chat", "room")
    await terminal.until("text 4")
    async with room.on.message_added.expect(timeout=PATIENCE) as arrived:
        terminal.type("typed by hand\r")
    assert (arrived.value.author, arrived.value.body) == ("bob", "typed by hand")
    terminal.type("\x11")
    assert await terminal.end() == 0
