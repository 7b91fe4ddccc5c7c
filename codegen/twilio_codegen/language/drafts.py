"""Objects that put the arguments of a method together, step by step, before it is called."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from .node import Node


class Draft(Node):
    """What makes a resource a draft: it holds the arguments of a method of its owner."""

    of: str = Field(description="The method of the owner that is called in the end.")


class DraftEntry(Node):
    """An entry that a step puts into a map."""

    key: str = Field(description="`$parameter` with the key.")
    value: str = Field(description="`$parameter` with the value.")


class Step(Node):
    """What a method of a draft changes about the arguments that it holds.

    An argument is named as its parameter is, or as `parameter.field` where the parameter spreads its fields.
    """

    set: dict[str, str] = Field(default_factory=dict, description="`$parameter` by argument that it replaces.")
    add: dict[str, str] = Field(default_factory=dict, description="`$parameter` by list that it is added to.")
    put: dict[str, DraftEntry] = Field(default_factory=dict, description="Entry by map that it is put into.")

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not self.changed:
            raise ValueError("needs at least one of set, add and put")
        return self

    @property
    def changed(self) -> tuple[str, ...]:
        """The arguments that it changes."""
        return (*self.set, *self.add, *self.put)
