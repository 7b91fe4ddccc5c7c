"""The command that hands on what clients are told to other programs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from twilio_fleet import BrokerError, CloudEvent, CloudEvents, EventSink, Relay, SharedCursors
from twilio_fleet.starting import StartTurns
from twilio_realtime.deliveries import CursorStore, MemoryCursors, SqliteCursors
from twilio_realtime.errors import RealtimeError, TokenProviderError

from .account import Account
from .commanding import carrying_out
from .console import err, say_json, warn
from .fleet import FleetOptions, serve_share
from .products import chosen_product
from .serve import ended_by_sigterm
from .trouble import Trouble

if TYPE_CHECKING:
    from rich.status import Status

    from twilio_realtime.client import RealtimeClient

    from .products.product import Product

__all__ = ["Lines", "RelayOptions", "relay_events", "relay_share"]

_AT_ONCE: Final = 16
"""Messages of different rooms that are handed on at a time, for each user."""
_LAG: Final = 5.0
"""Seconds for which acknowledgements are gathered when events go to a stream: less than it takes to notice a crash."""
_REMEMBERED: Final = 10_000
"""Events of which it is known that they were printed, where several users are told of the same."""


@dataclass(frozen=True, slots=True)
class RelayOptions:
    """What the command was told.

    Attributes:
        nats: Address of a NATS server; None for lines. Not part of the repr, for it may have a password.
        stream: Name of the stream there.
        cursors: File for the cursors; None for a bucket of NATS, else memory.
        start: Where to begin with a room that is not known.
        source: Source of the events; None for the usual one.
    """

    nats: str | None
    stream: str
    cursors: Path | None
    start: Literal["now", "beginning"]
    source: str | None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} for {self.stream!r}>"


class Lines:
    """Prints each event once, as one line of JSON."""

    def __init__(self) -> None:
        self._printed: OrderedDict[str, None] = OrderedDict()

    async def put(self, event: CloudEvent) -> None:
        """See `EventSink.put`; it is kept when the line was flushed.

        Raises:
            OutputLost: Nothing can be printed any more.
        """
        if event.id in self._printed:
            return
        say_json(event.record())
        self._printed[event.id] = None
        if len(self._printed) > _REMEMBERED:
            self._printed.popitem(last=False)


async def relay_events(accounts: Sequence[Account], options: RelayOptions) -> None:
    """Hand events on until cancelled, asked to end by SIGTERM, or no user is left.

    Args:
        accounts: Who is told of them.
        options: Where to, and where to begin.

    Raises:
        Trouble: The last user's client has ended, or it cannot begin; the message tells why.
        RealtimeError: It cannot begin.
    """
    with ended_by_sigterm():
        async with _ready(options, accounts[0].product) as (relay, store):
            await _relay_all(accounts, relay, store, StartTurns(), options.start)


async def relay_share(
    fleet: FleetOptions, options: RelayOptions, nats: str, *, base_url: str | None, region: str | None
) -> None:
    """Hand on what this worker's share of a fleet is told, until cancelled or asked to end by SIGTERM.

    Args:
        fleet: The fleet.
        options: Where to, and where to begin.
        nats: Address of the NATS server where workers meet.
        base_url: The one host of the service, or None for Twilio's.
        region: Region of Twilio, or None.

    Raises:
        Trouble: It cannot begin; the message tells why.
        RealtimeError: It cannot begin.
    """
    product = chosen_product()
    with ended_by_sigterm():
        async with _ready(options, product) as (relay, store), AsyncExitStack() as stack:
            commands = None
            if fleet.commands:
                commands = await stack.enter_async_context(carrying_out(product, nats, fleet.name))
            turns = StartTurns()

            async def serve(identity: str) -> None:
                client = fleet.client(product, identity, base_url, region)
                relaying = _relay_for(product, client, relay, store, turns, options.start)
                try:
                    if commands is None:
                        await relaying
                    else:
                        await _both(relaying, commands.serve(client, identity))
                except TokenProviderError as error:
                    # Our own provider says why in words; of those of others the kind of error is all that is shown.
                    raise error.__cause__ if isinstance(error.__cause__, TokenProviderError) else error from None

            await serve_share(fleet, nats, serve)


@asynccontextmanager
async def _ready(options: RelayOptions, product: Product) -> AsyncGenerator[tuple[Relay, SharedCursors]]:
    """A relay and its cursors, with a line on a terminal that shows how far it is."""
    async with AsyncExitStack() as stack:
        sink, kept, trouble = await _places(options, stack)
        # A stream refuses what it has; a line that is printed again is there twice.
        store = await stack.enter_async_context(SharedCursors(kept, lag=0.0 if options.nats is None else _LAG))
        relay = Relay(CloudEvents(product.package, source=options.source), sink, tell=warn)
        if trouble is not None:
            relay.report(trouble)
        if err.is_terminal:
            status = stack.enter_context(err.status("relaying"))
            showing = asyncio.create_task(_show(status, relay))
            stack.callback(showing.cancel)
        yield relay, store


async def _places(options: RelayOptions, stack: AsyncExitStack) -> tuple[EventSink, CursorStore, BrokerError | None]:
    """Where events and cursors go, both tried, and what is wrong with the broker for now."""
    trouble: BrokerError | None = None
    sink: EventSink = Lines()
    store: CursorStore = MemoryCursors()
    if options.cursors is not None:
        store = stack.enter_context(SqliteCursors(options.cursors))
        await store.read("", "")  # a file that is none of ours is told of at once
    if options.nats is not None:
        try:
            from twilio_fleet.jetstream import Broker, NatsCursors, StreamSink
        except ModuleNotFoundError as error:
            raise Trouble(str(error)) from None
        broker = await stack.enter_async_context(Broker(options.nats))
        sink = stream = StreamSink(broker, options.stream)
        if options.cursors is None:
            store = NatsCursors(broker, f"{options.stream}-cursors")
        try:
            await stream.open()
        except BrokerError as error:
            if error.lasting:
                raise
            trouble = error
    return sink, store, trouble


async def _relay_all(
    accounts: Sequence[Account],
    relay: Relay,
    store: SharedCursors,
    turns: StartTurns,
    start: Literal["now", "beginning"],
) -> None:
    failed: list[RealtimeError] = []

    async def relay_for(account: Account) -> None:
        client = account.lasting_client()
        try:
            await _relay_for(account.product, client, relay, store, turns, start)
        except RealtimeError as error:
            failed.append(error)
            if len(failed) < len(accounts):
                warn(f"{error}; the other users are still relayed for")

    try:
        async with asyncio.TaskGroup() as group:
            for account in accounts:
                group.create_task(relay_for(account))
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None
    if failed:
        raise failed[-1]


async def _relay_for(
    product: Product,
    client: RealtimeClient,
    relay: Relay,
    store: SharedCursors,
    turns: StartTurns,
    start: Literal["now", "beginning"],
) -> None:
    deliveries = product.deliveries(client, store, start=start, concurrency=_AT_ONCE)
    try:
        async with turns.turn():
            await client.start()
        await relay.run(client, product.events(client), deliveries)
    finally:
        await store.flush()  # before another worker goes on for this user


async def _both(relaying: Coroutine[object, object, None], commands: Coroutine[object, object, None]) -> None:
    """Do both until one ends; each ends with the client that they share."""
    tasks = [asyncio.ensure_future(work) for work in (relaying, commands)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.result()


async def _show(status: Status, relay: Relay) -> None:
    while True:
        status.update(f"relaying: {relay.handed_on} events so far (Ctrl+C stops)")
        await asyncio.sleep(0.5)
