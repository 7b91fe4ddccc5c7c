"""The official client in a browser, together with ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from interop.browser import Browser, Tab
from interop.official_client import OfficialError, OfficialObject, Realm
from interop.values import Blob, Form, expect_text
from support.rooms import client_of, make_room
from twilio_chat import Channel, Client
from twilio_local import Limits, LocalService

pytestmark = pytest.mark.browser

PICTURE = bytes(range(256)) * 200 + b"\r\n--boundary--\r\n"


@dataclass(frozen=True)
class Table:
    """Our client, alice, and bob in a tab, both in the channel `general`, which alice made."""

    alice: Client
    channel: Channel
    tab: Tab
    bob: OfficialObject
    of_bob: OfficialObject


@pytest_asyncio.fixture(loop_scope="module")
async def alice(service: LocalService) -> AsyncIterator[Client]:
    async with client_of(service, "alice") as client:
        yield client


@pytest_asyncio.fixture(loop_scope="module")
async def table(service: LocalService, browser: Browser, alice: Client) -> Table:
    channel = await make_room(alice, unique_name="general", friendly_name="General")
    tab = await browser.open("bob")
    bob = await tab.sign_in(service, "bob")
    of_bob = await bob.call_object("getChannelByUniqueName", "general")
    async with channel.on.member_joined.expect():
        await of_bob.join()
    return Table(alice, channel, tab, bob, of_bob)


async def test_start(service: LocalService, browser: Browser) -> None:
    """The bundle, loaded by a script tag from a page of another origin, connects and initialises."""
    tab = await browser.open("bob")
    bob = await tab.sign_in(service, "bob")
    assert (bob["version"], bob["connectionState"]) == ("6.0.0", "connected")
    assert (await bob.child("user").read())["identity"] == "bob"


async def test_page_from_a_file(service: LocalService, browser: Browser, alice: Client) -> None:
    """A page opened from the disk, without an origin, connects, and uploads and fetches media."""
    channel = await alice.create_channel(unique_name="general")
    tab = await browser.open("bob", address="file")
    bob = await tab.sign_in(service, "bob")
    of_bob = await bob.call_object("getChannelByUniqueName", "general")
    await of_bob.join()
    await of_bob.call("sendMessage", {"contentType": "image/png", "media": Blob(PICTURE, "image/png")})
    own = (await bob.event("messageAdded")).object
    url = expect_text(await own.child("media").call("getContentTemporaryUrl"))
    assert (await tab.fetch(url)).content == PICTURE
    assert await channel.get_messages_count() == 1


async def test_refused_token(service: LocalService, browser: Browser) -> None:
    """A bad token is refused with 401."""
    tab = await browser.open("bob")
    with pytest.raises(OfficialError) as refusal:
        await tab.connect(service.token("bob")[:-4] + "AAAA", service.base_url)
    assert refusal.value.status == 401


async def test_messages(table: Table) -> None:
    """Each receives the other's messages, edits and removals."""
    await table.channel.send_message("from Python 🙂", attributes={"n": 1})
    heard = (await table.bob.event("messageAdded")).object
    assert (heard["author"], heard["body"], heard["attributes"]) == ("alice", "from Python 🙂", {"n": 1})
    async with table.channel.on.message_added.expect(where=lambda message: message.author == "bob") as answer:
        await table.of_bob.call("sendMessage", "from the browser", {"n": 2})
    assert (answer.value.body, answer.value.attributes) == ("from the browser", {"n": 2})

    own = (await table.bob.event("messageAdded")).object
    async with table.channel.on.message_updated.expect() as updated:
        await own.call("updateBody", "edited")
    assert set(updated.value.update_reasons) == {"body", "lastUpdatedBy", "dateUpdated"}
    async with table.channel.on.message_removed.expect():
        await own.call("remove")
    (mine,) = (await table.channel.get_messages()).items
    await mine.update_body("edited too")
    await heard.until(lambda message: message["body"] == "edited too")
    await mine.remove()
    await table.bob.event("messageRemoved", lambda event: event.object.ref == heard.ref)


