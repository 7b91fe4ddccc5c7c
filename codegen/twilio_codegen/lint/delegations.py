"""Methods that are answered by other methods."""

from __future__ import annotations

from twilio_codegen.language import Delegation, Method, Parameter, Resource
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.reading.positions import Position

from .scope import Scope, is_reference

__all__ = ["check_delegations", "delegated"]

_PLAIN_JSON = ("integer", "number", "boolean")
"""Types whose values are JSON as they are."""
_LAST = "last."


def delegated(scope: Scope, resource: Resource, delegate: Delegation) -> tuple[Resource | None, Method | None]:
    """The resource of another method, and the method; None for what is not there."""
    owner = scope.schema.resources.get(resource.owner or "")
    target = {"client": scope.root, "owner": owner, "self": resource}.get(delegate.to)
    return target, target.methods.get(delegate.method) if target is not None else None


def check_delegations(scope: Scope, resource: Resource, name: str, method: Method) -> None:
    """Check a method that is answered by others."""
    delegates = method.delegate or ()
    if method.returns.kind == "self" and any(delegate.to != "self" for delegate in delegates):
        scope.wrong_value(method.at("returns"), "another object's method never returns this object")
    for delegate in delegates:
        called = _check(scope, resource, method, delegate)
        if called is None:
            continue
        if len(delegates) == 1:
            _check_same(scope, resource, method, delegate, called)
        else:
            _check_one_of_several(scope, resource, method, delegate, called)
        if _comes_back(scope, resource, name, delegate):
            scope.wrong_value(delegate.at("method"), f"'{delegate.method}' ends where it began; '{name}' never answers")


def _check(scope: Scope, resource: Resource, method: Method, delegate: Delegation) -> Method | None:
    """Check which method is called, and with what; return it."""
    if not scope.known(delegate.at("to"), "object", delegate.to, ("client", "owner", "self")):
        return None
    if delegate.to == "owner" and resource.kind == "record":
        scope.wrong_value(delegate.at("to"), f"a {resource.resource} is a record and knows the client only")
    target, called = delegated(scope, resource, delegate)
    if target is None or not scope.known(delegate.at("method"), "method", delegate.method, target.methods):
        return None
    assert called is not None
    if called.static:
        scope.wrong_value(delegate.at("method"), f"'{delegate.method}' needs no object; call it by itself")
    elif not called.waits():
        message = f"'{delegate.method}' is answered at once, and would be awaited here; call it by itself"
        scope.wrong_value(delegate.at("method"), message)
    held = _check_last(scope, resource, method, delegate)
    for name, text in delegate.arguments.items():
        pos = delegate.at("with", name)
        given: TypeExpression | None = None
        if delegate.last is None or not text.startswith(_LAST):
            given = scope.check_expression(text, resource, method, pos)
        elif held is None or not scope.known(pos, "property", text.removeprefix(_LAST), held.properties):
            continue
        else:
            given = held.properties[text.removeprefix(_LAST)].type
        if scope.known(delegate.key_at("with", name), "parameter", name, called.params):
            _check_passed(scope, method, text, given, called.params[name], pos)
    for name, parameter in called.params.items():
        if name not in delegate.arguments and not parameter.optional:
            scope.report(delegate.pos, "missing-argument", f"say with 'with' what '{name}' is")
    return called


def _check_last(scope: Scope, resource: Resource, method: Method, delegate: Delegation) -> Resource | None:
    """Check the list whose last entry is meant; return what it holds."""
    returns = method.returns
    if delegate.last is None:
        if "empty" in delegate.model_fields_set:
            scope.wrong_value(delegate.at("empty"), "say with 'last' which list may be empty")
        return None
    lists = [name for name, item in resource.collections.items() if item.list is not None]
    if not scope.known(delegate.at("last"), "list", delegate.last, lists):
        return None
    if not any(text.startswith(_LAST) for text in delegate.arguments.values()):
        scope.wrong_value(delegate.at("last"), "no value is a property of the last entry, such as 'last.x'; remove it")
    if returns.type is None:
        if "empty" in delegate.model_fields_set:
            scope.wrong_value(delegate.at("empty"), f"a method that returns {returns.kind} has nothing else to return")
    elif "empty" in delegate.model_fields_set:
        scope.check_literal(delegate.empty, returns.type, (), delegate.at("empty"), "value")
    elif not returns.type.nullable:
        message = f"say with 'empty' which {returns.type} is returned while '{delegate.last}' has no entry"
        scope.report(delegate.pos, "missing-key", message)
    return scope.schema.resources.get(resource.collections[delegate.last].of)


def _check_same(scope: Scope, resource: Resource, method: Method, delegate: Delegation, called: Method) -> None:
    """Check that a method returns what the only one returns that answers it."""
    other_self = method.returns.kind == "self" and delegate.to == "self" and called.returns.kind != "self"
    if called.returns.type != method.returns.type or other_self:
        shown = called.returns.type if called.returns.type is not None else called.returns.kind
        wanted = method.returns.type if method.returns.type is not None else method.returns.kind
        message = f"{_target(scope, resource, delegate)}.{delegate.method} returns {shown}, not {wanted}"
        scope.wrong_type(method.at("returns"), message)


def _check_one_of_several(
    scope: Scope, resource: Resource, method: Method, delegate: Delegation, called: Method
) -> None:
    """Check a method that finds something, or leaves it to the next one."""
    if delegate.last is not None:
        scope.wrong_value(delegate.at("last"), "only a method that answers alone has 'last', none of several")
    found, wanted = called.returns.type, method.returns.type
    if wanted is None or wanted.name == "Paginator":
        shown = wanted if wanted is not None else method.returns.kind
        message = f"several methods are tried until one finds something; {shown} is never found"
        scope.wrong_type(method.at("returns"), message)
    elif found is None or str(found).removesuffix("?") != str(wanted).removesuffix("?"):
        shown = found if found is not None else called.returns.kind
        message = f"{_target(scope, resource, delegate)}.{delegate.method} returns {shown}, not {wanted}"
        scope.wrong_type(delegate.at("method"), message)


def _target(scope: Scope, resource: Resource, delegate: Delegation) -> str:
    target, _ = delegated(scope, resource, delegate)
    return target.resource if target is not None else delegate.to


def _comes_back(scope: Scope, resource: Resource, name: str, first: Delegation) -> bool:
    """Whether a chain of delegations leads to the method that it began with."""
    start = (resource.resource, name)
    seen: set[tuple[str, str]] = set()
    waiting = [(resource, first)]
    while waiting:
        holder, delegate = waiting.pop()
        target, called = delegated(scope, holder, delegate)
        if target is None or called is None or (reached := (target.resource, delegate.method)) in seen:
            continue
        if reached == start:
            return True
        seen.add(reached)
        waiting += [(target, further) for further in called.delegate or ()]
    return False


def _check_passed(
    scope: Scope, method: Method, text: str, given: TypeExpression | None, wanted: Parameter, pos: Position
) -> None:
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
    scope.wrong_type(pos, f"'{text}' is {given}, and the parameter takes {wanted.type}{one_of}")


def _takes(scope: Scope, wanted: TypeExpression, given: TypeExpression) -> bool:
    """Whether what is not null of a type can be passed where another is wanted."""
    one, other = str(wanted).removesuffix("?"), str(given).removesuffix("?")
    if one == other or (one == "number" and other == "integer"):
        return True
    is_text = given.name in ("string", *scope.schema.types)
    return (one == "string" and is_text) or (one == "json" and (is_text or given.name in _PLAIN_JSON))
