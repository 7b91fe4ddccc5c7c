"""Reads documentation comments: tags, and the events of older packages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from .syntax import doc_comment

_LINE_START = re.compile(r"^\s*\*? ?", re.MULTILINE)
_EVENT = re.compile(r"@event\s+(?P<owner>\w+)#(?:event:)?(?P<name>\w+)")
_TYPE = re.compile(r"@type\s+\{(?P<type>[^}]*)\}")
_PROPERTY = re.compile(r"@property\s+\{(?P<type>[^}]*)\}\s+(?P<name>\[?\w+)")
_WITHHELD = re.compile(r"@(?:internal|private|hidden)\b")
_WORDS = {"Number": "number", "String": "string", "Boolean": "boolean"}
_WORD = re.compile(r"\b(?:Number|String|Boolean)\b")


class CommentedEvent(NamedTuple):
    """An event that only a comment declares: its class, its name, and the type of its payload in TypeScript."""

    owner: str
    name: str
    payload: str


def is_withheld(node: Node) -> bool:
    """Return whether a comment marks something as internal."""
    return _WITHHELD.search(doc_comment(node)) is not None


def is_deprecated(node: Node) -> bool:
    """Return whether a comment marks something as deprecated."""
    return "@deprecated" in doc_comment(node)


def commented_events(comment: str) -> Iterator[CommentedEvent]:
    """Yield the events that a comment declares with ``@event Class#name``."""
    if "@event" not in comment:
        return
    body = _LINE_START.sub("", comment.removeprefix("/**").removesuffix("*/"))
    found = _EVENT.search(body)
    if found is None:
        return
    fields = [_field(match["name"], match["type"]) for match in _PROPERTY.finditer(body)]
    kind = _TYPE.search(body)
    payload = f"{{ {' '.join(fields)} }}" if fields else _typescript(kind["type"] if kind is not None else "void")
    yield CommentedEvent(found["owner"], found["name"], payload)


def _field(name: str, kind: str) -> str:
    optional = name.startswith("[")
    return f"{name.strip('[')}{'?' if optional else ''}: {_typescript(kind)};"


def _typescript(kind: str) -> str:
    """Return a type of a comment in TypeScript: ``Outer#Inner`` is a type in the namespace of a class."""
    return _WORD.sub(lambda match: _WORDS[match[0]], kind.strip()).replace("#", ".")
