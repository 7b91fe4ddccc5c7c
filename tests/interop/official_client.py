"""The official JavaScript client as Python objects: each call runs where `bridge.js` does, in Node or in a page."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast

from interop.node_script import ANSWER_SECONDS, Fields, NodeScript
from interop.values import Argument, Value, encode_argument, expect_fields, expect_int, expect_list, expect_text
from twilio_local import LocalService

DRIVER = Path(__file__).with_name("driver.cjs")


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


@dataclass(frozen=True)
class OfficialEvent:
    """One event that an object of the official client emitted."""

    name: str
    source: str
    payload: Value

    @property
    def object(self) -> OfficialObject:
        """The payload of an event that carries an object."""
        return expect_object(self.payload)

    @property
    def fields(self) -> dict[str, Value]:
        """The payload of an event that carries several named values."""
        return expect_fields(self.payload)

    @property
    def reasons(self) -> set[Value]:
        """What an event about an update names as changed."""
        return set(cast("list[str]", expect_list(self.fields["updateReasons"])))


EventFilter = Callable[[OfficialEvent], bool]


@dataclass(eq=False)
class OfficialObject:
    """An object living in the official client, with its properties as they were when it was sent."""

    realm: Realm = field(repr=False)
    ref: str
    kind: str
    properties: dict[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self.properties[name]

    def encode(self) -> object:
        """Returns what stands for it in JSON."""
        return {"$ref": self.ref}

    def text(self, name: str) -> str:
        """Returns a property that must be a string."""
        return expect_text(self.properties[name])

    def child(self, name: str) -> OfficialObject:
        """Returns a property that must be an object of the client."""
        return expect_object(self.properties[name])

    def items(self) -> list[OfficialObject]:
        """Returns the objects of a page."""
        return [expect_object(item) for item in expect_list(self.properties["items"])]

    async def call(self, method: str, *arguments: Argument) -> Value:
        """Calls a method by its documented name and waits for its result."""
        args = [encode_argument(argument) for argument in arguments]
        return await self.realm.request("call", ref=self.ref, method=method, args=args)

    async def call_object(self, method: str, *arguments: Argument) -> OfficialObject:
        """Calls a method that gives an object."""
        return expect_object(await self.call(method, *arguments))

    async def call_objects(self, method: str, *arguments: Argument) -> list[OfficialObject]:
        """Calls a method that gives an array of objects."""
        return [expect_object(item) for item in expect_list(await self.call(method, *arguments))]

    async def call_int(self, method: str, *arguments: Argument) -> int:
        """Calls a method that gives a number, such as `sendMessage`."""
        return expect_int(await self.call(method, *arguments))

    async def read(self) -> OfficialObject:
        """Fetches the properties as they are now."""
        self.properties = expect_object(await self.realm.request("read", ref=self.ref)).properties
        return self

    async def until(self, check: Callable[[OfficialObject], bool]) -> OfficialObject:
        """Waits until the properties are as wanted: looks again whenever the official client says something."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                while True:
                    seen = self.realm.reports
                    if check(await self.read()):
                        return self
                    await self.realm.news(seen)
        except TimeoutError:
            raise TimeoutError(f"{self.kind} stayed as it is: {self.properties}") from None

    async def listen(self, *events: str) -> None:
        """Reports these events of this object from now on; those of the client itself always are."""
        await self.realm.request("listen", ref=self.ref, events=list(events))

    async def event(
        self, name: str, where: EventFilter | None = None, *, timeout: float = ANSWER_SECONDS
    ) -> OfficialEvent:
        """Waits for an event of this object, past ones included; each event is given out once."""
        return await self.realm.event(self.ref, name, where, timeout=timeout)

    def events(self, name: str) -> list[OfficialEvent]:
        """Returns the events of that name which were not given out yet."""
        return [event for event in self.realm.pending_events if event.source == self.ref and event.name == name]

    async def join(self) -> None:
        """Joins this channel or conversation and waits until its messages and members are mirrored.

        The client announces only what happens after that; `join` itself returns earlier.
        """
        await self.call("join")
        await self.mirrored()

    async def mirrored(self) -> None:
        """Waits until the client takes itself for a member, with all messages and members."""
        await self.until(lambda channel: channel["status"] == "joined")
        await self.call("getMessages")
        await self.call("getParticipants" if self.kind == "Conversation" else "getMembers")

    async def create_channel(self, **options: Argument) -> OfficialObject:
        """Creates a channel with the documented options (`uniqueName`, `friendlyName`, `isPrivate`, `attributes`)."""
        return await self.call_object("createChannel", options)

    async def create_conversation(self, **options: Argument) -> OfficialObject:
        """Creates a conversation with the documented options (`uniqueName`, `friendlyName`, `attributes`)."""
        return await self.call_object("createConversation", options)


def expect_object(value: Value) -> OfficialObject:
    """Returns `value`, which must be an object of the official client."""
    assert isinstance(value, OfficialObject), f"expected an object of the official client, got {value!r}"
    return value


@dataclass(frozen=True)
class Content:
    """What the official client's side found behind a URL."""

    status: int
    type: str
    content: bytes


