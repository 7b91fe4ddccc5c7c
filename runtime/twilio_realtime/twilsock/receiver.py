"""What arrives on a connection: notifications for its listener, replies for requests, decisions for its machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..errors import ResponseError
from ..telemetry.logs import logger_of
from .connection_errors import Cause
from .frames import Packet
from .handshake import Handshake
from .listener import ConnectionListener, ConnectionStats, tell
from .machine import Event
from .packets import read_notification
from .request_table import RequestTable
from .status import close_event, read_policy, read_status

__all__ = ["Receiver"]

_log = logger_of(__name__)
_LONGEST_KIND: Final = 100


class Receiver:
    """Passes each packet to whatever it is for."""

    def __init__(
        self,
        listener: ConnectionListener,
        handshake: Handshake,
        requests: RequestTable,
        *,
        stats: ConnectionStats,
        dispatch: Callable[[Event, Cause], None],
    ) -> None:
        """Prepare.

        Args:
            listener: Receives notifications.
            handshake: Recognises the replies to `init` and `update`.
            requests: Receives the other replies.
            stats: Counts the packets that nothing is done with.
            dispatch: Gives an event to the connection's machine.
        """
        self._listener = listener
        self._handshake = handshake
        self._requests = requests
        self._stats = stats
        self._dispatch = dispatch

    def receive(self, packet: Packet) -> None:
        """Take a packet, which is acknowledged already. Never raises."""
        match packet.method:
            case "notification":
                self._notified(packet)
            case "reply":
                self._replied(packet)
            case "client_update" if packet.header.get("client_update_type") == "token_about_to_expire":
                tell(self._listener.token_about_to_expire)
            case "close":
                status = read_status(packet)
                self._dispatch(close_event(status.status, status.code), Cause(status, policy=read_policy(packet)))
            case "ping":
                pass
            case method:
                self._stats.unknown += 1
                _log.debug("ignored a packet with method %r", method)

    def _notified(self, packet: Packet) -> None:
        notification = read_notification(packet)
        if notification is None:
            self._ignored(packet, "its payload is not a JSON object")
            return
        try:
            self._listener.notification(*notification)
        except ResponseError as error:  # the fault is in what arrived, not in the listener
            self._ignored(packet, str(error))
        except Exception:
            _log.exception("the listener's notification failed; going on")

    def _ignored(self, notification: Packet, why: str) -> None:
        self._stats.unknown += 1
        kind = notification.header.get("message_type")
        shown = repr(kind[:_LONGEST_KIND]) if isinstance(kind, str) else type(kind).__name__
        _log.warning("ignored a notification of type %s: %s", shown, why)

    def _replied(self, packet: Packet) -> None:
        status = read_status(packet)
        event = self._handshake.event_of(packet, status)
        if event is None and not self._requests.resolve(packet):
            self._stats.unknown += 1
            _log.debug("ignored a reply that nothing waits for")
        elif event is None and status.status == 429:
            event = Event.REQUEST_THROTTLED
        if event is not None:
            self._dispatch(event, Cause(status, policy=read_policy(packet)))
