"""The command that hands on what clients are told to other programs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from twilio_fleet import BrokerError, CloudEvent, CloudEvents, Relay, SharedCursors
from twilio_fleet.health import CountingSink, Watch
from twilio_fleet.starting import StartTurns
from twilio_realtime.deliveries import CursorStore, MemoryCursors, SqliteCursors
from twilio_realtime.errors import RealtimeError, TokenProviderError
from twilio_realtime.telemetry.health_server import serve_health

from .account import Account
from .beside import beside, until_one_ends
from .commanding import carrying_out
from .console import err, note, say_json, warn
from .fleet import FleetOptions, serve_share
from .products import chosen_product
from .relay_progress import tell_of_users
from .serve import ended_by_sigterm
from .trouble import Trouble

if TYPE_CHECKING:
    from rich.status import Status

    from twilio_fleet.commands import CommandServer
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
        nats_is_exported: Whether the address is from the environment, and not given to this command.
        health: Where to answer how the relay is: a host and a port; None for nowhere.
    """

    nats: str | None
    stream: str
    cursors: Path | None
    start: Literal["now", "beginning"]
    source: str | None
    nats_is_exported: bool = False
    health: tuple[str, int] | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} for {self.stream!r}>"


class Lines:
    """Prints each event once, as one line of JSON."""

    def __init__(self) -> None:
        self._printed: OrderedDict[str, None] = OrderedDict()
        self.published: int = 0
        """Events that were printed."""
        self.duplicates: int = 0
        """Events that had been printed already."""

    async def put(self, event: CloudEvent) -> None:
        """See `EventSink.put`; it is kept when the line was flushed.

        Raises:
            OutputLost: Nothing can be printed any more.
        """
        if event.id in self._printed:
            self.duplicates += 1
            return
        say_json(event.record())
        self.published += 1
        self._printed[event.id] = None
        if len(self._printed) > _REMEMBERED:
            self._printed.popitem(last=False)


@dataclass(frozen=True, slots=True)
class _Work:
    """What relaying for a user takes."""

    relay: Relay
    cursors: SharedCursors
    turns: StartTurns
    watch: Watch
    start: Literal["now", "beginning"]

    async def relay_for(
        self, product: Product, client: RealtimeClient, name: str, started: asyncio.Event | None = None
    ) -> None:
        """Start a client when it is its turn, and hand on what it is told until it has ended."""
        deliveries = product.deliveries(client, self.cursors, start=self.start, concurrency=_AT_ONCE)
        with self.watch.serving(name, client):
            try:
                async with self.turns.turn():
                    await client.start()
                if started is not None:
                    started.set()
                await self.relay.run(client, product.events(client), deliveries)
            finally:
                await self.cursors.flush()  # before another worker goes on for this user


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
        async with _ready(options, accounts[0].product, users=len(accounts)) as work:
            await _relay_all(accounts, work)


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
        async with _ready(options, product, fleet=fleet.name) as work, AsyncExitStack() as stack:
            commands = None
            if fleet.commands:
                commands = await stack.enter_async_context(carrying_out(product, nats, fleet.name))

            async def serve(identity: str) -> None:
                client = fleet.client(product, identity, base_url, region)
                started = asyncio.Event()
                relaying = work.relay_for(product, client, identity, started)
                try:
                    if commands is None:
                        await relaying
                    else:
                        await until_one_ends(relaying, _commands(commands, client, identity, started))
                except TokenProviderError as error:
                    # Our own provider says why in words; of those of others the kind of error is all that is shown.
                    raise error.__cause__ if isinstance(error.__cause__, TokenProviderError) else error from None

            await serve_share(fleet, nats, serve, work.watch)


@asynccontextmanager
async def _ready(
    options: RelayOptions, product: Product, *, users: int = 0, fleet: str | None = None
) -> AsyncGenerator[_Work]:
    """What relaying takes, with a line that says where to, and lines that say for how many users."""
    async with AsyncExitStack() as stack:
        sink, kept, trouble, places = await _places(options, stack)
        # A stream refuses what it has; a line that is printed again is there twice.
        store = await stack.enter_async_context(SharedCursors(kept, lag=0.0 if options.nats is None else _LAG))
        relay = Relay(CloudEvents(product.package, source=options.source), sink, tell=warn)
        watch = Watch(relay, sink, users=users, fleet=fleet is not None)
        if options.health is not None:
            host, port = options.health
            server = await stack.enter_async_context(serve_health(watch, host=host, port=port))
            places = f"{places}; health at {host} port {server.port}"
        note(f"relaying to {places}")
        if trouble is not None:
            relay.report(trouble)
        _let_metrics_be_collected(watch)
        await stack.enter_async_context(beside(tell_of_users(watch, fleet)))
        if err.is_terminal:
            status = stack.enter_context(err.status("relaying"))
            await stack.enter_async_context(beside(_show(status, relay)))
        yield _Work(relay, store, StartTurns(), watch, options.start)


def _let_metrics_be_collected(watch: Watch) -> None:
    try:
        from twilio_fleet.metrics import observe
    except ModuleNotFoundError:  # nobody collects them without it
        return
    observe(watch)


async def _places(
    options: RelayOptions, stack: AsyncExitStack
) -> tuple[CountingSink, CursorStore, BrokerError | None, str]:
    """Where events and cursors go, both tried, what is wrong with the broker for now, and all of it in words."""
    trouble: BrokerError | None = None
    sink: CountingSink = Lines()
    store: CursorStore = MemoryCursors()
    to, position = "standard output", "kept in memory only: name a file with --cursors to go on after a restart"
    if options.cursors is not None:
        store = stack.enter_context(SqliteCursors(options.cursors))
        await store.read("", "")  # a file that is none of ours is told of at once
        position = f"in the file {str(options.cursors)!r}"
    if options.nats is not None:
        try:
            from twilio_fleet.jetstream import Broker, NatsCursors, StreamSink
        except ModuleNotFoundError as error:
            raise Trouble(str(error)) from None
        broker = await stack.enter_async_context(Broker(options.nats))
        sink = stream = StreamSink(broker, options.stream)
        to = f"the stream {options.stream!r} at {broker.shown}"
        if options.nats_is_exported:
            to = f"{to}, because NATS_URL is set"
        if options.cursors is None:
            store = NatsCursors(broker, f"{options.stream}-cursors")
            position = f"in the bucket '{options.stream}-cursors' there"
        try:
            await stream.open()
        except BrokerError as error:
            if error.lasting:
                raise
            trouble = error
    return sink, store, trouble, f"{to}; cursors {position}"


async def _relay_all(accounts: Sequence[Account], work: _Work) -> None:
    failed: list[RealtimeError] = []

    async def relay_for(number: int, account: Account) -> None:
        client = account.lasting_client()
        try:
            await work.relay_for(account.product, client, str(number))
        except RealtimeError as error:
            failed.append(error)
            if len(failed) < len(accounts):
                warn(f"{error}; the other users are still relayed for")

    try:
        async with asyncio.TaskGroup() as group:
            for number, account in enumerate(accounts):
                group.create_task(relay_for(number, account))
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None
    if failed:
        raise failed[-1]


async def _commands(server: CommandServer, client: RealtimeClient, identity: str, started: asyncio.Event) -> None:
    await started.wait()  # it would start the client by itself, before that has its turn
    await server.serve(client, identity)


async def _show(status: Status, relay: Relay) -> None:
    while True:
        status.update(f"relaying: {relay.handed_on} events so far (Ctrl+C stops)")
        await asyncio.sleep(0.5)
