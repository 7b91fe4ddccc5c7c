"""What an application of the second product sees, against a service in memory. Each function is one test."""

from __future__ import annotations

import asyncio
import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

import httpx
import pytest
from lorry_fleet import (
    ArgumentError,
    ClosedError,
    FaultReport,
    Fleet,
    ForbiddenError,
    ForeignTokenError,
    FuelReport,
    JournalEntry,
    Label,
    Limits,
    Load,
    NotFoundError,
    NoticeOther,
    NoticePicture,
    NoticeText,
    Offer,
    OfferMade,
    Order,
    OtherReport,
    Outing,
    Pager,
    PagerContact,
    Parcel,
    Part,
    PhoneContact,
    Photo,
    PositionReport,
    Report,
    RequestError,
    ResponseError,
    SensorBoardUpdated,
    StateError,
    Stolen,
    StopUpdated,
    Trip,
    Trouble,
    UnknownContact,
    VehicleUpdated,
    Weight,
)

from support.file_store import STORE
from support.fleet_service import API, Asked, FleetService, Refusal
from twilio_realtime.json import JsonObject, JsonValue, as_object

VEHICLES = "all.vehicles"
JOURNAL = "all.journal"
VEHICLE_PATH = "/v7/Vehicles/VE1"
_LINKS = {"content_direct_temporary": "https://photos.example/now"}


def sign_in(service: FleetService) -> Fleet:
    return Fleet(service.token(), environment=service.environment)


async def profile_of_the_product_is_used(service: FleetService) -> None:
    async with sign_in(service) as fleet:
        socket = service.sockets[0]
        init = socket.of("init")[0].header
        registrations = init["registrations"]
        assert isinstance(registrations, list)
        first = as_object(registrations[0])

        assert service.urls == ["wss://live.eu2.fleet.example/socket"]
        assert as_object(init["metadata"])["type"] == "fleet"
        assert (first["product"], first["message_types"]) == (
            "fleet_tracking",
            ["twilio.sync.event", "fleet.vehicle.horn"],
        )
        assert {str(packet.header["active_grant"]) for packet in socket.of("message")} == {"fleet_tracking"}
        assert service.paths()[0] == "GET /Dispatch/v7/SignIn"
        assert (fleet.dispatcher, fleet.depot, fleet.connection_state) == ("dora", None, "connected")
    with pytest.raises(ForeignTokenError, match="'fleet'"):
        await Fleet(service.token("chat"), environment=service.environment).start()


async def regions_and_states(service: FleetService) -> None:
    states: list[str] = []
    fleet = Fleet(service.token(), region="au1", environment=service.environment)
    fleet.on.state_changed.connect(states.append)
    with pytest.raises(ClosedError):
        _ = fleet.dispatcher
    # The service answers for API and state wherever they are, so only the socket shows the region.
    async with fleet:
        await service.soon()
        assert states == ["initialized"]
    assert service.urls == ["wss://live.au1.fleet.example/socket"]


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


def _kind(report: Report) -> str:
    match report:
        case PositionReport(position=position, speed=speed):
            return f"position {position.latitude} {speed}"
        case FuelReport(litres=litres):
            return f"fuel {litres}"
        case FaultReport(kind=kind, fault_code=code, severity=severity):
            return f"{kind} {code} {severity}"
        case OtherReport(kind=kind, data=data):
            return f"other {kind} {sorted(data)}"


async def reports_are_told_apart_by_their_tag(service: FleetService) -> None:
    reports: list[tuple[JsonObject, str]] = [
        ({"kind": "position", "position": {"lat": 1}, "speed": 80}, "position 1.0 80.0"),
        ({"kind": "fuel", "litres": 7.5, "more": "than known"}, "fuel 7.5"),
        ({"kind": "fault", "code": "F7", "severity": "stop"}, "fault F7 stop"),
        ({"kind": "breakdown", "code": "F8", "severity": "unheard of"}, "breakdown F8 unheard of"),
        ({"kind": "weather", "rain": True}, "other weather ['kind', 'rain']"),
        ({"kind": "fuel", "litres": "plenty"}, "other fuel ['kind', 'litres']"),
        ({"kind": ["fuel"], "litres": 1}, "other None ['kind', 'litres']"),
        ({"litres": 1}, "other None ['litres']"),
    ]
    async with sign_in(service) as fleet:
        for number, (sent, kind) in enumerate(reports):
            service.answers[f"/v7/Reports/RE{number}"] = sent
            report = await fleet.get_report(f"RE{number}")
            assert _kind(report) == kind
            if isinstance(report, OtherReport):
                assert report.data == sent
            else:
                assert "F7" not in repr(report)
        with pytest.raises(NotFoundError):
            await fleet.get_report("RE99")


async def reports_inside_of_mirrored_data_are_read_and_compared(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "latest": {"kind": "fuel", "litres": 9}})
    heard: list[object] = []
    async with sign_in(service) as fleet:
        fleet.on.vehicle_updated.connect(lambda update: heard.append(update.update_reasons))
        vehicle = await fleet.get_vehicle("VE1")
        assert vehicle.latest_report is not None
        assert _kind(vehicle.latest_report) == "fuel 9.0"
        await service.soon()
        fault: JsonObject = {
            "kind": "fault",
            "code": "F1",
            "severity": "notice",
            "before": {"kind": "fuel", "litres": 9},
        }
        all_of_them: list[JsonValue] = [{"kind": "fuel", "litres": 9}, fault, {"kind": "dream"}, "no object", None]
        for latest in all_of_them:
            service.put(VEHICLES, "VE1", {"latest": latest})
            await service.soon()
            if latest == fault:
                assert isinstance(vehicle.latest_report, FaultReport)
                assert vehicle.latest_report.before == FuelReport(litres=9)

        assert heard == [("latestReport",)] * 3
        assert vehicle.latest_report is None


