"""What kept a connection from being made, in words of our own.

Texts of foreign exceptions are not shown: they may quote addresses with passwords, and say `[Errno 111]` where people
look for "connection refused".
"""

from __future__ import annotations

import os
import re
import socket
import ssl

from websockets.exceptions import InvalidHandshake, InvalidProxyStatus, InvalidStatus

__all__ = ["explain_failure"]

_SEVERAL = re.compile(r"\[Errno (\d+)\]")


def explain_failure(error: BaseException) -> str:
    """Say in a few words why a connection could not be made.

    Args:
        error: What the network library raised.
    """
    match error:
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
            return type(error).__name__


def _explain_system_error(error: OSError) -> str:
    numbers = {error.errno} if error.errno is not None else {int(found) for found in _SEVERAL.findall(str(error))}
    # One host may have several addresses, each with a failure of its own.
    return " and ".join(sorted(os.strerror(number).lower() for number in numbers)) or type(error).__name__
