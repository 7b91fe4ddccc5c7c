"""Relayed events for tests of programs that consume them, without a relay and without a broker.

It needs the extra ``fleet``, and neither pytest nor a fixture.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Final, TypeVar, cast, get_args

from pydantic import ValidationError

from twilio_realtime.errors import ArgumentError
from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json, parse_json
from twilio_realtime.relayed import CloudEventModel, DataModel, subject_of

if TYPE_CHECKING:
    from faststream.nats import NatsBroker

__all__ = ["publish_relayed", "relayed"]

EventT = TypeVar("EventT", bound=CloudEventModel)

_TIME: Final = "2026-01-01T00:00:00Z"
_NUMBERS: Final = count(1)
_PLAIN: Final[dict[str, JsonValue]] = {"array": [], "boolean": False, "integer": 0, "number": 0.0, "object": {}}


def relayed(model: type[EventT], identity: str = "alice", /, **data: object) -> EventT:
    """Make an event as a relay writes it.

    Example: ``relayed(MessageAddedEvent, body="hello", author="bob", channel={"sid": "CH1"})``

    Args:
        model: Which event, a model of the module ``relayed`` of a generated package.
        identity: Who is told of it, for events that are told to each user apart.
        data: Fields of its data by their names in Python: values, models, and mappings for objects inside. What is
            left out is None where it may be, else 0, False, an empty list, the first word of a union, or a text made of
            its name.

    Raises:
        ArgumentError: There is no such field, a value is of the wrong kind, or the model is of no event.
    """
    described = _Described.of(model)
    told, payload = described.told, described.payload
    made = described.value(payload, "", data)
    for name in ("position", "time"):
        pointer = str(told.get(name, "")).split("/")[1:]
        if name == "time" and pointer and _found(made, pointer) is None:
            _put(made, pointer, _TIME)
    subject, partition, time = (_text(made, told.get(name)) for name in ("subject", "partition", "time"))
    position = _found(made, str(told["position"]).split("/")[1:]) if "position" in told else None
    whom = {"identity": identity} if told.get("personal") is True else {}
    place = f"{partition}/{position}" if position is not None else f"{subject}/{next(_NUMBERS)}"
    record: JsonObject = {
        "specversion": "1.0",
        "id": "/".join((place, described.name, *whom.values())),
        "source": f"/{described.package.replace('_', '-')}",
        "type": str(told["type"]),
        "subject": subject,
        "partitionkey": partition,
        "time": time,
        **whom,
        "data": made,
    }
    try:
        return model.model_validate(record)
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, item["loc"])) for item in error.errors(include_input=False))
        raise ArgumentError(f"this is no {model.__name__}; of the wrong kind: {wrong}") from None


async def publish_relayed(broker: NatsBroker, prefix: str, event: CloudEventModel) -> None:
    """Publish an event as a relay does, for example to a broker in memory, FastStream's ``TestNatsBroker``.

    Handlers of such a broker have run when this returns; what they raise, it raises.

    Args:
        broker: The broker.
        prefix: What subjects begin with: the name of the stream.
        event: The event.

    Raises:
        ArgumentError: It is none that a relay writes.
    """
    described = _Described.of(type(event))
    record = as_object(parse_json(event.model_dump_json(by_alias=True)))
    sent = {name: value for name, value in record.items() if value is not None or name == "data"}
    position = described.told.get("position")
    place = _found(sent["data"], str(position).split("/")[1:]) if position is not None else None
    subject = subject_of(prefix, event.partition_key, described.name, place if isinstance(place, int) else None)
    headers = {"Content-Type": "application/cloudevents+json", "content-type": "application/cloudevents+json"}
    body = dump_json({**sent, "datacontenttype": "application/json"}).encode()
    await broker.publish(body, subject, headers={**headers, "Nats-Msg-Id": event.id})


class _Described:
    """An event as the AsyncAPI document of its package describes it."""

    def __init__(self, package: str, document: JsonObject, message: JsonObject) -> None:
        self.package = package
        self.told = as_object(message["x-cloud-event"])
        self.name = str(message["x-python"]).rpartition(".")[2]
        self.payload = as_object(message["payload"])
        self._schemas = as_object(as_object(document["components"])["schemas"])

    @staticmethod
    def of(model: type[CloudEventModel]) -> _Described:
        """Find the description of a model.

        Raises:
            ArgumentError: It is the model of no event.
        """
        words = get_args(model.model_fields["type"].annotation) if "type" in model.model_fields else ()
        package = model.__module__.rpartition(".")[0]
        document = _document(package) if words else {}
        messages = as_object(as_object(document.get("components")).get("messages"))
        for message in map(as_object, messages.values()):
            if words and as_object(message.get("x-cloud-event")).get("type") == words[0]:
                return _Described(package, document, message)
        raise ArgumentError(f"{model.__name__} is the model of no relayed event; take one such as MessageAddedEvent")

    def value(self, node: JsonObject, name: str, given: object) -> JsonValue:
        """A value as described, of what is given and what stands for the rest."""
        if isinstance(given, DataModel):
            return cast("JsonValue", given.model_dump(mode="json", by_alias=True))
        if "$ref" in node:
            name = str(node["$ref"]).rpartition("/")[2]
            node = as_object(self._schemas[name])
        if "anyOf" in node and "properties" not in node:
            first = as_object(cast("list[JsonValue]", node["anyOf"])[0])
            return self.value(first, name, given)
        if "properties" in node and isinstance(given, Mapping):
            return self._object(node, name, cast("Mapping[str, object]", given))
        return cast("JsonValue", given)

    def _object(self, node: JsonObject, name: str, given: Mapping[str, object]) -> JsonObject:
        fields = {key: as_object(item) for key, item in as_object(node["properties"]).items()}
        names = {str(item.get("x-python", key)): key for key, item in fields.items()}
        if unknown := given.keys() - names.keys():
            raise ArgumentError(f"{name} has no field {min(unknown)!r}, but {', '.join(sorted(names))}")
        return {
            key: self.value(fields[key], key, given[python])
            if python in given
            else self._usual(fields[key], python, name)
            for python, key in names.items()
        }

    def _usual(self, node: JsonObject, python: str, owner: str) -> JsonValue:
        """What stands for a field that is not given."""
        if "$ref" in node:
            name = str(node["$ref"]).rpartition("/")[2]
            node = as_object(self._schemas[name])
            if "properties" in node:
                return self._object(node, name, {})
        choices = cast("list[JsonObject]", node.get("anyOf", []))
        kind = node.get("type")
        if isinstance(kind, list) or {"type": "null"} in choices:
            return None
        words = cast("list[JsonValue]", node.get("enum") or (choices[0].get("enum") if choices else None) or [])
        if words:
            return words[0]
        if kind == "string":
            return _TIME if node.get("format") == "date-time" else f"{owner.removesuffix('Reference').lower()}-{python}"
        return _PLAIN.get(str(kind))


@cache
def _document(package: str) -> JsonObject:
    return as_object(parse_json((files(package) / "schemas" / "asyncapi.json").read_bytes()))


def _found(data: JsonValue, pointer: list[str]) -> JsonValue:
    for part in pointer:
        data = as_object(data).get(part)
    return data


def _text(data: JsonValue, pointer: JsonValue) -> str | None:
    found = _found(data, str(pointer).split("/")[1:]) if pointer is not None else None
    return found if isinstance(found, str) else None


def _put(data: JsonValue, pointer: list[str], value: JsonValue) -> None:
    *above, last = pointer
    as_object(_found(data, above))[last] = value
