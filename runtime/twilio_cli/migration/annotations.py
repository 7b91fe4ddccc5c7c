"""What annotations say: those of the table as text, those of programs as code."""

from __future__ import annotations

import ast
from collections.abc import Callable
from collections.abc import Sequence as Items
from functools import lru_cache

import libcst as cst

from .kinds import (
    FOREIGN,
    NOTHING,
    UNKNOWN,
    Coroutine,
    Entered,
    External,
    Hub,
    Kind,
    Mapped,
    OwnClass,
    OwnObject,
    Pages,
    ProductClass,
    ProductObject,
    Sequence,
    Signal,
    Tuple,
    Word,
    is_foreign,
    joined,
)
from .table import Table

__all__ = ["Annotations", "string_expression"]

_PAGES = frozenset({"Paginator", "PendingPage", "RestPaginator"})
_SIGNALS = frozenset({"EventStream", "Expectation", "Signal", "Subscription"})
_EVENTS = "Events"
"""End of the name of a hub's class, which begins with that of the class."""

_SEQUENCES = frozenset(
    {
        *("list", "List", "set", "Set", "frozenset", "FrozenSet", "deque", "Deque", "Sequence", "MutableSequence"),
        *("Iterable", "Iterator", "Collection", "Container", "Reversible", "AbstractSet", "MutableSet", "KeysView"),
        *("AsyncIterable", "AsyncIterator", "Generator", "AsyncGenerator", "ValuesView", "Queue"),
    }
)
_MAPPINGS = frozenset(
    {"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict", "ItemsView"}
)
_COROUTINES = frozenset({"Awaitable", "Coroutine", "Task", "Future"})
_ENTERED = frozenset({"AbstractContextManager", "AbstractAsyncContextManager", "ContextManager", "AsyncContextManager"})
_TRANSPARENT = frozenset(
    {"Final", "ClassVar", "Annotated", "Required", "NotRequired", "ReadOnly", "InitVar", "Optional"}
)
_ANYTHING = frozenset({"Any", "object", "Self", "TypeVar"})
_KNOWN_HOMES = frozenset(
    {"typing", "typing_extensions", "collections", "asyncio", "contextlib", "builtins", "dataclasses"}
)

Resolve = Callable[[cst.BaseExpression], Kind]
"""Tells what an expression is that stands for a type."""


def string_expression(node: cst.SimpleString) -> cst.BaseExpression | None:
    """Return the code in a string that stands where a type is wanted; None if it is none."""
    value = node.evaluated_value
    if not isinstance(value, str):
        return None
    try:
        return cst.parse_expression(value)
    except cst.ParserSyntaxError:
        return None


class Annotations:
    """Reads annotations.

    Args:
        table: The names of the product.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self.text = lru_cache(maxsize=None)(self._text)

    def _text(self, text: str, blocking: bool) -> Kind:
        """Return what an annotation of the table says."""
        return self._tree(ast.parse(text, mode="eval").body, blocking)

    def _tree(self, node: ast.expr, blocking: bool) -> Kind:
        match node:
            case ast.Name(id=name):
                return self.instance(name, blocking)
            case ast.BinOp(left=left, right=right):
                return joined((self._tree(left, blocking), self._tree(right, blocking)))
            case ast.Constant(value=None):
                return NOTHING
            case ast.Subscript(value=ast.Name(id=name), slice=inside):
                inner = inside.elts if isinstance(inside, ast.Tuple) else [inside]
                return self._generic(name, [self._tree(item, blocking) for item in inner], blocking)
            case _:
                return FOREIGN

    def instance(self, name: str, blocking: bool) -> Kind:
        """Return what an object of a class or a union of the product is."""
        if name in self._table.unions:
            return Word(name)
        if name in self._table.classes:
            return ProductObject(name, blocking)
        if name.removesuffix(_EVENTS) in self._table.classes and name.endswith(_EVENTS):
            return Hub(ProductObject(name.removesuffix(_EVENTS), blocking))
        if name in _PAGES:
            return Pages(UNKNOWN, blocking)
        return Signal(UNKNOWN, blocking) if name in _SIGNALS else FOREIGN

    def _generic(self, name: str, inner: Items[Kind], blocking: bool) -> Kind:
        if name in _PAGES:
            return Pages(inner[0], blocking)
        if name in _SIGNALS:
            return Signal(inner[0], blocking)
        if name == "tuple" and not (len(inner) == 2 and inner[1] is FOREIGN):
            return Tuple(tuple(inner))
        return _container(name, inner)

    def of(self, node: cst.BaseExpression, resolve: Resolve) -> Kind:
        """Return what an annotation of a program says.

        Args:
            node: The annotation.
            resolve: Tells what a name, or one with dots, is.
        """
        match node:
            case cst.SimpleString():
                inside = string_expression(node)
                return UNKNOWN if inside is None else self.of(inside, resolve)
            case cst.Name(value="None"):
                return NOTHING
            case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
                return joined((self.of(left, resolve), self.of(right, resolve)))
            case cst.Subscript(value=outer, slice=elements):
                given = [item.slice.value for item in elements if isinstance(item.slice, cst.Index)]
                return self._subscripted(resolve(outer), given, resolve)
            case _:
                return self._named(resolve(node))

    def _named(self, kind: Kind) -> Kind:
        match kind:
            case ProductClass(name, blocking):
                return self.instance(name, blocking)
            case OwnClass(scope):
                return OwnObject(scope)
            case External(path):
                home, _, name = path.rpartition(".")
                known = home.partition(".")[0] in _KNOWN_HOMES
                return UNKNOWN if known and name in (*_ANYTHING, *_SEQUENCES, *_MAPPINGS, *_COROUTINES) else FOREIGN
            case _:
                return UNKNOWN

    def _subscripted(self, outer: Kind, inside: list[cst.BaseExpression], resolve: Resolve) -> Kind:
        if isinstance(outer, ProductClass):
            inner = [self.of(item, resolve) for item in inside]
            return self._generic(outer.name, inner, outer.blocking) if inner else UNKNOWN
        if not isinstance(outer, External):
            return UNKNOWN
        name = outer.path.rpartition(".")[2]
        if name == "Literal":
            return FOREIGN
        if name in ("tuple", "Tuple"):
            if len(inside) == 2 and isinstance(inside[1], cst.Ellipsis):
                return Sequence(self.of(inside[0], resolve))
            return Tuple(tuple(self.of(item, resolve) for item in inside))
        if name in ("type", "Type") and inside:
            kind = self.of(inside[0], resolve)
            return ProductClass(kind.name, kind.blocking) if isinstance(kind, ProductObject) else UNKNOWN
        if name == "Callable" and len(inside) == 2:
            return UNKNOWN
        inner = [self.of(item, resolve) for item in inside]
        if name in _TRANSPARENT:
            return inner[0] if name != "Optional" else joined((inner[0], NOTHING))
        if name == "Union":
            return joined(inner)
        return _container(name, inner)


def _container(name: str, inner: Items[Kind]) -> Kind:
    if not inner:
        return UNKNOWN
    if name in _MAPPINGS:
        return Mapped(inner[0], inner[-1])
    if name in _COROUTINES:
        return Coroutine(inner[-1])
    if name in _ENTERED:
        return Entered(inner[0])
    if name in _SEQUENCES or name == "tuple":
        return Sequence(inner[0])
    return FOREIGN if all(map(is_foreign, inner)) else UNKNOWN
