"""The scopes of a file: which names each binds, and to what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

import libcst as cst

from .kinds import Kind

__all__ = [
    "Assigned",
    "Binding",
    "Captured",
    "Defined",
    "Form",
    "How",
    "Imported",
    "Parameter",
    "Scope",
    "ScopeNode",
    "decorators_of",
    "dotted",
]


class How(Enum):
    """How the value that a name is bound to comes of an expression."""

    VALUE = "it is the value"
    ITEM = "it is an item of the value"
    ENTERED = "it is what a `with` gives"
    APPENDED = "the value was put into it"
    STORED = "the value was put into it under a key"


@dataclass(frozen=True, slots=True)
class Assigned:
    """A name bound by an assignment, a loop or a `with`.

    Attributes:
        value: The expression.
        scope: Where it is evaluated.
        how: What becomes of it.
        path: Positions of the name in the targets, from the outside in; None for a starred one.
        key: The key where it is stored under one.
    """

    value: cst.BaseExpression
    scope: Scope
    how: How = How.VALUE
    path: tuple[int | None, ...] = ()
    key: cst.BaseExpression | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A name bound by an import.

    Attributes:
        module: The module, with a dot for each level if it is relative.
        name: What is taken of it; None for the module itself.
        alias: The part of the statement that says so.
        statement: The statement.
    """

    module: str
    name: str | None
    alias: cst.ImportAlias
    statement: cst.Import | cst.ImportFrom


@dataclass(frozen=True, slots=True)
class Defined:
    """A function or a class."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function, a number for those that can be given by place, with its annotation."""

    number: int | None
    param: cst.Param
    star: str = ""


@dataclass(frozen=True, slots=True)
class Captured:
    """A name bound by a pattern.

    Attributes:
        pattern: The class that it is an object of, or an attribute of such an object; None if it is neither.
        subject: What it is, if it is the whole; None if that is not known.
        scope: Where both are evaluated.
        attribute: The attribute that it is.
    """

    pattern: cst.BaseExpression | None
    subject: cst.BaseExpression | None
    scope: Scope
    attribute: str | None = None


Binding = Assigned | Imported | Defined | Parameter | Captured
ScopeNode = cst.Module | cst.ClassDef | cst.FunctionDef | cst.Lambda | cst.BaseComp
Form = Literal["module", "class", "function", "lambda", "comprehension"]


class Scope:
    """Names that are bound in one place.

    Attributes:
        form: What makes it.
        node: The same as code.
        parent: The scope around it.
        bindings: What binds each name.
        annotations: Annotations of variables, each with the scope that it stands in.
        attributes: Of a class: what its methods assign to attributes of the object.
        declared: The same: annotations of such attributes.
        elsewhere: Names that are `global` or `nonlocal`.
        returned: Of a function: what it returns.
        yielded: What it yields.
        stars: Modules of which all names are imported.
        hints: Of a function: what its calls give for parameters without an annotation.
        file: The file, a key of whoever reads several.
    """

    def __init__(self, form: Form, node: ScopeNode, parent: Scope | None, file: object) -> None:
        self.form = form
        self.node = node
        self.parent = parent
        self.file = file
        self.bindings: dict[str, list[Binding]] = {}
        self.annotations: dict[str, tuple[cst.BaseExpression, Scope]] = {}
        self.attributes: dict[str, list[Binding]] = {}
        self.declared: dict[str, tuple[cst.BaseExpression, Scope]] = {}
        self.elsewhere: dict[str, Literal["global", "nonlocal"]] = {}
        self.returned: list[cst.BaseExpression | None] = []
        self.yielded: list[Assigned] = []
        self.stars: list[tuple[str, cst.ImportFrom]] = []
        self.hints: dict[str, set[Kind]] = {}

    @property
    def module(self) -> Scope:
        """The scope of the whole file."""
        return self if self.parent is None else self.parent.module

    def bind(self, name: str, binding: Binding) -> None:
        """Note that a name is bound."""
        target = self
        if name in self.elsewhere:
            target = self.module if self.elsewhere[name] == "global" else (self._around(name) or self)
        target.bindings.setdefault(name, []).append(binding)

    def _around(self, name: str) -> Scope | None:
        scope = self.parent
        while scope is not None and name not in scope.bindings:
            scope = scope.parent
        return scope

    def holder(self, name: str) -> Scope | None:
        """Return the scope that a name is bound in, seen from here; None if there is none."""
        if self.elsewhere.get(name) == "global":
            return self.module if name in self.module.bindings else None
        if name in self.bindings or name in self.annotations:
            return self
        scope = self.parent
        while scope is not None:
            if scope.form != "class" and (name in scope.bindings or name in scope.annotations):
                return scope
            scope = scope.parent
        return None

    def parameters(self) -> list[tuple[str, Parameter]]:
        """Return the parameters of a function, in order."""
        return [
            (name, binding)
            for name, bindings in self.bindings.items()
            for binding in bindings
            if isinstance(binding, Parameter)
        ]

    def method_of(self) -> tuple[Scope, str] | None:
        """Return the class whose method this is, or surrounds this, and the name of its first parameter."""
        scope = self
        while scope.parent is not None:
            if scope.form == "function" and scope.parent.form == "class":
                first = next((name for name, item in scope.parameters() if item.number == 0), None)
                return (scope.parent, first) if first is not None else None
            scope = scope.parent
        return None


def dotted(node: cst.BaseExpression | None) -> str | None:
    """Return a name with dots as text; None for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        before = dotted(node.value)
        return None if before is None else f"{before}.{node.attr.value}"
    return None


def decorators_of(scope: Scope) -> set[str]:
    """Return the names of a function's decorators, without what is before the last dot."""
    node = scope.node
    if not isinstance(node, cst.FunctionDef):
        return set()
    return {(dotted(item.decorator) or "").rpartition(".")[2] for item in node.decorators}
