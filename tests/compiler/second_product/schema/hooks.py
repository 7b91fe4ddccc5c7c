"""What the schema of the made-up product does not express."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.events import emit

if TYPE_CHECKING:
    from twilio_realtime.json import JsonObject

    from .hook_context import HookContext
    from .trip import Trip
    from .vehicle import Vehicle

__all__ = ["plan_tour"]


async def plan_tour(context: HookContext, vehicle: Vehicle, towns: list[str]) -> Trip:
    """Ask for a plan, and for a better one as long as the service knows where one is."""
    wanted: JsonObject = {"towns": [*towns], "for": context.configuration.dispatcher}
    plan = await context.rest.mutate("POST", context.link_of_vehicle(vehicle, "tours"), wanted)
    while isinstance(better := plan.get("better"), str):
        plan = await context.rest.read(better)
    trip = context.make_trip(plan)
    emit(vehicle.on.tour_planned, trip)
    return trip
