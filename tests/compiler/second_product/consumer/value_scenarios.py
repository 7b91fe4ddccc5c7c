"""Scenarios of values: records, unions, kinds and options. Each function is one test."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from lorry_fleet import (
    ArgumentError,
    Label,
    NoticeOther,
    NoticePicture,
    NoticeText,
    Offer,
    OfferMade,
    Order,
    Outing,
    PagerContact,
    Parcel,
    PhoneContact,
    ResponseError,
    StateError,
    UnknownContact,
    VehicleUpdated,
    Weight,
)
from scenario_start import VEHICLE_PATH, VEHICLES, sign_in

from support.fleet_service import FleetService
from twilio_realtime.json import JsonObject

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
