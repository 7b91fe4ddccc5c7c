# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""What makes the objects that stand for those of the asynchronous client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.blocking import Threads, TwinCache

from ..bed import Bed as AsyncBed
from ..events import BedUpdated as AsyncBedUpdated
from ..events import PlantUpdated as AsyncPlantUpdated
from ..plant import Plant as AsyncPlant
from .bed import Bed
from .events import BedUpdated, PlantUpdated
from .plant import Plant

if TYPE_CHECKING:
    from ..garden import Garden as AsyncGarden
    from .garden import Garden

__all__ = ["Twins"]


class Twins:
    """Makes the objects of one client. Each attribute and method is named after the class that it makes.

    Args:
        client: The client.
        threads: Its threads.
    """

    def __init__(self, client: Garden, threads: Threads) -> None:
        self._client = client
        self.threads: Threads = threads
        """The threads of the client."""
        self.bed: TwinCache[AsyncBed, Bed] = TwinCache(lambda inner: Bed(inner, self))
        """Makes a `Bed`."""
        self.plant: TwinCache[AsyncPlant, Plant] = TwinCache(lambda inner: Plant(inner, self))
        """Makes a `Plant`."""

    def garden(self, inner: AsyncGarden) -> Garden:
        """The client itself: there is no other that it could be."""
        return self._client

    def bed_updated(self, inner: AsyncBedUpdated) -> BedUpdated:
        """Make a `BedUpdated`."""
        return BedUpdated(
            bed=self.bed(inner.bed),
            update_reasons=inner.update_reasons,
        )

    def plant_updated(self, inner: AsyncPlantUpdated) -> PlantUpdated:
        """Make a `PlantUpdated`."""
        return PlantUpdated(
            plant=self.plant(inner.plant),
            update_reasons=inner.update_reasons,
        )
