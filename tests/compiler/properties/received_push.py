"""What applications receive of push notifications: it is read, and told of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from compiler.properties.ways import Way
from twilio_codegen.language import Method, Schema
from twilio_codegen.python.naming import python_name
from twilio_realtime.json import JsonObject, JsonValue

__all__ = ["ReceivedPush"]

_ABOUT: JsonObject = {"twi_message_type": "what happened", "which_one": "that one", "far": 5}
_TEXTS: Mapping[str, str] = {"title": "a title", "body": "some text", "sound": "a sound", "action": "an action"}


class ReceivedPush:
    """Hands in notifications in the form of each push service.

    Args:
        schema: The schema.
        way: How the client is used.
    """

    def __init__(self, schema: Schema, way: Way) -> None:
        self._schema = schema
        self._way = way

    async def all(self, client: object) -> None:
        """Call every method that reads what was received."""
        alert: JsonObject = {"title": _TEXTS["title"], "body": _TEXTS["body"]}
        aps: JsonObject = {"alert": alert, "sound": _TEXTS["sound"], "category": _TEXTS["action"], "badge": 7}
        google: JsonObject = {**_ABOUT, **{f"twi_{name}": text for name, text in _TEXTS.items()}}
        empty: JsonObject = {**_ABOUT, **{f"twi_{name}": "" for name in _TEXTS}}
        for payload, parts in (
            ({**_ABOUT, "aps": aps}, {**_TEXTS, "badge": 7, "data": {**_ABOUT, "aps": aps}}),
            ({"data": google}, {**_TEXTS, "data": google}),
            ({"data": empty}, {"data": empty}),
        ):
            known = cast("Mapping[str, JsonValue]", {**parts, "type": "what happened"})
            for name, method in self._schema.root.methods.items():
                function = cast("Callable[..., object]", getattr(client, python_name(name)))
                if method.push == "parse":
                    assert method.returns.type is not None
                    self._compare(name, method.returns.type.name, function(payload), known)
                elif method.push == "announce":
                    await self._announced(client, name, method, partial(function, payload), known)

    async def _announced(
        self, client: object, name: str, method: Method, call: Callable[[], object], known: Mapping[str, JsonValue]
    ) -> None:
        for event in method.causes:
            heard: list[object] = []
            signal = getattr(getattr(client, "on"), python_name(event))  # noqa: B009 - the class is not known here
            signal.connect(heard.append)
            assert await self._way.call(call) is None, f"{name} returns something"
            await self._way.soon()
            signal.disconnect(heard.append)
            assert len(heard) == 1, f"{name} tells {heard} by {event}"
            payload = self._schema.root.events[event].payload
            assert payload is not None
            self._compare(name, payload.name, heard[0], known)

    def _compare(self, name: str, kind: str, value: object, known: Mapping[str, JsonValue]) -> None:
        for field, item in self._schema.values[kind].fields.items():
            wire = item.wire or field
            shown: object = getattr(value, python_name(field))
            expected: object = known.get(wire, item.default)
            if wire == "data" and item.type.name in self._schema.values:
                shown, expected = [getattr(shown, part) for part in ("which", "far")], ["that one", 5]
            assert shown == expected, f"{field} of what {name} reads is {shown!r}, not {expected!r}"
