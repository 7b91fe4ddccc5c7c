"""What methods send, as Python expressions: URLs, values and bodies."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager

from pydantic import JsonValue

from twilio_codegen.language import (
    ErrorValue,
    Files,
    Method,
    Request,
    Resource,
    Schema,
    ValueSource,
    ValueType,
)
from twilio_codegen.language.methods import Wanted
from twilio_codegen.language.node import PAIRED
from twilio_codegen.language.type_expressions import TypeExpression

from .argument_checks import is_only_encoded
from .code import Code, call, code, joined, operand
from .naming import attribute_path, python_name, snake_case
from .object_expressions import ObjectExpressions
from .reserved_names import link_attribute, local_name, parameter_names
from .source_text import formatted, literal
from .types import PythonTypes

__all__ = ["MethodExpressions"]


_JSON = frozenset({"string", "integer", "number", "boolean", "json"})
"""Types whose values are JSON."""


class MethodExpressions(ObjectExpressions):
    """Writes the expressions in the body of one method."""

    def __init__(self, schema: Schema, resource: Resource, method: Method, types: PythonTypes) -> None:
        super().__init__(schema, resource, types)
        self._method = method
        self._given_already: str | None = None

    def variable(self, name: str) -> str:
        """A variable of the body, which no argument may stand in for."""
        method = self._method
        taken = {python_name(item.name or key) for key, item in method.params.items()}
        spread = [item.type.name for item in method.params.values() if item.spread]
        for fields in (self._schema.built[value].fields for value in spread):
            taken |= {python_name(field) for field in fields}
        if (either := self._schema.text_or_file(method)) is not None:
            taken |= {python_name(field) for field in self._schema.options[either.options].fields}
        return local_name(name, taken | parameter_names())

    def expression(self, value: JsonValue) -> Code:
        """A reference, which may be to a parameter, or a value that stands for itself."""
        if not isinstance(value, str) or not value.startswith("$"):
            return super().expression(value)
        name, _, field = value[1:].partition(".")
        if field:
            return Code(f"{self.variable('chosen')}.{python_name(field)}")
        return Code(python_name(self._method.params[name].name or name))

    def fits(self, item: str, held: Resource | ValueType, where: Mapping[str, Wanted]) -> Code:
        """The condition that something fits.

        Args:
            item: Variable that holds it.
            held: What it is.
            where: Wanted values by documented name.
        """
        members = held.properties if isinstance(held, Resource) else held.fields
        conditions: list[Code] = []
        for name, wanted in where.items():
            value, kind = Code(f"{item}.{python_name(name)}"), members[name].type
            if not isinstance(wanted, str):
                listed = joined([*map(self.expression, wanted), *([""] if len(wanted) == 1 else [])])
                conditions.append(code("{} in ({})", value, listed))
            elif self._is_list(wanted) and kind.name != "list":
                conditions.append(code("{} in {}", value, self.expression(wanted)))
            elif kind.name in self._schema.resources:
                conditions.append(code("{} == {}", value, self.expression(wanted)))
            else:
                conditions.append(self._types.compare(kind, value, self.expression(wanted), equal=True))
        return joined(conditions, " and ")

    def _is_list(self, value: str) -> bool:
        kind = self._kind(value)
        return kind is not None and kind.name == "list"

    def wanted(self, where: Mapping[str, Wanted]) -> Code:
        """What is looked for, as a part of a formatted string."""
        parts: list[Code] = []
        for name, wanted in where.items():
            shown = [self.shown(wanted)] if isinstance(wanted, str) else [self.shown(part) for part in wanted]
            parts.append(code("{} {}", snake_case(name), joined(shown, " or ")))
        return joined(parts, " and ")

    def shown(self, value: str) -> Code:
        """A reference, or a value that stands for itself, as a part of a formatted string."""
        if value.startswith(("$", "self.", "session.", "owner.")):
            return code("{{{}}}", call("quoted", self.expression(value)))
        return Code(formatted(repr(value)))

    def address(self, request: Request) -> Code:
        """The URL of a request."""
        own = request.link in self._resource.links
        base = Code(f"self.{link_attribute(request.link)}") if own else self._session_link(request.link)
        link = self._joined(base, request.path)
        return call("with_query", link, self._query(request.query)) if request.query else link

    def sending(self, request: Request, body: dict[str, ValueSource] | None) -> Code:
        """What sends a request with a JSON body, if it has one, and gives the answer."""
        url = self.address(request)
        if request.form is not None:
            return code("await self._context.rest.post_form({}, {})", url, self._form(request.form))
        if request.verb == "GET":
            return code("await self._context.rest.read({})", url)
        arguments: list[Code | str] = [literal(request.verb), url, *([self.body(body)] if body is not None else [])]
        if request.once is not None:
            arguments.append(code("idempotency_key={}", self.expression(request.once)))
        return code("await self._context.rest.mutate({})", joined(arguments))

    def body(self, body: Mapping[str, ValueSource]) -> Code:
        """A JSON body. Files are stored last: by then, everything else that can be refused has been."""
        entries: list[Code] = []
        stored: list[Code] = []
        for name, source in body.items():
            if source.upload is not None:
                stored.append(self._stored(name, source))
                continue
            if source.fields is not None:
                asked = self._sent_only_if(source.fields) if source.when_none == "omit" else None
                with self._once_given(asked):
                    made = self.body(source.fields)
                if source.encode is not None:
                    made = call("encode_json", literal(name), made)
                entry = code("{}: {}", literal(name), made)
                entries.append(entry if asked is None else code("**({{{}}} if {} else {{}})", entry, self._any(asked)))
                continue
            value = self.expression(source.value)
            if source.when_none == "omit" and self._may_be_none(source):
                coded = self._coded(source, value)
                entries.append(code("**({{{}: {}}} if {} is not None else {{}})", literal(name), coded, value))
            else:
                entries.append(code("{}: {}", literal(name), self._source(source)))
        return code("{{{}}}", joined([*entries, *stored]))

    @contextmanager
    def _once_given(self, asked: Sequence[str] | None) -> Generator[None]:
        """Write what is sent only if one of some values is there; where that is one value, nobody asks again inside."""
        outside = self._given_already
        if asked is not None and len(asked) == 1:
            self._given_already = asked[0]
        yield
        self._given_already = outside

    def _sent_only_if(self, body: Mapping[str, ValueSource]) -> Sequence[str] | None:
        """The values of which one must be there if an object is to have a field; None if it always has one."""
        asked: dict[str, None] = {}
        for source in body.values():
            nested: Sequence[str] | None = None
            if source.fields is not None:
                nested = self._sent_only_if(source.fields) if source.when_none == "omit" else None
            elif source.when_none == "omit" and self._may_be_none(source):
                nested = [str(source.value)]
            if nested is None:
                return None
            asked |= dict.fromkeys(nested)
        return [*asked]

    def _any(self, values: Sequence[str]) -> Code:
        """The condition that one of some values is there."""
        return joined([code("{} is not None", self.expression(value)) for value in values], " or ")

    def names_several(self, source: ValueSource) -> bool:
        """Whether a value of a body is a list of the names of files, rather than the name of one."""
        kind = self._kind(source.value) if not source.files else None
        return bool(source.files) or (kind is not None and kind.argument is not None)

    def _stored(self, name: str, source: ValueSource) -> Code:
        """A field of a JSON body that names stored files."""
        several = self.names_several(source)
        given = self._any_given(source) if several else self._given(source.uploaded[0])
        if several and source.when_none is None:
            given = None  # no files are an empty list
        with self._once_given([files.value for files in source.uploaded] if given is not None else None):
            made = self._names_of_files(source) if several else self._name_of_file(source)
        if given is None:
            return code("{}: {}", literal(name), made)
        if source.when_none == "omit":
            return code("**({{{}: {}}} if {} else {{}})", literal(name), made, given)
        instead = literal(source.when_none)
        return code("{}: {} if {} else {}", literal(name), made, given, instead)

    def _name_of_file(self, source: ValueSource) -> Code:
        """What the store calls a file, once it is stored."""
        (file,) = source.uploaded
        described = self._description(self.expression(file.value), self._kind(file.value), file)
        stored = code("await self._context.services.media.upload({})", joined([self._store(), *described]))
        return self._name_in(source, stored)

    def _names_of_files(self, source: ValueSource) -> Code:
        """What the store calls several files, once they are stored."""
        record, files = self.variable("record"), joined(map(self._each_file, source.uploaded))
        stored = code("await self._context.services.media.upload_all({}, [{}])", self._store(), files)
        return code("[{} for {} in {}]", self._name_in(source, Code(record)), record, stored)

    def _name_in(self, source: ValueSource, record: Code) -> Code:
        upload = source.upload
        assert upload is not None
        return code("read_answer(wire.{}, {}).{}", upload.payload, record, attribute_path(upload.sid))

    def _each_file(self, files: Files) -> Code:
        """Files of a parameter as entries of a list of uploads."""
        value, kind = self.expression(files.value), self._kind(files.value)
        if kind is None or kind.argument is None:
            one = call("FileUpload", *self._description(value, kind, files))
            given = self._given(files)
            return one if given is None else code("*([{}] if {} else [])", one, given)
        file, key = Code(self.variable("file")), Code(self.variable("key"))
        one = call("FileUpload", *self._description(file, kind.argument, files, key))
        empty = "({} or {{}})" if kind.name == "map" else "({} or [])"
        held = code(empty, value) if kind.nullable else value
        if files.key is not None:
            return code("*({} for {}, {} in {}.items())", one, key, file, held)
        return code("*({} for {} in {})", one, file, code("{}.values()", held) if kind.name == "map" else held)

    def _description(
        self, value: Code, kind: TypeExpression | None, files: Files, key: Code | None = None
    ) -> list[Code | str]:
        """The arguments that describe a file: it, what is said of it, and its category."""
        category = [f"category={literal(files.category)}"] if files.category is not None else []
        either = self._schema.text_or_file(self._method) if kind is not None and kind.choices else None
        name = either.options if either is not None else kind.name if kind is not None else ""
        source = self._schema.file_of(name)
        owner = code("{}.", value) if either is None else Code("")
        fields = self._schema.options[name].fields if source is not None else ()
        said = {
            other: code("{}{}", owner, other) for other in (python_name(field) for field in fields if field != source)
        }
        if files.key is not None and key is not None:
            keyed = python_name(files.key)
            said[keyed] = code("{0} if {0} is not None else {1}", said[keyed], key) if keyed in said else key
        file = code("{}{}", owner, python_name(source)) if source is not None else value
        return [file, *(code("{}={}", other, text) for other, text in said.items()), *category]

    def _given(self, files: Files) -> Code | None:
        """The condition that there is a file; None if there always is one."""
        kind = self._kind(files.value)
        value = self.expression(files.value)
        if kind is None or not kind.nullable:
            return None
        return value if kind.argument is not None else code("{} is not None", value)

    def _any_given(self, source: ValueSource) -> Code | None:
        """The condition that there is one of several files; None if there always is."""
        conditions: list[Code] = []
        for files in source.uploaded:
            kind = self._kind(files.value)
            given = self.expression(files.value) if kind is not None and kind.argument else self._given(files)
            if given is None:
                return None
            conditions.append(given)
        return joined(conditions, " or ")

    def _store(self) -> Code:
        """Where files are stored."""
        link = self._schema.product.profile.media or ""
        return code("needed_link({}, {})", self._session_link(link), literal(link))

    def refusal(self, case: ErrorValue) -> Code:
        """What the method returns for a refusal that is an answer."""
        return Code(self._types.literal(case.value, self._method.returns.type))

    def _kind(self, value: JsonValue) -> TypeExpression | None:
        kind = self._declared_kind(value)
        if kind is not None and value == self._given_already:
            return TypeExpression(kind.name, kind.argument)
        return kind

    def _declared_kind(self, value: JsonValue) -> TypeExpression | None:
        head, _, rest = value.partition(".") if isinstance(value, str) else ("", "", "")
        if not head.startswith("$"):
            return super()._kind(value)
        parameter = self._method.params[head[1:]]
        if rest:
            return self._schema.built[parameter.type.name].fields[rest].type
        if parameter.pick:
            return TypeExpression("string")
        kind = parameter.type
        return TypeExpression(kind.name, kind.argument) if self._is_replaced(head[1:]) else kind

    def _is_replaced(self, parameter: str) -> bool:
        """Whether a default is in the place of None by the time that a parameter is used."""
        default = self._method.params[parameter].default
        return isinstance(default, dict | list) and not is_only_encoded(self._method, parameter)

    def _query(self, fields: dict[str, str]) -> Code:
        """Values of a query, of which those that are None are left out."""
        parts: list[Code] = []
        for name, value in fields.items():
            kind, expression = self._kind(value), self.expression(value)
            if not self._is_written_as_it_is(kind) and (kind is None or kind.name != "integer"):
                text = call("as_text", expression)
                may_be_none = kind is not None and kind.nullable
                expression = code("{} if {} is not None else None", text, expression) if may_be_none else text
            parts.append(code("{}: {}", literal(name), expression))
        return code("{{{}}}", joined(parts))

    def _form(self, fields: dict[str, str]) -> Code:
        """Fields of a form, of which those that are None are left out."""
        parts: list[Code] = []
        for name, value in fields.items():
            kind, text = self._kind(value), self._text(value)
            if kind is not None and kind.nullable:
                given = self.expression(value)
                parts.append(code("**({{{}: {}}} if {} is not None else {{}})", literal(name), text, given))
            else:
                parts.append(code("{}: {}", literal(name), text))
        return code("{{{}}}", joined(parts))

    def _source(self, source: ValueSource) -> Code:
        """A value of a JSON body."""
        value = self.expression(source.value)
        coded = self._coded(source, value)
        if source.when_none in (None, "omit") or not self._may_be_none(source):
            return coded
        return code("{} if {} is not None else {}", operand(coded), value, literal(str(source.when_none)))

    def _may_be_none(self, source: ValueSource) -> bool:
        value = source.value
        if value is not None and value == self._given_already:
            return False
        if isinstance(value, str) and value[:1] == "$" and "." not in value and self._is_replaced(value[1:]):
            return False
        kind = self._kind(source.value)
        return source.value is None if kind is None else kind.nullable or kind.name in ("json", "")

    def _coded(self, source: ValueSource, value: Code) -> Code:
        """A value of a JSON body that is not None, encoded as the schema says."""
        if source.choose:
            chosen, other = literal(source.choose[True]), literal(source.choose[False])
            return code("{} if {} else {}", chosen, value, other, is_conditional=True)
        kind = self._kind(source.value)
        if source.encode == "json-string":
            default = self._default_of(source.value)
            if default is not None:
                value = code("{} if {} is not None else {}", value, value, default)
            if not self._is_json(kind):
                value = call("as_json", value)
            return call("encode_json", literal(self._argument_name(source.value)), value)
        if source.encode in PAIRED and kind is not None and kind.argument is not None:
            pairs = self._paired(kind.argument.name, value)
            if source.encode == "pairs":
                return pairs
            return call("encode_json", literal(self._argument_name(source.value)), pairs)
        return value if self._is_json(kind) else call("as_json", value)

    def _paired(self, name: str, listed: Code) -> Code:
        """An object whose entries are the values of a list."""
        (key, _), (value, field) = self._schema.values[name].fields.items()
        item = self.variable("item")
        there = Code(f"{item}.{python_name(value)}")
        coded = there if self._is_json(field.type) else call("as_json", there)
        return code("{{{}.{}: {} for {} in {}}}", item, python_name(key), coded, item, listed)

    def _is_json(self, kind: TypeExpression | None) -> bool:
        """Whether Python has values of a type as JSON has them, for type checkers as well."""
        if kind is None or kind.choices:
            return True
        if kind.argument is not None:
            return kind.argument.name == "json"
        return kind.name in _JSON or kind.name in self._schema.types

    def _default_of(self, value: object) -> str | None:
        name = str(value).removeprefix("$")
        parameter = self._method.params.get(name)
        if parameter is None or not isinstance(parameter.default, (dict, list)):
            return None
        return self._types.literal(parameter.default, parameter.type) if is_only_encoded(self._method, name) else None

    def _argument_name(self, value: object) -> str:
        name, _, field = str(value).removeprefix("$").partition(".")
        parameter = self._method.params.get(name)
        return python_name(field or (parameter.name if parameter and parameter.name else name))
