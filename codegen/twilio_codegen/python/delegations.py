"""Methods that are answered by other methods, as the templates write them."""

from __future__ import annotations

from dataclasses import dataclass

from twilio_codegen.language import Delegation, Method, Resource, Schema

from .code import Code, code, joined
from .method_expressions import MethodExpressions
from .naming import python_name
from .object_expressions import owner_expression
from .types import PythonTypes

__all__ = ["DelegationView", "view_delegations"]

_LAST = "last."


@dataclass(frozen=True, slots=True)
class DelegationView:
    """The call of another method.

    Attributes:
        target: The object that has it.
        method: Its name.
        needed: Variable, property and words for each property that must not be None.
        arguments: What the method is given.
        sought: Words and expression for each value of the object itself among these.
        last: Collection whose last entry the variable ``last`` holds; empty if there is none.
        empty: What is returned while that has no entry; empty for nothing.
    """

    target: Code
    method: str
    needed: tuple[tuple[str, str, str], ...]
    arguments: Code
    sought: tuple[tuple[str, Code], ...]
    last: str
    empty: str


def view_delegations(
    schema: Schema, resource: Resource, method: Method, expressions: MethodExpressions, types: PythonTypes
) -> tuple[DelegationView, ...]:
    """The calls that answer a method, in the order in which they are tried."""
    return tuple(_view(schema, resource, method, delegate, expressions, types) for delegate in method.delegate or ())


def _view(
    schema: Schema,
    resource: Resource,
    method: Method,
    delegate: Delegation,
    expressions: MethodExpressions,
    types: PythonTypes,
) -> DelegationView:
    holder, target = {
        "client": (schema.root, Code("self._context.client")),
        "owner": (schema.resources.get(resource.owner or ""), owner_expression(resource)),
        "self": (resource, Code("self")),
    }[delegate.to]
    assert holder is not None
    params = holder.methods[delegate.method].params
    needed: list[tuple[str, str, str]] = []
    sought: list[tuple[str, Code]] = []
    arguments: list[Code] = []
    for parameter, value in delegate.arguments.items():
        own = python_name(value.removeprefix("self."))
        known = resource.properties.get(value.removeprefix("self.")) if value.startswith("self.") else None
        if delegate.last is not None and value.startswith(_LAST):
            given = Code(f"{expressions.variable('last')}.{python_name(value.removeprefix(_LAST))}")
        elif known is not None and known.type.nullable and not params[parameter].type.takes_none():
            local = expressions.variable(own)
            given = Code(local)
            needed.append((local, own, own.replace("_", " ")))
        else:
            given = expressions.expression(value)
        if known is not None:
            sought.append((own, given))
        arguments.append(given)
    in_order = sorted(params, key=lambda name: params[name].optional)  # as the signature has them
    if list(delegate.arguments) != in_order[: len(arguments)]:
        names = [python_name(params[name].name or name) for name in delegate.arguments]
        arguments = [code("{}={}", name, value) for name, value in zip(names, arguments, strict=True)]
    return DelegationView(
        target=target,
        method=python_name(delegate.method),
        needed=tuple(needed),
        arguments=joined(arguments),
        sought=tuple(sought),
        last=delegate.last or "",
        empty=types.literal(delegate.empty, method.returns.type) if method.returns.type is not None else "",
    )
