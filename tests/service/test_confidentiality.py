"""Tokens, texts and signed addresses stay out of logs and reprs, whatever happens."""

from __future__ import annotations

import logging

import httpx
import pytest

from twilio_local import LocalService, ServiceCredentials

from .conftest import User


async def test_logs(service: LocalService, user: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("websockets").setLevel(logging.ERROR)
    alice = await user("alice")
    sid = await alice.create()
    await alice.join(sid)
    await alice.send(sid, "SECRET-TEXT")
    await alice.call("POST", alice.channel_url(sid, "Messages"), {"body": "SECRET-TEXT" + "x" * 40_000})
    await alice.client.ask({"method": "update", "token": "SECRET-TOKEN"})
    url = f"{service.base_url}/v1/Services/{service.credentials.service_sid}/Media"
    headers: dict[str, str] = {"X-Twilio-Token": service.token("alice"), "Content-Type": "a/b"}
    async with httpx.AsyncClient() as client:
        made = (await client.post(url, content=b"SECRET-TEXT", headers=headers)).json()
        record = (await client.get(f"{url}/{made['sid']}", headers=headers)).json()
        signature = record["links"]["content_direct_temporary"].rpartition("=")[2]
        await client.get(record["links"]["content_direct_temporary"])
        await client.get(url, headers={"X-Twilio-Token": "SECRET-TOKEN"})
    await alice.client.connection.send(b"SECRET-TEXT")
    await alice.client.closed()
    ours = [
        entry.getMessage() for entry in caplog.records if not entry.name.startswith(("httpx", "httpcore", "websockets"))
    ]
    for secret in ("SECRET-TEXT", "SECRET-TOKEN", headers["X-Twilio-Token"], signature):
        assert not [line for line in ours if secret in line]


def test_reprs() -> None:
    credentials = ServiceCredentials("AC1", "SK1", "SECRET-KEY", "IS1")
    service = LocalService(credentials=credentials)
    assert "SECRET-KEY" not in repr(credentials) + repr(service)
