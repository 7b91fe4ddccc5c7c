"""The application: turns events of the client into changes of the screen, and keys into calls of the client.

The client calls its handlers outside of the application's context, so each only puts a call into the application's
queue, where it waits for its turn; the order of events stays.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar, TypeVar, TypeVarTuple

from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Input, OptionList, Static
from textual.worker import Worker

from twilio_chat import (
    Channel,
    ChannelUpdated,
    Client,
    ConnectionErrorEvent,
    ConnectionState,
    Member,
    Message,
    MessageUpdated,
    RealtimeError,
)
from twilio_realtime.events import Signal
from twilio_realtime.visible_text import escape_record

from ..channels import channels_of_user, unread_count
from ..console import one_line
from ..trouble import Trouble, explained
from .channel_list import ChannelList, ChannelRow
from .conversation import Conversation
from .orders import HELP, carry_out, is_order
from .outgoing import Outgoing
from .text import channel_heading, typing_line

__all__ = ["ChatApp"]

_log = logging.getLogger(__name__)
_log.addFilter(escape_record)
PayloadT = TypeVar("PayloadT")
_Arguments = TypeVarTuple("_Arguments")


class ChatApp(App[None]):
    """A chat that fills the terminal.

    Args:
        client: A client that is ready; closing it is up to the caller.
        first: The channel to open at the start, joined if need be; None for the one with the newest message.
    """

    TITLE = "twilio-chat"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Leave", priority=True),
        Binding("f2", "show_list", "Channels"),
        Binding("ctrl+up", "step(-1)", "Channel above"),
        Binding("ctrl+down", "step(1)", "Channel below"),
        Binding("pageup", "scroll_page(-1)", "Earlier", priority=True, show=False),
        Binding("pagedown", "scroll_page(1)", "Later", priority=True, show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (90, "-wide")]  # noqa: RUF012 - declared by the library
    CSS = """
    #banner { display: none; background: $error; color: $text; text-align: center; height: auto; }
    #banner.shown { display: block; }
    ChannelList { width: 26; height: 1fr; border: round $primary; }
    #middle { border: round $primary; }
    Conversation { height: 1fr; }
    #typing { height: 1; color: $text-muted; }
    #members { width: 22; height: 1fr; border: round $primary; }
    .-medium #members, .-narrow #members, .-narrow ChannelList { display: none; }
    .-medium ChannelList { width: 20; }
    .-narrow.choosing ChannelList { display: block; width: 1fr; }
    .-narrow.choosing #middle { display: none; }
    Toast { max-width: 100%; }
    """

    def __init__(self, client: Client, first: Channel | None = None) -> None:
        super().__init__()
        self._client = client
        self._first = first
        self._rows: list[ChannelRow] = []
        self._outgoing: list[Outgoing] = []
        self._to_send: asyncio.Queue[Outgoing] = asyncio.Queue()
        self._disconnectors: list[Callable[[], None]] = []
        self._banner = Static(id="banner", markup=False)
        self._channels = ChannelList()
        self._middle = Vertical(id="middle")
        self._conversation = Conversation()
        self._typing = Static(id="typing", markup=False)
        self._members = Static(id="members", markup=False)
        self._entry = Input(placeholder="Write a message, or /help", id="entry")

    def compose(self) -> ComposeResult:
        """See `App.compose`."""
        yield self._banner
        with Horizontal():
            yield self._channels
            with self._middle:
                yield self._conversation
                yield self._typing
                yield self._entry
            yield self._members
        yield Footer()

    def on_mount(self) -> None:
        """Begin to follow the client."""
        self._members.border_title = "Members"
        self._entry.focus()
        events = self._client.on
        self._follow(events.message_added, self._message_added)
        self._follow(events.message_updated, self._message_updated)
        self._follow(events.message_removed, self._message_removed)
        self._follow(events.channel_joined, self._channel_entered)
        self._follow(events.channel_invited, self._channel_entered)
        self._follow(events.channel_left, self._channel_gone)
        self._follow(events.channel_removed, self._channel_gone)
        self._follow(events.channel_updated, self._channel_updated)
        for about_member in (events.member_joined, events.member_left, events.typing_started, events.typing_ended):
            self._follow(about_member, self._member_changed)
        self._follow(events.connection_state_changed, self._show_connection)
        self._follow(events.connection_error, self._connection_error)
        self._show_connection(self._client.connection_state)
        self._work("sending", self._send_all)
        self._work("loading", self._load)

    def on_unmount(self) -> None:
        """Stop following the client."""
        for disconnect in self._disconnectors:
            disconnect()

    @property
    def channel(self) -> Channel | None:
        """The channel that is open."""
        return self._conversation.channel

    # -- keys

    def action_step(self, by: int) -> None:
        """Open a neighbouring channel of the list."""
        sids = [row.channel.sid for row in self._rows]
        if not sids:
            return
        now = sids.index(self.channel.sid) if self.channel is not None and self.channel.sid in sids else 0
        self._choose(self._rows[(now + by) % len(sids)].channel)

    def action_show_list(self) -> None:
        """Show the channels in place of the conversation, or it again; wider screens show both."""
        self.screen.toggle_class("choosing")
        (self._channels if self.screen.has_class("choosing") else self._entry).focus()

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
            self._choose(row.channel)

    @on(Input.Changed)
    def _typed(self, changed: Input.Changed) -> None:
        channel = self.channel
        if changed.value and channel is not None and not is_order(changed.value):
            self._work("typing", self._tell_typing, channel)

    @on(Input.Submitted)
    async def _submitted(self, submitted: Input.Submitted) -> None:
        text, channel = submitted.value.strip(), self.channel
        if is_order(text):
            self._entry.clear()
            self._work("order", self._carry_out, text, channel)
        elif text and channel is not None:
            self._entry.clear()
            outgoing = Outgoing(channel, text.removeprefix("/") if text.startswith("//") else text)
            self._outgoing.append(outgoing)
            await self._conversation.add_outgoing(outgoing)
            self._to_send.put_nowait(outgoing)
        elif text:
            self._complain("Nobody hears this", "no channel is open; /join NAME or /create NAME opens one")

    # -- events of the client

    async def _message_added(self, message: Message) -> None:
        channel = message.channel
        row = self._row(channel.sid)
        if message.author == self._client.user.identity:
            await self._arrived(message)
        if channel is self.channel:
            await self._conversation.add(message)
            self._work("reading", self._mark_read, channel, message.index)
        elif row is not None and message.author != self._client.user.identity:
            row.unread += 1
            self._show_rows()

    def _message_updated(self, update: MessageUpdated) -> None:
        if update.message.channel is self.channel:
            self._conversation.replace(update.message)

    async def _message_removed(self, message: Message) -> None:
        if message.channel is self.channel:
            await self._conversation.discard(message)

    def _channel_entered(self, channel: Channel) -> None:
        if self._row(channel.sid) is None:
            self._rows.append(ChannelRow(channel))
        self._show_rows()

    async def _channel_gone(self, channel: Channel) -> None:
        self._rows = [row for row in self._rows if row.channel is not channel]
        if channel is self.channel:
            self._set_title("")
            self._members.update("")
            self._typing.update("")
            await self._conversation.open(None)
        self._show_rows()

    def _channel_updated(self, update: ChannelUpdated) -> None:
        channel, last = update.channel, update.channel.last_message
        row = self._row(channel.sid)
        if row is None:
            return
        read = channel.last_consumed_message_index
        if read is not None and last is not None and last.index is not None and read >= last.index:
            row.unread = 0
        self._show_rows()

    def _member_changed(self, member: Member) -> None:
        if member.channel is self.channel:
            self._work("members", self._show_members, member.channel)

    def _show_connection(self, state: ConnectionState) -> None:
        texts: dict[str, str] = {
            "connecting": "The connection is lost. Reconnecting…",
            "denied": "The service no longer accepts the access token. Leave with Ctrl+Q and sign in again.",
            "disconnected": "The connection has ended. Leave with Ctrl+Q.",
            "error": "The connection has ended. Leave with Ctrl+Q.",
        }
        self._banner.update(texts.get(state, ""))
        self._banner.set_class(state in texts, "shown")

    def _connection_error(self, error: ConnectionErrorEvent) -> None:
        if error.terminal:
            self._complain("The connection has ended", error.message)

    # -- work

    async def _load(self) -> None:
        for channel in await channels_of_user(self._client):
            self._channel_entered(channel)
        first = self._first
        if first is None and self._rows:
            first = self._rows[0].channel
        if first is not None:
            self._choose(first)
        else:
            self.notify(HELP, title="You are in no channel", markup=False)
        for row in [row for row in self._rows if row.channel is not first]:
            counted = await unread_count(row.channel)
            row.unread = max(row.unread, counted)
            self._show_rows()

    async def _open(self, channel: Channel) -> None:
        if channel.status != "joined":
            await channel.join()
        self._channel_entered(channel)
        self._set_title(channel_heading(channel))
        await self._conversation.open(channel, [one for one in self._outgoing if one.channel is channel])
        await self._show_members(channel)
        shown = self._conversation.messages
        if shown:
            await self._mark_read(channel, shown[-1].index)

    async def _mark_read(self, channel: Channel, index: int) -> None:
        row = self._row(channel.sid)
        if row is not None:
            row.unread = 0
        self._show_rows()
        read = channel.last_consumed_message_index
        if read is None or index > read:
            await channel.advance_last_consumed_message_index(index)

    async def _show_members(self, channel: Channel) -> None:
        members = await channel.get_members()
        if channel is not self.channel:
            return
        own = self._client.user.identity
        members.sort(key=_name_of)
        self._members.update("\n".join(_name_of(member) + (" …" if member.is_typing else "") for member in members))
        typing = [_name_of(member) for member in members if member.is_typing and member.identity != own]
        self._typing.update(typing_line(typing))

    async def _tell_typing(self, channel: Channel) -> None:
        try:
            await channel.typing()
        except RealtimeError as error:  # nobody misses it
            _log.info("could not tell that the user is typing: %s", error)

    async def _send_all(self) -> None:
        while True:
            outgoing = await self._to_send.get()
            try:
                outgoing.index = await outgoing.channel.send_message(outgoing.text)
                outgoing.state = "sent"
            except RealtimeError as error:
                outgoing.state, outgoing.reason = "failed", explained(error)
                self._complain(f"Not sent: {outgoing.text[:40]}", outgoing.reason)
                if not self._entry.value and outgoing.channel is self.channel:
                    self._entry.value = outgoing.text
            self._conversation.refresh_outgoing(outgoing)
            here = outgoing.channel is self.channel
            if here and outgoing.index is not None and self._conversation.shows(outgoing.index):
                await self._forget(outgoing)

    async def _arrived(self, message: Message) -> None:
        """Show a message of one's own as such, no longer as one on its way."""
        for outgoing in self._outgoing:
            if outgoing.is_shown_by(message):
                await self._forget(outgoing)
                return

    async def _forget(self, outgoing: Outgoing) -> None:
        if outgoing in self._outgoing:
            self._outgoing.remove(outgoing)
        await self._conversation.discard_outgoing(outgoing)

    async def _carry_out(self, line: str, channel: Channel | None) -> None:
        told, opened = await carry_out(line, self._client, channel)
        if told:
            self.notify(one_line(told), markup=False)
        if opened is not None:
            self._choose(opened)

    # -- the rest

    def _follow(self, signal: Signal[PayloadT], handle: Callable[[PayloadT], object]) -> None:
        subscription = signal.connect(partial(self.call_later, handle))
        self._disconnectors.append(subscription.disconnect)

    def _choose(self, channel: Channel) -> None:
        self.screen.remove_class("choosing")
        self._work("opening", self._open, channel)
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

    def _row(self, sid: str | None) -> ChannelRow | None:
        return next((row for row in self._rows if row.channel.sid == sid), None)

    def _show_rows(self) -> None:
        self._channels.show(self._rows, self.channel.sid if self.channel is not None else None)

    def _set_title(self, name: str) -> None:
        self._middle.border_title = Text(name)


def _name_of(member: Member) -> str:
    return one_line(member.identity or member.sid)
