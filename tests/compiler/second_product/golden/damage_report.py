# Generated from schema/fleet by `twilio-codegen generate`. Do not edit.
"""`DamageReport`: what is broken, put together step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.arguments import require_entries, require_instance, require_keys, require_text
from twilio_realtime.errors import StateError
from twilio_realtime.files.media_sources import MediaSource
from twilio_realtime.json import copied
from twilio_realtime.resource import Draft

from .context import Context
from .finished_report import FinishedReport
from .options import Photo

if TYPE_CHECKING:
    from .vehicle import Vehicle

__all__ = ["DamageReport"]


class DamageReport(Draft[Context, "Vehicle"]):
    """What is broken, put together step by step.

    Documented as the class ``DamageReport``. Objects are made by the client.
    """

    __slots__ = (
        "_bills",
        "_photos",
        "_sketch",
        "_what",
    )

    def __init__(
        self,
        context_: Context,
        owner_: Vehicle,
        *,
        what: str | None,
        photos: list[Photo],
        bills: dict[str, MediaSource] | None,
        sketch: Photo | None,
    ) -> None:
        super().__init__(context_, owner_)
        self._what: str | None = what
        self._photos: list[Photo] = photos
        self._bills: dict[str, MediaSource] | None = bills
        self._sketch: Photo | None = sketch

    @property
    def what(self) -> str | None:
        """What is broken."""
        return self._what

    @property
    def photos(self) -> list[Photo]:
        """How it looks."""
        return copied(self._photos)

    def describe(self, text: str) -> DamageReport:
        """Say what is broken.

        Documented as ``DamageReport.describe``.

        Args:
            text: What is broken.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_text("text", text, surrogates=True)
        self._what = text
        return self

    def add_photo(self, photo: Photo) -> DamageReport:
        """Show how it looks.

        Documented as ``DamageReport.addPhoto``.

        Args:
            photo: A picture.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_instance("photo", photo, Photo, "a Photo")
        self._photos = [*self._photos, photo]
        return self

    def add_offer(self, workshop: str, bill: MediaSource) -> DamageReport:
        """Show what it costs to mend.

        Documented as ``DamageReport.addOffer``.

        Args:
            workshop: Who offers it.
            bill: What they say.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_text("workshop", workshop, non_empty=True)
        self._bills = {**(self._bills or {}), workshop: bill}
        return self

    def draw(self, sketch: Photo | None) -> DamageReport:
        """Show it in a drawing, or in none.

        Documented as ``DamageReport.draw``.

        Args:
            sketch: The drawing.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        if sketch is not None:
            require_instance("sketch", sketch, Photo, "a Photo")
        self._sketch = sketch
        return self

    def finish(self) -> FinishedReport:
        """Make a report that does not change any more.

        Documented as ``DamageReport.finish``.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            StateError: The object is not in a state that allows this.
        """
        if self._what is None:
            raise StateError(f"{self!r} needs 'what' first")
        require_entries("photos", self._photos, self._context.configuration.limits.photos)
        if self._bills is not None:
            require_entries("bills", self._bills, self._context.configuration.limits.bills)
            require_keys("bills", self._bills, self._context.configuration.limits.workshops)
        return FinishedReport(
            self._context, self._owner, what=self._what, photos=self._photos, bills=self._bills, sketch=self._sketch
        )

    async def send(self) -> None:
        """Send it as it is now.

        Documented as ``DamageReport.send``.

        Raises:
            StateError: The object is not in a state that allows this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        if self._what is None:
            raise StateError(f"{self!r} needs 'what' first")
        await self._owner.report_damage(what=self._what, photos=self._photos, bills=self._bills, sketch=self._sketch)
