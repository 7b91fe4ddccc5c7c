"""Finds the scopes of a file, and what binds each name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import libcst as cst

from .scopes import Assigned, Captured, Defined, Form, How, Imported, Parameter, Scope, ScopeNode, dotted

__all__ = ["read_scopes"]


def read_scopes(module: cst.Module, file: object) -> tuple[Scope, dict[cst.CSTNode, Scope]]:
    """Find the scopes of a file.

    Args:
        module: The file.
        file: What to keep as the file of its scopes.

    Returns:
        The outermost scope, and the scope in which each node is evaluated.
    """
    reader = _Reader(module, file)
    module.visit(reader)
    return reader.top, reader.scope_of


class _Reader(cst.CSTVisitor):
    def __init__(self, module: cst.Module, file: object) -> None:
        super().__init__()
        self.top = self._scope = Scope("module", module, None, file)
        self.scope_of: dict[cst.CSTNode, Scope] = {}

    def on_visit(self, node: cst.CSTNode) -> bool:
        self.scope_of[node] = self._scope
        return super().on_visit(node)

    # -- scopes

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        for decorator in node.decorators:
            decorator.visit(self)
        self._signature(node.params)
        if node.returns is not None:
            node.returns.visit(self)
        scope = self._enter("function", node)
        outer = self._scope
        outer.bind(node.name.value, Defined(scope))
        self.scope_of[node.name] = outer
        self._scope = scope
        self._type_parameters(node.type_parameters)
        self._parameters(node.params)
        self._hoist(node.body)
        node.body.visit(self)
        self._scope = outer
        return False

    def visit_Lambda(self, node: cst.Lambda) -> bool:
        self._signature(node.params)
        outer, self._scope = self._scope, self._enter("lambda", node)
        self._parameters(node.params)
        self._scope.returned.append(node.body)
        node.body.visit(self)
        self._scope = outer
        return False

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        for part in (*node.decorators, *node.bases, *node.keywords):
            part.visit(self)
        scope = self._enter("class", node)
        self._scope.bind(node.name.value, Defined(scope))
        self.scope_of[node.name] = self._scope
        outer, self._scope = self._scope, scope
        self._type_parameters(node.type_parameters)
        node.body.visit(self)
        self._scope = outer
        return False

    def _comprehension(self, node: cst.BaseComp) -> bool:
        inner = self._enter("comprehension", node)
        outer, loop, first = self._scope, getattr(node, "for_in", None), True
        while isinstance(loop, cst.CompFor):
            # The first iterable is evaluated outside.
            self._scope = outer if first else inner
            loop.iter.visit(self)
            where, self._scope, first = self._scope, inner, False
            self._assign(loop.target, Assigned(loop.iter, where, How.ITEM))
            loop.target.visit(self)
            for condition in loop.ifs:
                condition.visit(self)
            loop = loop.inner_for_in
        if isinstance(node, cst.DictComp):
            node.key.visit(self)
            node.value.visit(self)
        elif isinstance(node, cst.BaseSimpleComp):
            node.elt.visit(self)
        self._scope = outer
        return False

    def visit_ListComp(self, node: cst.ListComp) -> bool:
        return self._comprehension(node)

    def visit_SetComp(self, node: cst.SetComp) -> bool:
        return self._comprehension(node)

    def visit_DictComp(self, node: cst.DictComp) -> bool:
        return self._comprehension(node)

    def visit_GeneratorExp(self, node: cst.GeneratorExp) -> bool:
        return self._comprehension(node)

    def _enter(self, form: Form, node: ScopeNode) -> Scope:
        scope = Scope(form, node, self._scope, self._scope.file)
        self.scope_of[node] = self._scope
        return scope

    def _signature(self, params: cst.Parameters) -> None:
        for param in _all_parameters(params):
            if param.annotation is not None:
                param.annotation.visit(self)
            if param.default is not None:
                param.default.visit(self)

    def _parameters(self, params: cst.Parameters) -> None:
        placed = (*params.posonly_params, *params.params)
        for number, param in enumerate(placed):
            self._scope.bind(param.name.value, Parameter(number, param))
        for param in params.kwonly_params:
            self._scope.bind(param.name.value, Parameter(None, param))
        for star, one in (("*", params.star_arg), ("**", params.star_kwarg)):
            if isinstance(one, cst.Param):
                self._scope.bind(one.name.value, Parameter(None, one, star))

    def _type_parameters(self, params: cst.TypeParameters | None) -> None:
        for item in params.params if params is not None else ():
            self._scope.bind(item.param.name.value, Captured(None, None, self._scope))

    def _hoist(self, body: cst.BaseSuite) -> None:
        """Note which names are those of scopes further out before anything is bound."""
        found = _Elsewhere()
        body.visit(found)
        self._scope.elsewhere |= found.names

    # -- bindings

    def visit_Import(self, node: cst.Import) -> bool:
        for alias in node.names:
            module = dotted(alias.name) or ""
            if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
                self._scope.bind(alias.asname.name.value, Imported(module, None, alias, node))
            else:
                self._scope.bind(module.partition(".")[0], Imported(module, None, alias, node))
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        module = "." * len(node.relative) + (dotted(node.module) or "")
        if isinstance(node.names, cst.ImportStar):
            self._scope.stars.append((module, node))
            return False
        for alias in node.names:
            name = dotted(alias.name) or ""
            bound = alias.asname.name if alias.asname is not None else alias.name
            if isinstance(bound, cst.Name):
                self._scope.bind(bound.value, Imported(module, name, alias, node))
        return False

    def visit_Assign(self, node: cst.Assign) -> None:
        for target in node.targets:
            self._assign(target.target, Assigned(node.value, self._scope))

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        annotation = (node.annotation.annotation, self._scope)
        if isinstance(node.target, cst.Name):
            self._scope.annotations[node.target.value] = annotation
        elif (attribute := self._own_attribute(node.target)) is not None:
            owner, name = attribute
            owner.declared[name] = annotation
        if node.value is not None:
            self._assign(node.target, Assigned(node.value, self._scope))

    def visit_AugAssign(self, node: cst.AugAssign) -> None:
        self._assign(node.target, Assigned(node.value, self._scope))

    def visit_NamedExpr(self, node: cst.NamedExpr) -> None:
        scope = self._scope
        while scope.form == "comprehension" and scope.parent is not None:
            scope = scope.parent
        if isinstance(node.target, cst.Name):
            scope.bind(node.target.value, Assigned(node.value, self._scope))

    def visit_TypeAlias(self, node: cst.TypeAlias) -> None:
        self._scope.bind(node.name.value, Assigned(node.value, self._scope))

    def visit_For(self, node: cst.For) -> None:
        self._assign(node.target, Assigned(node.iter, self._scope, How.ITEM))

    def visit_WithItem(self, node: cst.WithItem) -> None:
        if node.asname is not None:
            self._assign(node.asname.name, Assigned(node.item, self._scope, How.ENTERED))

    def visit_ExceptHandler(self, node: cst.ExceptHandler) -> None:
        if node.name is not None and isinstance(node.name.name, cst.Name) and node.type is not None:
            self._scope.bind(node.name.name.value, Captured(node.type, None, self._scope))

    def visit_ExceptStarHandler(self, node: cst.ExceptStarHandler) -> None:
        if node.name is not None and isinstance(node.name.name, cst.Name):
            self._scope.bind(node.name.name.value, Captured(None, None, self._scope))

    def visit_Match(self, node: cst.Match) -> None:
        for case in node.cases:
            self._pattern(case.pattern, node.subject)

    def visit_Return(self, node: cst.Return) -> None:
        self._scope.returned.append(node.value)

    def visit_Yield(self, node: cst.Yield) -> None:
        if isinstance(node.value, cst.From):
            self._scope.yielded.append(Assigned(node.value.item, self._scope, How.ITEM))
        elif node.value is not None:
            self._scope.yielded.append(Assigned(node.value, self._scope))

    def visit_Call(self, node: cst.Call) -> None:
        # What is put into a collection tells what is in it.
        func = node.func
        if (
            isinstance(func, cst.Attribute)
            and func.attr.value in ("append", "add", "appendleft")
            and len(node.args) == 1
        ):
            self._contribute(func.value, Assigned(node.args[0].value, self._scope, How.APPENDED))

    def _contribute(self, target: cst.BaseExpression, binding: Assigned) -> None:
        if isinstance(target, cst.Name):
            holder = self._scope.holder(target.value)
            if holder is not None and any(isinstance(item, Assigned) for item in holder.bindings.get(target.value, ())):
                holder.bindings[target.value].append(binding)
        elif (attribute := self._own_attribute(target)) is not None:
            owner, name = attribute
            owner.attributes.setdefault(name, []).append(binding)

    def _assign(self, target: cst.BaseExpression, binding: Assigned) -> None:
        match target:
            case cst.Name(value=name):
                self._scope.bind(name, binding)
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                for number, element in enumerate(elements):
                    where = None if isinstance(element, cst.StarredElement) else number
                    inner = Assigned(binding.value, binding.scope, binding.how, (*binding.path, where), binding.key)
                    self._assign(element.value, inner)
            case cst.Subscript(value=collection, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
                if binding.how is How.VALUE and not binding.path:
                    self._contribute(collection, Assigned(binding.value, binding.scope, How.STORED, (), key))
            case _:
                if (attribute := self._own_attribute(target)) is not None:
                    owner, name = attribute
                    owner.attributes.setdefault(name, []).append(binding)

    def _own_attribute(self, target: cst.BaseExpression) -> tuple[Scope, str] | None:
        """The class and the attribute, if the target is one of the object whose method this is."""
        if isinstance(target, cst.Attribute) and isinstance(target.value, cst.Name):
            method = self._scope.method_of()
            if method is not None and method[1] == target.value.value:
                return method[0], target.attr.value
        return None

    def _pattern(self, pattern: cst.MatchPattern, subject: cst.BaseExpression | None) -> None:
        match pattern:
            case cst.MatchAs(pattern=inner, name=name):
                if name is not None:
                    kind = inner.cls if isinstance(inner, cst.MatchClass) else None
                    self._scope.bind(name.value, Captured(kind, subject if inner is None else None, self._scope))
                if inner is not None:
                    self._pattern(inner, subject)
            case cst.MatchOr(patterns=patterns):
                for alternative in patterns:
                    self._pattern(alternative.pattern, subject)
            case cst.MatchMapping(rest=rest) if rest is not None:
                self._scope.bind(rest.value, Captured(None, None, self._scope))
            case cst.MatchList(patterns=items) | cst.MatchTuple(patterns=items):
                for item in items:
                    if isinstance(item, cst.MatchStar) and item.name is not None:
                        self._scope.bind(item.name.value, Captured(None, None, self._scope))
            case _:
                pass
        for inner in _inner_patterns(pattern):
            self._pattern(inner, None)
        if isinstance(pattern, cst.MatchClass):
            self._keywords(pattern)

    def _keywords(self, pattern: cst.MatchClass) -> None:
        """Bind the names that stand for attributes of an object."""
        for keyword in pattern.kwds:
            inner = keyword.pattern
            if isinstance(inner, cst.MatchAs) and inner.pattern is None and inner.name is not None:
                self._scope.bindings.pop(inner.name.value)
                self._scope.bind(inner.name.value, Captured(pattern.cls, None, self._scope, keyword.key.value))


class _Elsewhere(cst.CSTVisitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, Literal["global", "nonlocal"]] = {}

    def visit_Global(self, node: cst.Global) -> None:
        self.names |= dict.fromkeys((item.name.value for item in node.names), "global")

    def visit_Nonlocal(self, node: cst.Nonlocal) -> None:
        self.names |= dict.fromkeys((item.name.value for item in node.names), "nonlocal")

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        return False


def _all_parameters(params: cst.Parameters) -> Iterator[cst.Param]:
    yield from (*params.posonly_params, *params.params, *params.kwonly_params)
    for one in (params.star_arg, params.star_kwarg):
        if isinstance(one, cst.Param):
            yield one


def _inner_patterns(pattern: cst.MatchPattern) -> Sequence[cst.MatchPattern]:
    match pattern:
        case cst.MatchClass(patterns=patterns, kwds=keywords):
            return [*(item.value for item in patterns), *(item.pattern for item in keywords)]
        case cst.MatchList(patterns=items) | cst.MatchTuple(patterns=items):
            return [item.value for item in items if isinstance(item, cst.MatchSequenceElement)]
        case cst.MatchMapping(elements=elements):
            return [item.pattern for item in elements]
        case _:
            return ()
