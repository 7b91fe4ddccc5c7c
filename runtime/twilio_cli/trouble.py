"""What failed, in the words of those who typed the command; the request behind it for those who ask for more."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from twilio_chat.errors import RealtimeError, RequestError

__all__ = ["Trouble", "explained", "trying"]


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
