"""How a process is that relays for users: what it has, what it wants, and what is wrong."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from twilio_realtime.client import RealtimeClient
from twilio_realtime.telemetry.stats import Standing

from .ownership import Ownership
from .relay import EventSink, Relay

__all__ = ["CountingSink", "RelayHealth", "Watch"]

# Where a connection stands is known to the parts of a client; asking for all of its numbers would take longer.
# pyright: reportPrivateUsage=false

_MOST_WAITING: Final = 5_000
"""Events that may wait to be handed on while a relay is still called ready: half of those that one user's may."""


@dataclass(frozen=True, slots=True)
class RelayHealth(Standing):
    """A snapshot of how a relay is. Holds no names, tokens or contents.

    Attributes:
        alive: Whether the event loop answers; whoever gets no answer in time starts the process anew.
        ready: Whether it relays for all whom it should: the broker is reachable, every lease of its share is held, of
            each held the client is connected or failed by itself, and what waits to be handed on is within its bound.
        users: Users that it is for: of a fleet, its share.
        leases_held: Leases that it has; None without a fleet.
        leases_wanted: Leases of its share; None without a fleet.
        connected: Users whose client is connected.
        failing: Users whose client has failed for a reason of its own, such as a wrong token; each was told of.
        broker_reachable: Whether events, cursors and leases can be kept, as far as is known.
        waiting_events: Events that wait to be handed on, apart from those consumed durably, which wait at the service.
        published: Events that this process has handed on so far.
        duplicates: Events that stood there already and were refused: of other workers, or from before a restart.
        lag_seconds: Seconds from when the last event that says so was written to when it was kept; None before it.
    """

    users: int
    leases_held: int | None
    leases_wanted: int | None
    connected: int
    failing: int
    broker_reachable: bool
    waiting_events: int
    published: int
    duplicates: int
    lag_seconds: float | None


class CountingSink(EventSink, Protocol):
    """A sink that counts.

    Attributes:
        published: Events that it has kept.
        duplicates: Events that were there already.
    """

    published: int
    duplicates: int


class Watch:
    """Knows how a process is that relays: `serve_health` and `observe` take it.

    Args:
        relay: The relay.
        sink: Where that hands events on to.
        users: How many users it is for; of a fleet that is what `ownership` says.
        fleet: Whether users are shared with other workers.
    """

    def __init__(self, relay: Relay, sink: CountingSink, *, users: int = 0, fleet: bool = False) -> None:
        self._relay = relay
        self._sink = sink
        self._users = users
        self._clients: dict[str, RealtimeClient] = {}
        self._failing: set[str] = set()
        self.ownership: Ownership | None = None
        """What shares users with other workers; None without a fleet, and before it begins."""
        self._fleet = fleet

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self._clients)} clients>"

    @contextmanager
    def serving(self, identity: str, client: RealtimeClient) -> Generator[None]:
        """Count a client as the one of a user while the block lasts; an error that leaves it counts as a failure.

        Args:
            identity: The user, or another name for the client.
            client: The client.
        """
        self._clients[identity] = client
        try:
            yield
        except Exception:
            self._failing.add(identity)
            raise
        except BaseException:  # it is stopped, and is nobody's failure
            self._failing.discard(identity)
            raise
        finally:
            if self._clients.get(identity) is client:
                del self._clients[identity]

    @property
    def begun(self) -> bool:
        """Whether it is known for whom it is."""
        return not self._fleet or (self.ownership is not None and self.ownership.shared)

    @property
    def identities(self) -> int:
        """All users of the fleet; without one, all of this process."""
        return self._users if self.ownership is None else self.ownership.identities

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Why clients have no connection, as far as they know, each reason once."""
        reasons = {client._services.trouble for client in self._clients.values() if not _is_connected(client)}
        return tuple(sorted(reasons))

    @property
    def health(self) -> RelayHealth:
        """How the relay is."""
        relay, ownership = self._relay, self.ownership
        connected = [name for name, client in self._clients.items() if _is_connected(client)]
        self._failing.difference_update(connected)
        held = wanted = None
        users, complete, reachable = self._users, True, relay.trouble is None
        if self._fleet:
            owned = frozenset[str]() if ownership is None else ownership.held
            self._failing &= owned
            held, wanted = len(owned), 0 if ownership is None else len(ownership.wanted)
            users = wanted
            complete = self.begun and ownership is not None and owned == ownership.wanted
            reachable = reachable and (ownership is None or ownership.trouble is None)
        served = len(connected) + len(self._failing) >= users and (len(connected) > 0 or users == 0)
        waiting = relay.waiting
        return RelayHealth(
            alive=True,
            ready=reachable and complete and served and waiting <= _MOST_WAITING,
            users=users,
            leases_held=held,
            leases_wanted=wanted,
            connected=len(connected),
            failing=len(self._failing),
            broker_reachable=reachable,
            waiting_events=waiting,
            published=self._sink.published,
            duplicates=self._sink.duplicates,
            lag_seconds=relay.lag_seconds,
        )


def _is_connected(client: RealtimeClient) -> bool:
    return client._stage == "ready" and client._services.connection.phase == "connected"
