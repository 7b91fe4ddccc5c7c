"""REST resources as the product Conversations wants them, where it differs from Chat."""

from __future__ import annotations

from typing import ClassVar, Final

from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json, parse_json

from ..chat.channels import Channel
from ..chat.deliveries import Receipt
from ..chat.membership import Participant
from ..chat.messages import Message
from ..chat.templates import Template
from ..chat.users import User
from .resources import Resources

__all__ = ["ConversationResources"]

_MEGABYTE: Final = 1024 * 1024
_MAIL_TYPES: Final[list[JsonValue]] = ["text/plain", "text/html"]


class ConversationResources(Resources):
    """Renders for one caller of the product Conversations."""

    configuration_path: ClassVar[str] = "/Client/v2/Configuration"
    horizon: ClassVar[str] = "last_read_message_index"
    # Other addresses than Chat's, although most of what is there is the same: they tell who asks.
    _root: ClassVar[str] = "/Client/v2/Instances"

    def configuration(self, user: User) -> JsonObject:
        """What a client asks for first: where everything is, and how much of it there may be."""
        body = super().configuration(user)
        limits = self._limits
        megabytes = max(1, limits.media_bytes // _MEGABYTE)
        links: JsonObject = {
            **as_object(body["links"]),
            "media_set_service": f"{self._base_url}{self.media_path}Set",
        }
        options: JsonObject = {
            **as_object(body["options"]),
            "media_attachments_count_limit": limits.message_media,
            "media_attachment_size_limit_in_mb": megabytes,
            "media_attachments_total_size_limit_in_mb": megabytes,
            "email_histories_allowed_mime_types": _MAIL_TYPES,
            "email_bodies_allowed_mime_types": _MAIL_TYPES,
            "my_conversations_page_size": limits.page_size,
        }
        return {**body, "links": links, "options": options}

    def conversation(self, channel: Channel, participants: int, own: Participant | None = None) -> JsonObject:
        """A conversation with the caller's own settings: what an answer leaves out, clients forget."""
        url = self.conversation_url(channel)
        body = super().conversation(channel, participants, own)
        return {
            **body,
            "links": {"self": url, "participants": f"{url}/Participants", "messages": f"{url}/Messages"},
            "conversation_sid": channel.sid,
            "status": "notParticipating" if own is None else "joined",
            "notification_level": own.notification_level if own else "default",
            self.horizon: own.consumed_index if own else None,
            "bindings": parse_json(channel.bindings) if channel.bindings else {},
            "sync_objects": {
                "conversation": channel.document,
                "messages": channel.message_list,
                "participants": channel.roster,
            },
        }

    def participant(self, channel: Channel, participant: Participant, role_sid: str) -> JsonObject:
        """A participant, complete: clients hand the answer to their programs."""
        binding = participant.binding
        return {
            **super().participant(channel, participant, role_sid),
            "account_sid": self._account_sid,
            "chat_service_sid": self._service_sid,
            "type": participant.type,
            "messaging_binding": None if binding is None else {"type": binding.type, **binding.details},
            "links": {"conversation": self.conversation_url(channel)},
        }

    def message(self, channel: Channel, message: Message) -> JsonObject:
        """A message with its subject, its template and all its media."""
        media: list[JsonValue] = [{**self._attached(record), "category": record.category} for record in message.media]
        return {
            **super().message(channel, message),
            "subject": message.subject,
            "content_sid": message.content_sid,
            "medias": media,
        }

    def receipt(self, receipt: Receipt) -> JsonObject:
        """How far a message has come on its way to one participant."""
        return {
            "sid": receipt.sid,
            "message_sid": receipt.message_sid,
            "conversation_sid": receipt.channel_sid,
            "channel_message_sid": receipt.channel_message_sid,
            "participant_sid": receipt.participant_sid,
            "status": receipt.status,
            "error_code": receipt.error_code,
            "date_created": receipt.date_created,
            "date_updated": receipt.date_updated,
        }

    def template(self, template: Template) -> JsonObject:
        """A content template; its variables travel as JSON text."""
        return {
            "sid": template.sid,
            "friendly_name": template.friendly_name,
            "variables": dump_json({**template.variables}),
            "variants": template.variants,
            "date_created": template.date_created,
            "date_updated": template.date_updated,
        }
