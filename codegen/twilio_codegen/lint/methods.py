"""Methods: parameters, requests, collections and hooks that answer them, and what they return."""

from __future__ import annotations

from collections.abc import Mapping

from twilio_codegen.language import Collection, CollectionCall, Method, Parameter, Request, Resource, ValueSource
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.python.runtime_errors import RUNTIME_ERRORS
from twilio_codegen.reading.positions import Position

from .answers import check_addresses, check_answer, check_runtime_answers
from .delegations import check_delegations
from .drafts import check_drafting
from .hooks import HookModule, check_hook
from .pairs import check_get_or_create
from .push import check_push
from .requests import (
    check_body_value,
    check_object,
    check_once,
    check_pages,
    check_sent,
    check_throttle,
    is_record,
    is_whole,
    references_of,
)
from .scope import DATA, Kind, Scope, check_comparable, check_raised
from .selection import check_selection, check_where
from .tagged import check_tag_of_answer
from .uploads import check_upload, check_uploads
from .values import check_passed_in

__all__ = ["check_methods"]

_PARAMETERS: frozenset[Kind] = frozenset([*DATA - {"tagged union"}, "resource", "choice", "options", "native"])
_OPERATIONS: Mapping[str, tuple[str, ...]] = {
    "map": ("all", "get", "find"),
    "list": ("page",),
    "membership": ("all", "get", "page"),
    "pool": ("all", "get"),
}
"""What a collection answers, by its source."""
_DIRECTIONS = ("backwards", "forward")
_RETURNS: frozenset[Kind] = frozenset([*DATA, "resource", "Paginator"])


def check_methods(scope: Scope, resource: Resource, hooks: HookModule) -> None:
    """Check the methods of a resource."""
    for name, method in resource.methods.items():
        for documented, item in method.params.items():
            _check_parameter(scope, resource, method, documented, item)
        if method.request is not None:
            _check_request(scope, resource, method, method.request)
        if method.collection is not None:
            _check_collection(scope, resource, method, method.collection)
        if method.select is not None:
            check_selection(scope, resource, method, method.select)
        if method.property is not None:
            _check_property(scope, resource, method, method.property)
        if method.addresses is not None:
            check_addresses(scope, resource, method, method.addresses)
        check_drafting(scope, resource, method)
        check_delegations(scope, resource, name, method)
        if method.get_or_create is not None:
            check_get_or_create(scope, resource, method, method.get_or_create)
        for key, hook in (("hook", method.hook), ("then", method.then)):
            if hook is not None:
                check_hook(scope, method, key, hook, hooks)
                _check_single(scope, resource, name, hook, method.at(key))
        _check_store(scope, method)
        _check_returns(scope, resource, method)
        check_answer(scope, resource, method)
        check_tag_of_answer(scope, resource, method)
        _check_conditions(scope, resource, method)
        _check_unused_parameters(scope, name, method)
        check_runtime_answers(scope, resource, name, method)
        check_push(scope, resource, name, method)
        for at, cause in enumerate(method.causes):
            _check_cause(scope, resource, cause, method.at("causes", at))
        for at, error in enumerate(method.errors):
            scope.known(method.at("errors", at), "error", error, RUNTIME_ERRORS)


def _check_single(scope: Scope, resource: Resource, name: str, hook: str, pos: Position) -> None:
    """Check that a hook belongs to one method: its signature is that of the method."""
    mine = f"{resource.resource}.{name}"
    first = scope.hooks.setdefault(hook, mine)
    if first != mine:
        scope.wrong_value(pos, f"the hook '{hook}' belongs to {first} already; write another one")


def _check_store(scope: Scope, method: Method) -> None:
    """Check that it is known where the files are that a method stores or fetches."""
    uploads = [*method.request.uploads.values()] if method.request is not None else []
    asked = (method.at(key) for key in ("media", "addresses") if getattr(method, key) is not None)
    pos = next(asked, uploads[0].at("upload") if uploads else None)
    if pos is not None and scope.schema.product.profile.media is None:
        scope.wrong_value(pos, "say with 'media' in the profile of the product which link the files are at")