async def parts_are_kept_by_number_also_those_that_do_not_exist(service: FleetService) -> None:
    for number in "abcd":
        service.answers[f"/v7/Parts/{number}"] = {"number": number, "in_stock": 1}
    service.answers["/v7/Parts/none"] = Refusal(404, 50530)
    service.answers["/v7/Parts/secret"] = Refusal(404, 50531)
    service.answers["/v7/Parts/broken"] = {"number": "broken"}
    async with sign_in(service) as fleet:
        service.paths()
        for _ in range(2):
            assert await fleet.get_part("a") == Part(number="a", stock=1)
            assert await fleet.get_part("none") is None
            await service.soon(3600)  # far longer than the REST service's own cache lasts
        assert service.paths() == ["GET /v7/Parts/a", "GET /v7/Parts/none"]

        await fleet.get_part("b")
        await fleet.get_part("a")
        await fleet.get_part("c")  # three are kept: `none` was not asked for the longest
        await service.soon(3600)
        assert service.paths() == ["GET /v7/Parts/b", "GET /v7/Parts/c"]
        for number in ("a", "b", "c", "none", "a"):
            await fleet.get_part(number)
        assert service.paths() == ["GET /v7/Parts/none", "GET /v7/Parts/a"]

        for _ in range(2):
            with pytest.raises(NotFoundError) as refused:
                await fleet.get_part("secret")
            assert refused.value.code == 50531
            with pytest.raises(ResponseError, match="in_stock"):
                await fleet.get_part("broken")
            await service.soon(3600)
        assert len(service.paths()) == 4


async def what_is_changed_is_read_anew(service: FleetService) -> None:
    stock = 1

    def answer(asked: Asked) -> JsonObject | Refusal:
        nonlocal stock
        if asked.method == "PUT":
            found = as_object(asked.body)["in_stock"]
            assert isinstance(found, int)
            stock = found
            return Refusal(500) if stock == 13 else {}
        return {"number": "a", "in_stock": stock}

    service.answers["/v7/Parts/a"] = answer
    service.answers["/v7/Parts/b"] = {"number": "b", "in_stock": 5}
    async with sign_in(service) as fleet:
        assert await fleet.get_part("a") == Part(number="a", stock=1)
        await fleet.get_part("b")
        await fleet.restock("a", 2)
        service.paths()
        assert await fleet.get_part("a") == Part(number="a", stock=2)
        await fleet.get_part("b")
        assert service.paths() == ["GET /v7/Parts/a"]
        with pytest.raises(RequestError):
            await fleet.restock("a", 13)
        assert await fleet.get_part("a") == Part(number="a", stock=13)


