"""Texts that are missing, and texts that no generated file can carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from twilio_codegen.language import Node, Union
from twilio_codegen.python.source_text import is_unprintable

from .scope import Scope

__all__ = ["check_texts", "has_unprintable", "nodes"]

_BREAKS = "\t\n\r"
"""Controls that are written as escapes where they stand in data, and are spaces where they stand in prose."""


def check_texts(scope: Scope) -> None:
    """Check every text of a schema, wherever it stands, keys included."""
    every = list(nodes(scope.schema))
    _check_documentation(scope, every)
    _tell_what_is_left(scope, every)
    for node in every:
        for name, field in type(node).model_fields.items():
            _check(scope, node, (field.alias or name,), getattr(node, name))


def _check(scope: Scope, node: Node, path: tuple[str | int | bool, ...], value: object) -> None:
    if isinstance(value, str):
        _check_text(scope, node, path, value)
    elif isinstance(value, dict):
        for key, entry in cast("dict[str | bool, object]", value).items():
            if isinstance(key, str):
                _check_text(scope, node, (*path, key), key, key=True)
            _check(scope, node, (*path, key), entry)
    elif isinstance(value, list | tuple):
        for index, entry in enumerate(cast("list[object]", value)):
            _check(scope, node, (*path, index), entry)


def _check_text(scope: Scope, node: Node, path: tuple[str | int | bool, ...], text: str, *, key: bool = False) -> None:
    found = _unprintable(text)
    if found is not None:
        pos = node.key_at(*path) if key else node.at(*path)
        message = f"the text holds U+{ord(found):04X}, which cannot be seen; generated files hold no such characters"
        scope.report(pos, "unprintable-text", message)


def has_unprintable(text: str) -> bool:
    """Whether a text holds what no generated file can carry."""
    return _unprintable(text) is not None


def _unprintable(text: str) -> str | None:
    if text.isascii() and text.isprintable():
        return None
    return next((char for char in text if char not in _BREAKS and is_unprintable(char)), None)


_EMPTY = "the text is empty; say what it means"


def _check_documentation(scope: Scope, every: list[Node]) -> None:
    for node in every:
        doc = getattr(node, "doc", None)
        if isinstance(doc, str) and not doc.strip():
            scope.report(node.at("doc"), "empty-doc", _EMPTY)
        if isinstance(node, Union):
            for member, meaning in node.members.items():
                if not meaning.strip():
                    scope.report(node.at("members", member), "empty-doc", _EMPTY)


def _tell_what_is_left(scope: Scope, every: list[Node]) -> None:
    for node in every:
        todo = getattr(node, "todo", None)
        if isinstance(todo, str):
            if todo.strip():
                scope.report(node.at("todo"), "todo", f"todo: {todo.strip()}")
            else:
                scope.report(node.at("todo"), "empty-doc", "'todo' says nothing; say what is left to do, or remove it")


def nodes(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    waiting: list[object] = [node]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Node):
            yield value
            waiting += [getattr(value, name) for name in reversed(type(value).model_fields)]
        elif isinstance(value, dict):
            waiting += reversed(cast("dict[object, object]", value).values())
        elif isinstance(value, list | tuple):
            waiting += reversed(cast("list[object]", value))
