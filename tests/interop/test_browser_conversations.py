"""The official client of Conversations in a browser, with one in Node and with Chat's."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import pytest_asyncio

from interop.browser import Browser, Tab
from interop.official_client import OfficialError, OfficialObject, Realm, expect_object
from interop.values import Argument, Blob, Form, expect_fields, expect_list, expect_text
from twilio_local import LocalService
from twilio_realtime.json import JsonObject

pytestmark = pytest.mark.browser

PICTURE = bytes(range(256)) * 20 + b"\r\n--boundary--\r\n"


@dataclass(frozen=True)
class Table:
    """Alice in one tab, bob in another, both in the conversation `general`, which alice made."""

    tab: Tab
    alice: OfficialObject
    bob: OfficialObject
    of_alice: OfficialObject
    of_bob: OfficialObject


@pytest_asyncio.fixture(loop_scope="module")
async def table(service: LocalService, browser: Browser) -> Table:
    tab = await browser.open("bob", "conversations")
    alice = await (await browser.open("alice", "conversations")).sign_in(service, "alice")
    bob = await tab.sign_in(service, "bob")
    of_alice = await alice.create_conversation(uniqueName="general", friendlyName="General")
    await of_alice.join()
    await of_alice.call("add", "bob")
    of_bob = (await bob.event("conversationJoined")).object
    await of_bob.mirrored()
    await alice.event("participantJoined", lambda event: event.object["identity"] == "bob")
    return Table(tab, alice, bob, of_alice, of_bob)


async def test_start(service: LocalService, browser: Browser) -> None:
    """The bundle, loaded by a script tag from a page of another origin, connects and initialises."""
    bob = await (await browser.open("bob", "conversations")).sign_in(service, "bob")
    assert (bob["version"], bob["connectionState"]) == ("3.0.1", "connected")
    assert (await bob.child("user").read())["identity"] == "bob"


async def test_refused_token(service: LocalService, browser: Browser) -> None:
    """A bad token is refused with 401."""
    tab = await browser.open("bob", "conversations")
    with pytest.raises(OfficialError) as refusal:
        await tab.connect(service.token("bob")[:-4] + "AAAA", service.base_url)
    assert refusal.value.status == 401


async def test_messages(table: Table) -> None:
    """Each receives the other's messages, edits and removals."""
    await table.of_alice.call("sendMessage", "hello 🙂", {"n": 1}, {"subject": "About"})
    heard = (await table.bob.event("messageAdded")).object
    assert (heard["body"], heard["attributes"], heard["subject"]) == ("hello 🙂", {"n": 1}, "About")
    own = (await table.alice.event("messageAdded")).object
    await own.call("updateBody", "edited")
    assert "body" in (await table.bob.event("messageUpdated")).reasons
    await own.call("remove")
    assert (await table.bob.event("messageRemoved")).object.ref == heard.ref


async def test_typing_and_reading(table: Table) -> None:
    """Each sees the other type and read."""
    await table.of_bob.call("typing")
    assert (await table.alice.event("typingStarted")).object["identity"] == "bob"
    await table.of_bob.call("sendMessage", "done")
    await table.alice.event("messageAdded")
    await table.of_alice.call("updateLastReadMessageIndex", 0)
    read = await table.bob.event("participantUpdated")
    assert expect_object(read.fields["participant"])["lastReadMessageIndex"] == 0


@pytest.mark.parametrize(
    "sent",
    [{"contentType": "image/png", "media": Blob(PICTURE, "image/png")}, Form(PICTURE, "image/png", "a ü.png")],
    ids=["blob", "form"],
)
async def test_media(table: Table, sent: Argument) -> None:
    """A Blob and a form are uploaded and fetched again from another origin."""
    await table.of_alice.call("sendMessage", sent)
    heard = (await table.bob.event("messageAdded")).object
    (media,) = [await expect_object(one).read() for one in expect_list(heard["attachedMedia"])]
    assert (media["contentType"], media["size"]) == ("image/png", len(PICTURE))
    url = expect_text(await media.call("getContentTemporaryUrl"))
    assert (await table.tab.fetch(url)).content == PICTURE


