# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
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

from .channel import Channel
from .client import Client
from .member import Member
from .message import Message
from .models import CreateChannelOptions
from .types import NotificationLevel
from .user import User

__all__ = ["COMMANDS", "ChannelCommands", "ClientCommands", "MemberCommands", "MessageCommands", "UserCommands"]


class _ClientPlace(Asked):
    """The user's own client."""


class _ChannelPlace(_ClientPlace):
    channel: Annotated[str, Field(min_length=1)]


class _UserPlace(_ClientPlace):
    user: Annotated[str, Field(min_length=1)]


class _MemberPlace(_ChannelPlace):
    member: Annotated[str, Field(min_length=1)]


class _MessagePlace(_ChannelPlace):
    message: Annotated[int, Field(ge=0)]


async def _find_channel(client: Client, at: _ChannelPlace) -> Channel:
    owner = client
    if is_sid(at.channel):
        return await owner.get_channel_by_sid(at.channel)

    return await owner.get_channel_by_unique_name(at.channel)


async def _find_user(client: Client, at: _UserPlace) -> User:
    owner = client
    return await owner.get_user(at.user)


async def _find_member(client: Client, at: _MemberPlace) -> Member:
    owner = await _find_channel(client, at)
    if is_sid(at.member):
        return await owner.get_member_by_sid(at.member)

    return await owner.get_member_by_identity(at.member)


async def _find_message(client: Client, at: _MessagePlace) -> Message:
    owner = await _find_channel(client, at)
    page = await owner.get_messages(page_size=1, anchor=at.message, direction="forward")
    for item in page.items:
        if item.index == at.message:
            return item
    raise none_at("message", at.message)


async def _channel_join(client: Client, at: _ChannelPlace, given: Asked) -> str:
    found = await _find_channel(client, at)
    return (await found.join()).sid


_CHANNEL_JOIN: Final = Command(
    "Channel.join",
    Client,
    _ChannelPlace,
    Asked,
    TypeAdapter[str](str),
    _channel_join,
)


async def _channel_leave(client: Client, at: _ChannelPlace, given: Asked) -> str:
    found = await _find_channel(client, at)
    return (await found.leave()).sid


_CHANNEL_LEAVE: Final = Command(
    "Channel.leave",
    Client,
    _ChannelPlace,
    Asked,
    TypeAdapter[str](str),
    _channel_leave,
)


class _ChannelAddArguments(Asked):
    identity: Annotated[str, Field(min_length=1)]


async def _channel_add(client: Client, at: _ChannelPlace, given: _ChannelAddArguments) -> None:
    found = await _find_channel(client, at)
    await found.add(identity=given.identity)


_CHANNEL_ADD: Final = Command(
    "Channel.add",
    Client,
    _ChannelPlace,
    _ChannelAddArguments,
    TypeAdapter[None](None),
    _channel_add,
)


class _ChannelInviteArguments(Asked):
    identity: Annotated[str, Field(min_length=1)]


async def _channel_invite(client: Client, at: _ChannelPlace, given: _ChannelInviteArguments) -> None:
    found = await _find_channel(client, at)
    await found.invite(identity=given.identity)


_CHANNEL_INVITE: Final = Command(
    "Channel.invite",
    Client,
    _ChannelPlace,
    _ChannelInviteArguments,
    TypeAdapter[None](None),
    _channel_invite,
)


async def _channel_decline(client: Client, at: _ChannelPlace, given: Asked) -> str:
    found = await _find_channel(client, at)
    return (await found.decline()).sid


_CHANNEL_DECLINE: Final = Command(
    "Channel.decline",
    Client,
    _ChannelPlace,
    Asked,
    TypeAdapter[str](str),
    _channel_decline,
)


class _ChannelRemoveMemberArguments(Asked):
    member: Annotated[str, Field(min_length=1)]


async def _channel_remove_member(client: Client, at: _ChannelPlace, given: _ChannelRemoveMemberArguments) -> None:
    found = await _find_channel(client, at)
    await found.remove_member(member=given.member)


