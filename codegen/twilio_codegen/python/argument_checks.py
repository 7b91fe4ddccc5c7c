"""Checks of what users pass in, as calls: each type of the schema has one, wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from twilio_codegen.language import Method, Parameter, Schema, ValueField, ValueSource
from twilio_codegen.language.type_expressions import TypeExpression

from .code import Code, call, code, imported, joined
from .naming import python_name, session_path
from .source_text import literal

__all__ = ["ArgumentCheck", "ArgumentChecks", "is_only_encoded"]

_MINIMUMS = {"non-negative": ["minimum=0"], "positive": ["minimum=1"]}
_NATIVE_CHECKS = {"Path": "require_path", "Progress": "require_callable"}
"""Checks of the runtime's types; media sources are looked at when they are opened."""
_SIMPLE_CHECKS = {name: f"require_{name}" for name in ("integer", "number", "boolean", "json")} | {
    "datetime": "require_time",
    "duration": "require_duration",
}
_CLASSES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "list": "list", "map": "dict"}
"""Python's class of each type that may be one of several alternatives."""


@dataclass(frozen=True, slots=True)
class ArgumentCheck:
    """A check of a value: what refuses it if it is wrong, and whether None is fine."""

    argument: str
    call: Code
    skips_none: bool


class ArgumentChecks:
    """Writes checks for the types of one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def of_parameter(self, method: Method, documented: str, *kept_for: tuple[Method, str]) -> ArgumentCheck | None:
        """The check of an argument of a method, if it needs one.

        Args:
            method: The method.
            documented: The parameter.
            kept_for: Arguments of other methods that it is kept for, and sent as.
        """
        parameter = method.params[documented]
        name = python_name(parameter.name or documented)
        if (
            parameter.spread
            or parameter.pick
            or _is_encoded(method, documented)
            or self._may_be_file(method, documented)
            or method.sends  # the method that it is passed on to refuses it
        ):
            return None  # what brings these into shape checks them, too
        if method.request is not None and method.request.once == f"${documented}":
            required = call("require_idempotency_key", literal(name), name)
            return ArgumentCheck(name, required, skips_none=parameter.type.nullable)
        sent_as = kept_for or ((method, documented),)
        extra = _extra_of(parameter, only_in_body=all(_only_in_body(*item) for item in sent_as))
        members = parameter.literals or parameter.allow
        checking = self._call(literal(name), name, parameter.type, members=members, extra=extra)
        if checking is None:
            return None
        # null stands for a default that can be changed, which is in its place by now
        in_place = isinstance(parameter.default, dict | list)
        return ArgumentCheck(name, checking, skips_none=not in_place and _may_be_none(parameter.type))

    def limits_of(self, parameter: Parameter, name: str, value: str, *, may_be_none: bool) -> tuple[ArgumentCheck, ...]:
        """The checks of a list or map by what the session allows.

        Args:
            parameter: The parameter.
            name: Its Python name.
            value: Expression of the argument.
            may_be_none: Whether that may be None.
        """
        paths = (("require_entries", parameter.max_entries), ("require_keys", parameter.allowed_keys))
        allowed = {
            name: f"self._context.configuration.{session_path(path)}" for name, path in paths if path is not None
        }
        calls = (call(function, literal(name), value, limit) for function, limit in allowed.items())
        return tuple(ArgumentCheck(value, made, skips_none=may_be_none) for made in calls)

    def of_field(self, documented: str, field: ValueField, *, owner: str = "") -> ArgumentCheck | None:
        """The check of a field of options, if it needs one.

        Args:
            documented: Documented name of the field.
            field: The field.
            owner: Expression that the field is an attribute of; empty if it is a name of its own, that may be None.
        """
        name = python_name(documented)
        value = f"{owner}.{name}" if owner else name
        extra = [f"minimum={field.minimum}"] if field.minimum is not None else None
        checking = self._call(literal(name), value, field.type, members=field.literals, extra=extra)
        if checking is None:
            return None
        return ArgumentCheck(value, checking, skips_none=not owner or _may_be_none(field.type))

    def _may_be_file(self, method: Method, name: str) -> bool:
        either = self._schema.text_or_file(method)
        return either is not None and either.param == name

    def _call(
        self,
        shown: str,
        value: str,
        type_: TypeExpression,
        *,
        members: tuple[str, ...] = (),
        extra: list[str] | None = None,
    ) -> Code | None:
        """The call that checks a value, which messages call ``shown``; None if nothing can be said about it."""
        found = self._function(type_, members)
        if found is None:
            return None
        function, arguments = found
        more = [] if members else extra or []
        return code("{}({})", function, joined([shown, value, *arguments, *more]))

    def _function(self, type_: TypeExpression, members: tuple[str, ...]) -> tuple[Code, list[Code | str]] | None:
        """What checks values of a type, and its arguments besides a name and a value."""
        if type_.choices:
            return self._choice(type_)
        name = type_.name
        if members:
            allowed = ", ".join(map(literal, members))
            return imported("require_member"), [f"({allowed}{',' if len(members) == 1 else ''})"]
        if name in self._schema.types and not self._schema.types[name].open:
            return imported("require_member"), [call("get_args", imported(name))]
        if name == "string" or name in self._schema.types:
            return imported("require_text"), []
        if name in _SIMPLE_CHECKS:
            return imported(_SIMPLE_CHECKS[name]), []
        if name in ("list", "map"):
            function = imported("require_each" if name == "list" else "require_values")
            return function, self._of_items(cast(TypeExpression, type_.argument))
        if name in _NATIVE_CHECKS:
            return imported(_NATIVE_CHECKS[name]), []
        if name in self._schema.values or name in self._schema.options or name in self._schema.resources:
            return imported("require_instance"), [imported(name), literal(f"a {name}")]
        return None

    def _of_items(self, held: TypeExpression) -> list[Code | str]:
        found = self._function(held, ())
        if found is None:
            return []
        function, arguments = found
        # a plain check of a name and a value is one already; anything else becomes one
        check = code("lambda name, item: {}({})", function, joined(["name", "item", *arguments]))
        return [check if arguments else function, *(["nullable=True"] if held.nullable else [])]

    def _choice(self, type_: TypeExpression) -> tuple[Code, list[Code | str]] | None:
        own = {*self._schema.values, *self._schema.options}
        names = [choice.name if choice.name in own else _CLASSES.get(choice.name, "") for choice in type_.choices]
        if not all(names):
            return None
        words = " or ".join(f"a {name}" for name in names)
        classes = joined(imported(name) if name in own else name for name in names)
        return imported("require_instance"), [code("({})", classes), literal(words)]


def _may_be_none(type_: TypeExpression) -> bool:
    """Whether None is a value of a type that its check does not know."""
    return type_.name != "json" and (type_.nullable or any(choice.nullable for choice in type_.choices))


def _extra_of(parameter: Parameter, *, only_in_body: bool) -> list[str]:
    if parameter.type.name == "integer":
        return _MINIMUMS.get(parameter.check or "", [])
    if parameter.type.name != "string":
        return []
    arguments = {"non_empty": parameter.check == "non-empty", "secret": parameter.secret, "surrogates": only_in_body}
    return [f"{name}=True" for name, given in arguments.items() if given]


def _is_encoded(method: Method, name: str) -> bool:
    """Whether a parameter is encoded as it is put into the body, which refuses what cannot be."""
    return any(item.encode == "json-string" for item in _sent(method, name))


def is_only_encoded(method: Method, name: str) -> bool:
    """Whether a parameter is encoded wherever it is sent, and its default with it."""
    uses = _sent(method, name)
    is_json = method.params[name].type.name == "json"
    return is_json and bool(uses) and all(item.encode is not None and item.when_none is None for item in uses)


def _only_in_body(method: Method, name: str) -> bool:
    """Whether a parameter is sent in a JSON body and nowhere else: what cannot be part of a URL is fine then."""
    request = method.request
    if request is None or request.body is None:
        return False
    reference = f"${name}"
    elsewhere = (*request.path, *request.query.values(), *(request.form or {}).values(), *method.forgets.values())
    cached = request.cache is not None and request.cache.key == reference
    return reference not in elsewhere and not cached and bool(_sent(method, name))


def _sent(method: Method, name: str) -> list[ValueSource]:
    """Where a parameter is sent in the body of a request."""
    sources = method.request.sources.values() if method.request is not None else ()
    return [item for item in sources if item.value == f"${name}"]
