"""What every part of the schema has in common: it knows where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ModelWrapValidatorHandler, PrivateAttr, model_validator
from pydantic import JsonValue as Json

from twilio_codegen.reading.positions import UNKNOWN, Key, Located, LocatedDict, Position, locate

from .type_expressions import TypeExpression

__all__ = ["PAIRED", "Codec", "Json", "Node", "Type", "require_one"]


class Node(BaseModel):
    """Something written as a mapping in a schema file."""

    model_config = ConfigDict(
        alias_generator=lambda name: name.replace("_", "-"),
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        arbitrary_types_allowed=True,
        defer_build=True,
    )

    _written: object = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_what_was_written(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        node = handler(data)
        if isinstance(data, Located):
            node._written = data
        return node

    @property
    def pos(self) -> Position:
        """Where the node stands; `UNKNOWN` if it was not read from a file."""
        return self._written.pos if isinstance(self._written, Located) else UNKNOWN

    @property
    def written(self) -> Mapping[Key, object]:
        """The mapping as it stands in the file; empty if the node was not read from one."""
        return self._written if isinstance(self._written, LocatedDict) else {}

    def copied(self, update: Mapping[str, object], written: object) -> Self:
        """The node with other values, standing where ``written`` does."""
        copy = self.model_copy(update=update)
        copy._written = written
        return copy

    def at(self, *path: str | int | bool) -> Position:
        """Where the value stands to which keys, as they are written, and indices lead; else the last one found."""
        return locate(self._written, path)

    def key_at(self, *path: str | int | bool) -> Position:
        """Where the last key of the path stands."""
        return locate(self._written, path, key=True)


def require_one(node: Node, *keys: str) -> None:
    """Refuse a node with none, or with several, of some keys.

    Raises:
        ValueError: There is not exactly one.
    """
    if sum(getattr(node, key.replace("-", "_")) is not None for key in keys) != 1:
        raise ValueError(f"needs exactly one of {', '.join(keys[:-1])} and {keys[-1]}")


def _type(text: object) -> object:
    return TypeExpression.parse(text) if isinstance(text, str) else text


Type = Annotated[TypeExpression, BeforeValidator(_type)]
Codec = Literal["json-string", "pairs", "json-pairs"]
"""How a value travels: as JSON text; as an object whose entries are the values of a list; as the JSON text of one."""

PAIRED = frozenset({"pairs", "json-pairs"})
"""Codecs of lists of values that travel as an object."""
