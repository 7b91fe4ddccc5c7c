"""Parts of requests as Python expressions: URLs, values and bodies."""

from __future__ import annotations

from pydantic import JsonValue

from .argument_checks import ArgumentChecks, is_only_encoded
from .ir import Link, Method, Request, Resource, Schema, ValueSource
from .naming import python_name, snake_case
from .python_types import PythonTypes
from .reserved_names import local_name, parameter_names, private_name
from .source_text import literal
from .type_expressions import TypeExpression

__all__ = ["RequestExpressions", "kind_of_path", "owner_expression"]


_JSON = frozenset({"string", "integer", "number", "boolean", "json"})
"""Types whose values are JSON."""


def kind_of_path(schema: Schema, path: str) -> TypeExpression:
    """Type of what a path below ``session.`` leads to."""
    kind = TypeExpression(schema.product.profile.bootstrap.payload)
    for part in path.removeprefix("session.").split("."):
        holder = schema.wire.get(kind.name) or schema.values[kind.name]
        kind = holder.fields[part].type
    return kind


def owner_expression(resource: Resource) -> str:
    """The object that a resource belongs to. Only items know theirs; the others belong to the client."""
    if resource.mirror is not None and resource.mirror.kind == "item":
        return f"self.{private_name(snake_case(resource.owner or ''))}"
    return "self._context.client"


