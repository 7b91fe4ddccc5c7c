"""REST: channels, their members, invitations and messages; what both products share, and what only Chat has."""

from __future__ import annotations

from typing import ClassVar

from starlette.routing import Route

from twilio_realtime.json import JsonObject

from ..backend import Backend
from ..chat.channels import CHANNEL_STATES, Channel
from ..chat.membership import Participant
from ..chat.messages import Draft, Message
from ..errors import Refusal
from .requests import Answer, Call, Router
from .resources import Resources

__all__ = ["ChannelRest", "channel_routes", "shared_routes"]


def channel_routes(router: Router, backend: Backend) -> list[Route]:
    """Routes of everything below a channel, for Chat."""
    rest = ChannelRest(backend)
    base = f"{rest.product.root(backend.credentials.service_sid)}/Conversations"
    one = f"{base}/{{channel}}"
    return [
        router.route(base, GET=rest.list_public, POST=rest.create),
        *shared_routes(router, rest, one),
        router.route(f"{one}/Invites", POST=rest.invite),
        router.route(f"{one}/Invites/{{identity}}", GET=rest.read_invite, DELETE=rest.withdraw_invite),
    ]


def shared_routes(router: Router, rest: ChannelRest, one: str) -> list[Route]:
    """Routes of what every product has below the address of one channel."""
    return [
        router.route(one, GET=rest.read, POST=rest.update, DELETE=rest.delete),
        router.route(f"{one}/Participants", POST=rest.add),
        router.route(
            f"{one}/Participants/{{participant}}",
            GET=rest.read_participant,
            POST=rest.update_participant,
            DELETE=rest.remove_participant,
        ),
        router.route(f"{one}/Messages", POST=rest.send),
        router.route(
            f"{one}/Messages/{{message}}", GET=rest.read_message, POST=rest.edit_message, DELETE=rest.remove_message
        ),
    ]


