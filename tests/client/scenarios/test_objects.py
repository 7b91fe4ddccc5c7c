"""How objects show themselves, compare, and what becomes of them in a pickle. Every class of the package is asked."""

# The options of the wrong kind are wrong on purpose; that type checkers see it is tested in tests/client/typing.
# mypy: disable-error-code="arg-type, call-arg"
# pyright: reportArgumentType=false, reportCallIssue=false

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
from collections.abc import Callable
from datetime import timedelta

import pytest

import twilio_chat
from support.rooms import client_of, enter_room, make_room
from twilio_chat import (
    ArgumentError,
    Channel,
    ChannelDescriptor,
    ChannelSortingOptions,
    ChannelState,
    Client,
    ClientOptions,
    ConnectionErrorEvent,
    CreateChannelOptions,
    LastMessage,
    Media,
    MemoryCursors,
    PushNotification,
    PushNotificationData,
    RealtimeError,
    SendMediaOptions,
    StateError,
    UserDescriptor,
)
from twilio_codegen.python.runtime_exports import RUNTIME_EXPORTS
from twilio_local import LocalService
from twilio_realtime.wire import read_answer

TEXT = "PRIVATE-TEXT"

COUNTS = ("user_infos_to_subscribe_override", "channel_metadata_cache_capacity")

LIVE = {
    "Channel",
    "ChannelUpdated",
    "Client",
    "Deliveries",
    "Delivery",
    "Member",
    "MemberUpdated",
    "Message",
    "MessageUpdated",
    "Paginator",
    "PendingPage",
    "User",
    "UserUpdated",
}
"""What belongs to a connection, and events about it."""
RECORDS = {"ChannelDescriptor", "Media", "UserDescriptor"}
"""What was true at one moment, with methods that need a connection."""
PLAIN = {
    "ChannelSortingOptions",
    "ChannelState",
    "ClientOptions",
    "ConnectionErrorEvent",
    "CreateChannelOptions",
    "LastMessage",
    "PushNotification",
    "PushNotificationData",
    "SendMediaOptions",
}
"""Values."""

PLAIN_VALUES: dict[str, Callable[[], object]] = {
    "ChannelSortingOptions": lambda: ChannelSortingOptions(criteria="uniqueName"),
    "ChannelState": lambda: read_answer(ChannelState, {"current": "active", "dateUpdated": "2026-01-02T03:04:05.000Z"}),
    "ClientOptions": lambda: ClientOptions(region="ie1"),
    "ConnectionErrorEvent": lambda: ConnectionErrorEvent(False, "cut; reconnecting", None, 7),
    "CreateChannelOptions": lambda: CreateChannelOptions(unique_name="x", attributes={"text": TEXT}),
    "LastMessage": lambda: read_answer(LastMessage, {"index": 3, "timestamp": "2026-01-02T03:04:05.000Z"}),
    "PushNotification": lambda: PushNotification(
        body=TEXT, type="twilio.channel.new_message", data=PushNotificationData(channel_sid="CH0")
    ),
    "PushNotificationData": lambda: PushNotificationData(channel_sid="CH0", message_index=1),
    "SendMediaOptions": lambda: SendMediaOptions(TEXT.encode(), content_type="text/plain"),
}


@pytest.fixture
async def room(alice: Client) -> Channel:
    return await make_room(alice, unique_name="room", attributes={"text": TEXT})


@pytest.fixture
async def objects(alice: Client, room: Channel) -> dict[str, object]:
    """One object of each class, by name of the class."""
    found: list[object] = [alice, room, alice.user, room.get_messages()]
    async with alice.on.message_added.expect() as added:
        await room.send_message(media=TEXT.encode(), content_type="text/plain", attributes={"text": TEXT})
    message = added.value
    member = await message.get_member()
    async with (
        alice.on.channel_updated.expect(where=lambda update: "attributes" in update.update_reasons) as channel_updated,
        alice.on.message_updated.expect() as message_updated,
        alice.on.member_updated.expect(where=lambda update: "attributes" in update.update_reasons) as member_updated,
        alice.on.user_updated.expect() as user_updated,
    ):
        await room.update_attributes([TEXT])
        await message.update_attributes([TEXT])
        await member.update_attributes([TEXT])
        await alice.user.update_attributes([TEXT])
    found += [channel_updated.value, message_updated.value, member_updated.value, user_updated.value]
    deliveries = alice.deliveries(MemoryCursors(), start="beginning")
    found += [deliveries, await anext(deliveries)]
    described = await alice.get_user_channel_descriptors()
    found += [message, member, message.media, described, described.items[0], await alice.get_user_descriptor("alice")]
    return {type(one).__name__: one for one in found} | {name: make() for name, make in PLAIN_VALUES.items()}


