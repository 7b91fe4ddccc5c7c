"""What the models of relayed events are made of, for programs that consume what a relay has written.

A generated package has them in its module ``relayed``. They need nothing of a client.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Annotated, ClassVar, Final, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Discriminator, Field, TypeAdapter, ValidationError

from .errors import ArgumentError
from .json import JsonValue, parse_json
from .wire import WireModel, WireTime

__all__ = [
    "OTHER_TYPE",
    "CloudEventModel",
    "DataModel",
    "UnknownRelayed",
    "by_type",
    "name_token",
    "read_event",
    "subject_of",
]

OTHER_TYPE: Final = "other"
"""Tag of the model that stands for every type of event that is not known. It is no type of an event: it has no dot."""
_MOST_PROBLEMS: Final = 5
_LONGEST_PLACE: Final = 100
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9_-]")

EventT = TypeVar("EventT")


class DataModel(WireModel):
    """Base of what events tell: unknown fields are left out, unknown members of unions pass with a warning."""

    model_config: ClassVar[ConfigDict] = ConfigDict(hide_input_in_errors=True)


class CloudEventModel(BaseModel):
    """A CloudEvent, but for its type and data. Attributes that are not known are left out.

    The repr has neither data nor identities.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        defer_build=True,
        extra="ignore",
        populate_by_name=True,
        frozen=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )

    specversion: Literal["1.0"]
    """Version of CloudEvents."""
    id: Annotated[str, Field(min_length=1)]
    """The same from every process that relays the event; no other event of the source has it."""
    source: Annotated[str, Field(min_length=1)]
    """Where it happened."""
    subject: str | None = None
    """SID of the object, or identity of the user; None if nothing identifies it."""
    time: WireTime | None = None
    """When it happened; None if that is unknown."""
    partition_key: Annotated[str | None, Field(alias="partitionkey")] = None
    """What identifies the object that it belongs to, within which events are in order; None if nothing does."""
    identity: str | None = None
    """Whom it is about, where that is the user who is relayed for; None for what everybody is told alike."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__


class UnknownRelayed(CloudEventModel):
    """An event of a type that is not known here, such as one that a newer relay has written."""

    type: Annotated[str, Field(min_length=1)]
    """What happened."""
    data: JsonValue = None
    """What it tells, as it was written."""


def by_type(types: Collection[str]) -> Discriminator:
    """Return what tells the models of a union apart: the type of the event, or `OTHER_TYPE` if it is not known.

    Args:
        types: The known types.
    """
    known = frozenset(types)

    def tag(value: object) -> str:
        found: object = getattr(value, "type", None)
        if isinstance(value, Mapping):
            found = cast("Mapping[str, object]", value).get("type")
        return found if isinstance(found, str) and found in known else OTHER_TYPE

    return Discriminator(tag)


def read_event(events: TypeAdapter[EventT], data: bytes | str | Mapping[str, JsonValue]) -> EventT:
    """Read an event.

    Args:
        events: Reads what a package knows.
        data: A CloudEvent in the structured JSON format, as text or as the object that it is.

    Raises:
        ArgumentError: It is none, or does not tell what an event of its type tells. The message says where, and
            shows nothing of what stands there.
    """
    try:
        return events.validate_python(data if isinstance(data, Mapping) else parse_json(data))
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False, include_context=False)
    except (ValueError, RecursionError):
        raise ArgumentError("this is no relayed event: it is no JSON") from None
    shown = ", ".join(
        f"{'.'.join(map(str, item['loc'][1:]))[:_LONGEST_PLACE] or 'the whole'!a} ({item['type']})"
        for item in problems[:_MOST_PROBLEMS]
    )
    more = f" and {len(problems) - _MOST_PROBLEMS} more" if len(problems) > _MOST_PROBLEMS else ""
    raise ArgumentError(f"this is no relayed event; missing or of the wrong kind: {shown}{more}")


def name_token(text: str) -> str:
    """Return a text as one token of a subject or a key: what cannot stand there is written ``=`` and its bytes."""
    return _FOREIGN.sub(lambda one: "".join(f"={byte:02X}" for byte in one[0].encode("utf-8", "surrogatepass")), text)


def subject_of(prefix: str, partition: str | None, name: str, position: int | None) -> str:
    """Return the subject under which an event is published.

    Args:
        prefix: What subjects begin with.
        partition: What identifies the object that the event belongs to, if anything does.
        name: What handlers of the event are called by, for example ``thing_added``.
        position: Its place in the list that is consumed durably; None if it is of no such list.
    """
    subject = ".".join((prefix, name_token(partition or "") or "_", name))
    return subject if position is None else f"{subject}.{position}"
