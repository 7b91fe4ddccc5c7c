"""Reading what the service sends into typed models, without ever failing on a part that is not needed.

Generated models derive from `WireModel`. `read_mirror` is for data that shows up unasked and must not stop the
client: fields that cannot be read are left out, with a warning. `read_answer` is for replies whose fields are needed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Annotated, ClassVar, Final, NamedTuple, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    PlainValidator,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import CoreSchema, core_schema

from .errors import ResponseError
from .json import MAX_INTEGER, JsonObject, JsonValue, is_finite, parse_json
from .options import refusal_of
from .telemetry.logs import logger_of, warn_once

__all__ = [
    "BY_KEY",
    "UNSENT",
    "InputModel",
    "JsonText",
    "Keyed",
    "SentJsonText",
    "Unsent",
    "WireDuration",
    "WireModel",
    "WireTime",
    "copied_with",
    "known_member",
    "merge_partial",
    "read_answer",
    "read_mirror",
    "shared_text",
    "with_override",
]

_logger = logger_of(__name__)
_unknown_members: set[tuple[str, str]] = set()
_MAX_UNKNOWN_MEMBERS = 1000
_MOST_PASSES: Final = 20
"""What is left out may leave something incomplete, which is left out then: as often as data is nested."""
_SHOWN: Final = 60
_MOST_TIMES: Final = 100
_LONGEST_TIME: Final = 40
_MOST_TEXTS: Final = 1000
_LONGEST_TEXT: Final = 100
_USUAL_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_LONGEST_DURATION: Final = timedelta(days=1)


class _QuietModel(BaseModel):
    """A model whose repr tells which fields are set, not what they hold: texts and attributes are private."""

    # Nothing is ever read into this one; building it would have pydantic look for plugins in all installed packages.
    model_config: ClassVar[ConfigDict] = ConfigDict(defer_build=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {', '.join(sorted(self.model_fields_set))}>"

    __str__ = __repr__


class WireModel(_QuietModel):
    """Base of models that are received: unknown fields are kept out, unknown members of unions pass with a warning.

    Building waits for the first use.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        defer_build=True, extra="ignore", populate_by_name=True, frozen=True, allow_inf_nan=False
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        return _opened(handler(source), cls.__name__)


