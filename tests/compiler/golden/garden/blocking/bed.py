# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""`Bed`: a place for plants."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Resource,
)
from twilio_realtime.json import JsonValue

from ..bed import Bed as AsyncBed
from ..models import PlantOptions, Soil
from ..types import BedStatus
from .events import BedEmitter, BedEvents

if TYPE_CHECKING:
    from .twins import Twins

__all__ = ["Bed"]


class Bed(BedEmitter, Resource[AsyncBed]):
    """A place for plants.

    Documented as the class ``Bed``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_hub",
        "_twins",
    )

    def __init__(self, inner: AsyncBed, twins: Twins) -> None:
        super().__init__(inner, twins.threads)
        self._hub: BedEvents | None = None
        self._twins = twins

    @property
    def on(self) -> BedEvents:
        """The events: as attributes, or by documented name (``on("plantAdded", handler)``)."""
        hub = self._hub
        if hub is None:
            # Two threads may both make one: they are alike, and what they stand for exists once.
            inner = self._threads.portal.call(lambda: self._inner.on)
            hub = self._hub = BedEvents(inner, self._twins)
        return hub

    @property
    def sid(self) -> str:
        """Identifier."""
        return self._inner.sid

    @property
    def standing(self) -> BedStatus:
        """What the user is to it."""
        return self._inner.standing

    @property
    def title(self) -> str | None:
        """Its title."""
        return self._inner.title

    @property
    def soil(self) -> Soil | None:
        """What it is made of."""
        return self._inner.soil

    @property
    def is_tended(self) -> bool:
        """Whether the user takes care of it."""
        return self._inner.is_tended

    def plant(
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
        return self._run(
            lambda: self._inner.plant(options, row, notes=notes, sown_at=sown_at, tags=tags, order_number=order_number)
        )

    def rename(self, title: str) -> Bed:
        """Change the title.

        Documented as ``Bed.rename``.

        Args:
            title: The new one.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._run(lambda: self._inner.rename(title))
        return self

    def water(self) -> None:
        """Let it rain.

        Documented as ``Bed.water``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._run(self._inner.water)