def test_every_class_is_asked() -> None:
    offered = {name: getattr(twilio_chat, name) for name in twilio_chat.__all__}
    classes = {kind.__name__ for kind in offered.values() if inspect.isclass(kind)}
    errors = {kind.__name__ for kind in offered.values() if inspect.isclass(kind) and issubclass(kind, RealtimeError)}

    assert classes - errors - {*RUNTIME_EXPORTS} == LIVE | RECORDS | PLAIN
    assert set(PLAIN_VALUES) == PLAIN


async def test_reprs_are_short_and_hold_nothing_private(
    objects: dict[str, object], service: LocalService, alice: Client, room: Channel
) -> None:
    assert objects.keys() == LIVE | RECORDS | PLAIN
    parts = [alice.on, alice.on.message_added, alice.on.message_added.connect(print), alice.on.message_added.stream()]
    for thing in (*objects.values(), *parts, room.on.updated.expect()):
        shown = repr(thing)
        assert len(shown) < 160, shown
        assert TEXT not in shown
        assert " object at 0x" not in shown, f"{type(thing).__name__} says nothing of itself"
        assert str(thing) == shown
    member, message = objects["Member"], objects["Message"]
    assert repr(room) == f"<Channel {room.sid} unique_name='room'>"
    assert repr(alice) == "<Client 'alice' connected>"
    assert repr(objects["MessageUpdated"]).startswith(f"MessageUpdated(message={message!r}, update_reasons=(")
    assert repr(member).startswith("<Member MB")
    assert repr(member).endswith(" identity='alice'>")
    assert repr(message).endswith(" index=0 author='alice'>")
    assert repr(objects["Deliveries"]) == "<Deliveries: 1 handed out>"
    assert repr(objects["Delivery"]) == f"<Delivery of {message!r}, attempt 1>"
    assert repr(parts[2]) == "<Subscription: handler 'print' of 'messageAdded'>"
    assert repr(SendMediaOptions(b"x", filename="x")) == "<SendMediaOptions media, filename>"
    assert repr(ClientOptions()) == "<ClientOptions with defaults>"
    assert service.token("alice") not in repr(service)


async def test_objects_are_equal_by_their_identifier(
    objects: dict[str, object], room: Channel, bob: Client, alice: Client
) -> None:
    bobs = await enter_room(bob, room)
    message = (await bobs.get_messages()).items[0]
    others: dict[str, object] = {
        "Channel": bobs,
        "Message": message,
        "Member": await message.get_member(),
        "Media": message.media,
        "User": await bob.get_user("alice"),
        "UserDescriptor": await bob.get_user_descriptor("alice"),
        "ChannelDescriptor": (await alice.get_user_channel_descriptors()).items[0],
    }
    for name, other in others.items():
        assert other is not objects[name]
        assert other == objects[name]
        assert hash(other) == hash(objects[name])
        assert len({other, objects[name]}) == 1
    assert len({id(one) for one in others.values()} | {hash(one) for one in others.values()}) > len(others)
    # Equal identifiers are not enough: a channel is not its description, nor anything else.
    assert objects["Channel"] != objects["ChannelDescriptor"]
    assert objects["User"] != objects["UserDescriptor"]
    assert bob.user != alice.user
    assert room != room.sid


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_values_survive_a_pickle(name: str) -> None:
    value = PLAIN_VALUES[name]()
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert again == value
        assert type(again) is type(value)
        assert repr(again) == repr(value)


async def test_descriptions_survive_a_pickle_without_their_connection(
    objects: dict[str, object], service: LocalService
) -> None:
    channel, user, media = objects["ChannelDescriptor"], objects["UserDescriptor"], objects["Media"]
    assert isinstance(channel, ChannelDescriptor)
    assert isinstance(user, UserDescriptor)
    assert isinstance(media, Media)
    for original in (channel, user, media):
        data = pickle.dumps(original)
        assert service.token("alice").encode() not in data
        for again in (pickle.loads(data), copy.copy(original), copy.deepcopy(original)):
            assert again == original
            properties = [name for name, item in vars(type(original)).items() if isinstance(item, property)]
            assert len(properties) > 3
            for name in properties:
                assert getattr(again, name) == getattr(original, name)
    loaded_channel: ChannelDescriptor = pickle.loads(pickle.dumps(channel))
    loaded_user: UserDescriptor = pickle.loads(pickle.dumps(user))
    loaded_media: Media = pickle.loads(pickle.dumps(media))
    for call in (loaded_channel.get_channel, loaded_user.subscribe, loaded_media.get_content_temporary_url):
        with pytest.raises(StateError, match=r"<\w+ .*> is a copy without a connection; get the object itself"):
            await call()
    assert await channel.get_channel() == objects["Channel"]


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy])
async def test_live_objects_refuse_clearly(
    objects: dict[str, object], alice: Client, room: Channel, way: Callable[[object], object]
) -> None:
    things = [objects[name] for name in sorted(LIVE)]
    signal = alice.on.message_added
    things += [alice.on, signal, signal.connect(print), signal.stream(), room.on.updated.expect()]
    for thing in things:
        if way is copy.copy and type(thing).__name__.endswith("Updated"):
            continue  # a second event about the same object is harmless
        with pytest.raises(
            TypeError, match=r"a \w+ belongs to a live connection and can be neither pickled nor copied"
        ):
            way(thing)