async def test_typing(table: Table) -> None:
    """Each sees the other type."""
    await table.channel.typing()
    assert (await table.bob.event("typingStarted")).object["identity"] == "alice"
    async with table.channel.on.typing_started.expect() as started:
        await table.of_bob.call("typing")
    assert started.value.identity == "bob"
    async with table.channel.on.typing_ended.expect():
        await table.of_bob.call("sendMessage", "typed")


async def test_blob(table: Table, tmp_path: Path) -> None:
    """A blob sent by the page arrives, byte for byte, with its type."""
    async with table.channel.on.message_added.expect() as heard:
        await table.of_bob.call("sendMessage", {"contentType": "image/png", "media": Blob(PICTURE, "image/png")})
    media = heard.value.media
    assert media is not None
    assert (media.content_type, media.size, media.filename) == ("image/png", len(PICTURE), None)
    await media.download_to(tmp_path / "received")
    assert (tmp_path / "received").read_bytes() == PICTURE


async def test_form(table: Table, tmp_path: Path) -> None:
    """A form as a browser writes it arrives with the name, type and bytes of its file."""
    async with table.channel.on.message_added.expect() as heard:
        form = Form(PICTURE, "image/png", 'Blü "te".png')
        await table.of_bob.call("sendMessage", form, {"alt": "flower"})
    media = heard.value.media
    assert media is not None
    assert heard.value.attributes == {"alt": "flower"}
    assert (media.content_type, media.size) == ("image/png", len(PICTURE))
    # Browsers write a quotation mark as %22.
    assert media.filename in ('Blü "te".png', "Blü %22te%22.png")
    await media.download_to(tmp_path / "received")
    assert (tmp_path / "received").read_bytes() == PICTURE


async def test_media_for_the_page(table: Table) -> None:
    """The page fetches what our client sent, from the service's origin."""
    await table.channel.send_message(media=PICTURE, content_type="image/png", filename="Blüte.png")
    media = await (await table.bob.event("messageAdded")).object.child("media").read()
    assert (media["filename"], media["contentType"], media["size"]) == ("Blüte.png", "image/png", len(PICTURE))
    fetched = await table.tab.fetch(expect_text(await media.call("getContentTemporaryUrl")))
    assert (fetched.status, fetched.type, fetched.content) == (200, "image/png", PICTURE)


async def test_refused_upload(browser: Browser) -> None:
    """The page learns why an upload was refused."""
    async with LocalService(limits=Limits(media_bytes=1000)) as service:
        tab = await browser.open("bob")
        bob = await tab.sign_in(service, "bob")
        channel = await bob.create_channel()
        await channel.join()
        with pytest.raises(OfficialError) as refusal:
            await channel.call("sendMessage", {"contentType": "image/png", "media": Blob(PICTURE, "image/png")})
        assert refusal.value.code == 413
        await tab.reset()


async def test_busy_media(table: Table, service: LocalService) -> None:
    """The page learns that the service is busy with media, too."""
    for status in (429, 503):
        service.faults.fail_next_request(status, "/Media")
        with pytest.raises(OfficialError) as refusal:
            await table.of_bob.call("sendMessage", {"contentType": "image/png", "media": Blob(PICTURE, "image/png")})
        assert refusal.value.code == status


async def test_reload(table: Table, service: LocalService) -> None:
    """A reloaded page, which keeps channels in its session storage, learns what changed meanwhile and goes on."""
    await table.channel.send_message("before")
    await table.bob.event("messageAdded")
    assert table.channel.sid in "".join(await table.tab.stored())
    await table.tab.reload()
    await table.channel.update_friendly_name("Renamed")
    await table.channel.update_attributes({"topic": "tea"})
    await table.channel.send_message("meanwhile")
    bob = await table.tab.sign_in(service, "bob")
    channel = (await bob.event("channelJoined")).object
    await channel.until(lambda seen: seen["friendlyName"] == "Renamed" and seen["attributes"] == {"topic": "tea"})
    page = await channel.call_object("getMessages")
    assert [message["body"] for message in page.items()] == ["before", "meanwhile"]
    await channel.mirrored()
    await table.channel.send_message("after")
    assert (await bob.event("messageAdded")).object["body"] == "after"
    await table.channel.update_friendly_name("Renamed again")
    await channel.until(lambda seen: seen["friendlyName"] == "Renamed again")


