"""Models of relayed events: what a relay writes, for programs that consume it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from importlib.resources import files
from types import ModuleType, SimpleNamespace
from typing import Annotated, cast, get_args, get_origin

import pytest
from pydantic import JsonValue

from compiler.documents.validation import problems
from twilio_chat.relayed import MessageAddedEvent, Relayed, UnknownRelayed, UserUpdatedEvent, read_relayed
from twilio_fleet import CloudEvents
from twilio_realtime.errors import ArgumentError
from twilio_realtime.json import JsonObject, as_object, dump_json
from twilio_realtime.relayed import CloudEventModel, DataModel
from twilio_realtime.sync.mirror import APPLYING

PRODUCTS = ("twilio_chat", "twilio_conversations")
TIME = "2026-02-03T04:05:06.789000Z"


def document_of(package: str) -> JsonObject:
    return as_object(json.loads((files(package) / "schemas" / "asyncapi.json").read_text(encoding="utf-8")))


def told(document: JsonObject) -> dict[str, JsonObject]:
    """The messages that are relayed, by documented name."""
    messages = as_object(as_object(document["components"])["messages"]).values()
    return {str(message["name"]): message for message in map(as_object, messages) if "x-cloud-event" in message}


def resolved(node: JsonObject, document: JsonObject) -> JsonObject:
    if "$ref" not in node:
        return node
    return as_object(as_object(as_object(document["components"])["schemas"])[str(node["$ref"]).rpartition("/")[2]])


def sample(node: JsonObject, document: JsonObject, *, full: bool) -> JsonValue:
    """A value that the document describes; if not full, with null wherever that may stand."""
    node = resolved(node, document)
    if "enum" in node:
        return cast("list[JsonValue]", node["enum"])[-1]
    if "properties" in node:
        fields = as_object(node["properties"])
        return {name: sample(as_object(item), document, full=full) for name, item in fields.items()}
    choices = cast("list[JsonObject]", node.get("anyOf", []))
    kinds = cast("list[str]", node["type"]) if isinstance(node.get("type"), list) else [str(node.get("type"))]
    if "null" in kinds or {"type": "null"} in choices:
        return sample(choices[0] if choices else {**node, "type": kinds[0]}, document, full=full) if full else None
    if "enum" in (choices[0] if choices else {}):
        return "something else"
    if kinds == ["array"]:
        return [sample(as_object(node["items"]), document, full=full)]
    text = TIME if node.get("format") == "date-time" else "text"
    plain: dict[str, JsonValue] = {
        "string": text,
        "integer": 7,
        "number": 1.5,
        "boolean": True,
        "None": {"a": [1, None]},
    }
    return plain[kinds[0]]


def payload_of(data: JsonValue, node: JsonObject, document: JsonObject) -> object:
    """An object with the attributes that a handler would find."""
    node = resolved(node, document)
    if isinstance(data, dict) and "properties" in node:
        fields = {name: as_object(item) for name, item in as_object(node["properties"]).items()}
        named = {
            str(item.get("x-python", name)): payload_of(data[name], item, document) for name, item in fields.items()
        }
        return SimpleNamespace(**named)
    if isinstance(data, list) and "items" in node:
        return [payload_of(item, as_object(node["items"]), document) for item in data]
    if isinstance(data, str) and node.get("format") == "date-time":
        return datetime.fromisoformat(data)
    if "anyOf" in node and data is not None:
        return payload_of(data, cast("list[JsonObject]", node["anyOf"])[0], document)
    return data


def records(package: str, *, full: bool) -> Iterator[tuple[str, JsonObject]]:
    """What a relay writes of each event, by documented name."""
    document, events = document_of(package), CloudEvents(package)
    for name, message in told(document).items():
        described = as_object(message["payload"])
        data = sample(described, document, full=full)
        assert problems({**described, "components": document["components"]}, data) == [], name
        applying = APPLYING.set(("ML1", 3))
        try:
            event = events.make(name, payload_of(data, described, document), "bob")
        finally:
            APPLYING.reset(applying)
        assert event is not None
        yield name, event.record()


def reader(package: str) -> Callable[[str], Relayed]:
    found: object = import_module(f"{package}.relayed").read_relayed
    return cast("Callable[[str], Relayed]", found)


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("package", PRODUCTS)
def test_every_event_that_a_relay_writes_is_read(package: str, full: bool) -> None:
    read, document = reader(package), document_of(package)
    for name, record in records(package, full=full):
        event = read(dump_json(record))
        words = str(record["type"])
        assert type(event).__name__ == f"{name[:1].upper()}{name[1:]}Event"
        assert (event.type, event.id, event.source) == (words, record["id"], record["source"])
        assert (event.subject, event.partition_key) == (record.get("subject"), record.get("partitionkey"))
        assert event.identity == record.get("identity")
        assert (event.time is not None) == ("time" in record)
        written = as_object(json.loads(event.model_dump_json(by_alias=True)))
        assert (
            problems(
                {**as_object(told(document)[name]["payload"]), "components": document["components"]}, written["data"]
            )
            == []
        )
        kept: JsonObject = {key: value for key, value in written.items() if value is not None}
        assert {**kept, "datacontenttype": "application/json"} == record


def models_of(module: ModuleType) -> dict[str, type[DataModel]]:
    found = {name: cast("object", getattr(module, name)) for name in cast("list[str]", module.__all__)}
    return {
        name.removesuffix("Data"): item
        for name, item in found.items()
        if isinstance(item, type) and issubclass(item, DataModel)
    }


def takes_none(annotation: object) -> bool:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return type(None) in get_args(annotation)


def takes_null(node: JsonObject) -> bool:
    return "null" in str(node.get("type")) or {"type": "null"} in cast("list[JsonObject]", node.get("anyOf", []))


def types_of(module: ModuleType) -> set[str]:
    """The types of events that a module has models of."""
    found = (cast("object", getattr(module, name)) for name in cast("list[str]", module.__all__))
    models = [item for item in found if isinstance(item, type) and issubclass(item, CloudEventModel)]
    return {
        cast("str", get_args(item.model_fields["type"].annotation)[0]) for item in models if item is not UnknownRelayed
    }


@pytest.mark.parametrize("package", PRODUCTS)
def test_the_models_are_what_the_document_describes(package: str) -> None:
    module, document = import_module(f"{package}.relayed"), document_of(package)
    wanted = {str(as_object(message["x-cloud-event"])["type"]) for message in told(document).values()}
    assert types_of(module) == wanted
    schemas = as_object(as_object(document["components"])["schemas"])
    for name, model in models_of(module).items():
        model.model_rebuild()
        described = as_object(as_object(schemas[name])["properties"])
        assert [field.alias or key for key, field in model.model_fields.items()] == list(described)
        for key, field in model.model_fields.items():
            node = as_object(described[field.alias or key])
            assert key == node.get("x-python", field.alias or key)
            anything = not node.keys() - {"description", "x-python"}
            assert takes_none(field.annotation) == takes_null(node) or anything, key
            assert field.is_required() == (not takes_null(node) and not anything), key
            if "enum" in (union := resolved(node, document)):
                assert list(get_args(field.annotation)) == union["enum"]


def added(**changed: JsonValue) -> JsonObject:
    """A message that was written."""
    record = dict(records("twilio_chat", full=True))["messageAdded"]
    return {**record, **changed}


def test_what_a_newer_relay_writes_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    unknown = read_relayed(dump_json(added(type="com.example.made.up.tomorrow", data=[1, {"a": None}])))
    assert isinstance(unknown, UnknownRelayed)
    assert (unknown.type, unknown.data) == ("com.example.made.up.tomorrow", [1, {"a": None}])
    data = {**as_object(added()["data"]), "type": "hologram", "madeUp": 1}
    event = read_relayed(added(data=data, madeup="attribute"))
    assert isinstance(event, MessageAddedEvent)
    assert cast("str", event.data.type) == "hologram"
    assert "'hologram' is not a documented MessageData" in caplog.text
    assert not hasattr(event.data, "madeUp")


def test_what_an_older_relay_has_left_out_is_none() -> None:
    data = {key: value for key, value in as_object(added()["data"]).items() if key not in ("memberSid", "attributes")}
    event = read_relayed(added(data=data))
    assert isinstance(event, MessageAddedEvent)
    assert (event.data.member_sid, event.data.attributes) == (None, None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\x00", "it is no JSON"),
        ("secret", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("[]", "the whole"),
        ('"secret"', "the whole"),
        ("{}", "specversion"),
        ({"specversion": "0.3", "id": "1", "source": "/x", "type": "secret"}, "specversion"),
        ({"specversion": "1.0", "source": "/x", "type": "a.b"}, "'id' (missing)"),
        ({"specversion": "1.0", "id": "", "source": "/x", "type": "a.b"}, "'id' (string_too_short)"),
        ({"specversion": "1.0", "id": "1", "source": "/x", "type": 5}, "'type' (string_type)"),
        ({**added(), "data": {"body": "secret"}}, "'data.sid' (missing)"),
        ({**added(), "data": "secret"}, "'data' "),
        ({**added(), "time": "secret"}, "'time' "),
    ],
)
def test_what_is_no_relayed_event_is_refused_and_not_shown(data: bytes | str | JsonObject, said: str) -> None:
    with pytest.raises(ArgumentError, match="this is no relayed event") as caught:
        read_relayed(data)
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_the_repr_tells_no_secrets() -> None:
    event = read_relayed(added())
    assert repr(event) == "<MessageAddedEvent>"
    assert isinstance(event, MessageAddedEvent)
    assert "text" not in repr(event.data)


def test_the_type_tells_the_events_apart() -> None:
    event = read_relayed(dump_json(dict(records("twilio_chat", full=True))["userUpdated"]))
    assert isinstance(event, UserUpdatedEvent)
    assert event.data.user.identity == "text"
    assert event.data.update_reasons == ["notifiable"]
