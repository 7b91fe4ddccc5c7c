"""Methods that are answered by other methods."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import BeforeValidator, Field

from .node import Json, Node


class Delegation(Node):
    """A method of another object, or another one of the same object."""

    to: str = Field(description="`client`, `owner` or `self`.")
    method: str = Field(description="Its method.")
    arguments: dict[str, str] = Field(
        default_factory=dict, alias="with", description="Value by parameter of that method."
    )
    last: str | None = Field(
        default=None, description="List of the resource: `last.x` among the values is a property of its last entry."
    )
    empty: Json = Field(default=None, description="What the method returns while that list has no entry.")


def _listed(data: object) -> object:
    return [cast("object", data)] if isinstance(data, dict) else data


Delegations = Annotated[
    tuple[Delegation, ...],
    BeforeValidator(
        _listed, json_schema_input_type=Delegation | Annotated[tuple[Delegation, ...], Field(min_length=1)]
    ),
    Field(min_length=1),
]
"""One method, which may stand alone, or several, tried in turn."""


class GetOrCreate(Node):
    """A method that looks something up by its name, and creates it if there is none.

    Both methods are the resource's own. Each is given the parameters that it has, too.
    """

    get: str = Field(description="The method that looks it up.")
    create: str = Field(description="The method that creates it; the fields that it spreads count as parameters.")
