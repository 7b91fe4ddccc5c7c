"""The part of the command `relay` that shares users with other workers."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from twilio_fleet import Ownership
from twilio_realtime.errors import TokenProviderError

from .beside import beside
from .console import note, warn
from .token_sources import Tokens
from .trouble import Trouble

if TYPE_CHECKING:
    from twilio_fleet.health import Watch
    from twilio_realtime.client import RealtimeClient

    from .products.product import Product

__all__ = ["FleetOptions", "read_identities", "serve_share", "state_of"]

FILE_LOOK: Final = 2.0
"""Seconds between two looks at the file with the users."""


@dataclass(frozen=True, slots=True)
class FleetOptions:
    """What the command was told about the fleet.

    Attributes:
        name: Name of the fleet, the same for all workers.
        identities: All users of the fleet, as they were read first.
        tokens: Gives their tokens.
        lease: Seconds after which the users of a worker that has died are taken over.
        starts_per_second: How many clients are started in a second at most; None for no bound.
        commands: Whether commands are carried out, too.
        source: Where they were read; a file is read again when it has changed.
        read_at: The `state_of` that file before it was read.
    """

    name: str
    identities: tuple[str, ...] = field(repr=False)
    tokens: Tokens = field(repr=False)
    lease: float
    starts_per_second: float | None
    commands: bool = False
    source: str = "-"
    read_at: tuple[int, int, int] | None = None

    def client(self, product: Product, identity: str, base_url: str | None, region: str | None) -> RealtimeClient:
        """Make a client of one of the users, not started yet.

        Raises:
            ConfigurationError: The address or the region cannot be used.
        """
        given, told = False, ""

        async def token() -> str:
            nonlocal given, told
            try:
                found = await self.tokens(identity)
            except Exception as error:
                why = str(error) if isinstance(error, TokenProviderError) else type(error).__name__
                if given and why != told:  # the first one is told of by whoever starts the client
                    told = why
                    warn(
                        f"{identity!r}: no new token, {why}; it is tried again, and the old one is used while it lasts"
                    )
                raise
            given, told = True, ""
            return found

        return product.client(None, base_url=base_url, region=region, token_provider=token)


def read_identities(source: str) -> tuple[str, ...]:
    """Read identities, one a line, each once; empty lines are left out.

    Args:
        source: Name of a file; ``-`` is standard input.

    Raises:
        Trouble: It cannot be read, or there are none.
    """
    where = "standard input" if source == "-" else f"the file {source!r}"
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        lines = raw.decode().removeprefix("\ufeff").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"cannot read identities from {where}: {error}") from None
    found = tuple(dict.fromkeys(line for line in (line.removesuffix("\r") for line in lines) if line.strip()))
    if not found:
        raise Trouble(f"there are no identities in {where}; write one a line")
    return found


async def serve_share(options: FleetOptions, nats: str, serve: Callable[[str], Awaitable[None]], watch: Watch) -> None:
    """Serve this worker's share of the users until cancelled, and hand it over then.

    Args:
        options: The fleet.
        nats: Address of the server where workers meet.
        serve: Serves a user.
        watch: Told of what shares the users.

    Raises:
        RealtimeError: The leases cannot be used, and trying again is of no use.
    """
    # Checked before: the stream needs the same packages.
    from twilio_fleet.jetstream import Broker, NatsLeases

    # A connection of its own: renewals wait for no events, and not longer than there is time for the next attempt.
    async with Broker(nats, timeout=min(5.0, options.lease / 3)) as broker:
        leases = NatsLeases(broker, f"{options.name}-leases", seconds=options.lease)
        ownership = Ownership(leases, uuid4().hex, serve, tell=warn, starts_per_second=options.starts_per_second)
        watch.ownership = ownership
        async with beside(_follow(options, ownership)):
            await ownership.run(options.identities)


async def _follow(options: FleetOptions, ownership: Ownership) -> None:
    """Take the users anew whenever their file is another one, or was changed, and has been left alone since."""
    if options.source == "-":
        return
    identities = options.identities
    told, taken, before = "", options.read_at, options.read_at
    while True:
        await asyncio.sleep(FILE_LOOK)
        now = await asyncio.to_thread(state_of, options.source)
        if now == before and now != taken:  # whoever writes it is done
            taken = now
            try:
                found = await asyncio.to_thread(read_identities, options.source)
            except Trouble as error:
                if str(error) != told:
                    told = str(error)
                    warn(f"{error}; the users stay those from before")
            else:
                told = ""
                if found != identities:
                    new, old = set(found), set(identities)
                    note(f"{options.source!r} was changed: {len(new - old)} users added, {len(old - new)} removed")
                    identities = found
                    ownership.update(found)
        before = now


def state_of(source: str) -> tuple[int, int, int] | None:
    """What tells whether a file is still the same; None if there is none."""
    try:
        found = os.stat(source)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