async def inspections_are_kept_for_a_minute(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.answers[f"{VEHICLE_PATH}/Inspection"] = Refusal(404, 1)
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        service.paths()
        assert await vehicle.get_inspection() is None
        service.answers[f"{VEHICLE_PATH}/Inspection"] = {"passed": True, "at": "2026-11-22T10:00:00+02:00"}
        await service.soon(59)
        assert await vehicle.get_inspection() is None
        await service.soon(2)
        inspection = await vehicle.get_inspection()
        assert inspection is not None
        assert inspection.inspected_at == datetime(2026, 11, 22, 8, tzinfo=UTC)
        assert service.paths() == [f"GET {VEHICLE_PATH}/Inspection"] * 2


async def refusals_can_be_answers(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    expected: list[tuple[JsonObject | Refusal, int]] = [
        ({"kilometres": 12}, 12),
        (Refusal(409, 50777), 0),
        (Refusal(409, 50778), -1),
        (Refusal(409), -1),
    ]
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        for answer, kilometres in expected:
            service.answers[f"{VEHICLE_PATH}/Mileage"] = answer
            assert await vehicle.get_mileage() == kilometres
            await service.soon(3600)
        service.answers[f"{VEHICLE_PATH}/Mileage"] = Refusal(403, 50777)
        with pytest.raises(RequestError):
            await vehicle.get_mileage()

        service.answers[VEHICLE_PATH] = Refusal(404)
        await vehicle.scrap()  # sold already
        service.answers[VEHICLE_PATH] = Refusal(409)
        with pytest.raises(RequestError):
            await vehicle.scrap()


async def lists_are_paged_in_the_words_of_each(service: FleetService) -> None:
    def trips(asked: Asked) -> JsonObject:
        at = int(str(asked.query.get("cursor", "0")))
        return {
            "trips": [{"sid": f"TR{at}", "vehicle": asked.query.get("only")}, "no object"],
            "paging": {"after": str(at + 1) if at < 2 else None, "before": str(at - 1) if at else None},
            "meta": {"after": "misleading"},
        }

    def reports(asked: Asked) -> JsonObject:
        if asked.query.get("page") == "2":
            return {"entries": [{"kind": "rumour"}], "meta": {"preceding": "1"}}
        return {"entries": [{"kind": "fuel", "litres": 1}], "meta": {"following": "2"}}

    service.answers |= {"/v7/Trips": trips, "/v7/Reports": reports}
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    async with sign_in(service) as fleet:
        page = await fleet.get_trips("VE1")
        found = [trip async for trip in page]
        assert [(trip.sid, trip.vehicle_sid) for trip in found] == [("TR0", "VE1"), ("TR1", "VE1"), ("TR2", "VE1")]
        assert await found[0].get_vehicle() is await fleet.get_vehicle("VE1")
        second = await page.next_page()
        assert (page.has_prev_page, second.has_prev_page, second.has_next_page) == (False, True, True)
        assert (await second.prev_page()).items == page.items

        first = await fleet.get_reports()
        assert [_kind(report) async for report in first] == ["fuel 1.0", "other rumour ['kind']"]
        assert [_kind(report) for report in (await (await first.next_page()).prev_page()).items] == ["fuel 1.0"]

        assert [trip.sid for trip in await fleet.get_all_trips("VE1")] == ["TR0", "TR1", "TR2"]
        assert [_kind(report) for report in await fleet.get_all_reports()] == ["fuel 1.0", "other rumour ['kind']"]


_TRIP: JsonObject = {"sid": "TR1", "vehicle": "VE1", "before": {"others": [{"sid": "TR0"}]}}
_OUTING: JsonObject = {
    "trip": _TRIP,
    "others": [{"sid": "TR2"}, {"sid": "TR3"}],
    "by_road": {"gravel": {"sid": "TR4"}, "sand": None},
    "mood": "gay",
    "distance": -1,
    "notes": '{"a": 1}',
    "delay": "PT90S",
}
_OFFER: JsonObject = {"title": "to the sea", "outing": _OUTING, "alternatives": [{}, None]}


async def values_hold_records(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "offer": _OFFER})
    heard: list[object] = []
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        fleet.on.vehicle_updated.connect(lambda update: heard.append(update.update_reasons))
        offer = vehicle.offer
        assert offer is not None
        outing = offer.outing
        assert outing.trip is not None
        assert outing.trip.before is not None
        assert [trip.sid for trip in outing.trip.before.others] == ["TR0"]
        assert await outing.trip.get_vehicle() is vehicle
        assert [trip.sid for trip in outing.others] == ["TR2", "TR3"]
        assert outing.by_road is not None
        assert {road: trip and trip.sid for road, trip in outing.by_road.items()} == {"gravel": "TR4", "sand": None}
        assert (outing.mood, outing.severity, outing.distance, outing.notes) == ("gay", None, None, {"a": 1})
        assert outing.delay == timedelta(seconds=90)
        assert [item and item.mood for item in offer.alternatives] == ["grave", None]
        assert (repr(offer), "sea" in repr(vehicle)) == ("<Offer alternatives, outing, title>", False)
        offer.alternatives.clear()  # what was handed out is the caller's
        outing.others.clear()
        assert vehicle.offer is not None
        assert (len(vehicle.offer.alternatives), len(vehicle.offer.outing.others)) == (2, 2)

        await service.soon()
        service.put(VEHICLES, "VE1", {"offer": _OFFER})  # read again, and the same
        await service.soon()
        changed: JsonObject = {**_OFFER, "outing": {"trip": {"sid": "TR1", "vehicle": "VE2"}}}
        service.put(VEHICLES, "VE1", {"offer": changed})
        await service.soon()
        service.put(VEHICLES, "VE1", {"offer": {"title": "of no kind"}})  # cannot be read, and is left out
        await service.soon()
        assert heard == [("offer",)]
        assert vehicle.offer.outing.trip is not None
        assert vehicle.offer.outing.trip.vehicle_sid == "VE2"
        service.put(VEHICLES, "VE1", {"offer": None, "outings": [{"mood": "gay"}, {}]})
        await service.soon()
        assert heard[1:] == [("offer", "outings")]
        assert not vehicle.offer
        assert [item.mood for item in vehicle.get_outings("gay") or []] == ["gay"]

        copy = pickle.loads(pickle.dumps(offer))
        assert copy.outing.trip.vehicle_sid == "VE1"
        with pytest.raises(StateError):
            await copy.outing.trip.get_vehicle()


async def values_that_hold_records_are_answers(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.answers |= {
        f"{VEHICLE_PATH}/Offers/eve": _OFFER,
        f"{VEHICLE_PATH}/Offers": {"best": _OFFER, "rest": {"a b": _OFFER}},
        f"{VEHICLE_PATH}/AllOffers": {"offers": [_OFFER, {"title": "of no kind"}], "meta": {}},
        f"{VEHICLE_PATH}/Offers/adam": {"title": "of no kind"},
    }
    heard: list[object] = []
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        best = await vehicle.get_best_offer()
        others = await vehicle.get_other_offers()
        for offer in (await vehicle.get_offer("eve"), best, others["a b"], (await vehicle.get_offers()).items[0]):
            assert isinstance(offer, Offer)
            assert offer.outing.trip is not None
            assert await offer.outing.trip.get_vehicle() is vehicle
        with pytest.raises(ResponseError, match="outing"):
            await vehicle.get_offer("adam")
        assert len((await vehicle.get_offers()).items) == 1

        fleet.on.offers_made.connect(heard.append)
        vehicle.on.wanted.connect(heard.append)
        await vehicle.announce_offers(_OFFER)
        await service.soon()
        made, wanted = heard
        assert isinstance(made, OfferMade)
        assert best is not None
        assert made == OfferMade(vehicle, (best,))
        assert isinstance(wanted, Offer)
        assert wanted.outing.trip is not None
        assert await wanted.outing.trip.get_vehicle() is vehicle
        assert await fleet.read_offer(_OFFER) == best
    assert Offer(title="to the sea", outing=Outing(mood="gay")).alternatives == []


async def fields_of_the_session_are_shown_together(service: FleetService) -> None:
    service.answers["/v7/Trips"] = {"trips": [{"sid": "TR1"}], "paging": {}}
    signed_in = cast("JsonObject", service.answers["/Dispatch/v7/SignIn"])
    allowed: JsonObject = {"boards": 2, "photo_types": ["image/png", "image/gif"], "patience": "PT90S"}
    service.answers["/Dispatch/v7/SignIn"] = {**signed_in, "limits": allowed}
    fleet = sign_in(service)
    with pytest.raises(ClosedError):
        _ = fleet.limits
    async with fleet:
        limits = fleet.limits
        assert (limits.watched_boards, limits.patience, limits.note) == (2, timedelta(seconds=90), "of the house")
        photo_types = limits.photo_types or []
        assert photo_types == ["image/png", "image/gif"]
        photo_types.append("image/bmp")  # what was handed out is the caller's
        assert fleet.limits == Limits(
            watched_boards=2, photo_types=["image/png", "image/gif"], patience=timedelta(seconds=90)
        )
        (trip,) = await fleet.get_all_trips()
        assert trip.limits == Limits(watched_boards=2)


async def links_are_filled_in_or_lead_below_a_host(service: FleetService) -> None:
    sid, trade = "VE %s/1", "tow & go"
    path = f"/v7/Manuals/of-{sid}/{trade}"
    service.put(VEHICLES, sid, {"plate": "B-1", "trade": trade})
    service.put(VEHICLES, ".", {"plate": "B-2"})
    service.answers[f"{path}/3"] = {"pages": 12}
    service.answers["/v7/Manuals/of-./freight/1"] = {"pages": 1}
    service.answers["/Public/Depots & more"] = {"names": ["Ulm", "Bonn"]}
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle(sid)
        assert await vehicle.get_pages_of_manual(3) == 12
        asked = service.asked[-1]
        assert asked.segments == ("", "v7", "Manuals", f"of-{sid}", trade, "3")
        assert (asked.query, asked.host) == ({"kind": "short", "language": "de"}, "api.eu2.fleet.example")
        assert await (await fleet.get_vehicle(".")).get_pages_of_manual(1) == 1
        assert await fleet.get_depots() == ["Ulm", "Bonn"]
        asked = service.asked[-1]
        assert (asked.segments, asked.host) == (("", "Public", "Depots & more"), "api.eu2.fleet.example")
    service.answers["/deep/Dispatch/v7/SignIn"] = service.answers["/Dispatch/v7/SignIn"]
    service.answers["/deep/Public/Depots & more"] = {"names": []}
    async with Fleet(service.token(), api_url="https://other.example/deep", environment=service.environment) as fleet:
        assert await fleet.get_depots() == []
        assert service.asked[-1].host == "other.example"


async def a_link_that_cannot_be_filled_in_is_the_fault_of_the_service(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    signed_in = cast("JsonObject", service.answers["/Dispatch/v7/SignIn"])
    links = as_object(signed_in["links"])
    for link in ("/a", "/%s", "/%s/%s/%s", "https://%s.example/%s", "%s://api.example/%s", "http://[/%s/%s"):
        service.answers["/Dispatch/v7/SignIn"] = {**signed_in, "links": {**links, "manuals": link}}
        async with sign_in(service) as fleet:
            vehicle = await fleet.get_vehicle("VE1")
            with pytest.raises(ResponseError, match="link"):
                await vehicle.get_pages_of_manual(1)


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


async def the_outcome_of_the_start_is_told(service: FleetService) -> None:
    heard: list[object] = []

    def listen(fleet: Fleet) -> None:
        fleet.on.state_changed.connect(heard.append)
        fleet.on.ready.connect(lambda: heard.append("ready"))
        fleet.on.signed_in.connect(lambda: heard.append("signed in"))
        fleet.on.sign_in_failed.connect(heard.append)

    async with sign_in(service) as fleet:
        listen(fleet)
    assert heard == [], "it was over before anybody listened"
    fleet = sign_in(service)
    listen(fleet)
    async with fleet:
        await service.soon()
    assert heard == ["initialized", "ready", "signed in"]

    heard.clear()
    service.answers["/Dispatch/v7/SignIn"] = Refusal(403, 20403)
    refused = sign_in(service)
    listen(refused)
    with pytest.raises(RequestError) as caught:
        await refused.start()
    assert heard == ["failed", Trouble(True, str(caught.value), 403, 20403)]


async def a_new_attempt_is_told_of_and_seen(service: FleetService) -> None:
    heard: list[object] = []
    async with sign_in(service) as fleet:
        bare: list[str] = []
        fleet.on.connection_moved.connect(lambda: bare.append("moved"))
        fleet.on.any_trouble.connect(lambda: bare.append("trouble"))
        fleet.on.connection_state_changed.connect(heard.append)
        fleet.on.trouble.connect(lambda trouble: heard.append(("trouble", trouble.final)))
        fleet.on.trying_again.connect(lambda trouble: heard.append(("again", trouble.final)))
        service.cut()
        await service.soon()
        assert (heard, fleet.connection_state) == (
            ["connecting", ("trouble", False), ("again", False), "retrying"],
            "retrying",
        )
        assert bare == ["moved", "trouble"], "no more than that it happened"
        heard.clear()
        service.reachable = True
        await service.soon(60)
        assert heard[-1] == "connected"
        assert fleet.connection_state == "connected"


async def pagers_are_removed_by_their_number(service: FleetService) -> None:
    service.answers["/devices"] = {"id": "PA1"}
    async with sign_in(service) as fleet:
        service.paths()
        await fleet.ring("pager", "0172")
        await fleet.silence("pager", "0173")
        await fleet.ring("pager", "0172")  # which rings already
        await fleet.silence("pager", "0172")
        await fleet.ring("pager", "0172")
        removed = [item.body for item in service.asked if item.method == "DELETE"]
        assert removed == [{"binding_type": "pager", "address": number} for number in ("0173", "0172")]
        assert {str(item.query["productId"]) for item in service.asked} == {"fleet_tracking"}
        assert service.paths() == ["POST /devices", "DELETE /devices", "DELETE /devices", "POST /devices"]


async def what_pagers_receive_is_read_and_told(service: FleetService) -> None:
    about: JsonObject = {"twi_message_type": "theft", "vehicle": "VE1", "hours": "2"}
    expected = Pager(text="gone", loudness=3, sort="theft", about=Stolen(vehicle_sid="VE1", hours=2))
    assert Fleet.read_pager({"aps": {"alert": "gone", "badge": 3}, **about}) == expected
    assert Fleet.read_pager({"aps": {"alert": {"body": ""}, "badge": 0}, **about}) == replace_texts(expected)
    assert Fleet.read_pager({"data": {**about, "twi_body": "gone"}}).text == "gone"
    refused: dict[str, JsonObject] = {
        "neither 'aps'": {},
        "no 'twi_message_type'": {"aps": {}, "vehicle": "VE1"},
        "cannot be read": {"data": {"twi_message_type": "theft"}},
    }
    for complaint, wrong in refused.items():
        with pytest.raises(ArgumentError, match=complaint):
            Fleet.read_pager(wrong)
    heard: list[object] = []
    async with sign_in(service) as fleet:
        fleet.on.paged.connect(heard.append)
        fleet.on.paged_again.connect(heard.append)
        await fleet.show_pager({"aps": {"alert": "gone", "badge": 3}, **about})
        await service.soon()
        with pytest.raises(ArgumentError, match="neither 'aps'"):
            await fleet.show_pager({"badge": 3})
        assert heard == [expected, expected]


def replace_texts(pager: Pager) -> Pager:
    """What is left of it where the text is empty and the number makes no sense."""
    return pager.model_copy(update={"text": None, "loudness": 1})


async def addresses_of_photographs_come_together(service: FleetService) -> None:
    asked: list[tuple[str, list[str]]] = []

    def store(request: httpx.Request) -> httpx.Response:
        wanted = [item["media_sid"] for item in json.loads(request.content)["list"]]
        asked.append((request.url.path, wanted))
        return httpx.Response(
            200, json=[{"code": 200, "media_record": {"sid": sid, "links": _LINKS | {"name": sid}}} for sid in wanted]
        )

    environment = replace(service.environment, http_transport=httpx.MockTransport(store))
    service.answers["/v7/Trips"] = {"trips": [{"sid": "TR1", "photos": ["PH1", "PH2"]}, {"sid": "TR2"}], "paging": {}}
    found = "https://photos.example/now"
    async with Fleet(service.token(), environment=environment) as fleet:
        assert await fleet.get_photos(["PH2", "PH1", "PH2"]) == {"PH2": found, "PH1": found}
        first, second = (await fleet.get_trips()).items
        assert await first.get_photos() == {"PH1": found, "PH2": found}
        assert await second.get_photos() == {}
        assert await fleet.get_covers([second, first]) == {"TR2": found, "TR1": found}
        assert asked == [(f"{STORE}Set", sids) for sids in (["PH2", "PH1"], ["PH1", "PH2"], ["TR2", "TR1"])]
        for sids in ([], ["PH1", ""], cast("list[str]", "PH1")):
            with pytest.raises(ArgumentError):
                await fleet.get_photos(sids)
        for trips in ([], cast("list[Trip]", ["TR1"])):
            with pytest.raises(ArgumentError):
                await fleet.get_covers(trips)
        assert len(asked) == 3
    session = cast("JsonObject", service.answers["/Dispatch/v7/SignIn"])
    session["links"] = {**as_object(session["links"]), "albums": "https://albums.example/all"}
    async with Fleet(service.token(), environment=environment) as fleet:
        assert await fleet.get_photos(["PH1"]) == {"PH1": found}
        assert asked[-1] == ("/all", ["PH1"])


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


async def lists_are_picked_from_at_once(service: FleetService) -> None:
    trips: list[JsonValue] = [{"sid": f"TR{at}", "vehicle": f"VE{at}"} for at in (1, 2, 1, 3)]
    brakes: JsonObject = {"kind": "brakes", "done": True, "place": "Ulm", "parts": ["7"]}
    services: list[JsonValue] = [{**brakes, "done": False}, {**brakes, "place": "Bonn"}, brakes, {"kind": "horn"}]
    service.put(VEHICLES, "VE1", {"plate": "B-1", "trips": trips, "services": services})
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        asked = len(service.asked)
        assert [trip.sid for trip in vehicle.get_planned(["VE1", "VE3", "VE9"])] == ["TR1", "TR1", "TR3"]
        assert vehicle.get_planned([]) == []
        assert [trip.sid for trip in vehicle.own_trips] == ["TR1", "TR1"]
        assert [trip.sid for trip in vehicle.shared_trips] == ["TR2", "TR3"]
        found = vehicle.get_service()
        assert found is not None
        assert (found.kind, found.done, found.place, found.parts) == ("brakes", True, "Ulm", ["7"])
        assert vehicle.get_service("brakes", False) == (vehicle.services or [])[0]
        assert vehicle.get_service("horn") is None
        assert [item.kind for item in vehicle.get_services("horn") or []] == ["horn"]
        found.parts.append("8")  # what was handed out is the caller's
        assert vehicle.get_service() != found
        with pytest.raises(ArgumentError):
            vehicle.get_planned(cast("list[str]", "VE1"))
        with pytest.raises(ArgumentError):
            vehicle.get_services(cast("str", None))
        service.put(VEHICLES, "VE1", {"plate": "Bonn", "services": [{**brakes, "place": "Bonn"}]})
        await service.soon()
        assert vehicle.get_service() is not None
        service.put(VEHICLES, "VE1", {"services": None})
        await service.soon()
        assert (vehicle.get_service(), vehicle.get_services("brakes")) == (None, None)
        assert len(service.asked) == asked
        assert vehicle.get_planned(["VE2"])[0].sid == "TR2"
        service.put(VEHICLES, "VE1", {"trips": trips[1:2]})
        await service.soon()
        assert (vehicle.own_trips, vehicle.shared_trips) == ([], vehicle.planned)

        assert await fleet.find_trade(["rescue", "freight"]) is vehicle
        assert await fleet.find_trade(["rescue"]) is None
        assert await fleet.find_anywhere("B-7", "Bonn") is vehicle
        with pytest.raises(NotFoundError, match="plate 'B-7' or 'B-8' or 'B-0'"):
            await fleet.find_anywhere("B-7", "B-8")


async def updates_need_a_whole_load(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "load": {"pallets": 0}})
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        heard: list[tuple[str, ...]] = []
        vehicle.on.updated(lambda update: heard.append(update.update_reasons))
        assert vehicle.load == Load(pallets=0, kilograms=0), "what it begins with is taken as it is"
        changes: list[tuple[JsonValue, Load, bool]] = [
            ({"pallets": 2, "kilograms": 0}, Load(), False),
            ({"pallets": 2, "kilograms": 900, "note": "glass"}, Load(pallets=2, kilograms=900, note="glass"), True),
            ({"pallets": 0, "kilograms": 900}, Load(pallets=2, kilograms=900, note="glass"), False),
            (None, Load(pallets=2, kilograms=900, note="glass"), False),
            ({"pallets": 1, "kilograms": 400}, Load(pallets=1, kilograms=400), True),
        ]
        for sent, load, told in changes:
            service.put(VEHICLES, "VE1", {"plate": "B-1", "load": sent})
            await service.soon()
            assert (vehicle.load, heard) == (load, [("load",)] if told else [])
            heard.clear()
        assert (vehicle.wheels, vehicle.licences) == (4, ["C", "CE"])
        vehicle.licences.clear()
        assert vehicle.licences == ["C", "CE"]
        service.put(VEHICLES, "VE2", {"load": {"kilograms": 5}})
        await service.soon()
        assert (await fleet.get_vehicle("VE2")).load == Load(kilograms=5)


async def look_ups_may_find_nothing(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "driver": "eve"})
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        assert (await fleet.find_driver("eve"), await fleet.find_vehicle("VE1")) == (vehicle, vehicle)
        assert (await fleet.find_driver("adam"), await fleet.find_vehicle("VE9")) == (None, None)
        with pytest.raises(NotFoundError):
            await fleet.get_vehicle("VE9")


async def the_first_look_up_that_finds_something_answers(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "relief": "eve"})
    service.put(VEHICLES, "VE2", {"plate": "B-2", "driver": "eve"})
    service.put(VEHICLES, "VE3", {"driver": "eve's partner"})
    service.answers["/v7/Trips"] = {
        "trips": [{"sid": "TR1", "vehicle": "VE2"}, {"sid": "TR2", "vehicle": "VE9"}, {"sid": "TR3"}], "paging": {},
    }  # fmt: skip
    async with sign_in(service) as fleet:
        first, second, third = [await fleet.get_vehicle(f"VE{number}") for number in (1, 2, 3)]
        assert await first.get_substitute() is second
        assert await second.get_substitute() is third  # it has no relief, which is left out
        assert [await trip.find_vehicle() async for trip in fleet.get_trips()] == [second, first, first]

        service.drop(VEHICLES, "VE3")
        service.put(VEHICLES, "VE2", {"plate": "B-2", "driver": None})
        await service.soon()
        assert await first.get_substitute() is first
        service.put(VEHICLES, "VE1", {"plate": None})
        await service.soon()
        with pytest.raises(
            NotFoundError, match=r"\.get_substitute finds nothing; looked for relief 'eve' and plate None$"
        ):
            await first.get_substitute()
        trips = (await fleet.get_trips()).items
        service.drop(VEHICLES, "VE1")
        await service.soon()
        assert [await trip.find_vehicle() for trip in trips] == [second, None, None]


