"""Where scenarios begin: a client, and what things are called."""

from __future__ import annotations

from lorry_fleet import (
    FaultReport,
    Fleet,
    FuelReport,
    OtherReport,
    PositionReport,
    Report,
)

from support.fleet_service import FleetService

VEHICLES = "all.vehicles"
JOURNAL = "all.journal"
VEHICLE_PATH = "/v7/Vehicles/VE1"
LINKS = {"content_direct_temporary": "https://photos.example/now"}


def sign_in(service: FleetService) -> Fleet:
    return Fleet(service.token(), environment=service.environment)


def kind_of(report: Report) -> str:
    match report:
        case PositionReport(position=position, speed=speed):
            return f"position {position.latitude} {speed}"
        case FuelReport(litres=litres):
            return f"fuel {litres}"
        case FaultReport(kind=kind, fault_code=code, severity=severity):
            return f"{kind} {code} {severity}"
        case OtherReport(kind=kind, data=data):
            return f"other {kind} {sorted(data)}"
