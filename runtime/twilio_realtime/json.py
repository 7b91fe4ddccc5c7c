"""JSON values as types, and the one way in which client and service read, write and compare them.

`JsonValue` is pydantic's: a recursive union of the six JSON kinds. Texts may hold lone surrogates: JavaScript makes
them by cutting an emoji in two, and JSON can express them.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields as fields_of
from dataclasses import is_dataclass, replace
from json import JSONEncoder
from math import copysign, inf, isfinite, nan
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar, cast

from pydantic import BaseModel
from pydantic_core import from_json, to_json

if TYPE_CHECKING:
    from pydantic import JsonValue

    JsonObject = dict[str, JsonValue]
    """A JSON object."""

__all__ = [
    "MAX_DEPTH",
    "MAX_INTEGER",
    "JsonObject",
    "JsonValue",
    "as_object",
    "copied",
    "dump_json",
    "empty_list",
    "is_finite",
    "json_bytes",
    "packed_json",
    "parse_json",
    "parse_packet_json",
    "same_json",
    "same_model",
    "unpacked_json",
]

_ValueT = TypeVar("_ValueT")

MAX_DEPTH: Final = 200
"""Most lists and objects inside each other, for reading and writing alike."""

MAX_INTEGER: Final = 2**53 - 1
"""Largest whole number that every reader of JSON tells from its neighbours; a larger one from the service is no number
of anything."""

_EMPTY: Final[list[object]] = []
_TOO_DEEP: Final = f"it is nested more than {MAX_DEPTH} levels deep"
_COMPACT: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
# What a number must have to be larger than any float; texts may have it, too.
_PERHAPS_HUGE: Final = re.compile(r"[eE]\+?\d\d|\d{300}")
_PERHAPS_HUGE_BYTES: Final = re.compile(_PERHAPS_HUGE.pattern.encode())
_TEXT_OR_BRACKET: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def __getattr__(name: str) -> object:
    # Most modules mention the two types in annotations alone, and pydantic's module of types takes as long to load as
    # all that an import of a client needs. Models, which need the types when the program runs, get them here.
    if name not in ("JsonObject", "JsonValue"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pydantic import JsonValue

    globals().update(JsonValue=JsonValue, JsonObject=dict[str, JsonValue])
    return globals()[name]


def dump_json(value: JsonValue) -> str:
    """Compact JSON text of a value. It has a UTF-8 form: lone surrogates are escaped.

    Raises:
        ValueError: A number that JSON cannot express (``nan``, ``inf``), or more than `MAX_DEPTH` levels.
        TypeError: Something that is not a JSON value.
        RecursionError: Far more levels than that.
    """
    text = _COMPACT.encode(value)
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _require_shallow(value)
    if text.isascii():
        return text
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_bytes(value: JsonValue) -> bytes:
    """Return what `dump_json` does as UTF-8, in a sixth of its time; numbers may be spelled in another way.

    Raises:
        ValueError: As `dump_json` does.
        TypeError: As `dump_json` does.
        RecursionError: As `dump_json` does.
    """
    try:
        data = to_json(value, inf_nan_mode="constants")
    except ValueError:  # lone surrogates, and whatever JSON cannot express
        return dump_json(value).encode()
    if b"NaN" in data or b"Infinity" in data:  # perhaps as a text
        return dump_json(value).encode()
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH:
        _require_shallow(value)
    return data


def parse_json(text: str | bytes) -> JsonValue:
    """Read JSON text.

    Raises:
        ValueError: Not JSON (``NaN`` is not), more than `MAX_DEPTH` levels, or a number that no float can hold.
    """
    value: JsonValue
    try:
        value = from_json(text, allow_inf_nan=False)
    except (ValueError, TypeError):  # the latter for a text that has a lone surrogate as such, and no UTF-8 form
        value = _parse_slowly(text)
    if isinstance(text, str):
        perhaps_deep = len(text) > MAX_DEPTH and text.count("[") + text.count("{") > MAX_DEPTH
        perhaps_huge = _PERHAPS_HUGE.search(text) is not None
    else:
        perhaps_deep = len(text) > MAX_DEPTH and text.count(b"[") + text.count(b"{") > MAX_DEPTH
        perhaps_huge = _PERHAPS_HUGE_BYTES.search(text) is not None
    if perhaps_deep:
        _require_shallow(value)
    if perhaps_huge and not is_finite(value):
        raise ValueError("it holds a number that is too large")
    return value


def packed_json(value: JsonValue) -> bytes:
    """A value as an object of the service holds it: as JSON, which takes a quarter of the memory of a small dict.

    Args:
        value: What was read from JSON.
    """
    try:
        return to_json(value)
    except ValueError:  # lone surrogates, and the deepest nesting
        return dump_json(value).encode()


def unpacked_json(packed: bytes) -> JsonValue:
    """Return a new value, which may be changed, of what `packed_json` returned."""
    try:
        unpacked: JsonValue = from_json(packed, cache_strings="keys")
    except ValueError:
        return _parse_slowly(packed)
    return unpacked


def parse_packet_json(data: bytes) -> JsonValue:
    """Read JSON that carries several things for different readers, so that one of them does not spoil the others.

    Numbers that cannot be held come back as infinite, and what is nested more than `MAX_DEPTH` levels deep as NaN.
    Whoever reads the part that they are in refuses them, as it refuses whatever else is of the wrong kind.

    Raises:
        ValueError: Not JSON, or so deep that it was made to harm.
    """
    value: JsonValue
    try:
        # The parser's table of texts would keep times and bodies long after they were read; keys repeat and stay few.
        value = from_json(data, cache_strings="keys")
    except ValueError:
        text = data.decode()
        try:
            value = json.loads(text, parse_int=_integer_or_infinite)
        except RecursionError:
            value = json.loads(_without_depths(text), parse_int=_integer_or_infinite)
        value = _shallow(value)
    return value


def same_json(left: object, right: object) -> bool:
    """Whether two values are the same for JSON.

    Python takes ``1``, ``1.0`` and ``True`` for equal, and ``0.0`` and ``-0.0``; JSON writes them differently. The
    order of keys makes no difference.

    Args:
        left: A JSON value, a model that may hold some, or something else that can be compared.
        right: The same.
    """
    if left is right:
        return True
    if left != right:  # always right when it says so, and fast
        return False
    pending: list[tuple[object, object]] = [(left, right)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, dict):
            others = cast("dict[object, object]", other)
            pending.extend((item, others[key]) for key, item in cast("dict[object, object]", one).items())
        elif isinstance(one, (list, tuple)):
            pending.extend(zip(cast("list[object]", one), cast("list[object]", other), strict=True))
        elif isinstance(one, float):
            if copysign(1.0, one) != copysign(1.0, cast(float, other)):
                return False
        elif isinstance(one, BaseModel):
            pending.append((one.__dict__, other.__dict__))
    return True


def same_model(left: BaseModel | None, right: BaseModel | None) -> bool:
    """Whether two values, each a model of one and the same class or None, are the same for JSON."""
    if left is None or right is None:
        return left is right
    return same_json(left.__dict__, right.__dict__)  # what pydantic does takes several times as long


def copied(value: _ValueT) -> _ValueT:
    """Return a value that may be changed without changing the original.

    Only lists, dicts and what holds them are copied; everything else is returned as it is.

    Args:
        value: A JSON value, or a tuple or model that may hold some.
    """
    return cast(_ValueT, _copied(value))


def _copied(value: object) -> object:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in cast("dict[object, object]", value).items()}
    if isinstance(value, list):
        return [_copied(item) for item in cast("list[object]", value)]
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        copies = tuple(_copied(item) for item in items)
        return copies if any(one is not other for one, other in zip(copies, items, strict=True)) else items
    if isinstance(value, BaseModel):
        fields = {name: copy for name, item in value.__dict__.items() if (copy := _copied(item)) is not item}
        return value.model_copy(update=fields) if fields else value
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields_of(value)}
        changed = {name: copy for name, part in parts.items() if (copy := _copied(part)) is not part}
        return replace(value, **changed) if changed else value
    return value


def empty_list() -> list[_ValueT]:  # pyright: ignore[reportInvalidTypeVarUse] - of what, the caller says
    """Return the one empty list, shared by all objects that hold none of something. It must not be changed."""
    return cast("list[_ValueT]", _EMPTY)


def is_finite(value: object) -> bool:
    """Whether a value holds neither an infinite number nor NaN, which JSON does not have."""
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, float):
            if not isfinite(part):
                return False
        elif isinstance(part, dict):
            pending.extend(cast("dict[object, object]", part).values())
        elif isinstance(part, (list, tuple)):
            pending.extend(cast("list[object]", part))
    return True


def as_object(value: JsonValue) -> JsonObject:
    """The value if it is an object, else an empty one: for optional parts of answers."""
    return value if isinstance(value, dict) else {}


def _parse_slowly(text: str | bytes) -> JsonValue:
    """What the fast parser refuses: it knows no lone surrogates."""
    try:
        value: JsonValue = json.loads(text if isinstance(text, str) else text.decode(), parse_constant=_refuse)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    return value


def _require_shallow(value: JsonValue) -> None:
    if _depth(value) > MAX_DEPTH:
        raise ValueError(_TOO_DEEP)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _integer_or_infinite(digits: str) -> int | float:
    try:
        return int(digits)
    except ValueError:  # Python reads some thousand digits
        return -inf if digits.startswith("-") else inf


def _depth(value: JsonValue) -> int:
    """How many lists and objects are inside each other; of more than `MAX_DEPTH` not how many exactly."""
    deepest = 0
    level: list[JsonValue] = [value]
    while deepest <= MAX_DEPTH:
        containers = [part for part in level if isinstance(part, (dict, list, tuple))]
        if not containers:
            break
        deepest += 1
        level = [item for part in containers for item in (part.values() if isinstance(part, dict) else part)]
    return deepest


def _shallow(value: JsonValue) -> JsonValue:
    """The value, with NaN for whatever is nested too deeply."""
    level: list[JsonValue] = [value]
    for _ in range(MAX_DEPTH - 1):
        level = [
            item
            for part in level
            if isinstance(part, (dict, list))
            for item in (part.values() if isinstance(part, dict) else part)
        ]
        if not level:
            return value
    for part in level:
        if isinstance(part, dict):
            for key, item in part.items():
                part[key] = nan if isinstance(item, (dict, list)) else item
        elif isinstance(part, list):
            part[:] = [nan if isinstance(item, (dict, list)) else item for item in part]
    return value


def _without_depths(text: str) -> str:
    """The text, with NaN for whatever is nested too deeply."""
    kept: list[str] = []
    depth = start = 0
    for found in _TEXT_OR_BRACKET.finditer(text):
        if found[0] in ("[", "{"):
            depth += 1
            if depth == MAX_DEPTH + 1:
                kept.append(text[start : found.start()])
        elif found[0] in ("]", "}"):
            depth -= 1
            if depth == MAX_DEPTH:
                kept.append("NaN")
                start = found.end()
    if depth > MAX_DEPTH:
        raise ValueError("it is nested too deeply and does not end")
    return "".join([*kept, text[start:]])
