"""What an application of the second product sees that does without asyncio. Each function is one test."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from queue import SimpleQueue
from typing import cast

import httpx
import pytest
from lorry_fleet import Fleet as AsyncFleet
from lorry_fleet.blocking import (
    ArgumentError,
    ClosedError,
    Fleet,
    FuelReport,
    JournalEntry,
    Label,
    Limits,
    NotFoundError,
    NoticeText,
    Offer,
    OfferMade,
    Order,
    Parcel,
    Part,
    StopUpdated,
    Trip,
    Vehicle,
    VehicleUpdated,
)

from support.fleet_service import Asked, FleetService, Refusal
from support.patience import PATIENCE
from twilio_realtime.json import JsonObject

VEHICLES = "all.vehicles"
JOURNAL = "all.journal"


def _sign_in(service: FleetService) -> Fleet:
    return Fleet(service.token(), environment=service.environment)


def _play(service: FleetService, part: Callable[[], object] = lambda: None, seconds: float = 0.5) -> None:
    """Let the service do something and some time pass, on the thread of the client's loop: all of it is in memory."""

    async def playing() -> None:
        part()
        await service.soon(seconds)

    asyncio.run_coroutine_threadsafe(playing(), service.loop).result(PATIENCE)


def vehicles_and_what_happens_to_them(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "driver": "eve", "position": {"lat": 52.5, "lon": 13.4}})
    added: SimpleQueue[Vehicle] = SimpleQueue()
    updated: SimpleQueue[VehicleUpdated] = SimpleQueue()
    with _sign_in(service) as fleet:
        fleet.on.vehicle_added.connect(added.put)
        fleet.on("vehicleUpdated", updated.put)
        _play(service)
        first = fleet.get_vehicle("VE1")
        _play(service, lambda: service.put(VEHICLES, "VE2", {"plate": "B-2"}))
        _play(service, lambda: service.put(VEHICLES, "VE1", {"plate": "B-1", "driver": "adam"}))

        assert added.get(timeout=PATIENCE).plate == "B-2"
        update = updated.get(timeout=PATIENCE)
        assert (update.vehicle is first, update.update_reasons) == (True, ("driver",))
        assert first.driver == "adam"
        assert first.fleet is fleet
        assert fleet.get_vehicle_by_plate("B-1") is first
        assert {vehicle.sid for vehicle in fleet.get_vehicles()} == {"VE1", "VE2"}
        with pytest.raises(NotFoundError):
            fleet.get_vehicle("VE3")


def stops_and_their_owner(service: FleetService) -> None:
    service.create("list", "VE1.stops", {0: {"place": "Ulm"}, 1: {"place": "Bonn"}})
    service.put(VEHICLES, "VE1", {"plate": "B-1", "stop_list": "VE1.stops"})
    heard: SimpleQueue[StopUpdated] = SimpleQueue()
    with _sign_in(service) as fleet:
        fleet.on.stop_updated.connect(heard.put)
        vehicle = fleet.get_vehicle("VE1")
        assert [stop.place for stop in vehicle.get_stops(1)] == ["Ulm", "Bonn"]
        _play(service)
        with vehicle.on.stop_added.expect() as pending:
            _play(service, lambda: service.put("VE1.stops", 2, {"place": "Kiel"}))
        assert pending.value.place == "Kiel"
        _play(service, lambda: service.put("VE1.stops", 0, {"place": "Ulm", "arrived": "2026-11-22T10:00:00Z"}))
        assert heard.get(timeout=PATIENCE).stop == vehicle.get_stops(1).items[0]


