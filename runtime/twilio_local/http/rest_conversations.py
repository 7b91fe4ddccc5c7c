"""REST: what the product Conversations has besides, or does otherwise than Chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from starlette.routing import Route

from twilio_realtime.json import JsonObject, as_object, parse_json

from ..backend import Backend
from ..chat.bindings import read_binding
from ..chat.channels import Channel
from ..chat.membership import Participant
from ..chat.messages import Draft
from ..errors import Refusal
from .conversation_resources import ConversationResources
from .paging import Page
from .requests import Answer, Call, Router
from .resources import Resources
from .rest_channels import ChannelRest, shared_routes

__all__ = ["conversation_routes"]

EntryT = TypeVar("EntryT")


def conversation_routes(router: Router, backend: Backend) -> list[Route]:
    """Routes of everything below a conversation, and of content templates."""
    rest = _ConversationRest(backend)
    base = f"{rest.product.root(backend.credentials.service_sid)}/Conversations"
    one = f"{base}/{{channel}}"
    return [
        router.route(base, POST=rest.create),
        *shared_routes(router, rest, one),
        router.route(f"{one}/Messages/{{message}}/Receipts", GET=rest.receipts),
        router.route(f"{one}/Messages/{{message}}/ChannelMetadata", GET=rest.channel_metadata),
        router.route(f"{one}/MessageRecipients", GET=rest.recipients),
        router.route("/Client/v2/ContentTemplates", GET=rest.templates),
    ]


class _ConversationRest(ChannelRest):
    product: ClassVar[type[Resources]] = ConversationResources
    # The product knows no public conversations: whoever is not in one does not see it.
    default_type: ClassVar[str] = "private"
    text_beside_media: ClassVar[bool] = True

    def add(self, call: Call) -> Answer:
        channel = self._channel(call)
        attributes = call.attributes(self._limits.text_bytes) or "{}"
        described = call.body.get("messaging_binding")
        if described is None:
            participant = self._membership.add(channel, self._identity(call), call.identity, attributes)
        else:
            binding = read_binding(described)
            participant = self._membership.add_binding(channel, binding, call.identity, attributes)
        return self._participant_answer(call, 201, channel, participant.sid)

    def receipts(self, call: Call) -> Answer:
        message = self._messages.find(self._readable(call), call.path["message"])
        page = self._backend.deliveries.receipts(message.sid, call.query.get("PageToken"), self._page_size(call))
        return self._listing(call, "delivery_receipts", page, self._conversation_resources(call).receipt)

    def channel_metadata(self, call: Call) -> Answer:
        message = self._messages.find(self._readable(call), call.path["message"])
        if message.channel_metadata is None:
            raise Refusal(404, 50530, "No channel metadata")
        return Answer(200, as_object(parse_json(message.channel_metadata)))

    def recipients(self, call: Call) -> Answer:
        channel = self._readable(call)
        token, size = call.query.get("PageToken"), self._page_size(call)
        page = self._backend.deliveries.recipients(channel, call.query.get("MessageSid"), token, size)
        return self._listing(call, "message_recipients", page, lambda descriptor: descriptor)

    def templates(self, call: Call) -> Answer:
        page = self._backend.templates.page(call.query.get("PageToken"), self._page_size(call))
        return self._listing(call, "templates", page, self._conversation_resources(call).template)

    def _own(self, channel: Channel, identity: str) -> Participant | None:
        return self._membership.of(channel, identity)

    def _draft(self, call: Call) -> Draft:
        most = self._limits.text_bytes
        draft = Draft(
            body=call.text("body", most),
            attributes=call.attributes(most) or "{}",
            media_sids=self._media_sids(call),
            subject=call.text("subject", most),
            content_sid=call.text("content_sid", 64),
            content_variables=self._variables(call),
        )
        if draft.body is None and draft.subject is None and draft.content_sid is None and not draft.media_sids:
            raise Refusal(400, 20001, "A message needs a body, a subject, media_sids or a content_sid")
        return draft

    def _media_sids(self, call: Call) -> tuple[str, ...]:
        sids = call.body.get("media_sids") or []
        most = self._limits.message_media
        if not isinstance(sids, list) or len(sids) > most:
            raise Refusal(400, 20001, f"media_sids must be a list of at most {most} SIDs")
        texts = tuple(sid for sid in sids if isinstance(sid, str))
        if len(texts) != len(sids) or len(set(texts)) != len(texts):
            raise Refusal(400, 20001, "media_sids must hold different SIDs")
        return texts

    def _variables(self, call: Call) -> dict[str, str]:
        text = call.text("content_variables", self._limits.text_bytes)
        if text is None:
            return {}
        try:
            values = parse_json(text)
        except ValueError:
            values = None
        variables = {name: value for name, value in as_object(values).items() if isinstance(value, str)}
        if not isinstance(values, dict) or len(variables) != len(values):
            raise Refusal(400, 20001, "content_variables must be the text of a JSON object with texts in it")
        return variables

    def _readable(self, call: Call) -> Channel:
        channel = self._channel(call)
        if not self._channels.may_read(channel, call.identity):
            raise Refusal(403, 50400, "User not member of channel")
        return channel

    def _conversation_resources(self, call: Call) -> ConversationResources:
        return ConversationResources(call.base_url, self._backend.credentials, self._limits)

    def _page_size(self, call: Call) -> int:
        return call.page_size(self._limits.page_size, self._limits.page_size)

    def _listing(self, call: Call, key: str, page: Page[EntryT], show: Callable[[EntryT], JsonObject]) -> Answer:
        entries = [show(entry) for entry in page.entries]
        return Answer(200, self._resources(call).listing(key, entries, page.previous_token, page.next_token))
