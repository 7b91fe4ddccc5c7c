# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""Events: what handlers receive, and a hub for each kind of emitter.

Use a hub through ``on`` of its emitter. Each attribute is a signal: decorate a handler with it, call its ``connect``,
``once``, ``wait`` or ``expect``, or iterate over it. ``on("documentedName", handler)`` does the same by name. Handlers
are plain functions and run one at a time, on a thread of the client's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, overload

from twilio_realtime.blocking import (
    BareSignal,
    Emitter,
    EventHub,
    NoHandler,
    Signal,
    Subscription,
)
from twilio_realtime.events import events_of

from .. import events as asynchronous
from ..events import (
    BedEventName,
    GardenEventName,
    PlantEventName,
    Trouble,
)

if TYPE_CHECKING:
    from ..types import BedUpdateReason, PlantUpdateReason
    from .bed import Bed
    from .plant import Plant
    from .twins import Twins

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

    _EVENTS: ClassVar[Mapping[str, str]] = events_of(asynchronous.GardenEvents)

    def __init__(self, inner: asynchronous.GardenEvents, twins: Twins) -> None:
        threads = twins.threads
        self.bed_added: Signal[Bed] = Signal(inner.bed_added, threads, twins.bed)
        """A bed became known."""
        self.bed_tended: Signal[Bed] = Signal(inner.bed_tended, threads, twins.bed)
        """The user takes care of a bed."""
        self.bed_offered: Signal[Bed] = Signal(inner.bed_offered, threads, twins.bed)
        """The user was asked to take care of a bed."""
        self.bed_left: Signal[Bed] = Signal(inner.bed_left, threads, twins.bed)
        """The user gave a bed up."""
        self.state_changed: Signal[str] = Signal(inner.state_changed, threads)
        """The session is ready or failed."""
        self.connection_changed: Signal[str] = Signal(inner.connection_changed, threads)
        """The connection changed."""
        self.connection_trouble: Signal[Trouble] = Signal(inner.connection_trouble, threads)
        """There is trouble with the connection."""
        self.token_about_to_expire: Signal[float] = Signal(inner.token_about_to_expire, threads)
        """Seconds left to the token."""
        self.token_expired: BareSignal = BareSignal(inner.token_expired, threads)
        """The token has expired."""
        self.bed_removed: Signal[Bed] = Signal(inner.bed_removed, threads, twins.bed)
        """The bed is gone."""
        self.bed_updated: Signal[BedUpdated] = Signal(inner.bed_updated, threads, twins.bed_updated)
        """Something about a bed changed."""

    @overload
    def __call__(self, event: Literal["bedAdded"], handler: Callable[[Bed], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["bedAdded"]) -> Signal[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedTended"], handler: Callable[[Bed], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["bedTended"]) -> Signal[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedOffered"], handler: Callable[[Bed], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["bedOffered"]) -> Signal[Bed]: ...
    @overload
    def __call__(self, event: Literal["bedLeft"], handler: Callable[[Bed], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["bedLeft"]) -> Signal[Bed]: ...
    @overload
    def __call__(self, event: Literal["stateChanged"], handler: Callable[[str], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["stateChanged"]) -> Signal[str]: ...
    @overload
    def __call__(
        self, event: Literal["connectionChanged"], handler: Callable[[str], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["connectionChanged"]) -> Signal[str]: ...
    @overload
    def __call__(
        self, event: Literal["connectionTrouble"], handler: Callable[[Trouble], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["connectionTrouble"]) -> Signal[Trouble]: ...
    @overload
    def __call__(
        self, event: Literal["tokenAboutToExpire"], handler: Callable[[float], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["tokenAboutToExpire"]) -> Signal[float]: ...
    @overload
    def __call__(self, event: Literal["tokenExpired"], handler: Callable[[], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["tokenExpired"]) -> BareSignal: ...
    @overload
    def __call__(self, event: Literal["bedRemoved"], handler: Callable[[Bed], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["bedRemoved"]) -> Signal[Bed]: ...
    @overload
    def __call__(
        self, event: Literal["bedUpdated"], handler: Callable[[BedUpdated], object]
    ) -> Subscription[object]: ...
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


class BedEvents(EventHub):
    """Events of a `Bed`."""

    __slots__ = (
        "plant_added",
        "plant_removed",
        "plant_updated",
        "removed",
        "updated",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = events_of(asynchronous.BedEvents)

    def __init__(self, inner: asynchronous.BedEvents, twins: Twins) -> None:
        threads = twins.threads
        self.plant_added: Signal[Plant] = Signal(inner.plant_added, threads, twins.plant)
        """Something was planted."""
        self.plant_removed: Signal[Plant] = Signal(inner.plant_removed, threads, twins.plant)
        """Something was pulled out."""
        self.removed: Signal[Bed] = Signal(inner.removed, threads, twins.bed)
        """The bed is gone."""
        self.updated: Signal[BedUpdated] = Signal(inner.updated, threads, twins.bed_updated)
        """Something about the bed changed."""
        self.plant_updated: Signal[PlantUpdated] = Signal(inner.plant_updated, threads, twins.plant_updated)
        """Something about a plant changed."""

    @overload
    def __call__(self, event: Literal["plantAdded"], handler: Callable[[Plant], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["plantAdded"]) -> Signal[Plant]: ...
    @overload
    def __call__(self, event: Literal["plantRemoved"], handler: Callable[[Plant], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["plantRemoved"]) -> Signal[Plant]: ...
    @overload
    def __call__(self, event: Literal["removed"], handler: Callable[[Bed], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["removed"]) -> Signal[Bed]: ...
    @overload
    def __call__(self, event: Literal["updated"], handler: Callable[[BedUpdated], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[BedUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["plantUpdated"], handler: Callable[[PlantUpdated], object]
    ) -> Subscription[object]: ...
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


class PlantEvents(EventHub):
    """Events of a `Plant`."""

    __slots__ = ("updated",)

    _EVENTS: ClassVar[Mapping[str, str]] = events_of(asynchronous.PlantEvents)

    def __init__(self, inner: asynchronous.PlantEvents, twins: Twins) -> None:
        threads = twins.threads
        self.updated: Signal[PlantUpdated] = Signal(inner.updated, threads, twins.plant_updated)
        """Something about the plant changed."""

    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[PlantUpdated], object]
    ) -> Subscription[object]: ...
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
