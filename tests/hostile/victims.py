"""What is attacked: a service or a client in a process of its own, which says how it fared."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import resource
import sys
import traceback
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from twilio_chat import Client, Message, RealtimeError
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.twilsock.limits import ConnectionLimits

__all__ = ["ROOM", "Fared", "Victim", "peak", "victim"]

ROOM = "room"
"""Unique name of the channel in which a client under attack is."""

_QUICK = ConnectionLimits(backoff_min=0.02, backoff_max=0.1)
_BEAT = 0.005
_LONGEST_LINE = 1000
_LONG_ENOUGH = 0.5
"""For a call whose answer is a lie, in seconds; such a call may wait for something that never happens."""


@dataclass(frozen=True, slots=True)
class Fared:
    """How a victim fared.

    Attributes:
        peak: Most memory that its process held, in bytes.
        stall: Longest time for which its event loop did nothing else, in seconds.
        errors: Tracebacks in its log, and what escaped its tasks: there should be nothing.
    """

    peak: int
    stall: float
    errors: tuple[str, ...]


class _Watch(logging.Handler):
    """Looks on from inside a victim's process."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.stall = 0.0
        self.errors: list[str] = []
        self._loop = asyncio.get_running_loop()
        self._due = self._loop.time() + _BEAT
        self._loop.call_later(_BEAT, self._beat)
        self._loop.set_exception_handler(lambda _, context: self.errors.append(str(context.get("message"))))
        logging.getLogger().addHandler(self)
        for name in ("twilio_realtime", "twilio_chat", "twilio_local"):
            logging.getLogger(name).setLevel(logging.INFO)

    def emit(self, record: logging.LogRecord) -> None:
        # Bad news may be said, in one line that shows; a traceback is a mistake of ours.
        said = record.getMessage()
        if record.exc_info:
            self.errors.append(f"{said}: {where(record.exc_info[1])}")
        elif len(said) > _LONGEST_LINE or not said.isprintable():
            self.errors.append(f"a line of {len(said)} characters: {said:.200}")

    def _beat(self) -> None:
        now = self._loop.time()
        self.stall = max(self.stall, now - self._due)
        self._due = now + _BEAT
        self._loop.call_later(_BEAT, self._beat)

    def report(self) -> dict[str, object]:
        return {"peak": peak(), "stall": self.stall, "errors": self.errors[:5]}


def where(error: BaseException | None) -> str:
    """An error and where it comes from, in one line."""
    places = [*traceback.extract_tb(error.__traceback__)] if error is not None else []
    return f"{error!r:.200} in {', '.join(f'{Path(place.filename).name}:{place.lineno}' for place in places[-3:])}"