class RequestExpressions:
    """Turns what the methods of one resource send into expressions."""

    def __init__(self, schema: Schema, resource: Resource, types: PythonTypes) -> None:
        self._schema = schema
        self._resource = resource
        self._types = types
        self._argument_checks = ArgumentChecks(schema)

    def link(self, link: Link) -> str:
        """Expression for the URL of a link of the resource."""
        return self._url(link.base, link.path)

    def _base_and_path(self, request: Request) -> tuple[str, tuple[str, ...]]:
        link = self._resource.links.get(request.link)
        base, path = (link.base, link.path) if link is not None else (request.link, ())
        return base, (*path, *request.path)

    def _url(self, base: str, path: tuple[str, ...], method: Method | None = None) -> str:
        parts = [self._text(part, method) for part in path]
        root = f"self._context.configuration.links.{python_name(base)}"
        return f"join_path({', '.join([root, *parts])})" if parts else root

    def _text(self, value: str, method: Method | None) -> str:
        """A value that is never null as an expression for text."""
        expression = self._expression(value, method)
        return expression if self._is_written_as_it_is(self._kind(value, method)) else f"as_text({expression})"

    def _query(self, fields: dict[str, str], method: Method) -> str:
        """Values of a query, of which those that are None are left out."""
        parts: list[str] = []
        for name, value in fields.items():
            kind, expression = self._kind(value, method), self._expression(value, method)
            if not self._is_written_as_it_is(kind) and str(kind).removesuffix("?") != "integer":
                none = f" if {expression} is not None else None" if kind is not None and kind.nullable else ""
                expression = f"as_text({expression}){none}"
            parts.append(f"{literal(name)}: {expression}")
        return f"{{{', '.join(parts)}}}"

    def _form(self, fields: dict[str, str], method: Method) -> str:
        """Fields of a form, of which those that are None are left out."""
        parts: list[str] = []
        for name, value in fields.items():
            kind, text = self._kind(value, method), self._text(value, method)
            if kind is not None and kind.nullable:
                given = f"{self._expression(value, method)} is not None"
                parts.append(f"**({{{literal(name)}: {text}}} if {given} else {{}})")
            else:
                parts.append(f"{literal(name)}: {text}")
        return f"{{{', '.join(parts)}}}"

    def _is_written_as_it_is(self, kind: TypeExpression | None) -> bool:
        """Whether values of a type are text in Python, too; None stands for a text of the schema."""
        return kind is None or kind.name == "string" or kind.name in self._schema.types

    def _kind(self, value: JsonValue, method: Method | None) -> TypeExpression | None:
        """Type of what a reference stands for; None for what stands for itself."""
        head, _, rest = value.partition(".") if isinstance(value, str) else ("", "", "")
        if head.startswith("$") and method is not None:
            parameter = method.params[head[1:]]
            if rest:
                return self._schema.values[parameter.type.name].fields[rest].type
            if parameter.pick:
                return TypeExpression("string")
            kind = parameter.type
            never_null = isinstance(parameter.default, dict | list) and not is_only_encoded(method, head[1:])
            return TypeExpression(kind.name, kind.argument) if never_null else kind
        if head == "self" and rest:
            return self._resource.properties[rest].type
        if head == "owner" and rest:
            return self._schema.resources[self._resource.owner or ""].properties[rest].type
        if head != "session" or not rest:
            return None
        return kind_of_path(self._schema, str(value))

    def _expression(self, value: JsonValue, method: Method | None) -> str:
        if isinstance(value, str):
            if value.startswith("$") and method is not None:
                name, _, field = value[1:].partition(".")
                parameter = method.params[name]
                return (
                    f"{self._variable('chosen', method)}.{python_name(field)}"
                    if field
                    else python_name(parameter.name or name)
                )
            if value.startswith(("self.", "session.", "owner.")):
                return self._path_value(value)
        return self._types.literal(value)

    def _variable(self, name: str, method: Method) -> str:
        """A variable of a method's body, which no argument may stand in for."""
        taken = {python_name(item.name or key) for key, item in method.params.items()}
        spread = [item.type.name for item in method.params.values() if item.spread]
        for fields in (self._schema.values[value].fields for value in spread if value in self._schema.values):
            taken |= {python_name(field) for field in fields}
        if method.request is not None and (upload := method.request.upload) is not None:
            taken |= {python_name(field) for field in self._schema.options[upload.options].fields}
        return local_name(name, taken | parameter_names())

    def _path_value(self, value: str) -> str:
        head, _, rest = value.partition(".")
        names = ".".join(python_name(part) for part in rest.split("."))
        if head == "session":
            return f"self._context.configuration.{names}"
        if head == "owner" and self._resource.owner is not None:
            return f"{owner_expression(self._resource)}.{names}"
        return f"self.{names}"

    def _source(self, source: ValueSource, method: Method) -> str:
        """A value of a JSON body as an expression for JSON."""
        value = self._expression(source.value, method)
        coded = self._coded(source, method, value)
        if source.when_none not in (None, "omit") and self._may_be_none(source, method):
            inner = f"({coded})" if " if " in coded else coded
            return f"{inner} if {value} is not None else {literal(str(source.when_none))}"
        return coded

    def _may_be_none(self, source: ValueSource, method: Method) -> bool:
        kind = self._kind(source.value, method)
        return source.value is None if kind is None else kind.nullable or kind.name in ("json", "")

    def _coded(self, source: ValueSource, method: Method, value: str) -> str:
        """A value of a JSON body that is not None, encoded as the schema says."""
        if source.choose:
            return f"{literal(source.choose[True])} if {value} else {literal(source.choose[False])}"
        kind = self._kind(source.value, method)
        if source.encode == "json-string":
            default = self._default_of(source.value, method)
            if default is not None:
                value = f"{value} if {value} is not None else {default}"
            if not self._is_json(kind):
                value = f"as_json({value})"
            return f"encode_json({literal(self._argument_name(source.value, method))}, {value})"
        return value if self._is_json(kind) else f"as_json({value})"

    def _is_json(self, kind: TypeExpression | None) -> bool:
        """Whether Python has values of a type as JSON has them, for type checkers as well."""
        if kind is None or kind.choices:
            return True
        if kind.argument is not None:
            return kind.argument.name == "json"
        return kind.name in _JSON or kind.name in self._schema.types

    def _default_of(self, value: object, method: Method) -> str | None:
        name = str(value).removeprefix("$")
        parameter = method.params.get(name)
        if parameter is None or not isinstance(parameter.default, (dict, list)) or not is_only_encoded(method, name):
            return None
        return self._types.literal(parameter.default, parameter.type)

    def _argument_name(self, value: object, method: Method) -> str:
        name, _, field = str(value).removeprefix("$").partition(".")
        parameter = method.params.get(name)
        return python_name(field or (parameter.name if parameter and parameter.name else name))

    def _body_object(self, body: dict[str, ValueSource], method: Method) -> str:
        plain: list[str] = []
        optional: list[str] = []
        for name, source in body.items():
            value = self._expression(source.value, method)
            if source.when_none == "omit" and self._may_be_none(source, method):
                coded = self._coded(source, method, value)
                optional.append(f"**({{{literal(name)}: {coded}}} if {value} is not None else {{}})")
            else:
                plain.append(f"{literal(name)}: {self._source(source, method)}")
        return "{" + ", ".join([*plain, *optional]) + "}"
