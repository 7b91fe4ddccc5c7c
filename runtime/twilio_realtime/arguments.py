"""Checks of the arguments of generated methods.

Each check names the argument, says what was expected and what was given, and raises `ArgumentError` before anything
is sent.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Final, cast

from .errors import ArgumentError
from .json import dump_json

if TYPE_CHECKING:
    from .json import JsonValue

__all__ = [
    "JSON_KINDS",
    "encode_json",
    "require_boolean",
    "require_callable",
    "require_duration",
    "require_each",
    "require_entries",
    "require_instance",
    "require_integer",
    "require_json",
    "require_keys",
    "require_member",
    "require_number",
    "require_path",
    "require_seconds",
    "require_text",
    "require_time",
    "require_values",
    "shown",
]

Check = Callable[[str, object], None]
"""Takes the name of an argument and its value, and raises `ArgumentError`."""

_SHOWN: Final = 60
JSON_KINDS: Final = "None, bool, number, str, list or dict with str keys"
"""What a JSON value may be, for messages."""
_LARGEST: Final = 2**63 - 1
"""Whole numbers fit into 64 bits everywhere else, so ours have to."""


def shown(value: object) -> str:
    """Return a value for a message: itself if it is short and simple, else its type, which gives nothing away.

    Args:
        value: What was given, by anybody.
    """
    if isinstance(value, int) and int.bit_length(value) > _SHOWN * 3:
        return f"a number of {int.bit_length(value)} bits"
    if value is None or isinstance(value, bool):
        return repr(value)
    # Not by a `repr` of the value's own class, which may say anything, or raise.
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return float.__repr__(value)
    if isinstance(value, str) and str.__len__(value) <= _SHOWN:
        return str.__repr__(value)
    return f"a value of type {type(value).__name__}"


def require_text(
    name: str, value: object, *, non_empty: bool = False, secret: bool = False, surrogates: bool = False
) -> None:
    """Require a string that has a UTF-8 form.

    Args:
        name: Name of the argument.
        value: What was given.
        non_empty: Whether an empty string is wrong, too.
        secret: Whether the value must not be shown.
        surrogates: Whether lone surrogates are fine: JSON can express them, a URL cannot.

    Raises:
        ArgumentError: It is something else.
    """
    if not isinstance(value, str) or (non_empty and not value):
        kind = "a string that is not empty" if non_empty else "a string"
        given = f"a value of type {type(value).__name__}" if secret and value else shown(value)
        raise ArgumentError(f"{name} must be {kind}, not {given}")
    if surrogates:
        return
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ArgumentError(f"{name} contains a lone surrogate at position {error.start}; it cannot be sent") from None


def require_integer(name: str, value: object, *, minimum: int | None = None) -> None:
    """Require a whole number (bool is none) that fits into 64 bits.

    Raises:
        ArgumentError: It is something else or less than ``minimum``.
    """
    if not isinstance(value, int) or isinstance(value, bool) or (minimum is not None and value < minimum):
        bound = "" if minimum is None else f" of at least {minimum}"
        raise ArgumentError(f"{name} must be a whole number{bound}, not {shown(value)}")
    if not -_LARGEST <= value <= _LARGEST:
        raise ArgumentError(f"{name} must be a whole number of at most {_LARGEST}, not {shown(value)}")


def require_number(name: str, value: object, *, minimum: int | None = None) -> None:
    """Require a finite number (bool is none).

    Raises:
        ArgumentError: It is something else or less than ``minimum``.
    """
    if not _is_finite_number(value) or (minimum is not None and cast(float, value) < minimum):
        bound = "" if minimum is None else f" of at least {minimum}"
        raise ArgumentError(f"{name} must be a finite number{bound}, not {shown(value)}")


def require_duration(name: str, value: object, *, minimum: int | None = None) -> None:
    """Require a `timedelta`.

    Args:
        name: Name of the argument.
        value: What was given.
        minimum: Fewest seconds.

    Raises:
        ArgumentError: It is something else or shorter.
    """
    if not isinstance(value, timedelta):
        raise ArgumentError(f"{name} must be a timedelta, not {shown(value)}")
    if minimum is not None and value < timedelta(seconds=minimum):
        seconds = timedelta.total_seconds(value)
        raise ArgumentError(f"{name} must be a timedelta of at least {minimum} seconds, not of {seconds:g}")


def _is_finite_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return isfinite(value)
    except OverflowError:  # an int that no float can hold
        return False


def require_seconds(name: str, value: object, *, zero: bool = False) -> None:
    """Require a number of seconds: finite, and more than nothing.

    Args:
        name: Name of the argument.
        value: What was given.
        zero: Whether no time at all is fine, too: for what only looks whether something has happened.

    Raises:
        ArgumentError: It is something else.
    """
    if not _is_finite_number(value) or cast(float, value) < 0 or (value == 0 and not zero):
        kind = "a number of seconds of at least 0" if zero else "a positive number of seconds"
        raise ArgumentError(f"{name} must be {kind}, not {shown(value)}")


def require_boolean(name: str, value: object) -> None:
    """Require True or False.

    Raises:
        ArgumentError: It is something else.
    """
    if not isinstance(value, bool):
        raise ArgumentError(f"{name} must be True or False, not {shown(value)}")


def require_member(name: str, value: object, members: Collection[str]) -> None:
    """Require one of some strings.

    Raises:
        ArgumentError: It is something else.
    """
    if not isinstance(value, str) or value not in members:
        allowed = ", ".join(repr(member) for member in members)
        raise ArgumentError(f"{name} must be one of {allowed}, not {shown(value)}")


def require_instance(name: str, value: object, kind: type | tuple[type, ...], what: str) -> None:
    """Require an object of a class.

    Args:
        name: Name of the argument.
        value: What was given.
        kind: The class, or several of which one is enough.
        what: The class in words, for the message.

    Raises:
        ArgumentError: It is something else.
    """
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ArgumentError(f"{name} must be {what}, not {shown(value)}")


def require_time(name: str, value: object) -> None:
    """Require a point in time, with its zone.

    Raises:
        ArgumentError: It is something else.
    """
    if not isinstance(value, datetime):
        raise ArgumentError(f"{name} must be a datetime, not {shown(value)}")
    if value.utcoffset() is None:
        raise ArgumentError(f"{name} must be a datetime with a time zone, for example datetime.now(UTC)")


def require_callable(name: str, value: object) -> None:
    """Require something that can be called.

    Raises:
        ArgumentError: It is something else.
    """
    if not callable(value):
        raise ArgumentError(f"{name} must be callable, not {shown(value)}")


def require_path(name: str, value: object) -> None:
    """Require the path of a file.

    Raises:
        ArgumentError: It is something else, or a path that no system accepts.
    """
    try:
        path: object = os.fspath(cast("str | os.PathLike[str]", value))
    except TypeError:
        path = None
    if not isinstance(path, str):
        raise ArgumentError(f"{name} must be a str or a Path, not {shown(value)}")
    if "\0" in path:
        raise ArgumentError(f"{name} must be the path of a file, and contains a null character")


def require_each(name: str, value: object, check: Check | None = None, *, nullable: bool = False) -> None:
    """Require a list, and something of each of its items.

    Args:
        name: Name of the argument.
        value: What was given.
        check: What every item has to pass; None: nothing.
        nullable: Whether items may be None instead.

    Raises:
        ArgumentError: It is no list, or an item is something else; the message names it.
    """
    if not isinstance(value, (list, tuple)):
        raise ArgumentError(f"{name} must be a list, not {shown(value)}")
    for index, item in enumerate(cast("list[object]", value)):
        if check is not None and not (nullable and item is None):
            check(f"{name}[{index}]", item)


def require_values(name: str, value: object, check: Check | None = None, *, nullable: bool = False) -> None:
    """Require a dict with strings as keys, and something of each of its values.

    Args:
        name: Name of the argument.
        value: What was given.
        check: What every value has to pass; None: nothing.
        nullable: Whether values may be None instead.

    Raises:
        ArgumentError: It is no dict, or a key or value is something else; the message names it.
    """
    if not isinstance(value, dict):
        raise ArgumentError(f"{name} must be a dict, not {shown(value)}")
    for key, item in cast("dict[object, object]", value).items():
        _require_text_key(name, key)
        if check is not None and not (nullable and item is None):
            check(f"{name}[{shown(key)}]", item)


def require_entries(name: str, value: Collection[object], most: int) -> None:
    """Require a list or dict of no more entries than are allowed.

    Args:
        name: Name of the argument.
        value: What was given, a list or dict already.
        most: How many entries are allowed.

    Raises:
        ArgumentError: It has more.
    """
    if len(value) > most:
        entries = "entry" if most == 1 else "entries"
        raise ArgumentError(f"{name} must have at most {most} {entries}, not {len(value)}")


def require_keys(name: str, value: Mapping[str, object], allowed: Collection[str]) -> None:
    """Require a dict with no other keys than those that are allowed.

    Args:
        name: Name of the argument.
        value: What was given, a dict already.
        allowed: The keys that it may have.

    Raises:
        ArgumentError: It has another one; the message names it, and what is allowed.
    """
    for key in value:
        if key not in allowed:
            possible = f"one of {', '.join(allowed)}" if allowed else "left out: the service allows none"
            raise ArgumentError(f"the key {shown(key)} of {name} must be {possible}")


def require_json(name: str, value: object) -> None:
    """Require a JSON value.

    Raises:
        ArgumentError: As `encode_json`.
    """
    encode_json(name, cast("JsonValue", value))


def encode_json(name: str, value: JsonValue) -> str:
    """JSON text of an argument.

    Raises:
        ArgumentError: The value is not made of JSON's types, or holds a number that JSON cannot express, or is nested
            too deeply.
    """
    try:
        text = dump_json(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise ArgumentError(f"{name} must be a JSON value ({JSON_KINDS}): {error}") from None
    _require_no_conversion(name, value)
    return text


def _require_no_conversion(name: str, value: JsonValue) -> None:
    """Refuse what JSON encoders turn into something else silently: other keys, or a list, would come back."""
    rest: list[tuple[str, JsonValue]] = [(name, value)]
    while rest:
        where, part = rest.pop()
        if isinstance(part, dict):
            for key, item in part.items():
                _require_text_key(where, key)
                rest.append((f"{where}[{shown(key)}]", item))
        elif isinstance(part, list):
            rest.extend((f"{where}[{index}]", item) for index, item in enumerate(part))
        elif isinstance(part, tuple):
            raise ArgumentError(f"{where} must be a JSON value ({JSON_KINDS}), not {shown(part)}; make it a list")


def _require_text_key(where: str, key: object) -> None:
    if not isinstance(key, str):
        raise ArgumentError(f"{where} has the key {shown(key)}; a JSON object has only str keys, so make it a str")
