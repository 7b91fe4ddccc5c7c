"""Requests of methods as Python statements, from asking to the result."""

from __future__ import annotations

from .ir import ErrorValue, Method, Request, Returns
from .naming import python_name, snake_case, tags_name
from .python_types import Annotation
from .request_expressions import RequestExpressions
from .reserved_names import private_name
from .source_text import literal

__all__ = ["RequestStatements", "indented"]


class RequestStatements(RequestExpressions):
    """Turns the requests of one resource's methods into statements."""

    def _request(self, method: Method, request: Request) -> list[str]:
        lines: list[str] = []
        for equal, stays in ((False, method.only_when), (True, method.skip_when)):
            for name, value in stays.items():
                present, wanted = f"self.{python_name(name)}", self._expression(value, method)
                kind = self._resource.properties[name].type
                lines += [
                    f"if {self._types.compare(kind, present, wanted, equal=equal)}:",
                    "    return" if method.returns.kind == "none" else "    return self",
                ]
        lines += self._loop_check()
        url = self._url(*self._base_and_path(request), method)
        if request.query:
            url = f"with_query({url}, {self._query(request.query, method)})"
        if request.pages is not None:
            return lines + self._page(request, method, url)
        return lines + self._keeping(method, self._asking(request, method, url))

    def _loop_check(self) -> list[str]:
        """Statements that refuse another event loop than the client's; the root's methods wait for it to be ready."""
        return [] if self._resource.root else ["self._context.require_own_loop()"]

    def _asking(self, request: Request, method: Method, url: str) -> list[str]:
        """Statements that send a request and make of the answer what the method returns."""
        if request.form is not None:
            call = f"await self._context.rest.post_form({url}, {self._form(request.form, method)})"
        elif request.verb == "GET":
            call = f"await self._context.rest.read({url})"
        else:
            body = ", " + self._body_object(request.body, method) if request.body is not None else ""
            call = f'await self._context.rest.mutate("{request.verb}", {url}{body})'
        if request.throttle is not None:
            return self._throttled(method, request, call)
        if request.verb == "GET" and method.returns.adopt is not None:
            held = f"self._known_{snake_case(method.returns.adopt)}()"
            return self._explained(request, method, f"return await {held}.look_up({url})")
        if method.returns.kind == "value":
            sending = self._explained(request, method, f"{self._variable('answer', method)} = {call}")
            return [*sending, *self._result(method, request.payload or "")]
        lines = self._explained(request, method, call)
        if method.settles is not None:
            lines.append(f'await self._settled(self.{private_name(self._identity())}, "{method.settles}")')
        return lines + self._result(method, "")

    def _explained(self, request: Request, method: Method, sending: str) -> list[str]:
        """The statement that sends a request, with the refusals that are answers."""
        if not request.on_error:
            return [sending]
        error = self._variable("error", method)
        lines = ["try:", f"    {sending}", f"except RequestError as {error}:"]
        if method.settles is not None:  # it is as it should be already, or will be as soon as the news arrive
            unexpected = " and ".join(_condition(case, error, negated=True) for case in request.on_error)
            return [*lines, f"    if {unexpected}:", "        raise"]
        for case in request.on_error:
            value = {"self": " self", "none": ""}.get(
                method.returns.kind, f" {self._types.literal(case.value, method.returns.type)}"
            )
            lines += [f"    if {_condition(case, error)}:", f"        return{value}"]
        return [*lines, "    raise"]

    def _keeping(self, method: Method, asking: list[str]) -> list[str]:
        """Statements that ask, with the caches that are asked before or are told afterwards."""
        if method.forgets:
            forgetting = [
                f"self._context.{python_name(name)}.forget({self._expression(key, method)})"
                for name, key in method.forgets.items()
            ]
            asking = ["try:", *indented(asking), "finally:", *indented(forgetting)]
        cache = method.request.cache if method.request is not None else None
        if cache is None:
            return asking
        key = self._expression(cache.key, method)
        read = self._variable("read", method)
        return [
            f"async def {read}() -> {self._returns(method.returns)}:",
            *indented(asking),
            "",
            f"return await self._context.{python_name(cache.name)}.get({key}, {read})",
        ]

    def _page(self, request: Request, method: Method, url: str) -> list[str]:
        pages = request.pages
        assert pages is not None
        item = next(iter(method.returns.type.names() - {"Paginator"})) if method.returns.type is not None else ""
        context = self._variable("context", method)
        create = f"lambda data: make_{snake_case(item)}({context}, data)"
        if item not in self._schema.resources:
            tagged = item in self._schema.tagged
            create = f"{tags_name(item)}.read_answer" if tagged else f"lambda data: read_answer({item}, data)"
        return [
            f"{context} = self._context",
            "return await read_page(",
            f"    {context}.rest,",
            f"    {url},",
            f"    items={literal(pages.items)},",
            f"    create={create},",
            f"    token_parameter={literal(pages.token)},",
            f"    next_token={literal(pages.next)},",
            f"    prev_token={literal(pages.prev)},",
            *([f"    meta={literal(pages.meta)},"] if pages.meta != "meta" else []),
            ")",
        ]

    def _throttled(self, method: Method, request: Request, call: str) -> list[str]:
        throttle = f"self._{snake_case(self._documented_name(method))}_throttle"
        assert request.throttle is not None
        answer, seconds = self._variable("answer", method), self._variable("seconds", method)
        return [
            f"if not {throttle}.due():",
            "    return",
            "try:",
            f"    {answer} = {call}",
            f"    {seconds} = read_answer(wire.{request.payload}, {answer}).{python_name(request.throttle.field)}",
            "except BaseException:",
            f"    {throttle}.reset()",
            "    raise",
            f"{throttle}.rest({seconds})",
        ]

    def _documented_name(self, method: Method) -> str:
        return next(name for name, other in self._resource.methods.items() if other is method)

    def _uploading(self, method: Method, request: Request) -> list[str]:
        upload = request.upload
        assert upload is not None
        assert request.body is not None
        param = python_name(method.params[upload.param].name or upload.param)
        source = python_name(upload.source)
        fields = {
            name: item for name, item in self._schema.options[upload.options].fields.items() if name != upload.source
        }
        others = [python_name(name) for name in fields]
        kept = {name: value for name, value in request.body.items() if name != upload.instead_of}
        body = {  # what is refused when it is missing is there
            name: item.model_copy(update={"when_none": None}) if item.value == f"${upload.param}" else item
            for name, item in request.body.items()
        }
        plain = request.model_copy(update={"upload": None, "body": body})
        context, kept_fields, record, answer = (
            self._variable(name, method) for name in ("context", "fields", "stored", "answer")
        )
        store = python_name(self._schema.product.profile.media or "")
        stored = f"read_answer(wire.{upload.payload}, {record}).{python_name(upload.sid)}"
        checks = [line for name, item in fields.items() for line in self._argument_checks.of_field(name, item)]
        return [
            *checks,
            f"if isinstance({param}, {upload.options}):",
            f"    {source} = {param}.{source}",
            *(f"    {name} = {param}.{name} if {name} is None else {name}" for name in others),
            f"    {param} = None",
            f"elif {source} is not None and {param} is not None:",
            f'    raise ArgumentError("give either {param} or {source}, not both: a message carries one of them")',
            f"if {source} is None:",
            f"    if {param} is None:",
            f"        raise ArgumentError(\"give {param} or {source}; an empty text has to be said: ''\")",
            f'    require_text("{param}", {param}, surrogates=True)',
            *(f"    {line}" for line in self._request(method, plain)),
            *self._loop_check(),
            f"{context} = self._context",
            f"{kept_fields}: JsonObject = {self._body_object(kept, method)}",
            f"{record} = await {context}.services.media.upload(",
            f"    str({context}.configuration.links.{store}), {source}, "
            + ", ".join(f"{name}={name}" for name in others)
            + ",",
            ")",
            f"{answer} = await {context}.rest.mutate(",
            f'    "{request.verb}",',
            f"    {self._url(*self._base_and_path(request), method)},",
            f"    {{{literal(upload.sent_as)}: {stored}, **{kept_fields}}},",
            ")",
            *self._result(method, request.payload or ""),
        ]

    def _result(self, method: Method, payload: str) -> list[str]:
        returns, answer = method.returns, self._variable("answer", method)
        if returns.kind == "self":
            return ["return self"]
        if returns.kind == "none":
            return []
        kind = returns.type.name if returns.type is not None else ""
        if returns.field is None and kind in self._schema.resources and returns.adopt is None:
            return [f"return make_{snake_case(kind)}(self._context, {answer})"]
        if returns.field is None and returns.adopt is None:
            return [f"return {self._read(kind, answer)}"]
        if returns.adopt is not None:
            return [f"return await self._known_{snake_case(returns.adopt)}().adopt({answer})"]
        return [f"return read_answer(wire.{payload}, {answer}).{python_name(returns.field or '')}"]

    def _read(self, kind: str, data: str) -> str:
        """Expression for a value that is a whole answer, or a whole item of one."""
        if kind in self._schema.tagged:
            return f"{tags_name(kind)}.read_answer({data})"
        return f"read_answer({kind}, {data})"

    def _returns(self, returns: Returns) -> Annotation:
        if returns.kind == "self":
            own = self._resource.resource
            return Annotation(own, frozenset({own}))
        return Annotation("None") if returns.type is None else self._types.annotation(returns.type)

    def _identity(self) -> str:
        """Python name of the property that tells objects of the resource apart."""
        return next(python_name(name) for name, item in self._resource.properties.items() if item.identity)


def _condition(case: ErrorValue, error: str, *, negated: bool = False) -> str:
    """Expression for whether an error, by the name of its variable, is a refusal that is an answer, or is not."""
    if case.code is None:
        return f"{error}.status {'!=' if negated else '=='} {case.status}"
    if negated:
        return f"({error}.status != {case.status} or {error}.code != {case.code})"
    return f"{error}.status == {case.status} and {error}.code == {case.code}"


def indented(lines: list[str]) -> list[str]:
    """Statements as they stand in a block."""
    return [f"    {line}" if line else "" for line in lines]
