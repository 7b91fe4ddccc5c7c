"""Twilio's WebSocket protocol: packets, the state machine, and a connection that keeps itself alive."""

from .connection import Connection
from .frames import Packet
from .limits import ConnectionLimits
from .listener import ConnectionListener, ConnectionProblem, ConnectionStats
from .machine import ConnectionPhase
from .websocket import Socket, SocketOpener

__all__ = [
    "Connection",
    "ConnectionLimits",
    "ConnectionListener",
    "ConnectionPhase",
    "ConnectionProblem",
    "ConnectionStats",
    "Packet",
    "Socket",
    "SocketOpener",
]
