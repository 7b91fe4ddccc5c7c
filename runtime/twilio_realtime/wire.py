"""Reading what the service sends into typed models, without ever failing on a part that is not needed.

Generated models derive from `WireModel`. `read_mirror` is for data that shows up unasked and must not stop the
client: fields that cannot be read are left out, with a warning. `read_answer` is for replies whose fields are needed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, ClassVar, Final, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    PlainValidator,
    ValidationError,
)
from pydantic_core import CoreSchema, core_schema

from .arguments import refusal_of
from .errors import ResponseError
from .json import JsonObject, JsonValue, is_finite, parse_json
from .logs import logger_of

__all__ = [
    "UNSENT",
    "InputModel",
    "JsonText",
    "SentJsonText",
    "Unsent",
    "WireModel",
    "WireTime",
    "known_member",
    "merge_partial",
    "read_answer",
    "read_mirror",
    "with_override",
]

_logger = logger_of(__name__)
_unknown_members: set[tuple[str, str]] = set()
_MAX_UNKNOWN_MEMBERS = 1000


class _QuietModel(BaseModel):
    """A model whose repr tells which fields are set, not what they hold: texts and attributes are private."""

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


_SchemaT = TypeVar("_SchemaT")


def _opened(schema: _SchemaT, owner: str) -> _SchemaT:
    """The core schema with every set of literals opened for other strings."""
    if isinstance(schema, list):
        return cast(_SchemaT, [_opened(part, owner) for part in cast("list[object]", schema)])
    if not isinstance(schema, dict):
        return schema
    parts = cast("dict[str, object]", schema)
    if parts.get("type") == "literal":
        members = frozenset(str(member) for member in cast("list[object]", parts["expected"]))

        def check(value: str) -> str:
            return known_member(owner, value, members)

        return cast(_SchemaT, core_schema.no_info_after_validator_function(check, core_schema.str_schema()))
    return cast(_SchemaT, {name: _opened(part, owner) for name, part in parts.items()})


class _Times:
    """Gives times their zone, and of the same time twice in a row only one object.

    Whoever keeps thousands of things that were never changed would otherwise keep each time twice, and as often the
    zone that the parser makes anew for every time.
    """

    def __init__(self) -> None:
        self._last = datetime.min.replace(tzinfo=UTC)

    def read(self, value: datetime) -> datetime:
        if value.utcoffset():
            return value
        last, value = self._last, value.replace(tzinfo=UTC)
        if value == last:
            return last  # not what is kept by now: clients on other threads read times, too
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
    _logger.warning("%s that should be JSON is not; {} is used instead", what)
    return {}


JsonText = Annotated[JsonValue, PlainValidator(_read_text)]
"""A JSON value that travels as text inside JSON. Text that is no JSON becomes ``{}`` with a warning."""

SentJsonText = Annotated[JsonValue | Unsent, PlainValidator(_read_sent_text)]
"""The same, and `UNSENT` where there is null in place of a text: the text ``null`` is a value like any other."""

WireTime = Annotated[datetime, AfterValidator(_Times().read)]
"""A point in time: ISO 8601 text or milliseconds since 1970; without an offset it is UTC."""

ModelT = TypeVar("ModelT", bound=BaseModel)


def read_mirror(model: type[ModelT], data: JsonObject) -> ModelT:
    """Read mirrored data; fields of the wrong type are treated as absent.

    Args:
        model: A model whose fields are all optional.
        data: The object received.

    Raises:
        ResponseError: The model requires a field that cannot be read.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        bad = _bad_fields(error)
    _logger.warning("%s: ignoring fields that cannot be read: %s", model.__name__, ", ".join(sorted(bad)))
    bad.update(name for name, field in model.model_fields.items() if field.alias in bad)
    return read_answer(model, {name: value for name, value in data.items() if name not in bad})


def read_answer(model: type[ModelT], data: JsonObject) -> ModelT:
    """Read a reply.

    Raises:
        ResponseError: A needed field is missing or of the wrong type; the message names the fields, not their values.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        fields = ", ".join(sorted(_bad_fields(error)))
        raise ResponseError(
            f"the service's {model.__name__} cannot be used; missing or of the wrong type: {fields}"
        ) from None


def _bad_fields(error: ValidationError) -> set[str]:
    return {str(item["loc"][0]) for item in error.errors(include_url=False, include_input=False) if item["loc"]}


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
    return value


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
    if old is None or new is None:
        return new
    return old.model_copy(update={name: getattr(new, name) for name in new.model_fields_set})
