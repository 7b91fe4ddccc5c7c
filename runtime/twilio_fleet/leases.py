"""What workers that share identities must agree on: who is there, and who holds which identity."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Leases"]


class Leases(Protocol):
    """Workers and leases, kept where all workers reach them. Each ends by itself unless it is renewed.

    Every method raises `BrokerError` if the place where they are kept cannot be used; whether it was done is then
    unknown.
    """

    @property
    def seconds(self) -> float:
        """Seconds after which a worker or a lease that is not renewed has ended."""
        ...

    async def join(self, worker: str) -> None:
        """Say that a worker is there, or still there.

        Args:
            worker: Its name, letters and digits, which no other has.
        """
        ...

    async def leave(self, worker: str) -> None:
        """Say that a worker is there no more. Its leases stay."""
        ...

    async def workers(self) -> frozenset[str]:
        """Return the names of those who are there."""
        ...

    async def take(self, identity: str, worker: str, held: int | None) -> int | None:
        """Take a lease that nobody holds, or renew one's own.

        Args:
            identity: What it is for.
            worker: Who takes it.
            held: What was returned the last time; None for a lease that is not held.

        Returns:
            The number of the lease, which is another one each time; None if somebody else holds it.
        """
        ...

    async def give_back(self, identity: str, held: int) -> None:
        """End a lease, if it is still the one with this number."""
        ...

    async def changed(self) -> None:
        """Wait until somebody has joined, left or given back a lease since the last call.

        A hint: it may come late, or not at all.
        """
        ...
