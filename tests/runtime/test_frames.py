from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TypedDict, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twilio_realtime.errors import FrameError
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.twilsock.frames import Packet, decode, encode


class Vector(TypedDict):
    name: str
    raw_base64: str
    header: JsonObject
    payload: JsonValue
    expect: str
    raw_bytes: int
    payload_bytes: int


VECTORS = cast(
    list[Vector], json.loads((Path(__file__).parents[1] / "data" / "frames.json").read_text(encoding="utf-8"))
)
GOOD = [vector for vector in VECTORS if vector["expect"] == "ok"]
BAD = [vector for vector in VECTORS if vector["expect"] == "error"]


def name_of(vector: Vector) -> str:
    return vector["name"]


@pytest.mark.parametrize("vector", GOOD, ids=name_of)
def test_good_vectors_are_read(vector: Vector) -> None:
    raw = base64.b64decode(vector["raw_base64"])
    assert len(raw) == vector["raw_bytes"]
    packet = decode(raw)
    assert packet.header == vector["header"]
    assert packet.id == vector["header"]["id"]
    assert packet.method == vector["header"]["method"]
    assert len(packet.payload) == vector["payload_bytes"]


@pytest.mark.parametrize("vector", [v for v in GOOD if v["payload"] is not None], ids=name_of)
def test_payloads_are_read_by_their_type(vector: Vector) -> None:
    packet, payload = decode(base64.b64decode(vector["raw_base64"])), vector["payload"]
    if isinstance(payload, str):
        assert packet.payload.decode() == payload
    if packet.payload_type == "application/json":
        assert packet.json() == (json.loads(payload) if isinstance(payload, str) else payload)
    elif packet.payload_type == "text/plain":
        assert packet.json() == payload
    else:
        assert packet.json() is None


@pytest.mark.parametrize("vector", GOOD, ids=name_of)
def test_a_trailing_line_end_after_a_payload_changes_nothing(vector: Vector) -> None:
    raw = base64.b64decode(vector["raw_base64"])
    packet = decode(raw)
    other = encode({key: value for key, value in packet.header.items() if key != "payload_size"}, packet.payload)
    assert decode(other).payload == packet.payload
    if packet.payload:
        assert other.endswith(b"\r\n")
        assert decode(other[:-2]).payload == packet.payload


@pytest.mark.parametrize("vector", BAD, ids=name_of)
def test_bad_vectors_are_refused(vector: Vector) -> None:
    with pytest.raises(FrameError):
        decode(base64.b64decode(vector["raw_base64"]))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_packet_or_a_frame_error(data: bytes) -> None:
    try:
        packet = decode(data)
    except FrameError:
        return
    assert isinstance(packet, Packet)


@given(st.sampled_from(GOOD), st.integers(0, 400), st.integers(0, 255), st.integers(0, 400))
def test_damaged_packets_are_a_packet_or_a_frame_error(vector: Vector, at: int, value: int, cut: int) -> None:
    data = bytearray(base64.b64decode(vector["raw_base64"]))
    data[at % len(data)] = value
    try:
        packet = decode(bytes(data[: len(data) - cut % len(data)]))
        packet.json()
    except FrameError:
        return
    assert packet.id
    assert packet.method


texts = st.text(st.characters(codec="utf-8"), max_size=10)
json_values = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts | st.lists(texts, max_size=3)


@given(st.dictionaries(texts, json_values, max_size=3), st.binary(max_size=100))
def test_what_is_encoded_is_decoded(extra: JsonObject, payload: bytes) -> None:
    header: JsonObject = {**extra, "id": "TM1", "method": "message"}
    packet = decode(encode(header, payload))
    assert packet.header == {**header, "payload_size": len(payload)}
    assert packet.payload == payload


def test_sizes_are_bounded_in_both_directions() -> None:
    header: JsonObject = {"id": "TM1", "method": "message"}
    frame = encode(header, b"x" * 100)
    assert decode(frame, max_bytes=len(frame)).payload == b"x" * 100
    with pytest.raises(FrameError, match="limit"):
        decode(frame, max_bytes=len(frame) - 1)
    with pytest.raises(FrameError, match="limit"):
        encode(header, b"x" * 100, max_bytes=len(frame) - 1)


def test_a_lone_surrogate_is_carried() -> None:
    header: JsonObject = {"id": "TM1", "method": "message", "text": "cut \ud800"}
    assert decode(encode(header, b'"\\ud83d"')).header["text"] == "cut \ud800"
    assert decode(encode(header, b'"\\ud83d"')).json() == "\ud83d"


def test_a_header_that_json_cannot_express() -> None:
    with pytest.raises(FrameError, match="cannot be sent"):
        encode({"id": "TM1", "method": "message", "number": float("nan")})


def test_contents_do_not_show_in_the_representation() -> None:
    assert "secret" not in repr(Packet({"id": "TM1", "method": "init", "token": "secret"}, b"secret"))
