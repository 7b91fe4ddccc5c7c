# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""Changes that other programs can have made for a user: objects with the same methods, which are called elsewhere.

A worker of a fleet carries them out with `COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from twilio_realtime.commands import AnyCommand, Asked, Command, CommandCaller, Commanded, none_at
from twilio_realtime.json import JsonValue
from twilio_realtime.sids import is_sid

from .client import Client
from .conversation import Conversation
from .message import Message
from .models import (
    ContentTemplateVariable,
    CreateConversationOptions,
    ParticipantBindingOptions,
    ParticipantResponse,
    SendEmailOptions,
)
from .participant import Participant
from .types import NotificationLevel
from .user import User

__all__ = [
    "COMMANDS",
    "ClientCommands",
    "ConversationCommands",
    "MessageCommands",
    "ParticipantCommands",
    "UserCommands",
]


class _ClientPlace(Asked):
    """The user's own client."""


class _ConversationPlace(_ClientPlace):
    conversation: Annotated[str, Field(min_length=1)]


class _UserPlace(_ClientPlace):
    user: Annotated[str, Field(min_length=1)]


class _MessagePlace(_ConversationPlace):
    message: Annotated[int, Field(ge=0)]


class _ParticipantPlace(_ConversationPlace):
    participant: Annotated[str, Field(min_length=1)]


async def _find_conversation(client: Client, at: _ConversationPlace) -> Conversation:
    owner = client
    if is_sid(at.conversation):
        return await owner.get_conversation_by_sid(at.conversation)

    return await owner.get_conversation_by_unique_name(at.conversation)


async def _find_user(client: Client, at: _UserPlace) -> User:
    owner = client
    return await owner.get_user(at.user)


async def _find_message(client: Client, at: _MessagePlace) -> Message:
    owner = await _find_conversation(client, at)
    page = await owner.get_messages(page_size=1, anchor=at.message, direction="forward")
    for item in page.items:
        if item.index == at.message:
            return item
    raise none_at("message", at.message)


async def _find_participant(client: Client, at: _ParticipantPlace) -> Participant:
    owner = await _find_conversation(client, at)
    if is_sid(at.participant):
        found = await owner.get_participant_by_sid(at.participant)
        if found is None:
            raise none_at("participant", at.participant)
        return found

    found = await owner.get_participant_by_identity(at.participant)
    if found is None:
        raise none_at("participant", at.participant)
    return found


class _ClientCreateConversationArguments(Asked):
    options: CreateConversationOptions | None = None


async def _client_create_conversation(
    client: Client, at: _ClientPlace, given: _ClientCreateConversationArguments
) -> str:
    found = client
    return (await found.create_conversation(options=given.options)).sid


_CLIENT_CREATE_CONVERSATION: Final = Command(
    "Client.createConversation",
    Client,
    _ClientPlace,
    _ClientCreateConversationArguments,
    TypeAdapter[str](str),
    _client_create_conversation,
)


class _ClientGetOrCreateConversationArguments(Asked):
    unique_name: Annotated[str, Field(alias="uniqueName", min_length=1)]
    friendly_name: Annotated[str | None, Field(alias="friendlyName")] = None
    attributes: JsonValue = None


async def _client_get_or_create_conversation(
    client: Client, at: _ClientPlace, given: _ClientGetOrCreateConversationArguments
) -> str:
    found = client
    return (
        await found.get_or_create_conversation(
            unique_name=given.unique_name, friendly_name=given.friendly_name, attributes=given.attributes
        )
    ).sid


_CLIENT_GET_OR_CREATE_CONVERSATION: Final = Command(
    "Client.getOrCreateConversation",
    Client,
    _ClientPlace,
    _ClientGetOrCreateConversationArguments,
    TypeAdapter[str](str),
    _client_get_or_create_conversation,
)


async def _conversation_join(client: Client, at: _ConversationPlace, given: Asked) -> str:
    found = await _find_conversation(client, at)
    return (await found.join()).sid


_CONVERSATION_JOIN: Final = Command(
    "Conversation.join",
    Client,
    _ConversationPlace,
    Asked,
    TypeAdapter[str](str),
    _conversation_join,
)


async def _conversation_leave(client: Client, at: _ConversationPlace, given: Asked) -> str:
    found = await _find_conversation(client, at)
    return (await found.leave()).sid


_CONVERSATION_LEAVE: Final = Command(
    "Conversation.leave",
    Client,
    _ConversationPlace,
    Asked,
    TypeAdapter[str](str),
    _conversation_leave,
)


class _ConversationAddArguments(Asked):
    identity: Annotated[str, Field(min_length=1)]
    attributes: JsonValue = None


async def _conversation_add(
    client: Client, at: _ConversationPlace, given: _ConversationAddArguments
) -> ParticipantResponse:
    found = await _find_conversation(client, at)
    return await found.add(identity=given.identity, attributes=given.attributes)


_CONVERSATION_ADD: Final = Command(
    "Conversation.add",
    Client,
    _ConversationPlace,
    _ConversationAddArguments,
    TypeAdapter[ParticipantResponse](ParticipantResponse),
    _conversation_add,
)


class _ConversationAddNonChatParticipantArguments(Asked):
    proxy_address: Annotated[str, Field(alias="proxyAddress", min_length=1)]
    address: Annotated[str, Field(min_length=1)]
    attributes: JsonValue = None
    binding_options: Annotated[ParticipantBindingOptions | None, Field(alias="bindingOptions")] = None


async def _conversation_add_non_chat_participant(
    client: Client, at: _ConversationPlace, given: _ConversationAddNonChatParticipantArguments
) -> ParticipantResponse:
    found = await _find_conversation(client, at)
    return await found.add_non_chat_participant(
        proxy_address=given.proxy_address,
        address=given.address,
        attributes=given.attributes,
        binding_options=given.binding_options,
    )


_CONVERSATION_ADD_NON_CHAT_PARTICIPANT: Final = Command(
    "Conversation.addNonChatParticipant",
    Client,
    _ConversationPlace,
    _ConversationAddNonChatParticipantArguments,
    TypeAdapter[ParticipantResponse](ParticipantResponse),
    _conversation_add_non_chat_participant,
)


class _ConversationRemoveParticipantArguments(Asked):
    participant: Annotated[str, Field(min_length=1)]


async def _conversation_remove_participant(
    client: Client, at: _ConversationPlace, given: _ConversationRemoveParticipantArguments
) -> None:
    found = await _find_conversation(client, at)
    await found.remove_participant(participant=given.participant)


_CONVERSATION_REMOVE_PARTICIPANT: Final = Command(
    "Conversation.removeParticipant",
    Client,
    _ConversationPlace,
    _ConversationRemoveParticipantArguments,
    TypeAdapter[None](None),
    _conversation_remove_participant,
)


async def _conversation_delete(client: Client, at: _ConversationPlace, given: Asked) -> str:
    found = await _find_conversation(client, at)
    return (await found.delete()).sid


_CONVERSATION_DELETE: Final = Command(
    "Conversation.delete",
    Client,
    _ConversationPlace,
    Asked,
    TypeAdapter[str](str),
    _conversation_delete,
)


async def _conversation_typing(client: Client, at: _ConversationPlace, given: Asked) -> None:
    found = await _find_conversation(client, at)
    await found.typing()


_CONVERSATION_TYPING: Final = Command(
    "Conversation.typing",
    Client,
    _ConversationPlace,
    Asked,
    TypeAdapter[None](None),
    _conversation_typing,
)


async def _conversation_set_all_messages_read(client: Client, at: _ConversationPlace, given: Asked) -> int | None:
    found = await _find_conversation(client, at)
    return await found.set_all_messages_read()


_CONVERSATION_SET_ALL_MESSAGES_READ: Final = Command(
    "Conversation.setAllMessagesRead",
    Client,
    _ConversationPlace,
    Asked,
    TypeAdapter[int | None](int | None),
    _conversation_set_all_messages_read,
)


async def _conversation_set_all_messages_unread(client: Client, at: _ConversationPlace, given: Asked) -> int | None:
    found = await _find_conversation(client, at)
    return await found.set_all_messages_unread()


_CONVERSATION_SET_ALL_MESSAGES_UNREAD: Final = Command(
    "Conversation.setAllMessagesUnread",
    Client,
    _ConversationPlace,
    Asked,
    TypeAdapter[int | None](int | None),
    _conversation_set_all_messages_unread,
)


class _ConversationUpdateLastReadMessageIndexArguments(Asked):
    index: Annotated[int | None, Field(ge=0)]


async def _conversation_update_last_read_message_index(
    client: Client, at: _ConversationPlace, given: _ConversationUpdateLastReadMessageIndexArguments
) -> int | None:
    found = await _find_conversation(client, at)
    return await found.update_last_read_message_index(index=given.index)


_CONVERSATION_UPDATE_LAST_READ_MESSAGE_INDEX: Final = Command(
    "Conversation.updateLastReadMessageIndex",
    Client,
    _ConversationPlace,
    _ConversationUpdateLastReadMessageIndexArguments,
    TypeAdapter[int | None](int | None),
    _conversation_update_last_read_message_index,
)


class _ConversationAdvanceLastReadMessageIndexArguments(Asked):
    index: Annotated[int, Field(ge=0)]


async def _conversation_advance_last_read_message_index(
    client: Client, at: _ConversationPlace, given: _ConversationAdvanceLastReadMessageIndexArguments
) -> int | None:
    found = await _find_conversation(client, at)
    return await found.advance_last_read_message_index(index=given.index)


_CONVERSATION_ADVANCE_LAST_READ_MESSAGE_INDEX: Final = Command(
    "Conversation.advanceLastReadMessageIndex",
    Client,
    _ConversationPlace,
    _ConversationAdvanceLastReadMessageIndexArguments,
    TypeAdapter[int | None](int | None),
    _conversation_advance_last_read_message_index,
)


class _ConversationSetUserNotificationLevelArguments(Asked):
    notification_level: Annotated[NotificationLevel, Field(alias="notificationLevel")]


async def _conversation_set_user_notification_level(
    client: Client, at: _ConversationPlace, given: _ConversationSetUserNotificationLevelArguments
) -> None:
    found = await _find_conversation(client, at)
    await found.set_user_notification_level(notification_level=given.notification_level)


_CONVERSATION_SET_USER_NOTIFICATION_LEVEL: Final = Command(
    "Conversation.setUserNotificationLevel",
    Client,
    _ConversationPlace,
    _ConversationSetUserNotificationLevelArguments,
    TypeAdapter[None](None),
    _conversation_set_user_notification_level,
)


class _ConversationUpdateAttributesArguments(Asked):
    attributes: JsonValue


async def _conversation_update_attributes(
    client: Client, at: _ConversationPlace, given: _ConversationUpdateAttributesArguments
) -> str:
    found = await _find_conversation(client, at)
    return (await found.update_attributes(attributes=given.attributes)).sid


_CONVERSATION_UPDATE_ATTRIBUTES: Final = Command(
    "Conversation.updateAttributes",
    Client,
    _ConversationPlace,
    _ConversationUpdateAttributesArguments,
    TypeAdapter[str](str),
    _conversation_update_attributes,
)


class _ConversationUpdateFriendlyNameArguments(Asked):
    friendly_name: Annotated[str, Field(alias="friendlyName")]


async def _conversation_update_friendly_name(
    client: Client, at: _ConversationPlace, given: _ConversationUpdateFriendlyNameArguments
) -> str:
    found = await _find_conversation(client, at)
    return (await found.update_friendly_name(friendly_name=given.friendly_name)).sid


_CONVERSATION_UPDATE_FRIENDLY_NAME: Final = Command(
    "Conversation.updateFriendlyName",
    Client,
    _ConversationPlace,
    _ConversationUpdateFriendlyNameArguments,
    TypeAdapter[str](str),
    _conversation_update_friendly_name,
)


class _ConversationUpdateUniqueNameArguments(Asked):
    unique_name: Annotated[str | None, Field(alias="uniqueName")]


async def _conversation_update_unique_name(
    client: Client, at: _ConversationPlace, given: _ConversationUpdateUniqueNameArguments
) -> str:
    found = await _find_conversation(client, at)
    return (await found.update_unique_name(unique_name=given.unique_name)).sid


_CONVERSATION_UPDATE_UNIQUE_NAME: Final = Command(
    "Conversation.updateUniqueName",
    Client,
    _ConversationPlace,
    _ConversationUpdateUniqueNameArguments,
    TypeAdapter[str](str),
    _conversation_update_unique_name,
)


class _ConversationSendMessageArguments(Asked):
    body: Annotated[str | None, Field(alias="message")] = None
    attributes: Annotated[JsonValue, Field(alias="messageAttributes")] = None
    email_options: Annotated[SendEmailOptions | None, Field(alias="emailOptions")] = None
    content_sid: Annotated[str | None, Field(alias="contentSid", min_length=1)] = None
    content_variables: Annotated[list[ContentTemplateVariable] | None, Field(alias="contentVariables")] = None


async def _conversation_send_message(
    client: Client, at: _ConversationPlace, given: _ConversationSendMessageArguments
) -> int:
    found = await _find_conversation(client, at)
    return await found.send_message(
        body=given.body,
        attributes=given.attributes,
        email_options=given.email_options,
        content_sid=given.content_sid,
        content_variables=given.content_variables,
    )


_CONVERSATION_SEND_MESSAGE: Final = Command(
    "Conversation.sendMessage",
    Client,
    _ConversationPlace,
    _ConversationSendMessageArguments,
    TypeAdapter[int](int),
    _conversation_send_message,
)


class _MessageUpdateBodyArguments(Asked):
    body: str


async def _message_update_body(client: Client, at: _MessagePlace, given: _MessageUpdateBodyArguments) -> str:
    found = await _find_message(client, at)
    return (await found.update_body(body=given.body)).sid


_MESSAGE_UPDATE_BODY: Final = Command(
    "Message.updateBody",
    Client,
    _MessagePlace,
    _MessageUpdateBodyArguments,
    TypeAdapter[str](str),
    _message_update_body,
)


class _MessageUpdateAttributesArguments(Asked):
    attributes: JsonValue


async def _message_update_attributes(
    client: Client, at: _MessagePlace, given: _MessageUpdateAttributesArguments
) -> str:
    found = await _find_message(client, at)
    return (await found.update_attributes(attributes=given.attributes)).sid


_MESSAGE_UPDATE_ATTRIBUTES: Final = Command(
    "Message.updateAttributes",
    Client,
    _MessagePlace,
    _MessageUpdateAttributesArguments,
    TypeAdapter[str](str),
    _message_update_attributes,
)


async def _message_remove(client: Client, at: _MessagePlace, given: Asked) -> str:
    found = await _find_message(client, at)
    return (await found.remove()).sid


_MESSAGE_REMOVE: Final = Command(
    "Message.remove",
    Client,
    _MessagePlace,
    Asked,
    TypeAdapter[str](str),
    _message_remove,
)


class _ParticipantUpdateAttributesArguments(Asked):
    attributes: JsonValue


async def _participant_update_attributes(
    client: Client, at: _ParticipantPlace, given: _ParticipantUpdateAttributesArguments
) -> str:
    found = await _find_participant(client, at)
    return (await found.update_attributes(attributes=given.attributes)).sid


_PARTICIPANT_UPDATE_ATTRIBUTES: Final = Command(
    "Participant.updateAttributes",
    Client,
    _ParticipantPlace,
    _ParticipantUpdateAttributesArguments,
    TypeAdapter[str](str),
    _participant_update_attributes,
)


async def _participant_remove(client: Client, at: _ParticipantPlace, given: Asked) -> None:
    found = await _find_participant(client, at)
    await found.remove()


_PARTICIPANT_REMOVE: Final = Command(
    "Participant.remove",
    Client,
    _ParticipantPlace,
    Asked,
    TypeAdapter[None](None),
    _participant_remove,
)


class _UserUpdateFriendlyNameArguments(Asked):
    friendly_name: Annotated[str, Field(alias="friendlyName")]


async def _user_update_friendly_name(client: Client, at: _UserPlace, given: _UserUpdateFriendlyNameArguments) -> str:
    found = await _find_user(client, at)
    return (await found.update_friendly_name(friendly_name=given.friendly_name)).identity


_USER_UPDATE_FRIENDLY_NAME: Final = Command(
    "User.updateFriendlyName",
    Client,
    _UserPlace,
    _UserUpdateFriendlyNameArguments,
    TypeAdapter[str](str),
    _user_update_friendly_name,
)


class _UserUpdateAttributesArguments(Asked):
    attributes: JsonValue


async def _user_update_attributes(client: Client, at: _UserPlace, given: _UserUpdateAttributesArguments) -> str:
    found = await _find_user(client, at)
    return (await found.update_attributes(attributes=given.attributes)).identity


_USER_UPDATE_ATTRIBUTES: Final = Command(
    "User.updateAttributes",
    Client,
    _UserPlace,
    _UserUpdateAttributesArguments,
    TypeAdapter[str](str),
    _user_update_attributes,
)

COMMANDS: Final[Mapping[str, AnyCommand]] = {
    "Client.createConversation": _CLIENT_CREATE_CONVERSATION,
    "Client.getOrCreateConversation": _CLIENT_GET_OR_CREATE_CONVERSATION,
    "Conversation.join": _CONVERSATION_JOIN,
    "Conversation.leave": _CONVERSATION_LEAVE,
    "Conversation.add": _CONVERSATION_ADD,
    "Conversation.addNonChatParticipant": _CONVERSATION_ADD_NON_CHAT_PARTICIPANT,
    "Conversation.removeParticipant": _CONVERSATION_REMOVE_PARTICIPANT,
    "Conversation.delete": _CONVERSATION_DELETE,
    "Conversation.typing": _CONVERSATION_TYPING,
    "Conversation.setAllMessagesRead": _CONVERSATION_SET_ALL_MESSAGES_READ,
    "Conversation.setAllMessagesUnread": _CONVERSATION_SET_ALL_MESSAGES_UNREAD,
    "Conversation.updateLastReadMessageIndex": _CONVERSATION_UPDATE_LAST_READ_MESSAGE_INDEX,
    "Conversation.advanceLastReadMessageIndex": _CONVERSATION_ADVANCE_LAST_READ_MESSAGE_INDEX,
    "Conversation.setUserNotificationLevel": _CONVERSATION_SET_USER_NOTIFICATION_LEVEL,
    "Conversation.updateAttributes": _CONVERSATION_UPDATE_ATTRIBUTES,
    "Conversation.updateFriendlyName": _CONVERSATION_UPDATE_FRIENDLY_NAME,
    "Conversation.updateUniqueName": _CONVERSATION_UPDATE_UNIQUE_NAME,
    "Conversation.sendMessage": _CONVERSATION_SEND_MESSAGE,
    "Message.updateBody": _MESSAGE_UPDATE_BODY,
    "Message.updateAttributes": _MESSAGE_UPDATE_ATTRIBUTES,
    "Message.remove": _MESSAGE_REMOVE,
    "Participant.updateAttributes": _PARTICIPANT_UPDATE_ATTRIBUTES,
    "Participant.remove": _PARTICIPANT_REMOVE,
    "User.updateFriendlyName": _USER_UPDATE_FRIENDLY_NAME,
    "User.updateAttributes": _USER_UPDATE_ATTRIBUTES,
}
"""Everything that can be asked for, by documented name of class and method."""


class ClientCommands(Commanded):
    """Methods of `Client`, which are called where somebody serves the user.

    Every method raises what the method of that name raises there, `ArgumentError` before anything is sent, and what the
    caller raises when nobody has answered. Of a method with the same `command_id` again, the answer is that of the
    first time; `within` is in how many seconds somebody has to begin with it.

    Args:
        caller: Has commands carried out.
        identity: The user.
    """

    def __init__(self, caller: CommandCaller, identity: str) -> None:
        super().__init__(caller, identity, {})

    async def create_conversation(
        self,
        options: CreateConversationOptions | None = None,
        *,
        command_id: str | None = None,
        within: float | None = None,
    ) -> str:
        """Create a conversation. The creator is not a participant until `Conversation.join`.

        Args:
            options: Everything about the conversation as one object.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _CLIENT_CREATE_CONVERSATION,
            {
                "options": options,
            },
            command_id,
            within,
        )

    async def get_or_create_conversation(
        self,
        unique_name: str,
        friendly_name: str | None = None,
        attributes: JsonValue = None,
        *,
        command_id: str | None = None,
        within: float | None = None,
    ) -> str:
        """Return the conversation with a unique name, created if there is none, whoever else does so at the same time.

        Args:
            unique_name: Unique name of the conversation.
            friendly_name: Name shown to people, for a new conversation.
            attributes: Any JSON value to keep with a new conversation. Default: {}.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _CLIENT_GET_OR_CREATE_CONVERSATION,
            {
                "uniqueName": unique_name,
                "friendlyName": friendly_name,
                "attributes": attributes,
            },
            command_id,
            within,
        )


class ConversationCommands(Commanded):
    """Methods of `Conversation`, which are called where somebody serves the user.

    Every method raises what the method of that name raises there, `ArgumentError` before anything is sent, and what the
    caller raises when nobody has answered. Of a method with the same `command_id` again, the answer is that of the
    first time; `within` is in how many seconds somebody has to begin with it.

    Args:
        caller: Has commands carried out.
        identity: The user.
        conversation: Its SID, or the name that it can be found by.
    """

    def __init__(self, caller: CommandCaller, identity: str, conversation: str) -> None:
        super().__init__(
            caller,
            identity,
            {
                "conversation": conversation,
            },
        )

    async def join(self, *, command_id: str | None = None, within: float | None = None) -> str:
        """Become a participant, or stay one. Returns once the conversation is followed; no later message is missed.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(_CONVERSATION_JOIN, {}, command_id, within)

    async def leave(self, *, command_id: str | None = None, within: float | None = None) -> str:
        """Stop being a participant. Nothing is sent unless the signed-in user is one.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(_CONVERSATION_LEAVE, {}, command_id, within)

    async def add(
        self, identity: str, attributes: JsonValue = None, *, command_id: str | None = None, within: float | None = None
    ) -> ParticipantResponse:
        """Make a user of chat a participant.

        Args:
            identity: Identity of the user.
            attributes: Any JSON value to keep with the participant. Default: {}.
            command_id: See above.
            within: See above.
        """
        return await self._call(
            _CONVERSATION_ADD,
            {
                "identity": identity,
                "attributes": attributes,
            },
            command_id,
            within,
        )

    async def add_non_chat_participant(
        self,
        proxy_address: str,
        address: str,
        attributes: JsonValue = None,
        binding_options: ParticipantBindingOptions | None = None,
        *,
        command_id: str | None = None,
        within: float | None = None,
    ) -> ParticipantResponse:
        """Make somebody a participant who does not use chat. The form of the address decides their kind of channel.

        Args:
            proxy_address: Address of the service that the participant sees and writes to.
            address: The participant's address: a telephone number, an e-mail address, or one with a prefix such as
                `whatsapp:`.
            attributes: Any JSON value to keep with the participant. Default: {}.
            binding_options: How messages address somebody who is reached by e-mail.
            command_id: See above.
            within: See above.
        """
        return await self._call(
            _CONVERSATION_ADD_NON_CHAT_PARTICIPANT,
            {
                "proxyAddress": proxy_address,
                "address": address,
                "attributes": attributes,
                "bindingOptions": binding_options,
            },
            command_id,
            within,
        )

    async def remove_participant(
        self, participant: str, *, command_id: str | None = None, within: float | None = None
    ) -> None:
        """Remove somebody from the conversation.

        Args:
            participant: The participant, its SID or its identity.
            command_id: See above.
            within: See above.
        """
        await self._call(
            _CONVERSATION_REMOVE_PARTICIPANT,
            {
                "participant": participant,
            },
            command_id,
            within,
        )

    async def delete(self, *, command_id: str | None = None, within: float | None = None) -> str:
        """Delete the conversation for everybody.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(_CONVERSATION_DELETE, {}, command_id, within)

    async def typing(self, *, command_id: str | None = None, within: float | None = None) -> None:
        """Tell the others that the signed-in user is typing. Repeated calls within a few seconds send nothing."""
        await self._call(_CONVERSATION_TYPING, {}, command_id, within)

    async def set_all_messages_read(self, *, command_id: str | None = None, within: float | None = None) -> int | None:
        """Mark every message as read by the signed-in user. Nothing is sent for an empty conversation.

        Returns:
            Messages not read.
        """
        return await self._call(_CONVERSATION_SET_ALL_MESSAGES_READ, {}, command_id, within)

    async def set_all_messages_unread(
        self, *, command_id: str | None = None, within: float | None = None
    ) -> int | None:
        """Mark every message as not read by the signed-in user.

        Returns:
            Messages not read; None since nothing is read.
        """
        return await self._call(_CONVERSATION_SET_ALL_MESSAGES_UNREAD, {}, command_id, within)

    async def update_last_read_message_index(
        self, index: int | None, *, command_id: str | None = None, within: float | None = None
    ) -> int | None:
        """Set the last message that the signed-in user has read.

        Args:
            index: Index of the message; None for none.
            command_id: See above.
            within: See above.

        Returns:
            Messages not read; None if nothing is read.
        """
        return await self._call(
            _CONVERSATION_UPDATE_LAST_READ_MESSAGE_INDEX,
            {
                "index": index,
            },
            command_id,
            within,
        )

    async def advance_last_read_message_index(
        self, index: int, *, command_id: str | None = None, within: float | None = None
    ) -> int | None:
        """Set the last message that the signed-in user has read, never going back.

        Args:
            index: Index of the message.
            command_id: See above.
            within: See above.

        Returns:
            Messages not read.
        """
        return await self._call(
            _CONVERSATION_ADVANCE_LAST_READ_MESSAGE_INDEX,
            {
                "index": index,
            },
            command_id,
            within,
        )

    async def set_user_notification_level(
        self, notification_level: NotificationLevel, *, command_id: str | None = None, within: float | None = None
    ) -> None:
        """Choose whether the conversation sends push notifications to the signed-in user.

        Args:
            notification_level: The level.
            command_id: See above.
            within: See above.
        """
        await self._call(
            _CONVERSATION_SET_USER_NOTIFICATION_LEVEL,
            {
                "notificationLevel": notification_level,
            },
            command_id,
            within,
        )

    async def update_attributes(
        self, attributes: JsonValue, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Replace the attributes of the conversation.

        Args:
            attributes: The new attributes.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _CONVERSATION_UPDATE_ATTRIBUTES,
            {
                "attributes": attributes,
            },
            command_id,
            within,
        )

    async def update_friendly_name(
        self, friendly_name: str, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Give the conversation another name. Nothing is sent if it has that name already.

        Args:
            friendly_name: The new name.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _CONVERSATION_UPDATE_FRIENDLY_NAME,
            {
                "friendlyName": friendly_name,
            },
            command_id,
            within,
        )

    async def update_unique_name(
        self, unique_name: str | None, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Give the conversation another unique name, or none. Nothing is sent if it has that name already.

        Args:
            unique_name: The new unique name; None removes it.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _CONVERSATION_UPDATE_UNIQUE_NAME,
            {
                "uniqueName": unique_name,
            },
            command_id,
            within,
        )

    async def send_message(
        self,
        body: str | None = None,
        attributes: JsonValue = None,
        email_options: SendEmailOptions | None = None,
        content_sid: str | None = None,
        content_variables: list[ContentTemplateVariable] | None = None,
        *,
        command_id: str | None = None,
        within: float | None = None,
    ) -> int:
        """Write a message of a text, files, e-mail bodies and histories, or from a content template.

        Args:
            body: The text.
            attributes: Any JSON value to keep with the message. Default: {}.
            email_options: What only e-mails have.
            content_sid: SID of a content template, `HX…`, that makes the message.
            content_variables: Values for variables of the template; others keep their defaults.
            command_id: See above.
            within: See above.

        Returns:
            Index of the new message.
        """
        return await self._call(
            _CONVERSATION_SEND_MESSAGE,
            {
                "message": body,
                "messageAttributes": attributes,
                "emailOptions": email_options,
                "contentSid": content_sid,
                "contentVariables": content_variables,
            },
            command_id,
            within,
        )


class UserCommands(Commanded):
    """Methods of `User`, which are called where somebody serves the user.

    Every method raises what the method of that name raises there, `ArgumentError` before anything is sent, and what the
    caller raises when nobody has answered. Of a method with the same `command_id` again, the answer is that of the
    first time; `within` is in how many seconds somebody has to begin with it.

    Args:
        caller: Has commands carried out.
        identity: The user.
        user: The name under which the user is known to the service.
    """

    def __init__(self, caller: CommandCaller, identity: str, user: str) -> None:
        super().__init__(
            caller,
            identity,
            {
                "user": user,
            },
        )

    async def update_friendly_name(
        self, friendly_name: str, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Give the user another name. Only for the signed-in user, unless the service allows more.

        Args:
            friendly_name: The new name.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `identity`.
        """
        return await self._call(
            _USER_UPDATE_FRIENDLY_NAME,
            {
                "friendlyName": friendly_name,
            },
            command_id,
            within,
        )

    async def update_attributes(
        self, attributes: JsonValue, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Replace the attributes of the user. Only for the signed-in user, unless the service allows more.

        Args:
            attributes: The new attributes.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `identity`.
        """
        return await self._call(
            _USER_UPDATE_ATTRIBUTES,
            {
                "attributes": attributes,
            },
            command_id,
            within,
        )


class MessageCommands(Commanded):
    """Methods of `Message`, which are called where somebody serves the user.

    Every method raises what the method of that name raises there, `ArgumentError` before anything is sent, and what the
    caller raises when nobody has answered. Of a method with the same `command_id` again, the answer is that of the
    first time; `within` is in how many seconds somebody has to begin with it.

    Args:
        caller: Has commands carried out.
        identity: The user.
        conversation: Its SID, or the name that it can be found by.
        message: Position in the conversation. May have gaps; do not count with it.
    """

    def __init__(self, caller: CommandCaller, identity: str, conversation: str, message: int) -> None:
        super().__init__(
            caller,
            identity,
            {
                "conversation": conversation,
                "message": message,
            },
        )

    async def update_body(self, body: str, *, command_id: str | None = None, within: float | None = None) -> str:
        """Replace the text of the message.

        Args:
            body: The new text.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _MESSAGE_UPDATE_BODY,
            {
                "body": body,
            },
            command_id,
            within,
        )

    async def update_attributes(
        self, attributes: JsonValue, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Replace the attributes of the message.

        Args:
            attributes: The new attributes.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _MESSAGE_UPDATE_ATTRIBUTES,
            {
                "attributes": attributes,
            },
            command_id,
            within,
        )

    async def remove(self, *, command_id: str | None = None, within: float | None = None) -> str:
        """Remove the message from its conversation.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(_MESSAGE_REMOVE, {}, command_id, within)


class ParticipantCommands(Commanded):
    """Methods of `Participant`, which are called where somebody serves the user.

    Every method raises what the method of that name raises there, `ArgumentError` before anything is sent, and what the
    caller raises when nobody has answered. Of a method with the same `command_id` again, the answer is that of the
    first time; `within` is in how many seconds somebody has to begin with it.

    Args:
        caller: Has commands carried out.
        identity: The user.
        conversation: Its SID, or the name that it can be found by.
        participant: Its SID, or the name that it can be found by.
    """

    def __init__(self, caller: CommandCaller, identity: str, conversation: str, participant: str) -> None:
        super().__init__(
            caller,
            identity,
            {
                "conversation": conversation,
                "participant": participant,
            },
        )

    async def update_attributes(
        self, attributes: JsonValue, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Replace the attributes of the participant.

        Args:
            attributes: The new attributes.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _PARTICIPANT_UPDATE_ATTRIBUTES,
            {
                "attributes": attributes,
            },
            command_id,
            within,
        )

    async def remove(self, *, command_id: str | None = None, within: float | None = None) -> None:
        """Remove the participant from the conversation."""
        await self._call(_PARTICIPANT_REMOVE, {}, command_id, within)
