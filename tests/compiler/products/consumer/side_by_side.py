"""One process with clients of two products, each of its own service; run where both packages can be imported."""

from __future__ import annotations

import asyncio
import warnings

import lorry_fleet.blocking
import lorry_fleet.errors
import pytest
from lorry_fleet import Fleet, VehicleUpdated

import twilio_chat.blocking
import twilio_chat.errors
from support.fleet_service import FleetService
from twilio_chat import Client, MessageUpdated
from twilio_local import LocalService

VEHICLES = "all.vehicles"


async def events_reach_their_own_client() -> None:
    """Interleaved events of both products, each once and to its own objects."""
    heard: list[object] = []
    lorries = FleetService()
    lorries.put(VEHICLES, "VE1", {"plate": "B-1"})
    async with (
        LocalService() as service,
        Client(service.token("alice"), base_url=service.base_url) as chat,
        Fleet(lorries.token(), environment=lorries.environment) as fleet,
    ):
        room = await chat.create_channel(unique_name="depot")
        await room.join()
        vehicle = await fleet.get_vehicle("VE1")

        @chat.on.message_updated
        def hear_message(update: MessageUpdated) -> None:
            heard.append((type(update.message).__module__, update.message.body))

        @fleet.on.vehicle_updated
        def hear_vehicle(update: VehicleUpdated) -> None:
            heard.append((type(update.vehicle).__module__, update.vehicle.driver))

        for number in range(3):
            async with chat.on.message_added.expect() as added:
                await room.send_message(f"lorry {number}")
            async with chat.on.message_updated.expect():
                await added.value.update_body(f"driver {number}")
            lorries.put(VEHICLES, "VE1", {"plate": "B-1", "driver": f"driver {number}"})
            await lorries.soon()
        assert vehicle.driver == "driver 2"
    expected = [(module, f"driver {number}") for number in range(3) for module in ("chat", "fleet")]
    modules = {"chat": "twilio_chat.message", "fleet": "lorry_fleet.vehicle"}
    assert heard == [(modules[product], said) for product, said in expected], heard


async def an_error_of_one_product_is_that_of_the_other() -> None:
    """Programs with both catch errors of either by one name."""
    assert twilio_chat.errors.RealtimeError is lorry_fleet.errors.RealtimeError
    async with LocalService() as service:
        with pytest.raises(twilio_chat.errors.ForeignTokenError, match="fleet"):
            await Fleet(service.token("alice")).start()


def blocking_clients_have_loops_of_their_own() -> None:
    """A blocking client of each product, open at the same time."""
    lorries = FleetService()
    lorries.put(VEHICLES, "VE1", {"plate": "B-1"})
    with (
        LocalService() as service,
        twilio_chat.blocking.Client(service.token("alice"), base_url=service.base_url) as chat,
        lorry_fleet.blocking.Fleet(lorries.token(), environment=lorries.environment) as fleet,
    ):
        chat.create_channel(unique_name="depot")
        assert fleet.get_vehicle("VE1").plate == "B-1"
        assert chat.get_channel_by_unique_name("depot").unique_name == "depot"


if __name__ == "__main__":
    warnings.simplefilter("error")
    asyncio.run(events_reach_their_own_client())
    asyncio.run(an_error_of_one_product_is_that_of_the_other())
    blocking_clients_have_loops_of_their_own()
    print("both work")
