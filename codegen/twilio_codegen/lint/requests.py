"""The rarer ways in which a method is answered: pages, uploads, throttling, and another object's method."""

from __future__ import annotations

from twilio_codegen.ir import Delegation, Method, Request, Resource, Throttled, Upload
from twilio_codegen.type_expressions import TypeExpression

from .scope import Scope

__all__ = ["check_delegation", "check_pages", "check_throttle", "check_upload", "is_record", "is_whole"]


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


def check_upload(scope: Scope, method: Method, request: Request, upload: Upload) -> None:
    """Check an upload before a request."""
    if scope.known(upload.at("options"), "options", upload.options, scope.schema.options):
        scope.used.add(upload.options)
        scope.known(upload.at("source"), "field", upload.source, scope.schema.options[upload.options].fields)
    if scope.known(upload.at("param"), "parameter", upload.param, method.params):
        kind = method.params[upload.param].type
        if upload.options not in kind.names():
            scope.report(upload.at("param"), "wrong-type", f"the parameter never is {upload.options}; it is {kind}")
    if scope.check_wire(upload.payload, upload.at("payload")):
        scope.check_path(upload.sid, upload.payload, upload.at("sid"), "string", nullable=False)
    scope.known(upload.at("instead-of"), "field of the body", upload.instead_of, request.body or {})


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
    for name, text in delegate.arguments.items():
        scope.known(delegate.key_at("with", name), "parameter", name, called.params)
        scope.check_expression(text, resource, method, delegate.at("with", name))
    for name, parameter in called.params.items():
        if name not in delegate.arguments and not parameter.optional:
            scope.report(delegate.pos, "missing-argument", f"say with 'with' what '{name}' is")
    if called.returns.type != method.returns.type:
        message = f"{target.resource}.{delegate.method} returns {called.returns.type}, not {method.returns.type}"
        scope.report(method.at("returns"), "wrong-type", message)
