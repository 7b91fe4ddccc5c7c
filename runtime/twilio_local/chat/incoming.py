"""What comes from outside, where no client is: messages and reports of other networks, prepared content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from twilio_realtime.json import JsonObject, JsonValue, dump_json

from ..errors import Refusal
from ..limits import Limits
from ..storage.database import Database
from .bindings import APPLE
from .channels import Channel, Channels
from .deliveries import DELIVERY_STATUSES
from .media import Media
from .membership import Membership, Participant
from .messages import Draft, Messages
from .templates import Templates
from .typing_indicator import TypingIndicator

__all__ = ["Incoming", "IncomingFile"]


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that comes with a message from another network.

    Attributes:
        content: Its bytes. Not part of the repr.
        content_type: Media type.
        filename: Name, if it has one.
        category: ``media``, or ``body`` or ``history`` of an e-mail.
    """

    content: bytes = field(repr=False)
    content_type: str
    filename: str | None = None
    category: str = "media"


class Incoming:
    """The ways in from outside."""

    def __init__(
        self,
        database: Database,
        channels: Channels,
        membership: Membership,
        messages: Messages,
        media: Media,
        templates: Templates,
        typing: TypingIndicator,
        limits: Limits,
    ) -> None:
        self._database = database
        self._channels = channels
        self._membership = membership
        self._messages = messages
        self._media = media
        self._templates = templates
        self._typing = typing
        self._limits = limits

    def receive(
        self,
        channel: str,
        sender: str,
        body: str | None,
        *,
        subject: str | None,
        attributes: JsonValue,
        files: Sequence[IncomingFile],
        channel_metadata: JsonObject | None,
    ) -> str:
        """Let a member that takes part through another network say something; returns the SID of the message.

        Args:
            channel: SID or unique name of the channel.
            sender: Address or SID of the member.
            body: Text, if any.
            subject: Subject of an e-mail.
            attributes: Attributes of the message.
            files: What the message carries.
            channel_metadata: ``type`` and ``data`` as the network sends them along.

        Raises:
            Refusal: 404, there is no such channel or member; 400, the member is a user, or some part of the message
                cannot be used; 413, the files are too large.
        """
        found = self._channel(channel)
        member = self._member(found, sender)
        binding = self._messages.binding_of(member)
        with self._database.transaction():
            draft = Draft(
                body=self._text("body", body),
                subject=self._text("subject", subject),
                attributes=self._json("attributes", attributes),
                media_sids=self._stored(files, binding.address),
                channel_metadata=None
                if channel_metadata is None
                else self._object("channel_metadata", channel_metadata),
            )
            return self._messages.receive(found, member, draft).sid

    def typing(self, channel: str, sender: str) -> None:
        """Let a member that takes part through another network begin to type, or go on.

        Args:
            channel: SID or unique name of the channel.
            sender: Address or SID of the member.

        Raises:
            Refusal: 404, there is no such channel or member; 400, the member's network does not tell who is typing.
        """
        found = self._channel(channel)
        member = self._member(found, sender)
        if self._messages.binding_of(member).type != APPLE:
            raise Refusal(400, 20001, f"Only addresses that begin with '{APPLE}:' tell when somebody is typing")
        self._typing.show(found, member)

    def report(self, message_sid: str, recipient: str, status: str, error_code: str | None) -> None:
        """Record how far a message has come on its way to a member outside.

        Args:
            message_sid: The message.
            recipient: Address or SID of the member.
            status: One of `DELIVERY_STATUSES`.
            error_code: Why it failed.

        Raises:
            Refusal: 404, there is no such message, or none that goes there; 400, there is no such status.
        """
        if status not in DELIVERY_STATUSES:
            raise Refusal(400, 20001, f"status must be one of {', '.join(DELIVERY_STATUSES)}")
        channel = self._messages.channel_of(self._text("message_sid", message_sid) or "")
        self._messages.report(
            channel, message_sid, self._member(channel, recipient), status, self._text("error_code", error_code)
        )

    def add_template(self, friendly_name: str, variants: JsonObject, variables: Mapping[str, str]) -> str:
        """Make a content template; returns its SID.

        Args:
            friendly_name: What it is called.
            variants: Content by type, such as ``twilio/text``, the preferred one first.
            variables: Defaults of the variables, which stand as ``{{name}}`` in texts of the variants.

        Raises:
            Refusal: 400, name, variants or variables cannot be used.
        """
        if not self._text("friendly_name", friendly_name):
            raise Refusal(400, 20001, "friendly_name must not be empty")
        for name, what in (("variants", variants), ("variables", variables)):
            self._object(name, what)
        if not all(isinstance(cast(object, default), str) for default in variables.values()):
            raise Refusal(400, 20001, "The defaults of variables must be texts")
        return self._templates.add(friendly_name, variables, variants).sid

    def set_bindings(self, channel: str, bindings: JsonObject) -> None:
        """Replace the addresses of a channel itself on other networks.

        Args:
            channel: SID or unique name of the channel.
            bindings: Addresses by type, such as ``{"email": {"projected_address": "desk@example.com"}}``.

        Raises:
            Refusal: 404, there is no such channel; 400, the addresses are no JSON object.
        """
        self._object("bindings", bindings)
        self._channels.set_bindings(self._channel(channel), bindings)

    def _channel(self, key: str) -> Channel:
        return self._channels.by_key(self._text("conversation", key) or "")

    def _member(self, channel: Channel, key: str) -> Participant:
        key = self._text("the participant", key) or ""
        return self._membership.by_address(channel, key) or self._membership.find(channel, key)

    def _stored(self, files: Sequence[IncomingFile], author: str) -> tuple[str, ...]:
        most = self._limits.message_media
        if not isinstance(cast(object, files), Sequence) or not all(
            isinstance(cast(object, one), IncomingFile) for one in files
        ):
            raise Refusal(400, 20001, "files must be a list of IncomingFile")
        if len(files) > most:
            raise Refusal(400, 20001, f"A message may have at most {most} files")
        if not all(isinstance(cast(object, one.content), bytes) for one in files):
            raise Refusal(400, 20001, "The content of files must be bytes")
        stored = (self._media.store(author, one.content, one.content_type, one.filename, one.category) for one in files)
        return tuple(record.sid for record in stored)

    def _text(self, name: str, text: str | None) -> str | None:
        if text is None:
            return None
        if not isinstance(cast(object, text), str):
            raise Refusal(400, 20001, f"{name} must be a text")
        return self._short(name, text)

    def _object(self, name: str, value: Mapping[str, JsonValue]) -> str:
        if not isinstance(cast(object, value), Mapping) or not all(isinstance(cast(object, key), str) for key in value):
            raise Refusal(400, 20001, f"{name} must be a JSON object")
        return self._json(name, {**value})

    def _json(self, name: str, value: JsonValue) -> str:
        try:
            return self._short(name, dump_json(value))
        except (TypeError, ValueError, RecursionError) as error:
            raise Refusal(400, 20001, f"{name} must be JSON") from error

    def _short(self, name: str, text: str) -> str:
        most = self._limits.text_bytes
        if len(text.encode(errors="surrogatepass")) > most:
            raise Refusal(400, 20001, f"{name} is longer than {most} bytes")
        return text
