"""The part of the command `relay` that shares users with other workers, and where it takes their tokens from."""

from __future__ import annotations

import asyncio
import inspect
import shlex
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast
from uuid import uuid4

from twilio_fleet import Ownership
from twilio_realtime.errors import TokenProviderError

from .console import warn
from .trouble import Trouble

if TYPE_CHECKING:
    from twilio_realtime.client import RealtimeClient

    from .products.product import Product

__all__ = ["FleetOptions", "Tokens", "read_identities", "serve_share", "tokens_of"]

_COMMAND_SECONDS: Final = 25.0
"""Seconds that a command may take for a token: less than a client waits for one."""

Tokens = Callable[[str], Awaitable[str]]
"""Gives an access token of an identity."""


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


def tokens_of(function: str | None, command: str | None) -> Tokens:
    """Return what gives tokens: a function, a command, or else the API key of the environment.

    Args:
        function: ``module:function``; it is called with an identity, and returns a token or an awaitable of one.
        command: A command, to which the identity is added as the last argument; it prints a token.

    Raises:
        Trouble: There is no such function, or no API key that can be used.
    """
    if function is not None:
        return _function(function)
    if command is not None:
        return _command(command)
    from twilio_local import LocalServiceError, ServiceCredentials, mint_token

    try:
        credentials = ServiceCredentials.from_environment()
    except (LocalServiceError, ValueError) as error:
        raise Trouble(str(error)) from None

    async def mint(identity: str) -> str:
        return mint_token(credentials, identity)

    return mint


def _function(name: str) -> Tokens:
    module, _, attribute = name.partition(":")
    if "" not in sys.path:
        sys.path.insert(0, "")  # a program on the search path finds modules beside itself, not those of the user
    try:
        found: object = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise Trouble(f"--tokens is module:function, and {name!r} cannot be imported: {error}") from None
    if not callable(found):
        raise Trouble(f"--tokens names {name!r}, which is no function")

    async def call(identity: str) -> str:
        given = found(identity)
        token: object = await given if inspect.isawaitable(given) else given
        return cast("str", token)  # the client refuses what is none

    return call


def _command(command: str) -> Tokens:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise Trouble(f"--tokens-command cannot be read: {error}") from None
    if not words:
        raise Trouble("--tokens-command is empty; give a program, and its arguments")
    program, *arguments = words

    async def run(identity: str) -> str:
        try:
            process = await asyncio.create_subprocess_exec(
                program, *arguments, identity, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
            )
        except OSError as error:
            raise TokenProviderError(f"{program!r} cannot be run: {error.strerror}; correct --tokens-command") from None
        try:
            async with asyncio.timeout(_COMMAND_SECONDS):
                said, _ = await process.communicate()
        except BaseException:
            if process.returncode is None:
                process.kill()
                await process.wait()
            raise
        if process.returncode != 0:
            raise TokenProviderError(f"{program!r} ended with {process.returncode}, and gave no token")
        return said.decode("ascii", "replace").strip()

    return run


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
