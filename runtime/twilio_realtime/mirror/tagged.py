"""Objects of several kinds that travel in one place: a field of each says which kind it is.

The generated package has a `Tagged` for each such union. In models it stands behind the type, as
``Annotated[Circle | Square | OtherShape, SHAPE_TAGS]``; for a whole answer its `Tagged.read_answer` is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar, cast

from pydantic import BaseModel, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from ..errors import ResponseError
from ..json import JsonObject
from ..telemetry.logs import logger_of

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
        models: The model of each tag.
        other: The catch-all model. It has two fields: the tag, and ``data``.
    """

    def __init__(self, name: str, *, tag: str, models: Mapping[str, type[ModelT]], other: type[ModelT]) -> None:
        self._name = name
        self._tag = tag
        self._models = models
        self._other = other
        self._known: tuple[type[ModelT], ...] = (*dict.fromkeys(models.values()), other)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name} by {self._tag}: {', '.join(sorted(self._models))}>"

    def read(self, data: object) -> ModelT:
        """Read one object; one that is read already stays as it is.

        Args:
            data: What was received.

        Raises:
            ValueError: It is no object at all.
        """
        if isinstance(data, self._known):
            return data
        if not isinstance(data, dict):
            raise ValueError(f"expected an object with the field {self._tag!r}, not {type(data).__name__}")
        fields = cast("JsonObject", data)
        tag = fields.get(self._tag)
        model = self._models.get(tag) if isinstance(tag, str) else None
        if model is not None:
            try:
                return model.model_validate(fields)
            except ValidationError as error:
                details = error.errors(include_url=False, include_input=False)
                bad = {str(item["loc"][0]) for item in details if item["loc"]}
                _logger.warning(
                    "a %s with the tag %r cannot be read because of %s; it is handed on as it is",
                    self._name,
                    str(tag)[:_SHOWN],
                    ", ".join(sorted(bad)),
                )
        return self._other.model_validate({self._tag: tag if isinstance(tag, str) else None, "data": fields})

    def read_answer(self, data: object) -> ModelT:
        """Read an answer of the service, or an entry of one.

        Raises:
            ResponseError: It is no object at all.
        """
        try:
            return self.read(data)
        except ValueError as error:
            raise ResponseError(f"the service's {self._name} cannot be used: {error}") from None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """What pydantic asks for where the union is a field of a model."""
        return core_schema.no_info_plain_validator_function(self.read)