async def test_several_media(table: Table) -> None:
    """A message with several media is built and sent, and their addresses are had at once."""
    building = await table.of_alice.call_object("prepareMessage")
    for content in (b"one", b"two"):
        building = await building.call_object("addMedia", {"contentType": "a/b", "media": Blob(content, "a/b")})
    assert await building.call("buildAndSend") == 0
    heard = (await table.bob.event("messageAdded")).object
    urls = expect_fields(await heard.call("getTemporaryContentUrlsForAttachedMedia"))
    assert {(await table.tab.fetch(expect_text(url))).content for url in urls.values()} == {b"one", b"two"}


async def test_rich_content(table: Table, service: LocalService) -> None:
    """Rich content of a message from a template is fetched from another origin."""
    variants: JsonObject = {"twilio/text": {"body": "Hi {{1}}"}}
    sid = service.outside.add_template("greet", variants, {"1": "you"})
    building = await table.of_alice.call_object("prepareMessage")
    await (await building.call_object("setContentTemplate", sid)).call("buildAndSend")
    heard = (await table.bob.event("messageAdded")).object
    content = expect_fields(await heard.call("getContentData"))
    assert (content["type"], content["body"]) == ("text", "Hi you")


async def test_outside(table: Table, service: LocalService) -> None:
    """Somebody is added by telephone number and answers; receipts follow the reports."""
    await table.of_alice.call("addNonChatParticipant", "+15550001", "+15550002")
    await table.bob.event("participantJoined", lambda event: event.object["type"] == "sms")
    service.outside.receive("general", "+15550002", "hello")
    assert (await table.bob.event("messageAdded")).object["author"] == "+15550002"
    await table.of_alice.call("sendMessage", "answer")
    heard = (await table.bob.event("messageAdded")).object
    service.outside.report(heard.text("sid"), "+15550002", "delivered")
    assert (await table.bob.event("messageUpdated")).reasons == {"deliveryReceipt"}
    receipt = await (await heard.read()).child("aggregatedDeliveryReceipt").read()
    assert (receipt["total"], receipt["delivered"], receipt["read"]) == (1, "all", "none")


async def test_offline(table: Table) -> None:
    """A tab that was offline catches up with what it missed."""
    await table.tab.set_offline(True)
    await table.bob.until(lambda client: client["connectionState"] != "connected")
    await table.of_alice.call("sendMessage", "missed")
    await table.tab.set_offline(False)
    assert (await table.bob.event("messageAdded")).object["body"] == "missed"


async def test_reload(table: Table, service: LocalService) -> None:
    """A page that was loaded anew has its conversations again."""
    await table.of_alice.call("sendMessage", "before")
    await table.bob.event("messageAdded")
    await table.tab.reload()
    again = await table.tab.sign_in(service, "bob")
    joined = (await again.event("conversationJoined")).object
    assert [message["body"] for message in (await joined.call_object("getMessages")).items()] == ["before"]


async def test_with_chat(service: LocalService, browser: Browser, official: Realm) -> None:
    """A client of Chat, in Node, and a page with Conversations talk in one room."""
    alice = await official.sign_in(service, "alice")
    channel = await alice.create_channel(uniqueName="general", isPrivate=True)
    await channel.join()
    bob = await (await browser.open("bob", "conversations")).sign_in(service, "bob")
    await channel.call("add", "bob")
    of_bob = (await bob.event("conversationJoined")).object
    await of_bob.mirrored()
    await channel.call("sendMessage", "from Chat")
    assert (await bob.event("messageAdded")).object["body"] == "from Chat"
    await of_bob.call("sendMessage", "from the browser")
    heard = await alice.event("messageAdded", lambda event: event.object["author"] == "bob")
    assert heard.object["body"] == "from the browser"
