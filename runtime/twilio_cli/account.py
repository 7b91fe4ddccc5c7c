"""Who signs in, and where: the account that a command works with."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .console import fail
from .products import chosen, chosen_product

if TYPE_CHECKING:
    from twilio_realtime.client import RealtimeClient
    from twilio_realtime.environment import Environment

    from .products.product import Product

__all__ = ["CONNECT_SECONDS", "TOKEN_VARIABLE", "Account"]

TOKEN_VARIABLE = "TWILIO_TOKEN"
_TOKEN_VARIABLES = (TOKEN_VARIABLE, "TWILIO_CHAT_TOKEN")
"""The first that is set counts; the second is what it was called before."""
CONNECT_SECONDS = 20.0
"""How long a command waits for its connection."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs in, and where.

    Attributes:
        token: Access token; not part of the repr.
        base_url: The one host of the service, or None for Twilio's.
        region: Region of Twilio, or None.
        product: The product whose client it uses; by default the one that this process is for.
        environment: Time, chance and the network; None for those of this process.
        token_file: The file that the token was read from; None if it was read from the environment.
    """

    token: str = field(repr=False)
    base_url: str | None
    region: str | None
    product: Product = field(default_factory=chosen_product)
    environment: Environment | None = None
    token_file: Path | None = None

    @classmethod
    def of(cls, base_url: str, region: str | None, token_file: Path | None) -> Account:
        """Take the account from a command's options; ends the command if there is no token.

        The token comes from a file or the environment only: arguments of a program can be seen by everybody.
        """
        return cls(_access_token(token_file), base_url if region is None else None, region, token_file=token_file)

    def client(self) -> RealtimeClient:
        """A client that is not started yet.

        Raises:
            ConfigurationError: The address or the region cannot be used.
        """
        return self.product.client(self.token, base_url=self.base_url, region=self.region, environment=self.environment)

    def lasting_client(self) -> RealtimeClient:
        """A client that is not started yet, and reads the token file, if there is one, whenever it needs a token.

        Raises:
            ConfigurationError: The address or the region cannot be used.
        """
        file = self.token_file
        if file is None:
            return self.client()

        async def read() -> str:
            return (await asyncio.to_thread(file.read_text, encoding="utf-8")).strip()

        return self.product.client(
            None, base_url=self.base_url, region=self.region, environment=self.environment, token_provider=read
        )

    @asynccontextmanager
    async def connected(self, client: RealtimeClient | None = None) -> AsyncGenerator[RealtimeClient]:
        """Connect, and close the connection in the end.

        Args:
            client: The client to start; a new one by default.

        Raises:
            RealtimeError: There is no connection, at once or in time, or the service does not want this client.
        """
        client = client or self.client()
        try:
            # A program would wait until the service is back; whoever types a command wants to know.
            await client.start(timeout=CONNECT_SECONDS, retry=False)
            yield client
        finally:
            await client.shutdown()


def _access_token(file: Path | None) -> str:
    if file is not None:
        try:
            token = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            fail(f"cannot read the token file {str(file)!r}: {error}")
        if not token:
            fail(f"the token file {str(file)!r} is empty; write an access token into it")
        return token
    token = next(filter(None, (os.environ.get(name, "").strip() for name in _TOKEN_VARIABLES)), "")
    if not token:
        fail(
            f"no access token; set {TOKEN_VARIABLE} or give --token-file "
            f"({chosen().name} token --identity NAME makes one)"
        )
    return token