def _check_parameter(scope: Scope, resource: Resource, method: Method, name: str, item: Parameter) -> None:
    known = scope.check_type(item.type, item.at("type"), _PARAMETERS)
    if item.literals and item.type.name != "string":
        scope.wrong_type(item.at("literals"), f"literals are for strings, this is {item.type}")
    if known and "default" in item.model_fields_set:
        scope.check_literal(item.default, item.type, item.literals, item.at("default"), "default")
    check_passed_in(scope, item)
    if known and item.spread:
        _check_spread(scope, method, name, item)
    for at, member in enumerate(item.allow):
        scope.known(item.at("allow", at), "member", member, scope.members(item.type))
    if item.at_least is not None and scope.known(item.at("at-least"), "property", item.at_least, resource.properties):
        check_raised(scope, resource, item, name)
    if known:
        _check_limits(scope, method, name, item)
    for picked, attribute in item.pick.items():
        pos = item.key_at("pick", picked)
        if scope.known(pos, "resource", picked, scope.schema.resources):
            if picked not in item.type.names():
                scope.wrong_value(pos, f"the parameter '{name}' never is a {picked}")
            scope.known(item.at("pick", picked), "property", attribute, scope.schema.resources[picked].properties)
    for given in sorted(item.type.names() & scope.schema.resources.keys()):
        if method.request is not None and given not in item.pick and method.hook is None:
            scope.wrong_value(item.at("type"), f"say with 'pick' which property of {given} is sent")


def _check_limits(scope: Scope, method: Method, name: str, item: Parameter) -> None:
    """Check what a session says of how much a list or map may hold."""
    limits = (("max-entries", item.max_entries, "integer"), ("allowed-keys", item.allowed_keys, "list[string]"))
    for key, path, wanted in limits:
        if path is None:
            continue
        given = scope.check_session_path(path, item.at(key))
        if given is not None and str(given) != wanted:
            scope.wrong_type(item.at(key), f"'{key}' needs {wanted}, and '{path}' is {given}")
        if item.type.name != "map" and (item.type.name != "list" or key == "allowed-keys"):
            what = "a map has keys" if key == "allowed-keys" else "lists and maps have entries"
            scope.wrong_type(item.at(key), f"only {what}, and '{name}' is {item.type}")
        if method.static:
            scope.wrong_value(item.at(key), "a static method knows no session")


def _check_spread(scope: Scope, method: Method, name: str, item: Parameter) -> None:
    if item.type.name not in scope.schema.built:
        message = f"only the fields of options, or of a value with 'input', can be spread; this is {item.type}"
        scope.wrong_value(item.at("spread"), message)
        return
    first = next(key for key, other in method.params.items() if other.spread)
    if first != name:
        scope.wrong_value(item.at("spread"), f"the fields of '{first}' are spread already")


def _check_request(scope: Scope, resource: Resource, method: Method, request: Request) -> None:
    scope.check_link(request.link, resource, request.at(request.verb.lower()))
    for at, segment in enumerate(request.path):
        check_sent(scope, segment, resource, method, "path", request.at("path", at))
    _check_body(scope, resource, method, request, ("body",), request.body or {})
    check_uploads(scope, method, request)
    for name, text in request.query.items():
        check_sent(scope, text, resource, method, "query", request.at("query", name))
    for name, text in (request.form or {}).items():
        check_sent(scope, text, resource, method, "form", request.at("form", name))
    if request.payload is not None:
        scope.check_wire(request.payload, request.at("payload"))
    if request.throttle is not None:
        check_throttle(scope, method, request, request.throttle)
    if request.once is not None:
        check_once(scope, resource, method, request, request.once)


def _check_body(
    scope: Scope,
    resource: Resource,
    method: Method,
    request: Request,
    path: tuple[str, ...],
    body: Mapping[str, ValueSource],
) -> None:
    """Check what a body, or an object in it, is made of."""
    for name, source in body.items():
        inside = len(path) > 1
        if source.upload is not None or source.files:
            if inside or source.fields is not None:
                pos = source.at("upload" if source.upload is not None else "files")
                scope.wrong_value(pos, "files are named by fields of the body itself, not by objects in it")
            else:
                check_upload(scope, method, request, name, source)
        elif source.fields is not None:
            check_object(scope, source)
            _check_body(scope, resource, method, request, (*path, name, "object"), source.fields)
        else:
            whole = (*path, name)
            pos = request.at(*whole, "value") if source.at("value") != source.pos else request.at(*whole)
            check_body_value(scope, source, resource, method, pos)