async def test_two_tabs(table: Table, browser: Browser, service: LocalService) -> None:
    """Two tabs of a user both follow, and each what the other does."""
    second = await browser.open("bob")
    again = await second.sign_in(service, "bob")
    channel = (await again.event("channelJoined")).object
    await channel.mirrored()
    await table.channel.send_message("to both")
    for client in (table.bob, again):
        assert (await client.event("messageAdded")).object["body"] == "to both"
    await channel.call("sendMessage", "from the second")
    assert (await table.bob.event("messageAdded")).object["body"] == "from the second"
    await table.of_bob.call("setAllMessagesConsumed")
    await channel.until(lambda seen: seen["lastConsumedMessageIndex"] == 1)


async def test_closed_tabs(table: Table, browser: Browser, service: LocalService) -> None:
    """A user is offline after the last tab is closed, not before."""
    bob = await table.alice.get_user("bob")
    second = await browser.open("bob")
    again = await second.sign_in(service, "bob")
    await (await again.event("channelJoined")).object.mirrored()
    await second.close()
    await table.of_bob.call("sendMessage", "still there")
    assert bob.online
    async with bob.on.updated.expect(where=lambda update: "online" in update.update_reasons):
        await table.tab.close()
    assert not bob.online


async def test_offline_and_online(table: Table) -> None:
    """A page that was offline gets what it missed, and what it sent meanwhile arrives."""
    bob = await table.alice.get_user("bob")
    async with bob.on.updated.expect(where=lambda update: "online" in update.update_reasons):
        await table.tab.set_offline(True)
    await table.channel.send_message("missed")
    assert table.bob.events("messageAdded") == []
    async with table.channel.on.message_added.expect(where=lambda message: message.author == "bob") as heard:
        sending = asyncio.create_task(table.of_bob.call("sendMessage", "written offline"))
        await table.tab.set_offline(False)
    assert heard.value.body == "written offline"
    assert await sending == 1
    assert (await table.bob.event("messageAdded")).object["body"] == "missed"


async def test_cut_off(table: Table, service: LocalService) -> None:
    """A page whose socket is lost comes back and misses nothing."""
    service.faults.cut("bob")
    for number in range(5):
        await table.channel.send_message(str(number))
    heard = [(await table.bob.event("messageAdded")).object["body"] for _ in range(5)]
    assert heard == ["0", "1", "2", "3", "4"]


async def test_browser_and_node(table: Table, service: LocalService, official: Realm) -> None:
    """The browser (Sync events of version 3), Node (version 4) and our client share a channel."""
    carol = await official.sign_in(service, "carol")
    of_carol = await carol.call_object("getChannelByUniqueName", "general")
    await of_carol.join()
    await table.bob.event("memberJoined", lambda event: event.object["identity"] == "carol")
    await of_carol.call("sendMessage", "from Node")
    assert (await table.bob.event("messageAdded")).object["body"] == "from Node"
    await table.of_bob.call("sendMessage", "from the browser")
    await carol.event("messageAdded", lambda event: event.object["body"] == "from the browser")
    await table.of_bob.call("updateFriendlyName", "Ours")
    await of_carol.until(lambda channel: channel["friendlyName"] == "Ours")
    async with table.channel.on.message_added.expect(where=lambda message: message.body == "last"):
        await of_carol.call("sendMessage", "last")
    assert table.channel.friendly_name == "Ours"


async def test_profile_and_presence(table: Table) -> None:
    """The page and our client see each other's profile and presence."""
    seen = await table.bob.call_object("getUser", "alice")
    assert seen["online"] is True
    await table.alice.user.update_friendly_name("Alice")
    await seen.until(lambda user: user["friendlyName"] == "Alice")
    bob = await table.alice.get_user("bob")
    async with bob.on.updated.expect(where=lambda update: "friendlyName" in update.update_reasons):
        await table.bob.child("user").call("updateFriendlyName", "Bob")
    assert bob.friendly_name == "Bob"