def peak() -> int:
    """The most memory that this process held, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # what `getrusage` says includes the parent's memory before `exec`
        found = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(found.split()[1]) * 1024
    factor = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * factor


async def _standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


def _say(**said: object) -> None:
    print(json.dumps(said), flush=True)


async def _be_service() -> None:
    watch = _Watch()
    asked = await _standard_input()
    async with LocalService() as service:
        _say(url=service.base_url)
        while line := (await asked.readline()).decode():
            identity = line.removeprefix("token ").strip()
            _say(**watch.report()) if line.startswith("report") else _say(token=service.token(identity))


async def _be_client(url: str, token: str) -> None:
    watch = _Watch()
    asked = await _standard_input()
    texts: Counter[tuple[str, str]] = Counter()
    arrived = asyncio.Event()
    joined = asyncio.Event()
    messages: list[Message] = []

    def take(message: Message) -> None:
        texts[message.channel.sid, message.body or message.type] += 1
        if message.type == "media":
            messages.append(message)
        arrived.set()

    async with contextlib.AsyncExitStack() as closed_at_the_end:
        client = Client(token, base_url=url, environment=Environment(limits=_QUICK))
        client.on.message_added.connect(take)
        client.on.channel_joined.connect(lambda channel: joined.set() if channel.unique_name == ROOM else None)
        await closed_at_the_end.enter_async_context(client)
        _say(ready=True)
        while line := (await asked.readline()).decode().strip():
            order, _, argument = line.partition(" ")
            if order == "report":
                _say(**watch.report())
            elif order == "joined":
                await joined.wait()
                _say(joined=True)
            elif order == "await":
                # In each channel: one that was lied about shows under several identifiers.
                while not (times := [texts[place] for place in texts if place[1] == argument]):
                    arrived.clear()
                    await arrived.wait()
                _say(times=max(times))
            elif order == "files":
                while len(messages) < int(argument):
                    arrived.clear()
                    await arrived.wait()
                _say(files=len(messages))
            elif order == "download":
                _say(outcome=await _outcome(messages[-1], argument))
            elif order == "use":
                _say(escaped=await _used(client, url, token))
            elif order == "page":
                try:
                    channels = await client.get_user_channel_descriptors()
                    _say(outcome=len(channels.items))
                except RealtimeError as error:
                    _say(outcome=type(error).__name__)


async def _used(client: Client, url: str, token: str) -> list[str]:
    """Call whatever asks the service; what came out of it other than results and documented errors."""
    escaped: list[str] = []

    async def outcome(call: Awaitable[object]) -> None:
        try:
            async with asyncio.timeout(_LONG_ENOUGH):
                await call
        except (RealtimeError, TimeoutError):
            pass
        except Exception as error:
            escaped.append(where(error))

    async def start() -> None:
        async with Client(token, base_url=url, environment=Environment(limits=_QUICK)) as another:
            await another.get_local_channels()

    async def room() -> None:
        channel = await client.get_channel_by_unique_name(ROOM)
        calls = (
            *(channel.get_members(), channel.get_members_count(), channel.get_messages_count(), channel.typing()),
            *(_all(channel.get_messages(page_size=3)), _all(channel.get_user_descriptors()), channel.invite("carol")),
            *(channel.set_all_messages_consumed(), channel.set_no_messages_consumed()),
            *(channel.update_attributes({"a": 1}), channel.send_message("victim", {"a": 1})),
            *(channel.set_user_notification_level("muted"), channel.get_member_by_identity("bob")),
        )
        await asyncio.gather(*map(outcome, calls))

    calls = (
        *(room(), start(), _all(client.get_user_channel_descriptors()), _all(client.get_public_channel_descriptors())),
        *(_all(client.get_subscribed_channels()), client.get_user("bob"), client.get_user_descriptor("bob")),
        *(client.get_channel_by_sid("CH" + "0" * 32), client.create_channel(friendly_name="x")),
        *(client.set_push_registration_id("fcm", "x"), client.user.update_friendly_name("victim")),
    )
    await asyncio.gather(*map(outcome, calls))
    return escaped


async def _all(pages: AsyncIterable[object]) -> None:
    async for _ in pages:
        pass


async def _outcome(message: Message, folder: str) -> object:
    assert message.media is not None
    try:
        return await message.media.download_to(Path(folder))
    except RealtimeError as error:
        return type(error).__name__


class Victim:
    """The handle of a victim's process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.url = ""

    async def ask(self, order: str) -> dict[str, object]:
        """Send an order and wait for what is said to it."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{order}\n".encode())
        return await self.hear()

    async def hear(self) -> dict[str, object]:
        """Wait for the next thing that is said."""
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise ConnectionError("the victim is dead")
        said: dict[str, object] = json.loads(line)
        return said

    async def fared(self) -> Fared:
        """How it fared so far."""
        said = await self.ask("report")
        peak, stall, errors = said["peak"], said["stall"], said["errors"]
        assert isinstance(peak, int)
        assert isinstance(stall, int | float)
        assert isinstance(errors, list)
        told = cast("list[object]", errors)
        return Fared(peak, float(stall), tuple(map(str, told)))


@contextlib.asynccontextmanager
async def victim(*arguments: str) -> AsyncGenerator[Victim]:
    """A process that is attacked while the block runs: ``service``, or ``client URL TOKEN``."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "hostile.victims", *arguments)
    folder = Path(__file__).parents[1]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=None, cwd=folder, limit=1024 * 1024
    )
    started = Victim(process)
    try:
        if arguments[0] == "service":
            started.url = str((await started.hear())["url"])
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


if __name__ == "__main__":
    asyncio.run(_be_service() if sys.argv[1] == "service" else _be_client(*sys.argv[2:4]))
