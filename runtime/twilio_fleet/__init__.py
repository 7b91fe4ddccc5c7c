"""Hands on what clients are told to other programs, as CloudEvents: to a stream of lines, or to NATS JetStream.

`twilio_fleet.jetstream` is what needs a broker, and the extra ``fleet``.
"""

from twilio_realtime.version import VERSION as _VERSION

from .cloud_events import CloudEvent, CloudEvents
from .errors import BrokerError, CommandError
from .leases import Leases
from .ownership import Ownership
from .relay import EventSink, Relay
from .rendezvous import owner_of
from .shared_cursors import SharedCursors

__all__ = [
    "BrokerError",
    "CloudEvent",
    "CloudEvents",
    "CommandError",
    "EventSink",
    "Leases",
    "Ownership",
    "Relay",
    "SharedCursors",
    "__version__",
    "owner_of",
]

__version__: str = _VERSION
"""Version of the distribution."""
