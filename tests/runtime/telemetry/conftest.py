"""A service, and clients that come back at once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from twilio_local import LocalService
from twilio_realtime.twilsock.limits import ConnectionLimits

QUICK = ConnectionLimits(backoff_min=0.01, backoff_max=0.05, close_timeout=0.5)


@pytest.fixture
async def service() -> AsyncIterator[LocalService]:
    async with LocalService() as running:
        yield running
