"""What expressions are, as far as the names of a product are concerned.

Variables have one kind for their whole scope: that of everything that is assigned to them. Parameters without an
annotation have the kinds that events and the calls in the files that are read give them.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping

import libcst as cst

from .annotations import Annotations
from .calls import Calls, Hints
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
    Kind,
    Mapped,
    Module,
    OwnClass,
    OwnObject,
    Package,
    Pages,
    ProductClass,
    ProductObject,
    Sequence,
    Signal,
    Tuple,
    Word,
    bounded,
    is_foreign,
    item_of,
    joined,
    parts,
)
from .members import Members, Modules
from .scopes import Assigned, Binding, Captured, Defined, How, Imported, Parameter, Scope, decorators_of, dotted
from .table import Table

__all__ = ["Inference"]

_ROUNDS = 8
"""Most times that calls are looked at: each time, what is known of them reaches one function further."""
_TURNS = 5
"""Most times that everything is looked at in between: each time, what is known of names goes once around a circle."""

_BUILTINS = frozenset(dir(builtins))


class Inference:
    """Tells what expressions of several files are.

    Args:
        table: The names of the product.
        modules: The outermost scopes of the files.
        nodes: The nodes of each file, each with its scope.
    """

    def __init__(self, table: Table, modules: Modules, nodes: Iterable[Mapping[cst.CSTNode, Scope]]) -> None:
        self.table = table
        self._modules = modules
        self._nodes = list(nodes)
        self.annotations = Annotations(table)
        self.members = Members(self, modules)
        self._known: dict[cst.CSTNode, Kind] = {}
        self._names: dict[tuple[Scope, str, bool], Kind] = {}
        self._before: dict[tuple[Scope, str, bool], Kind] = {}
        self._active: set[object] = set()
        self._results: dict[Scope, Kind] = {}
        self._results_before: dict[Scope, Kind] = {}
        self._functions = {
            scope.node: scope for scope in self._all_scopes() if isinstance(scope.node, cst.FunctionDef | cst.Lambda)
        }
        self._calls = Calls(self)
        self._settle()

    def _all_scopes(self) -> set[Scope]:
        found = {scope for nodes in self._nodes for scope in nodes.values()}
        for scope in list(found):
            for bindings in scope.bindings.values():
                found |= {item.scope for item in bindings if isinstance(item, Defined)}
        return found

    def _settle(self) -> None:
        """Look at everything until calls tell nothing new about parameters."""
        for _ in range(_ROUNDS):
            hints = self._look()
            changed = any(scope.hints != hints.get(scope, {}) for scope in self._functions.values())
            if not changed:
                return
            for scope in self._functions.values():
                scope.hints = hints.get(scope, {})

    def _look(self) -> Hints:
        """Find what names are for what is known of parameters: from nothing, until it stays, because of circles."""
        self._before, self._results_before = {}, {}
        hints: Hints = {}
        for _ in range(_TURNS):
            self._known, self._names, self._results, hints = {}, {}, {}, {}
            for nodes in self._nodes:
                for node, scope in nodes.items():
                    if isinstance(node, cst.Call):
                        self._calls.note_hints(node, scope, hints)
                    elif isinstance(node, cst.FunctionDef):
                        self._calls.note_decorators(node, scope, hints)
                    elif isinstance(node, cst.Name):
                        self.of(node, scope)
            stays = self._names == self._before and self._results == self._results_before
            self._before, self._results_before = self._names, self._results
            if stays:
                break
        return hints

    # -- expressions

    def of(self, node: cst.BaseExpression, scope: Scope) -> Kind:
        """Return what an expression is.

        Args:
            node: The expression.
            scope: Where it is evaluated.
        """
        found = self._known.get(node)
        if found is None:
            try:
                found = self._expression(node, scope)
            except RecursionError:  # nobody can tell, then
                found = UNKNOWN
            self._known[node] = found
        return found

    def _expression(self, node: cst.BaseExpression, scope: Scope) -> Kind:
        match node:
            case cst.Name(value=name):
                return self.name(name, scope)
            case cst.Attribute(value=value, attr=attr):
                return joined(self.members.of(part, attr.value) for part in parts(self.of(value, scope)))
            case cst.Call():
                return self._calls.result(node, scope)
            case cst.Await(expression=inner):
                return self.awaited(self.of(inner, scope))
            case cst.Subscript():
                return self._subscript(node, scope)
            case cst.IfExp(body=one, orelse=other) | cst.BooleanOperation(left=one, right=other):
                return joined((self.of(one, scope), self.of(other, scope)))
            case cst.NamedExpr(value=inner):
                return self.of(inner, scope)
            case cst.List(elements=elements) | cst.Set(elements=elements):
                return Sequence(joined(self._element(item, scope) for item in elements))
            case cst.Tuple(elements=elements):
                if any(isinstance(item, cst.StarredElement) for item in elements):
                    return Sequence(joined(self._element(item, scope) for item in elements))
                return Tuple(tuple(self.of(item.value, scope) for item in elements))
            case cst.Dict(elements=elements):
                entries = [item for item in elements if isinstance(item, cst.DictElement)]
                return Mapped(
                    joined(self.of(item.key, scope) for item in entries),
                    joined(self.of(item.value, scope) for item in entries)
                    if len(entries) == len(elements)
                    else UNKNOWN,
                )
            case cst.ListComp(elt=elt) | cst.SetComp(elt=elt) | cst.GeneratorExp(elt=elt):
                return Sequence(self.of(elt, self._inside(node, scope)))
            case cst.DictComp(key=key, value=value):
                within = self._inside(node, scope)
                return Mapped(self.of(key, within), self.of(value, within))
            case cst.Lambda():
                return Function(self._functions[node]) if node in self._functions else UNKNOWN
            case cst.BinaryOperation(left=left, right=right):
                both = (self.of(left, scope), self.of(right, scope))
                return FOREIGN if all(map(is_foreign, both)) else joined(both)
            case cst.Yield():
                return UNKNOWN
            case _:
                return FOREIGN

    def _inside(self, node: cst.BaseComp, scope: Scope) -> Scope:
        for nodes in self._nodes:
            if isinstance(node, cst.DictComp) and node.key in nodes:
                return nodes[node.key]
            if isinstance(node, cst.BaseSimpleComp) and node.elt in nodes:
                return nodes[node.elt]
        return scope

    def _element(self, item: cst.BaseElement, scope: Scope) -> Kind:
        kind = self.of(item.value, scope)
        return item_of(kind) if isinstance(item, cst.StarredElement) else kind

    def _subscript(self, node: cst.Subscript, scope: Scope) -> Kind:
        index = node.slice[0].slice if len(node.slice) == 1 else None
        value = self.of(node.value, scope)
        number = (
            int(index.value.value) if isinstance(index, cst.Index) and isinstance(index.value, cst.Integer) else None
        )

        def item(kind: Kind) -> Kind:
            match kind:
                case Sequence() | Tuple() if isinstance(index, cst.Slice):
                    return Sequence(item_of(kind))
                case Tuple(items) if number is not None and number < len(items):
                    return items[number]
                case Mapped(_, inner):
                    return inner
                case ProductClass():
                    return kind
                case OwnClass() | OwnObject() | Function() | Module():
                    return UNKNOWN
                case _:
                    return item_of(kind)

        return joined(map(item, parts(value)))

    def awaited(self, kind: Kind) -> Kind:
        """Return what awaiting something gives."""

        def one(part: Kind) -> Kind:
            match part:
                case Coroutine(result) | Signal(result):
                    return result
                case Pages():
                    return part
                case _:
                    return FOREIGN if is_foreign(part) else UNKNOWN

        return joined(map(one, parts(kind)))

    def entered(self, kind: Kind) -> Kind:
        """Return what a `with` over something gives its block."""

        def one(part: Kind) -> Kind:
            match part:
                case Entered(value):
                    return value
                case ProductObject() | Signal():
                    return part
                case OwnObject():
                    for name in ("__aenter__", "__enter__"):
                        found = self.members.of(part, name)
                        if isinstance(found, Function):
                            result = self.result_of(found)
                            return self.awaited(result) if name == "__aenter__" else result
                    return UNKNOWN
                case _:
                    return FOREIGN if is_foreign(part) else UNKNOWN

        return joined(map(one, parts(kind)))

    # -- names

    def name(self, name: str, scope: Scope) -> Kind:
        """Return what a name stands for."""
        holder = scope.holder(name)
        if holder is not None:
            return self.bound(holder, name)
        for module, _ in scope.module.stars:
            found = self._import(module, name, scope.module)
            if found is not None and found is not UNKNOWN:
                return found
        if name in _BUILTINS:
            return NOTHING if name == "None" else External(f"builtins.{name}")
        return UNKNOWN

    def bound(self, holder: Scope, name: str, *, attribute: bool = False) -> Kind:
        """Return what a name of a scope stands for, or an attribute of the objects of a class."""
        key = (holder, name, attribute)
        if key in self._names:
            return self._names[key]
        if key in self._active:
            return self._before.get(key, NEVER)
        self._active.add(key)
        try:
            declared = (holder.declared if attribute else holder.annotations).get(name)
            if declared is not None:
                kind = self.annotated(*declared)
            else:
                bindings = (holder.attributes if attribute else holder.bindings).get(name, [])
                kind = joined(self._binding(item, holder, name) for item in bindings)
        finally:
            self._active.discard(key)
        kind = self._names[key] = bounded(kind)
        return kind

    def annotated(self, annotation: cst.BaseExpression, scope: Scope) -> Kind:
        """Return what an annotation says."""

        def resolve(node: cst.BaseExpression) -> Kind:
            return self._stand_in(node, scope) if dotted(node) is not None else UNKNOWN

        kind = self.annotations.of(annotation, resolve)
        if kind is UNKNOWN and isinstance(annotation, cst.Name):
            return self._alias(annotation.value, scope)
        return kind

    def _stand_in(self, node: cst.BaseExpression, scope: Scope) -> Kind:
        """What a name is where it stands for a type; a string may stand in front of the definition."""
        return self.of(node, scope) if node in self._known else self._expression(node, scope)

    def _alias(self, name: str, scope: Scope) -> Kind:
        """What a name says as an annotation that is bound to an annotation."""
        holder = scope.holder(name)
        bindings = holder.bindings.get(name, []) if holder is not None else []
        key = ("alias", holder, name)
        if len(bindings) != 1 or not isinstance(bindings[0], Assigned) or key in self._active:
            return UNKNOWN
        value = bindings[0].value
        self._active.add(key)
        try:
            if isinstance(value, cst.Call):  # a type variable, or a new type
                bound = [
                    item.value for item in value.args if item.keyword is not None and item.keyword.value == "bound"
                ]
                return self.annotated(bound[0], bindings[0].scope) if bound else UNKNOWN
            return self.annotated(value, bindings[0].scope)
        finally:
            self._active.discard(key)

    def _binding(self, binding: Binding, holder: Scope, name: str) -> Kind:
        match binding:
            case Assigned():
                return self.assigned(binding)
            case Imported(module=module, name=imported, alias=alias):
                if imported is None:
                    named = alias.asname is not None
                    return self._module(module if named else module.partition(".")[0], holder)
                found = self._import(module, imported, holder.module)
                return UNKNOWN if found is None else found
            case Defined(scope):
                return OwnClass(scope) if scope.form == "class" else self._decorated(scope)
            case Parameter():
                return self._parameter(binding, holder, name)
            case Captured(pattern, subject, scope, attribute):
                if pattern is not None:
                    known = isinstance(self.of(pattern, scope), ProductClass | OwnClass)
                    kind = self.annotated(pattern, scope) if known else FOREIGN
                    return kind if attribute is None else self.members.of(kind, attribute)
                return self.of(subject, scope) if subject is not None else UNKNOWN

    def assigned(self, binding: Assigned) -> Kind:
        """Return what an assignment binds its name to."""
        kind = self.of(binding.value, binding.scope)
        match binding.how:
            case How.ITEM:
                kind = item_of(kind)
            case How.ENTERED:
                kind = self.entered(kind)
            case How.APPENDED:
                return Sequence(kind)
            case How.STORED:
                return Mapped(UNKNOWN if binding.key is None else self.of(binding.key, binding.scope), kind)
            case How.VALUE:
                pass
        for number in binding.path:
            kind = joined(
                part.items[number]
                if isinstance(part, Tuple) and number is not None and number < len(part.items)
                else (Sequence(item_of(part)) if number is None else item_of(part))
                for part in parts(kind)
            )
        return kind

    def _decorated(self, scope: Scope) -> Kind:
        """A function as its decorators leave it."""
        node = scope.node
        function = Function(scope)
        if not isinstance(node, cst.FunctionDef) or scope.parent is None:
            return function
        for decorator in node.decorators:
            kind = self.of(decorator.decorator, scope.parent)
            if isinstance(kind, External) and kind.path.rpartition(".")[2] in ("contextmanager", "asynccontextmanager"):
                return Giving(Entered(item_of(self.result_of(function))))
        return function

    def _parameter(self, binding: Parameter, holder: Scope, name: str) -> Kind:
        method = holder.parent is not None and holder.parent.form == "class"
        annotation = binding.param.annotation
        if annotation is not None and holder.parent is not None:
            kind = self.annotated(annotation.annotation, holder.parent)
        elif method and binding.number == 0 and holder.parent is not None:
            decorators = decorators_of(holder)
            if "staticmethod" in decorators:
                return UNKNOWN
            return OwnClass(holder.parent) if "classmethod" in decorators else OwnObject(holder.parent)
        elif holder.hints.get(name):
            kind = joined(holder.hints[name])
        elif binding.param.default is not None and holder.parent is not None:
            kind = joined((self.of(binding.param.default, holder.parent), UNKNOWN))
        else:
            kind = UNKNOWN
        if binding.star:
            return Sequence(kind) if binding.star == "*" else Mapped(FOREIGN, kind)
        return kind

    def _module(self, path: str, holder: Scope) -> Kind:
        package = self.table.old.package
        if path == package or path.startswith(f"{package}."):
            rest = path.removeprefix(package).removeprefix(".")
            return Package(rest, rest.partition(".")[0] == "blocking")
        found = self._modules.get(path)
        return Module(found) if found is not None else External(path)

    def _import(self, module: str, name: str, scope: Scope) -> Kind | None:
        """What is imported: None if it is not known what the module is."""
        if module.startswith("."):
            found = self._relative(module, scope)
            if found is None:
                return None
            module = found
        kind = self._module(module, scope) if module else UNKNOWN
        if isinstance(kind, Module):
            inner = kind.scope
            if inner.holder(name) is not None or inner.stars:
                return self.name(name, inner)
            nested = self._modules.get(f"{module}.{name}")
            return Module(nested) if nested is not None else UNKNOWN
        if isinstance(kind, External):
            nested = self._modules.get(f"{module}.{name}")
            return Module(nested) if nested is not None else External(f"{module}.{name}")
        return self.members.of(kind, name)

    def reads(self, module: str, scope: Scope) -> Scope | None:
        """Return the file that an import names, if it is one of those that are read."""
        path = self._relative(module, scope.module) if module.startswith(".") else module
        return self._modules.get(path or "")

    def _relative(self, module: str, scope: Scope) -> str | None:
        own = next((name for name, item in self._modules.items() if item is scope), None)
        names = [name for name, item in self._modules.items() if item is scope]
        if own is None:
            return None
        own = max(names, key=len)
        levels = len(module) - len(module.lstrip("."))
        is_package = getattr(scope.file, "is_package", False)
        before = own.split(".")
        kept = before[: len(before) - levels + (1 if is_package else 0)]
        return ".".join([*kept, *filter(None, [module.lstrip(".")])])

    # -- functions

    def result_of(self, function: Function) -> Kind:
        """Return what calling a function of the files gives."""
        scope = function.scope
        if scope in self._results:
            return self._results[scope]
        key = ("result", scope)
        if key in self._active:
            return self._results_before.get(scope, NEVER)
        self._active.add(key)
        try:
            kind = self._result(scope)
        finally:
            self._active.discard(key)
        kind = self._results[scope] = bounded(kind)
        return kind

    def _result(self, scope: Scope) -> Kind:
        node = scope.node
        is_async = isinstance(node, cst.FunctionDef) and node.asynchronous is not None
        if isinstance(node, cst.FunctionDef) and node.returns is not None and scope.parent is not None:
            kind = self.annotated(node.returns.annotation, scope.parent)
        elif scope.yielded:
            kind = Sequence(joined(map(self.assigned, scope.yielded)))
        else:
            values = [NOTHING if item is None else self.of(item, scope) for item in scope.returned]
            kind = joined(values) if values else NOTHING
        return Coroutine(kind) if is_async and not scope.yielded else kind

    def scope_of_function(self, node: cst.FunctionDef | cst.Lambda) -> Scope | None:
        """Return the body of a function."""
        return self._functions.get(node)

    def as_word(self, kind: Kind) -> str | None:
        """Return the documented union that something is a string of, or a collection of strings of; else None."""
        found = {
            part.union if isinstance(part, Word) else ""
            for part in parts(kind)
            if part is not NOTHING and part is not FOREIGN
        }
        return next(iter(found)) if len(found) == 1 and "" not in found else None
