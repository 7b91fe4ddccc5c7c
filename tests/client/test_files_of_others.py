"""Files whose senders mean harm, from sending to the disk of whoever receives them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from support.rooms import Connect, make_room
from support.service_harness import leftovers
from twilio_chat import ArgumentError, Client, ConfigurationError, Environment, Message, ResponseError
from twilio_local import LocalService


@pytest.fixture
async def message(service: LocalService, connect: Connect) -> Message:
    client = await connect("alice")
    channel = await make_room(client)
    async with channel.on.message_added.expect() as arrived:
        await channel.send_message(media=b"content", filename="../../victim")
    return arrived.value


async def test_the_service_keeps_the_name_alone(message: Message) -> None:
    assert message.media is not None
    assert message.media.filename == "victim"


async def test_a_name_that_leads_elsewhere(message: Message, tmp_path: Path) -> None:
    """As another service would send it, which does not clean names."""
    media = message.media
    assert media is not None
    media._filename = "..\\..//../\u202evictim\r\n.txt"  # pyright: ignore[reportPrivateUsage] - what is received
    folder = tmp_path / "received"
    folder.mkdir()
    assert media.safe_filename == "victim.txt"
    assert await media.download_to(folder) == 7
    with pytest.raises(ArgumentError, match="exists already"):
        await media.download_to(folder)
    assert await media.download_to(str(folder), overwrite=True) == 7
    assert (leftovers(tmp_path), leftovers(folder)) == (["received"], ["victim.txt"])


async def test_a_client_that_allows_few_hosts(service: LocalService) -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        link = f"https://elsewhere.example/{quote('x')}"
        return httpx.Response(201, json={"sid": "ME1", "links": {"content_direct_temporary": link}})

    async def tried() -> AsyncIterator[bytes]:
        yield b"x"

    token = service.token("alice")
    environment = Environment(http_transport=httpx.MockTransport(answer))
    async with Client(token, base_url=service.base_url, environment=environment, allowed_hosts=[]) as client:
        media = vars(client)["_services"].media
        with pytest.raises(ResponseError, match=r"elsewhere\.example, which is not one of the allowed_hosts"):
            await media.upload("https://elsewhere.example/Media", tried())
    with pytest.raises(ConfigurationError, match="allowed_hosts must"):
        Client(token, base_url=service.base_url, allowed_hosts="elsewhere.example")
