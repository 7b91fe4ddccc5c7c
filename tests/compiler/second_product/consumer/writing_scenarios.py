"""Scenarios of what is written: pagers, photographs, reports put together, mutations. Each function is one test."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast

import httpx
import pytest
from lorry_fleet import (
    ArgumentError,
    ClosedError,
    Fleet,
    Pager,
    Photo,
    StateError,
    Stolen,
    Trip,
)
from scenario_start import LINKS, VEHICLE_PATH, VEHICLES, sign_in

from support.file_store import STORE
from support.fleet_service import FleetService
from twilio_realtime.json import JsonObject, JsonValue, as_object


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
    assert Fleet.read_pager({"aps": {"alert": {"body": ""}, "badge": 0}, **about}) == _replace_texts(expected)
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


def _replace_texts(pager: Pager) -> Pager:
    """What is left of it where the text is empty and the number makes no sense."""
    return pager.model_copy(update={"text": None, "loudness": 1})


async def addresses_of_photographs_come_together(service: FleetService) -> None:
    asked: list[tuple[str, list[str]]] = []

    def store(request: httpx.Request) -> httpx.Response:
        wanted = [item["media_sid"] for item in json.loads(request.content)["list"]]
        asked.append((request.url.path, wanted))
        return httpx.Response(
            200, json=[{"code": 200, "media_record": {"sid": sid, "links": LINKS | {"name": sid}}} for sid in wanted]
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
