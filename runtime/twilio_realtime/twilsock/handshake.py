"""The packets that make a socket a session, and what the service's answers to them mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import SecretStr

from ..errors import ArgumentError
from .frames import Packet
from .machine import Event
from .packets import init_packet, new_id, update_packet
from .status import Status, init_event, update_event

__all__ = ["Handshake"]


class Handshake:
    """Introduces the client with its newest token, and recognises the answers.

    Attributes:
        token: The newest access token; empty before the first, and after the end.
    """

    def __init__(self, *, product: str, metadata: Mapping[str, str | int], message_types: Sequence[str]) -> None:
        """Start without a token.

        Args:
            product: Product to register notifications for.
            metadata: What the client says about itself.
            message_types: Notification types to register for.
        """
        self.token: SecretStr = SecretStr("")
        self._product = product
        self._metadata = dict(metadata)
        self._message_types = tuple(message_types)
        self._continuation_token: str | None = None
        self._init_id = ""
        self._update_id = ""

    def take_token(self, token: SecretStr) -> bool:
        """Use a token from now on; whether it is another one.

        Raises:
            ArgumentError: It is empty.
        """
        if not token:
            raise ArgumentError("the access token is empty; pass the text of a JSON Web Token")
        changed, self.token = self.token != token, token
        return changed

    def forget(self) -> None:
        """Hold no token any more."""
        self.token, self._continuation_token = SecretStr(""), None

    def init(self) -> bytes:
        """The packet that opens a session; continues the last one where the service can."""
        self._init_id = new_id()
        return init_packet(
            self._init_id,
            self.token.get_secret_value(),
            self._continuation_token,
            product=self._product,
            metadata=self._metadata,
            message_types=self._message_types,
        )

    def update(self) -> bytes:
        """The packet that replaces the token of the running session."""
        self._update_id = new_id()
        return update_packet(self._update_id, self.token.get_secret_value())

    def event_of(self, reply: Packet, status: Status) -> Event | None:
        """The event for a reply; None if it answers neither the last `init` nor the last `update`.

        Any reply may renew the continuation token, which is kept for the next `init`.
        """
        renewed = reply.header.get("continuation_token")
        if renewed and isinstance(renewed, str):
            self._continuation_token = renewed
        if reply.id == self._init_id:
            return init_event(status.status, status.code)
        if reply.id == self._update_id:
            return update_event(status.status, status.code)
        return None
