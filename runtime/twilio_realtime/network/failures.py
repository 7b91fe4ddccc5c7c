"""What kept a connection from being made, or ended it, in words that may be shown.

The one place for exceptions of others, and for their texts.

Libraries and systems write texts for their own purposes: they quote addresses with passwords and signatures, and say
`[Errno 111]` where people look for "connection refused".
"""

from __future__ import annotations

import os
import re
import socket
import ssl
import sys
from typing import Final, cast

from websockets.exceptions import InvalidHandshake, InvalidProxyStatus, InvalidStatus

from ..errors import ArgumentError, RealtimeError
from ..visible_text import escaped

__all__ = ["WithoutFrames", "explain_failure", "forget_frames", "redacted"]

_SEVERAL = re.compile(r"\[Errno (\d+)\]")
_LONGEST: Final = 300
# Each pattern takes linear time, whatever the text.
_SPACED_USER: Final = re.compile(r"://[^@/]*@")
_QUERY: Final = re.compile(r"(?<=[\w/=])[?#][^\s'\")>]*")
_TOKEN: Final = re.compile(r"(?<![\w-])[\w-]{6,}+\.[\w-]{6,}+\.[\w-]*+", re.ASCII)
_CREDENTIALS: Final = re.compile(r"\b(basic|bearer|digest)\s+[^\s,;'\"]+", re.IGNORECASE)
_NAMED_SECRET: Final = re.compile(
    r"(password|passwd|pwd|secret|token|signature|authorization|api[_-]?key)(['\"]?\s*[=:]\s*)[^\s,;&]+", re.IGNORECASE
)


def explain_failure(error: BaseException) -> str:
    """Say in a few words why a connection could not be made, or ended.

    Args:
        error: What was raised, by whomever.
    """
    match error:
        case RealtimeError():
            return str(error)
        case InvalidStatus():
            return f"HTTP status {error.response.status_code} instead of a WebSocket"
        case InvalidProxyStatus():
            return f"the proxy answered with HTTP status {error.response.status_code}"
        case InvalidHandshake():
            return "what answers there is no WebSocket service"
        case ssl.SSLError():
            reason: object = getattr(error, "reason", None)  # only on those that OpenSSL has made
            return f"TLS failed ({reason or type(error).__name__})"
        case socket.gaierror():
            return "its name is not known"
        case TimeoutError():
            return "no answer in time"
        case OSError():
            return _explain_system_error(error)
        case _:
            return _named(error)


def forget_frames(error: BaseException, *, handled: BaseException | None = None) -> None:
    """Take away where an error, and each one behind it, came through.

    Variables of a library hold what it was about to send, a token or the password of a proxy for one; tools that show
    tracebacks with the values of variables would show it.

    Args:
        error: What a library has raised, or what has interrupted one.
        handled: What the caller was handling when it called the library, and Python puts behind each error therefore;
            its frames, and those of what is behind it, are the caller's.
    """
    seen: set[int] = set() if handled is None else {id(handled)}  # not all errors can be put into a set
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        found.__traceback__ = None
        if isinstance(found, ArgumentError):
            continue  # what is behind it has happened in the caller's own code, which reads a file for one
        waiting += [found.__cause__, found.__context__]
        if isinstance(found, BaseExceptionGroup):
            waiting += cast("BaseExceptionGroup[BaseException]", found).exceptions


class WithoutFrames:
    """What leaves the block, be it a cancellation, does not lead to variables of the library; see `forget_frames`."""

    handled: BaseException | None = None
    """What the caller was handling when it came in."""

    def __enter__(self) -> None:
        self.handled = sys.exception()

    def __exit__(self, kind: object, error: BaseException | None, frames: object) -> None:
        # No generator: `contextlib` would give the error back the frames that it came with.
        if error is not None:
            forget_frames(error, handled=self.handled)


def redacted(text: str) -> str:
    """Return a text of others without what may be secret in it, on one line, of a bounded length.

    User names, passwords and queries of addresses, access tokens, and values called a password, a token or the like
    are left out.

    Args:
        text: Any text.
    """
    text = _SPACED_USER.sub("://", text[: 4 * _LONGEST])
    text = re.sub(r"\S+", lambda found: _without_user(found[0]), text)
    text = _TOKEN.sub("***", _QUERY.sub("?***", text))
    text = _NAMED_SECRET.sub(r"\1\2***", _CREDENTIALS.sub(r"\1 ***", text))
    shown = escaped(text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def _without_user(word: str) -> str:
    before, at, host = word.rpartition("@")
    if not at or ":" not in before:
        return word
    scheme, slashes, _ = before.rpartition("://")
    return f"{scheme}{slashes}{host}" if slashes else f"***@{host}"


def _explain_system_error(error: OSError) -> str:
    numbers = {error.errno} if error.errno is not None else {int(found) for found in _SEVERAL.findall(str(error))}
    # One host may have several addresses, each with a failure of its own.
    return " and ".join(sorted(os.strerror(number).lower() for number in numbers)) or _named(error)


def _named(error: BaseException) -> str:
    said = redacted(str(error))
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