_CHANNEL_REMOVE_MEMBER: Final = Command(
    "Channel.removeMember",
    Client,
    _ChannelPlace,
    _ChannelRemoveMemberArguments,
    TypeAdapter[None](None),
    _channel_remove_member,
)


async def _channel_delete(client: Client, at: _ChannelPlace, given: Asked) -> str:
    found = await _find_channel(client, at)
    return (await found.delete()).sid


_CHANNEL_DELETE: Final = Command(
    "Channel.delete",
    Client,
    _ChannelPlace,
    Asked,
    TypeAdapter[str](str),
    _channel_delete,
)


class _ChannelSendMessageArguments(Asked):
    message: str | None = None
    attributes: Annotated[JsonValue, Field(alias="messageAttributes")] = None


async def _channel_send_message(client: Client, at: _ChannelPlace, given: _ChannelSendMessageArguments) -> int:
    found = await _find_channel(client, at)
    return await found.send_message(message=given.message, attributes=given.attributes)


_CHANNEL_SEND_MESSAGE: Final = Command(
    "Channel.sendMessage",
    Client,
    _ChannelPlace,
    _ChannelSendMessageArguments,
    TypeAdapter[int](int),
    _channel_send_message,
)


async def _channel_typing(client: Client, at: _ChannelPlace, given: Asked) -> None:
    found = await _find_channel(client, at)
    await found.typing()


_CHANNEL_TYPING: Final = Command(
    "Channel.typing",
    Client,
    _ChannelPlace,
    Asked,
    TypeAdapter[None](None),
    _channel_typing,
)


async def _channel_set_no_messages_consumed(client: Client, at: _ChannelPlace, given: Asked) -> int | None:
    found = await _find_channel(client, at)
    return await found.set_no_messages_consumed()


_CHANNEL_SET_NO_MESSAGES_CONSUMED: Final = Command(
    "Channel.setNoMessagesConsumed",
    Client,
    _ChannelPlace,
    Asked,
    TypeAdapter[int | None](int | None),
    _channel_set_no_messages_consumed,
)


async def _channel_set_all_messages_consumed(client: Client, at: _ChannelPlace, given: Asked) -> int | None:
    found = await _find_channel(client, at)
    return await found.set_all_messages_consumed()


_CHANNEL_SET_ALL_MESSAGES_CONSUMED: Final = Command(
    "Channel.setAllMessagesConsumed",
    Client,
    _ChannelPlace,
    Asked,
    TypeAdapter[int | None](int | None),
    _channel_set_all_messages_consumed,
)


class _ChannelUpdateLastConsumedMessageIndexArguments(Asked):
    index: Annotated[int | None, Field(ge=0)]


async def _channel_update_last_consumed_message_index(
    client: Client, at: _ChannelPlace, given: _ChannelUpdateLastConsumedMessageIndexArguments
) -> int | None:
    found = await _find_channel(client, at)
    return await found.update_last_consumed_message_index(index=given.index)


_CHANNEL_UPDATE_LAST_CONSUMED_MESSAGE_INDEX: Final = Command(
    "Channel.updateLastConsumedMessageIndex",
    Client,
    _ChannelPlace,
    _ChannelUpdateLastConsumedMessageIndexArguments,
    TypeAdapter[int | None](int | None),
    _channel_update_last_consumed_message_index,
)


class _ChannelAdvanceLastConsumedMessageIndexArguments(Asked):
    index: Annotated[int, Field(ge=0)]


async def _channel_advance_last_consumed_message_index(
    client: Client, at: _ChannelPlace, given: _ChannelAdvanceLastConsumedMessageIndexArguments
) -> int | None:
    found = await _find_channel(client, at)
    return await found.advance_last_consumed_message_index(index=given.index)


_CHANNEL_ADVANCE_LAST_CONSUMED_MESSAGE_INDEX: Final = Command(
    "Channel.advanceLastConsumedMessageIndex",
    Client,
    _ChannelPlace,
    _ChannelAdvanceLastConsumedMessageIndexArguments,
    TypeAdapter[int | None](int | None),
    _channel_advance_last_consumed_message_index,
)


class _ChannelSetUserNotificationLevelArguments(Asked):
    notification_level: Annotated[NotificationLevel, Field(alias="notificationLevel")]