class InputModel(_QuietModel):
    """Base of models that users build: nothing unknown is accepted, and nothing is converted.

    Raises:
        ArgumentError: A field is of the wrong kind.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        defer_build=True, extra="forbid", populate_by_name=True, frozen=True, strict=True, allow_inf_nan=False
    )

    def __init__(self, /, **fields: object) -> None:
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise refusal_of(error) from None


class Keyed(NamedTuple):
    """Something that has to know the key under which it stands in an object.

    Attributes:
        key: The key.
        data: What stands there.
    """

    key: str
    data: object


BY_KEY: Final = "by key"
"""Key in the metadata of a core schema: its values are read as `Keyed`."""


def _with_keys(value: object) -> object:
    """An object whose values know their keys."""
    if not isinstance(value, dict):
        return value
    entries = cast("dict[str, object]", value).items()
    return {key: Keyed(key, item) if isinstance(item, dict) else item for key, item in entries}


def _is_keyed(schema: object) -> bool:
    """Whether a core schema is one of values that have to know their keys, or of these and null."""
    while isinstance(schema, dict):
        parts = cast("dict[str, object]", schema)
        metadata = parts.get("metadata")
        if isinstance(metadata, dict) and cast("dict[str, object]", metadata).get(BY_KEY) is True:
            return True
        schema = parts.get("schema")
    return False


_SchemaT = TypeVar("_SchemaT")


def _opened(schema: _SchemaT, owner: str) -> _SchemaT:
    """The core schema with every set of literals opened for other strings, and whole numbers of a usual size only."""
    if isinstance(schema, list):
        return cast(_SchemaT, [_opened(part, owner) for part in cast("list[object]", schema)])
    if not isinstance(schema, dict):
        return schema
    parts = cast("dict[str, object]", schema)
    if parts.get("type") == "int":
        return cast(_SchemaT, {"ge": -MAX_INTEGER, "le": MAX_INTEGER, **parts})
    choices = cast("list[dict[str, object]]", parts.get("choices", []))
    if parts.get("type") == "union" and [choice.get("type") for choice in choices] == ["literal", "str"]:
        return cast(_SchemaT, choices[1])  # documented to be open: nothing to warn about
    if parts.get("type") == "literal":
        members = frozenset(str(member) for member in cast("list[object]", parts["expected"]))

        def check(value: str) -> str:
            return known_member(owner, value, members)

        return cast(_SchemaT, core_schema.no_info_after_validator_function(check, core_schema.str_schema()))
    opened = {name: _opened(part, owner) for name, part in parts.items()}
    if parts.get("type") == "dict" and _is_keyed(parts.get("values_schema")):
        inner = cast(CoreSchema, opened)
        return cast(_SchemaT, core_schema.no_info_before_validator_function(_with_keys, inner))
    return cast(_SchemaT, opened)


class _Times:
    """Reads times, gives them their zone, and makes only one object of the same time sent again.

    A message and what is said of it elsewhere repeat few times again and again: what was read already is not parsed
    anew. And whoever keeps thousands of things that were never changed would otherwise keep each time twice, and as
    often the zone that the parser makes anew for every time.
    """

    def __init__(self) -> None:
        self._known: dict[object, datetime] = {}
        self._last = datetime.min.replace(tzinfo=UTC)

    def read(self, value: object, parse: ValidatorFunctionWrapHandler) -> datetime:
        # Neither what is equal for a dict and something else, as True and 1, nor a fraction of a thousand digits.
        if not (type(value) is int or (type(value) is str and len(value) <= _LONGEST_TIME)):
            return self._with_zone(parse(value))
        known = self._known.get(value)
        if known is None:
            known = self._usual(value) or self._with_zone(parse(value))
            if len(self._known) >= _MOST_TIMES:
                self._known = {}  # not emptied: clients on other threads read times, too
            self._known[value] = known
        return known

    def _usual(self, value: str | int) -> datetime | None:
        """A time as the service writes nearly all of them, read by Python itself, which makes no zone for it."""
        if type(value) is str and _USUAL_TIME.fullmatch(value):
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                pass  # such as the 30th of February: pydantic says what is wrong
        return None

    def _with_zone(self, value: datetime) -> datetime:
        if value.utcoffset():
            try:
                value.astimezone(UTC)
            except OverflowError:
                raise ValueError("not within the years 1 to 9999") from None
            return value
        last, value = self._last, value.replace(tzinfo=UTC)
        if value == last:
            return last  # not what is kept by now, because of other threads
        self._last = value
        return value


class Unsent(Enum):
    """Type of `UNSENT`."""

    UNSENT = "unsent"


UNSENT: Final = Unsent.UNSENT
"""Nothing, where null would be a value."""


def _read_sent_text(value: JsonValue) -> JsonValue | Unsent:
    return UNSENT if value is None else _json_in(value)


def _read_text(value: JsonValue) -> JsonValue:
    return None if value is None else _json_in(value)


def _json_in(value: JsonValue) -> JsonValue:
    try:
        if isinstance(value, str):
            return parse_json(value)
        if is_finite(value):
            return value  # it was parsed with what it came in
    except ValueError:
        pass
    what = f"a text of {len(value)} characters" if isinstance(value, str) else f"a {type(value).__name__}"
    warn_once(_logger, value, "%s that should be JSON is not; {} is used instead", what)
    return {}


JsonText = Annotated[JsonValue, PlainValidator(_read_text)]
"""A JSON value that travels as text inside JSON. Text that is no JSON becomes ``{}`` with a warning."""

SentJsonText = Annotated[JsonValue | Unsent, PlainValidator(_read_sent_text)]
"""The same, and `UNSENT` where there is null in place of a text: the text ``null`` is a value like any other."""

WireTime = Annotated[datetime, WrapValidator(_Times().read)]
"""A point in time: ISO 8601 text or milliseconds since 1970; without an offset it is UTC."""


def _usual(value: timedelta) -> timedelta:
    if not timedelta(0) <= value <= _LONGEST_DURATION:
        raise ValueError("not between nothing and a day")
    return value


WireDuration = Annotated[timedelta, AfterValidator(_usual)]
"""How long something lasts: ISO 8601 text or seconds, from nothing to a day."""

ModelT = TypeVar("ModelT", bound=BaseModel)


def read_mirror(model: type[ModelT], data: JsonObject) -> ModelT:
    """Read mirrored data; whatever is of the wrong kind counts as absent, wherever it stands in the data.

    Args:
        model: A model whose fields are all optional.
        data: The object received.

    Raises:
        ResponseError: The model requires a field that cannot be read.
    """
    return read_answer(model, data)


def read_answer(model: type[ModelT], data: JsonObject) -> ModelT:
    """Read a reply; whatever is of the wrong kind and is not needed counts as absent.

    Raises:
        ResponseError: A needed field is missing or of the wrong type; the message names the fields, not their values.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        failure = error
    bad = {place[0] for place in _places_of(failure, model, data) if place}
    left_out: set[str] = set()
    rest = data
    for _ in range(_MOST_PASSES):
        shorter, removed = _without(rest, _places_of(failure, model, rest))
        if not removed:
            break
        left_out |= removed
        rest = shorter
        try:
            read = model.model_validate(rest)
        except ValidationError as error:
            failure = error
            bad |= {place[0] for place in _places_of(failure, model, rest) if place}
        else:
            names = ", ".join(sorted(left_out))
            warn_once(_logger, data, "%s: ignoring fields that cannot be read: %s", model.__name__, names)
            return read
    fields = ", ".join(sorted(map(str, bad)))
    raise ResponseError(f"the service's {model.__name__} cannot be used; missing or of the wrong type: {fields}")


