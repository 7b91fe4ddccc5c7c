"""The application: turns events of the client into changes of the screen, and keys into calls of the client.

The client calls its handlers outside of the application's context, so each only puts a call into the application's
queue, where it waits for its turn; the order of events stays.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import ClassVar, TypeVarTuple

from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Input, OptionList, Static
from textual.worker import Worker

from twilio_realtime.client import RealtimeClient
from twilio_realtime.errors import RealtimeError
from twilio_realtime.visible_text import escape_record

from ..console import one_line
from ..products import chosen
from ..products.product import Follower, Message, Person, Product, Room
from ..trouble import Trouble, explained
from .conversation import Conversation
from .orders import carry_out, is_order, known_orders
from .outgoing import Outgoing
from .room_list import RoomList, RoomRow
from .text import room_heading, typing_line

__all__ = ["ChatApp"]

_log = logging.getLogger(__name__)
_log.addFilter(escape_record)
_Arguments = TypeVarTuple("_Arguments")


class ChatApp(App[None]):
    """A chat that fills the terminal.

    Args:
        product: What the client is of.
        client: A client that is ready; closing it is up to the caller.
        first: The room to open at the start, joined if need be; None for the one with the newest message.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Leave", priority=True),
        Binding("f2", "show_list", "List"),
        Binding("ctrl+up", "step(-1)", "Above"),
        Binding("ctrl+down", "step(1)", "Below"),
        Binding("pageup", "scroll_page(-1)", "Earlier", priority=True, show=False),
        Binding("pagedown", "scroll_page(1)", "Later", priority=True, show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (90, "-wide")]  # noqa: RUF012 - declared by the library
    CSS = """
    #banner { display: none; background: $error; color: $text; text-align: center; height: auto; }
    #banner.shown { display: block; }
    RoomList { width: 26; height: 1fr; border: round $primary; }
    #middle { border: round $primary; }
    Conversation { height: 1fr; }
    #typing { height: 1; color: $text-muted; }
    #members { width: 22; height: 1fr; border: round $primary; }
    .-medium #members, .-narrow #members, .-narrow RoomList { display: none; }
    .-medium RoomList { width: 20; }
    .-narrow.choosing RoomList { display: block; width: 1fr; }
    .-narrow.choosing #middle { display: none; }
    Toast { max-width: 100%; }
    """

    def __init__(self, product: Product, client: RealtimeClient, first: Room | None = None) -> None:
        super().__init__()
        self.title = chosen().name
        self._product = product
        self._client = client
        self._first = first
        self._rows: list[RoomRow] = []
        self._outgoing: list[Outgoing] = []
        self._to_send: asyncio.Queue[Outgoing] = asyncio.Queue()
        self._stop_following: Callable[[], None] | None = None
        self._banner = Static(id="banner", markup=False)
        self._list = RoomList()
        self._middle = Vertical(id="middle")
        self._conversation = Conversation(product)
        self._typing = Static(id="typing", markup=False)
        self._members = Static(id="members", markup=False)
        self._entry = Input(placeholder="Write a message, or /help", id="entry")

    def compose(self) -> ComposeResult:
        """See `App.compose`."""
        yield self._banner
        with Horizontal():
            yield self._list
            with self._middle:
                yield self._conversation
                yield self._typing
                yield self._entry
            yield self._members
        yield Footer()

    def on_mount(self) -> None:
        """Begin to follow the client."""
        self._members.border_title = chosen().people.capitalize()
        self._entry.focus()
        self._list.border_title = chosen().rooms.capitalize()
        self._stop_following = self._product.follow(
            self._client,
            Follower(
                message_added=self._queued(self._message_added),
                message_updated=self._queued(self._message_updated),
                message_removed=self._queued(self._message_removed),
                room_entered=self._queued(self._room_entered),
                room_gone=self._queued(self._room_gone),
                room_updated=self._queued(self._room_updated),
                people_changed=self._queued(self._people_changed),
                connection_changed=self._queued(self._connection_changed),
                connection_failed=self._queued(self._connection_failed),
            ),
        )
        self._connection_changed(self._product.connection_state(self._client))
        self._work("sending", self._send_all)
        self._work("loading", self._load)

    def on_unmount(self) -> None:
        """Stop following the client."""
        if self._stop_following is not None:
            self._stop_following()

    @property
    def room(self) -> Room | None:
        """The room that is open."""
        return self._conversation.room

    # -- keys

    def action_step(self, by: int) -> None:
        """Open a neighbouring room of the list."""
        sids = [row.room.sid for row in self._rows]
        if not sids:
            return
        now = sids.index(self.room.sid) if self.room is not None and self.room.sid in sids else 0
        self._choose(self._rows[(now + by) % len(sids)].room)

    def action_show_list(self) -> None:
        """Show the rooms in place of the conversation, or it again; wider screens show both."""
        self.screen.toggle_class("choosing")
        (self._list if self.screen.has_class("choosing") else self._entry).focus()

    def action_scroll_page(self, by: int) -> None:
        """Scroll the conversation."""
        if by < 0:
            self._conversation.scroll_page_up(animate=False)
        else:
            self._conversation.scroll_page_down(animate=False)

    @on(OptionList.OptionSelected)
    def _selected(self, selected: OptionList.OptionSelected) -> None:
        row = self._row(selected.option_id)
        if row is not None:
            self._choose(row.room)

    @on(Input.Changed)
    def _typed(self, changed: Input.Changed) -> None:
        room = self.room
        if changed.value and room is not None and not is_order(changed.value):
            self._work("typing", self._tell_typing, room)

    @on(Input.Submitted)
    async def _submitted(self, submitted: Input.Submitted) -> None:
        text, room = submitted.value.strip(), self.room
        if is_order(text):
            self._entry.clear()
            self._work("order", self._carry_out, text, room)
        elif text and room is not None:
            self._entry.clear()
            outgoing = Outgoing(room, text.removeprefix("/") if text.startswith("//") else text)
            self._outgoing.append(outgoing)
            await self._conversation.add_outgoing(outgoing)
            self._to_send.put_nowait(outgoing)
        elif text:
            self._complain("Nobody hears this", f"no {chosen().room} is open; /join NAME or /create NAME opens one")

    # -- what happens to the client's rooms, see `Follower`

    async def _message_added(self, room: Room, message: Message) -> None:
        row = self._row(room.sid)
        own = message.author == self._product.identity(self._client)
        if own:
            await self._arrived(room, message)
        if room is self.room:
            await self._conversation.add(message)
            self._work("reading", self._mark_read, room, message.index)
        elif row is not None and not own:
            row.unread += 1
            self._show_rows()

    def _message_updated(self, room: Room, message: Message) -> None:
        if room is self.room:
            self._conversation.replace(message)

    async def _message_removed(self, room: Room, message: Message) -> None:
        if room is self.room:
            await self._conversation.discard(message)

    def _room_entered(self, room: Room) -> None:
        if self._row(room.sid) is None:
            self._rows.append(RoomRow(room))
        self._show_rows()

    async def _room_gone(self, room: Room) -> None:
        self._rows = [row for row in self._rows if row.room is not room]
        if room is self.room:
            self._set_title("")
            self._members.update("")
            self._typing.update("")
            await self._conversation.open(None)
        self._show_rows()

    def _room_updated(self, room: Room) -> None:
        row = self._row(room.sid)
        if row is None:
            return
        if self._product.is_read(room):
            row.unread = 0
        self._show_rows()

    def _people_changed(self, room: Room) -> None:
        if room is self.room:
            self._work("members", self._show_members, room)

    def _connection_changed(self, state: str) -> None:
        texts: dict[str, str] = {
            "connecting": "The connection is lost. Reconnecting…",
            "retrying": "The connection is lost. Reconnecting…",
            "denied": "The service no longer accepts the access token. Leave with Ctrl+Q and sign in again.",
            "disconnected": "The connection has ended. Leave with Ctrl+Q.",
            "error": "The connection has ended. Leave with Ctrl+Q.",
        }
        self._banner.update(texts.get(state, ""))
        self._banner.set_class(state in texts, "shown")

    def _connection_failed(self, reason: str) -> None:
        self._complain("The connection has ended", reason)

    # -- work

    async def _load(self) -> None:
        for room in await self._product.rooms_of_user(self._client):
            self._room_entered(room)
        first = self._first
        if first is None and self._rows:
            first = self._rows[0].room
        if first is not None:
            self._choose(first)
        else:
            self.notify(known_orders(), title=f"You are in no {chosen().room}", markup=False)
        for row in [row for row in self._rows if row.room is not first]:
            counted = await self._product.unread(row.room)
            row.unread = max(row.unread, counted)
            self._show_rows()

    async def _open(self, room: Room) -> None:
        if room.status != "joined":
            await room.join()
        self._room_entered(room)
        self._set_title(room_heading(room))
        await self._conversation.open(room, [one for one in self._outgoing if one.room is room])
        await self._show_members(room)
        shown = self._conversation.messages
        if shown:
            await self._mark_read(room, shown[-1].index)

    async def _mark_read(self, room: Room, index: int) -> None:
        row = self._row(room.sid)
        if row is not None:
            row.unread = 0
        self._show_rows()
        await self._product.mark_read(room, index)

    async def _show_members(self, room: Room) -> None:
        members = await self._product.people(room)
        if room is not self.room:
            return
        own = self._product.identity(self._client)
        members.sort(key=self._name_of)
        self._members.update(
            "\n".join(self._name_of(member) + (" …" if member.is_typing else "") for member in members)
        )
        typing = [self._name_of(member) for member in members if member.is_typing and member.identity != own]
        self._typing.update(typing_line(typing))

    async def _tell_typing(self, room: Room) -> None:
        try:
            await room.typing()
        except RealtimeError as error:  # nobody misses it
            _log.info("could not tell that the user is typing: %s", error)

    async def _send_all(self) -> None:
        while True:
            outgoing = await self._to_send.get()
            try:
                outgoing.index = await self._product.send_text(outgoing.room, outgoing.text)
                outgoing.state = "sent"
            except RealtimeError as error:
                outgoing.state, outgoing.reason = "failed", explained(error)
                self._complain(f"Not sent: {outgoing.text[:40]}", outgoing.reason)
                if not self._entry.value and outgoing.room is self.room:
                    self._entry.value = outgoing.text
            self._conversation.refresh_outgoing(outgoing)
            here = outgoing.room is self.room
            if here and outgoing.index is not None and self._conversation.shows(outgoing.index):
                await self._forget(outgoing)

    async def _arrived(self, room: Room, message: Message) -> None:
        """Show a message of one's own as such, no longer as one on its way."""
        for outgoing in self._outgoing:
            if outgoing.is_shown_by(room, message):
                await self._forget(outgoing)
                return

    async def _forget(self, outgoing: Outgoing) -> None:
        if outgoing in self._outgoing:
            self._outgoing.remove(outgoing)
        await self._conversation.discard_outgoing(outgoing)

    async def _carry_out(self, line: str, room: Room | None) -> None:
        told, opened = await carry_out(self._product, line, self._client, room)
        if told:
            self.notify(one_line(told), markup=False)
        if opened is not None:
            self._choose(opened)

    # -- the rest

    def _queued(self, handle: Callable[[*_Arguments], object]) -> Callable[[*_Arguments], None]:
        def call(*arguments: *_Arguments) -> None:
            self.call_later(handle, *arguments)

        return call

    def _choose(self, room: Room) -> None:
        self.screen.remove_class("choosing")
        self._work("opening", self._open, room)
        self._entry.focus()

    def _work(self, kind: str, work: Callable[[*_Arguments], Awaitable[None]], *arguments: *_Arguments) -> None:
        """Run something in the background, instead of what runs there of the same kind."""

        async def attempt() -> None:
            try:
                await work(*arguments)
            except Trouble as trouble:
                self._complain("That did not work", str(trouble))
            except RealtimeError as error:
                self._complain("That did not work", explained(error))

        _: Worker[None] = self.run_worker(attempt, group=kind, exclusive=True)

    def _complain(self, title: str, message: str) -> None:
        self.notify(one_line(message), title=one_line(title), severity="error", markup=False)

    def _row(self, sid: str | None) -> RoomRow | None:
        return next((row for row in self._rows if row.room.sid == sid), None)

    def _show_rows(self) -> None:
        self._list.show(self._rows, self.room.sid if self.room is not None else None)

    def _set_title(self, name: str) -> None:
        self._middle.border_title = Text(name)

    def _name_of(self, member: Person) -> str:
        return one_line(self._product.person_name(member))
