"""A service that clients find without being told where it is, as readers' clients find the real one."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest

from twilio_local import LocalService
from twilio_realtime.profile import Endpoints, ProductProfile


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of these tests."""
    parser.addoption("--site", help="folder with the site, as it is built from the present pages")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither credentials nor terminal settings of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith("TWILIO_") or name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "dumb")


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LocalService]:
    """An embedded service; a client that names no address, or the one of the pages, gets this one's."""
    resolve = Endpoints.resolve

    def resolve_here(
        profile: ProductProfile, *, base_url: str | None = None, region: str | None = None, **urls: str | None
    ) -> Endpoints:
        named = [url for url in (base_url, *urls.values()) if url not in (None, "http://127.0.0.1:8765")]
        return resolve(profile, base_url=base_url if named else running.base_url, region=None, **urls)

    async with LocalService() as running:
        monkeypatch.setattr(Endpoints, "resolve", staticmethod(resolve_here))
        yield running