async def test_settings_of_a_client_may_be_keywords_an_object_or_both(service: LocalService) -> None:
    token, address = service.token("alice"), service.base_url
    for client in (
        Client(token, base_url=address, user_infos_to_subscribe_override=1),
        Client(token, base_url=address, options=ClientOptions(user_infos_to_subscribe_override=1)),
        Client(
            token,
            base_url=address,
            options=ClientOptions(user_infos_to_subscribe_override=5),
            user_infos_to_subscribe_override=1,
        ),
    ):
        async with client:
            followed = [await client.get_user(name) for name in await somebody(service)]
            assert [user.is_subscribed for user in followed] == [False, True]


async def somebody(service: LocalService) -> list[str]:
    """Two users that exist."""
    for name in ("bob", "carol"):
        async with client_of(service, name):
            pass
    return ["bob", "carol"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ClientOptions(region=5), "region must be a string, not 5"),
        (
            lambda: Client("a.b.c", user_infos_to_subscribe_override="x"),
            "user_infos_to_subscribe_override must be a who",
        ),
        (lambda: Client("a.b.c", http_cache_interval_override=5), "http_cache_interval_override must be a timedelta"),
        (lambda: Client("a.b.c", options={"region": "ie1"}), "options must be ClientOptions or None, not a value of"),
        (lambda: SendMediaOptions(b"x", filename=b"x"), "filename must be a string, not a value of type bytes"),
        (SendMediaOptions, "media is missing"),
        (lambda: SendMediaOptions(None, colour="red", size=5), "colour is no option here; check its spelling; size is"),
        (lambda: SendMediaOptions(1, 2, 3, 4, 5), "SendMediaOptions has 4 fields, not 5"),
        (lambda: ClientOptions(regoin="ie1"), "regoin is no option here; check its spelling"),
    ],
)
def test_options_of_the_wrong_kind(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        make()
    assert message in str(caught.value)


@pytest.mark.parametrize("package", ["twilio_chat", "twilio_conversations"])
@pytest.mark.parametrize("field", ["http_cache_interval_override", *COUNTS])
def test_settings_that_are_less_than_nothing(package: str, field: str) -> None:
    module, blocking = importlib.import_module(package), importlib.import_module(f"{package}.blocking")
    known = {item.name for item in dataclasses.fields(module.ClientOptions)}
    if field not in known:
        assert (package, field) == ("twilio_chat", "channel_metadata_cache_capacity")
        return
    value: object = timedelta(seconds=-5) if field not in COUNTS else -1
    nothing: object = timedelta(0) if field not in COUNTS else 0
    makers: list[Callable[[object], object]] = [
        lambda given: module.ClientOptions(**{field: given}),
        lambda given: module.Client("a.b.c", **{field: given}),
        lambda given: blocking.Client("a.b.c", **{field: given}),
    ]
    for make in makers:
        with pytest.raises(ArgumentError, match=f"^{field} must be a .* of at least 0"):
            make(value)
    assert getattr(makers[0](nothing), field) == nothing


async def test_options_may_be_keywords_objects_or_both(alice: Client) -> None:
    made = [
        await alice.create_channel(friendly_name="a", is_private=True),
        await alice.create_channel(CreateChannelOptions(friendly_name="a", is_private=True)),
        await alice.create_channel(CreateChannelOptions(friendly_name="b", is_private=True), friendly_name="a"),
    ]
    assert [(channel.friendly_name, channel.is_private) for channel in made] == [("a", True)] * 3
    second = await alice.create_channel(friendly_name="b")
    for listed in (
        await alice.get_local_channels(criteria="friendlyName", order="descending"),
        await alice.get_local_channels(ChannelSortingOptions(criteria="friendlyName", order="descending")),
        await alice.get_local_channels(ChannelSortingOptions(criteria="friendlyName"), order="descending"),
    ):
        assert listed[0] == second
    room = await second.join()
    plain, text = "text/x-one", SendMediaOptions(b"x", content_type="text/x-one")
    for sending in (
        room.send_message(SendMediaOptions(b"x", content_type=plain, filename="x.txt")),
        room.send_message(media=b"x", content_type=plain, filename="x.txt"),
        room.send_message(text, filename="x.txt"),
    ):
        async with room.on.message_added.expect() as added:
            await sending
        media = added.value.media
        assert media is not None
        assert (media.content_type, media.filename, media.size) == (plain, "x.txt", 1)
