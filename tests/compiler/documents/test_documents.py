"""The documents beside the generated package: valid, complete, and true of the package."""

from __future__ import annotations

import importlib
import inspect
import json
from pathlib import Path
from typing import cast, get_args

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from pydantic import BaseModel, JsonValue

import twilio_chat
from compiler.documents.validation import problems
from support.history import installed
from support.schemas import CHAT, GARDEN
from twilio_chat.commands import COMMANDS
from twilio_codegen.documents import render_documents
from twilio_codegen.generator import generate
from twilio_codegen.language import Schema
from twilio_codegen.lint import load_linted
from twilio_codegen.python.runtime_exports import RUNTIME_EXPORTS
from twilio_realtime.events import EventHub, events_of

Json = dict[str, JsonValue]
Entries = dict[str, dict[str, JsonValue]]

FOLDER = Path(twilio_chat.__file__).parent / "schemas"


def read(name: str) -> Json:
    return cast("Json", json.loads((FOLDER / name).read_text(encoding="utf-8")))


def entries(document: JsonValue, *path: str) -> Entries:
    for part in path:
        document = cast("Json", document)[part]
    return cast("Entries", document)


@pytest.fixture(scope="module")
def chat() -> Schema:
    return load_linted(CHAT)[0]


def test_they_are_part_of_what_is_generated_and_checked() -> None:
    files = generate(GARDEN)
    record = cast("dict[str, dict[str, str]]", json.loads(files[".generated.json"]))

    names = {"api-index.json", "asyncapi.json", "models.schema.json", "wire.schema.json"}
    assert {name for name in files if name.startswith("schemas/")} == {f"schemas/{name}" for name in names}
    assert {f"schemas/{name}" for name in names} <= record["outputs"].keys()
    assert {path.name for path in FOLDER.iterdir()} == names


@pytest.mark.parametrize("folder", [CHAT, GARDEN])
@pytest.mark.timeout(600)
def test_asyncapi_is_valid_by_its_official_schema(folder: Path) -> None:
    official = json.loads((installed() / "@asyncapi/specs/schemas/3.0.0-without-$id.json").read_text(encoding="utf-8"))
    document = json.loads(render_documents(load_linted(folder)[0])["schemas/asyncapi.json"])

    assert document["asyncapi"] == "3.0.0"
    assert problems(official, document) == []


@pytest.mark.parametrize("folder", [CHAT, GARDEN])
def test_json_schemas_are_valid_and_complete_in_themselves(folder: Path) -> None:
    files = render_documents(load_linted(folder)[0])
    for name in ("models.schema.json", "wire.schema.json"):
        document = json.loads(files[f"schemas/{name}"])
        Draft202012Validator.check_schema(document)
        assert references(document) <= {f"#/$defs/{key}" for key in document["$defs"]}
    document = json.loads(files["schemas/asyncapi.json"])
    Draft7Validator.check_schema({"definitions": document["components"]["schemas"]})
    for reference in references(document):
        found = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


def references(value: JsonValue) -> set[str]:
    if isinstance(value, list):
        return {found for item in value for found in references(item)}
    if isinstance(value, dict):
        own = {str(item) for key, item in value.items() if key == "$ref"}
        return own | {found for item in value.values() for found in references(item)}
    return set()


def test_asyncapi_tells_of_every_event(chat: Schema) -> None:
    document = read("asyncapi.json")
    wanted = {f"{resource.resource}.{name}" for resource in chat.resources.values() for name in resource.events}

    assert entries(document, "components", "messages").keys() == wanted
    assert len(entries(document, "operations")) == len(wanted)
    for emitter, channel in entries(document, "channels").items():
        hub = getattr(importlib.import_module("twilio_chat.events"), f"{emitter}Events")
        assert issubclass(hub, EventHub)
        assert entries(channel, "messages").keys() == events_of(hub).keys()


def test_models_are_described_as_they_are(chat: Schema) -> None:
    defined = entries(read("models.schema.json"), "$defs")

    for name, union in chat.types.items():
        assert defined[name]["enum"] == list(get_args(getattr(twilio_chat, name))) == list(union.members)
    for name in chat.values:
        model = getattr(twilio_chat, name)
        assert issubclass(model, BaseModel)
        assert len(entries(defined[name], "properties")) == len(model.model_fields)
    for name, resource in chat.resources.items():
        assert list(entries(defined[name], "properties")) == list(resource.properties)


def test_wire_models_are_described_under_their_names_on_the_wire() -> None:
    defined = entries(read("wire.schema.json"), "$defs")
    wire = importlib.import_module("twilio_chat.wire")

    for name in wire.__all__:
        model = getattr(wire, name)
        aliases = {field.alias or key for key, field in model.model_fields.items()}
        assert set(entries(defined[name], "properties")) == aliases, name
    assert "customTypePath" not in json.dumps(defined)


def test_the_index_names_what_can_be_asked_for() -> None:
    found = {
        f"{name}.{method}": described["command"]
        for name, resource in entries(read("api-index.json"), "resources").items()
        for method, described in entries(resource, "methods").items()
        if "command" in described
    }

    assert found.keys() == COMMANDS.keys()
    assert found["Client.createChannel"] == {"at": []}
    assert found["Message.updateBody"] == {"at": ["channel", "message"]}


def test_the_index_names_what_there_is() -> None:
    index = read("api-index.json")

    assert list(entries(index, "exports")) == sorted({*twilio_chat.__all__} - {*RUNTIME_EXPORTS})
    for name, resource in entries(index, "resources").items():
        kind = getattr(twilio_chat, name)
        assert importlib.import_module(f"twilio_chat.{resource['module']}").__dict__[name] is kind
        for item in entries(resource, "properties").values():
            assert hasattr(kind, str(item["python"]))
        for method in entries(resource, "methods").values():
            found = getattr(kind, str(method["python"]))
            if method["python"] == "shutdown":
                continue
            parameters = [key for key in inspect.signature(found).parameters if key != "self"]
            described = cast("list[Json]", method["params"])
            params = [param["python"] for param in described if "keyword_only" not in param]
            assert parameters[: len(params)] == params
            named = inspect.signature(found).parameters.values()
            assert {str(param["python"]) for param in described if "keyword_only" in param} <= {
                param.name for param in named if param.kind is inspect.Parameter.KEYWORD_ONLY
            }
            # what gives pages, or can be kept up in a block, is awaited without being a coroutine function
            otherwise = "pages" in method or inspect.signature(found).return_annotation == "Renewable"
            assert inspect.iscoroutinefunction(found) == (method["async"] and not otherwise)


def test_nothing_depends_on_where_and_when_it_is_made(chat: Schema) -> None:
    files = render_documents(chat)

    assert files == render_documents(load_linted(CHAT)[0])
    assert {name: (FOLDER.parent / name).read_text(encoding="utf-8") for name in files} == files
