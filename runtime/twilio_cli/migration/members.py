"""What attributes are: of objects of a product, of its package, and of what the files that are read define."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import libcst as cst

from .kinds import (
    FOREIGN,
    NEVER,
    NOTHING,
    UNKNOWN,
    Coroutine,
    Entered,
    External,
    Function,
    Giving,
    Hub,
    Kind,
    Mapped,
    Method,
    Module,
    OwnClass,
    OwnObject,
    Package,
    Pages,
    ProductClass,
    ProductObject,
    Sequence,
    Signal,
    SignalCall,
    Tuple,
    is_foreign,
    joined,
)
from .scopes import Scope, decorators_of

if TYPE_CHECKING:
    from .inference import Inference

__all__ = ["Members", "Modules"]

Modules = Mapping[str, Scope]
"""The files that are read, by the names under which they may be imported."""

_SAME = frozenset({"copy", "difference", "intersection", "union"})
"""Methods of collections that give another one like it."""


class Members:
    """Tells what attributes are.

    Args:
        kinds: Tells what expressions are.
        modules: The files that are read.
    """

    def __init__(self, kinds: Inference, modules: Modules) -> None:
        self._kinds = kinds
        self._modules = modules
        self._asked: set[Scope] = set()

    def of(self, kind: Kind, name: str) -> Kind:
        """Return what an attribute of something is."""
        match kind:
            case _ if kind is NOTHING:  # it is asked for in vain, or not at all
                return NEVER
            case Package(path, blocking):
                return self._of_package(path, name, blocking)
            case ProductObject():
                return self._of_object(kind, name)
            case ProductClass(owner, blocking):
                member = (
                    self._kinds.table.classes[owner].members.get(name) if owner in self._kinds.table.classes else None
                )
                return Method(ProductObject(owner, blocking), name) if member is not None else FOREIGN
            case Hub(owner):
                for event in self._kinds.table.classes[owner.name].events.values():
                    if event.name == name:
                        return self.signal(event.payload, owner.blocking)
                return FOREIGN
            case Signal(payload):
                return payload if name == "value" else SignalCall(kind, name)
            case Pages(item, blocking):
                return self._of_pages(kind, name, item, blocking)
            case Coroutine(result):
                return Giving(result) if name == "result" else FOREIGN
            case Sequence(item):
                return Giving(kind if name in _SAME else item)
            case Mapped(key, value):
                results: Mapping[str, Kind] = {
                    "values": Sequence(value),
                    "keys": Sequence(key),
                    "items": Sequence(Tuple((key, value))),
                    "get": joined((value, NOTHING)),
                    "copy": kind,
                }
                return Giving(results.get(name, value))
            case Module(scope):
                return self._import_of(scope, name)
            case OwnObject(scope):
                return self.of_own(scope, name, kind, set())
            case OwnClass(scope):
                return self.of_own(scope, name, None, set())
            case External(path):
                nested = self._modules.get(f"{path}.{name}")
                return Module(nested) if nested is not None else External(f"{path}.{name}")
            case _ if is_foreign(kind) or isinstance(kind, Tuple | Function | Giving | Entered | Method | SignalCall):
                return FOREIGN
            case _:
                return UNKNOWN

    def _import_of(self, scope: Scope, name: str) -> Kind:
        if scope.holder(name) is not None:
            return self._kinds.name(name, scope)
        own = min((path for path, item in self._modules.items() if item is scope), key=len, default="")
        nested = self._modules.get(f"{own}.{name}")
        return Module(nested) if nested is not None else UNKNOWN

    def signal(self, payload: str | None, blocking: bool) -> Signal:
        """Return the signal of an event."""
        return Signal(NOTHING if payload is None else self._kinds.annotations.text(payload, blocking), blocking)

    def _of_package(self, path: str, name: str, blocking: bool) -> Kind:
        if not path and name == "blocking":
            return Package("blocking", True)
        if path.rpartition(".")[2] in ("", "blocking") and name in self._kinds.table.modules:
            return Package(f"{path}.{name}".lstrip("."), blocking)
        return ProductClass(name, blocking)

    def _of_object(self, owner: ProductObject, name: str) -> Kind:
        described = self._kinds.table.classes[owner.name]
        if name == "on" and described.events:
            return Hub(owner)
        member = described.members.get(name)
        if member is None:
            return Method(owner, name) if name in ("once", "off") and described.events else FOREIGN
        if member.kind == "property":
            return self._kinds.annotations.text(member.type, owner.blocking)
        return Method(owner, name)

    def _of_pages(self, kind: Pages, name: str, item: Kind, blocking: bool) -> Kind:
        match name:
            case "items":
                return Sequence(item)
            case "next_page" | "prev_page":
                return Giving(kind if blocking else Coroutine(kind))
            case "pages":
                return Giving(Sequence(kind))
            case _:
                return FOREIGN

    def of_own(self, scope: Scope, name: str, bound: Kind | None, seen: set[Scope]) -> Kind:
        """Return what an attribute of a class of the files is, or of its objects.

        Args:
            scope: The class.
            name: The attribute.
            bound: The object whose attribute it is; None for the class itself.
            seen: Classes that were looked at already.
        """
        seen.add(scope)
        found: list[Kind] = []
        if name in scope.declared or name in scope.attributes:
            found.append(self._kinds.bound(scope, name, attribute=True))
        if (name in scope.bindings or name in scope.annotations) and name not in scope.declared:
            kind = self._kinds.bound(scope, name)
            if isinstance(kind, Function):
                decorators = decorators_of(kind.scope)
                if decorators & {"property", "cached_property"} and bound is not None:
                    kind = self._kinds.result_of(kind)
                elif "staticmethod" not in decorators:
                    kind = Function(kind.scope, OwnClass(scope) if "classmethod" in decorators else bound)
            found.append(kind)
        if found:
            return joined(found)
        node = scope.node
        bases = node.bases if isinstance(node, cst.ClassDef) else ()
        open_bases = False
        for base in bases:
            kind = self._kinds.of(base.value, scope.parent or scope)
            match kind:
                case OwnClass(other) if other not in seen:
                    inherited = self.of_own(other, name, bound, seen)
                    if inherited is not UNKNOWN:
                        return inherited
                    open_bases = True
                case ProductClass(owner, blocking) if owner in self._kinds.table.classes:
                    return self.of(ProductObject(owner, blocking), name)
                case External("builtins.object"):
                    pass
                case _:
                    open_bases = True
        return UNKNOWN if open_bases or not name.startswith("__") else FOREIGN

    def product_bases(self, scope: Scope) -> list[ProductObject]:
        """Return the classes of the product that a class of the files inherits from."""
        node = scope.node
        found: list[ProductObject] = []
        if scope in self._asked:
            return found
        self._asked.add(scope)
        for base in node.bases if isinstance(node, cst.ClassDef) else ():
            match self._kinds.of(base.value, scope.parent or scope):
                case ProductClass(owner, blocking) if owner in self._kinds.table.classes:
                    found.append(ProductObject(owner, blocking))
                case OwnClass(other):
                    found += self.product_bases(other)
                case _:
                    pass
        self._asked.discard(scope)
        return found
