"""The one mapping from documented names to Python names."""

from __future__ import annotations

import builtins
import keyword
import re

__all__ = ["attribute_path", "class_name", "python_name", "session_path", "snake_case", "tags_name"]

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATOR = re.compile(r"[^A-Za-z0-9]+")


def snake_case(name: str) -> str:
    """``lastConsumedMessageIndex`` as ``last_consumed_message_index``; runs of capitals are one word."""
    return _SEPARATOR.sub("_", _WORD_START.sub("_", name)).strip("_").lower()


def python_name(documented: str) -> str:
    """The Python name of a documented property, field, parameter, method or event.

    It is the name in snake case. A keyword gets an underscore: ``from`` becomes ``from_``. Names of built-in functions
    stay, for nothing is hidden by an attribute; those that would be are refused by `lint`.
    """
    name = snake_case(documented)
    return f"{name}_" if keyword.iskeyword(name) else name


def session_path(path: str) -> str:
    """``session.sync.myThings`` as ``sync.my_things``: where it stands in the first answer of a session."""
    return attribute_path(path.removeprefix("session."))


def attribute_path(path: str) -> str:
    """``sync.myThings`` as ``sync.my_things``: where a field stands below an answer."""
    return ".".join(map(python_name, path.split(".")))


def class_name(documented: str) -> str:
    """The class named after a documented event or type: ``messageAdded`` becomes ``MessageAdded``.

    A name that would hide a built-in class gets a suffix: ``connectionError`` becomes ``ConnectionErrorEvent``.
    """
    words = (word for part in _SEPARATOR.split(documented) for word in _WORD_START.split(part) if word)
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return f"{name}Event" if hasattr(builtins, name) or keyword.iskeyword(name) else name


def pairs_name(value: str, codec: str) -> str:
    """Name of the type of lists of a value that travel as objects: ``RolePairs``, as JSON text ``RoleJsonPairs``."""
    return f"{value}{class_name(codec)}"


def tags_name(union: str) -> str:
    """Name of the object that reads the values of a tagged union: ``ShapeReport`` is read by ``SHAPE_REPORT_TAGS``."""
    return f"{snake_case(union).upper()}_TAGS"
