"""What a method returns, compared with what answers it."""

from __future__ import annotations

from twilio_codegen.language import Method, Resource

from .scope import Scope
from .structure import kind_of

__all__ = ["check_answer"]


def check_answer(scope: Scope, resource: Resource, method: Method) -> None:
    """Check that what answers a method gives what the method returns, and is there at all."""
    returns = method.returns
    kind = kind_of(resource)
    where = method.at("returns")
    given = str(returns.type) if returns.type is not None else returns.kind
    if method.static and method.hook is None:
        scope.report(method.at("static"), "wrong-value", "only a method with a hook needs no object")
    if method.static and returns.kind == "self":
        scope.report(where, "wrong-value", "a static method has no object to return")
    for key, answer, possible in (
        ("pool", method.pool, ("none",)),
        ("push", method.push, ("none",)),
        ("session", method.session, ("none", "self")),
    ):
        if answer is not None and given not in possible:
            scope.report(where, "wrong-value", f"'{key}: {answer}' returns {' or '.join(possible)}, not {given}")
    if method.media == "temporary-url" and given != "string?":
        scope.report(where, "wrong-type", f"an address is string?, for it may not be there yet; not {given}")
    if method.delegate is not None and returns.kind == "self":
        scope.report(where, "wrong-value", "another object's method never returns this object")
    if method.settles is not None and returns.kind == "value":
        message = f"what waits for a membership returns self or none, not {given}"
        scope.report(where, "wrong-value", message)
    _check_kind(scope, resource, method, kind)
    if method.then is not None:
        _check_then(scope, method)
    request = method.request
    if request is None:
        return
    if request.throttle is not None and given != "none":
        scope.report(where, "wrong-value", f"a call that may send nothing returns none, not {given}")
    if (request.pages is not None or request.cache is not None or method.gives_pages()) and request.verb != "GET":
        scope.report(request.pos, "wrong-value", "only what is read with 'get' comes in pages or is kept")
    held = returns.type.argument if returns.type is not None and returns.type.name == "Paginator" else None
    if held is not None and returns.type is not None and (held.nullable or returns.type.nullable):
        scope.report(returns.at("type"), "wrong-type", f"neither pages nor what they hold can be null; this is {given}")
    if request.form is not None and request.verb != "POST":
        scope.report(request.at("form"), "wrong-value", "a form is posted")
    if request.form is not None and request.body is not None:
        scope.report(request.at("form"), "wrong-value", "a request has a form or a body, not both")
    if request.body is not None and request.verb not in ("POST", "PUT"):
        scope.report(request.at("body"), "wrong-value", f"a {request.verb.lower()} has no body")


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
            scope.report(method.at(key), "wrong-value", f"'{key}' is of no use for {shown}")
    if method.push is not None and scope.schema.product.profile.push is None:
        scope.report(method.at("push"), "wrong-value", "the profile of the product has no 'push'")
    request = method.request
    if request is not None and request.throttle is not None and kind in ("root", "record"):
        message = f"{resource.resource} keeps no time between calls; only items, documents and facets do"
        scope.report(request.at("throttle"), "wrong-value", message)


def _check_then(scope: Scope, method: Method) -> None:
    call = method.collection
    if call is None or call.operation != "all" or not any(item.spread for item in method.params.values()):
        message = "'then' is for all entries of a collection, together with a parameter whose fields are spread"
        scope.report(method.at("then"), "wrong-value", message)
