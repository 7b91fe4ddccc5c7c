"""Parameters, options and settings take what they are declared to take, and nothing that only resembles it."""

from __future__ import annotations

import asyncio
import inspect
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Union, cast, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

import twilio_chat
from twilio_chat import (
    ArgumentError,
    Channel,
    ChannelSortingOptions,
    Client,
    ClientOptions,
    ConfigurationError,
    CreateChannelOptions,
    SendMediaOptions,
)
from twilio_local import LocalService
from twilio_realtime.network.proxies import ProxySetting
from twilio_realtime.requests.link_policy import AllowedHosts

WRONG: dict[object, tuple[object, ...]] = {
    str: (5, True, b"bytes", ["x"], 1.5),
    int: ("1", True, 1.5, 10**400, 2**63, [1]),
    float: ("1", True, float("nan"), float("inf"), 10**400),
    bool: (1, 0, "yes", "", 1.0),
    dict: ([], "x", 5, {1: 2}, {"x": {1, 2}}),
    timedelta: (5, "PT5S", True),
    datetime: ("2020-01-01", 5, datetime(2020, 1, 1)),  # which is the point
    Callable: (5, "print"),
    Path: (5, b"bytes", "nul\0"),
}

NAMES: dict[str, object] = {
    **{name: getattr(twilio_chat, name) for name in twilio_chat.__all__},
    **{"AllowedHosts": AllowedHosts, "ProxySetting": ProxySetting},
}
"""What annotations mention; the module of the client imports most of it for type checkers alone."""