def journal_and_answers(service: FleetService) -> None:
    for index in range(5):
        service.put(JOURNAL, index, {"title": f"entry {index}"})
    service.answers["/v7/Parts/7"] = {"number": "7", "in_stock": 3}
    service.answers["/v7/Parts/8"] = Refusal(404, 50530)
    service.answers["/v7/Vehicles/VE1/Mileage"] = lambda asked: {"kilometres": len(asked.method)}
    service.answers["/v7/Reports"] = {"entries": [{"kind": "fuel", "litres": 7.5}]}
    service.answers["/v7/Reports/Read/4"] = {"unread": 2}
    service.answers["/v7/Trips"] = {"trips": [{"sid": "TR1", "vehicle": "VE1"}], "paging": {}}
    service.answers["/Public/Depots & more"] = {"names": ["Ulm"]}
    service.answers["/v7/Manuals/of-VE1/freight/2"] = {"pages": 7}
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    with _sign_in(service) as fleet:
        newest = fleet.get_journal(2)
        assert [entry.title for entry in newest.items] == ["entry 3", "entry 4"]
        assert [entry.index for entry in newest] == [4, 3, 2, 1, 0]
        entries: list[JournalEntry] = list(newest.items)
        assert entries == list(fleet.get_journal(2).items)
        assert fleet.get_part("7") == Part(number="7", stock=3)
        assert fleet.get_part("8") is None
        rung: JsonObject = {"aps": {"alert": "gone"}, "twi_message_type": "theft", "vehicle": "VE1"}
        with fleet.on.paged.expect() as paged:
            fleet.show_pager(rung)
        assert paged.value == Fleet.read_pager(rung)
        assert list(fleet.get_reports()) == [FuelReport(litres=7.5)]
        vehicle = fleet.get_vehicle("VE1")
        assert vehicle.get_mileage() == 3
        assert (fleet.mark_all_read(), vehicle.get_substitute()) == (2, vehicle)
        assert [trip.get_vehicle() for trip in fleet.get_trips()] == [vehicle]
        assert [trip.get_vehicle() for trip in fleet.get_all_trips()] == [vehicle]
        assert fleet.get_depots() == ["Ulm"]
        assert fleet.limits == Limits(watched_boards=2, photo_types=["image/png"])
        assert vehicle.get_pages_of_manual(2) == 7
        assert fleet.get_all_reports() == [FuelReport(litres=7.5)]
        assert Asked("GET", "/v7/Parts/7", {}, None) in service.asked


def addresses_of_photographs_come_together(service: FleetService) -> None:
    def store(request: httpx.Request) -> httpx.Response:
        wanted = [item["media_sid"] for item in json.loads(request.content)["list"]]
        links = {"content_direct_temporary": "https://photos.example/now"}
        return httpx.Response(200, json=[{"code": 200, "media_record": {"sid": sid, "links": links}} for sid in wanted])

    environment = replace(service.environment, http_transport=httpx.MockTransport(store))
    service.answers["/v7/Trips"] = {"trips": [{"sid": "TR1", "photos": ["PH1"]}], "paging": {}}
    with Fleet(service.token(), environment=environment) as fleet:
        (trip,) = fleet.get_all_trips()
        assert list(fleet.get_covers([trip])) == ["TR1"]
        assert list(trip.get_photos()) == ["PH1"]
        for wrong in (["TR1"], "TR1", None):
            with pytest.raises(ArgumentError):
                fleet.get_covers(cast("list[Trip]", wrong))


def values_hold_blocking_records(service: FleetService) -> None:
    outing: JsonObject = {"trip": {"sid": "TR1", "vehicle": "VE1"}, "others": [{"sid": "TR2", "vehicle": "VE1"}]}
    offer: JsonObject = {"title": "to the sea", "outing": outing, "alternatives": [outing, None]}
    service.put(VEHICLES, "VE1", {"plate": "B-1", "offer": offer, "outings": [outing]})
    service.answers["/v7/Vehicles/VE1/Offers"] = {"best": offer, "rest": {"a": offer}}
    service.answers["/v7/Vehicles/VE1/AllOffers"] = {"offers": [offer], "meta": {}}
    heard: SimpleQueue[object] = SimpleQueue()
    with _sign_in(service) as fleet:
        vehicle = fleet.get_vehicle("VE1")
        found = [vehicle.offer, vehicle.get_best_offer(), vehicle.get_other_offers()["a"], *vehicle.get_offers()]
        fleet.on.offers_made.connect(heard.put)
        vehicle.on.wanted.connect(heard.put)
        vehicle.announce_offers(offer)
        made = heard.get(timeout=PATIENCE)
        assert isinstance(made, OfferMade)
        assert made.vehicle is vehicle
        found += [*made.offers, fleet.read_offer(offer), cast("Offer", heard.get(timeout=PATIENCE))]
        for item in found:
            assert isinstance(item, Offer)
            assert item.outing.trip is not None
            assert item.outing.trip.get_vehicle() is vehicle
            assert [trip.get_vehicle() for trip in item.outing.others] == [vehicle]
            assert [other and other.others[0].sid for other in item.alternatives] == ["TR2", None]
        assert [item.others[0].get_vehicle() for item in vehicle.get_outings("grave") or []] == [vehicle]


