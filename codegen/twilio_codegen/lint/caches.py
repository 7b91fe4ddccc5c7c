"""Caches, the readings that use them, and refusals that are answers."""

from __future__ import annotations

from twilio_codegen.language import Method, Request, Resource

from .references import check_key
from .scope import DATA, Kind, Scope

__all__ = ["check_caches", "check_keeping"]

_HELD: frozenset[Kind] = frozenset([*DATA, "resource"])
_LOWEST, _HIGHEST = 400, 599


def check_caches(scope: Scope) -> None:
    """Check the caches of a schema, each by itself."""
    for cache in scope.schema.caches.values():
        scope.check_type(cache.holds, cache.at("holds"), _HELD)
        if isinstance(cache.capacity, str):
            scope.check_session_path(cache.capacity, cache.at("capacity"), "integer", nullable=False)
        if cache.seconds is not None and cache.seconds <= 0:
            scope.report(cache.at("seconds"), "wrong-value", "a time must be more than 0 seconds")


def check_keeping(scope: Scope, resource: Resource, method: Method) -> None:
    """Check what a method keeps in caches, drops from them, and makes of refusals."""
    request = method.request
    for name, key in method.forgets.items():
        pos = method.at("forgets", name)
        if scope.known(method.key_at("forgets", name), "cache", name, scope.schema.caches):
            check_key(scope, key, resource, method, pos)
        if request is None or request.verb == "GET" or _special(request):
            scope.report(pos, "wrong-value", "only a plain request that changes something makes caches forget")
    if request is None:
        return
    if request.cache is not None:
        _check_cached(scope, resource, method, request)
    if request.on_error and _special(request):
        message = "pages, uploads and throttled requests have no values for refusals"
        scope.report(request.at("on-error"), "wrong-value", message)
    _check_refusals(scope, method, request)


def _check_cached(scope: Scope, resource: Resource, method: Method, request: Request) -> None:
    cached = request.cache
    assert cached is not None
    check_key(scope, cached.key, resource, method, cached.at("key"))
    if request.verb != "GET" or _special(request):
        scope.report(cached.pos, "wrong-value", "only what is read with a plain 'get' is kept")
    if method.returns.adopt is not None:
        scope.report(cached.pos, "wrong-value", "what a collection takes in is kept there, not in a cache")
    if scope.known(cached.at("in"), "cache", cached.name, scope.schema.caches):
        scope.used.add(f"caches.{cached.name}")
        held = scope.schema.caches[cached.name].holds
        if method.returns.type != held:
            message = f"the cache '{cached.name}' holds {held}, not {method.returns.type or method.returns.kind}"
            scope.report(method.returns.at("type"), "wrong-type", message)


def _check_refusals(scope: Scope, method: Method, request: Request) -> None:
    seen: set[tuple[int, int | None]] = set()
    for case in request.on_error:
        if not _LOWEST <= case.status <= _HIGHEST:
            message = f"a refusal has a status from {_LOWEST} to {_HIGHEST}, not {case.status}"
            scope.report(case.at("status"), "wrong-value", message)
        if {(case.status, case.code), (case.status, None)} & seen:
            scope.report(case.pos, "wrong-value", "an earlier entry covers this refusal already")
        seen.add((case.status, case.code))
        if method.returns.type is not None:
            scope.check_literal(case.value, method.returns.type, (), case.at("value"), "value")
        elif case.value is not None:
            scope.report(case.at("value"), "wrong-value", f"a method that returns {method.returns.kind} has no value")


def _special(request: Request) -> bool:
    return request.pages is not None or request.upload is not None or request.throttle is not None
