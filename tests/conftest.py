"""Settings of the whole test run."""

import asyncio


def pytest_configure() -> None:
    # pytest-asyncio saves and restores the current event loop around each test; where there is none yet, asking for
    # it makes one that nobody closes (CPython 3.11 to 3.13).
    asyncio.set_event_loop(None)
