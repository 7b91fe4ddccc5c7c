"""Methods that look something up and create it where it is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twilio_codegen.language import GetOrCreate, Method, Parameter, Resource, ValueField

from .scope import Scope

__all__ = ["check_get_or_create"]

_TELLING: Mapping[str, tuple[int, str]] = {
    "get": (404, "something would be created"),
    "create": (409, "it would be looked up again"),
}
"""The refusal that each of the two methods has to raise, and what follows."""


def check_get_or_create(scope: Scope, resource: Resource, method: Method, pair: GetOrCreate) -> None:
    """Check that both methods exist and return the same, that they get what they need, and that all of it is used."""
    used: set[str] = set()
    if method.gives_pages() or method.static:
        scope.wrong_value(pair.pos, "what is looked up or created is one thing, not a page of several")
    for key, name in (("get", pair.get), ("create", pair.create)):
        if not scope.known(pair.at(key), "method", name, resource.methods):
            return
        other = resource.methods[name]
        if other.returns.type != method.returns.type or other.static or other.get_or_create is not None:
            message = f"'{name}' must return {method.returns.type or 'a value'} as well, and be no such pair itself"
            scope.wrong_value(pair.at(key), message)
        if not other.waits() and not other.static:
            scope.wrong_value(pair.at(key), f"'{name}' is answered at once, and would be awaited here; name another")
        _check_role(scope, pair, key, name, other)
        for parameter in _needed(scope, other):
            if parameter not in method.params:
                scope.wrong_value(pair.at(key), f"'{name}' needs the parameter '{parameter}'")
        taken = scope.schema.parameters_taken(other) & method.params.keys()
        used |= taken
        for parameter in sorted(taken):
            _check_passed(scope, method, parameter, name, other)
    for parameter in method.params:
        if parameter not in used:
            pos = method.key_at("params", parameter)
            scope.report(pos, "unused-parameter", f"neither '{pair.get}' nor '{pair.create}' takes ${parameter}")


def _check_role(scope: Scope, pair: GetOrCreate, key: str, name: str, other: Method) -> None:
    """Check that a method can do its part: say that there is nothing yet, or that somebody else was faster."""
    answers = {"property": other.property is not None}
    if key == "get" and other.collection is not None and other.collection.absent is None:
        scope.wrong_value(
            pair.at(key), f"'{name}' makes null of what is not there, which would be returned; name another"
        )
    if key == "create":
        answers["collection"] = other.collection is not None
    for answer in (answer for answer, given in answers.items() if given):
        what = "is always there" if key == "get" else "creates nothing"
        scope.wrong_value(pair.at(key), f"'{name}' is answered by a {answer}, which {what}")
    status, then = _TELLING[key]
    if any(case.status == status for case in (other.request.on_error if other.request is not None else ())):
        message = f"'{name}' makes an answer of the refusal {status}, after which {then}; take it out of its 'on-error'"
        scope.wrong_value(pair.at(key), message)


def _needed(scope: Scope, method: Method) -> Iterator[str]:
    """Names of what has to be passed to a method, fields that it spreads included."""
    for name, item in method.params.items():
        if not item.optional:
            yield name
        value = scope.schema.built.get(item.type.name) if item.spread else None
        yield from (
            field for field, part in (value.fields if value is not None else {}).items() if _has_to_be_set(part)
        )


def _has_to_be_set(field: ValueField) -> bool:
    return not field.type.nullable and "default" not in field.model_fields_set


def _check_passed(scope: Scope, method: Method, parameter: str, name: str, other: Method) -> None:
    given = method.params[parameter]
    wanted = other.params.get(parameter) or _spread_field(scope, other, parameter)
    if wanted is None:
        return
    # A field that is spread may be left out with None, if it may be left out at all.
    null_fits = wanted.type.nullable or (isinstance(wanted, ValueField) and not _has_to_be_set(wanted))
    plain = str(given.type).removesuffix("?") == str(wanted.type).removesuffix("?")
    if not plain or (given.type.nullable and not null_fits) or _choices(given) != _choices(wanted) or given.spread:
        scope.wrong_type(given.at("type"), f"'{name}' takes {wanted.type} as '{parameter}', with the same choices")


def _spread_field(scope: Scope, method: Method, name: str) -> ValueField | None:
    values = [scope.schema.built.get(item.type.name) for item in method.params.values() if item.spread]
    return next((value.fields[name] for value in values if value is not None and name in value.fields), None)


def _choices(item: Parameter | ValueField) -> tuple[object, ...]:
    if isinstance(item, ValueField):
        return (item.literals, (), {})
    return (item.literals, item.allow, item.pick)