def sensors_are_watched_and_let_go(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.create("map", "VE1.sensors", {"engine": {"celsius": 80}})
    service.answers["/v7/Boards/VE1"] = {"map_name": "VE1.sensors"}
    with _sign_in(service) as fleet:
        with fleet.on.board_watched.expect() as watched:
            board = fleet.get_vehicle("VE1").watch_sensors()
        assert watched.value is board
        assert (board.temperature, board.is_watched) == (80, True)
        with fleet.on.board_unwatched.expect():
            board.unwatch()
        assert not board.is_watched


def the_documented_end(service: FleetService) -> None:
    fleet = _sign_in(service).start()
    assert (fleet.dispatcher, fleet.version) == ("dora", AsyncFleet.version)
    names = {thread.name for thread in threading.enumerate()}
    assert {"lorry_fleet Fleet loop", "lorry_fleet Fleet handlers"} <= names
    fleet.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lorry_fleet")]
    with pytest.raises(ClosedError):
        fleet.get_vehicles()


def options_hold_lists_values_and_json(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.answers["/v7/Vehicles/VE1/Orders/freight"] = {}
    with _sign_in(service) as fleet:
        vehicle = fleet.get_vehicle("VE1")
        service.asked.clear()
        vehicle.order(Order(parcels=[Parcel(kilograms=2)]), remarks=[1])
        sent: dict[str, object] = {
            "parcels": [{"kg": 2.0, "note": None}],
            "stops": [],
            "remarks": "[1]",
            "prices": {"base": 10.0},
            "urgency": "low",
        }
        assert [item.body for item in service.asked] == [sent]
        with pytest.raises(ArgumentError, match=r"^parcels is missing$"):
            vehicle.order()


def reports_put_together_step_by_step(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.answers["/v7/Vehicles/VE1/Damages"] = {}
    service.answers["/v7/Trips"] = {"sid": "TR1"}
    with _sign_in(service) as fleet:
        vehicle = fleet.get_vehicle("VE1")
        draft = vehicle.prepare_report()
        assert draft.describe("left door") is draft
        finished = draft.finish()
        assert (finished.what, finished.vehicle) == ("left door", vehicle)
        service.paths()
        finished.send()
        draft.describe("roof").send()
        assert [item.body for item in service.asked] == [{"what": what, "files": []} for what in ("left door", "roof")]
        assert fleet.begin_plan().via("Ulm").plan().sid == "TR1"


def kinds_are_told_apart_by_keys_and_from_outside(service: FleetService) -> None:
    notice = NoticeText(body="Wide", raw_data='{"body":"Wide"}')
    service.put(VEHICLES, "VE1", {"plate": "B-1", "notices": {"fleet/text": {"body": "Wide"}}})
    service.answers["/v7/Vehicles/VE1/Notices/fleet/text"] = {"body": "Wide"}
    service.answers["/v7/Vehicles/VE1/Notices"] = {"by_kind": {"fleet/text": {"body": "Wide"}}}
    with _sign_in(service) as fleet:
        vehicle = fleet.get_vehicle("VE1")
        assert vehicle.notices == vehicle.get_notices() == {"fleet/text": notice}
        assert vehicle.get_notice("fleet/text") == notice


def objects_on_the_wire_are_lists_of_pairs(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "labels": '{"up": "top"}'})
    service.answers["/v7/Vehicles/VE1/Labels"] = {"labels": "{}"}
    with _sign_in(service) as fleet:
        vehicle = fleet.get_vehicle("VE1")
        assert vehicle.labels == [Label(name="up", value="top")]
        assert vehicle.get_labels() == []
        service.asked.clear()
        vehicle.set_labels([label.copy_with_value("below") for label in vehicle.labels])
        assert [item.body for item in service.asked] == [{"labels": '{"up":"below"}'}]


def notifications_and_shared_reasons(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.put(VEHICLES, "VE2", {"trade": "rescue"})
    service.put(VEHICLES, "VE3", {"plate": "B-3"})
    sounded: SimpleQueue[str] = SimpleQueue()
    updated: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    with _sign_in(service) as fleet:
        fleet.on.horn_sounded.connect(lambda vehicle: sounded.put(vehicle.sid))
        fleet.on.vehicle_updated.connect(lambda update: updated.put(update.update_reasons))
        _play(service, lambda: service.notify("fleet.vehicle.horn", {"plate": "B-1", "seconds": 3600}))
        assert [sounded.get(timeout=PATIENCE) for _ in range(2)] == ["VE1", "VE2"]
        assert [vehicle.sid for vehicle in fleet.get_vehicles() if vehicle.is_honking] == ["VE1", "VE2"]
        _play(service, lambda: service.put(VEHICLES, "VE1", {"plate": "B-1", "driver": "eve", "relief": "adam"}))
        assert updated.get(timeout=PATIENCE) == ("driver",)
