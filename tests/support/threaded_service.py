"""The embedded service on a thread of its own, for tests that block."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from twilio_local import LocalService
from twilio_realtime.blocking import Portal

T = TypeVar("T")


class ThreadedService:
    """A `LocalService` that tests without an event loop can use.

    Args:
        service: The service, not started yet.
    """

    def __init__(self, service: LocalService | None = None) -> None:
        self._portal = Portal("embedded service")
        self._service = service if service is not None else LocalService()
        self.base_url: str = ""

    def __enter__(self) -> Self:
        self._portal.run(self._service.start)
        self.base_url = self._service.base_url
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._portal.run(self._service.stop)
        self._portal.close()

    def token(self, identity: str, ttl: int = 3600) -> str:
        """A token that the service accepts."""
        return self._service.token(identity, ttl=ttl)

    def call(self, work: Callable[[LocalService], T]) -> T:
        """Do something with the service on its own thread."""
        return self._portal.call(lambda: work(self._service))
