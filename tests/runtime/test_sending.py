"""Values as they are sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import Field

from twilio_realtime.errors import ArgumentError
from twilio_realtime.json import JsonValue
from twilio_realtime.requests.sending import as_json, as_text
from twilio_realtime.wire import InputModel

MORNING = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


class Visit(InputModel):
    """Something that users build."""

    began: datetime = Field(alias="beganAt")
    lasted: timedelta = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        (["a", "b"], ["a", "b"]),
        ({"a b": (1, None)}, {"a b": [1, None]}),
        (MORNING, "2024-05-06T07:08:09+00:00"),
        ([timedelta(seconds=5)], ["PT5S"]),
        (Visit(beganAt=MORNING), {"beganAt": "2024-05-06T07:08:09+00:00", "lasted": "PT1M"}),
    ],
)
def test_values_as_json(value: object, sent: JsonValue) -> None:
    assert as_json(value) == sent


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("as it is", "as it is"),
        (True, "true"),
        (3, "3"),
        (3.0, "3"),
        (-2.25, "-2.25"),
        (1e300, "1e+300"),
        (timedelta(days=1, hours=2), "P1DT2H"),
        (MORNING.astimezone(timezone(timedelta(hours=2))), "2024-05-06T09:08:09+02:00"),
    ],
)
def test_values_as_text(value: str | float | datetime | timedelta, sent: str) -> None:
    assert as_text(value) == sent


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(ArgumentError, match="object cannot be sent"):
        as_json([object()])
    with pytest.raises(ArgumentError, match="without an offset"):
        as_text(datetime(2024, 5, 6))
    with pytest.raises(ArgumentError, match="cannot be sent"):
        as_text(float("nan"))