def _check_collection(scope: Scope, resource: Resource, method: Method, call: CollectionCall) -> None:
    if not scope.known(call.at("name"), "collection", call.name, resource.collections):
        return
    declared = resource.collections[call.name]
    held = scope.schema.resources.get(declared.of)
    source = next(name for name in _OPERATIONS if getattr(declared, name) is not None)
    if call.operation not in _OPERATIONS[source]:
        message = f"a {source} answers {', '.join(_OPERATIONS[source])}, not '{call.operation}'"
        scope.wrong_value(call.at("operation"), message)
    needs: dict[str, tuple[str, ...]] = {"get": ("key",), "page": ("size", "anchor")}
    arguments = {"key": call.key, "size": call.size, "anchor": call.anchor, "direction": call.direction}
    for key, value in arguments.items():
        needed = key in needs.get(call.operation, ())
        if key == "direction" and call.operation == "page":
            needed = declared.list is not None
        if value is not None:
            kind = scope.check_expression(value, resource, method, call.at(key))
            _check_argument(scope, declared, key, value, kind, method, call.at(key))
        if needed != (value is not None):
            verb = "needs" if needed else "has no use for"
            scope.wrong_value(call.at("operation"), f"the operation '{call.operation}' {verb} '{key}'")
    if (call.operation == "find") != bool(call.where):
        verb = "needs" if call.operation == "find" else "has no use for"
        scope.wrong_value(call.at("operation"), f"the operation '{call.operation}' {verb} 'where'")
    if held is not None:
        kinds = {name: item.type for name, item in held.properties.items()}
        check_where(scope, resource, method, call, call.where, kinds, "property")
    if held is None:
        return
    shape = {"all": f"list[{held.resource}]", "page": f"Paginator[{held.resource}]"}
    expected = shape.get(call.operation, held.resource)
    if "absent" in call.model_fields_set:
        if call.absent is not None:
            scope.wrong_value(call.at("absent"), "what is not there is null, or an error; write null, or leave it out")
        elif call.operation in shape:
            scope.wrong_value(call.at("absent"), f"'{call.operation}' looks nothing up that could be absent")
        else:
            expected = f"{expected}?"
    if str(method.returns.type) != expected:
        message = f"the operation '{call.operation}' returns {expected}, not {_result(method)}"
        scope.wrong_type(_place_of(method), message)


def _check_argument(
    scope: Scope,
    declared: Collection,
    key: str,
    value: str,
    kind: TypeExpression | None,
    method: Method,
    pos: Position,
) -> None:
    wanted = {
        "key": "string",
        "size": "integer",
        "anchor": "integer?" if declared.list is not None else "string?",
    }.get(key)
    if key == "direction":
        parameter = method.params.get(value.removeprefix("$")) if value.startswith("$") else None
        words = (parameter.literals or scope.closed_members(parameter.type)) if parameter is not None else (value,)
        if (kind is not None and kind.nullable) or not words or not {*words} <= {*_DIRECTIONS}:
            scope.wrong_value(pos, f"a direction is one of {' and '.join(_DIRECTIONS)}, and nothing else")
    elif kind is not None and wanted is not None and str(kind) not in (wanted, wanted.removesuffix("?")):
        scope.wrong_type(pos, f"'{key}' needs {wanted}, and '{value}' is {kind}")
    elif kind is None and not value.startswith(("$", "self.", "owner.", "session.")) and wanted != "string":
        scope.wrong_value(pos, f"'{key}' needs a reference to {wanted}, and '{value}' is a text of its own")


def _result(method: Method) -> str:
    return str(method.returns.type) if method.returns.type is not None else method.returns.kind


