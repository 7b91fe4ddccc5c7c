"""Scenarios of what is asked for, page by page or kept for a while. Each function is one test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest
from lorry_fleet import (
    ArgumentError,
    FaultReport,
    FuelReport,
    Load,
    NotFoundError,
    OtherReport,
    Part,
    RequestError,
    ResponseError,
)
from scenario_start import JOURNAL, VEHICLE_PATH, VEHICLES, kind_of, sign_in

from support.fleet_service import Asked, FleetService, Refusal
from twilio_realtime.json import JsonObject, JsonValue, as_object


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
            assert kind_of(report) == kind
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
        assert kind_of(vehicle.latest_report) == "fuel 9.0"
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
        assert [kind_of(report) async for report in first] == ["fuel 1.0", "other rumour ['kind']"]
        assert [kind_of(report) for report in (await (await first.next_page()).prev_page()).items] == ["fuel 1.0"]

        assert [trip.sid for trip in await fleet.get_all_trips("VE1")] == ["TR0", "TR1", "TR2"]
        assert [kind_of(report) for report in await fleet.get_all_reports()] == ["fuel 1.0", "other rumour ['kind']"]


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