class ChannelRest:
    """Handlers of requests about channels.

    Attributes:
        product: How answers look.
        default_type: Type of a channel that is made without one.
        text_beside_media: Whether a message can have both.
    """

    product: ClassVar[type[Resources]] = Resources
    default_type: ClassVar[str] = "public"
    text_beside_media: ClassVar[bool] = False

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._limits = backend.limits
        self._channels = backend.channels
        self._membership = backend.membership
        self._messages = backend.messages

    def list_public(self, call: Call) -> Answer:
        """List the public channels."""
        size = call.page_size(self._limits.page_size, self._limits.page_size)
        page = self._channels.public_page(call.query.get("PageToken"), size)
        resources = self._resources(call)
        entries = [self._conversation(resources, channel, call.identity) for channel in page.entries]
        return Answer(200, resources.listing("conversations", entries, page.previous_token, page.next_token))

    def create(self, call: Call) -> Answer:
        """Make a channel."""
        kind = call.body.get("type", self.default_type)
        if kind not in ("public", "private"):
            raise Refusal(400, 20001, "type must be 'public' or 'private'")
        channel = self._channels.create(
            call.identity,
            private=kind == "private",
            unique_name=self._name(call, "unique_name") or None,
            friendly_name=self._name(call, "friendly_name"),
            attributes=call.attributes(self._limits.text_bytes) or "{}",
        )
        return self._channel_answer(call, 201, channel)

    def read(self, call: Call) -> Answer:
        """Show a channel."""
        return self._channel_answer(call, 200, self._channel(call))

    def update(self, call: Call) -> Answer:
        """Change a channel."""
        channel = self._channels.update(
            self._channel(call),
            call.identity,
            friendly_name=self._name(call, "friendly_name"),
            unique_name=self._name(call, "unique_name"),
            attributes=call.attributes(self._limits.text_bytes),
            state=self._state(call),
        )
        return self._channel_answer(call, 200, channel)

    def delete(self, call: Call) -> Answer:
        """Delete a channel."""
        self._channels.delete(self._channel(call), call.identity)
        return Answer(204)

    def add(self, call: Call) -> Answer:
        """Add a member, or join."""
        channel = self._channel(call)
        participant = self._membership.add(channel, self._identity(call), call.identity)
        return self._participant_answer(call, 201, channel, participant.sid)

    def read_participant(self, call: Call) -> Answer:
        """Show a member."""
        channel = self._channel(call)
        if not self._channels.may_read(channel, call.identity):
            raise Refusal(403, 50400, "User not member of channel")
        return self._participant_answer(call, 200, channel, call.path["participant"])

    def update_participant(self, call: Call) -> Answer:
        """Replace the attributes of a member."""
        channel = self._channel(call)
        attributes = call.attributes(self._limits.text_bytes)
        if attributes is None:
            raise Refusal(400, 20001, "attributes are missing")
        participant = self._membership.set_attributes(channel, call.path["participant"], attributes, call.identity)
        return self._participant_answer(call, 200, channel, participant.sid)

    def remove_participant(self, call: Call) -> Answer:
        """Remove a member, or leave."""
        self._membership.remove(self._channel(call), call.path["participant"], call.identity)
        return Answer(204)

    def invite(self, call: Call) -> Answer:
        """Invite somebody."""
        channel = self._channel(call)
        invite = self._membership.send_invite(channel, self._identity(call), call.identity)
        body = self._resources(call).invite(channel, invite)
        return Answer(201, body, str(body["url"]))

    def read_invite(self, call: Call) -> Answer:
        """Show an invitation."""
        channel = self._channel(call)
        invite = self._membership.invite(channel, call.path["identity"])
        if invite is None:
            raise Refusal(404, 50201, "Invite not found")
        return Answer(200, self._resources(call).invite(channel, invite))

    def withdraw_invite(self, call: Call) -> Answer:
        """Decline an invitation, or take one back."""
        self._membership.withdraw_invite(self._channel(call), call.path["identity"], call.identity)
        return Answer(204)

    def send(self, call: Call) -> Answer:
        """Send a message."""
        channel = self._channel(call)
        message = self._messages.send(channel, call.identity, self._draft(call))
        return self._message_answer(call, 201, channel, message)

    def read_message(self, call: Call) -> Answer:
        """Show a message."""
        channel = self._channel(call)
        if not self._channels.may_read(channel, call.identity):
            raise Refusal(403, 50400, "User not member of channel")
        return self._message_answer(call, 200, channel, self._messages.find(channel, call.path["message"]))

    def edit_message(self, call: Call) -> Answer:
        """Change a message."""
        channel = self._channel(call)
        message = self._messages.edit(
            channel,
            call.path["message"],
            call.identity,
            body=call.text("body", self._limits.text_bytes),
            attributes=call.attributes(self._limits.text_bytes),
            text_beside_media=self.text_beside_media,
        )
        return self._message_answer(call, 200, channel, message)

    def remove_message(self, call: Call) -> Answer:
        """Remove a message."""
        self._messages.remove(self._channel(call), call.path["message"], call.identity)
        return Answer(204)

    def _draft(self, call: Call) -> Draft:
        body = call.text("body", self._limits.text_bytes)
        media_sid = call.text("media_sid", 64)
        if body is None and media_sid is None:
            raise Refusal(400, 20001, "A message needs a body or a media_sid")
        return Draft(
            body=body if media_sid is None else None,
            media_sids=() if media_sid is None else (media_sid,),
            attributes=call.attributes(self._limits.text_bytes) or "{}",
        )

    def _channel(self, call: Call) -> Channel:
        return self._channels.find(call.path["channel"], call.identity)

    def _name(self, call: Call, key: str) -> str | None:
        name = call.text(key, 4 * self._limits.name_characters)
        if name is not None and len(name) > self._limits.name_characters:
            raise Refusal(400, 20001, f"{key} is longer than {self._limits.name_characters} characters")
        return name

    def _state(self, call: Call) -> str | None:
        state = call.text("state", 16)
        if state is not None and state not in CHANNEL_STATES:
            raise Refusal(400, 20001, f"state must be one of {', '.join(CHANNEL_STATES)}")
        return state

    def _identity(self, call: Call) -> str:
        if not call.body.get("identity"):
            raise Refusal(400, 20001, "identity must be a text that is not empty")
        return self._name(call, "identity") or ""

    def _resources(self, call: Call) -> Resources:
        return self.product(call.base_url, self._backend.credentials, self._limits)

    def _conversation(self, resources: Resources, channel: Channel, identity: str) -> JsonObject:
        own = self._own(channel, identity)
        return resources.conversation(channel, self._channels.participants_count(channel), own)

    def _own(self, _channel: Channel, _identity: str) -> Participant | None:
        """The caller as a member, if the product shows that with a channel; Chat does not."""
        return None

    def _channel_answer(self, call: Call, status: int, channel: Channel) -> Answer:
        resources = self._resources(call)
        return Answer(
            status, self._conversation(resources, channel, call.identity), resources.conversation_url(channel)
        )

    def _participant_answer(self, call: Call, status: int, channel: Channel, key: str) -> Answer:
        participant = self._membership.find(channel, key)
        body = self._resources(call).participant(channel, participant, self._membership.role_sid)
        return Answer(status, body, str(body["url"]))

    def _message_answer(self, call: Call, status: int, channel: Channel, message: Message) -> Answer:
        body = self._resources(call).message(channel, message)
        return Answer(status, body, str(body["url"]))
