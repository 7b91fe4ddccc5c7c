"""Checks of the arguments of generated methods.

Each check names the argument, says what was expected and what was given, and raises `ArgumentError` before anything
is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import isfinite
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from .errors import ArgumentError
from .json import JsonValue, dump_json

__all__ = [
    "build_options",
    "encode_json",
    "require_boolean",
    "require_instance",
    "require_integer",
    "require_member",
    "require_seconds",
    "require_text",
]

_SHOWN = 60
ModelT = TypeVar("ModelT", bound=BaseModel)


def _shown(value: object) -> str:
    """A value for a message: itself if it is short and simple, else its type, which gives nothing away."""
    if value is None or isinstance(value, (bool, int, float)) or (isinstance(value, str) and len(value) <= _SHOWN):
        return repr(value)
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
        given = f"a value of type {type(value).__name__}" if secret and value else _shown(value)
        raise ArgumentError(f"{name} must be {kind}, not {given}")
    if surrogates:
        return
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ArgumentError(f"{name} contains a lone surrogate at position {error.start}; it cannot be sent") from None


def require_integer(name: str, value: object, *, minimum: int | None = None) -> None:
    """Require a whole number (bool is none).

    Raises:
        ArgumentError: It is something else or less than ``minimum``.
    """
    if not isinstance(value, int) or isinstance(value, bool) or (minimum is not None and value < minimum):
        bound = "" if minimum is None else f" of at least {minimum}"
        raise ArgumentError(f"{name} must be a whole number{bound}, not {_shown(value)}")


def require_seconds(name: str, value: object) -> None:
    """Require a number of seconds: positive and finite.

    Raises:
        ArgumentError: It is something else.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value) or value <= 0:
        raise ArgumentError(f"{name} must be a positive number of seconds, not {_shown(value)}")


def require_boolean(name: str, value: object) -> None:
    """Require True or False.

    Raises:
        ArgumentError: It is something else.
    """
    if not isinstance(value, bool):
        raise ArgumentError(f"{name} must be True or False, not {_shown(value)}")


def require_member(name: str, value: object, members: Collection[str]) -> None:
    """Require one of some strings.

    Raises:
        ArgumentError: It is something else.
    """
    if not isinstance(value, str) or value not in members:
        allowed = ", ".join(repr(member) for member in members)
        raise ArgumentError(f"{name} must be one of {allowed}, not {_shown(value)}")


def require_instance(name: str, value: object, kind: type, what: str) -> None:
    """Require an object of a class.

    Args:
        name: Name of the argument.
        value: What was given.
        kind: The class.
        what: The class in words, for the message.

    Raises:
        ArgumentError: It is something else.
    """
    if not isinstance(value, kind):
        raise ArgumentError(f"{name} must be {what}, not {_shown(value)}")


def encode_json(name: str, value: JsonValue) -> str:
    """JSON text of an argument.

    Raises:
        ArgumentError: The value is not made of JSON's types, or holds a number that JSON cannot express, or is nested
            too deeply.
    """
    try:
        text = dump_json(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise ArgumentError(
            f"{name} must be a JSON value (None, bool, number, str, list or dict with str keys): {error}"
        ) from None
    _require_text_keys(name, value)
    return text


def _require_text_keys(name: str, value: JsonValue) -> None:
    """Refuse keys that JSON encoders turn into strings silently: what comes back would have other keys."""
    rest: list[tuple[str, JsonValue]] = [(name, value)]
    while rest:
        where, part = rest.pop()
        if isinstance(part, dict):
            for key, item in part.items():
                _require_text_key(where, key)
                rest.append((f"{where}[{_shown(key)}]", item))
        elif isinstance(part, (list, tuple)):
            rest.extend((f"{where}[{index}]", item) for index, item in enumerate(part))


def _require_text_key(where: str, key: object) -> None:
    if not isinstance(key, str):
        raise ArgumentError(f"{where} has the key {_shown(key)}; a JSON object has only str keys, so make it a str")


def build_options(model: type[ModelT], given: ModelT | None, fields: Mapping[str, object]) -> ModelT:
    """Make one options object of an object, keywords, or both; keywords win.

    Args:
        model: Class of the options.
        given: Options passed as one object, or None.
        fields: Options passed as keywords; those that are None count as not passed.

    Raises:
        ArgumentError: A field has the wrong type, or ``given`` is of another class.
    """
    if given is not None:
        require_instance("options", given, model, f"a {model.__name__} or None")
    chosen = {name: value for name, value in fields.items() if value is not None}
    try:
        if given is not None:
            chosen = {**{name: getattr(given, name) for name in given.model_fields_set}, **chosen}
        return model.model_validate(chosen)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}"
            for item in error.errors(include_url=False, include_input=False)
        )
        raise ArgumentError(f"{model.__name__} cannot be made of these arguments: {problems}") from None
