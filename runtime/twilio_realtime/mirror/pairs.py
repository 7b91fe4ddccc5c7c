"""Lists of values that travel as one object: each value as an entry, of which one field is the key."""

from __future__ import annotations

from typing import cast

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ..json import parse_json

__all__ = ["Pairs"]


class Pairs:
    """Reads an object as a list.

    It stands behind the type of the list, as in ``Annotated[list[Role], Pairs("name", "since")]``.

    Args:
        key: Field of a value that is the key of its entry.
        value: Field that stands there.
        text: Whether the object may travel as JSON text.
    """

    def __init__(self, key: str, value: str, *, text: bool = False) -> None:
        self._key = key
        self._value = value
        self._text = text

    def read(self, data: object) -> object:
        """Return what the items of the list are read from; a list of models stays as it is.

        Raises:
            ValueError: It is a text that is no JSON, or something else altogether.
        """
        given = type(data).__name__
        sent: object = parse_json(data) if self._text and isinstance(data, str) else data
        if isinstance(sent, dict):
            entries = cast("dict[str, object]", sent).items()
            return [{self._key: key, self._value: value} for key, value in entries]
        items = cast("list[object]", sent) if isinstance(sent, list) else [None]
        if all(isinstance(item, BaseModel) for item in items):
            return items
        raise ValueError(f"expected an object whose entries are read, not {given}")

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """What pydantic asks for where the list is a field of a model."""
        return core_schema.no_info_before_validator_function(self.read, handler(source))
