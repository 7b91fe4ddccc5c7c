"""Texts that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from twilio_codegen.language import Node, Union

from .scope import Scope

__all__ = ["check_documentation", "nodes"]

_EMPTY = "the text is empty; say what it means"


def check_documentation(scope: Scope) -> None:
    """Check that everything that has a text has one that says something."""
    for node in nodes(scope.schema):
        doc = getattr(node, "doc", None)
        if isinstance(doc, str) and not doc.strip():
            scope.report(node.at("doc"), "empty-doc", _EMPTY)
        if isinstance(node, Union):
            for member, meaning in node.members.items():
                if not meaning.strip():
                    scope.report(node.at("members", member), "empty-doc", _EMPTY)


def nodes(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    yield node
    for name in type(node).model_fields:
        yield from _below(getattr(node, name))


def _below(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield from nodes(value)
    elif isinstance(value, dict):
        for entry in cast("dict[object, object]", value).values():
            yield from _below(entry)