def _place_of(method: Method) -> Position:
    """Where the type of the result stands, or the word in its place."""
    return method.returns.at("type") if method.returns.type is not None else method.at("returns")


def _check_property(scope: Scope, resource: Resource, method: Method, name: str) -> None:
    if scope.known(method.at("property"), "property", name, resource.properties):
        kind = resource.properties[name].type
        if method.returns.type != kind:
            scope.wrong_type(method.at("returns"), f"the property '{name}' is {kind}, not {method.returns.type}")


def _check_returns(scope: Scope, resource: Resource, method: Method) -> None:
    returns = method.returns
    known = returns.type is not None and scope.check_type(returns.type, returns.at("type"), _RETURNS)
    if returns.field is not None:
        payload = method.request.payload if method.request is not None else None
        if payload is None:
            message = "'field' names a field of the answer; say with 'payload' in the request what it is"
            scope.wrong_value(returns.at("field"), message)
        elif payload in scope.schema.wire:
            fields = scope.fields_of(TypeExpression(payload))
            if scope.known(returns.at("field"), "field", returns.field, fields) and known:
                _check_field_type(scope, method, fields[returns.field].type)
    if returns.adopt is not None and scope.known(
        returns.at("adopt"), "collection", returns.adopt, resource.collections
    ):
        held = resource.collections[returns.adopt].of
        if resource.collections[returns.adopt].membership is None:
            message = f"only a membership takes in what the service describes, and '{returns.adopt}' is none"
            scope.wrong_value(returns.at("adopt"), message)
        if str(returns.type) != held:
            scope.wrong_type(returns.at("type"), f"the collection '{returns.adopt}' holds {held}, not {returns.type}")
    if method.request is not None and method.request.pages is not None:
        check_pages(scope, method)
    elif method.request is not None and returns.kind == "value" and returns.field is None and returns.adopt is None:
        if returns.type is None:
            return
        if is_record(scope, returns.type) or is_whole(scope, returns.type):
            return
        scope.wrong_value(method.at("returns"), "say with 'field' or 'adopt' which part of the answer is returned")


def _check_field_type(scope: Scope, method: Method, kind: TypeExpression) -> None:
    returned = method.returns.type
    assert returned is not None
    if str(kind) not in (str(returned), str(returned).removesuffix("?")):
        scope.wrong_type(method.returns.at("type"), f"the field '{method.returns.field}' is {kind}, not {returned}")


def _check_conditions(scope: Scope, resource: Resource, method: Method) -> None:
    for needed in method.requires:
        places = needed.at("property"), needed.at("equals")
        scope.check_property_value(resource.properties, needed.property, needed.equals, *places)
    for key, condition in (("only-when", method.only_when), ("skip-when", method.skip_when)):
        for name, value in condition.items():
            if not scope.known(method.key_at(key, name), "property", name, resource.properties):
                continue
            if value.startswith("$"):
                given = scope.check_expression(value, resource, method, method.at(key, name))
                check_comparable(scope, given, resource.properties[name].type, method.at(key, name), name)
            else:
                scope.check_literal(value, resource.properties[name].type, (), method.at(key, name), "value")


def _check_unused_parameters(scope: Scope, name: str, method: Method) -> None:
    drafts = (method.begins, method.step, method.builds, method.sends)
    answers = (method.request, method.collection, method.select, method.delegate, method.addresses, *drafts)
    if all(answer is None for answer in answers):
        return
    if method.then is not None or method.sends is not None:
        return
    used = {text[1:].partition(".")[0] for text, _ in references_of(method) if text.startswith("$")}
    for parameter in method.params:
        if parameter not in used:
            pos = method.key_at("params", parameter)
            scope.report(pos, "unused-parameter", f"nothing in '{name}' uses ${parameter}")


def _check_cause(scope: Scope, resource: Resource, cause: str, pos: Position) -> None:
    owner, dot, event = cause.rpartition(".")
    if not dot:
        scope.known(pos, "event", event, resource.events)
    elif scope.known(pos, "resource", owner, scope.schema.resources):
        scope.known(pos, "event", event, scope.schema.resources[owner].events)
