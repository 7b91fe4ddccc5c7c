"""Which users are connected, by how many sockets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ..faults import FaultySession
from ..sync.subscriptions import Subscriber
from .users import Users

__all__ = ["ConnectedSession", "Presence"]


class ConnectedSession(FaultySession, Subscriber, Protocol):
    """A session after its `init`."""

    @property
    def identity(self) -> str:
        """Who is connected."""
        ...


class Presence:
    """The connected sessions, oldest first; keeps the `online` mark of users true."""

    def __init__(self, users: Users) -> None:
        self._users = users
        self._sessions: dict[ConnectedSession, None] = {}
        self._by_identity: dict[str, set[ConnectedSession]] = {}

    def enter(self, session: ConnectedSession) -> None:
        """A session is connected from now on."""
        self._sessions[session] = None
        self._by_identity.setdefault(session.identity, set()).add(session)
        self._users.set_online(session.identity, True)

    def leave(self, session: ConnectedSession) -> None:
        """A session is over; harmless for one that never entered."""
        if session not in self._sessions:
            return
        del self._sessions[session]
        of_user = self._by_identity[session.identity]
        of_user.discard(session)
        if not of_user:
            del self._by_identity[session.identity]
            self._users.set_online(session.identity, False)

    def of(self, identity: str) -> list[ConnectedSession]:
        """The sessions of one user."""
        return list(self._by_identity.get(identity, ()))

    def __iter__(self) -> Iterator[ConnectedSession]:
        return iter(list(self._sessions))

    def __len__(self) -> int:
        return len(self._sessions)

    def __contains__(self, session: object) -> bool:
        return session in self._sessions
