"""REST: opening Sync objects, paging through their items, subscribing."""

from __future__ import annotations

import re
from typing import Final

from starlette.routing import Route

from ..backend import Backend
from ..errors import Refusal
from ..sync.store import Key, Kind, Page, SyncObject
from .requests import Answer, Call, Handler, Router

__all__ = ["sync_routes"]

_INDEX: Final = re.compile(r"-?[0-9]{1,18}")
_DEFAULT_PAGE: Final = 50
_COLLECTIONS: Final[dict[str, Kind]] = {"Maps": "map", "Lists": "list"}
_NOT_FOUND: Final[dict[Kind, tuple[int, str]]] = {
    "document": (54100, "Document not found"),
    "list": (54150, "List not found"),
    "map": (54200, "Map not found"),
}


def sync_routes(router: Router, backend: Backend) -> list[Route]:
    """Routes of Sync, below the short and the long base path."""
    rest = _SyncRest(backend)
    routes = [
        router.route("/v3/Configuration", GET=rest.configuration),
        router.route("/v4/Subscriptions", POST=rest.subscribe),
    ]
    for base in ("/v3", f"/v3/Services/{backend.credentials.service_sid}"):
        routes.append(router.route(f"{base}/Documents/{{id}}", GET=rest.open("document")))
        for collection, kind in _COLLECTIONS.items():
            one = f"{base}/{collection}/{{id}}"
            routes += [
                router.route(one, GET=rest.open(kind)),
                router.route(f"{one}/Items", GET=rest.items(kind)),
                router.route(f"{one}/Items/{{key}}", GET=rest.item(kind)),
            ]
    return routes


class _SyncRest:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._limits = backend.limits

    def configuration(self, call: Call) -> Answer:
        base = call.base_url
        service = f"{base}/v3/Services/{self._backend.credentials.service_sid}"
        return Answer(
            200,
            {
                "links": {
                    "subscriptions": f"{base}/v4/Subscriptions",
                    "documents": f"{base}/v3/Documents",
                    "document": f"{service}/Documents/{{id}}",
                    "maps": f"{base}/v3/Maps",
                    "map": f"{service}/Maps/{{mapId}}",
                    "map_items": f"{service}/Maps/{{mapId}}/Items",
                    "map_item": f"{service}/Maps/{{mapId}}/Items/{{itemId}}",
                    "lists": f"{base}/v3/Lists",
                    "list": f"{service}/Lists/{{listId}}",
                    "list_items": f"{service}/Lists/{{listId}}/Items",
                    "list_item": f"{service}/Lists/{{listId}}/Items/{{itemId}}",
                }
            },
        )

    def open(self, kind: Kind) -> Handler:
        def handler(call: Call) -> Answer:
            sync_object = self._find(call, kind)
            body = self._backend.wire.sync_object(call.base_url, sync_object)
            if kind == "map" and "items" in call.query.get("Include", "").split(","):
                page = self._page(sync_object, None, _DEFAULT_PAGE, descending=False, inclusive=True)
                body["items"] = [self._backend.wire.item(call.base_url, sync_object, item) for item in page.items]
            return Answer(200, body)

        return handler

    def items(self, kind: Kind) -> Handler:
        def handler(call: Call) -> Answer:
            sync_object = self._find(call, kind)
            single = call.query.get("Index" if kind == "list" else "Key")
            if single is not None:
                item = self._backend.sync.item(sync_object, _key(kind, single))
                page = Page([item] if item else [], before=False, after=False)
                return Answer(200, self._backend.wire.page(call.base_url, sync_object, page, 1, False))
            order, start = call.query.get("Order", "asc"), call.query.get("From")
            inclusive = call.query.get("Bounds", "inclusive") == "inclusive"
            token = call.query.get("PageToken")
            if token:
                order, _, start = token.partition(".")
                inclusive = False
            if order not in ("asc", "desc"):
                raise Refusal(400, 20001, "Order must be 'asc' or 'desc'")
            size = call.page_size(_DEFAULT_PAGE, self._limits.page_items)
            descending = order == "desc"
            key = None if start is None else _key(kind, start)
            page = self._page(sync_object, key, size, descending=descending, inclusive=inclusive)
            return Answer(200, self._backend.wire.page(call.base_url, sync_object, page, size, descending))

        return handler

    def item(self, kind: Kind) -> Handler:
        def handler(call: Call) -> Answer:
            sync_object = self._find(call, kind)
            item = self._backend.sync.item(sync_object, _key(kind, call.path["key"]))
            if item is None:
                raise Refusal(404, 54151 if kind == "list" else 54201, "Item not found")
            return Answer(200, self._backend.wire.item(call.base_url, sync_object, item))

        return handler

    def subscribe(self, call: Call) -> Answer:
        if call.caller.subscriber is None:
            raise Refusal(400, 54000, "Subscriptions are made through the socket that is to be told")
        answer, carry_out = self._backend.subscriptions.request(call.caller.subscriber, call.body)
        call.caller.after_reply.append(carry_out)
        return Answer(200, answer)

    def _find(self, call: Call, kind: Kind) -> SyncObject:
        sync_object = self._backend.sync.find(kind, call.path["id"])
        if sync_object is None or not self._backend.channels.may_open(sync_object, call.identity):
            code, message = _NOT_FOUND[kind]
            raise Refusal(404, code, message)
        return sync_object

    def _page(
        self, sync_object: SyncObject, start: Key | None, size: int, *, descending: bool, inclusive: bool
    ) -> Page:
        return self._backend.sync.page(
            sync_object,
            start,
            limit=size,
            max_bytes=self._limits.page_bytes,
            descending=descending,
            inclusive=inclusive,
        )


def _key(kind: Kind, text: str) -> Key:
    if kind == "map":
        return text
    if not _INDEX.fullmatch(text):
        raise Refusal(400, 20001, "The index of a list item must be a whole number")
    return int(text)
