"""Methods of resources as Python statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from .ir import (
    CollectionCall,
    Link,
    Method,
    Parameter,
    Request,
    Requirement,
    Resource,
    Returns,
    Schema,
    ValueField,
    ValueSource,
)
from .naming import python_name, snake_case
from .python_types import PythonTypes

__all__ = ["MethodView", "MethodViews", "ParameterView"]


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter as it is written.

    Attributes:
        name: Python name.
        declaration: How it stands in the signature.
        doc: What it means, with its default.
        keyword_only: Whether it follows the star.
    """

    name: str
    declaration: str
    doc: str
    keyword_only: bool = False


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method as it is written.

    Attributes:
        name: Python name.
        documented: Documented name.
        doc: What it does.
        params: Its parameters, keyword-only ones last.
        returns: Annotation of the result.
        returns_doc: What the result means; empty if that needs no words.
        errors: Exceptions worth naming, beyond those that every request may raise.
        causes: Events that follow.
        body: Its statements.
        requests: Whether it asks the service.
        static: Whether it needs no object.
    """

    name: str
    documented: str
    doc: str
    params: tuple[ParameterView, ...]
    returns: str
    returns_doc: str
    errors: tuple[str, ...]
    causes: tuple[str, ...]
    body: tuple[str, ...]
    requests: bool
    static: bool


class MethodViews:
    """Turns the methods of one resource into views."""

    def __init__(self, schema: Schema, resource: Resource, types: PythonTypes) -> None:
        self._schema = schema
        self._resource = resource
        self._types = types

    def all(self) -> tuple[MethodView, ...]:
        """Every method that the runtime's base class does not already have, in schema order."""
        return tuple(
            self._view(name, method) for name, method in self._resource.methods.items() if method.session != "close"
        )

    def link(self, link: Link) -> str:
        """Expression for the URL of a link of the resource."""
        return self._url(link.base, link.path)

    def _view(self, documented: str, method: Method) -> MethodView:
        errors = set(method.errors)
        if method.requires:
            errors.add("StateError")
        if any(self._types.checks(name, param) or param.spread for name, param in method.params.items()):
            errors.add("ArgumentError")
        if any(param.type.name == "json" for param in method.params.values()):
            errors.add("ArgumentError")
        causes = tuple(self._event_name(cause) for cause in method.causes)
        return MethodView(
            name=python_name(documented),
            documented=documented,
            doc=method.doc,
            params=self._params(method),
            returns=self._returns(method.returns),
            returns_doc=method.returns.doc or "",
            errors=tuple(sorted(errors)),
            causes=causes,
            body=tuple(self._body(documented, method)),
            requests=not method.static and method.property is None and method.pool is None and method.session is None,
            static=method.static,
        )

    def _event_name(self, cause: str) -> str:
        owner, _, event = cause.rpartition(".")
        return f"{snake_case(owner)}.on.{snake_case(event)}" if owner else f"on.{snake_case(event)}"

    def _returns(self, returns: Returns) -> str:
        if returns.kind == "self":
            return self._resource.resource
        return "None" if returns.type is None else self._types.annotation(returns.type)

    def _params(self, method: Method) -> tuple[ParameterView, ...]:
        required = [item for item in method.params.items() if not item[1].optional]
        optional = [item for item in method.params.items() if item[1].optional]
        views: list[ParameterView] = []
        for documented, parameter in (*required, *optional):
            views.append(self._param(documented, parameter))
            if parameter.spread:
                views.extend(self._spread(self._schema.values[parameter.type.name].fields))
        if method.request is not None and method.request.upload is not None:
            views.extend(self._spread(self._schema.options[method.request.upload.options].fields))
        return tuple(views)

    def _param(self, documented: str, parameter: Parameter) -> ParameterView:
        name = python_name(parameter.name or documented)
        annotation = self._types.annotation(parameter.type, literals=parameter.literals)
        has_default = "default" in parameter.model_fields_set
        mutable = isinstance(parameter.default, (dict, list))
        doc = parameter.doc
        if has_default and mutable:
            # JSON's null and "not given" are the same here: both stand for the default
            default = " = None"
            doc += f" Default: {self._types.literal(parameter.default)}."
        elif has_default:
            default = f" = {self._types.literal(parameter.default)}"
        else:
            default = ""
        return ParameterView(name, f"{name}: {annotation}{default}", doc)

    def _spread(self, fields: Mapping[str, ValueField]) -> list[ParameterView]:
        views: list[ParameterView] = []
        for documented, field in fields.items():
            name = python_name(documented)
            annotation = self._types.field_annotation(field)
            annotation = (
                annotation if annotation.endswith("| None") or field.type.name == "json" else f"{annotation} | None"
            )
            default = "" if field.default is None else f" Default: {self._types.literal(field.default)}."
            views.append(ParameterView(name, f"{name}: {annotation} = None", field.doc + default, keyword_only=True))
        return views

    def _body(self, documented: str, method: Method) -> list[str]:
        waits = self._resource.root and not method.static and method.session is None
        lines: list[str] = ["await self._until_ready()"] if waits else []
        for requirement in method.requires:
            lines += self._requirement(requirement)
        for name, parameter in method.params.items():
            lines += self._types.checks(name, parameter)
            python = python_name(parameter.name or name)
            if parameter.spread:
                fields = ", ".join(
                    f'"{python_name(field)}": {python_name(field)}'
                    for field in self._schema.values[parameter.type.name].fields
                )
                lines.append(f"chosen = build_options({parameter.type.name}, {python}, {{{fields}}})")
            if parameter.at_least is not None:
                lines += [
                    f"if self.{python_name(parameter.at_least)} is not None:",
                    f"    {python} = max({python}, self.{python_name(parameter.at_least)})",
                ]
            for kind, stands_for in parameter.pick.items():
                lines += [
                    f"if isinstance({python}, {kind}):",
                    f"    {python} = {python}.{python_name(stands_for)}",
                    f'require_text("{python}", {python}, non_empty=True)',
                ]
        if method.request is not None and method.request.upload is not None:
            return lines + self._uploading(method, method.request)
        if method.request is not None:
            return lines + self._request(method, method.request)
        if method.delegate is not None:
            return lines + self._delegation(method)
        if method.pool is not None:
            return [*lines, "self._release()"]
        if method.push is not None:
            arguments = ", ".join(python_name(p.name or n) for n, p in method.params.items())
            return [*lines, f"await self._push.{method.push}({arguments})"]
        if method.media is not None:
            return lines + self._media(method)
        if method.collection is not None:
            return lines + self._collection(method.collection, method)
        if method.property is not None:
            return [*lines, f"return self.{python_name(method.property)}"]
        if method.hook is not None:
            names = [python_name(p.name or n) for n, p in method.params.items()]
            arguments = ", ".join(names if method.static else ["self", *names])
            call = f"hooks.{method.hook}({arguments})" if method.static else f"await hooks.{method.hook}({arguments})"
            return [*lines, call if method.returns.kind == "none" else f"return {call}"]
        arguments = ", ".join(python_name(p.name or n) for n, p in method.params.items())
        return [*lines, f"await self._services.{method.session}({arguments})", *self._result(method.returns, "")]

    # -- requests

    def _request(self, method: Method, request: Request) -> list[str]:
        lines: list[str] = []
        for condition, stays in (("!=", method.only_when), ("==", method.skip_when)):
            for name, value in stays.items():
                lines += [
                    f"if self.{python_name(name)} {condition} {self._expression(value, method)}:",
                    "    return" if method.returns.kind == "none" else "    return self",
                ]
        url = self._url(*self._base_and_path(request), method)
        if request.query:
            fields = ", ".join(f'"{name}": {self._expression(value, method)}' for name, value in request.query.items())
            url = f"with_query({url}, {{{fields}}})"
        if request.pages is not None:
            return lines + self._page(request, method, url)
        if request.form is not None:
            fields = ", ".join(f'"{name}": {self._expression(value, method)}' for name, value in request.form.items())
            call = f"await self._context.rest.post_form({url}, {{{fields}}})"
        elif request.verb == "GET":
            call = f"await self._context.rest.read({url})"
        else:
            body = ", " + self._body_object(request.body, method) if request.body is not None else ""
            call = f'await self._context.rest.mutate("{request.verb}", {url}{body})'
        if request.throttle is not None:
            return lines + self._throttled(method, request, call)
        if method.returns.kind == "value":
            return [*lines, f"answer = {call}", *self._result(method.returns, request.payload or "")]
        lines.append(call)
        if method.settles is not None:
            lines.append(f'await self._settled(self._{self._identity()}, "{method.settles}")')
        return lines + self._result(method.returns, "")

    def _page(self, request: Request, method: Method, url: str) -> list[str]:
        pages = request.pages
        assert pages is not None
        item = next(iter(method.returns.type.names() - {"Paginator"})) if method.returns.type is not None else ""
        return [
            "context = self._context",
            "return await read_page(",
            "    context.rest,",
            f"    {url},",
            f'    items="{pages.items}",',
            f"    create=lambda data: {item}.read(context, data),",
            f'    token_parameter="{pages.token}",',
            f'    next_token="{pages.next}",',
            f'    prev_token="{pages.prev}",',
            ")",
        ]

    def _throttled(self, method: Method, request: Request, call: str) -> list[str]:
        throttle = f"self._{snake_case(self._documented_name(method))}_throttle"
        assert request.throttle is not None
        return [
            f"if not {throttle}.due():",
            "    return",
            "try:",
            f"    answer = {call}",
            "except BaseException:",
            f"    {throttle}.reset()",
            "    raise",
            f"{throttle}.seconds = read_answer(wire.{request.payload}, answer).{python_name(request.throttle.field)}",
        ]

    def _documented_name(self, method: Method) -> str:
        return next(name for name, other in self._resource.methods.items() if other is method)

    def _uploading(self, method: Method, request: Request) -> list[str]:
        upload = request.upload
        assert upload is not None
        assert request.body is not None
        param = python_name(method.params[upload.param].name or upload.param)
        source = python_name(upload.source)
        others = [python_name(name) for name in self._schema.options[upload.options].fields if name != upload.source]
        kept = {name: value for name, value in request.body.items() if name != upload.instead_of}
        plain = request.model_copy(update={"upload": None})
        stored = f"read_answer(wire.{upload.payload}, stored).{python_name(upload.sid)}"
        return [
            f"if isinstance({param}, {upload.options}):",
            f"    {source} = {param}.{source}",
            *(f"    {name} = {param}.{name} if {name} is None else {name}" for name in others),
            f"    {param} = None",
            f"elif {source} is not None and {param} is not None:",
            f'    raise ArgumentError("give either {param} or {source}, not both: a message carries one of them")',
            f"if {source} is None:",
            f"    if {param} is not None:",
            f'        require_text("{param}", {param})',
            *(f"    {line}" for line in self._request(method, plain)),
            "context = self._context",
            f"fields: JsonObject = {self._body_object(kept, method)}",
            "stored = await context.services.media.upload(",
            f"    str(context.configuration.links.media_service), {source}, "
            + ", ".join(f"{name}={name}" for name in others)
            + ",",
            ")",
            "answer = await context.rest.mutate(",
            f'    "{request.verb}",',
            f"    {self._url(*self._base_and_path(request), method)},",
            f'    {{"{upload.sent_as}": {stored}, **fields}},',
            ")",
            *self._result(method.returns, request.payload or ""),
        ]

    def _base_and_path(self, request: Request) -> tuple[str, tuple[str, ...]]:
        link = self._resource.links.get(request.link)
        base, path = (link.base, link.path) if link is not None else (request.link, ())
        return base, (*path, *request.path)

    def _requirement(self, requirement: Requirement) -> list[str]:
        name = python_name(requirement.property)
        if isinstance(requirement.equals, bool):
            condition = f"not self.{name}" if requirement.equals else f"self.{name}"
        else:
            condition = f"self.{name} != {self._types.literal(requirement.equals)}"
        return [f"if {condition}:", f"    raise StateError(f{self._types.literal('{self!r}: ' + requirement.message)})"]

    def _delegation(self, method: Method) -> list[str]:
        delegate = method.delegate
        assert delegate is not None
        lines: list[str] = []
        arguments: list[str] = []
        for value in delegate.arguments.values():
            name = value.removeprefix("self.")
            known = self._resource.properties.get(name)
            if value.startswith("self.") and known is not None and known.type.nullable:
                local = python_name(name)
                lines += [
                    f"{local} = self.{local}",
                    f"if {local} is None:",
                    f'    raise StateError(f"{{self!r}} has no {local.replace("_", " ")}")',
                ]
                arguments.append(local)
            else:
                arguments.append(self._expression(value, method))
        target = (
            "self._context.client" if delegate.to == "client" else f"self._{snake_case(self._resource.owner or '')}"
        )
        call = f"await {target}.{python_name(delegate.method)}({', '.join(arguments)})"
        return [*lines, call if method.returns.kind == "none" else f"return {call}"]

    def _identity(self) -> str:
        """Python name of the property that tells objects of the resource apart."""
        return next(python_name(name) for name, item in self._resource.properties.items() if item.identity)

    def _media(self, method: Method) -> list[str]:
        store = "str(context.configuration.links.media_service)"
        find = [
            "context = self._context",
            f"record = await context.services.media.record({store}, self._{self._identity()})",
            'url = as_object(record.get("links")).get("content_direct_temporary")',
        ]
        if method.media == "temporary-url":
            return [*find, "return url if isinstance(url, str) else None"]
        names = [python_name(item.name or name) for name, item in method.params.items()]
        return [
            *find,
            "if not isinstance(url, str):",
            '    raise NotFoundError(f"the content of {self!r} is not there yet", status=404)',
            f"return await context.services.media.download_to(url, {names[0]}, {names[1]}={names[1]})",
        ]

    def _result(self, returns: Returns, payload: str) -> list[str]:
        if returns.kind == "self":
            return ["return self"]
        if returns.kind == "none":
            return []
        kind = returns.type.name if returns.type is not None else ""
        if returns.field is None and kind in self._schema.resources and returns.adopt is None:
            return [f"return {kind}.read(self._context, answer)"]
        if returns.adopt is not None:
            return [f"return await self._known_{snake_case(returns.adopt)}().adopt(answer)"]
        return [f"return read_answer(wire.{payload}, answer).{python_name(returns.field or '')}"]

    def _body_object(self, body: dict[str, ValueSource], method: Method) -> str:
        plain = [
            f'"{name}": {self._source(source, method)}' for name, source in body.items() if source.when_none != "omit"
        ]
        for name, source in body.items():
            if source.when_none == "omit":
                value = self._expression(source.value, method)
                plain.append(f'**({{"{name}": {value}}} if {value} is not None else {{}})')
        return "{" + ", ".join(plain) + "}"

    def _source(self, source: ValueSource, method: Method) -> str:
        value = self._expression(source.value, method)
        if source.encode == "json-string":
            default = self._default_of(source.value, method)
            if default is not None:
                value = f"{value} if {value} is not None else {default}"
            return f'encode_json("{self._argument_name(source.value, method)}", {value})'
        if source.choose:
            return f'"{source.choose[True]}" if {value} else "{source.choose[False]}"'
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

    def _expression(self, value: JsonValue, method: Method) -> str:
        if isinstance(value, str):
            if value.startswith("$"):
                name, _, field = value[1:].partition(".")
                parameter = method.params[name]
                return f"chosen.{python_name(field)}" if field else python_name(parameter.name or name)
            if value.startswith(("self.", "session.", "owner.")):
                return self._path_value(value)
        return self._types.literal(value)

    def _path_value(self, value: str) -> str:
        head, _, rest = value.partition(".")
        names = ".".join(python_name(part) for part in rest.split("."))
        if head == "session":
            return f"self._context.configuration.{names}"
        if head == "owner" and self._resource.owner is not None:
            return f"self._{snake_case(self._resource.owner)}.{names}"
        return f"self.{names}"

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

    # -- collections

    def _collection(self, call: CollectionCall, method: Method) -> list[str]:
        declared = self._resource.collections[call.name]
        plain = declared.membership is None and declared.pool is None
        target = f"self._{snake_case(call.name)}" if plain else f"self._known_{snake_case(call.name)}()"
        if call.operation == "all":
            found = f"{target}.all()" if declared.pool is not None else f"await {target}.all()"
            return [f"return hooks.{method.then}({found}, chosen)" if method.then is not None else f"return {found}"]
        if call.operation == "get":
            return [f"return await {target}.get({self._expression(call.key, method)})"]
        if call.operation == "find":
            conditions = " and ".join(
                f"item.{python_name(name)} == {self._expression(value, method)}" for name, value in call.where.items()
            )
            wanted = " and ".join(
                f"{snake_case(name)} {{{self._expression(value, method)}!r}}" for name, value in call.where.items()
            )
            return [f'return await {target}.find(lambda item: {conditions}, f"{wanted}")']
        given = [value for value in (call.size, call.anchor, call.direction) if value is not None]
        arguments = ", ".join(self._expression(value, method) for value in given)
        return [f"return await {target}.page({arguments})"]
