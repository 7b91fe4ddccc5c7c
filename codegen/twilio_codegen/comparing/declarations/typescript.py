"""Reads types of TypeScript into types of the model."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from twilio_codegen.comparing.types import JSON, NOTHING, NULL, ApiType, union

from .syntax import children, has_word, named, parse, text, text_of

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
_LISTS = frozenset({"Array", "ReadonlyArray", "ReadonlySet", "Set"})
_MAPS = frozenset({"Map", "ReadonlyMap", "Record"})
_TRANSPARENT = frozenset({"Awaited", "NoInfer", "NonNullable", "Partial", "Readonly", "Required"})
"""Generics that say of a type what no schema tells apart."""
_SCALARS = {"string": "string", "number": "number", "unary_expression": "number", "true": "boolean", "false": "boolean"}
"""Type of what is written as a literal."""
_PROMISES = ("Promise", "PromiseLike")
"""Endings of generics for a later result, such as ``CancellablePromise``: methods are asynchronous anyway."""


def read_type(source: str) -> ApiType:
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
        case "readonly_type":
            return _read(inner[0])
        case "array_type":
            return ApiType("list", (_read(inner[0]),))
        case "literal_type" if inner[0].type == "string":
            return ApiType("literal", text=text(inner[0])[1:-1])
        case "literal_type" if inner[0].type in _SCALARS:
            return ApiType(_SCALARS[inner[0].type])
        case "template_literal_type":
            return ApiType("string")
        case "tuple_type":
            return ApiType("tuple", tuple(map(_element, inner)))
        case "generic_type":
            arguments = [_read(item) for part in children(node, "type_arguments") for item in part.named_children]
            return _generic(text_of(node, "name"), arguments)
        case "object_type":
            return _object(node)
        case "intersection_type" if [text(part) for part in inner[1:]] == ["{}"]:
            return _read(inner[0])  # how an open union keeps its strings apart from `string`
        case _:
            return _WORDS.get(text(node), ApiType(text(node)))


def _element(node: Node) -> ApiType:
    """Read an element of a tuple, which may have a name."""
    annotation = named(node, "type")
    return _read(node) if annotation is None else _annotated(annotation)


def _generic(name: str, arguments: list[ApiType]) -> ApiType:
    if name == "NonNullable":
        return arguments[0].without_null()
    if name in _TRANSPARENT or name.endswith(_PROMISES):
        return arguments[0]
    if name in _MAPS:
        return ApiType("map", (arguments[-1],))
    return ApiType("list" if name in _LISTS else name, tuple(arguments))


def _object(node: Node) -> ApiType:
    signature = next(children(node, "index_signature"), None)
    if signature is None:
        return ApiType("object", fields=tuple(_fields(node)))
    return ApiType("map", (_annotated(named(signature, "type")),))


def _fields(node: Node) -> Iterator[tuple[str, ApiType]]:
    for item in children(node, "property_signature"):
        kind = _annotated(named(item, "type"))
        yield text_of(item, "name"), union((kind, NULL)) if has_word(item, "?") else kind


def _annotated(annotation: Node | None) -> ApiType:
    return _read(annotation.named_children[0]) if annotation is not None else JSON
