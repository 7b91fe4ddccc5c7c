"""What the schema of the made-up product does not express."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.events import emit
from twilio_realtime.json import as_object

from .events import OfferMade

if TYPE_CHECKING:
    from twilio_realtime.json import JsonObject, JsonValue

    from .composites import Offer
    from .fleet import Fleet
    from .hook_context import HookContext
    from .trip import Trip
    from .vehicle import Vehicle

__all__ = ["announce_offers", "plan_tour", "read_offer"]


async def plan_tour(context: HookContext, vehicle: Vehicle, towns: list[str]) -> Trip:
    """Ask for a plan, and for a better one as long as the service knows where one is."""
    wanted: JsonObject = {"towns": [*towns], "for": context.configuration.dispatcher}
    plan = await context.rest.mutate("POST", context.link_of_vehicle(vehicle, "tours"), wanted)
    while isinstance(better := plan.get("better"), str):
        plan = await context.rest.read(better)
    trip = context.make_trip(plan)
    emit(vehicle.on.tour_planned, trip)
    return trip


async def read_offer(context: HookContext, fleet: Fleet, payload: JsonValue) -> Offer:
    """Read an offer."""
    del fleet
    return context.make_offer(as_object(payload))


async def announce_offers(context: HookContext, vehicle: Vehicle, payload: JsonValue) -> None:
    """Read an offer and announce it."""
    offer = context.make_offer(as_object(payload))
    emit(vehicle.on.offers_made, OfferMade(vehicle, (offer,)))
    emit(vehicle.on.wanted, offer)
