"""Methods that look something up and create it where it is missing."""

from __future__ import annotations

from twilio_codegen.language import GetOrCreate, Method, Parameter, Resource, ValueField

from .scope import Scope

__all__ = ["check_get_or_create"]


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
        for parameter, item in other.params.items():
            if not item.optional and parameter not in method.params:
                scope.wrong_value(pair.at(key), f"'{name}' needs the parameter '{parameter}'")
        taken = scope.schema.parameters_taken(other) & method.params.keys()
        used |= taken
        for parameter in sorted(taken):
            _check_passed(scope, method, parameter, name, other)
    for parameter in method.params:
        if parameter not in used:
            pos = method.key_at("params", parameter)
            scope.report(pos, "unused-parameter", f"neither '{pair.get}' nor '{pair.create}' takes ${parameter}")


def _check_passed(scope: Scope, method: Method, parameter: str, name: str, other: Method) -> None:
    """Check that a parameter can be passed on as it is."""
    given = method.params[parameter]
    wanted = other.params.get(parameter) or _spread_field(scope, other, parameter)
    if wanted is None:
        return
    null_fits = wanted.type.nullable or isinstance(wanted, ValueField)  # what is spread may be left out with None
    plain = str(given.type).removesuffix("?") == str(wanted.type).removesuffix("?")
    if not plain or (given.type.nullable and not null_fits) or _choices(given) != _choices(wanted) or given.spread:
        scope.wrong_type(given.at("type"), f"'{name}' takes {wanted.type} as '{parameter}', with the same choices")


def _spread_field(scope: Scope, method: Method, name: str) -> ValueField | None:
    values = [scope.schema.values.get(item.type.name) for item in method.params.values() if item.spread]
    return next((value.fields[name] for value in values if value is not None and name in value.fields), None)


def _choices(item: Parameter | ValueField) -> tuple[object, ...]:
    if isinstance(item, ValueField):
        return (item.literals, (), {})
    return (item.literals, item.allow, item.pick)
