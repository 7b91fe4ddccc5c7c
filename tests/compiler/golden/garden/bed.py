# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""`Bed`: a place for plants."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import cast, get_args

from twilio_realtime.arguments import encode_json, require_integer, require_text
from twilio_realtime.collections import KeyedCollection, Stage
from twilio_realtime.errors import ResponseError
from twilio_realtime.events import emit
from twilio_realtime.json import JsonObject, JsonValue, same_model
from twilio_realtime.mirror.followed_document import FollowedDocument
from twilio_realtime.options import build_options
from twilio_realtime.requests.links import join_path
from twilio_realtime.requests.rest import require_idempotency_key
from twilio_realtime.resource import Resource
from twilio_realtime.sync import SyncMap
from twilio_realtime.wire import known_member, merge_partial, read_answer, read_mirror

from . import hooks, wire
from .context import Context
from .events import BedEmitter, BedEvents, BedUpdated
from .hook_context import HookContext
from .models import PlantOptions, Soil
from .plant import Plant, accept_plant
from .types import BedStatus, BedUpdateReason

__all__ = ["Bed"]


class Bed(BedEmitter, Resource):
    """A place for plants.

    Documented as the class ``Bed``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_context",
        "_document",
        "_plants",
        "_plants_name",
        "_settled",
        "_sid",
        "_soil",
        "_standing",
        "_title",
    )

    def __init__(
        self,
        context: Context,
        sid: str,
        removed: Callable[[], None],
        lost: Callable[[], None],
        settled: Callable[[str, Stage], Awaitable[None]],
    ) -> None:
        self._hub = None
        self._context = context
        self._sid = sid
        self._settled = settled
        self._document = FollowedDocument(context.sync, updated=self._accept_document, removed=removed)
        self._plants_name: str | None = None
        self._standing: BedStatus = "strange"
        self._title: str | None = None
        self._soil: Soil | None = None
        self._plants = KeyedCollection(
            "plant",
            open_map=self._open_plants,
            create=lambda key, data: Plant(context, self, key, data),
            accept=accept_plant,
            added=lambda item: emit(self.on.plant_added, item),
            removed=lambda item: emit(self.on.plant_removed, item),
            lost=lost,
        )

    @property
    def sid(self) -> str:
        """Identifier."""
        return self._sid

    @property
    def standing(self) -> BedStatus:
        """What the user is to it."""
        return self._standing

    @property
    def title(self) -> str | None:
        """Its title."""
        return self._title

    @property
    def soil(self) -> Soil | None:
        """What it is made of."""
        return self._soil

    @property
    def is_tended(self) -> bool:
        """Whether the user takes care of it."""
        return self._standing == "tended"

    @property
    def _equality_key(self) -> str:
        return self.sid

    @property
    def _self_link(self) -> str:
        return join_path(self._context.configuration.links.beds, self.sid)

    @property
    def _plants_link(self) -> str:
        return join_path(self._context.configuration.links.beds, self.sid, "Plants")

    async def plant(
        self,
        options: PlantOptions | None,
        row: int | None = None,
        *,
        notes: JsonValue = None,
        sown_at: datetime | None = None,
        tags: list[str] | None = None,
        order_number: str | None = None,
    ) -> str:
        """Plant something.

        Documented as ``Bed.plant``.

        Args:
            options: Everything about it.
            row: Which row it stands in; None leaves that to the gardener.
            notes: Anything. Default: {}.
            sown_at: When it was sown.
            tags: Words for it. Default: [].
            order_number: Under the same number, the gardener plants once.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.plant_added``, ``garden.on.bed_updated``.
        """
        chosen = build_options(PlantOptions, options, {"notes": notes, "sown_at": sown_at, "tags": tags})
        if row is not None:
            require_integer("row", row)
        if order_number is not None:
            require_idempotency_key("order_number", order_number)
        self._context.require_own_loop()
        answer = await self._context.rest.mutate(
            "POST",
            self._plants_link,
            {"notes": encode_json("notes", chosen.notes), "row": row},
            idempotency_key=order_number,
        )
        return read_answer(wire.Planted, answer).sid

    async def rename(self, title: str) -> Bed:
        """Change the title.

        Documented as ``Bed.rename``.

        Args:
            title: The new one.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        require_text("title", title, surrogates=True)
        if self.title == title:
            return self
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._self_link, {"name": title})
        return self

    async def water(self) -> None:
        """Let it rain.

        Documented as ``Bed.water``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        await hooks.water_bed(HookContext(self._context), self)

    def _new_hub(self) -> BedEvents:
        return BedEvents(self._context.services.dispatcher, self._context.client.on)

    def _take(self, item: wire.BedDocument) -> list[BedUpdateReason]:
        """Apply an update of the mirror and return the update reasons."""
        given = item.model_fields_set
        reasons: list[BedUpdateReason] = []
        if item.plants is not None:
            self._plants_name = item.plants
        if "title" in given and item.title != self._title:
            self._title = item.title
            reasons.append("title")
        if "soil" in given:
            new_soil = merge_partial(self._soil, item.soil)
            if not same_model(new_soil, self._soil):
                self._soil = new_soil
                reasons.append("soil")
        return reasons

    def _announce(self, reasons: list[BedUpdateReason]) -> None:
        if not reasons:
            return
        update = BedUpdated(self, tuple(reasons))
        emit(self.on.updated, update)

    async def _open(self, name: str) -> None:
        self._take(read_mirror(wire.BedDocument, await self._document.open(name)))

    def _close(self) -> None:
        self._document.close()

    def _hidden_when_out(self) -> bool:
        return self._title == "secret"

    def _accept_document(self, data: JsonObject) -> None:
        self._announce(self._take(read_mirror(wire.BedDocument, data)))

    def _accept_membership(self, data: JsonObject, announced: bool) -> None:
        item = read_mirror(wire.BedMembership, data)
        reasons: list[BedUpdateReason] = []
        if item.standing and item.standing != self._standing:
            self._standing = cast("BedStatus", known_member("BedStatus", item.standing, get_args(BedStatus)))
        if announced:
            self._announce(reasons)

    async def _follow(self) -> None:
        await asyncio.gather(self._plants.open())

    def _unfollow(self) -> None:
        self._plants.close()

    async def _open_plants(self) -> SyncMap:
        if self._plants_name is None:
            raise ResponseError(f"the document of {self!r} does not name its plants")
        return await self._context.sync.map(self._plants_name)