async def _channel_set_user_notification_level(
    client: Client, at: _ChannelPlace, given: _ChannelSetUserNotificationLevelArguments
) -> None:
    found = await _find_channel(client, at)
    await found.set_user_notification_level(notification_level=given.notification_level)


_CHANNEL_SET_USER_NOTIFICATION_LEVEL: Final = Command(
    "Channel.setUserNotificationLevel",
    Client,
    _ChannelPlace,
    _ChannelSetUserNotificationLevelArguments,
    TypeAdapter[None](None),
    _channel_set_user_notification_level,
)


class _ChannelUpdateAttributesArguments(Asked):
    attributes: JsonValue


async def _channel_update_attributes(
    client: Client, at: _ChannelPlace, given: _ChannelUpdateAttributesArguments
) -> str:
    found = await _find_channel(client, at)
    return (await found.update_attributes(attributes=given.attributes)).sid


_CHANNEL_UPDATE_ATTRIBUTES: Final = Command(
    "Channel.updateAttributes",
    Client,
    _ChannelPlace,
    _ChannelUpdateAttributesArguments,
    TypeAdapter[str](str),
    _channel_update_attributes,
)


class _ChannelUpdateFriendlyNameArguments(Asked):
    friendly_name: Annotated[str, Field(alias="friendlyName")]


async def _channel_update_friendly_name(
    client: Client, at: _ChannelPlace, given: _ChannelUpdateFriendlyNameArguments
) -> str:
    found = await _find_channel(client, at)
    return (await found.update_friendly_name(friendly_name=given.friendly_name)).sid


_CHANNEL_UPDATE_FRIENDLY_NAME: Final = Command(
    "Channel.updateFriendlyName",
    Client,
    _ChannelPlace,
    _ChannelUpdateFriendlyNameArguments,
    TypeAdapter[str](str),
    _channel_update_friendly_name,
)


class _ChannelUpdateUniqueNameArguments(Asked):
    unique_name: Annotated[str | None, Field(alias="uniqueName")]


async def _channel_update_unique_name(
    client: Client, at: _ChannelPlace, given: _ChannelUpdateUniqueNameArguments
) -> str:
    found = await _find_channel(client, at)
    return (await found.update_unique_name(unique_name=given.unique_name)).sid


_CHANNEL_UPDATE_UNIQUE_NAME: Final = Command(
    "Channel.updateUniqueName",
    Client,
    _ChannelPlace,
    _ChannelUpdateUniqueNameArguments,
    TypeAdapter[str](str),
    _channel_update_unique_name,
)


class _ClientGetOrCreateChannelArguments(Asked):
    unique_name: Annotated[str, Field(alias="uniqueName", min_length=1)]
    friendly_name: Annotated[str | None, Field(alias="friendlyName")] = None
    attributes: JsonValue = None
    is_private: Annotated[bool, Field(alias="isPrivate")] = False


async def _client_get_or_create_channel(
    client: Client, at: _ClientPlace, given: _ClientGetOrCreateChannelArguments
) -> str:
    found = client
    return (
        await found.get_or_create_channel(
            unique_name=given.unique_name,
            friendly_name=given.friendly_name,
            attributes=given.attributes,
            is_private=given.is_private,
        )
    ).sid


_CLIENT_GET_OR_CREATE_CHANNEL: Final = Command(
    "Client.getOrCreateChannel",
    Client,
    _ClientPlace,
    _ClientGetOrCreateChannelArguments,
    TypeAdapter[str](str),
    _client_get_or_create_channel,
)


class _ClientCreateChannelArguments(Asked):
    options: CreateChannelOptions | None = None


async def _client_create_channel(client: Client, at: _ClientPlace, given: _ClientCreateChannelArguments) -> str:
    found = client
    return (await found.create_channel(options=given.options)).sid


_CLIENT_CREATE_CHANNEL: Final = Command(
    "Client.createChannel",
    Client,
    _ClientPlace,
    _ClientCreateChannelArguments,
    TypeAdapter[str](str),
    _client_create_channel,
)


class _MemberUpdateAttributesArguments(Asked):
    attributes: JsonValue


