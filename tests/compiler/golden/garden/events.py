# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""Events: what handlers receive, and a hub for each kind of emitter.

Use a hub through ``on`` of its emitter. Each attribute is a signal: decorate a handler with it, call its ``connect``,
``once``, ``wait`` or ``expect``, or iterate over it. ``on("documentedName", handler)`` does the same by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, overload

from twilio_realtime.events import (
    BareSignal,
    Dispatcher,
    Emitter,
    EventHub,
    NoHandler,
    Signal,
    Subscription,
)

if TYPE_CHECKING:
    from .bed import Bed
    from .plant import Plant
    from .types import BedUpdateReason, PlantUpdateReason

__all__ = [
    "BedEmitter",
    "BedEventName",
    "BedEvents",
    "BedUpdated",
    "BedUpdatedArgs",
    "GardenEmitter",
    "GardenEventName",
    "GardenEvents",
    "PlantEmitter",
    "PlantEventName",
    "PlantEvents",
    "PlantUpdated",
    "Trouble",
]


@dataclass(frozen=True, slots=True)
class BedUpdated:
    """A bed and what changed about it.

    Attributes:
        bed: The bed.
        update_reasons: What changed.
    """

    bed: Bed
    update_reasons: tuple[BedUpdateReason, ...]


BedUpdatedArgs = BedUpdated
"""The documented name of `BedUpdated`."""