_Place = tuple[int | str, ...]


def _places_of(error: ValidationError, model: type[BaseModel], data: JsonObject) -> list[_Place]:
    """Where what is wrong stands in the data."""
    places = [item["loc"] for item in error.errors(include_url=False, include_input=False)]
    names = {field.alias or name: name for name, field in model.model_fields.items()}
    return [
        (names[str(place[0])], *place[1:])
        if place and place[0] not in data and names.get(str(place[0])) in data
        else place
        for place in places
    ]


def _without(data: JsonObject, places: list[_Place]) -> tuple[JsonObject, set[str]]:
    """The data without what stands at some places, and the names of what is left out.

    A place that does not exist, such as that of a missing field, stands for what it would be in.
    """
    copied = deepcopy(data)
    removals: dict[int, tuple[JsonValue, set[int | str]]] = {}
    names: set[str] = set()
    for place in places:
        inside: JsonValue = copied
        found: tuple[JsonValue, int | str] | None = None
        name = ""
        for part in place:
            holder = inside
            if isinstance(holder, dict) and isinstance(part, str) and part in holder:
                found, inside = (holder, part), holder[part]
                name += f".{part}" if part.isidentifier() else f"[{part[:_SHOWN]!a}]"
            elif isinstance(holder, list) and isinstance(part, int) and part < len(holder):
                found, inside = (holder, part), holder[part]
                name += f"[{part}]"
        if found is not None:
            removals.setdefault(id(found[0]), (found[0], set()))[1].add(found[1])
            names.add(name.removeprefix("."))
    for owner, keys in removals.values():
        if isinstance(owner, dict):
            for key in keys:
                owner.pop(str(key), None)
        elif isinstance(owner, list):
            owner[:] = [item for index, item in enumerate(owner) if index not in keys]
    return copied, names


def known_member(union: str, value: str, members: Collection[str]) -> str:
    """Pass a member of a documented union through; warn once for each value that is not documented.

    Args:
        union: Name of the union, for the warning.
        value: What the service sent.
        members: The documented strings.
    """
    if value not in members and len(_unknown_members) < _MAX_UNKNOWN_MEMBERS and (union, value) not in _unknown_members:
        _unknown_members.add((union, value))
        _logger.warning("%r is not a documented %s; it is passed through as it is", value[:100], union)
    return shared_text(value)


_TextT = TypeVar("_TextT", bound=str | None)
_shared_texts: dict[str, str] = {}


def shared_text(text: _TextT) -> _TextT:
    """Return the object of an equal text that was seen before: thousands of items name the same few authors.

    Args:
        text: A text that repeats, such as one that names another object, or None.
    """
    if text is None or len(text) > _LONGEST_TEXT:
        return text
    known = _shared_texts.get(text)
    if known is None:
        if len(_shared_texts) >= _MOST_TEXTS:
            _shared_texts.clear()  # what was found in it stays as it is
        known = _shared_texts[text] = text
    return cast(_TextT, known)


def copied_with(model: ModelT, **changed: object) -> ModelT:
    """A copy of a model with other values of some fields.

    Raises:
        ArgumentError: A value is of the wrong kind.
    """
    fields = {name: getattr(model, name) for name in model.model_fields_set} | changed
    try:
        return type(model)(**fields)
    except ValidationError as error:
        raise refusal_of(error) from None


def with_override(model: ModelT, path: str, value: object) -> ModelT:
    """A model with another value somewhere inside it; the model itself if the value is None.

    Args:
        model: The model.
        path: Names of fields, joined by dots.
        value: What stands there instead.
    """
    if value is None:
        return model
    head, _, rest = path.partition(".")
    inner: object = getattr(model, head)
    return model.model_copy(
        update={head: with_override(inner, rest, value) if isinstance(inner, BaseModel) and rest else value}
    )


def merge_partial(old: ModelT | None, new: ModelT | None) -> ModelT | None:
    """Lay the fields that are present in ``new`` over ``old``; None clears."""
    if old is None or new is None or old.model_fields_set <= new.model_fields_set:
        return new  # nothing is left of the old one, as nearly always: a copy would be the same
    return old.model_copy(update={name: getattr(new, name) for name in new.model_fields_set})
