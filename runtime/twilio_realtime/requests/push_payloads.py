"""What applications receive of push notifications, in the forms of the push services."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from ..errors import ArgumentError, ResponseError
from ..json import JsonObject
from ..wire import read_mirror

__all__ = ["parse_push"]

ModelT = TypeVar("ModelT", bound=BaseModel)


def parse_push(model: type[ModelT], payload: JsonObject) -> ModelT:
    """Read a push notification: in APN's form if there is an ``aps``, else in FCM's.

    Empty texts count as absent, as everything of the wrong kind does.

    Args:
        model: A model with some of the fields ``title``, ``body``, ``sound``, ``badge``, ``action``, ``type`` (what the
            notification announces) and ``data`` (what it is about).
        payload: What the application received.

    Raises:
        ArgumentError: It has neither form, does not say what it announces, or lacks what the model needs.
    """
    apple, data = payload.get("aps"), payload.get("data")
    if isinstance(apple, dict):
        data = payload
        alert = apple.get("alert")
        shown = alert if isinstance(alert, dict) else {"body": alert}
        found = {
            **{name: shown.get(name) for name in ("title", "body")},
            **{name: apple.get(name) for name in ("sound", "badge")},
            "action": apple.get("category"),
        }
    elif isinstance(data, dict):
        found = {name: data.get(f"twi_{name}") for name in ("title", "body", "sound", "action")}
    else:
        raise ArgumentError("the push notification has neither 'aps' (APN) nor 'data' (FCM); pass on what was received")
    kind = data.get("twi_message_type")
    if not isinstance(kind, str) or not kind:
        raise ArgumentError("the push notification has no 'twi_message_type' that is a text; it was sent by others")
    given = {name: value for name, value in found.items() if value != ""}
    try:
        return read_mirror(model, {**given, "type": kind, "data": data})
    except ResponseError as error:
        raise ArgumentError(f"the push notification cannot be read: {error}") from error