@dataclass(frozen=True, slots=True)
class PlantUpdated:
    """A plant and what changed about it.

    Attributes:
        plant: The plant.
        update_reasons: What changed.
    """

    plant: Plant
    update_reasons: tuple[PlantUpdateReason, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Trouble with the connection.

    Attributes:
        terminal: Whether the session is over.
        message: What happened.
        http_status_code: Status code, if there is one.
        error_code: Error code, if there is one.
    """

    terminal: bool
    message: str
    http_status_code: int | None
    error_code: int | None


GardenEventName = Literal[
    "bedAdded",
    "bedTended",
    "bedOffered",
    "bedLeft",
    "stateChanged",
    "connectionChanged",
    "connectionTrouble",
    "tokenAboutToExpire",
    "tokenExpired",
    "bedRemoved",
    "bedUpdated",
]
"""Documented names of the events of a `Garden`."""


class GardenEvents(EventHub):
    """Events of a `Garden`."""

    __slots__ = (
        "bed_added",
        "bed_left",
        "bed_offered",
        "bed_removed",
        "bed_tended",
        "bed_updated",
        "connection_changed",
        "connection_trouble",
        "state_changed",
        "token_about_to_expire",
        "token_expired",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = {
        "bedAdded": "bed_added",
        "bedTended": "bed_tended",
        "bedOffered": "bed_offered",
        "bedLeft": "bed_left",
        "stateChanged": "state_changed",
        "connectionChanged": "connection_changed",
        "connectionTrouble": "connection_trouble",
        "tokenAboutToExpire": "token_about_to_expire",
        "tokenExpired": "token_expired",
        "bedRemoved": "bed_removed",
        "bedUpdated": "bed_updated",
    }

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.bed_added: Signal[Bed] = Signal("bedAdded", dispatcher)
        """A bed became known."""
        self.bed_tended: Signal[Bed] = Signal("bedTended", dispatcher)
        """The user takes care of a bed."""
        self.bed_offered: Signal[Bed] = Signal("bedOffered", dispatcher)
        """The user was asked to take care of a bed."""
        self.bed_left: Signal[Bed] = Signal("bedLeft", dispatcher)
        """The user gave a bed up."""
        self.state_changed: Signal[str] = Signal("stateChanged", dispatcher)
        """The session is ready or failed."""
        self.connection_changed: Signal[str] = Signal("connectionChanged", dispatcher)
        """The connection changed."""
        self.connection_trouble: Signal[Trouble] = Signal("connectionTrouble", dispatcher)
        """There is trouble with the connection."""
        self.token_about_to_expire: Signal[float] = Signal("tokenAboutToExpire", dispatcher)
        """Seconds left to the token."""
        self.token_expired: BareSignal = BareSignal("tokenExpired", dispatcher)
        """The token has expired."""
        self.bed_removed: Signal[Bed] = Signal("bedRemoved", dispatcher)
        """The bed is gone."""
        self.bed_updated: Signal[BedUpdated] = Signal("bedUpdated", dispatcher)
        """Something about a bed changed."""

    @overload
    def __call__(self, event: Literal["bedAdded"], handler: Callable[[Bed], object]) -> Subscription[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedAdded"]) -> Signal[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedTended"], handler: Callable[[Bed], object]) -> Subscription[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedTended"]) -> Signal[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedOffered"], handler: Callable[[Bed], object]) -> Subscription[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedOffered"]) -> Signal[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedLeft"], handler: Callable[[Bed], object]) -> Subscription[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedLeft"]) -> Signal[Bed]: ...
    @overload
    def __call__(self, event: Literal["stateChanged"], handler: Callable[[str], object]) -> Subscription[str]: ...
    @overload
    def __call__(self, event: Literal["stateChanged"]) -> Signal[str]: ...
    @overload
    def __call__(self, event: Literal["connectionChanged"], handler: Callable[[str], object]) -> Subscription[str]: ...
    @overload
    def __call__(self, event: Literal["connectionChanged"]) -> Signal[str]: ...
    @overload
    def __call__(
        self, event: Literal["connectionTrouble"], handler: Callable[[Trouble], object]
    ) -> Subscription[Trouble]: ...
    @overload
    def __call__(self, event: Literal["connectionTrouble"]) -> Signal[Trouble]: ...
    @overload
    def __call__(
        self, event: Literal["tokenAboutToExpire"], handler: Callable[[float], object]
    ) -> Subscription[float]: ...
    @overload
    def __call__(self, event: Literal["tokenAboutToExpire"]) -> Signal[float]: ...
    @overload
    def __call__(self, event: Literal["tokenExpired"], handler: Callable[[], object]) -> Subscription[None]: ...
    @overload
    def __call__(self, event: Literal["tokenExpired"]) -> BareSignal: ...
    @overload
    def __call__(self, event: Literal["bedRemoved"], handler: Callable[[Bed], object]) -> Subscription[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedRemoved"]) -> Signal[Bed]: ...
    @overload
    def __call__(
        self, event: Literal["bedUpdated"], handler: Callable[[BedUpdated], object]
    ) -> Subscription[BedUpdated]: ...
    @overload
    def __call__(self, event: Literal["bedUpdated"]) -> Signal[BedUpdated]: ...
    def __call__(self, event: GardenEventName, handler: Callable[..., object] | NoHandler = NoHandler.NONE) -> object:
        """Call ``handler`` at each event of this documented name; without one, return the signal, as for a decorator.

        Returns:
            What disconnects the handler again, or the signal.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        return self._by_name(event, handler)


class GardenEmitter(Emitter[GardenEvents]):
    """Something with the events of a `Garden`."""

    __slots__ = ()

    _HUB = GardenEvents

    @overload
    def once(self, event: Literal["bedAdded"], handler: Callable[[Bed], object]) -> None: ...
    @overload
    def once(self, event: Literal["bedTended"], handler: Callable[[Bed], object]) -> None: ...
    @overload
    def once(self, event: Literal["bedOffered"], handler: Callable[[Bed], object]) -> None: ...
    @overload
    def once(self, event: Literal["bedLeft"], handler: Callable[[Bed], object]) -> None: ...
    @overload
    def once(self, event: Literal["stateChanged"], handler: Callable[[str], object]) -> None: ...
    @overload
    def once(self, event: Literal["connectionChanged"], handler: Callable[[str], object]) -> None: ...
    @overload
    def once(self, event: Literal["connectionTrouble"], handler: Callable[[Trouble], object]) -> None: ...
    @overload
    def once(self, event: Literal["tokenAboutToExpire"], handler: Callable[[float], object]) -> None: ...
    @overload
    def once(self, event: Literal["tokenExpired"], handler: Callable[[], object]) -> None: ...
    @overload
    def once(self, event: Literal["bedRemoved"], handler: Callable[[Bed], object]) -> None: ...
    @overload
    def once(self, event: Literal["bedUpdated"], handler: Callable[[BedUpdated], object]) -> None: ...
    def once(self, event: GardenEventName, handler: Callable[..., object]) -> None:
        """Call ``handler`` at the next event of this documented name only.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        self._once_by_name(event, handler)

    def off(self, event: GardenEventName, handler: Callable[..., object]) -> None:
        """Stop calling ``handler`` at events of this documented name.

        Raises:
            ArgumentError: There is no such event.
        """
        self._off_by_name(event, handler)


BedEventName = Literal[
    "plantAdded",
    "plantRemoved",
    "removed",
    "updated",
    "plantUpdated",
]
"""Documented names of the events of a `Bed`."""


class BedEvents(EventHub):
    """Events of a `Bed`."""

    __slots__ = (
        "plant_added",
        "plant_removed",
        "plant_updated",
        "removed",
        "updated",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = {
        "plantAdded": "plant_added",
        "plantRemoved": "plant_removed",
        "removed": "removed",
        "updated": "updated",
        "plantUpdated": "plant_updated",
    }

    def __init__(self, dispatcher: Dispatcher, garden: GardenEvents) -> None:
        self.plant_added: Signal[Plant] = Signal("plantAdded", dispatcher)
        """Something was planted."""
        self.plant_removed: Signal[Plant] = Signal("plantRemoved", dispatcher)
        """Something was pulled out."""
        self.removed: Signal[Bed] = Signal("removed", dispatcher, garden.bed_removed)
        """The bed is gone."""
        self.updated: Signal[BedUpdated] = Signal("updated", dispatcher, garden.bed_updated)
        """Something about the bed changed."""
        self.plant_updated: Signal[PlantUpdated] = Signal("plantUpdated", dispatcher)
        """Something about a plant changed."""

    @overload
    def __call__(self, event: Literal["plantAdded"], handler: Callable[[Plant], object]) -> Subscription[Plant]: ...
    @overload
    def __call__(self, event: Literal["plantAdded"]) -> Signal[Plant]: ...
    @overload
    def __call__(self, event: Literal["plantRemoved"], handler: Callable[[Plant], object]) -> Subscription[Plant]: ...
    @overload
    def __call__(self, event: Literal["plantRemoved"]) -> Signal[Plant]: ...
    @overload
    def __call__(self, event: Literal["removed"], handler: Callable[[Bed], object]) -> Subscription[Bed]: ...
    @overload
    def __call__(self, event: Literal["removed"]) -> Signal[Bed]: ...
    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[BedUpdated], object]
    ) -> Subscription[BedUpdated]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[BedUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["plantUpdated"], handler: Callable[[PlantUpdated], object]
    ) -> Subscription[PlantUpdated]: ...
    @overload
    def __call__(self, event: Literal["plantUpdated"]) -> Signal[PlantUpdated]: ...
    def __call__(self, event: BedEventName, handler: Callable[..., object] | NoHandler = NoHandler.NONE) -> object:
        """Call ``handler`` at each event of this documented name; without one, return the signal, as for a decorator.

        Returns:
            What disconnects the handler again, or the signal.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        return self._by_name(event, handler)


class BedEmitter(Emitter[BedEvents]):
    """Something with the events of a `Bed`."""

    __slots__ = ()

    _HUB = BedEvents

    @overload
    def once(self, event: Literal["plantAdded"], handler: Callable[[Plant], object]) -> None: ...
    @overload
    def once(self, event: Literal["plantRemoved"], handler: Callable[[Plant], object]) -> None: ...
    @overload
    def once(self, event: Literal["removed"], handler: Callable[[Bed], object]) -> None: ...
    @overload
    def once(self, event: Literal["updated"], handler: Callable[[BedUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["plantUpdated"], handler: Callable[[PlantUpdated], object]) -> None: ...
    def once(self, event: BedEventName, handler: Callable[..., object]) -> None:
        """Call ``handler`` at the next event of this documented name only.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        self._once_by_name(event, handler)

    def off(self, event: BedEventName, handler: Callable[..., object]) -> None:
        """Stop calling ``handler`` at events of this documented name.

        Raises:
            ArgumentError: There is no such event.
        """
        self._off_by_name(event, handler)


PlantEventName = Literal["updated",]
"""Documented names of the events of a `Plant`."""


class PlantEvents(EventHub):
    """Events of a `Plant`."""

    __slots__ = ("updated",)

    _EVENTS: ClassVar[Mapping[str, str]] = {
        "updated": "updated",
    }

    def __init__(self, dispatcher: Dispatcher, bed: BedEvents) -> None:
        self.updated: Signal[PlantUpdated] = Signal("updated", dispatcher, bed.plant_updated)
        """Something about the plant changed."""

    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[PlantUpdated], object]
    ) -> Subscription[PlantUpdated]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[PlantUpdated]: ...
    def __call__(self, event: PlantEventName, handler: Callable[..., object] | NoHandler = NoHandler.NONE) -> object:
        """Call ``handler`` at each event of this documented name; without one, return the signal, as for a decorator.

        Returns:
            What disconnects the handler again, or the signal.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        return self._by_name(event, handler)


class PlantEmitter(Emitter[PlantEvents]):
    """Something with the events of a `Plant`."""

    __slots__ = ()

    _HUB = PlantEvents

    def once(self, event: PlantEventName, handler: Callable[[PlantUpdated], object]) -> None:
        """Call ``handler`` at the next event of this documented name only.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        self._once_by_name(event, handler)

    def off(self, event: PlantEventName, handler: Callable[..., object]) -> None:
        """Stop calling ``handler`` at events of this documented name.

        Raises:
            ArgumentError: There is no such event.
        """
        self._off_by_name(event, handler)
