"""Arguments that nobody means: each is refused with an error of the library that says which one and why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import cast

import pytest

import twilio_conversations.blocking
from support.conversation_rooms import SharedConversation
from twilio_conversations import (
    ArgumentError,
    Client,
    ConfigurationError,
    ConnectionLimits,
    Conversation,
    ParticipantEmailLevel,
    RealtimeError,
    SendMediaOptions,
    StateError,
)
from twilio_realtime.json import JsonValue


class OddText(str):
    """Text that cannot be shown in the usual way."""

    def __repr__(self) -> str:
        raise RuntimeError("secret")

    __str__ = __repr__


AWAITED: dict[str, Callable[[Client, Conversation], Awaitable[object]]] = {
    "participant by SID": lambda _, conversation: conversation.get_participant_by_sid(OddText("MB404")),
    "participant by identity": lambda _, conversation: conversation.get_participant_by_identity(OddText("nobody")),
    "participant to remove": lambda _, conversation: conversation.remove_participant(OddText("nobody")),
    "conversation by SID": lambda client, _: client.get_conversation_by_sid(OddText("CH404")),
    "conversation by name": lambda client, _: client.get_conversation_by_unique_name(OddText("nowhere")),
    "half an emoji in a path": lambda client, _: client.get_conversation_by_unique_name(OddText("\ud83d")),
    "user": lambda client, _: client.get_user(OddText("nobody")),
    "file": lambda _, conversation: conversation.send_message(media=[SendMediaOptions(OddText("/nowhere/file"))]),
    "filename": lambda _, conversation: conversation.send_message(
        media=[SendMediaOptions(b"x", filename=OddText("a\nb"))]
    ),
    "content type": lambda _, conversation: conversation.send_message(
        media=[SendMediaOptions(b"x", content_type=OddText("none"))]
    ),
}
PAIR = cast("JsonValue", {"a": [(1, 2)]})
JSON: dict[str, Callable[[Client, Conversation], Awaitable[object]]] = {
    "create": lambda client, _: client.create_conversation(attributes=PAIR),
    "get or create": lambda client, _: client.get_or_create_conversation("room", attributes=PAIR),
    "update a conversation": lambda _, conversation: conversation.update_attributes(PAIR),
    "update a user": lambda client, _: client.user.update_attributes(PAIR),
    "send": lambda _, conversation: conversation.send_message("x", attributes=PAIR),
    "build": lambda _, conversation: conversation.prepare_message().set_attributes(PAIR).build_and_send(),
    "add": lambda _, conversation: conversation.add("bob", PAIR),
    "add somebody outside": lambda _, conversation: conversation.add_non_chat_participant(
        "+15550001", "+15550002", PAIR
    ),
}
PLAIN: dict[str, Callable[[], object]] = {
    "region": lambda: Client("token", region=OddText("no region")),
    "address": lambda: Client("token", base_url=OddText("no address")),
    "socket": lambda: Client("token", socket_url=OddText("no address")),
    "proxy": lambda: Client("token", proxy=OddText("gopher://proxy")),
    "blocking": lambda: twilio_conversations.blocking.Client("token", region=OddText("no region")),
}


@pytest.mark.parametrize("what", AWAITED)
async def test_texts_that_cannot_be_shown(alice: Client, shared: SharedConversation, what: str) -> None:
    found: object = None
    with suppress(RealtimeError):
        found = await AWAITED[what](alice, shared.of_alice)
    assert found is None  # nobody has that name


@pytest.mark.parametrize("what", PLAIN)
def test_texts_that_cannot_be_shown_at_once(what: str) -> None:
    with pytest.raises(RealtimeError) as caught:
        PLAIN[what]()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("what", JSON)
async def test_a_tuple_is_no_json_anywhere(alice: Client, conversation: Conversation, what: str) -> None:
    with pytest.raises(ArgumentError, match=r"^attributes.* must be a JSON value .*; make it a list$"):
        await JSON[what](alice, conversation)


async def test_events_that_do_not_exist(conversation: Conversation) -> None:
    off = cast("Callable[[object, object], None]", conversation.off)
    for listened_to in (False, True):
        with pytest.raises(ArgumentError, match="ConversationEvents has no event 'noSuchEvent'"):
            off("noSuchEvent", print)
        off("messageAdded", print)
        if not listened_to:
            conversation.on("messageAdded", print)


async def test_a_value_that_is_not_there_yet(conversation: Conversation) -> None:
    pending = conversation.on.message_added.expect()
    with pytest.raises(
        StateError, match="'messageAdded' has not happened yet; read the value after the block"
    ) as caught:
        _ = pending.value
    assert isinstance(caught.value, RuntimeError)  # which it was before


async def test_addresses_of_no_files(alice: Client) -> None:
    with pytest.raises(ArgumentError, match=r"^media must name at least one file$"):
        await alice.get_temporary_content_urls_for_media([])
    with pytest.raises(ArgumentError, match=r"^media_sids must name at least one file$"):
        await alice.get_temporary_content_urls_for_media_sids([])
    with pytest.raises(ArgumentError, match=r"^media_sids\[1\] must be a string that is not empty, not ''$"):
        await alice.get_temporary_content_urls_for_media_sids(["ME1", ""])


async def test_half_an_emoji(conversation: Conversation) -> None:
    level = cast("ParticipantEmailLevel", "\ud83d")
    with pytest.raises(ArgumentError, match=r"^level must be text without lone surrogates, which cannot be sent, not "):
        await conversation.add_non_chat_participant("+1555", "carol@example.com", level=level)


def test_waits_that_contradict_each_other() -> None:
    with pytest.raises(ConfigurationError, match=r"^backoff_min must be at most backoff_max, 1\.5, not 5$"):
        ConnectionLimits(backoff_min=5.0, backoff_max=1.5)
    with pytest.raises(ConfigurationError, match=r"^throttle_min must be at most throttle_max, 1\.5, not 5$"):
        ConnectionLimits(throttle_min=5.0, throttle_max=1.5)
