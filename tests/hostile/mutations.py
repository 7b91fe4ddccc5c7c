"""Frames that are nearly right."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any, Protocol, cast

from twilio_realtime.errors import FrameError
from twilio_realtime.json import JsonObject, JsonValue, parse_json
from twilio_realtime.twilsock.frames import decode

__all__ = ["mutated"]

# fmt: off
_ABSURD = (
    "-1", "0", "9" * 40, "1" + "0" * 400, "9" * 5000, "1e400", "-1e400", "1e-400", "0.5", "-0.0", "1e15", "NaN",
    "-Infinity", "2147483648", "9007199254740991", "9007199254740993", "9223372036854775808", "253402300800000",
    "true", "false", "null", '""', "[]", "{}", "[null]", '{"": null}', "[[[[]]]]", "[" * 500 + "]" * 500, "{",
    '"9999-99-99T99:99:99Z"', '"0001-01-01T00:00:00+14:00"', '"P9999999999D"', '"-1"', '"1e400"', '"NaN"', '"null"',
    '"\\ud83d"', '"\\"\\ud83d\\""', '"\\u0000"', '"\\u009b31m\\u202e\\u200b"', '"../../.."', '"http://["', '"%"',
    '"//evil.example/"', '"{"', '"[1e400]"', f'"{"x" * 3000}"', f'"{"[" * 3000}"', f'"{"9" * 5000}"',
)
# fmt: on
_MARK = re.compile(r'"@absurd:(\d+)@"')


class _Owner(Protocol):
    """A list or an object: what values stand in."""

    def __getitem__(self, key: Any, /) -> JsonValue: ...

    def __setitem__(self, key: Any, value: JsonValue, /) -> None: ...

    def __delitem__(self, key: Any, /) -> None: ...


_Place = tuple[_Owner, str | int]


def mutated(frame: bytes, random: Random) -> bytes:
    """A frame with some mistake: in its bytes, in its length, or in what its values are and where they stand."""
    try:
        packet = decode(frame)
        payload = parse_json(packet.payload) if packet.payload else None
    except (FrameError, ValueError):
        return _bytes_changed(frame, random)
    if random.random() < 0.2:
        return _bytes_changed(frame, random)
    header: JsonObject = {name: value for name, value in packet.header.items() if name != "payload_size"}
    if payload is None or random.random() < 0.15:
        return _framed(header, _changed(header, [], random), packet.payload)
    return _framed(header, None, _changed(payload, [], random).encode())


def _framed(header: JsonObject, written: str | None, payload: bytes) -> bytes:
    """A packet whose lengths are right, so that the mistake is found further inside."""
    head = (json.dumps(header) if written is None else written).encode()
    if head.endswith(b"}"):
        head = head[:-1] + b',"payload_size":%d}' % len(payload)
    return b"TWILSOCK V3.0 %d\r\n%b\r\n%b" % (len(head), head, payload + b"\r\n" if payload else b"")


def _changed(value: JsonValue, absurd: list[str], random: Random) -> str:
    """The JSON text of a value with a mistake or a few; texts inside that are JSON themselves may get theirs.

    Args:
        value: The value; it is changed.
        absurd: Collects what stands in the text in place of marks, since no value could say it.
        random: Chooses.
    """
    root = [value]
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        places = list(_places(root))
        if not places:
            break
        _change(random.choice(places), absurd, random)
    text = json.dumps(root, separators=(",", ":"))[1:-1]
    return _MARK.sub(lambda found: absurd[int(found[1])], text)


def _change(place: _Place, absurd: list[str], random: Random) -> None:
    owner, key = place
    old: JsonValue = owner[key]
    new: JsonValue
    kind = random.random()
    if isinstance(old, str) and (inner := _json_in(old)) is not None and kind < 0.8:
        new = _changed(inner, absurd, random)
    elif kind < 0.15:
        del owner[key]
        return
    elif kind < 0.3:
        new = random.choice(([old], {"": old}, [old, old], json.dumps(old), [], {}))
    elif kind < 0.4 and isinstance(owner, dict):
        new = cast(JsonObject, owner).pop(str(key))
        key = random.choice((f"{key}x", str(key).upper(), ""))
    else:
        new = f"@absurd:{len(absurd)}@"
        absurd.append(random.choice(_ABSURD))
    owner[key] = new


def _json_in(text: str) -> JsonValue:
    try:
        return parse_json(text) if text[:1] in ("{", "[") else None
    except ValueError:
        return None


def _places(value: JsonValue) -> Iterator[_Place]:
    """Where anything stands inside a value."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield value, name
            yield from _places(part)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield value, index
            yield from _places(part)


def _bytes_changed(frame: bytes, random: Random) -> bytes:
    broken = bytearray(frame)
    choice = random.random()
    if choice < 0.5:
        for _ in range(random.randint(1, 6)):
            broken[random.randrange(len(broken))] = random.randrange(256)
    elif choice < 0.75:
        del broken[random.randrange(len(broken)) :]
    else:
        start = random.randrange(len(broken))
        broken[start:start] = broken[start : start + random.randrange(200)] * random.randint(1, 4)
    return bytes(broken)
