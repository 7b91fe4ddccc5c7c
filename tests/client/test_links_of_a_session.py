"""Links that a session begins with: missing and broken ones are told as what they are, and cost only themselves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from support.rooms import Connect, make_room
from twilio_chat import Client, ResponseError
from twilio_local.chat.users import User
from twilio_local.http.resources import Resources
from twilio_realtime.json import JsonObject, JsonValue, as_object

Bend = Callable[[str, JsonValue], None]


@pytest.fixture
def bend(monkeypatch: pytest.MonkeyPatch) -> Bend:
    """Makes the service name another link from now on."""
    usual = Resources.configuration

    def bent(name: str, link: JsonValue) -> None:
        def configuration(resources: Resources, user: User) -> JsonObject:
            found = usual(resources, user)
            return {**found, "links": {**as_object(found["links"]), name: link}}

        monkeypatch.setattr(Resources, "configuration", configuration)

    return bent


async def sent(client: Client) -> object:
    return await (await make_room(client)).send_message(media=b"x")


async def fetched(client: Client) -> object:
    channel = await client.get_channel_by_unique_name("room")
    media = (await channel.get_messages()).items[0].media
    assert media is not None
    return await media.get_content_temporary_url()


async def typed(client: Client) -> object:
    channel = await make_room(client)
    await channel.typing()
    return channel


async def listed(client: Client) -> object:
    return await client.get_user_channel_descriptors()


USES: dict[str, list[Callable[[Client], Awaitable[object]]]] = {
    "conversations": [make_room],
    "my_conversations": [listed],
    "users": [lambda client: client.get_user_descriptor("bob")],
    "typing": [typed],
    "media_service": [sent, fetched],
}


@pytest.mark.parametrize("link", ["", "None", "//", "ftp://x/y", "http://[", "http://u:very-secret@x/"])
@pytest.mark.parametrize("name", USES)
async def test_links_that_are_none(connect: Connect, bend: Bend, bob: Client, name: str, link: str) -> None:
    room = await make_room(bob, unique_name="room")
    await room.send_message(media=b"x")
    await room.add("alice")
    bend(name, link)
    alice = await connect("alice")
    for use in USES[name]:
        with pytest.raises(ResponseError, match="the service named a link that is no") as caught:
            await use(alice)
        assert "secret" not in str(caught.value)


async def test_a_session_without_a_media_store(connect: Connect, bend: Bend, bob: Client) -> None:
    room = await make_room(bob, unique_name="room")
    await room.send_message(media=b"x")
    await room.add("alice")
    bend("media_service", None)
    alice = await connect("alice")
    for use in USES["media_service"]:
        with pytest.raises(ResponseError, match="has named no link 'media_service' for this session"):
            await use(alice)


@pytest.mark.parametrize("name", [name for name in USES if name != "media_service"])
async def test_no_session_without_the_others(connect: Connect, bend: Bend, name: str) -> None:
    bend(name, None)
    with pytest.raises(ResponseError, match="Configuration cannot be used"):
        await connect("alice")