async def the_last_entry_of_a_list_says_how_far(service: FleetService) -> None:
    service.create("list", "VE1.stops", {})
    service.put(VEHICLES, "VE1", {"stop_list": "VE1.stops"})
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        assert (await fleet.mark_all_read(), await vehicle.skip_last()) == (-1, vehicle)
        assert service.paths() == ["GET /Dispatch/v7/SignIn"]

        for index in range(30):
            service.put(JOURNAL, index, {"title": f"entry {index}"})
        service.put("VE1.stops", 7, {"place": "Ulm"})
        await service.soon()
        service.answers["/v7/Reports/Read/29"] = {"unread": 0}
        service.answers[f"{VEHICLE_PATH}/Skipped"] = {}
        assert (await fleet.mark_all_read(), await vehicle.skip_last()) == (0, vehicle)
        assert [asked.body for asked in service.asked] == [None, {"number": 7}]


async def open_unions_take_and_give_any_string(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "trade": "rescue"})
    service.answers[VEHICLE_PATH] = {}
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        assert vehicle.trade == "rescue"
        await service.soon()
        service.put(VEHICLES, "VE1", {"plate": "B-1", "trade": "parades"})
        await service.soon()
        assert vehicle.trade == "parades"
        service.paths()
        await vehicle.hire("weddings")
        await vehicle.hire("freight")
        assert [item.body for item in service.asked] == [{"trade": "weddings"}, {"trade": "freight"}]
        with pytest.raises(ArgumentError, match="trade must be a string"):
            await vehicle.hire(7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def objects_stand_inside_of_objects(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.answers[VEHICLE_PATH] = {}
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        service.paths()
        await vehicle.insure("Alpha")
        await vehicle.insure("Beta", datetime(2027, 1, 1, tzinfo=UTC), phone="0172")
        assert [item.body for item in service.asked] == [
            {"policy": {"company": "Alpha"}},
            {"policy": {"company": "Beta", "until": "2027-01-01T00:00:00+00:00", "contact": {"phone": "0172"}}},
        ]


async def several_files_go_along_with_a_request(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.answers[f"{VEHICLE_PATH}/Damages"] = {}
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        service.paths()
        service.files.records = [{"file": {"sid": f"FI{number}"}} for number in range(1, 5)]
        await vehicle.report_damage(
            "left door",
            [Photo(b"front", "image/png"), Photo(b"side", filename="side.jpg")],
            {"eve": b"17 EUR"},
            Photo(b"lines"),
        )
        await vehicle.report_damage("right door")
        assert [item.body for item in service.asked] == [
            {"what": "left door", "files": ["FI1", "FI2", "FI3"], "sketch": "FI4"},
            {"what": "right door", "files": []},
        ]
        assert [(file.content, file.content_type, file.query) for file in service.files.stored] == [
            (b"front", "image/png", {"Category": "photo"}),
            (b"side", "image/jpeg", {"Category": "photo", "Filename": "side.jpg"}),
            (b"17 EUR", "application/octet-stream", {"Category": "bill", "Filename": "eve"}),
            (b"lines", "application/octet-stream", {"Category": "media"}),
        ]
        service.paths()
        service.files.stored.clear()
        with pytest.raises(ArgumentError, match="no-such-file"):
            await vehicle.report_damage("roof", [Photo(b"top"), Photo("no-such-file")])
        with pytest.raises(ArgumentError, match="photos"):
            await vehicle.report_damage("roof", Photo(b"top"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        assert (service.files.stored, service.asked) == ([], [])


async def reports_are_put_together_step_by_step(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.answers[f"{VEHICLE_PATH}/Damages"] = {}
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        service.paths()
        draft = vehicle.prepare_report()
        with pytest.raises(StateError, match=r"DamageReport for <Vehicle VE1>> needs 'what' first"):
            draft.finish()
        with pytest.raises(StateError, match="needs 'what' first"):
            await draft.send()
        front, lines = Photo(b"front", "image/png"), Photo(b"lines")
        assert draft.describe("left door").add_photo(front).add_offer("eve", b"17 EUR").draw(lines) is draft
        finished = draft.finish()
        # what comes later is no part of what is finished
        draft.describe("roof").add_photo(Photo(b"top")).add_offer("eve", b"1 EUR").add_offer("adam", b"2 EUR").draw(
            None
        )
        finished.photos.clear()
        assert (finished.what, finished.photos, finished.bills) == ("left door", [front], {"eve": b"17 EUR"})
        assert (draft.what, draft.photos) == ("roof", [front, Photo(b"top")])
        assert finished.vehicle is vehicle
        assert "left door" not in repr(finished)
        assert (finished == draft.finish(), finished == finished, len({finished, draft, draft})) == (False, True, 2)
        service.files.records = [{"file": {"sid": f"FI{number}"}} for number in range(1, 8)]
        await finished.send()
        await draft.send()
        assert [item.body for item in service.asked] == [
            {"what": "left door", "files": ["FI1", "FI2"], "sketch": "FI3"},
            {"what": "roof", "files": ["FI4", "FI5", "FI6", "FI7"]},
        ]
        assert [file.content for file in service.files.stored] == [
            *(b"front", b"17 EUR", b"lines"),
            *(b"front", b"top", b"1 EUR", b"2 EUR"),
        ]
        with pytest.raises(ArgumentError, match="photo"):
            draft.add_photo(b"top")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        with pytest.raises(ArgumentError, match="workshop"):
            draft.add_offer("", b"3 EUR")
        assert len(draft.photos) == 2
        with pytest.raises(ArgumentError, match=r"^photos must have at most 3 entries, not 4$"):
            draft.add_photo(front).add_photo(front).finish()
        with pytest.raises(ArgumentError, match="photos must have at most 3"):
            await draft.send()
        with pytest.raises(ArgumentError, match=r"^bills must have at most 2 entries, not 3$"):
            await vehicle.report_damage("door", bills={"eve": b"1", "adam": b"2", "abel": b"3"})
        with pytest.raises(ArgumentError, match=r"^the key 'cain' of bills must be one of eve, adam, abel$"):
            vehicle.prepare_report().describe("door").add_offer("cain", b"1").finish()


async def drafts_of_the_root_hold_single_fields_of_a_value(service: FleetService) -> None:
    service.answers["/v7/Trips"] = {"sid": "TR1"}
    async with sign_in(service) as fleet:
        plan = fleet.begin_plan()
        assert (plan.stations, plan.remarks, plan.speed) == (None, {}, None)
        with pytest.raises(StateError, match="needs 'route' first"):
            await plan.plan()
        remarks: dict[str, JsonValue] = {"pets": ["dog"]}
        plan.via("Ulm").via("Köln").wish(80, remarks)
        remarks["pets"] = []
        service.paths()
        assert (await plan.plan()).sid == "TR1"
        assert [item.body for item in service.asked] == [
            {"route": ["Ulm", "Köln"], "remarks": '{"pets":["dog"]}', "speed": 80}
        ]
        with pytest.raises(ArgumentError, match="speed"):
            plan.wish("fast")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        assert plan.wish(50).remarks == {}


async def mutations_say_what_they_change(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "driver": "eve"})
    service.answers[VEHICLE_PATH] = {}
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        service.paths()
        await vehicle.assign("eve")
        assert await vehicle.assign("adam") is vehicle
        assert [(item.method, item.path, item.body) for item in service.asked] == [
            ("POST", VEHICLE_PATH, {"driver": "adam"})
        ]
        await fleet.close()
        with pytest.raises(ClosedError):
            await fleet.get_part("a")


async def options_hold_lists_values_and_json(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    service.answers[f"{VEHICLE_PATH}/Orders/freight"] = service.answers[f"{VEHICLE_PATH}/Orders/rescue"] = {}
    due = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)
    pillow = Order([Parcel(kilograms=2.5)], stops=["Ulm", None], remarks=["soft", 1], way_back=Order(parcels=[]))
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        service.asked.clear()
        await vehicle.order(pillow)
        await vehicle.order(pillow, trade="rescue", is_express=True, remarks={}, due=due)
        await vehicle.order(parcels=[Parcel(kilograms=1, note="fragile")], prices={"base": 1.5}, picture=b"jpg")

        first: JsonObject = {
            "parcels": [{"kg": 2.5, "note": None}],
            "stops": ["Ulm", None],
            "remarks": '["soft",1]',
            "prices": {"base": 10.0},
            "urgency": "low",
        }
        last: JsonObject = {
            **first,
            "parcels": [{"kg": 1.0, "note": "fragile"}],
            "stops": [],
            "remarks": "{}",
            "prices": {"base": 1.5},
        }
        assert [(item.path.rpartition("/")[2], item.query, item.body) for item in service.asked] == [
            ("freight", {"express": "false"}, first),
            ("rescue", {"express": "true"}, {**first, "remarks": "{}", "due": "2027-01-02T03:04:00+00:00"}),
            ("freight", {"express": "false"}, last),
        ]
        with pytest.raises(ArgumentError, match=r"^parcels is missing$"):
            await vehicle.order(trade="rescue")
        with pytest.raises(ArgumentError, match=r"^options must be a Order or None, not a value of type Parcel$"):
            await vehicle.order(cast("Order", Parcel(kilograms=1)))
    assert repr(pillow) == "<Order parcels, stops, remarks, prices, trade, urgency, is_express, way_back>"


async def options_refuse_what_values_refuse(service: FleetService) -> None:
    make = cast("Callable[..., Order]", Order)
    wrong: list[tuple[dict[str, object], str]] = [
        ({"parcels": Parcel(kilograms=1)}, "parcels must be a list, not a value of type Parcel"),
        ({"parcels": [{"kilograms": 1}]}, r"parcels\[0\] must be a Parcel, not a value of type dict"),
        ({"stops": ["Ulm", 7]}, r"stops\[1\] must be a string, not 7"),
        ({"prices": {"base": "10"}}, r"prices\['base'\] must be a finite number, not '10'"),
        ({"remarks": {1: "x"}}, "remarks has the key 1; a JSON object has only str keys"),
        ({"remarks": object()}, "remarks must be a JSON value"),
        ({"urgency": "lowest"}, "urgency must be one of 'low', 'high', not 'lowest'"),
        ({"due": datetime(2027, 1, 2)}, "due must be a datetime with a time zone"),
        ({"way_back": Parcel(kilograms=1)}, "way_back must be a Order, not a value of type Parcel"),
    ]
    for fields, message in wrong:
        with pytest.raises(ArgumentError, match=f"^{message}"):
            make(**{"parcels": [], **fields})
    assert not service.asked


async def kinds_are_told_apart_by_the_key_they_stand_under(service: FleetService) -> None:
    text: JsonObject = {
        "body": "Wide load",
        "type": "of the lorry",
        "actions": [{"type": "PHONE_NUMBER", "number": "1"}],
    }
    book: JsonObject = {"titles": ["front"], "smaller": {"fleet/text": {"body": "Wide"}, "fleet/none": None}}
    neon: JsonObject = {"colour": "red", "data": 1}
    sent: JsonObject = {"fleet/text": text, "fleet/picture-book": book, "fleet/neon": neon, "text": {"body": "x"}}
    service.put(VEHICLES, "VE1", {"plate": "B-1", "notices": {"fleet/neon": neon}})
    heard: list[VehicleUpdated] = []
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        vehicle.on.updated.connect(heard.append)
        await service.soon()
        assert vehicle.notices == {"fleet/neon": NoticeOther(raw_data='{"colour":"red","data":1}')}
        service.put(VEHICLES, "VE1", {"notices": {**sent, "fleet/gone": None, "fleet/broken": 7}})
        await service.soon()

        assert [update.update_reasons for update in heard] == [("notices",)]
        assert [*vehicle.notices] == [*sent, "fleet/gone"]  # what is no object at all is left out
        assert vehicle.notices["fleet/gone"] is None
        written, pictures = vehicle.notices["fleet/text"], vehicle.notices["fleet/picture-book"]
        assert isinstance(written, NoticeText)
        assert isinstance(pictures, NoticePicture)
        assert (written.type, written.body, json.loads(written.raw_data)) == ("text", "Wide load", text)
        assert (pictures.type, pictures.titles, json.loads(pictures.raw_data)) == ("pictures", ["front"], book)
        assert pictures.smaller == {
            "fleet/text": NoticeText(body="Wide", raw_data='{"body":"Wide"}'),
            "fleet/none": None,
        }
        other = vehicle.notices["text"]
        assert isinstance(other, NoticeOther)  # the word is no tag
        assert (other.type, other.raw_data) == ("other", '{"body":"x"}')
        # what cannot be read is kept as it is
        service.put(VEHICLES, "VE1", {"notices": {"fleet/text": {"text": "no body"}}})
        await service.soon()
        assert vehicle.notices == {"fleet/text": NoticeOther(raw_data='{"text":"no body"}')}

        service.answers[f"{VEHICLE_PATH}/Notices"] = {"by_kind": sent}
        found = await vehicle.get_notices()
        assert {key: type(item) for key, item in found.items()} == {
            "fleet/text": NoticeText,
            "fleet/picture-book": NoticePicture,
            "fleet/neon": NoticeOther,
            "text": NoticeOther,
        }
        await service.soon(60)  # answers are kept for a while
        service.answers[f"{VEHICLE_PATH}/Notices"] = {"by_kind": {"fleet/text": text, "fleet/neon": "no object"}}
        assert [*await vehicle.get_notices()] == ["fleet/text"]


async def the_kind_of_an_answer_is_told_from_outside(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    text: JsonObject = {"body": "Wide load"}
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        for kind in ("text", "picture-book", "neon"):
            service.answers[f"{VEHICLE_PATH}/Notices/fleet/{kind}"] = text
        assert await vehicle.get_notice("fleet/text") == NoticeText(body="Wide load", raw_data='{"body":"Wide load"}')
        # it has a known tag, and cannot be read
        assert await vehicle.get_notice("fleet/picture-book") == NoticeOther(raw_data='{"body":"Wide load"}')
        assert await vehicle.get_notice("fleet/neon") == NoticeOther(raw_data='{"body":"Wide load"}')


async def tags_on_the_wire_are_other_words(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1"})
    fax: JsonObject = {"type": "fax", "lorry_sid": "VE1", "number": 3}
    service.answers[f"{VEHICLE_PATH}/Contacts"] = {
        "contacts": [
            {"type": "PHONE_NUMBER", "number": "17"},
            {"type": "phone", "number": "18"},
            {"type": "pager", "lorry_sid": "VE1", "rank": 2},
            {"type": "pager", "lorry_sid": None},
            fax,
            {"type": 3, "lorry_sid": [4]},
        ],
        "meta": {"next": None, "prev": None},
    }
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        found = await vehicle.get_contacts()
    assert found == [
        PhoneContact(number="17"),
        UnknownContact(type="phone", raw_data='{"type":"phone","number":"18"}'),
        PagerContact(lorry="VE1", rank=2),
        UnknownContact(type="pager", raw_data='{"type":"pager","lorry_sid":null}'),
        UnknownContact(type="fax", lorry="VE1", raw_data='{"type":"fax","lorry_sid":"VE1","number":3}'),
        UnknownContact(type=None, raw_data='{"type":3,"lorry_sid":[4]}'),
    ]
    assert [contact.type for contact in found] == ["phone", "phone", "pager", "pager", "fax", None]


async def objects_on_the_wire_are_lists_of_pairs(service: FleetService) -> None:
    service.put(VEHICLES, "VE1", {"plate": "B-1", "labels": '{"up": "top", "7": ""}', "axles": {"front": 1.5}})
    heard: list[VehicleUpdated] = []
    async with sign_in(service) as fleet:
        vehicle = await fleet.get_vehicle("VE1")
        vehicle.on.updated.connect(heard.append)
        await service.soon()
        up = Label(name="up", value="top")
        assert vehicle.labels == [up, Label(name="7", value="")]
        assert vehicle.axles == [Weight(axle="front", tons=1.5)]
        service.put(VEHICLES, "VE1", {"labels": '{"up":"top","7":""}', "axles": {"front": 2, "rear": None}})
        await service.soon()
        service.put(VEHICLES, "VE1", {"labels": "no JSON", "axles": None})
        service.put(VEHICLES, "VE1", {"labels": {"up": "below"}, "axles": [1]})
        await service.soon()
        assert [update.update_reasons for update in heard] == [("axles",), ("labels",)]
        assert vehicle.labels == [up.copy_with_value("below")]
        assert vehicle.axles == [Weight(axle="front", tons=2.0), Weight(axle="rear", tons=None)]

        service.answers[f"{VEHICLE_PATH}/Labels"] = {"labels": '{"up": "top"}', "axles": {"front": 3}}
        assert await vehicle.get_labels() == [up]
        assert await vehicle.get_weights() == [Weight(axle="front", tons=3.0)]
        service.asked.clear()
        await vehicle.set_labels([up, Label(name="ü", value='"x"')])
        await vehicle.set_labels([], [Weight(axle="rear", tons=None)])
        assert [item.body for item in service.asked] == [
            {"labels": '{"up":"top","ü":"\\"x\\""}'},
            {"labels": "{}", "axles": {"rear": None}},
        ]
        with pytest.raises(ArgumentError, match=r"^labels\[0\] must be a Label, not a value of type dict$"):
            await vehicle.set_labels(cast("list[Label]", [{"name": "up", "value": "top"}]))


async def values_copy_themselves_with_a_change(service: FleetService) -> None:
    label = Label(name="up", value="top")
    assert label.copy_with_value("below") == Label(name="up", value="below")
    assert label.renamed("down") == Label(name="down", value="top")
    assert label == Label(name="up", value="top")
    with pytest.raises(ArgumentError, match=r"^value must be a string, not 7$"):
        label.copy_with_value(cast("str", 7))
    assert not service.asked
