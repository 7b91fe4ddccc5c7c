"""Rendezvous hashing: everybody who knows the workers finds the same owner, and a change moves only its share."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

__all__ = ["owner_of"]


def owner_of(identity: str, workers: Iterable[str]) -> str | None:
    """Return the worker that an identity belongs to; None if there is no worker.

    A worker that is added takes identities from the others, about as many from each, and nothing else moves; those of a
    worker that is removed go to the others, and nothing else moves.

    Args:
        identity: The identity.
        workers: Names of the workers, in any order.
    """
    return max(workers, key=lambda worker: (_weight(worker, identity), worker), default=None)


def _weight(worker: str, identity: str) -> bytes:
    # The length divides the two: ("ab", "c") must not weigh what ("a", "bc") weighs.
    named = worker.encode("utf-8", "surrogatepass")
    return blake2b(b"%d:%b%b" % (len(named), named, identity.encode("utf-8", "surrogatepass")), digest_size=8).digest()
