"""REST: configuration, users, a user's own channels, typing, push registrations."""

from __future__ import annotations

from typing import ClassVar

from starlette.routing import Route

from twilio_realtime.json import JsonObject, as_object

from ..backend import Backend
from ..chat.channels import Channel
from ..chat.membership import NOTIFICATION_LEVELS, Standing
from ..chat.users import User
from ..errors import Refusal
from .conversation_resources import ConversationResources
from .requests import Answer, Call, Router
from .resources import Resources

__all__ = ["user_routes"]


def user_routes(router: Router, backend: Backend) -> list[Route]:
    """Routes of everything that belongs to users."""
    service_sid = backend.credentials.service_sid
    chat = _UserRest(backend)
    return [
        *(
            route
            for rest in (chat, _ConversationUserRest(backend))
            for route in _product_routes(router, rest, service_sid)
        ),
        router.route(f"/v1/Instances/{service_sid}/Typing", POST=chat.typing),
        router.route("/v1/registrations", POST=chat.register, DELETE=chat.remove_device),
        router.route("/v1/registrations/{binding}", DELETE=chat.remove_registration),
    ]


def _product_routes(router: Router, rest: _UserRest, service_sid: str) -> list[Route]:
    users = f"{rest.product.root(service_sid)}/Users"
    return [
        router.route(rest.product.configuration_path, GET=rest.configuration),
        router.route(users, GET=rest.of_channel),
        router.route(f"{users}/{{user}}", GET=rest.read, POST=rest.update),
        router.route(f"{users}/{{user}}/Conversations", GET=rest.my_channels),
        router.route(f"{users}/{{user}}/Conversations/{{channel}}", GET=rest.my_channel, POST=rest.update_my_channel),
    ]


class _UserRest:
    """Handlers of requests about users and what is theirs, for Chat."""

    product: ClassVar[type[Resources]] = Resources
    lists_invitations: ClassVar[bool] = True

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._limits = backend.limits
        self._users = backend.users
        self._membership = backend.membership

    def configuration(self, call: Call) -> Answer:
        return Answer(200, self._resources(call).configuration(self._users.find(call.identity)))

    def of_channel(self, call: Call) -> Answer:
        channel = self._backend.channels.find(call.query.get("ConversationSid", ""), call.identity)
        if not self._backend.channels.may_read(channel, call.identity):
            raise Refusal(403, 50400, "User not member of channel")
        page = self._users.of_channel(channel.sid, call.query.get("PageToken"), self._page_size(call))
        resources = self._resources(call)
        entries = [resources.user(user) for user in page.entries]
        listing = resources.listing("users", entries, page.previous_token, page.next_token, short=True)
        return Answer(200, listing)

    def read(self, call: Call) -> Answer:
        return Answer(200, self._resources(call).user(self._users.find(call.path["user"])))

    def update(self, call: Call) -> Answer:
        user = self._own(call)
        name = call.text("friendly_name", 4 * self._limits.name_characters)
        if name is not None and len(name) > self._limits.name_characters:
            raise Refusal(400, 20001, f"friendly_name is longer than {self._limits.name_characters} characters")
        attributes = call.attributes(self._limits.text_bytes)
        body = self._resources(call).user(self._users.update(user, friendly_name=name, attributes=attributes))
        return Answer(200, body, str(body["url"]))

    def my_channels(self, call: Call) -> Answer:
        user = self._own(call)
        page = self._membership.standings_page(
            user.identity, call.query.get("PageToken"), self._page_size(call), invited=self.lists_invitations
        )
        resources = self._resources(call)
        entries = [self._my_channel(resources, user, standing) for standing in page.entries]
        return Answer(200, resources.listing("conversations", entries, page.previous_token, page.next_token))

    def my_channel(self, call: Call) -> Answer:
        user = self._own(call)
        channel = self._backend.channels.find(call.path["channel"], user.identity)
        body = self._my_channel(self._resources(call), user, self._standing(channel, user.identity))
        return Answer(200, body, str(body["url"]))

    def update_my_channel(self, call: Call) -> Answer:
        user = self._own(call)
        channel = self._backend.channels.find(call.path["channel"], user.identity)
        horizon = self.product.horizon
        if horizon in call.body:
            index = call.body[horizon]
            if index is not None and (not isinstance(index, int) or isinstance(index, bool) or not -1 <= index < 2**53):
                raise Refusal(400, 20001, f"{horizon} must be a whole number or null")
            self._membership.set_horizon(channel, user.identity, index)
        if "notification_level" in call.body:
            level = call.body["notification_level"]
            if not isinstance(level, str) or level not in NOTIFICATION_LEVELS:
                raise Refusal(400, 20001, f"notification_level must be one of {', '.join(NOTIFICATION_LEVELS)}")
            self._membership.set_notification_level(channel, user.identity, level)
        return self.my_channel(call)

    def typing(self, call: Call) -> Answer:
        sid = call.body.get("ChannelSid")
        channel = self._backend.channels.find(sid if isinstance(sid, str) else "", call.identity)
        self._backend.channels.require_member(channel, call.identity, or_admin=False)
        seconds = self._backend.typing.show(channel, self._membership.find(channel, call.identity))
        return Answer(200, {"typing_timeout": seconds})

    def register(self, call: Call) -> Answer:
        data = as_object(call.body.get("data"))
        kind, address = call.text("channel_type", 32, required=True), data.get("registration_id")
        if not isinstance(address, str) or not 0 < len(address) <= 4096:
            raise Refusal(400, 20001, "data.registration_id must be a text of 1 to 4096 characters")
        binding = self._backend.push.register(call.identity, kind or "", address, call.body)
        return Answer(201, {"id": binding})

    def remove_device(self, call: Call) -> Answer:
        kind, address = call.text("binding_type", 32), call.text("address", 4096)
        self._backend.push.remove_address(call.identity, kind or "", address or "")
        return Answer(204)

    def remove_registration(self, call: Call) -> Answer:
        self._backend.push.remove(call.identity, call.path["binding"])
        return Answer(204)

    def _own(self, call: Call) -> User:
        user = self._users.find(call.path["user"])
        if user.identity != call.identity:
            raise Refusal(403, 50107, "User unauthorized for command")
        return user

    def _page_size(self, call: Call) -> int:
        return call.page_size(self._limits.page_size, self._limits.page_size)

    def _my_channel(self, resources: Resources, user: User, standing: Standing) -> JsonObject:
        count = self._backend.channels.participants_count(standing.channel)
        unread = self._membership.unread_count(standing.participant)
        return resources.my_conversation(user, standing, count, unread)

    def _resources(self, call: Call) -> Resources:
        return self.product(call.base_url, self._backend.credentials, self._limits)

    def _standing(self, channel: Channel, identity: str) -> Standing:
        return self._membership.standing(channel, identity)


class _ConversationUserRest(_UserRest):
    """The same for Conversations, whose clients look up by name, among their own, what they are not in yet."""

    product: ClassVar[type[Resources]] = ConversationResources
    lists_invitations: ClassVar[bool] = False

    def _standing(self, channel: Channel, identity: str) -> Standing:
        own = self._membership.of(channel, identity)
        return Standing(channel, "notParticipating" if own is None else "joined", own)
