"""Arguments for a method, and what they must become in a request."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import cast

from pydantic import BaseModel, TypeAdapter

from compiler.properties.values import Plain, Values
from twilio_codegen.language import Method, Parameter, Schema, ValueSource
from twilio_codegen.language.type_expressions import TypeExpression, widened
from twilio_codegen.python.naming import python_name
from twilio_realtime.json import JsonValue

__all__ = ["Call"]

_SPAN = TypeAdapter(timedelta)
_TIME = TypeAdapter(datetime)


class Call:
    """Arguments for a method, and what they become in a request."""

    def __init__(
        self,
        values: Values,
        package: ModuleType,
        method: Method,
        reference: Callable[[str], tuple[TypeExpression, Plain]],
    ) -> None:
        self._values = values
        self._package = package
        self._method = method
        self._reference = reference
        self.keywords: dict[str, object] = {}
        self._given: dict[str, object] = {}
        self._files = 0
        for name, parameter in method.params.items():
            self._choose(name, parameter)

    def passed_on(self, schema: Schema, method: Method) -> Call | None:
        """The arguments of another method that is given those of the same names, or what they spread.

        None if a field that has to be set is null: among keywords, that is the same as leaving it out.
        """
        found = copy.copy(self)
        found._method = method
        found._given = {}
        for name, parameter in method.params.items():
            default = widened(parameter.default, parameter.type)
            if parameter.spread and name not in self._given:
                fields = schema.built[parameter.type.name].fields
                given = {key: self._given[key] for key in fields if self._given.get(key) is not None}
                if any(
                    not item.type.nullable and item.default is None and key not in given for key, item in fields.items()
                ):
                    return None
                make = cast("Callable[..., object]", getattr(self._package, parameter.type.name))
                found._given[name] = make(**{python_name(key): value for key, value in given.items()})
            else:
                value = self._given.get(name, default)
                found._given[name] = default if value is None and isinstance(default, dict | list) else value
        return found

    def _choose(self, name: str, parameter: Parameter) -> None:
        rng = self._values.rng
        python = python_name(parameter.name or name)
        if parameter.spread:
            fields = self._values.schema.built[parameter.type.name].fields
            whole = self._argument(TypeExpression(parameter.type.name))
            self._given[name] = whole
            needed = [python_name(key) for key, item in fields.items() if "default" not in item.model_fields_set]
            if rng.random() < 0.5 or any(getattr(whole, key) is None for key in needed):
                self.keywords[python] = whole
                return
            for key in fields:
                # What is None counts as not given, and not every field may be left out.
                self.keywords[python_name(key)] = getattr(whole, python_name(key))
            given = {key: value for key, value in self.keywords.items() if value is not None}
            self._given[name] = getattr(self._package, parameter.type.name)(
                **{python_name(key): given[python_name(key)] for key in fields if python_name(key) in given}
            )
            return
        if parameter.optional and rng.random() < 0.4 and not self._is_text_or_file(name):
            self._given[name] = widened(parameter.default, parameter.type)
            return
        most = 2 if parameter.max_entries is None else 6  # now and then more than the session allows
        value = self._argument(parameter.type, parameter.literals, most=most)
        if parameter.pick and value == "":
            value = "not empty"
        if (parameter.check == "non-empty" or self._is_key(name)) and value == "":
            value = "not empty"
        if parameter.check in ("positive", "non-negative") and isinstance(value, int):
            value = abs(value) + 1
        if value is None and self._is_text_or_file(name):
            value = "plain"
        if self._has_media_types(name):
            value = _keyed_by_media_types(value)
        self.keywords[python] = value
        if parameter.at_least is not None:
            least = self._reference(f"self.{parameter.at_least}")[1]
            value = value if least is None else max(cast("float", value), cast("float", least))
        if value is None and isinstance(parameter.default, dict | list):
            value = widened(parameter.default, parameter.type)
        self._given[name] = value

    def _argument(
        self, kind: TypeExpression, literals: tuple[str, ...] = (), depth: int = 3, *, most: int = 2
    ) -> object:
        """A value of a type as a program has it; a list or map has no more than ``most`` entries."""
        rng = self._values.rng
        if kind.nullable and (rng.random() < 0.25 or depth < 0):
            return None
        if literals:
            return rng.choice(literals)
        if kind.choices:
            return self._argument(kind.choices[0], depth=depth)
        if kind.argument is not None:
            held = [
                self._argument(kind.argument, depth=depth - 1) for _ in range(0 if depth < 0 else rng.randint(0, most))
            ]
            keys = ("k", "a b", *(f"k{at}" for at in range(most)))
            return held if kind.name == "list" else dict(zip(keys, held, strict=False))
        schema = self._values.schema
        if kind.name in schema.types:
            union = schema.types[kind.name]
            return rng.choice([*union.members, *(["something else"] if union.open else [])])
        if kind.name == "MediaSource":
            return self._content()
        if kind.name == "Progress":
            return _ignore
        if kind.name in schema.built or kind.name in schema.values:
            fields = (schema.built.get(kind.name) or schema.values[kind.name]).fields
            is_file = any(item.type.name == "MediaSource" for item in fields.values())
            chosen = {
                python_name(name): "text/x-odd"  # what is said of a file has rules that no type tells
                if is_file and item.type.name == "string" and not item.literals
                else self._argument(item.type, item.literals, depth - 1)
                for name, item in fields.items()
                if not (item.type.nullable or "default" in item.model_fields_set) or rng.random() < 0.6
            }
            return cast("Callable[..., object]", getattr(self._package, kind.name))(**chosen)
        if kind.name == "datetime":
            return _TIME.validate_python(rng.choice(("2024-05-06T07:08:09.123Z", "2024-05-06T07:08:09+02:00")))
        if kind.name == "duration":
            return timedelta(seconds=rng.choice((0.25, 5, 90_000)))
        if kind.name == "number":
            return rng.choice((0.0, 1.5, -2.25))
        return self._values.wire(TypeExpression(kind.name))

    def _content(self) -> bytes:
        """A file, unlike any other of the call."""
        self._files += 1
        return f"file {self._files}".encode()

    def _has_media_types(self, name: str) -> bool:
        """Whether the keys of a map of files are media types."""
        uploads = self._method.request.uploads.values() if self._method.request is not None else ()
        each = (files for source in uploads for files in source.uploaded)
        return any(files.value == f"${name}" and files.key == "contentType" for files in each)

    def _is_text_or_file(self, name: str) -> bool:
        """Whether a parameter is the text that a file may stand in for."""
        either = self._values.schema.text_or_file(self._method)
        return either is not None and either.param == name

    def _is_key(self, name: str) -> bool:
        """Whether a parameter is the key by which a repetition is known."""
        request = self._method.request
        return request is not None and request.once == f"${name}"

    # -- what is sent

    @property
    def shown(self) -> str:
        """The arguments, for messages."""
        return repr(self._given)

    def hold(self, given: dict[str, object]) -> None:
        """Take other arguments instead."""
        self._given = given

    def given(self, name: str) -> object:
        """The argument of a parameter, or its default."""
        return self._given[name]

    def value(self, source: JsonValue) -> object:
        """The value that a request speaks of, as JSON."""
        if isinstance(source, str):
            if source.startswith("$"):
                name, _, field = source[1:].partition(".")
                found = self._given[name]
                return _sent(getattr(found, python_name(field)) if field else found)
            if source.startswith(("self.", "owner.", "session.")):
                return _of_plain(self._reference(source)[1])
        return source

    def text(self, source: str) -> str | None:
        """A value as text, for paths, queries and forms; None if there is none."""
        value = self.value(source)
        if value is None or isinstance(value, str):
            return value
        return json.dumps(int(value) if isinstance(value, float) and value.is_integer() else value)

    def body(self, body: dict[str, ValueSource] | None) -> Plain:
        """The JSON body of a request."""
        if body is None:
            return None
        found: dict[str, Plain] = {}
        for name, source in body.items():
            if source.fields is not None:
                held = self.body(source.fields)
                if held or source.when_none is None:
                    whole = json.dumps(held, separators=(",", ":"), ensure_ascii=False)
                    found[name] = whole if source.encode is not None else held
                continue
            value = self.value(source.value)
            if source.when_none is not None and value is None:
                if source.when_none == "omit":
                    continue
                value = source.when_none
            if source.encode in ("pairs", "json-pairs"):
                value = {
                    str(key): there for key, there in (pair.values() for pair in cast("list[dict[str, Plain]]", value))
                }
            if source.encode in ("json-string", "json-pairs"):
                value = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
            elif source.choose:
                value = source.choose[bool(value)]
            found[name] = value
        return found


def _ignore(moved: int, of: int | None) -> None:
    """Hear how far a file is."""


def _sent(value: object) -> object:
    """A value of a program as JSON."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _SPAN.dump_python(value, mode="json")
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {item.alias or name: _sent(getattr(value, name)) for name, item in fields.items()}
    if isinstance(value, list | tuple):
        return [_sent(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: _sent(item) for key, item in cast("dict[str, object]", value).items()}
    return value


def _of_plain(value: Plain) -> Plain:
    """What was compared as a plain value, as JSON."""
    if isinstance(value, dict):
        found = cast("dict[str, Plain]", value)
        if found.keys() == {"span"}:
            return _SPAN.dump_python(timedelta(seconds=cast("float", found["span"])), mode="json")
        if found.keys() == {"time"}:
            return datetime.fromtimestamp(cast("float", found["time"]), UTC).isoformat()
        return {key: _of_plain(item) for key, item in found.items() if key != "is"}
    if isinstance(value, list):
        return [_of_plain(item) for item in cast("list[Plain]", value)]
    return value


def _keyed_by_media_types(files: object) -> object:
    """The files of a map under keys that are media types; what is no map stays as it is."""
    if not isinstance(files, dict):
        return files
    each = cast("dict[str, object]", files).values()
    return {f"text/x-{at}; charset=utf-8": file for at, file in enumerate(each)}
