"""The service as a whole: start it, get tokens for it, make trouble, stop it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType

from .backend import Backend
from .chat.presence import Presence
from .chat.stamps import Stamps
from .credentials import ServiceCredentials
from .errors import LocalServiceError, not_running
from .faults import Faults
from .http.app import make_app
from .http.control import is_loopback
from .limits import Limits
from .outside import Outside
from .own_thread import FaultsFromOutside, OwnThread
from .server import Listener, Server
from .storage.database import Database
from .tokens import mint_token
from .watch.frame_log import log_frame
from .watch.frame_record import FrameRecording
from .watch.frame_tap import Frame, FrameTap

__all__ = ["LocalService"]


class LocalService:
    """A chat service in this process, on one port: the socket at ``/v3/wsconnect``, everything else as HTTP.

    Use it as an asynchronous context manager:

        async with LocalService() as service:
            token = service.token("alice")

    or, where there is no event loop, such as with `twilio_chat.blocking`, as a plain one. Then it runs on a
    thread of its own:

        with LocalService() as service:
            token = service.token("alice")

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        credentials: Whose tokens are accepted; the development credentials by default, on loopback only.
        database: SQLite file that keeps everything; None keeps it in memory for the life of the service.
        limits: Bounds and intervals.
        control: Whether HTTP requests below ``/control`` can make faults and play other networks, too; on loopback
            only.
        log_frames: Whether each packet becomes a redacted line of the logger ``twilio_local.frames``, at level INFO.
        record: File to which each packet is appended as a redacted JSON line.
        now: Clock for dates and token lifetimes, seconds since 1970-01-01 UTC.
        random_bytes: Source of identifiers.

    Attributes:
        faults: Trouble to make, for tests. Only while the service runs.
        outside: Other networks whose people take part, for tests. Only while the service runs.
    """

    faults: Faults
    outside: Outside

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        credentials: ServiceCredentials | None = None,
        database: str | os.PathLike[str] | None = None,
        *,
        limits: Limits | None = None,
        control: bool = False,
        log_frames: bool = False,
        record: str | os.PathLike[str] | None = None,
        now: Callable[[], float] = time.time,
        random_bytes: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.credentials: ServiceCredentials = credentials or ServiceCredentials.development()
        self._host = host
        self._port = port
        self._file = database
        self._limits = limits or Limits()
        self._control = control
        self._log_frames = log_frames
        self._record = record
        self._stamps = Stamps(now, random_bytes)
        self._running: _Running | None = None
        self._thread: OwnThread | None = None

    async def start(self) -> None:
        """Begin to serve.

        Raises:
            LocalServiceError: The port, the database or the recording cannot be used, the development credentials or
                control are not allowed on that host, or the service runs already.
        """
        if self._running is not None:
            raise LocalServiceError(f"the service runs already at {self.base_url}")
        if self._control and not is_loopback(self._host):
            raise LocalServiceError(
                f"host {self._host!r} can be reached from outside, where control would let anybody make trouble;"
                " listen on 127.0.0.1, or start without control"
            )
        if self.credentials.is_development and not is_loopback(self._host):
            raise LocalServiceError(
                f"host {self._host!r} can be reached from outside, where the development credentials would let anybody"
                " in; set TWILIO_ACCOUNT_SID, TWILIO_API_KEY_SID, TWILIO_API_KEY_SECRET and"
                " TWILIO_SERVICE_SID, or listen on 127.0.0.1"
            )
        with ExitStack() as opened:
            listener = Listener(self._host, self._port)
            opened.callback(listener.close)
            database = Database(self._file)
            opened.callback(database.close)
            _check_owner(database, self.credentials)
            tap = self._tap(opened)
            backend = Backend(self.credentials, database, self._stamps, self._limits)
            faults = Faults(backend.presence)
            app = make_app(backend, faults, listener.base_url, control=self._control, tap=tap)
            server = Server(app.served, listener, self._limits)
            await server.start()
            self.faults = faults
            self.outside = Outside(backend.incoming)
            self._running = _Running(listener, backend.presence, server, opened.pop_all())

    async def stop(self) -> None:
        """Close the port, every connection and the database; harmless when repeated."""
        if self._thread is not None:
            await asyncio.to_thread(self.stop_thread)
            return
        running, self._running = self._running, None
        if running is not None:
            try:
                await running.server.stop()
            finally:
                running.opened.close()

    def start_in_thread(self) -> LocalService:
        """Begin to serve on a thread of its own, and return the service: for notebooks and programs without asyncio.

        A ``with`` block does it by itself. `faults`, `outside` and `sessions` can be used from any thread then.

        Raises:
            LocalServiceError: As for `start`.
        """
        if self._running is not None or self._thread is not None:
            raise LocalServiceError(f"the service runs already at {self.base_url}")
        thread = OwnThread(self.start, self.stop)
        thread.start()
        self._thread = thread
        self.faults = FaultsFromOutside(self.faults, thread)
        self.outside = self.outside.on(thread)
        return self

    def stop_thread(self) -> None:
        """Stop a service that was started with `start_in_thread`; harmless when repeated."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.stop()

    async def serve_forever(self) -> None:
        """Start if not done yet, and serve until cancelled."""
        if self._running is None:
            await self.start()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await self.stop()

    async def __aenter__(self) -> LocalService:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.stop()

    def __enter__(self) -> LocalService:
        return self.start_in_thread()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop_thread()

    @property
    def base_url(self) -> str:
        """Address of the running service, for example ``http://127.0.0.1:54321``."""
        return self._started().listener.base_url

    @property
    def port(self) -> int:
        """Port of the running service."""
        return self._started().listener.port

    @property
    def sessions(self) -> tuple[str, ...]:
        """Identities of the connected sockets, oldest first; twice for somebody with two."""
        running = self._started()

        def identities() -> tuple[str, ...]:
            return tuple(session.identity for session in running.presence)

        return identities() if self._thread is None else self._thread.call(identities)

    def token(self, identity: str, ttl: float = 3600) -> str:
        """Mint a token that this service accepts.

        Args:
            identity: User that its bearer becomes.
            ttl: Seconds until it expires.

        Raises:
            LocalServiceError: The identity is empty.
        """
        return mint_token(self.credentials, identity, ttl, self._stamps.now())

    def __repr__(self) -> str:
        return f"<LocalService {self.base_url if self._running else 'stopped'}>"

    def _tap(self, opened: ExitStack) -> FrameTap | None:
        listeners: list[Callable[[Frame], None]] = []
        if self._log_frames:
            listeners.append(log_frame)
        if self._record is not None:
            recording = FrameRecording(self._record, self._stamps.now)
            opened.callback(recording.close)
            listeners.append(recording)
        return FrameTap(listeners) if listeners else None

    def _started(self) -> _Running:
        if self._running is None:
            raise not_running()
        return self._running


class _Running:
    def __init__(self, listener: Listener, presence: Presence, server: Server, opened: ExitStack) -> None:
        self.listener = listener
        self.presence = presence
        self.server = server
        self.opened = opened


def _check_owner(database: Database, credentials: ServiceCredentials) -> None:
    """A database belongs to the service instance that made it."""
    owner = database.setting("service_sid")
    if owner is None:
        with database.transaction():
            database.set_setting("service_sid", credentials.service_sid)
    elif owner != credentials.service_sid:
        raise LocalServiceError(
            f"the database belongs to service {owner}, not {credentials.service_sid}; choose another file or service"
        )
