"""What travels between the tests and the official client, and how."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from interop.official_client import OfficialObject

Value: TypeAlias = "bool | int | float | str | datetime | list[Value] | dict[str, Value] | OfficialObject | None"
"""What comes back from the official client."""

Argument: TypeAlias = (
    "bool | int | float | str | bytes | Sequence[Argument] | Mapping[str, Argument] | Encoded | OfficialObject | None"
)
"""What can be handed to the official client."""


@dataclass(frozen=True)
class Blob:
    """A `Blob` of a browser."""

    content: bytes
    type: str

    def encode(self) -> object:
        """Returns what stands for it in JSON."""
        return {"$blob": {"type": self.type, "content": base64.b64encode(self.content).decode()}}


@dataclass(frozen=True)
class Form:
    """A `FormData` of a browser with one file."""

    content: bytes
    type: str
    filename: str
    field: str = "file"

    def encode(self) -> object:
        """Returns what stands for it in JSON."""
        content = base64.b64encode(self.content).decode()
        return {"$form": {"field": self.field, "filename": self.filename, "type": self.type, "content": content}}


Encoded: TypeAlias = Blob | Form


def encode_argument(value: Argument) -> object:
    """Returns what stands for an argument in JSON."""
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {name: encode_argument(item) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [encode_argument(item) for item in value]
    return value.encode()


def expect_fields(value: Value) -> dict[str, Value]:
    """Returns `value`, which must be a plain object."""
    assert isinstance(value, dict), f"expected a plain object, got {value!r}"
    return value


def expect_list(value: Value) -> list[Value]:
    """Returns `value`, which must be an array."""
    assert isinstance(value, list), f"expected an array, got {value!r}"
    return value


def expect_text(value: Value) -> str:
    """Returns `value`, which must be a string."""
    assert isinstance(value, str), f"expected a string, got {value!r}"
    return value


def expect_int(value: Value) -> int:
    """Returns `value`, which must be a whole number."""
    assert isinstance(value, int), f"expected a whole number, got {value!r}"
    return value
