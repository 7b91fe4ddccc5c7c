"""REST resources of the chat service as JSON, with the links that lead from one to the next."""

from __future__ import annotations

from typing import ClassVar, cast
from urllib.parse import quote

from twilio_realtime.json import JsonObject, JsonValue

from ..chat.channels import Channel
from ..chat.media import MediaRecord
from ..chat.membership import Invite, Participant, Standing
from ..chat.messages import Message
from ..chat.users import User
from ..credentials import ServiceCredentials
from ..limits import Limits

__all__ = ["Resources"]


class Resources:
    """Renders for one caller of the product Chat; addresses begin with the address that the caller used.

    Attributes:
        configuration_path: What a client of the product asks for first.
        horizon: What the product calls the index of the last message that a member has read.

    Args:
        base_url: That address.
        credentials: Account and service instance, which is part of every path.
        limits: Bounds, of which clients are told.
    """

    configuration_path: ClassVar[str] = "/Client/v1/Configuration"
    horizon: ClassVar[str] = "last_consumed_message_index"
    _root: ClassVar[str] = "/Client/v2/Services"

    def __init__(self, base_url: str, credentials: ServiceCredentials, limits: Limits) -> None:
        self._limits = limits
        self._base_url = base_url
        self._account_sid = credentials.account_sid
        self._service_sid = service_sid = credentials.service_sid
        self._service = f"{base_url}{self.root(service_sid)}"
        self.conversations: str = f"{self._service}/Conversations"
        self.users: str = f"{self._service}/Users"
        self.typing: str = f"{base_url}/v1/Instances/{service_sid}/Typing"
        self.media_path: str = f"/v1/Services/{service_sid}/Media"

    @classmethod
    def root(cls, service_sid: str) -> str:
        """Path below which the resources of the product are."""
        return f"{cls._root}/{service_sid}"

    def my_conversations(self, user: User) -> str:
        """Address of a user's own channels."""
        return f"{self.users}/{user.sid}/Conversations"

    def configuration(self, user: User) -> JsonObject:
        """What a client asks for first: where everything is."""
        return {
            "identity": user.identity,
            "links": {
                "my_conversations": self.my_conversations(user),
                "conversations": self.conversations,
                "users": self.users,
                "current_user": f"{self.users}/{user.sid}",
                "typing": self.typing,
                "media_service": f"{self._base_url}{self.media_path}",
                "messages_receipts": f"{self.conversations}/%s/Messages/%s/Receipts",
            },
            "sync_objects": {"my_user_info": user.info_map, "my_conversations": user.channels_map},
            "options": {
                "user_infos_to_subscribe": 100,
                "reachability_enabled": True,
                "http_cache_interval": "PT5S",
                "consumption_report_interval": "PT5S",
            },
        }

    def conversation_url(self, channel: Channel) -> str:
        """Address of a channel."""
        return f"{self.conversations}/{channel.sid}"

    def conversation(self, channel: Channel, participants: int, own: Participant | None = None) -> JsonObject:
        """A channel; `own` is the caller as a member of it, for products that want to know."""
        url = self.conversation_url(channel)
        return {
            "sid": channel.sid,
            "url": url,
            "links": {
                "self": url,
                "participants": f"{url}/Participants",
                "messages": f"{url}/Messages",
                "invites": f"{url}/Invites",
            },
            "type": channel.type,
            "unique_name": channel.unique_name,
            "friendly_name": channel.friendly_name,
            "attributes": channel.attributes,
            "created_by": channel.created_by,
            "date_created": channel.date_created,
            "date_updated": channel.date_updated,
            "messages_count": channel.messages_count,
            "participants_count": participants,
            "sync_objects": {
                "conversation": channel.document,
                "messages": channel.message_list,
                "roster": channel.roster,
            },
        }

    def my_conversation(self, user: User, standing: Standing, participants: int, unread: int | None) -> JsonObject:
        """A channel as one of a user's own."""
        participant = standing.participant
        body = self.conversation(standing.channel, participants, participant)
        return {
            **body,
            "url": f"{self.my_conversations(user)}/{standing.channel.sid}",
            "conversation_sid": standing.channel.sid,
            "status": standing.status,
            self.horizon: participant.consumed_index if participant else None,
            "notification_level": participant.notification_level if participant else "default",
            "unread_messages_count": unread,
            "participant_sid": participant.sid if participant else None,
        }

    def participant(self, channel: Channel, participant: Participant, role_sid: str) -> JsonObject:
        """A member."""
        return {
            "sid": participant.sid,
            "conversation_sid": channel.sid,
            "identity": participant.identity,
            "attributes": participant.attributes,
            "role_sid": role_sid,
            "date_created": participant.date_created,
            "date_updated": participant.date_updated,
            self.horizon: participant.consumed_index,
            "url": f"{self.conversation_url(channel)}/Participants/{participant.sid}",
        }

    def invite(self, channel: Channel, invite: Invite) -> JsonObject:
        """An invitation."""
        return {
            "sid": invite.sid,
            "conversation_sid": channel.sid,
            "identity": invite.identity,
            "url": f"{self.conversation_url(channel)}/Invites/{quote(invite.identity, safe='')}",
        }

    def message(self, channel: Channel, message: Message) -> JsonObject:
        """A message."""
        media = message.first_file
        body: JsonObject = {
            "sid": message.sid,
            "index": message.index,
            "author": message.author,
            "body": message.body,
            "attributes": message.attributes,
            "date_created": message.date_created,
            "date_updated": message.date_updated,
            "last_updated_by": message.last_updated_by,
            "conversation_sid": channel.sid,
            "participant_sid": message.participant_sid,
            "type": message.type,
            "url": f"{self.conversation_url(channel)}/Messages/{message.sid}",
        }
        if media is not None:
            body["media"] = self._attached(media)
        return body

    def user(self, user: User) -> JsonObject:
        """A user."""
        return {
            "sid": user.sid,
            "identity": user.identity,
            "friendly_name": user.friendly_name,
            "attributes": user.attributes,
            "is_online": user.online,
            "is_notifiable": user.notifiable,
            "sync_unique_name": user.info_map,
            "sync_objects": {"user_info_map": user.info_map},
            "url": f"{self.users}/{quote(user.identity, safe='')}",
        }

    def media(self, record: MediaRecord, temporary: str | None) -> JsonObject:
        """A media record; ``temporary`` is the signed part of the temporary address, if one is to be given."""
        path = f"{self.media_path}/{record.sid}"
        links: JsonObject = {"content": f"{path}/Content"}
        if temporary is not None:
            links["content_direct_temporary"] = f"{self._base_url}{path}/Content?{temporary}"
        return {
            "sid": record.sid,
            "service_sid": self._service_sid,
            "channel_sid": record.channel_sid,
            "message_sid": record.message_sid,
            "date_created": record.date_created,
            "date_upload_updated": record.date_created,
            "date_updated": record.date_created,
            "size": record.size,
            "content_type": record.content_type,
            "filename": record.filename,
            "author": record.author,
            "category": record.category,
            "is_multipart_upstream": False,
            "url": path,
            "links": links,
        }

    def listing(
        self, key: str, entries: list[JsonObject], previous: str | None, following: str | None, *, short: bool = False
    ) -> JsonObject:
        """A page of a collection; ``short`` names the previous page's token the way the users collection does."""
        return {
            key: cast(list[JsonValue], entries),
            "meta": {
                "key": key,
                "page_size": len(entries),
                "prev_token" if short else "previous_token": previous,
                "next_token": following,
            },
        }

    def _attached(self, record: MediaRecord) -> JsonObject:
        return {
            "sid": record.sid,
            "filename": record.filename,
            "content_type": record.content_type,
            "size": record.size,
        }
