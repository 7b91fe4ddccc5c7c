"""Methods of resources as Python statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .argument_checks import is_only_encoded
from .deprecations import notice_of
from .ir import (
    CollectionCall,
    GetOrCreate,
    Method,
    Parameter,
    Requirement,
    ValueField,
)
from .naming import python_name, snake_case
from .parameters import parameters_taken
from .python_types import Annotation, or_none
from .request_expressions import owner_expression
from .request_statements import RequestStatements, indented
from .reserved_names import private_name
from .source_text import formatted

__all__ = ["MethodView", "MethodViews", "ParameterView"]


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter as it is written.

    Attributes:
        name: Python name.
        annotation: Its type.
        default: Expression of its default; empty if it must be given.
        doc: What it means, with its default.
        keyword_only: Whether it follows the star.
        deprecated: What users are told who pass it; empty if it may be used.
    """

    name: str
    annotation: Annotation
    default: str
    doc: str
    keyword_only: bool = False
    deprecated: str = ""

    @property
    def declaration(self) -> str:
        """How it stands in the signature."""
        return f"{self.name}: {self.annotation.text}{f' = {self.default}' if self.default else ''}"


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method as it is written.

    Attributes:
        name: Python name.
        documented: Documented name.
        added: Whether only the Python client has it, under that name.
        doc: What it does.
        params: Its parameters, keyword-only ones last.
        returns: Annotation of the result, or of the page if the result is one.
        pending: Annotation of what fetches the page when it is awaited or gone over; None if the result is no page.
        returns_doc: What the result means; empty if that needs no words.
        errors: Exceptions worth naming, beyond those that every request may raise.
        causes: Events that follow.
        warnings: Statements that warn of parameters that should not be passed any more.
        body: Its statements, these included.
        requests: Whether it asks the service.
        static: Whether it needs no object.
        deprecated: What users are told who call it; empty if it may be used.
    """

    name: str
    documented: str
    added: bool
    doc: str
    params: tuple[ParameterView, ...]
    returns: Annotation
    pending: Annotation | None
    returns_doc: str
    errors: tuple[str, ...]
    causes: tuple[str, ...]
    warnings: tuple[str, ...]
    body: tuple[str, ...]
    requests: bool
    static: bool
    deprecated: str

    @property
    def declared(self) -> Annotation:
        """What stands behind the arrow."""
        return self.returns if self.pending is None else self.pending

    @property
    def pages(self) -> bool:
        """Whether the result is a page."""
        return self.pending is not None

    @property
    def deprecated_params(self) -> tuple[ParameterView, ...]:
        """Parameters that should not be passed any more."""
        return tuple(param for param in self.params if param.deprecated)


_CLOSING = "shutdown"
"""What closes a session: a method that every client has from the runtime."""


class MethodViews(RequestStatements):
    """Turns the methods of one resource into views."""

    def all(self, *, inherited: bool = False) -> tuple[MethodView, ...]:
        """Every method, in schema order.

        Args:
            inherited: Whether to include what the runtime's base class has already.
        """
        return tuple(
            self._view(name, method)
            for name, method in self._resource.methods.items()
            if inherited or method.session != "close" or python_name(name) != _CLOSING
        )

    def _view(self, documented: str, method: Method) -> MethodView:
        errors = set(method.errors)
        if method.requires:
            errors.add("StateError")
        if method.params:
            errors.add("ArgumentError")
        causes = tuple(self._event_name(cause) for cause in method.causes)
        return MethodView(
            name=python_name(documented),
            documented=documented,
            added=method.get_or_create is not None,
            doc=method.doc,
            params=self._params(method),
            returns=self._returns(method.returns),
            pending=self._pending(method),
            returns_doc=method.returns.doc or "",
            errors=tuple(sorted(errors)),
            causes=causes,
            warnings=tuple(self._warnings(method)),
            body=tuple(self._body(method)),
            requests=not method.static and method.property is None and method.pool is None and method.session is None,
            static=method.static,
            deprecated=notice_of(f"{self._resource.resource}.{python_name(documented)}", method.deprecated),
        )

    def _pending(self, method: Method) -> Annotation | None:
        returned = method.returns.type
        if not method.gives_pages() or returned is None or returned.argument is None:
            return None
        item = self._types.annotation(returned.argument)
        return Annotation(f"PendingPage[{item.text}]", item.mentions | {"PendingPage"})

    def _event_name(self, cause: str) -> str:
        owner, _, event = cause.rpartition(".")
        return f"{snake_case(owner)}.on.{snake_case(event)}" if owner else f"on.{snake_case(event)}"

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
        return tuple(sorted(views, key=lambda view: view.keyword_only))

    def _param(self, documented: str, parameter: Parameter) -> ParameterView:
        name = python_name(parameter.name or documented)
        annotation = self._types.annotation(parameter.type, literals=parameter.literals)
        has_default = "default" in parameter.model_fields_set
        mutable = isinstance(parameter.default, (dict, list))
        doc = parameter.doc
        if has_default and mutable:
            # JSON's null and "not given" are the same here: both stand for the default
            default = "None"
            annotation = or_none(annotation, parameter.type)
            doc += f" Default: {self._types.literal(parameter.default, parameter.type)}."
        elif has_default:
            default = self._types.literal(parameter.default, parameter.type)
        else:
            default = ""
        deprecated = notice_of(f"the parameter {name}", parameter.deprecated)
        return ParameterView(name, annotation, default, doc, deprecated=deprecated)

    def _spread(self, fields: Mapping[str, ValueField]) -> list[ParameterView]:
        views: list[ParameterView] = []
        for documented, field in fields.items():
            name = python_name(documented)
            annotation = or_none(self._types.field_annotation(field), field.type)
            default = "" if field.default is None else f" Default: {self._types.literal(field.default, field.type)}."
            views.append(ParameterView(name, annotation, "None", field.doc + default, keyword_only=True))
        return views

    def _warnings(self, method: Method) -> list[str]:
        return [line for name, parameter in method.params.items() for line in self._warning(name, parameter)]

    def _warning(self, documented: str, parameter: Parameter) -> list[str]:
        """Statements that warn of a parameter that should not be passed any more."""
        if parameter.deprecated is None:
            return []
        name = python_name(parameter.name or documented)
        left_out = parameter.default is None or isinstance(parameter.default, (dict, list))
        condition = (
            f"{name} is not None" if left_out else f"{name} != {self._types.literal(parameter.default, parameter.type)}"
        )
        notice = self._types.literal(notice_of(f"the parameter {name}", parameter.deprecated))
        return [f"if {condition}:", f"    warnings.warn({notice}, DeprecationWarning, stacklevel=2)"]

    def _body(self, method: Method) -> list[str]:
        waits = self._resource.root and not method.static and method.session is None
        warnings = self._warnings(method)
        before = ["await self._until_ready()"] if waits else []
        if method.collection is not None or method.media is not None:
            before += self._loop_check()
        if method.session == "update_token":
            before.append("self._require_own_loop()")
        for requirement in method.requires:
            before += self._requirement(requirement)
        checks = self._checks(method)
        if not method.gives_pages():
            return [*warnings, *before, *checks, *self._action(method)]
        # what was picked is narrower than the parameter, which a nested function would not know
        picked = [python_name(item.name or name) for name, item in method.params.items() if item.pick]
        fetch = self._variable("fetch_page", method)
        defaults = ", ".join(f"{name}: str = {name}" for name in picked)
        return [
            *warnings,
            *checks,
            f"async def {fetch}({defaults}) -> {self._returns(method.returns)}:",
            *indented([*before, *self._action(method)]),
            "",
            f"return PendingPage({fetch})",
        ]

    def _checks(self, method: Method) -> list[str]:
        """Statements that refuse wrong arguments and bring the others into shape."""
        lines: list[str] = []
        for name, parameter in method.params.items():
            python = python_name(parameter.name or name)
            if isinstance(parameter.default, (dict, list)) and not is_only_encoded(method, name):
                lines += [
                    f"if {python} is None:",
                    f"    {python} = {self._types.literal(parameter.default, parameter.type)}",
                ]
            lines += self._argument_checks.of_parameter(method, name)
            if parameter.spread:
                fields = ", ".join(
                    f'"{python_name(field)}": {python_name(field)}'
                    for field in self._schema.values[parameter.type.name].fields
                )
                lines.append(
                    f"{self._variable('chosen', method)} = build_options({parameter.type.name}, {python}, {{{fields}}})"
                )
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
        return lines

    def _action(self, method: Method) -> list[str]:
        """Statements that do what the method is for."""
        if method.request is not None and method.request.upload is not None:
            return self._uploading(method, method.request)
        if method.request is not None:
            return self._request(method, method.request)
        if method.delegate is not None:
            return self._delegation(method)
        if method.get_or_create is not None:
            return self._getting_or_creating(method, method.get_or_create)
        if method.pool is not None:
            return ["self._release()"]
        if method.push is not None:
            arguments = ", ".join(python_name(p.name or n) for n, p in method.params.items())
            return [f"await self._push.{method.push}({arguments})"]
        if method.media is not None:
            return self._media(method)
        if method.collection is not None:
            return self._collection(method.collection, method)
        if method.property is not None:
            return [f"return self.{python_name(method.property)}"]
        if method.session == "close":
            return [f"await self.{_CLOSING}()"]
        if method.hook is not None:
            names = [python_name(p.name or n) for n, p in method.params.items()]
            arguments = ", ".join(names if method.static else ["self", *names])
            call = f"hooks.{method.hook}({arguments})" if method.static else f"await hooks.{method.hook}({arguments})"
            return [call if method.returns.kind == "none" else f"return {call}"]
        arguments = ", ".join(python_name(p.name or n) for n, p in method.params.items())
        secret = self._variable("secret", method)
        return [
            f"{secret} = hide_token({arguments})",
            f"del {arguments}",
            f"await self._services.{method.session}({secret})",
            *self._result(method, ""),
        ]

    def _shown(self, value: str, method: Method) -> str:
        """A value as a part of a formatted string."""
        if value.startswith(("$", "self.", "session.", "owner.")):
            return f"{{{self._expression(value, method)}!r}}"
        return formatted(repr(value))

    def _requirement(self, requirement: Requirement) -> list[str]:
        name = python_name(requirement.property)
        if isinstance(requirement.equals, bool):
            condition = f"not self.{name}" if requirement.equals else f"self.{name}"
        else:
            condition = f"self.{name} != {self._types.literal(requirement.equals)}"
        return [f"if {condition}:", f'    raise StateError(f"{{self!r}}: {formatted(requirement.message)}")']

    def _delegation(self, method: Method) -> list[str]:
        delegate = method.delegate
        assert delegate is not None
        lines: list[str] = []
        arguments: list[str] = []
        for value in delegate.arguments.values():
            name = value.removeprefix("self.")
            known = self._resource.properties.get(name)
            if value.startswith("self.") and known is not None and known.type.nullable:
                local, words = self._variable(python_name(name), method), python_name(name).replace("_", " ")
                lines += [
                    f"{local} = self.{python_name(name)}",
                    f"if {local} is None:",
                    f'    raise StateError(f"{{self!r}} has no {words}")',
                ]
                arguments.append(local)
            else:
                arguments.append(self._expression(value, method))
        target = "self._context.client" if delegate.to == "client" else owner_expression(self._resource)
        called = self._schema.root if delegate.to == "client" else self._schema.resources[self._resource.owner or ""]
        params = called.methods[delegate.method].params
        if list(delegate.arguments) != list(params)[: len(arguments)]:
            names = [python_name(params[name].name or name) for name in delegate.arguments]
            arguments = [f"{name}={value}" for name, value in zip(names, arguments, strict=True)]
        call = f"await {target}.{python_name(delegate.method)}({', '.join(arguments)})"
        return [*lines, call if method.returns.kind == "none" else f"return {call}"]

    def _getting_or_creating(self, method: Method, pair: GetOrCreate) -> list[str]:
        calls: list[str] = []
        for name in (pair.get, pair.create):
            other = self._resource.methods[name]
            given = parameters_taken(self._schema, other)
            arguments = [
                f"{self._keyword(other, documented)}={python_name(parameter.name or documented)}"
                for documented, parameter in method.params.items()
                if documented in given
            ]
            calls.append(f"lambda: self.{python_name(name)}({', '.join(arguments)})")
        return [f"return await get_or_create({', '.join(calls)})"]

    def _keyword(self, method: Method, documented: str) -> str:
        """Python name of a parameter, or of a field that one spreads."""
        parameter = method.params.get(documented)
        return python_name((parameter.name if parameter is not None else None) or documented)

    def _media(self, method: Method) -> list[str]:
        context, record, url = (self._variable(name, method) for name in ("context", "record", "url"))
        store = f"str({context}.configuration.links.{python_name(self._schema.product.profile.media or '')})"
        find = [
            f"{context} = self._context",
            f"{record} = await {context}.services.media.record({store}, self.{private_name(self._identity())})",
            f'{url} = as_object({record}.get("links")).get("content_direct_temporary")',
        ]
        if method.media == "temporary-url":
            return [*find, f"return {url} if isinstance({url}, str) else None"]
        path, progress, overwrite = (python_name(item.name or name) for name, item in method.params.items())
        safe = (name for name, item in self._resource.properties.items() if item.derived and item.derived.safe_name)
        name = python_name(next(safe, "")) or private_name(self._identity())
        return [
            *find,
            f"if not isinstance({url}, str):",
            '    raise NotFoundError(f"the content of {self!r} is not there yet; try again soon", status=404)',
            f"return await {context}.services.media.download_to(",
            f"    {url}, {path}, name=self.{name}, overwrite={overwrite}, progress={progress}",
            ")",
        ]

    def _collection(self, call: CollectionCall, method: Method) -> list[str]:
        declared = self._resource.collections[call.name]
        plain = declared.membership is None and declared.pool is None and not self._resource.root
        target = f"self.{private_name(snake_case(call.name))}" if plain else f"self._known_{snake_case(call.name)}()"
        if call.operation == "all":
            found = f"{target}.all()" if declared.pool is not None else f"await {target}.all()"
            return [
                f"return hooks.{method.then}({found}, {self._variable('chosen', method)})"
                if method.then is not None
                else f"return {found}"
            ]
        if call.operation == "get":
            return [f"return await {target}.get({self._expression(call.key, method)})"]
        if call.operation == "find":
            item = self._variable("item", method)
            conditions = " and ".join(
                f"{item}.{python_name(name)} == {self._expression(value, method)}" for name, value in call.where.items()
            )
            wanted = " and ".join(
                f"{snake_case(name)} {self._shown(value, method)}" for name, value in call.where.items()
            )
            return [f'return await {target}.find(lambda {item}: {conditions}, f"{wanted}")']
        given = [value for value in (call.size, call.anchor, call.direction) if value is not None]
        arguments = ", ".join(self._expression(value, method) for value in given)
        return [f"return await {target}.page({arguments})"]
