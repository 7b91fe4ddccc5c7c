"""What failed, in the words of those who typed the command; the request behind it for those who ask for more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from typing import TypeVar

import typer

from twilio_realtime.errors import RealtimeError, RequestError

from .console import fail, is_verbose

__all__ = ["Trouble", "explained", "finish", "trying"]

ResultT = TypeVar("ResultT")


class Trouble(Exception):
    """A command cannot do what it was told to; the message is one line for people."""


@contextmanager
def trying(what: str) -> Generator[None]:
    """Say of a refused request what it was for.

    Args:
        what: What is done inside, for example ``join channel 'general'``.

    Raises:
        Trouble: A request was refused inside; its cause is the refusal.
    """
    try:
        yield
    except RequestError as error:
        raise Trouble(f"cannot {what}: {explained(error)}") from error


def explained(error: RealtimeError) -> str:
    """What an error means, without the request that it came from."""
    if not isinstance(error, RequestError):
        return str(error)
    code = "" if error.code is None else f", code {error.code}"
    return f"{error.reason or 'the service refused it'} (status {error.status}{code})"


def finish(work: Coroutine[object, object, ResultT]) -> ResultT:
    """Run the work of a command; trouble ends it with one line on standard error.

    Args:
        work: What to run, on an event loop of its own.
    """
    try:
        return asyncio.run(work)
    except (Trouble, RealtimeError, OSError) as error:
        said = explained(error) if isinstance(error, RealtimeError) else _said(error)
        cause = error.__cause__ if isinstance(error, Trouble) else error
        if is_verbose() and cause is not None and str(cause) != said:
            said = f"{said} ({cause})"
        fail(said)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
