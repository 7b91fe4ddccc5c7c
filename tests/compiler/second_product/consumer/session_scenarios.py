"""Scenarios of signing in: addresses, links, and what is told of a start. Each function is one test."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest
from lorry_fleet import (
    ClosedError,
    Fleet,
    ForeignTokenError,
    Limits,
    RequestError,
    ResponseError,
    Trouble,
)
from scenario_start import VEHICLES, sign_in

from support.fleet_service import FleetService, Refusal
from twilio_realtime.json import JsonObject, as_object


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
