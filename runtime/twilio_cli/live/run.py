"""Play the story of the demo on the real service, ask what we only believe, clean up, and write a report."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from twilio_local import ServiceCredentials, mint_token
from twilio_realtime.client import RealtimeClient
from twilio_realtime.environment import Environment
from twilio_realtime.errors import RealtimeError

from ..account import Account
from ..console import fail, say, say_json, working
from ..products import chosen, chosen_product
from ..products.product import Scene
from ..trouble import Trouble, explained, finish
from .questions import ANSWERS, Asked, ask
from .report import EVENT_NUMBERS, LiveReport, numbering
from .shapes import Shapes
from .sockets import WatchedSockets

__all__ = ["MOST_MESSAGES", "MOST_SECONDS", "VARIABLES", "examine_live", "tell_plan"]

VARIABLES: Final = ("TWILIO_ACCOUNT_SID", "TWILIO_API_KEY_SID", "TWILIO_API_KEY_SECRET", "TWILIO_SERVICE_SID")
"""Where the credentials come from."""
MOST_MESSAGES: Final = 500
"""Messages that all clients of a run may send to the service together, acknowledgements included."""
MOST_SECONDS: Final = 180.0
"""How long a run may take, apart from cleaning up."""
_CLEANING_SECONDS: Final = 30.0
_PREFIX: Final = "twilio-python-live"
_MISSED: Final = 3


def tell_plan() -> None:
    """Print what a run would do, for those without credentials."""
    command = chosen()
    say(f"{command.name} doctor --live would, on the real service:")
    for step in (
        f"sign in as {_PREFIX}-alice and {_PREFIX}-bob, with tokens made here for an hour",
        f"play the story of the demo in a new {command.room}, with a connection that is cut here",
        f"ask in a second {command.room}: {', '.join(ANSWERS)}",
        f"delete both {command.rooms}; the two users stay, since only the server's API can remove them",
        f"send {MOST_MESSAGES} messages at most, and end after {MOST_SECONDS:g} seconds at the latest",
        "write a report without tokens, identities, SIDs and texts",
    ):
        say(f"  - {step}")
    say(f"nothing was done; to do it, set {', '.join(VARIABLES)}")


def examine_live(
    credentials: ServiceCredentials, *, base_url: str | None, region: str | None, file: Path, as_json: bool
) -> bool:
    """Run everything and write the report, also of a run that fails; whether it came to its end and left nothing.

    Args:
        credentials: Of the service instance to try; tokens are made with them.
        base_url: The one host of the service, or None for Twilio's.
        region: Region of Twilio, or None.
        file: Where the report goes.
        as_json: One JSON object a line instead of a sentence.
    """
    run = _Run(credentials, base_url, region, as_json)
    try:
        with file.open("w", encoding="utf-8") as output:  # first: nothing is asked if nothing can be written
            try:
                finish(run.play())
            finally:
                output.write(run.report.text(run.shapes))
    except OSError as error:
        fail(f"the report {str(file)!r} cannot be written: {error.strerror or error}")
    run.tell(EVENT_NUMBERS, numbering(run.shapes))
    report = run.report
    complete = not report.trouble and not report.left
    if as_json:
        say_json({"ok": complete, "report": str(file), "trouble": report.trouble or None, "left": [*report.left]})
    else:
        outcome = "OK" if complete else f"not OK: {report.trouble or 'something is left there'}"
        say(f"{outcome}; the report is in {file}")
    return complete


class _Run:
    def __init__(
        self, credentials: ServiceCredentials, base_url: str | None, region: str | None, as_json: bool
    ) -> None:
        name = chosen().name
        host = "Twilio" if base_url is None else urlsplit(base_url).netloc
        self.report = LiveReport(command=name, host=host if region is None else f"{host}, region {region}")
        self.shapes: list[Shapes] = []
        self._credentials = credentials
        self._base_url = base_url
        self._region = region
        self._as_json = as_json
        self._sent = 0
        self._limit: asyncio.Timeout | None = None
        self._sockets: dict[str, WatchedSockets] = {}
        suffix = secrets.token_hex(4)
        self._rooms = tuple(f"{_PREFIX}-{suffix}-{part}" for part in ("story", "questions"))

    async def play(self) -> None:
        """Play the story, ask the questions and clean up; what goes wrong is in the report."""
        try:
            # At once and without trying again: whoever has a wrong address or key need not wait for minutes to hear it.
            async with self._account("alice").connected():
                self.tell("service", f"lets {_identity('alice')} in")
        except RealtimeError as error:
            self.report.trouble = explained(error)
            return
        try:
            await self._play_bounded()
        finally:
            with working("cleaning up"):
                await self._clean_up()

    def tell(self, who: str, text: str) -> None:
        """Print one line of what happens."""
        if self._as_json:
            say_json({"who": who, "text": text})
        else:
            say(f"{who:>20}  {text}")

    async def _play_bounded(self) -> None:
        try:
            async with asyncio.timeout(MOST_SECONDS) as self._limit:
                await self._play()
        except TimeoutError:
            self.report.trouble = (
                f"more than {MOST_MESSAGES} messages were sent"
                if self._sent > MOST_MESSAGES
                else f"it took longer than {MOST_SECONDS:g} seconds"
            )
        except Trouble as error:
            self.report.trouble = str(error)
        except RealtimeError as error:
            self.report.trouble = explained(error)

    async def _clean_up(self) -> None:
        """Delete the rooms of this run, as far as they are there; the report says which are left."""
        product, left = chosen_product(), list(self._rooms)
        try:
            async with asyncio.timeout(_CLEANING_SECONDS), self._account("alice").client() as alice:
                found = {room.unique_name: room for room in await product.rooms_of_user(alice)}
                for name in self._rooms:
                    if (room := found.get(name)) is not None:
                        await product.remove(room)
                    left.remove(name)
        except (RealtimeError, TimeoutError) as error:
            self.report.trouble = self.report.trouble or f"not cleaned up: {error}"
        self.report.left = [f"the {chosen().room} {name} may be left" for name in left]

    async def _play(self) -> None:
        product = chosen_product()
        story, questions = self._rooms
        self.report.story = "not finished"
        await product.play(
            Scene(
                say=self.tell,
                client=self._watched_client,
                bob=_identity("bob"),
                room=story,
                cut=self._cut_bob,
                missed=_MISSED,
                catch_up_seconds=30.0,
            )
        )
        self.report.story = (
            f"played to its end; {_MISSED} messages written across a lost connection came once, in order"
        )
        await ask(
            Asked(
                product=product,
                client=self._watched_client,
                bob=_identity("bob"),
                room=questions,
                kind=chosen().room,
                answer=self._answer,
            )
        )

    def _cut_bob(self) -> None:
        self._sockets["bob"].cut()

    def _answer(self, question: str, answer: str) -> None:
        self.report.answers[question] = answer
        self.tell(question, answer)

    def _watched_client(self, who: Literal["alice", "bob"]) -> RealtimeClient:
        shapes = Shapes()
        self.shapes.append(shapes)
        sockets = self._sockets[who] = WatchedSockets(shapes, self._count)
        return self._account(who, Environment(open_socket=sockets.open)).client()

    def _account(self, who: Literal["alice", "bob"], environment: Environment | None = None) -> Account:
        token = mint_token(self._credentials, _identity(who))
        return Account(token, self._base_url, self._region, environment=environment)

    def _count(self) -> None:
        self._sent += 1
        if self._sent == MOST_MESSAGES + 1 and self._limit is not None:
            self._limit.reschedule(asyncio.get_running_loop().time())


def _identity(who: str) -> str:
    return f"{_PREFIX}-{who}"
