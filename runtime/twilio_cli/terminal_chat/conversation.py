"""The messages of one room; earlier ones are read when the view reaches the top."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from textual.containers import VerticalScroll
from textual.widget import AwaitMount
from textual.widgets import Static
from textual.worker import Worker

from twilio_realtime.errors import RealtimeError

from ..console import one_line
from ..products.product import Message, MessagePage, Product, Room
from .outgoing import Outgoing, OutgoingView
from .text import message_view

__all__ = ["Conversation", "MessageView"]

_PAGE = 30


class MessageView(Static):
    """One message."""

    def __init__(self, product: Product, message: Message) -> None:
        super().__init__(message_view(product, message), markup=False)
        self._product = product
        self.message = message

    def refresh_text(self) -> None:
        """Show the message as it is now."""
        self.update(message_view(self._product, self.message))


class Conversation(VerticalScroll):
    """Shows the newest messages of a room and keeps to the end unless the user scrolls away."""

    def __init__(self, product: Product, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._product = product
        self._room: Room | None = None
        self._earliest: MessagePage | None = None
        self._indexes: list[int] = []
        self._views: dict[int, MessageView] = {}
        self._outgoing: list[OutgoingView] = []
        self._reading = False

    @property
    def room(self) -> Room | None:
        """The room that is shown."""
        return self._room

    @property
    def messages(self) -> list[Message]:
        """The messages that are shown, oldest first."""
        return [self._views[index].message for index in self._indexes]

    async def open(self, room: Room | None, outgoing: Sequence[Outgoing] = ()) -> None:
        """Show another room, or none.

        Args:
            room: The room.
            outgoing: Messages on their way to it.

        Raises:
            RealtimeError: Its messages could not be read.
        """
        self._room = room
        self._earliest = None
        self._indexes.clear()
        self._views.clear()
        self._outgoing.clear()
        await self.remove_children()
        if room is None:
            return
        for one in outgoing:
            await self.add_outgoing(one)
        page = await self._product.messages(room, _PAGE)
        if self._room is room:
            self._earliest = page
            await self._insert(page.items)
            self.anchor()
            self.call_after_refresh(self._fill)

    async def add(self, message: Message) -> None:
        """Show a new message of the room."""
        await self._insert([message])

    async def add_outgoing(self, outgoing: Outgoing) -> None:
        """Show a message on its way, behind all others."""
        view = OutgoingView(outgoing)
        self._outgoing.append(view)
        await self.mount(view)

    def refresh_outgoing(self, outgoing: Outgoing) -> None:
        """Show what has become of a message on its way."""
        for view in self._outgoing:
            if view.outgoing is outgoing:
                view.refresh_text()

    async def discard_outgoing(self, outgoing: Outgoing) -> None:
        """Show a message on its way no more; harmless for one that is not shown."""
        for view in [view for view in self._outgoing if view.outgoing is outgoing]:
            self._outgoing.remove(view)
            await view.remove()

    def shows(self, index: int) -> bool:
        """Whether the message with that index is shown."""
        return index in self._views

    def replace(self, message: Message) -> None:
        """Show a message as it is now."""
        view = self._views.get(message.index)
        if view is not None:
            view.refresh_text()

    async def discard(self, message: Message) -> None:
        """Show a message no more."""
        view = self._views.pop(message.index, None)
        if view is not None:
            self._indexes.remove(message.index)
            await view.remove()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read earlier messages when the top comes into view."""
        super().watch_scroll_y(old_value, new_value)
        if new_value <= 0 < old_value:
            self._read_earlier()

    def _fill(self) -> None:
        if self.max_scroll_y == 0:
            self._read_earlier()

    def _read_earlier(self) -> None:
        if not self._reading and self._earliest is not None and self._earliest.earlier is not None:
            self._reading = True
            work = partial(self._insert_earlier, self._earliest, self._earliest.earlier)
            _: Worker[None] = self.run_worker(work, group="history")

    async def _insert_earlier(self, page: MessagePage, read: Callable[[], Awaitable[MessagePage]]) -> None:
        try:
            earlier = await read()
        except RealtimeError as error:
            self.notify(one_line(str(error)), title="No earlier messages", severity="error", markup=False)
            return
        finally:
            self._reading = False
        if self._earliest is not page:  # another room was opened meanwhile
            return
        from_end = self.max_scroll_y - self.scroll_y
        self._earliest = earlier
        await self._insert(earlier.items)

        def stay() -> None:
            self.scroll_to(y=self.max_scroll_y - from_end, animate=False)
            self._fill()

        self.call_after_refresh(stay)

    async def _insert(self, messages: Iterable[Message]) -> None:
        mounting = [self._mount_in_place(message) for message in messages if message.index not in self._views]
        for mounted in mounting:
            await mounted

    def _mount_in_place(self, message: Message) -> AwaitMount:
        position = bisect(self._indexes, message.index)
        follower: Static | None = self._outgoing[0] if self._outgoing else None
        if position < len(self._indexes):
            follower = self._views[self._indexes[position]]
        insort(self._indexes, message.index)
        view = self._views[message.index] = MessageView(self._product, message)
        return self.mount(view, before=follower)
