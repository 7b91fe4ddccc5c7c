"""The chat service's REST calls, short enough for tests."""

from __future__ import annotations

import itertools

from support.raw_client import RawClient, Reply, encoded
from twilio_realtime.json import JsonObject, JsonValue, as_object

_mutations = itertools.count(1)


class ChatRest:
    """What one user does, by tunnelled requests of one socket."""

    def __init__(self, client: RawClient, configuration: JsonObject) -> None:
        self.client = client
        self.configuration = configuration
        self.links: dict[str, str] = {key: str(value) for key, value in as_object(configuration["links"]).items()}

    @classmethod
    async def connect(cls, base_url: str, token: str, version: str = "v1") -> ChatRest:
        """Open a socket, `init`, read the configuration: of Chat, which is v1, or of Conversations, v2."""
        client = await RawClient.initialised(base_url, token)
        reply = await client.request("GET", f"/Client/{version}/Configuration")
        assert reply.http_status == 200, reply.body
        return cls(client, reply.object)

    async def call(self, method: str, url: str, body: JsonValue = None, *, mutation: str | None = None) -> Reply:
        """Any request; changes with a mutation id of their own."""
        headers: JsonObject = {}
        if method != "GET":
            headers["X-Twilio-Mutation-Id"] = mutation or f"mutation-{next(_mutations)}"
        path, _, query = url.partition("?")
        params: JsonObject = {}
        for part in query.split("&") if query else ():
            name, _, value = part.partition("=")
            params[name] = value
        return await self.client.request(method, path, body, params=params, headers=headers)

    def channel_url(self, key: str, *rest: str) -> str:
        """Address of a channel or of something below it."""
        return "/".join([self.links["conversations"], encoded(key), *map(encoded, rest)])

    async def create(self, **fields: JsonValue) -> str:
        """Make a channel; its SID."""
        reply = await self.call("POST", self.links["conversations"], {"type": "public", "attributes": "{}", **fields})
        assert reply.http_status == 201, reply.body
        return reply.text("sid")

    async def join(self, sid: str) -> str:
        """Join a channel; the SID of the member."""
        return await self.add(sid, str(self.configuration["identity"]))

    async def add(self, sid: str, identity: str) -> str:
        """Add a member; its SID."""
        reply = await self.call("POST", self.channel_url(sid, "Participants"), {"identity": identity})
        assert reply.http_status == 201, reply.body
        return reply.text("sid")

    async def send(self, sid: str, text: str, **fields: JsonValue) -> Reply:
        """Send a message."""
        return await self.call("POST", self.channel_url(sid, "Messages"), {"body": text, "attributes": "{}", **fields})

    async def open(self, kind: str, name: str) -> JsonObject:
        """Open a Sync object: ``Documents``, ``Maps`` or ``Lists``."""
        reply = await self.client.request("GET", f"/v3/{kind}/{encoded(name)}")
        assert reply.http_status == 200, reply.body
        return reply.object

    async def items(self, kind: str, name: str) -> list[JsonObject]:
        """All items of a map or list."""
        reply = await self.client.request("GET", f"/v3/{kind}/{encoded(name)}/Items", params={"PageSize": "1000"})
        items = reply.object["items"]
        assert isinstance(items, list)
        return [as_object(item) for item in items]

    async def close(self) -> None:
        """End the connection."""
        await self.client.close()
