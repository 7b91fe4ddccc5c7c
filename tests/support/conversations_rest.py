"""What users of Conversations do, in words for tests of the service."""

from __future__ import annotations

from support.chat_rest import ChatRest
from support.raw_client import Reply
from twilio_realtime.json import JsonObject, JsonValue, as_object

PHONE = "+15550002"
SMS: JsonObject = {"address": PHONE, "proxy_address": "+15550001"}
MAIL: JsonObject = {"address": "jana@example.com", "proxy_address": "desk@example.com", "name": "Jana", "level": "cc"}


def refusal(reply: Reply) -> tuple[int, JsonValue]:
    """Status and code of an answer that refuses something."""
    assert reply.object["status"] == reply.http_status
    return reply.http_status, reply.object["code"]


async def made(alice: ChatRest, **fields: JsonValue) -> str:
    """A conversation that alice has made and joined, without a type unless one is given."""
    reply = await alice.call("POST", alice.links["conversations"], {"attributes": "{}", **fields})
    assert reply.http_status == 201, reply.body
    await alice.join(reply.text("sid"))
    return reply.text("sid")


async def binding(alice: ChatRest, sid: str, described: JsonValue, **fields: JsonValue) -> Reply:
    """The answer to adding somebody outside."""
    return await alice.call("POST", alice.channel_url(sid, "Participants"), {"messaging_binding": described, **fields})


async def items(alice: ChatRest, sid: str) -> list[JsonObject]:
    """The messages of a conversation as clients see them."""
    return [as_object(item["data"]) for item in await alice.items("Lists", f"{sid}.messages")]
