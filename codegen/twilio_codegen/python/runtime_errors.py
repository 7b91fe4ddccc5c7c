"""The runtime's exceptions by name: a method may raise them, and every generated package offers them.

The compiler does not import the runtime; a test compares the two.
"""

from __future__ import annotations

__all__ = ["RUNTIME_ERRORS"]

RUNTIME_ERRORS = {
    "ArgumentError": "An argument is of the wrong kind.",
    "ClosedError": "The client was shut down.",
    "ConfigurationError": "The options cannot be used.",
    "ConflictError": "There is one already, or somebody else changed it.",
    "ConnectionRefused": "The service does not want this client.",
    "CursorError": "The store of cursors cannot be used.",
    "DeadlineError": "Nothing answered in time.",
    "DisconnectedError": "There was no connection in time, or it was lost meanwhile.",
    "EventsLostError": "A subscriber was too slow.",
    "ExpiredTokenError": "The token has run out.",
    "ForbiddenError": "The user may not do this.",
    "ForeignTokenError": "The token is for something or somebody else.",
    "FrameError": "Something that cannot be sent.",
    "MalformedTokenError": "Not a token.",
    "NotFoundError": "There is no such object, or the user cannot see it.",
    "RealtimeError": "Any of these.",
    "RefusedTokenError": "The service refused the token.",
    "RequestError": "The service refused the request.",
    "ResponseError": "An answer without a documented part.",
    "StateError": "The object is not in a state that allows this.",
    "ThrottledError": "Too many requests.",
    "TokenError": "The token cannot be used; the subclass tells why.",
    "TokenProviderError": "The token provider failed.",
}
"""What each exception means, as a generated docstring says it."""