def kinds_of(annotation: object) -> set[object]:
    """What an annotation allows, as keys of the table above; `object` for what is looked at later or elsewhere."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return {kind for part in get_args(annotation) for kind in kinds_of(part)}
    if origin is Literal:
        return {Literal}
    if annotation is type(None) or annotation is None:
        return {None}
    if isinstance(annotation, type) and annotation in WRONG:
        return {annotation}
    if origin is dict:
        return {dict}
    if "Callable" in str(origin):
        return {Callable}
    return {object}


def wrong_values(annotation: object) -> list[object]:
    kinds = kinds_of(annotation)
    if object in kinds and "JsonValue" in str(annotation):
        return [{1, 2}, b"bytes", {"x": float("nan")}, {1: 2}, [object()]]
    named = kinds - {None}
    if object in kinds or not named:
        return []
    if Path in named:
        return list(WRONG[Path])
    if Literal in named and "Literal[True]" in str(annotation):
        return [5, 1.5, b"bytes", False]
    found = ["no such member", 5, True] if Literal in named else []
    members = [
        value for part in (annotation, *get_args(annotation)) if get_origin(part) is Literal for value in get_args(part)
    ]
    found = [value for value in found if not any(value is member for member in members)]
    if len(named) == 1 and Literal not in named:
        found = list(WRONG[named.pop()])
    return [*found, *([] if None in kinds else [None])]


def right_value(name: str, annotation: object) -> object:
    kinds = kinds_of(annotation)
    if None in kinds:
        return None
    if Literal in kinds:
        return next(get_args(part)[0] for part in (annotation, *get_args(annotation)) if get_origin(part) is Literal)
    if dict in kinds:
        return {"data": {}}
    return 1 if int in kinds else "x" if str in kinds else Path("nowhere") if Path in kinds else {}


async def refused(function: Callable[..., object], arguments: dict[str, object]) -> bool:
    try:
        result = function(**arguments)
        if inspect.isawaitable(result):
            await result
    except (ArgumentError, ConfigurationError):
        return True
    except twilio_chat.RealtimeError:
        return False
    return False


async def objects(client: Client, channel: Channel) -> list[object]:
    async with channel.on.message_added.expect() as text:
        await channel.send_message("x")
    async with channel.on.message_added.expect() as file:
        await channel.send_message(media=b"x", content_type="text/plain", filename="x.txt")
    assert file.value.media is not None
    found = [item async for item in client.get_public_channel_descriptors()]
    member = await channel.get_member_by_identity("alice")
    described = await client.get_user_descriptor("alice")
    return [channel, text.value, file.value.media, member, client.user, found[0], described, client]


async def test_every_parameter_of_every_method(alice: Client, room: Channel) -> None:
    checked = 0
    for thing in await objects(alice, room):
        for name, method in inspect.getmembers(type(thing), inspect.isfunction):
            if name.startswith("_") or "Documented as" not in (method.__doc__ or ""):
                continue
            bound = cast("Callable[..., object]", getattr(thing, name))
            hints = get_type_hints(method, localns=NAMES)
            parameters = [item for item in inspect.signature(method).parameters if item != "self"]
            for parameter in parameters:
                if parameter in ("token",):
                    continue
                for value in wrong_values(hints[parameter]):
                    given = {
                        item: right_value(item, hints[item])
                        for item in parameters
                        if inspect.signature(method).parameters[item].default is inspect.Parameter.empty
                    }
                    assert await refused(bound, {**given, parameter: value}), (thing, name, parameter, value)
                    checked += 1
    assert checked > 100


@pytest.mark.parametrize("options", [CreateChannelOptions, ChannelSortingOptions, ClientOptions, SendMediaOptions])
async def test_every_field_of_every_option(options: type[object]) -> None:
    if issubclass(options, BaseModel):
        hints: dict[str, object] = {name: field.annotation for name, field in options.model_fields.items()}
    else:
        assert is_dataclass(options)
        hints = {item.name: get_type_hints(options)[item.name] for item in fields(options)}
    needed: dict[str, object] = {"media": b"x"} if "media" in hints else {}
    checked = 0
    for name, annotation in hints.items():
        for value in wrong_values(annotation):
            if "x" in str(value) and "JsonValue" in str(annotation):
                continue  # looked at when it is sent
            if value is not None:
                assert await refused(options, {**needed, name: value}), (name, value)
                checked += 1
    assert checked


async def test_every_setting_of_a_client(service: LocalService) -> None:
    token = service.token("alice")
    hints = get_type_hints(Client.__init__, localns=NAMES)
    checked = 0
    for name in inspect.signature(Client).parameters:
        wrong = wrong_values(hints[name]) or [5]
        for value in wrong:
            given = {"base_url": service.base_url} if name != "region" else {}
            if name == "token_provider":
                assert await refused(Client, {**given, name: value}), (name, value)
            else:
                assert await refused(Client, {"token": token, **given, name: value}), (name, value)
            checked += 1
    assert checked > 30


@pytest.mark.parametrize("value", [1, 0, "yes", 1.0])
async def test_flags_are_no_numbers(alice: Client, value: bool) -> None:
    with pytest.raises(ArgumentError, match=f"is_private must be True or False, not {value!r}"):
        await alice.create_channel(is_private=value)
    with pytest.raises(ArgumentError, match=f"is_private must be True or False, not {value!r}"):
        CreateChannelOptions(is_private=value)


async def test_options_say_what_is_wrong_with_them() -> None:
    with pytest.raises(ArgumentError, match="isPrivat is no option here"):
        cast("Callable[..., object]", CreateChannelOptions)(isPrivat=True)
    with pytest.raises(ArgumentError, match="friendly_name must be a string, not 5"):
        CreateChannelOptions(friendly_name=cast("str", 5))


@pytest.mark.parametrize("wrong", [{"queue": "5"}, {"queue": True}, {"queue": 0}, {"queue": 1.5}])
async def test_queues(alice: Client, wrong: dict[str, object]) -> None:
    signal = alice.on.channel_added
    connect, stream = cast("Callable[..., object]", signal.connect), cast("Callable[..., object]", signal.stream)
    with pytest.raises(ArgumentError, match="queue must be a whole number"):
        connect(print, **wrong)
    with pytest.raises(ArgumentError, match="queue must be a whole number"):
        stream(**wrong)


async def test_other_settings_of_listening(alice: Client) -> None:
    signal = alice.on.channel_added

    async def never(payload: object) -> bool:
        raise AssertionError(payload)

    calls: list[Callable[..., object]] = [
        lambda: signal.connect(print, replay=cast("bool", 1)),
        lambda: signal.connect(print, concurrency=cast("int", "2")),
        lambda: signal.expect(timeout=cast("float", "2")),
        lambda: signal.expect(timeout=float("nan")),
        lambda: signal.expect(where=cast("Callable[[object], bool]", 5)),
        lambda: signal.expect(where=cast("Callable[[object], bool]", never)),
        lambda: signal.stream(where=cast("Callable[[object], bool]", 5)),
        lambda: signal.stream(where=cast("Callable[[object], bool]", never)),
        lambda: signal.connect(print, where=cast("Callable[[object], bool]", 5)),
        lambda: signal.connect(print, where=cast("Callable[[object], bool]", never)),
        lambda: signal.connect(print, key=cast("Callable[[object], str]", 5)),
        lambda: signal.connect(print, key=cast("Callable[[object], str]", never)),
        lambda: asyncio.ensure_future(alice.start(timeout=cast("float", "2"))),
        lambda: asyncio.ensure_future(alice.start(retry=cast("bool", 1))),
    ]
    for call in calls:
        assert await refused(call, {})
