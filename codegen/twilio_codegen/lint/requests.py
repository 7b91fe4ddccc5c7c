"""Requests: what they send, what is kept of their answers, and the rarer ways in which a method is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from twilio_codegen.language import Method, Node, Request, Resource, Throttled, ValueSource
from twilio_codegen.language.methods import Wanted
from twilio_codegen.language.node import PAIRED
from twilio_codegen.language.type_expressions import SCALARS, TypeExpression
from twilio_codegen.reading.positions import Position

from .scope import Scope
from .structure import check_owner_known
from .values import check_codec

__all__ = [
    "check_body_value",
    "check_keeping",
    "check_object",
    "check_once",
    "check_pages",
    "check_sent",
    "check_throttle",
    "is_record",
    "is_whole",
    "references_of",
]


def references_of(method: Method) -> Iterator[tuple[str, Position]]:
    """Every text of what answers a method that may be a reference, and where it stands."""
    for key in ("only-when", "skip-when"):
        yield from _values(method, key)
    for delegate in method.delegate or ():
        yield from ((text, delegate.at("with", name)) for name, text in delegate.arguments.items())
    if method.addresses is not None:
        yield method.addresses.of, method.addresses.at("of")
    if (call := method.collection) is not None:
        asked = {"key": call.key, "size": call.size, "anchor": call.anchor, "direction": call.direction}
        yield from ((text, call.at(name)) for name, text in asked.items() if text is not None)
        yield from wanted_of(call, call.where)
    if method.select is not None:
        yield from wanted_of(method.select, method.select.where)
    if (step := method.step) is not None:
        yield from (*_values(step, "set"), *_values(step, "add"))
        for name, entry in step.put.items():
            yield from ((entry.key, step.at("put", name, "key")), (entry.value, step.at("put", name, "value")))
    if method.returns.tag is not None:
        yield method.returns.tag, method.returns.at("tag")
    if (request := method.request) is None:
        return
    yield from ((text, request.at("path", at)) for at, text in enumerate(request.path))
    yield from (*_values(request, "query"), *_values(request, "form"))
    if request.cache is not None:
        yield request.cache.key, request.cache.at("key")
    if request.once is not None:
        yield request.once, request.at("once")
    sources = ((path, source.value) for path, source in request.sources.items())
    yield from ((value, request.at(*path)) for path, value in sources if isinstance(value, str))
    named = (item for source in request.sources.values() for item in source.files)
    yield from ((item.value, item.at("value")) for item in named)


def wanted_of(node: Node, where: Mapping[str, Wanted]) -> Iterator[tuple[str, Position]]:
    """Every text under ``where``, and where it stands."""
    for name, wanted in where.items():
        if isinstance(wanted, str):
            yield wanted, node.at("where", name)
        else:
            yield from ((text, node.at("where", name, at)) for at, text in enumerate(wanted))


def _values(node: Node, key: str) -> Iterator[tuple[str, Position]]:
    texts: Mapping[str, str] = getattr(node, key.replace("-", "_")) or {}
    return ((text, node.at(key, name)) for name, text in texts.items())


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
    at_once = method.request is not None and method.request.pages is not None and method.request.pages.all
    holder, what = ("list", "all pages at once") if at_once else ("Paginator", "pages")
    item = kind.argument if kind is not None and kind.name == holder and not kind.nullable else None
    if (item is not None and item.nullable) or not (is_record(scope, item) or is_whole(scope, item)):
        returned = kind if kind is not None else method.returns.kind
        message = f"{what} are returned as a {holder} of records or values, not as {returned}"
        scope.wrong_type(method.returns.at("type") if kind is not None else method.at("returns"), message)


def check_throttle(scope: Scope, method: Method, request: Request, throttle: Throttled) -> None:
    """Check how long calls wait, and the answer that says so."""
    if not throttle.seconds > 0:
        scope.wrong_value(throttle.at("seconds"), "a time must be more than 0 seconds")
    if request.payload is None:
        message = "'field' names a field of the answer; say with 'payload' in the request what it is"
        scope.wrong_value(throttle.at("field"), message)
    elif request.payload in scope.schema.wire:
        scope.check_path(throttle.field, request.payload, throttle.at("field"), "number", "integer", nullable=False)
    for key, stays in (("only-when", method.only_when), ("skip-when", method.skip_when)):
        if throttle.renewable and stays:
            scope.wrong_value(
                method.at(key), f"what can be made to last is sent always; leave '{key}' or 'renewable' out"
            )


_OWN_CHECKS = ("check", "literals", "pick", "allow", "at-least")
"""Keys of a parameter that say what is refused, or make another value of it."""


def check_once(scope: Scope, resource: Resource, method: Method, request: Request, text: str) -> None:
    """Check the key by which a repetition of a change is known."""
    pos = request.at("once")
    if request.verb == "GET" or request.form is not None:
        scope.wrong_value(request.key_at("once"), "only a change that is sent as JSON is recognised; remove 'once'")
    if not text.startswith("$") or "." in text:
        scope.wrong_value(pos, f"the key is a parameter, such as $key; '{text}' is none")
        return
    kind = scope.check_expression(text, resource, method, pos)
    if kind is None:
        return
    parameter = method.params[text.removeprefix("$")]
    if kind.name != "string" or kind.choices:
        scope.wrong_type(pos, f"'{text}' is {parameter.type}; a key is a string, or null for none")
    for key in _OWN_CHECKS:
        if getattr(parameter, key.replace("-", "_")):
            scope.wrong_value(parameter.key_at(key), f"a key is checked by the runtime; remove '{key}'")


Part = Literal["path", "query", "form"]
"""Parts of a request that hold text."""

_MAY_BE_LEFT_OUT: frozenset[Part] = frozenset({"query", "form"})
_KEYS = ("string", "integer")
"""Types of what an answer is kept under."""


def check_sent(scope: Scope, text: str, resource: Resource, method: Method | None, part: Part, pos: Position) -> None:
    """Check a reference in a part of a request that holds text."""
    kind = _reference(scope, text, resource, method, pos)
    if kind is None or kind.choices:
        return
    if not _is_text(scope, kind):
        scope.wrong_type(pos, f"'{text}' is {kind}; a {part} holds a string, a union, a number, a boolean or a time")
    elif kind.nullable and part not in _MAY_BE_LEFT_OUT:
        scope.wrong_type(pos, f"'{text}' may be null, and no part of a path can be left out")


def check_object(scope: Scope, source: ValueSource) -> None:
    """Check an object inside a body, apart from what stands in it."""
    fields = source.fields or {}
    if not fields:
        scope.wrong_value(source.at("object"), "an object without fields says nothing; leave it out")
    if source.choose:
        scope.wrong_value(source.at("choose"), "a choice is for a boolean, and this is an object")
    if source.when_none is None:
        return
    always = [name for name, item in fields.items() if item.when_none != "omit"]
    if source.when_none != "omit":
        scope.wrong_value(source.at("when-none"), "an object without fields is left out with 'omit', or sent as it is")
    elif always:
        scope.wrong_value(source.at("when-none"), f"the object is never without fields: '{always[0]}' is always there")


def check_body_value(scope: Scope, source: ValueSource, resource: Resource, method: Method, pos: Position) -> None:
    """Check a value of a JSON body, and how it is encoded."""
    kind = _reference(scope, source.value, resource, method, pos) if isinstance(source.value, str) else None
    if kind is not None and not kind.choices and not _is_data(scope, kind):
        scope.wrong_type(pos, f"'{source.value}' is {kind}, which is never sent")
    if source.choose and source.choose.keys() != {True, False}:
        scope.wrong_value(source.at("choose"), "a choice needs an entry for true and one for false")
    if source.choose and source.encode is not None:
        scope.wrong_value(source.at("encode"), "what is chosen is a text; remove 'encode'")
    if source.encode in PAIRED and kind is not None:
        check_codec(scope, source.encode, kind, source.at("encode"))
    elif source.encode in PAIRED:
        scope.wrong_value(source.at("encode"), f"the codec {source.encode} is for a list of values")
    if not source.choose:
        return
    if kind is None or kind.name != "boolean":
        scope.wrong_type(source.at("choose"), f"a choice is for a boolean, and '{source.value}' is {kind or 'none'}")
    elif kind.nullable and source.when_none is None:
        message = f"'{source.value}' may be null, which is neither true nor false; say with 'when-none' what it means"
        scope.wrong_type(source.at("choose"), message)


def _check_key(scope: Scope, text: str, resource: Resource, method: Method, pos: Position) -> None:
    kind = _reference(scope, text, resource, method, pos)
    if kind is None or kind.choices:
        return
    if kind.nullable or (kind.name not in _KEYS and kind.name not in scope.schema.types):
        scope.wrong_type(pos, f"'{text}' is {kind}; an answer is kept under a string or integer, never null")


def _reference(
    scope: Scope, text: str, resource: Resource, method: Method | None, pos: Position
) -> TypeExpression | None:
    kind = scope.check_expression(text, resource, method, pos)
    if text.startswith("owner."):
        check_owner_known(scope, resource, pos)
    return kind


def _is_text(scope: Scope, kind: TypeExpression) -> bool:
    return kind.name in scope.schema.types or (kind.name in SCALARS and kind.name != "json")


def _is_data(scope: Scope, kind: TypeExpression) -> bool:
    if kind.argument is not None:
        return kind.name in ("list", "map") and _is_data(scope, kind.argument)
    if kind.name in scope.schema.values:
        return kind.name not in scope.schema.composites
    return kind.name in SCALARS or kind.name in scope.schema.types


_LOWEST, _HIGHEST = 400, 599


def check_keeping(scope: Scope, resource: Resource, method: Method) -> None:
    """Check what a method keeps in caches, drops from them, and makes of refusals."""
    request = method.request
    for name, key in method.forgets.items():
        pos = method.at("forgets", name)
        if scope.known(method.key_at("forgets", name), "cache", name, scope.schema.caches):
            _check_key(scope, key, resource, method, pos)
        if request is None or request.verb == "GET" or _special(request):
            scope.wrong_value(pos, "only a plain request that changes something makes caches forget")
    if request is None:
        return
    if request.cache is not None:
        _check_cached(scope, resource, method, request)
    if request.on_error and _special(request):
        scope.wrong_value(request.at("on-error"), "pages, uploads and throttled requests have no values for refusals")
    _check_refusals(scope, method, request)


def _check_cached(scope: Scope, resource: Resource, method: Method, request: Request) -> None:
    cached = request.cache
    assert cached is not None
    _check_key(scope, cached.key, resource, method, cached.at("key"))
    if request.verb != "GET" or _special(request):
        scope.wrong_value(cached.pos, "only what is read with a plain 'get' is kept")
    if method.returns.adopt is not None:
        scope.wrong_value(cached.pos, "what a collection takes in is kept there, not in a cache")
    if scope.known(cached.at("in"), "cache", cached.name, scope.schema.caches):
        scope.used.add(f"caches.{cached.name}")
        held = scope.schema.caches[cached.name].holds
        if method.returns.type != held:
            message = f"the cache '{cached.name}' holds {held}, not {method.returns.type or method.returns.kind}"
            scope.wrong_type(method.returns.at("type"), message)


def _check_refusals(scope: Scope, method: Method, request: Request) -> None:
    seen: set[tuple[int, int | None]] = set()
    for case in request.on_error:
        if not _LOWEST <= case.status <= _HIGHEST:
            message = f"a refusal has a status from {_LOWEST} to {_HIGHEST}, not {case.status}"
            scope.wrong_value(case.at("status"), message)
        if {(case.status, case.code), (case.status, None)} & seen:
            scope.wrong_value(case.pos, "an earlier entry covers this refusal already")
        seen.add((case.status, case.code))
        if method.returns.type is not None:
            scope.check_literal(case.value, method.returns.type, (), case.at("value"), "value")
        elif case.value is not None:
            scope.wrong_value(case.at("value"), f"a method that returns {method.returns.kind} has no value")


def _special(request: Request) -> bool:
    return request.pages is not None or bool(request.uploads) or request.throttle is not None
