"""A FastStream broker for programs that consume what a relay has put into a stream.

What FastStream leaves open is decided here: how a message is read, and what becomes of one that cannot be handled.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from pydantic import ValidationError

from twilio_realtime.errors import ConfigurationError
from twilio_realtime.telemetry.logs import logger_of

from .broker import Broker

try:
    from faststream import BaseMiddleware
    from faststream.exceptions import HandlerException, NackMessage, RejectMessage
    from faststream.message import StreamMessage
    from faststream.nats import NatsBroker, NatsMessage
    from faststream.nats.response import NatsPublishCommand
except ModuleNotFoundError as _missing:
    raise ModuleNotFoundError(
        f"{_missing.name} is not installed; in the clone of twilio-chat run: pip install '.[fleet]'", name=_missing.name
    ) from None

if TYPE_CHECKING:
    from faststream import ContextRepo

__all__ = ["consumer_broker"]

_logger = logger_of(__name__)
_RETRY_AFTER: Final = 5.0


class _NoEventError(ValueError):
    """A message is none that can be read; the message of the error shows nothing of it."""


def consumer_broker(url: str, read: Callable[[bytes], object], *, retry_after: float = _RETRY_AFTER) -> NatsBroker:
    """Make a FastStream broker whose handlers receive events.

    A message is acknowledged when its handler has returned. One whose handler raises comes again after a pause, also
    after a restart, and as often as the consumer's ``max_deliver`` lets it. One that is no event, or of a type that the
    handler does not take, is terminated: the server does not deliver it to this consumer any more, the stream keeps it,
    and a warning says its number. So it costs only itself.

    Args:
        url: Address of the server; several, divided by commas, are those of a cluster.
        read: Reads a message: ``read_relayed`` of a generated package.
        retry_after: Seconds until a message comes again whose handler has raised.

    Raises:
        ConfigurationError: The address cannot be used, or ``retry_after`` is not positive.
    """
    if not 0 < retry_after < float("inf"):
        raise ConfigurationError(f"retry_after must be a number of seconds above 0, not {retry_after!r}")

    async def decode(message: NatsMessage) -> object:
        try:
            return read(message.body)
        except ValueError as error:
            raise _NoEventError(str(error)) from None

    def settle(message: Msg | None, /, *, context: ContextRepo) -> _Settled:
        return _Settled(message, context=context, retry_after=retry_after)

    shown = Broker(url).shown  # which refuses what is no address
    return NatsBroker(
        [part.strip() for part in url.split(",") if part.strip()],
        decoder=decode,
        middlewares=[settle],
        specification_url=[f"nats://{place}" for place in shown.split(", ")],  # the page shows no password
    )


class _Settled(BaseMiddleware[NatsPublishCommand, Msg | None]):
    """Decides what becomes of a message whose handler did not return."""

    def __init__(self, message: Msg | None, /, *, context: ContextRepo, retry_after: float) -> None:
        super().__init__(message, context=context)
        self._retry_after = retry_after

    async def consume_scope(
        self, call_next: Callable[[StreamMessage[Msg]], Awaitable[object]], msg: StreamMessage[Msg]
    ) -> object:
        """Call the handler.

        Raises:
            RejectMessage: The message is none for it.
            NackMessage: The message shall come again.
        """
        try:
            return await call_next(msg)
        except HandlerException:
            raise
        except Exception as error:
            place = _place_of(msg)
            if place is None:
                raise  # nothing delivers it again: in a test, this fails the one who has published it
            if not isinstance(error, _NoEventError | ValidationError):
                _logger.error("the handler of %s failed; it comes again", place, exc_info=error)
                raise NackMessage(delay=self._retry_after) from None
            said = error if isinstance(error, _NoEventError) else "the handler takes another type of event"
            _logger.warning("%s is set aside: %s", place, said)
            raise RejectMessage from None


def _place_of(message: StreamMessage[Msg]) -> str | None:
    """Which message of a stream it is; None if it is of none."""
    try:
        metadata = message.raw_message.metadata
    except NatsError:
        return None
    return f"message {metadata.sequence.stream} of the stream {metadata.stream!r}"