async def _member_update_attributes(client: Client, at: _MemberPlace, given: _MemberUpdateAttributesArguments) -> str:
    found = await _find_member(client, at)
    return (await found.update_attributes(attributes=given.attributes)).sid


_MEMBER_UPDATE_ATTRIBUTES: Final = Command(
    "Member.updateAttributes",
    Client,
    _MemberPlace,
    _MemberUpdateAttributesArguments,
    TypeAdapter[str](str),
    _member_update_attributes,
)


async def _member_remove(client: Client, at: _MemberPlace, given: Asked) -> None:
    found = await _find_member(client, at)
    await found.remove()


_MEMBER_REMOVE: Final = Command(
    "Member.remove",
    Client,
    _MemberPlace,
    Asked,
    TypeAdapter[None](None),
    _member_remove,
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
    "Channel.join": _CHANNEL_JOIN,
    "Channel.leave": _CHANNEL_LEAVE,
    "Channel.add": _CHANNEL_ADD,
    "Channel.invite": _CHANNEL_INVITE,
    "Channel.decline": _CHANNEL_DECLINE,
    "Channel.removeMember": _CHANNEL_REMOVE_MEMBER,
    "Channel.delete": _CHANNEL_DELETE,
    "Channel.sendMessage": _CHANNEL_SEND_MESSAGE,
    "Channel.typing": _CHANNEL_TYPING,
    "Channel.setNoMessagesConsumed": _CHANNEL_SET_NO_MESSAGES_CONSUMED,
    "Channel.setAllMessagesConsumed": _CHANNEL_SET_ALL_MESSAGES_CONSUMED,
    "Channel.updateLastConsumedMessageIndex": _CHANNEL_UPDATE_LAST_CONSUMED_MESSAGE_INDEX,
    "Channel.advanceLastConsumedMessageIndex": _CHANNEL_ADVANCE_LAST_CONSUMED_MESSAGE_INDEX,
    "Channel.setUserNotificationLevel": _CHANNEL_SET_USER_NOTIFICATION_LEVEL,
    "Channel.updateAttributes": _CHANNEL_UPDATE_ATTRIBUTES,
    "Channel.updateFriendlyName": _CHANNEL_UPDATE_FRIENDLY_NAME,
    "Channel.updateUniqueName": _CHANNEL_UPDATE_UNIQUE_NAME,
    "Client.getOrCreateChannel": _CLIENT_GET_OR_CREATE_CHANNEL,
    "Client.createChannel": _CLIENT_CREATE_CHANNEL,
    "Member.updateAttributes": _MEMBER_UPDATE_ATTRIBUTES,
    "Member.remove": _MEMBER_REMOVE,
    "Message.updateBody": _MESSAGE_UPDATE_BODY,
    "Message.updateAttributes": _MESSAGE_UPDATE_ATTRIBUTES,
    "Message.remove": _MESSAGE_REMOVE,
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

    async def get_or_create_channel(
        self,
        unique_name: str,
        friendly_name: str | None = None,
        attributes: JsonValue = None,
        is_private: bool = False,
        *,
        command_id: str | None = None,
        within: float | None = None,
    ) -> str:
        """The channel with a unique name, created if there is none, whoever else does so at the same time.

        Args:
            unique_name: Unique name of the channel.
            friendly_name: Name shown to people, for a new channel.
            attributes: Any JSON value to keep with a new channel. Default: {}.
            is_private: Whether only members and people invited can see a new channel.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _CLIENT_GET_OR_CREATE_CHANNEL,
            {
                "uniqueName": unique_name,
                "friendlyName": friendly_name,
                "attributes": attributes,
                "isPrivate": is_private,
            },
            command_id,
            within,
        )

    async def create_channel(
        self, options: CreateChannelOptions | None = None, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Create a channel. The creator is not a member of it until `Channel.join`.

        Args:
            options: Everything about the channel as one object.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _CLIENT_CREATE_CHANNEL,
            {
                "options": options,
            },
            command_id,
            within,
        )


class ChannelCommands(Commanded):
    """Methods of `Channel`, which are called where somebody serves the user.

    Every method raises what the method of that name raises there, `ArgumentError` before anything is sent, and what the
    caller raises when nobody has answered. Of a method with the same `command_id` again, the answer is that of the
    first time; `within` is in how many seconds somebody has to begin with it.

    Args:
        caller: Has commands carried out.
        identity: The user.
        channel: Its SID, or the name that it can be found by.
    """

    def __init__(self, caller: CommandCaller, identity: str, channel: str) -> None:
        super().__init__(
            caller,
            identity,
            {
                "channel": channel,
            },
        )

    async def join(self, *, command_id: str | None = None, within: float | None = None) -> str:
        """Become a member, or stay one. Returns once the channel is followed, so that no later message is missed.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(_CHANNEL_JOIN, {}, command_id, within)

    async def leave(self, *, command_id: str | None = None, within: float | None = None) -> str:
        """Stop being a member. Nothing is sent unless the signed-in user is one.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(_CHANNEL_LEAVE, {}, command_id, within)

    async def add(self, identity: str, *, command_id: str | None = None, within: float | None = None) -> None:
        """Make somebody a member.

        Args:
            identity: Identity of the user.
            command_id: See above.
            within: See above.
        """
        await self._call(
            _CHANNEL_ADD,
            {
                "identity": identity,
            },
            command_id,
            within,
        )

    async def invite(self, identity: str, *, command_id: str | None = None, within: float | None = None) -> None:
        """Invite somebody.

        Args:
            identity: Identity of the user.
            command_id: See above.
            within: See above.
        """
        await self._call(
            _CHANNEL_INVITE,
            {
                "identity": identity,
            },
            command_id,
            within,
        )

    async def decline(self, *, command_id: str | None = None, within: float | None = None) -> str:
        """Decline an invitation.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(_CHANNEL_DECLINE, {}, command_id, within)

    async def remove_member(self, member: str, *, command_id: str | None = None, within: float | None = None) -> None:
        """Remove somebody from the channel.

        Args:
            member: The member, its SID or its identity.
            command_id: See above.
            within: See above.
        """
        await self._call(
            _CHANNEL_REMOVE_MEMBER,
            {
                "member": member,
            },
            command_id,
            within,
        )

    async def delete(self, *, command_id: str | None = None, within: float | None = None) -> str:
        """Delete the channel for everybody.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(_CHANNEL_DELETE, {}, command_id, within)

    async def send_message(
        self,
        message: str | None = None,
        attributes: JsonValue = None,
        *,
        command_id: str | None = None,
        within: float | None = None,
    ) -> int:
        """Write a message, or send a file.

        Args:
            message: The text, or a file with its options. Without either there is nothing to send.
            attributes: Any JSON value to keep with the message. Default: {}.
            command_id: See above.
            within: See above.

        Returns:
            Index of the new message.
        """
        return await self._call(
            _CHANNEL_SEND_MESSAGE,
            {
                "message": message,
                "messageAttributes": attributes,
            },
            command_id,
            within,
        )

    async def typing(self, *, command_id: str | None = None, within: float | None = None) -> None:
        """Tell the others that the signed-in user is typing. Repeated calls within a few seconds send nothing."""
        await self._call(_CHANNEL_TYPING, {}, command_id, within)

    async def set_no_messages_consumed(
        self, *, command_id: str | None = None, within: float | None = None
    ) -> int | None:
        """Mark every message as not read by the signed-in user.

        Returns:
            Messages not read; None since nothing is read.
        """
        return await self._call(_CHANNEL_SET_NO_MESSAGES_CONSUMED, {}, command_id, within)

    async def set_all_messages_consumed(
        self, *, command_id: str | None = None, within: float | None = None
    ) -> int | None:
        """Mark every message as read by the signed-in user. Nothing is sent for an empty channel.

        Returns:
            Messages not read.
        """
        return await self._call(_CHANNEL_SET_ALL_MESSAGES_CONSUMED, {}, command_id, within)

    async def update_last_consumed_message_index(
        self, index: int | None, *, command_id: str | None = None, within: float | None = None
    ) -> int | None:
        """Say which message the signed-in user has read last.

        Args:
            index: Index of the message; None for none.
            command_id: See above.
            within: See above.

        Returns:
            Messages not read; None if nothing is read.
        """
        return await self._call(
            _CHANNEL_UPDATE_LAST_CONSUMED_MESSAGE_INDEX,
            {
                "index": index,
            },
            command_id,
            within,
        )

    async def advance_last_consumed_message_index(
        self, index: int, *, command_id: str | None = None, within: float | None = None
    ) -> int | None:
        """Say which message the signed-in user has read last, never going back.

        Args:
            index: Index of the message.
            command_id: See above.
            within: See above.

        Returns:
            Messages not read.
        """
        return await self._call(
            _CHANNEL_ADVANCE_LAST_CONSUMED_MESSAGE_INDEX,
            {
                "index": index,
            },
            command_id,
            within,
        )

    async def set_user_notification_level(
        self, notification_level: NotificationLevel, *, command_id: str | None = None, within: float | None = None
    ) -> None:
        """Choose whether the channel sends push notifications to the signed-in user.

        Args:
            notification_level: The level.
            command_id: See above.
            within: See above.
        """
        await self._call(
            _CHANNEL_SET_USER_NOTIFICATION_LEVEL,
            {
                "notificationLevel": notification_level,
            },
            command_id,
            within,
        )

    async def update_attributes(
        self, attributes: JsonValue, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Replace the attributes of the channel.

        Args:
            attributes: The new attributes.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _CHANNEL_UPDATE_ATTRIBUTES,
            {
                "attributes": attributes,
            },
            command_id,
            within,
        )

    async def update_friendly_name(
        self, friendly_name: str, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Give the channel another name. Nothing is sent if it has that name already.

        Args:
            friendly_name: The new name.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _CHANNEL_UPDATE_FRIENDLY_NAME,
            {
                "friendlyName": friendly_name,
            },
            command_id,
            within,
        )

    async def update_unique_name(
        self, unique_name: str | None, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Give the channel another unique name, or none. Nothing is sent if it has that name already.

        Args:
            unique_name: The new unique name; None removes it.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _CHANNEL_UPDATE_UNIQUE_NAME,
            {
                "uniqueName": unique_name,
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


class MemberCommands(Commanded):
    """Methods of `Member`, which are called where somebody serves the user.

    Every method raises what the method of that name raises there, `ArgumentError` before anything is sent, and what the
    caller raises when nobody has answered. Of a method with the same `command_id` again, the answer is that of the
    first time; `within` is in how many seconds somebody has to begin with it.

    Args:
        caller: Has commands carried out.
        identity: The user.
        channel: Its SID, or the name that it can be found by.
        member: Its SID, or the name that it can be found by.
    """

    def __init__(self, caller: CommandCaller, identity: str, channel: str, member: str) -> None:
        super().__init__(
            caller,
            identity,
            {
                "channel": channel,
                "member": member,
            },
        )

    async def update_attributes(
        self, attributes: JsonValue, *, command_id: str | None = None, within: float | None = None
    ) -> str:
        """Replace the attributes of the member.

        Args:
            attributes: The new attributes.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _MEMBER_UPDATE_ATTRIBUTES,
            {
                "attributes": attributes,
            },
            command_id,
            within,
        )

    async def remove(self, *, command_id: str | None = None, within: float | None = None) -> None:
        """Remove the member from the channel."""
        await self._call(_MEMBER_REMOVE, {}, command_id, within)


class MessageCommands(Commanded):
    """Methods of `Message`, which are called where somebody serves the user.

    Every method raises what the method of that name raises there, `ArgumentError` before anything is sent, and what the
    caller raises when nobody has answered. Of a method with the same `command_id` again, the answer is that of the
    first time; `within` is in how many seconds somebody has to begin with it.

    Args:
        caller: Has commands carried out.
        identity: The user.
        channel: Its SID, or the name that it can be found by.
        message: Position in the channel. Gaps are normal; it is no count.
    """

    def __init__(self, caller: CommandCaller, identity: str, channel: str, message: int) -> None:
        super().__init__(
            caller,
            identity,
            {
                "channel": channel,
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
        """Remove the message from its channel.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(_MESSAGE_REMOVE, {}, command_id, within)
