"""Objects of several kinds that travel in one place: a tag says which kind each is.

The generated package has a `Tagged` for each such union. In models it stands behind the type, as
``Annotated[Circle | Square | OtherShape, SHAPE_TAGS]``; for a whole answer its `Tagged.read_answer` is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar, cast

from pydantic import BaseModel, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from ..errors import ResponseError
from ..json import JsonObject, JsonValue, dump_json
from ..telemetry.logs import logger_of
from ..wire import BY_KEY, Keyed, read_mirror

__all__ = ["Tagged"]

_logger = logger_of(__name__)
_SHOWN = 60
ModelT = TypeVar("ModelT", bound=BaseModel)


class Tagged(Generic[ModelT]):
    """Reads an object as the model that its tag stands for.

    What has another tag, or none, or cannot be read as that model, becomes the catch-all model, which keeps the tag
    and the object as it was sent. So a kind that is made up tomorrow stops nobody today.

    Args:
        name: Name of the union, for messages.
        tag: Field that holds the tag.
        models: The model of each tag on the wire.
        other: The catch-all model. It has the tag, the field ``data`` or ``other_raw``, and perhaps others.
        words: What tags on the wire are called in models, where that is something else.
        other_word: What the tag of the catch-all model always is; by default it is the tag as it was sent.
        raw: Field of each model that gets the JSON text of what was sent.
        other_raw: Field of the catch-all model that gets that text, instead of ``data`` with the object.
        keyed: Whether the tag is not in the object, but the key that it stands under in another one.
    """

    def __init__(
        self,
        name: str,
        *,
        tag: str,
        models: Mapping[str, type[ModelT]],
        other: type[ModelT],
        words: Mapping[str, str] | None = None,
        other_word: str | None = None,
        raw: str | None = None,
        other_raw: str | None = None,
        keyed: bool = False,
    ) -> None:
        self._name = name
        self._tag = tag
        self._models = models
        self._other = other
        self._words = words or {}
        self._other_word = other_word
        self._raw = raw
        self._other_raw = other_raw
        self._keyed = keyed
        self._known: tuple[type[ModelT], ...] = (*dict.fromkeys(models.values()), other)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name} by {self._tag}: {', '.join(sorted(self._models))}>"

    def read(self, data: object, tag: str | None = None) -> ModelT:
        """Read one object; one that is read already stays as it is.

        Args:
            data: The object.
            tag: Its tag on the wire, where the object does not have it itself.

        Raises:
            ValueError: It is no object at all, or holds a number that has no JSON text, which is to be kept.
        """
        if isinstance(data, Keyed):
            return self.read(data.data, data.key)
        if isinstance(data, self._known):
            return data
        if not isinstance(data, dict):
            where = "" if self._keyed else f" with the field {self._tag!r}"
            raise ValueError(f"expected an object{where}, not {type(data).__name__}")
        fields = cast("JsonObject", data)
        if tag is None and not self._keyed:
            sent = fields.get(self._tag)
            tag = sent if isinstance(sent, str) else None
        model = self._models.get(tag) if tag is not None else None
        if tag is not None and model is not None:
            named: JsonObject = {self._tag: self._words.get(tag, tag)}
            try:
                return model.model_validate({**fields, **named, **_text_of(fields, self._raw)})
            except ValidationError as error:
                details = error.errors(include_url=False, include_input=False)
                bad = {str(item["loc"][0]) for item in details if item["loc"]}
                _logger.warning(
                    "a %s with the tag %r cannot be read because of %s; it is handed on as it is",
                    self._name,
                    tag[:_SHOWN],
                    ", ".join(sorted(bad)),
                )
        kept: JsonObject = {"data": fields} if self._other_raw is None else _text_of(fields, self._other_raw)
        word = tag if self._other_word is None else self._other_word
        return read_mirror(self._other, {**fields, self._tag: word, **kept})

    def read_answer(self, data: object, tag: str | None = None) -> ModelT:
        """Read an answer of the service, or an entry of one; ``tag`` is its tag, where it does not have it itself.

        Raises:
            ResponseError: It is no object at all.
        """
        try:
            return self.read(data, tag)
        except ValueError as error:
            raise ResponseError(f"the service's {self._name} cannot be used: {error}") from None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """What pydantic asks for where the union is a field of a model."""
        return core_schema.no_info_plain_validator_function(self.read, metadata={BY_KEY: self._keyed})


def _text_of(fields: JsonObject, name: str | None) -> JsonObject:
    """The field, if there is one, with the text of an object."""
    if name is None:
        return {}
    text: JsonValue = dump_json(fields)
    return {name: text}
