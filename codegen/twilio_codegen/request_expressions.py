"""Parts of requests as Python expressions: URLs, values and bodies."""

from __future__ import annotations

from pydantic import JsonValue

from .argument_checks import ArgumentChecks
from .ir import Link, Method, Request, Resource, Schema, ValueSource
from .naming import python_name, snake_case
from .python_types import PythonTypes
from .reserved_names import local_name, parameter_names, private_name
from .source_text import literal

__all__ = ["RequestExpressions"]


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
        parts: list[str] = []
        for part in path:
            if part.startswith("$") and method is not None:
                parts.append(self._expression(part, method))
            elif part.startswith(("self.", "session.", "owner.")):
                parts.append(self._path_value(part))
            else:
                parts.append(self._types.literal(part))
        root = f"self._context.configuration.links.{python_name(base)}"
        return f"join_path({', '.join([root, *parts])})" if parts else root

    def _expression(self, value: JsonValue, method: Method) -> str:
        if isinstance(value, str):
            if value.startswith("$"):
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
            return f"self.{private_name(snake_case(self._resource.owner))}.{names}"
        return f"self.{names}"

    def _source(self, source: ValueSource, method: Method) -> str:
        value = self._expression(source.value, method)
        if source.encode == "json-string":
            default = self._default_of(source.value, method)
            if default is not None:
                value = f"{value} if {value} is not None else {default}"
            return f'encode_json("{self._argument_name(source.value, method)}", {value})'
        if source.choose:
            return f"{literal(source.choose[True])} if {value} else {literal(source.choose[False])}"
        if source.when_none is not None:
            return f"{value} if {value} is not None else {self._types.literal(source.when_none)}"
        return value

    def _default_of(self, value: object, method: Method) -> str | None:
        parameter = method.params.get(str(value).removeprefix("$"))
        if parameter is None or not isinstance(parameter.default, (dict, list)):
            return None
        return self._types.literal(parameter.default)

    def _argument_name(self, value: object, method: Method) -> str:
        name, _, field = str(value).removeprefix("$").partition(".")
        parameter = method.params.get(name)
        return python_name(field or (parameter.name if parameter and parameter.name else name))

    def _body_object(self, body: dict[str, ValueSource], method: Method) -> str:
        plain = [
            f"{literal(name)}: {self._source(source, method)}"
            for name, source in body.items()
            if source.when_none != "omit"
        ]
        for name, source in body.items():
            if source.when_none == "omit":
                value = self._expression(source.value, method)
                plain.append(f"**({{{literal(name)}: {value}}} if {value} is not None else {{}})")
        return "{" + ", ".join(plain) + "}"
