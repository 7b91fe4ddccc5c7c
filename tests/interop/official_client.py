"""The official JavaScript client as Python objects: each call runs in a Node process that `driver.cjs` serves."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias, cast

Value: TypeAlias = "bool | int | float | str | datetime | list[Value] | dict[str, Value] | OfficialObject | None"
"""What comes back from the official client."""

Argument: TypeAlias = (
    "bool | int | float | str | bytes | Sequence[Argument] | Mapping[str, Argument] | OfficialObject | None"
)
"""What can be handed to the official client."""

DRIVER = Path(__file__).with_name("driver.cjs")
ANSWER_SECONDS = 20.0
LINE_BYTES = 16 * 1024 * 1024


class OfficialError(Exception):
    """The official client refused or failed.

    Attributes:
        status: The HTTP status it carries, if any.
        code: The service's error code it carries, if any.
    """

    def __init__(self, message: str, status: int | None, code: int | None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class DriverStopped(Exception):
    """The Node process ended while something was expected of it."""


@dataclass(frozen=True)
class OfficialEvent:
    """One event that an object of the official client emitted."""

    name: str
    source: int
    payload: Value

    @property
    def object(self) -> OfficialObject:
        """The payload of an event that carries an object."""
        return expect_object(self.payload)

    @property
    def fields(self) -> dict[str, Value]:
        """The payload of an event that carries several named values."""
        return expect_fields(self.payload)


@dataclass(eq=False)
class OfficialObject:
    """An object living in the official client, with its properties as they were when it was sent."""

    driver: OfficialDriver = field(repr=False)
    ref: int
    kind: str
    properties: dict[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self.properties[name]

    def text(self, name: str) -> str:
        """Returns a property that must be a string."""
        value = self.properties[name]
        assert isinstance(value, str), f"{self.kind}.{name} is {value!r}, not a string"
        return value

    def items(self) -> list[OfficialObject]:
        """Returns the objects of a page."""
        items = self.properties["items"]
        assert isinstance(items, list)
        return [expect_object(item) for item in items]

    async def call(self, method: str, *arguments: Argument) -> Value:
        """Calls a method by its documented name and waits for its result."""
        return await self.driver.request("call", ref=self.ref, method=method, args=[_encode(a) for a in arguments])

    async def call_object(self, method: str, *arguments: Argument) -> OfficialObject:
        """Calls a method that gives an object."""
        return expect_object(await self.call(method, *arguments))

    async def call_int(self, method: str, *arguments: Argument) -> int:
        """Calls a method that gives a number, such as `sendMessage`."""
        value = await self.call(method, *arguments)
        assert isinstance(value, int), f"{self.kind}.{method} gave {value!r}, not a number"
        return value

    async def read(self) -> OfficialObject:
        """Fetches the properties as they are now."""
        self.properties = expect_object(await self.driver.request("read", ref=self.ref)).properties
        return self

    async def listen(self, *events: str) -> None:
        """Reports these events of this object from now on; those of the client itself always are."""
        await self.driver.request("listen", ref=self.ref, events=list(events))

    async def event(
        self, name: str, where: Callable[[OfficialEvent], bool] | None = None, *, timeout: float = ANSWER_SECONDS
    ) -> OfficialEvent:
        """Waits for an event of this object, past ones included; each event is given out once."""
        return await self.driver.event(self.ref, name, where, timeout=timeout)

    def events(self, name: str) -> list[OfficialEvent]:
        """Returns the events of that name which were not given out yet."""
        return [event for event in self.driver.pending_events if event.source == self.ref and event.name == name]

    async def join(self) -> None:
        """Joins this channel and waits until its messages and members are mirrored.

        The client announces only what happens after that; `join` itself returns earlier.
        """
        await self.call("join")
        await self.call("getMessages")
        await self.call("getMembers")

    async def create_channel(self, **options: Argument) -> OfficialObject:
        """Creates a channel with the documented options (`uniqueName`, `friendlyName`, `isPrivate`, `attributes`)."""
        return await self.call_object("createChannel", options)


def expect_object(value: Value) -> OfficialObject:
    """Returns `value`, which must be an object of the official client."""
    assert isinstance(value, OfficialObject), f"expected an object of the official client, got {value!r}"
    return value


def expect_fields(value: Value) -> dict[str, Value]:
    """Returns `value`, which must be a plain object."""
    assert isinstance(value, dict), f"expected a plain object, got {value!r}"
    return value


class OfficialDriver:
    """One Node process holding any number of official clients.

    Attributes:
        faults: Uncaught exceptions and unhandled rejections inside the official client, as they happened.
        pending_events: Events received and not yet given out, oldest first.
    """

    def __init__(self, process: Process) -> None:
        self.faults: list[str] = []
        self.pending_events: list[OfficialEvent] = []
        self._process = process
        self._numbers = itertools.count(1)
        self._requests: dict[int, asyncio.Future[Value]] = {}
        self._arrived = asyncio.Condition()
        self._stopped: DriverStopped | None = None

    @classmethod
    @asynccontextmanager
    async def start(cls, node: Sequence[str | Path], folder: Path) -> AsyncGenerator[OfficialDriver]:
        """Runs the driver while the block is open.

        Args:
            node: The command that starts Node.
            folder: Where the official client is installed.
        """
        process = await asyncio.create_subprocess_exec(
            *node, DRIVER, cwd=folder, stdin=PIPE, stdout=PIPE, limit=LINE_BYTES
        )
        driver = cls(process)
        reader = asyncio.create_task(driver._read(), name="official client output")
        try:
            yield driver
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), 5)
            except TimeoutError:
                process.kill()
                await process.wait()
            await reader

    async def connect(
        self, token: str, base_url: str, *, options: Mapping[str, Argument] | None = None
    ) -> OfficialObject:
        """Connects a client to the service at `base_url` and waits until it is initialised."""
        return expect_object(
            await self.request("connect", token=token, options={**service_options(base_url), **(options or {})})
        )

    async def request(self, operation: str, **arguments: object) -> Value:
        """Sends one command to the driver and returns its answer."""
        if self._stopped is not None:
            raise self._stopped
        number = next(self._numbers)
        answer: asyncio.Future[Value] = asyncio.get_running_loop().create_future()
        self._requests[number] = answer
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"id": number, "op": operation, **arguments}).encode() + b"\n")
        try:
            await self._process.stdin.drain()
            return await asyncio.wait_for(answer, ANSWER_SECONDS)
        except TimeoutError:
            raise TimeoutError(
                f"the official client did not answer {operation} {arguments.get('method', '')}"
            ) from None
        finally:
            del self._requests[number]

    async def event(
        self, source: int, name: str, where: Callable[[OfficialEvent], bool] | None = None, *, timeout: float
    ) -> OfficialEvent:
        """Waits for an event that was not given out yet and gives it out."""

        def match() -> OfficialEvent | None:
            for event in self.pending_events:
                if event.source == source and event.name == name and (where is None or where(event)):
                    return event
            return None

        async with self._arrived:
            try:
                await asyncio.wait_for(
                    self._arrived.wait_for(lambda: self._stopped is not None or match() is not None), timeout
                )
            except TimeoutError:
                others = ", ".join(event.name for event in self.pending_events) or "nothing"
                raise TimeoutError(f"no {name} within {timeout} s; not given out yet: {others}") from None
        event = match()
        if event is None:
            raise self._stopped or DriverStopped("the driver stopped")
        self.pending_events.remove(event)
        return event

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            message = cast("dict[str, object]", json.loads(line))
            if "fault" in message:
                self.faults.append(str(message["fault"]))
            elif "event" in message:
                payload = self._decode(message["payload"])
                self.pending_events.append(OfficialEvent(str(message["event"]), cast(int, message["ref"]), payload))
            else:
                self._answer(message)
            async with self._arrived:
                self._arrived.notify_all()
        self._stopped = DriverStopped(f"node ended with exit code {await self._process.wait()}")
        for answer in self._requests.values():
            if not answer.done():
                answer.set_exception(self._stopped)
        async with self._arrived:
            self._arrived.notify_all()

    def _answer(self, message: dict[str, object]) -> None:
        answer = self._requests.get(cast(int, message["id"]))
        if answer is None or answer.done():
            return
        if "error" in message:
            error = cast("dict[str, object]", message["error"])
            status, code = (value if isinstance(value, int) else None for value in (error["status"], error["code"]))
            answer.set_exception(OfficialError(str(error["message"]), status, code))
        else:
            answer.set_result(self._decode(message["value"]))

    def _decode(self, value: object) -> Value:
        if isinstance(value, list):
            return [self._decode(item) for item in cast("list[object]", value)]
        if not isinstance(value, dict):
            return cast("bool | int | float | str | None", value)
        fields = cast("dict[str, object]", value)
        if "$date" in fields:
            return datetime.fromisoformat(str(fields["$date"]))
        if "$ref" in fields:
            properties = cast("dict[str, object]", fields.get("properties", {}))
            decoded = {name: self._decode(item) for name, item in properties.items()}
            return OfficialObject(self, cast(int, fields["$ref"]), str(fields["$kind"]), decoded)
        return {name: self._decode(item) for name, item in fields.items()}


def service_options(base_url: str) -> dict[str, Argument]:
    """Returns the options that point the official client at one service for everything."""
    return {
        "Twilsock": {"uri": f"{base_url.replace('http', 'ws', 1)}/v3/wsconnect"},
        "Chat": {"apiUri": base_url},
        "cdsUri": base_url,
        "notifications": {"ersUrl": f"{base_url}/v1/registrations"},
    }


def _encode(value: Argument) -> object:
    if isinstance(value, OfficialObject):
        return {"$ref": value.ref}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, Mapping):
        return {name: _encode(item) for name, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_encode(item) for item in value]
    return value
