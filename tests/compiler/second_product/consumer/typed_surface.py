"""How the generated package looks to type checkers. It is checked, never run."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, assert_never, assert_type

from lorry_fleet import (
    DamageReport,
    FaultReport,
    FinishedReport,
    Fleet,
    FuelReport,
    Inspection,
    JournalEntry,
    Label,
    Limits,
    Load,
    Notice,
    NoticeOther,
    NoticePicture,
    NoticeText,
    Offer,
    Order,
    OtherReport,
    Outing,
    Paginator,
    Parcel,
    Part,
    PendingPage,
    Photo,
    Position,
    PositionReport,
    Report,
    SensorBoard,
    Service,
    Severity,
    Stop,
    Tachograph,
    Trip,
    UnknownContact,
    Vehicle,
    VehicleUpdated,
    VehicleUpdateReason,
    Weight,
    blocking,
)
from lorry_fleet.hook_context import HookContext

from twilio_realtime import blocking as runtime
from twilio_realtime.events import BareSignal, Signal
from twilio_realtime.json import JsonValue


async def put_together(fleet: Fleet, vehicle: Vehicle, photo: Photo) -> None:
    """What is put together step by step is checked as the method's arguments are."""
    draft = vehicle.prepare_report()
    assert_type(draft, DamageReport)
    assert_type(draft.what, str | None)
    finished = draft.describe("left door").add_photo(photo).add_offer("eve", b"17 EUR").finish()
    assert_type(finished, FinishedReport)
    assert_type(finished.what, str)
    finished.what = "right door"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    await finished.send()
    assert_type(await fleet.begin_plan().via("Ulm").plan(), Trip)
    draft.describe(7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def describe(report: Report) -> str:
    """Every kind of report is handled: another one in the schema would be an error here."""
    match report:
        case PositionReport(position=position, speed=speed):
            assert_type(position, Position)
            assert_type(speed, float)
            return f"at {position.latitude}"
        case FuelReport():
            assert_type(report.litres, float)
            return f"{report.litres} litres"
        case FaultReport():
            assert_type(report.severity, Severity)
            assert_type(report.before, Report | None)
            return report.fault_code
        case OtherReport():
            assert_type(report.kind, str | None)
            assert_type(report.data, dict[str, JsonValue])
            return "something new"
        case _:
            assert_never(report)


def describe_notice(notice: Notice) -> str:
    """The words are Python's, not those of the wire; what was sent is there in every case."""
    assert_type(notice.raw_data, str)
    assert_type(notice.type, Literal["text", "pictures", "other"])
    if notice.type == "text":
        assert_type(notice, NoticeText)
        return " ".join(contact.lorry for contact in notice.contacts if isinstance(contact, UnknownContact))
    if notice.type == "pictures":
        assert_type(notice, NoticePicture)
        return str(notice.smaller)
    assert_type(notice, NoticeOther)
    return notice.raw_data


def describe_by_tag(report: PositionReport | FuelReport) -> str:
    """The tag tells known kinds apart, too."""
    if report.kind == "position":
        assert_type(report, PositionReport)
        return "position"
    assert_type(report.kind, Literal["fuel"])
    return f"{report.litres}"


async def use(fleet: Fleet, vehicle: Vehicle, board: SensorBoard, trip: Trip, entry: JournalEntry) -> None:
    """What methods and properties give."""
    assert_type(await fleet.get_part("17"), Part | None)
    assert_type(vehicle.labels, list[Label])
    assert_type(vehicle.axles, list[Weight] | None)
    assert_type(Label(name="a", value="b").copy_with_value("c"), Label)
    order = Order([Parcel(kilograms=1)], remarks=[None])
    assert_type(order.parcels, list[Parcel])
    assert_type(order.stops, list[str | None])
    assert_type(order.remarks, JsonValue)
    assert_type(order.prices, dict[str, float])
    assert_type(order.way_back, Order | None)
    assert_type(await vehicle.order(order, stops=["Ulm", None], picture=b"jpg"), None)
    assert_type(await fleet.restock("17", 3), None)
    assert_type(await fleet.get_report("RE1"), Report)
    trips: PendingPage[Trip] = fleet.get_trips()
    assert_type([trip async for trip in trips], list[Trip])
    assert_type(await fleet.get_trips(), Paginator[Trip])
    assert_type([report async for report in fleet.get_reports()], list[Report])
    assert_type(await fleet.get_reports(), Paginator[Report])
    assert_type(await fleet.get_all_trips(), list[Trip])
    assert_type(await fleet.get_all_reports(), list[Report])
    assert_type(await fleet.get_depots(), list[str])
    assert_type(await vehicle.get_pages_of_manual(1), int)
    assert_type(await fleet.get_photos(["PH1"]), dict[str, str])
    assert_type(await fleet.get_covers([trip]), dict[str, str])
    assert_type(await trip.get_photos(), dict[str, str])
    assert_type(await fleet.get_vehicles(), list[Vehicle])
    assert_type(await fleet.get_journal(5, None, "forward"), Paginator[JournalEntry])
    assert_type(await fleet.watch_sensors("VE1"), SensorBoard)
    assert_type(await vehicle.get_inspection(), Inspection | None)
    assert_type(await vehicle.get_mileage(), int)
    assert_type(await vehicle.get_stops(), Paginator[Stop])
    assert_type(await vehicle.get_longest_trips(), dict[str, Trip | None])
    assert_type(await vehicle.get_last_trips(), list[Trip] | None)
    assert_type(vehicle.planned, list[Trip])
    assert_type(vehicle.own_trips, list[Trip])
    assert_type(vehicle.wheels, int)
    assert_type(vehicle.offer, Offer | None)
    assert_type(await vehicle.get_offer("eve"), Offer)
    assert_type(await vehicle.get_offers(), Paginator[Offer])
    assert_type(await vehicle.get_other_offers(), dict[str, Offer])
    assert_type((await vehicle.get_offer("eve")).outing.others, list[Trip])
    assert_type(vehicle.get_outings("gay"), list[Outing] | None)
    assert_type(await fleet.read_offer({}), Offer)
    assert_type(fleet.limits, Limits)
    assert_type(fleet.limits.patience, timedelta | None)
    assert_type(vehicle.load, Load | None)
    assert_type(Tachograph(hours=1.5).hours, float)
    assert_type(vehicle.get_planned(["VE1"]), list[Trip])
    assert_type(vehicle.get_service(), Service | None)
    assert_type(vehicle.get_services("brakes"), list[Service] | None)
    assert_type(vehicle.charters, dict[str, list[Trip]] | None)
    assert_type(await vehicle.assign("eve"), Vehicle)
    assert_type(await vehicle.report_damage("door", [Photo(b"")], {"eve": "bill.pdf"}, Photo(b"")), None)
    assert_type(await trip.get_vehicle(), Vehicle)
    assert_type(vehicle.latest_report, Report | None)
    assert_type(vehicle.position, Position | None)
    assert_type(vehicle.fleet, Fleet)
    assert_type(entry.report, Report | None)
    assert_type(entry.index, int)
    assert_type(board.temperature, float | None)


def listen(fleet: Fleet, vehicle: Vehicle) -> None:
    """What handlers receive."""
    assert_type(fleet.on.vehicle_updated, Signal[VehicleUpdated])
    assert_type(fleet.on.token_expired, BareSignal)
    assert_type(fleet.on.any_trouble, BareSignal)
    assert_type(vehicle.on.stop_added, Signal[Stop])

    @vehicle.on.updated
    def heard(update: VehicleUpdated) -> None:
        assert_type(update.update_reasons, tuple[VehicleUpdateReason, ...])

    fleet.off("vehicleUpdated", heard)


def block(fleet: blocking.Fleet, vehicle: blocking.Vehicle, trip: blocking.Trip) -> None:
    """The same without asyncio."""
    assert_type(fleet.get_part("17"), Part | None)
    assert_type(fleet.restock("17", 3), None)
    assert_type(fleet.get_trips(), blocking.Paginator[blocking.Trip])
    assert_type(list(fleet.get_reports()), list[Report])
    assert_type(fleet.get_depots(), list[str])
    assert_type(fleet.get_all_trips("VE1"), list[blocking.Trip])
    assert_type(fleet.get_covers([trip]), dict[str, str])
    assert_type(fleet.get_vehicles(), list[blocking.Vehicle])
    assert_type(fleet.watch_sensors("VE1"), blocking.SensorBoard)
    assert_type(vehicle.assign("eve"), blocking.Vehicle)
    assert_type(vehicle.report_damage("door", [Photo(b"")], sketch=Photo(b"")), None)
    assert_type(vehicle.fleet, blocking.Fleet)
    assert_type(vehicle.offer, blocking.Offer | None)
    assert_type(vehicle.get_offer("eve"), blocking.Offer)
    assert_type(vehicle.get_offers(), blocking.Paginator[blocking.Offer])
    assert_type(vehicle.get_other_offers(), dict[str, blocking.Offer])
    assert_type(vehicle.get_offer("eve").outing.others, list[blocking.Trip])
    assert_type(vehicle.get_outings("gay"), list[blocking.Outing] | None)
    assert_type(fleet.read_offer({}), blocking.Offer)
    assert_type(fleet.limits, Limits)
    assert_type(vehicle.get_longest_trips(), dict[str, blocking.Trip | None])
    assert_type(vehicle.get_last_trips(), list[blocking.Trip] | None)
    assert_type(vehicle.planned, list[blocking.Trip])
    assert_type(vehicle.get_planned(["VE1"]), list[blocking.Trip])
    assert_type(vehicle.get_service(), Service | None)
    assert_type(vehicle.charters, dict[str, list[blocking.Trip]] | None)
    assert_type(vehicle.latest_report, Report | None)
    assert_type(trip.get_vehicle(), blocking.Vehicle)
    assert_type(fleet.on.vehicle_updated, runtime.Signal[blocking.VehicleUpdated])
    assert_type(fleet.on.token_expired, runtime.BareSignal)
    assert_type(fleet.on.state_changed.wait(), str)
    assert_type(next(iter(vehicle.on.stop_added)).place, str)
    assert_type(fleet.close(), None)


async def hooks_see(context: HookContext, vehicle: Vehicle) -> None:
    """What handwritten functions get is typed; links are known by name."""
    assert_type(context.client, Fleet)
    assert_type(context.configuration.dispatcher, str)
    assert_type(context.link_of_vehicle(vehicle, "tours"), str)
    context.link_of_vehicle(vehicle, "towns")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert_type(context.make_trip(await context.rest.read("")), Trip)
    assert_type(await vehicle.plan_tour(["Ulm"]), Trip)
