"""The rarer ways in which a method is answered: pages, throttling, and another object's method."""

from __future__ import annotations

from twilio_codegen.language import Delegation, Method, Parameter, Request, Resource, Throttled
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.reading.positions import Position

from .comparisons import is_reference
from .scope import Scope

__all__ = ["check_delegation", "check_pages", "check_throttle", "is_record", "is_whole"]

_PLAIN_JSON = ("integer", "number", "boolean")
"""Types whose values are JSON as they are."""


def is_record(scope: Scope, kind: TypeExpression | None) -> bool:
    """Whether a type is a resource that is made of an answer of the service."""
    resource = scope.schema.resources.get(kind.name) if kind is not None else None
    return resource is not None and resource.mirror is not None and resource.mirror.kind == "record"


def is_whole(scope: Scope, kind: TypeExpression | None) -> bool:
    """Whether a type is a value, or one of several, that a whole answer can be read as."""
    return kind is not None and scope.kinds.get(kind.name) in ("value", "tagged union")


def check_pages(scope: Scope, method: Method) -> None:
    """Check what a request for pages returns."""
    kind = method.returns.type
    item = kind.argument if kind is not None and kind.name == "Paginator" else None
    if not is_record(scope, item) and not is_whole(scope, item):
        pos = method.returns.at("type")
        scope.report(pos, "wrong-type", f"pages are returned as a Paginator of records or values, not as {kind}")


def check_throttle(scope: Scope, request: Request, throttle: Throttled) -> None:
    """Check the answer that says how long to wait."""
    if request.payload is None:
        message = "'field' names a field of the answer; say with 'payload' in the request what it is"
        scope.report(throttle.at("field"), "wrong-value", message)
    elif request.payload in scope.schema.wire:
        scope.check_path(throttle.field, request.payload, throttle.at("field"), "number", "integer", nullable=False)


def check_delegation(scope: Scope, resource: Resource, method: Method, delegate: Delegation) -> None:
    """Check a method that is another object's."""
    if not scope.known(delegate.at("to"), "object", delegate.to, ("client", "owner")):
        return
    owner = scope.schema.resources.get(resource.owner or "")
    roots = (item for item in scope.schema.resources.values() if item.root)
    if delegate.to == "owner" and is_record(scope, TypeExpression(resource.resource)):
        scope.report(delegate.at("to"), "wrong-value", f"a {resource.resource} is a record and knows the client only")
    target = next(roots, None) if delegate.to == "client" else owner
    if target is None or not scope.known(delegate.at("method"), "method", delegate.method, target.methods):
        return
    called = target.methods[delegate.method]
    if called.static:
        scope.report(delegate.at("method"), "wrong-value", f"'{delegate.method}' needs no object; call it by itself")
    for name, text in delegate.arguments.items():
        given = scope.check_expression(text, resource, method, delegate.at("with", name))
        if scope.known(delegate.key_at("with", name), "parameter", name, called.params):
            _check_passed(scope, method, text, given, called.params[name], delegate.at("with", name))
    for name, parameter in called.params.items():
        if name not in delegate.arguments and not parameter.optional:
            scope.report(delegate.pos, "missing-argument", f"say with 'with' what '{name}' is")
    if called.returns.type != method.returns.type:
        message = f"{target.resource}.{delegate.method} returns {called.returns.type}, not {method.returns.type}"
        scope.report(method.at("returns"), "wrong-type", message)


def _check_passed(
    scope: Scope, method: Method, text: str, given: TypeExpression | None, wanted: Parameter, pos: Position
) -> None:
    """Check that an argument is what the parameter of the other method takes."""
    if given is None:
        if not is_reference(text):
            scope.check_literal(text, wanted.type, wanted.literals or wanted.allow, pos, "argument")
        return
    parameter = method.params.get(text.removeprefix("$")) if text.startswith("$") else None
    words = (parameter.literals or parameter.allow) if parameter is not None else ()
    allowed = wanted.literals or wanted.allow
    # what may be null of the object itself is refused when it is
    may_be_null = text.startswith("self.") or any(choice.nullable for choice in wanted.type.choices or (wanted.type,))
    fits = any(_takes(scope, choice, given) for choice in wanted.type.choices or (wanted.type,))
    if fits and (may_be_null or not given.nullable) and (not allowed or ({*words} and {*words} <= {*allowed})):
        return
    one_of = f", one of {', '.join(allowed)}" if allowed else ""
    scope.report(pos, "wrong-type", f"'{text}' is {given}, and the parameter takes {wanted.type}{one_of}")


def _takes(scope: Scope, wanted: TypeExpression, given: TypeExpression) -> bool:
    """Whether what is not null of a type can be passed where another is wanted."""
    one, other = str(wanted).removesuffix("?"), str(given).removesuffix("?")
    if one == other or (one == "number" and other == "integer"):
        return True
    is_text = given.name in ("string", *scope.schema.types)
    return (one == "string" and is_text) or (one == "json" and (is_text or given.name in _PLAIN_JSON))
