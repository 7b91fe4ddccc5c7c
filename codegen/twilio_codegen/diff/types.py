"""Types of an API by meaning, whether they were written in a schema or in TypeScript, and which fits where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from twilio_codegen.declarations.syntax import Node, children, has_word, named, parse, text, text_of
from twilio_codegen.type_expressions import TypeExpression

__all__ = ["JSON", "NOTHING", "NULL", "ApiType", "Unions", "from_expression", "from_typescript", "literals", "union"]

Unions = Mapping[str, tuple[str, ...]]
"""Strings of each alias of strings, by name."""


@dataclass(frozen=True, slots=True)
class ApiType:
    """A type.

    Attributes:
        name: ``string``, ``Message``, ``list``, …; ``"literal"`` for one string, ``"object"`` for fields without a
            name, ``"choice"`` for several possibilities.
        args: What a generic holds, or the possibilities of a choice.
        text: The string of a literal.
        fields: Name and type of each field of an object; one that may be left out includes null.
    """

    name: str
    args: tuple[ApiType, ...] = ()
    text: str = ""
    fields: tuple[tuple[str, ApiType], ...] = ()

    def __str__(self) -> str:
        if self.name == "literal":
            return f'"{self.text}"'
        if self.name == "object":
            return "{" + ", ".join(f"{name}: {kind}" for name, kind in self.fields) + "}"
        if self.name == "choice":
            rest = [str(part) for part in self.args if part != NULL]
            shown = " | ".join(rest)
            if NULL not in self.args:
                return shown
            return f"{shown}?" if len(rest) == 1 else f"{shown} | null"
        return f"{self.name}[{', '.join(map(str, self.args))}]" if self.args else self.name

    @property
    def parts(self) -> tuple[ApiType, ...]:
        """The possibilities of a choice; the type itself otherwise."""
        return self.args if self.name == "choice" else (self,)

    @property
    def nullable(self) -> bool:
        """Whether null is possible."""
        return NULL in self.parts or self == JSON

    def without_null(self) -> ApiType:
        """The type without the possibility of null."""
        return union(part for part in self.parts if part != NULL) if NULL in self.parts else self

    def names(self) -> frozenset[str]:
        """Every name that occurs in the type."""
        found = {self.name} if self.name not in ("choice", "literal", "object") else set[str]()
        for part in (*self.args, *(kind for _, kind in self.fields)):
            found |= part.names()
        return frozenset(found)

    def mapped(self, change: Callable[[ApiType], ApiType]) -> ApiType:
        """The type with every part of it changed, innermost first."""
        args = tuple(part.mapped(change) for part in self.args)
        fields = tuple((name, kind.mapped(change)) for name, kind in self.fields)
        changed = replace(self, args=args, fields=fields)
        return change(union(args) if self.name == "choice" else changed)

    def renamed(self, names: Mapping[str, str]) -> ApiType:
        """The type with other names in it."""
        return self.mapped(lambda part: replace(part, name=names[part.name]) if part.name in names else part)


NULL = ApiType("null")
NOTHING = ApiType("none")
JSON = ApiType("json")


def union(parts: Iterable[ApiType]) -> ApiType:
    """One of several types; the order does not count."""
    flat = {part for item in parts for part in item.parts}
    if JSON in flat:
        flat.discard(NULL)
    ordered = sorted(flat, key=lambda part: (part == NULL, str(part)))
    return ordered[0] if len(ordered) == 1 else ApiType("choice", tuple(ordered))


def literals(members: Iterable[str]) -> ApiType:
    """One of several strings."""
    return union(ApiType("literal", text=member) for member in members)


# -- from a schema


def from_expression(kind: TypeExpression, strings: Iterable[str] = ()) -> ApiType:
    """Read a type of a schema.

    Args:
        kind: The type.
        strings: The strings that are possible, where it is a string with a closed set.
    """
    if kind.choices:
        return union(from_expression(part) for part in kind.choices)
    members = tuple(strings)
    result = literals(members) if members else ApiType(kind.name)
    if kind.argument is not None:
        result = ApiType(kind.name, (from_expression(kind.argument),))
    return union((result, NULL)) if kind.nullable else result


# -- from TypeScript

_WORDS = {
    "Object": JSON,
    "any": JSON,
    "unknown": JSON,
    "object": JSON,
    "Date": ApiType("datetime"),
    "Buffer": ApiType("bytes"),
    "void": NOTHING,
    "null": NULL,
    "undefined": NULL,
}


def from_typescript(source: str) -> ApiType:
    """Read a type of TypeScript.

    Raises:
        DeclarationError: It is none.
    """
    value = named(parse(f"type T = {source};", f"the type {source!r}").named_children[0], "value")
    return ApiType(source) if value is None else _read(value)


def _read(node: Node) -> ApiType:
    inner = node.named_children
    match node.type:
        case "union_type" | "parenthesized_type":
            return union(map(_read, inner))
        case "array_type":
            return ApiType("list", (_read(inner[0]),))
        case "literal_type" if inner[0].type == "string":
            return ApiType("literal", text=text(inner[0])[1:-1])
        case "generic_type":
            arguments = [_read(item) for part in children(node, "type_arguments") for item in part.named_children]
            name = text_of(node, "name")
            if name == "Promise":
                return arguments[0]
            return ApiType("list" if name == "Array" else name, tuple(arguments))
        case "object_type":
            return ApiType("object", fields=tuple(_fields(node)))
        case _:
            return _WORDS.get(text(node), ApiType(text(node)))


def _fields(node: Node) -> Iterable[tuple[str, ApiType]]:
    for item in children(node, "property_signature"):
        annotation = named(item, "type")
        kind = _read(annotation.named_children[0]) if annotation is not None else JSON
        yield text_of(item, "name"), union((kind, NULL)) if has_word(item, "?") else kind
