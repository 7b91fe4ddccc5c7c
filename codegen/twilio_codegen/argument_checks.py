"""Checks of what users pass in, as Python statements: each type of the schema has one, wherever it stands."""

from __future__ import annotations

from typing import cast

from .ir import Method, Parameter, Schema, ValueField
from .naming import python_name
from .source_text import literal
from .type_expressions import TypeExpression

__all__ = ["ArgumentChecks", "is_only_encoded"]

_MINIMUMS = {"non-negative": ", minimum=0", "positive": ", minimum=1"}
_NATIVE_CHECKS = {"Path": "require_path", "Progress": "require_callable"}
"""Checks of the runtime's types; media sources are looked at when they are opened."""
_SIMPLE_CHECKS = {
    "integer": "require_integer",
    "number": "require_number",
    "boolean": "require_boolean",
    "datetime": "require_time",
    "json": "require_json",
}
_CLASSES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "list": "list", "map": "dict"}
"""Python's class of each type that may be one of several alternatives."""


class ArgumentChecks:
    """Writes checks for the types of one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def of_parameter(self, method: Method, documented: str) -> list[str]:
        """Statements that check an argument of a method.

        Args:
            method: The method.
            documented: Documented name of the parameter.
        """
        parameter = method.params[documented]
        name = python_name(parameter.name or documented)
        if parameter.spread or parameter.pick or _is_encoded(method, documented) or _is_uploaded(method, documented):
            return []  # what brings these into shape checks them, too
        extra = _extra_of(parameter, only_in_body=_only_in_body(method, documented))
        statement = self._call(
            literal(name), name, parameter.type, members=parameter.literals or parameter.allow, extra=extra
        )
        if isinstance(parameter.default, dict | list):
            return [statement] if statement else []  # null stands for the default, which is in its place by now
        return _unless_none(statement, name, parameter.type)

    def of_field(self, documented: str, field: ValueField, *, owner: str = "") -> list[str]:
        """Statements that check a field of options.

        Args:
            documented: Documented name of the field.
            field: The field.
            owner: Expression that the field is an attribute of; empty if it is a name of its own, that may be None.
        """
        name = python_name(documented)
        value = f"{owner}.{name}" if owner else name
        statement = self._call(literal(name), value, field.type, members=field.literals)
        return _unless_none(statement, value, field.type, always=not owner)

    def _call(
        self, shown: str, value: str, type_: TypeExpression, *, members: tuple[str, ...] = (), extra: str = ""
    ) -> str:
        """The call that checks a value; empty if nothing can be said about it.

        Args:
            shown: Expression for the name of the value in messages.
            value: Expression for the value.
            type_: Its type.
            members: The strings allowed, if there is no union for them.
            extra: Further arguments of the call, for texts and whole numbers.
        """
        if type_.choices:
            return self._choice(shown, value, type_)
        if members:
            allowed = ", ".join(map(literal, members))
            return f"require_member({shown}, {value}, ({allowed}{',' if len(members) == 1 else ''}))"
        name = type_.name
        if name in self._schema.types:
            return f"require_member({shown}, {value}, get_args({name}))"
        if name == "string":
            return f"require_text({shown}, {value}{extra})"
        if name in _SIMPLE_CHECKS:
            return f"{_SIMPLE_CHECKS[name]}({shown}, {value}{extra})"
        if name == "duration":
            return f'require_instance({shown}, {value}, timedelta, "a timedelta")'
        if name in ("list", "map"):
            check = self._of_items(cast(TypeExpression, type_.argument))
            return f"{'require_each' if name == 'list' else 'require_values'}({shown}, {value}{check})"
        if name in _NATIVE_CHECKS:
            return f"{_NATIVE_CHECKS[name]}({shown}, {value})"
        if name in self._schema.values or name in self._schema.options:
            return f"require_instance({shown}, {value}, {name}, {literal(f'a {name}')})"
        return ""

    def _of_items(self, held: TypeExpression) -> str:
        call = self._call("name", "item", held)
        if not call:
            return ""
        # a plain check of a name and a value is one already; anything else becomes one
        check = call.removesuffix("(name, item)") if call.endswith("(name, item)") else f"lambda name, item: {call}"
        return f", {check}{', nullable=True' if held.nullable else ''}"

    def _choice(self, shown: str, value: str, type_: TypeExpression) -> str:
        known = {**_CLASSES, **{name: name for name in (*self._schema.values, *self._schema.options)}}
        classes = [known.get(choice.name, "") for choice in type_.choices]
        if not all(classes):
            return ""
        words = " or ".join(f"a {name}" for name in classes)
        return f"require_instance({shown}, {value}, ({', '.join(classes)}), {literal(words)})"


def _unless_none(statement: str, value: str, type_: TypeExpression, *, always: bool = False) -> list[str]:
    if not statement:
        return []
    nullable = type_.nullable or any(choice.nullable for choice in type_.choices)
    if always or (nullable and type_.name != "json"):
        return [f"if {value} is not None:", f"    {statement}"]
    return [statement]


def _extra_of(parameter: Parameter, *, only_in_body: bool) -> str:
    if parameter.type.name == "integer":
        return _MINIMUMS.get(parameter.check or "", "")
    if parameter.type.name != "string":
        return ""
    extra = ", non_empty=True" if parameter.check == "non-empty" else ""
    extra += ", secret=True" if parameter.secret else ""
    return extra + (", surrogates=True" if only_in_body else "")


def _is_encoded(method: Method, name: str) -> bool:
    """Whether a parameter is encoded as it is put into the body, which refuses what cannot be."""
    body = method.request.body if method.request is not None else None
    return any(item.encode is not None and item.value == f"${name}" for item in (body or {}).values())


def is_only_encoded(method: Method, name: str) -> bool:
    """Whether a parameter is encoded wherever it is sent, and its default with it."""
    request = method.request
    uses = [item for item in (request.body or {}).values() if item.value == f"${name}"] if request is not None else []
    is_json = method.params[name].type.name == "json"
    return is_json and bool(uses) and all(item.encode is not None and item.when_none is None for item in uses)


def _is_uploaded(method: Method, name: str) -> bool:
    upload = method.request.upload if method.request is not None else None
    return upload is not None and upload.param == name


def _only_in_body(method: Method, name: str) -> bool:
    """Whether a parameter is sent in a JSON body and nowhere else: what cannot be part of a URL is fine then."""
    request = method.request
    if request is None or request.body is None:
        return False
    reference = f"${name}"
    elsewhere = (*request.path, *request.query.values(), *(request.form or {}).values(), *method.forgets.values())
    cached = request.cache is not None and request.cache.key == reference
    return reference not in elsewhere and not cached and any(item.value == reference for item in request.body.values())
