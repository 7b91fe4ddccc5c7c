"""What a method returns, compared with what answers it, and what the runtime needs for its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from twilio_codegen.language import FileAddresses, Method, Resource

from .scope import Scope, is_reference

__all__ = ["check_addresses", "check_answer", "check_runtime_answers"]


def check_answer(scope: Scope, resource: Resource, method: Method) -> None:
    """Check that what answers a method gives what the method returns, and is there at all."""
    returns = method.returns
    kind = resource.kind
    where = method.at("returns")
    given = str(returns.type) if returns.type is not None else returns.kind
    if method.static and method.hook is None and method.todo is None and method.push != "parse":
        scope.wrong_value(method.at("static"), "only a method with a hook, or with 'push: parse', needs no object")
    if method.static and returns.kind == "self":
        scope.wrong_value(where, "a static method has no object to return")
    if method.static and returns.type is not None and scope.schema.holds_records(returns.type):
        message = f"a static method has no client whose objects it could return; {given} is or holds some"
        scope.wrong_type(returns.at("type"), message)
    for key, answer, possible in (
        ("pool", method.pool, ("none",)),
        ("push", method.push if method.push != "parse" else None, ("none",)),
        ("session", method.session, ("none", "self")),
    ):
        if answer is not None and given not in possible:
            scope.wrong_value(where, f"'{key}: {answer}' returns {' or '.join(possible)}, not {given}")
    if method.media == "temporary-url" and given != "string?":
        scope.wrong_type(where, f"an address is string?, for it may not be there yet; not {given}")
    if method.settles is not None and returns.kind == "value":
        scope.wrong_value(where, f"what waits for a membership returns self or none, not {given}")
    _check_kind(scope, resource, method, kind)
    if method.then is not None:
        _check_then(scope, method)
    request = method.request
    if request is None:
        return
    if request.throttle is not None and given != "none":
        scope.wrong_value(where, f"a call that may send nothing returns none, not {given}")
    if (request.pages is not None or request.cache is not None or method.gives_pages()) and request.verb != "GET":
        scope.wrong_value(request.pos, "only what is read with 'get' comes in pages or is kept")
    held = returns.type.argument if returns.type is not None and returns.type.name == "Paginator" else None
    if held is not None and returns.type is not None and (held.nullable or returns.type.nullable):
        scope.wrong_type(returns.at("type"), f"neither pages nor what they hold can be null; this is {given}")
    if request.form is not None and request.verb != "POST":
        scope.wrong_value(request.at("form"), "a form is posted")
    if request.form is not None and request.body is not None:
        scope.wrong_value(request.at("form"), "a request has a form or a body, not both")
    if request.body is not None and request.verb not in ("POST", "PUT"):
        scope.wrong_value(request.at("body"), f"a {request.verb.lower()} has no body")


def _check_kind(scope: Scope, resource: Resource, method: Method, kind: str) -> None:
    """Check that the resource is of a kind that has what answers the method."""
    for key, used, kinds in (
        ("session", method.session, ("root",)),
        ("push", method.push, ("root",)),
        ("pool", method.pool, ("facets",)),
        ("settles", method.settles, ("document",)),
    ):
        if used is not None and kind not in (*kinds, "nothing"):
            shown = "the root" if kind == "root" else f"a resource of the kind {kind}"
            scope.wrong_value(method.at(key), f"'{key}' is of no use for {shown}")
    if method.push in ("set", "unset", "remove") and scope.schema.product.profile.push is None:
        scope.wrong_value(method.at("push"), "the profile of the product has no 'push'")
    request = method.request
    if request is not None and request.throttle is not None and kind in ("root", "record"):
        message = f"{resource.resource} keeps no time between calls; only items, documents and facets do"
        scope.wrong_value(request.at("throttle"), message)


def _check_then(scope: Scope, method: Method) -> None:
    call = method.collection
    if call is None or call.operation != "all" or not any(item.spread for item in method.params.values()):
        message = "'then' is for all entries of a collection, together with a parameter whose fields are spread"
        scope.wrong_value(method.at("then"), message)


class _Needed(NamedTuple):
    """A parameter that the runtime needs: what it is for, and the types that it may have."""

    what: str
    types: Sequence[str]
    is_union: bool = False


_DEVICE = (
    _Needed("the push service", ("string",), is_union=True),
    _Needed("what identifies the device", ("string",)),
)
_RECEIVED = (_Needed("what the application received", ("map[json]",)),)
_PARAMETERS: Mapping[str, tuple[_Needed, ...]] = {
    "update_token": (_Needed("the token", ("string",)),),
    "set": _DEVICE,
    "unset": _DEVICE[:1],
    "remove": _DEVICE,
    "parse": _RECEIVED,
    "announce": _RECEIVED,
    "download": (
        _Needed("where to write", ("Path", "string")),
        _Needed("whom to tell how it goes on", ("Progress?", "Progress")),
        _Needed("whether to replace what is there", ("boolean",)),
    ),
}
"""Parameters of the methods that the runtime answers, in their order; the others have none."""
_FREE: tuple[str, ...] = ("spread", "pick")
"""Keys of a parameter that make something else of it."""


def check_runtime_answers(scope: Scope, resource: Resource, name: str, method: Method) -> None:
    """Check a method that the runtime answers."""
    answers = (("session", method.session), ("pool", method.pool), ("push", method.push), ("media", method.media))
    for key, answer in answers:
        if answer is None:
            continue
        needed = _PARAMETERS.get(answer, ())
        if len(needed) != len(method.params):
            what = ", ".join(item.what for item in needed) if needed else "no parameter"
            message = f"'{key}: {answer}' needs {what}; '{name}' has {len(method.params)}"
            scope.wrong_value(resource.key_at("methods", name), message)
        else:
            _check_types(scope, method, needed)
    if method.media is None:
        return
    if resource.kind == "root":
        scope.wrong_value(method.at("media"), "the root is no file; only other resources have an identifier")
    returned = method.returns.type
    if method.media == "download" and str(returned) != "integer":
        given = returned if returned is not None else method.returns.kind
        scope.wrong_type(method.at("returns"), f"a download returns its length, an integer, not {given}")


def _check_types(scope: Scope, method: Method, needed: Sequence[_Needed]) -> None:
    for (documented, parameter), wanted in zip(method.params.items(), needed, strict=True):
        kind = parameter.type
        fits = str(kind) in wanted.types or (wanted.is_union and not kind.nullable and kind.name in scope.schema.types)
        if not fits:
            possible = " or ".join([*wanted.types, *(["a union"] if wanted.is_union else [])])
            scope.wrong_type(parameter.at("type"), f"{wanted.what} is {possible}, and '{documented}' is {kind}")
        for key in _FREE:
            if getattr(parameter, key):
                scope.wrong_value(parameter.at(key), f"{wanted.what} is taken as it is; remove '{key}'")


def check_addresses(scope: Scope, resource: Resource, method: Method, addresses: FileAddresses) -> None:
    """Check a method that gives the addresses of several files."""
    kind = scope.check_expression(addresses.of, resource, method, addresses.at("of"))
    if not is_reference(addresses.of):
        scope.wrong_value(
            addresses.at("of"), f"'{addresses.of}' is no reference to a list, such as $files or self.files"
        )
    if str(method.returns.type) != "map[string]":
        given = method.returns.type if method.returns.type is not None else method.returns.kind
        place = method.returns.at("type") if method.returns.type is not None else method.at("returns")
        scope.wrong_type(place, f"addresses by identifier are map[string], not {given}")
    if kind is None:
        return
    held = kind.argument if kind.name == "list" else None
    holder = scope.schema.resources.get(held.name) if held is not None else None
    if held is None or held.nullable or (holder is None and held.name != "string"):
        message = f"'{addresses.of}' is {kind}; files are list[string], or a list of objects that have an identifier"
        scope.wrong_type(addresses.at("of"), message)
    elif kind.nullable and addresses.of.startswith("$"):
        scope.wrong_type(addresses.at("of"), f"'{addresses.of}' may be null, and then it names no file")
    elif holder is None:
        if addresses.by is not None:
            scope.wrong_value(addresses.at("by"), "identifiers have no properties; remove 'by'")
    elif addresses.by is None:
        scope.report(
            addresses.pos, "missing-key", f"say with 'by' which property of {holder.resource} is the identifier"
        )
    elif scope.known(addresses.at("by"), "property", addresses.by, holder.properties):
        identifier = holder.properties[addresses.by].type
        if str(identifier) != "string":
            scope.wrong_type(addresses.at("by"), f"an identifier is a string, and '{addresses.by}' is {identifier}")
