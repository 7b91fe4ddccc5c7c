"""Where the command `relay` takes the tokens of a fleet's users from: a function, a command, or an API key."""

from __future__ import annotations

import asyncio
import inspect
import shlex
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib import import_module
from typing import Final, cast

from twilio_realtime.errors import MalformedTokenError, TokenProviderError
from twilio_realtime.tokens.access_token import identity_of

from .trouble import Trouble

__all__ = ["Tokens", "tokens_of"]

_COMMAND_SECONDS: Final = 25.0
"""Seconds that a command may take for a token: less than a client waits for one."""
_COMMANDS_AT_ONCE: Final = 4
"""Commands that run at a time. All of a fleet at once would slow each other down until none of them is in time."""

Tokens = Callable[[str], Awaitable[str]]
"""Gives an access token of an identity."""


def tokens_of(function: str | None, command: str | None) -> Tokens:
    """Return what gives tokens: a function, a command, or else the API key of the environment.

    A token of somebody else is refused with `TokenProviderError`.

    Args:
        function: ``module:function``; it is called with an identity, and returns a token or an awaitable of one. One
            that is not asynchronous is called on a thread of its own.
        command: A command, to which the identity is added as the last argument; it prints a token.

    Raises:
        Trouble: There is no such function, or no API key that can be used.
    """
    if function is not None:
        return _of_the_right_user(_function(function), "--tokens")
    if command is not None:
        return _of_the_right_user(_command(command), "--tokens-command")
    from twilio_local import LocalServiceError, ServiceCredentials, mint_token

    try:
        credentials = ServiceCredentials.from_environment()
    except (LocalServiceError, ValueError) as error:
        raise Trouble(str(error)) from None

    async def mint(identity: str) -> str:
        return mint_token(credentials, identity)

    return mint


def _of_the_right_user(tokens: Tokens, option: str) -> Tokens:
    async def checked(identity: str) -> str:
        token = await tokens(identity)
        found = identity
        if isinstance(cast("object", token), str):
            with suppress(MalformedTokenError):  # the client says what is wrong with it
                found = identity_of(token)
        if found != identity:
            del token  # frames of the error would hold it
            raise TokenProviderError(
                f"{option} was asked for a token of {identity!r} and gave one of {found!r}; correct what it gives"
            )
        return token

    return checked


def _function(name: str) -> Tokens:
    module, _, attribute = name.partition(":")
    if "" not in sys.path:
        sys.path.insert(0, "")  # a program on the search path finds modules beside itself, not those of the user
    try:
        found: object = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise Trouble(f"--tokens is module:function, and {name!r} cannot be imported: {error}") from None
    if not callable(found):
        raise Trouble(f"--tokens names {name!r}, which is no function")

    # What takes its time, such as a request, must not hold up the leases of the others.
    on_a_thread = not (inspect.iscoroutinefunction(found) or inspect.iscoroutinefunction(type(found).__call__))

    async def call(identity: str) -> str:
        given: object = await _on_a_thread(found, identity) if on_a_thread else found(identity)
        token: object = await given if inspect.isawaitable(given) else given
        return cast("str", token)  # the client refuses what is none

    return call


async def _on_a_thread(function: Callable[[str], object], identity: str) -> object:
    """Call a function on a thread that the end of the program does not wait for."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[object] = loop.create_future()

    def settle(value: object, error: BaseException | None) -> None:
        if answer.done():  # nobody waits any more
            return
        if error is None:
            answer.set_result(value)
        else:
            answer.set_exception(error)

    def work() -> None:
        value: object = None
        failed: BaseException | None = None
        try:
            value = function(identity)
        except StopIteration as error:  # which no future can hold
            failed = RuntimeError(f"{type(error).__name__} left the function")
        except BaseException as error:
            failed = error
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, value, failed)

    threading.Thread(target=work, name="token", daemon=True).start()
    return await answer


def _command(command: str) -> Tokens:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise Trouble(f"--tokens-command cannot be read: {error}") from None
    if not words:
        raise Trouble("--tokens-command is empty; give a program, and its arguments")
    program, *arguments = words
    turns = asyncio.Semaphore(_COMMANDS_AT_ONCE)

    async def run(identity: str) -> str:
        async with turns:
            return await ask(identity)

    async def ask(identity: str) -> str:
        try:
            process = await asyncio.create_subprocess_exec(
                program, *arguments, identity, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
            )
        except OSError as error:
            raise TokenProviderError(f"{program!r} cannot be run: {error.strerror}; correct --tokens-command") from None
        try:
            async with asyncio.timeout(_COMMAND_SECONDS):
                said, _ = await process.communicate()
        except TimeoutError:
            raise TokenProviderError(f"{program!r} gave no token within {_COMMAND_SECONDS:g} seconds") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            del said  # frames of the error would hold it
            raise TokenProviderError(f"{program!r} ended with {process.returncode}, and gave no token")
        return said.decode("ascii", "replace").strip()

    return run
