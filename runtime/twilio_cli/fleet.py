"""The part of the command `relay` that shares users with other workers."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from twilio_fleet import Ownership

from .console import warn
from .token_sources import Tokens
from .trouble import Trouble

if TYPE_CHECKING:
    from twilio_realtime.client import RealtimeClient

    from .products.product import Product

__all__ = ["FleetOptions", "read_identities", "serve_share"]


@dataclass(frozen=True, slots=True)
class FleetOptions:
    """What the command was told about the fleet.

    Attributes:
        name: Name of the fleet, the same for all workers.
        identities: All users of the fleet.
        tokens: Gives their tokens.
        lease: Seconds after which the users of a worker that has died are taken over.
        starts_per_second: How many clients are started in a second at most; None for no bound.
        commands: Whether commands are carried out, too.
    """

    name: str
    identities: tuple[str, ...] = field(repr=False)
    tokens: Tokens = field(repr=False)
    lease: float
    starts_per_second: float | None
    commands: bool = False

    def client(self, product: Product, identity: str, base_url: str | None, region: str | None) -> RealtimeClient:
        """Make a client of one of the users, not started yet.

        Raises:
            ConfigurationError: The address or the region cannot be used.
        """

        async def token() -> str:
            return await self.tokens(identity)

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


async def serve_share(options: FleetOptions, nats: str, serve: Callable[[str], Awaitable[None]]) -> None:
    """Serve this worker's share of the users until cancelled, and hand it over then.

    Args:
        options: The fleet.
        nats: Address of the server where workers meet.
        serve: Serves a user.

    Raises:
        RealtimeError: The leases cannot be used, and trying again is of no use.
    """
    # Checked before: the stream needs the same packages.
    from twilio_fleet.jetstream import Broker, NatsLeases

    # A connection of its own: renewals wait for no events, and not longer than there is time for the next attempt.
    async with Broker(nats, timeout=min(5.0, options.lease / 3)) as broker:
        leases = NatsLeases(broker, f"{options.name}-leases", seconds=options.lease)
        ownership = Ownership(leases, uuid4().hex, serve, tell=warn, starts_per_second=options.starts_per_second)
        await ownership.run(options.identities)