class Realm:
    """One JavaScript world, a Node process or a page, holding any number of official clients.

    Args:
        send: Hands a command to `bridge.js` and returns its answer.

    Attributes:
        faults: Uncaught exceptions and unhandled rejections inside the official client, as they happened.
        pending_events: Events received and not yet given out, oldest first.
        reports: How many events and faults were reported so far.
    """

    def __init__(self, send: Callable[[Fields], Awaitable[Fields]]) -> None:
        self.faults: list[str] = []
        self.pending_events: list[OfficialEvent] = []
        self.reports = 0
        self._send = send
        self._waiting: set[asyncio.Future[None]] = set()
        self._end: Exception | None = None

    @classmethod
    @asynccontextmanager
    async def in_node(cls, node: Path, folder: Path, package: str = "twilio-chat") -> AsyncGenerator[Realm]:
        """Runs a Node process with one while the block is open.

        Args:
            node: The program.
            folder: Where the official client is installed.
            package: Its name there.
        """
        async with NodeScript.start([node, DRIVER, package], folder) as script:
            realm = cls(script.request)
            script.report = realm.take
            script.stopped = realm.stop
            yield realm

    async def connect(self, token: str, base_url: str, options: Mapping[str, Argument] | None = None) -> OfficialObject:
        """Connects a client to the service at `base_url` and waits until it is initialised."""
        encoded = encode_argument({**service_options(base_url), **(options or {})})
        return expect_object(await self.request("connect", token=token, options=encoded))

    async def sign_in(self, service: LocalService, identity: str, **options: Argument) -> OfficialObject:
        """Connects a client of that user to a service and waits until it is initialised."""
        return await self.connect(service.token(identity), service.base_url, options)

    async def request(self, operation: str, **arguments: object) -> Value:
        """Sends one command and returns what the official client answers.

        Raises:
            OfficialError: It threw.
        """
        answer = await self._send({"op": operation, **arguments})
        if "error" in answer:
            error = cast(Fields, answer["error"])
            status, code = (value if isinstance(value, int) else None for value in (error["status"], error["code"]))
            raise OfficialError(str(error["message"]), status, code)
        return self._decode(answer.get("value"))

    async def call_static(self, method: str, *arguments: Argument) -> Value:
        """Calls a class method of the client."""
        return await self.request("static", method=method, args=[encode_argument(argument) for argument in arguments])

    async def fetch(self, url: str) -> Content:
        """Gets a URL from there, with the rights that a program there has."""
        fields = expect_fields(await self.request("fetch", url=url))
        content = base64.b64decode(expect_text(fields["content"]))
        return Content(expect_int(fields["status"]), expect_text(fields["type"]), content)

    async def reset(self) -> None:
        """Shuts every client down and forgets everything about them."""
        await self.request("reset")
        self.pending_events.clear()

    async def event(self, source: str, name: str, where: EventFilter | None = None, *, timeout: float) -> OfficialEvent:
        """Waits for an event that was not given out yet and gives it out."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    for event in self.pending_events:
                        if event.source == source and event.name == name and (where is None or where(event)):
                            self.pending_events.remove(event)
                            return event
                    await self.news(self.reports)
        except TimeoutError:
            others = ", ".join(event.name for event in self.pending_events) or "nothing"
            raise TimeoutError(f"no {name} within {timeout} s; not given out yet: {others}") from None

    def take(self, line: Fields) -> None:
        """Takes an event or a fault that was reported."""
        if "fault" in line:
            self.faults.append(str(line["fault"]))
        elif "event" in line:
            payload = self._decode(line["payload"])
            self.pending_events.append(OfficialEvent(str(line["event"]), str(line["ref"]), payload))
        self.reports += 1
        self._wake()

    def stop(self, reason: Exception) -> None:
        """Ends all waiting: nothing will come any more."""
        self._end = reason
        self._wake()

    async def news(self, seen: int) -> None:
        """Waits until more than `seen` events and faults were reported."""
        while self.reports <= seen:
            if self._end is not None:
                raise self._end
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(waiter)
            try:
                await waiter
            finally:
                self._waiting.discard(waiter)

    def _wake(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    def _decode(self, value: object) -> Value:
        if isinstance(value, list):
            return [self._decode(item) for item in cast("list[object]", value)]
        if not isinstance(value, dict):
            return cast("bool | int | float | str | None", value)
        fields = cast(Fields, value)
        if "$date" in fields:
            return datetime.fromisoformat(str(fields["$date"]))
        if "$ref" in fields:
            properties = cast(Fields, fields.get("properties", {}))
            decoded = {name: self._decode(item) for name, item in properties.items()}
            return OfficialObject(self, str(fields["$ref"]), str(fields["$kind"]), decoded)
        return {name: self._decode(item) for name, item in fields.items()}


def service_options(base_url: str) -> dict[str, Argument]:
    """Returns the options that point the official client at one service for everything."""
    return {
        "Twilsock": {"uri": f"{base_url.replace('http', 'ws', 1)}/v3/wsconnect"},
        "Chat": {"apiUri": base_url},
        "cdsUri": base_url,
        "notifications": {"ersUrl": f"{base_url}/v1/registrations"},
    }
