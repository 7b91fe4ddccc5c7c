"""Parses TypeScript: thin, typed access to tree-sitter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tree_sitter import Language, Node, Parser
from tree_sitter_typescript import language_typescript

from twilio_codegen.errors import DeclarationError
from twilio_codegen.reading.positions import Position

MAX_DEPTH = 150
"""Levels of syntax that are read: far more than people write, and few enough for what goes down them."""

_SPACE = re.compile(r"\s+")


@cache
def _parser() -> Parser:
    return Parser(Language(language_typescript()))


def parse(source: str, name: str) -> Node:
    """Parse a file, which messages call by its name.

    Raises:
        DeclarationError: It is not TypeScript.
    """
    root = _parser().parse(source.encode()).root_node
    if root.has_error:
        broken = _first_error(root)
        raise DeclarationError(f"{place(broken, name)}: not valid TypeScript: {text(broken)[:60]!r}")
    deep = _deepest_allowed(root)
    if deep is not None:
        raise DeclarationError(
            f"{place(deep, name)}: types are nested more than {MAX_DEPTH} levels deep; give them names instead"
        )
    return root


def _deepest_allowed(root: Node) -> Node | None:
    """Find a node below the greatest depth that is read; None if there is none."""
    cursor = root.walk()
    while True:
        while cursor.goto_first_child():
            if cursor.depth > MAX_DEPTH:
                return cursor.node
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return None


def _first_error(node: Node) -> Node:
    while True:
        found = next((child for child in node.children if child.has_error or child.is_missing), None)
        if found is None:
            return node
        node = found


def place(node: Node, file: str) -> Position:
    """Return where a node begins."""
    return Position(file, node.start_point[0] + 1, node.start_point[1] + 1)


def text(node: Node) -> str:
    """Return a node as it is written."""
    return (node.text or b"").decode()


def text_of(node: Node, field: str) -> str:
    """Return a field of a node as it is written; empty if there is none."""
    found = node.child_by_field_name(field)
    return text(found) if found is not None else ""


def unquoted(node: Node) -> str:
    """Return a string as it is meant."""
    return text(node).strip("\"'")


def unquoted_field(node: Node, field: str) -> str:
    """Return a field that may be a string, as it is meant; empty if there is none."""
    return text_of(node, field).strip("\"'")


def named(node: Node, field: str) -> Node | None:
    """Return a field of a node; None if there is none."""
    return node.child_by_field_name(field)


def children(node: Node, *kinds: str) -> Iterator[Node]:
    """Yield the children of certain kinds; all named ones if no kind is given."""
    yield from (child for child in node.named_children if child.type in kinds or not kinds)


def has_word(node: Node, word: str) -> bool:
    """Return whether a keyword such as ``static`` stands directly in a node."""
    return any(child.type == word for child in node.children)


def doc_comment(node: Node) -> str:
    """Return the documentation comment right before a node; empty if there is none."""
    before = node.prev_sibling
    return text(before) if before is not None and before.type == "comment" and text(before).startswith("/**") else ""


def replaced(node: Node, spans: dict[tuple[int, int], str]) -> str:
    """Return a node as it is written, on one line, with new text in place of the bytes from one to another."""
    raw = node.text or b""
    parts: list[str] = []
    at = node.start_byte
    for (start, end), new in sorted(spans.items()):
        parts += [raw[at - node.start_byte : start - node.start_byte].decode(), new]
        at = end
    parts.append(raw[at - node.start_byte :].decode())
    return _SPACE.sub(" ", "".join(parts)).strip()
