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
from typing import Final, cast

from websockets.exceptions import InvalidHandshake, InvalidProxyStatus, InvalidStatus

from ..errors import RealtimeError
from ..visible_text import escaped

__all__ = ["explain_failure", "forget_frames", "redacted"]

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


def forget_frames(error: BaseException) -> None:
    """Take away where an error, and each one behind it, came through.

    Variables of a library hold what it was about to send, a token or the password of a proxy for one; tools that show
    tracebacks with the values of variables would show it.

    Args:
        error: What a library has raised, or what has interrupted one.
    """
    seen: set[BaseException] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if found is None or found in seen:
            continue
        seen.add(found)
        found.__traceback__ = None
        waiting += [found.__cause__, found.__context__]
        if isinstance(found, BaseExceptionGroup):
            waiting += cast("BaseExceptionGroup[BaseException]", found).exceptions


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
