"""Scenarios of what is mirrored from Sync, and of notifications. Each function is one test."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from lorry_fleet import (
    ForbiddenError,
    FuelReport,
    JournalEntry,
    NotFoundError,
    ResponseError,
    SensorBoardUpdated,
    StateError,
    StopUpdated,
    VehicleUpdated,
)
from scenario_start import JOURNAL, VEHICLE_PATH, VEHICLES, sign_in

from support.fleet_service import API, FleetService, Refusal
from twilio_realtime.json import JsonObject


async def vehicles_are_a_keyed_collection_of_the_root(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "driver": "eve", "position": {"lat": 52.5, "lon": 13.4}})
    heard: list[object] = []
    async with sign_in(service) as fleet:
        fleet.on.vehicle_added.connect(lambda vehicle: heard.append(("added", vehicle.plate)))
        fleet.on.vehicle_removed.connect(lambda vehicle: heard.append(("removed", vehicle.plate)))
        fleet.on.vehicle_updated.connect(lambda update: heard.append(update.update_reasons))
        await service.soon()
        first = await fleet.get_vehicle("VE1")

        service.put(VEHICLES, "VE2", {"plate": "B-2"})
        service.put(VEHICLES, "VE1", {"plate": "B-1", "driver": "adam", "position": {"lon": 13.5}})
        service.drop(VEHICLES, "VE2")
        await service.soon()

        assert heard == [("added", "B-2"), ("driver", "position"), ("removed", "B-2")]
        assert first.position is not None
        assert (first.driver, first.position.latitude, first.position.longitude) == ("adam", 52.5, 13.5)
        with pytest.warns(DeprecationWarning, match=r"^Vehicle\.nickname is deprecated since 2\.0\.0; use `plate`$"):
            assert first.nickname is None  # pyright: ignore[reportDeprecated]
        assert await fleet.get_vehicles() == [first]
        assert await fleet.get_vehicle_by_plate("B-1") is first
        assert first.fleet is fleet
        with pytest.raises(NotFoundError):
            await fleet.get_vehicle("VE2")


async def own_listeners_and_the_owner_hear_of_a_change_once(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    heard: list[tuple[str, VehicleUpdated]] = []
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        vehicle.on.updated.connect(lambda update: heard.append(("own", update)))
        fleet.on("vehicleUpdated", lambda update: heard.append(("fleet", update)))
        await service.soon()
        service.put(VEHICLES, "VE1", {"driver": "eve"})
        await service.soon()

        assert [(place, update.vehicle is vehicle) for place, update in heard] == [("own", True), ("fleet", True)]


async def what_was_missed_is_made_up_for(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    heard: list[object] = []
    async with sign_in(service) as fleet:
        fleet.on.vehicle_added.connect(lambda vehicle: heard.append(vehicle.sid))
        fleet.on.vehicle_updated.connect(lambda update: heard.append(update.update_reasons))
        await service.soon()
        service.cut()
        service.put(VEHICLES, "VE1", {"driver": "eve"})
        service.put(VEHICLES, "VE2", {"plate": "B-2"})
        await service.soon(3)
        assert heard == []
        service.reachable = True
        await service.soon(30)

        assert heard == [("driver",), "VE2"]
        assert len(service.sockets) == 2


async def journal_is_a_list_of_the_root(service: FleetService) -> None:
    for index in range(5):
        service.put(JOURNAL, index, {"title": f"entry {index}"})
    written: list[JournalEntry] = []
    async with sign_in(service) as fleet:
        fleet.on.entry_written.connect(written.append)
        await service.soon()
        page = await fleet.get_journal(2)
        assert [entry.title for entry in page.items] == ["entry 3", "entry 4"]
        assert [entry.index async for entry in page] == [4, 3, 2, 1, 0]

        service.put(JOURNAL, 5, {"title": "out of fuel", "report": {"kind": "fuel", "litres": 0}})
        await service.soon()
        assert [entry.title for entry in written] == ["out of fuel"]
        assert isinstance(written[0].report, FuelReport)
        assert (await fleet.get_journal(1)).items[0] is written[0]


async def stops_are_a_list_that_an_item_names(service: FleetService) -> None:
    service.create("list", "VE1.stops", {0: {"place": "Ulm"}, 1: {"place": "Bonn"}})
    service.put(VEHICLES, "VE1", {"plate": "B-1", "stop_list": "VE1.stops"})
    service.put(VEHICLES, "VE2", {"plate": "B-2"})
    heard: list[StopUpdated] = []
    async with sign_in(service) as fleet:
        fleet.on.stop_updated.connect(heard.append)
        vehicle = await fleet.get_vehicle("VE1")
        stops = await vehicle.get_stops()
        assert [stop.place for stop in stops.items] == ["Ulm", "Bonn"]
        await service.soon()
        async with vehicle.on.stop_added.expect() as pending:
            service.put("VE1.stops", 2, {"place": "Kiel"})
            service.put("VE1.stops", 0, {"place": "Ulm", "arrived": "2026-11-22T10:00:00Z"})
            await service.soon()
        assert (await pending).place == "Kiel"
        assert [(update.stop.place, update.update_reasons) for update in heard] == [("Ulm", ("arrivedAt",))]
        assert stops.items[0].arrived_at == datetime(2026, 11, 22, 10, tzinfo=UTC)

        service.drop(VEHICLES, "VE1")
        await service.soon()
        service.put("VE1.stops", 1, {"place": "Bonn", "arrived": "2026-11-22T11:00:00Z"})
        await service.soon()
        assert len(heard) == 1
        with pytest.raises(ResponseError, match="does not name its stops"):
            await (await fleet.get_vehicle("VE2")).get_stops()


async def sensors_are_mirrored_from_the_keys_of_a_map(service: FleetService) -> None:
    for number in (1, 2, 3):
        service.create("map", f"sensors {number}", {"engine": {"celsius": 80 + number, "rpm": 900}})
        service.answers[f"/v7/Boards/VE{number}"] = {"map_name": f"sensors {number}"}
    heard: list[SensorBoardUpdated] = []
    watched: list[str] = []
    async with sign_in(service) as fleet:
        fleet.on.board_updated.connect(heard.append)
        fleet.on.board_watched.connect(lambda board: watched.append(f"+{board.vehicle_sid}"))
        fleet.on.board_unwatched.connect(lambda board: watched.append(f"-{board.vehicle_sid}"))
        first = await fleet.watch_sensors("VE1")
        assert (first.temperature, first.revolutions, first.fuel, first.is_watched) == (81.0, 900, None, True)
        await service.soon()
        service.put("sensors 1", "tank", {"litres": 200})
        service.put("sensors 1", "engine", {"celsius": 95, "rpm": 2100})
        await service.soon()
        assert [update.update_reasons for update in heard] == [("fuel",), ("temperature", "revolutions")]
        assert (first.temperature, first.revolutions, first.fuel) == (95.0, 2100, 200.0)

        second = await fleet.watch_sensors("VE2")
        await fleet.watch_sensors("VE3")  # the service allows two: the first is let go
        await second.unwatch()
        await service.soon()
        assert watched == ["+VE1", "+VE2", "+VE3", "-VE1", "-VE2"]
        assert not first.is_watched
        with pytest.raises(NotFoundError):
            await fleet.watch_sensors("VE9")


async def notifications_of_the_product_start_passing_states(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    heard: list[str] = []
    async with sign_in(service) as fleet:
        fleet.on.horn_sounded.connect(lambda vehicle: heard.append(f"{vehicle.plate} sounds"))
        fleet.on.horn_faded.connect(lambda vehicle: heard.append(f"{vehicle.plate} fades"))
        vehicle = await fleet.get_vehicle("VE1")
        service.notify("fleet.vehicle.horn", {"plate": "B-1", "seconds": 2})
        service.notify("fleet.vehicle.horn", {"plate": "nobody"})
        service.notify("fleet.vehicle.rumour", {})
        await service.soon(1)
        assert vehicle.is_honking
        await service.soon(1.5)
        assert not vehicle.is_honking
        assert heard == ["B-1 sounds", "B-1 fades"]


async def a_notification_concerns_all_that_meet_one_of_its_sets_of_conditions(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.put(VEHICLES, "VE2", {"trade": "rescue"})
    service.put(VEHICLES, "VE3", {"plate": "B-3", "trade": "rescue"})
    service.put(VEHICLES, "VE4", {"plate": "B-4"})
    heard: list[str] = []
    async with sign_in(service) as fleet:
        fleet.on.horn_sounded.connect(lambda vehicle: heard.append(vehicle.sid))
        fleet.on.horn_faded.connect(lambda vehicle: heard.append(f"-{vehicle.sid}"))
        service.notify("fleet.vehicle.horn", {"plate": "B-1", "seconds": 2})
        await service.soon(1)
        assert [vehicle.sid for vehicle in await fleet.get_vehicles() if vehicle.is_honking] == ["VE1", "VE2", "VE3"]
        await service.soon(1.5)
        assert sorted(heard[:3]) == ["VE1", "VE2", "VE3"]
        assert sorted(heard[3:]) == ["-VE1", "-VE2", "-VE3"]
        heard.clear()
        service.notify("fleet.vehicle.horn", {"plate": "nobody", "seconds": 2})
        await service.soon(1)
        assert heard == ["VE2", "VE3"]
        heard.clear()
        service.notify("fleet.vehicle.horn", {"seconds": 2})
        await service.soon(1)
        assert heard == ["VE2", "VE3"], "what has no plate is not what a notification without a plate speaks of"


async def a_reason_that_several_properties_share_is_told_once(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    heard: list[tuple[str, ...]] = []
    async with sign_in(service) as fleet:
        await fleet.get_vehicle("VE1")
        fleet.on.vehicle_updated.connect(lambda update: heard.append(update.update_reasons))
        service.put(VEHICLES, "VE1", {"plate": "B-1", "driver": "eve", "relief": "adam", "trade": "rescue"})
        await service.soon()
        service.put(VEHICLES, "VE1", {"plate": "B-1", "driver": "eve", "relief": "cain", "trade": "rescue"})
        await service.soon()
        assert heard == [("trade", "driver"), ("driver",)]


async def trips_inside_of_lists_are_read_again_when_they_change(service: FleetService) -> None:
    first: JsonObject = {"sid": "TR1", "vehicle": "VE1", "photos": ["PH1"]}
    second: JsonObject = {"sid": "TR2", "started": "2026-11-22T10:00:00Z"}
    service.put(VEHICLES, "VE1", {"plate": "B-1", "trips": [first], "charters": {"eve": [first], "adam": []}})
    service.answers[f"{VEHICLE_PATH}/Longest"] = {"by_road": {"gravel": second, "sand": None}}
    service.answers[f"{VEHICLE_PATH}/Trips"] = {"last": [second, first]}
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        heard: list[tuple[str, ...]] = []
        vehicle.on.updated(lambda update: heard.append(update.update_reasons))
        assert [(trip.sid, trip.photos, trip.started_at) for trip in vehicle.planned] == [("TR1", ["PH1"], None)]
        assert {who: [trip.sid for trip in trips] for who, trips in (vehicle.charters or {}).items()} == {
            "eve": ["TR1"],
            "adam": [],
        }
        assert await vehicle.planned[0].get_vehicle() is vehicle

        before = vehicle.planned
        before.clear()  # what was handed out is the caller's
        assert len(vehicle.planned) == 1
        changes: list[tuple[JsonObject, tuple[str, ...]]] = [
            ({"trips": [first]}, ()),
            ({"trips": [{**first, "photos": ["PH1", "PH2"]}]}, ("planned",)),
            ({"trips": [first, second], "charters": {"eve": [first], "adam": []}}, ("planned",)),
            ({"trips": [second, first], "charters": {"eve": [second], "adam": []}}, ("planned", "charters")),
            ({"trips": [second, first], "charters": None}, ("charters",)),
            ({"trips": [second, "no trip", first]}, ()),
        ]
        for change, reasons in changes:
            service.put(VEHICLES, "VE1", {"plate": "B-1", **change})
            await service.soon()
            assert heard == ([reasons] if reasons else []), change
            heard.clear()
        assert [trip.sid for trip in vehicle.planned] == ["TR2", "TR1"]

        longest = await vehicle.get_longest_trips()
        gravel = longest["gravel"]
        assert longest["sand"] is None
        assert gravel is not None
        assert (gravel.sid, gravel.photos) == ("TR2", [])
        last = await vehicle.get_last_trips()
        assert last == [gravel, vehicle.planned[1]]
        assert last is not None
        assert await last[1].get_vehicle() is vehicle
        service.answers[f"{VEHICLE_PATH}/Trips"] = {}
        await service.soon(600)
        assert await vehicle.get_last_trips() is None


async def hooks_have_what_they_need_from_their_context(service: FleetService) -> None:
    tours = f"{VEHICLE_PATH}/Tours"
    service.answers[tours] = {"better": f"{API}/v7/Plans/2"}
    service.answers["/v7/Plans/2"] = {"sid": "TR9", "vehicle": "VE1", "photos": ["PH1"]}
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    heard: list[tuple[str, str]] = []
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        vehicle.on.tour_planned(lambda planned: heard.append(("vehicle", planned.sid)))
        fleet.on.tour_planned(lambda planned: heard.append(("fleet", planned.sid)))
        trip = await vehicle.plan_tour(["Ulm", "Bonn"])

        first, second = service.asked[-2:]
        assert (first.method, first.path, first.body) == ("POST", tours, {"towns": ["Ulm", "Bonn"], "for": "dora"})
        assert (second.method, second.path) == ("GET", "/v7/Plans/2")
        assert (trip.sid, trip.vehicle_sid, trip.photos) == ("TR9", "VE1", ["PH1"])
        assert await trip.get_vehicle() is vehicle
        assert heard == [("vehicle", "TR9"), ("fleet", "TR9")]

        service.answers[tours] = Refusal(403, 50403)
        with pytest.raises(ForbiddenError):
            await vehicle.plan_tour([])
        with pytest.raises(StateError, match="loop"):
            await asyncio.to_thread(asyncio.run, vehicle.plan_tour([]))
