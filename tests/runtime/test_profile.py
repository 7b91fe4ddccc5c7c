"""Where the services of a product are."""

from __future__ import annotations

import pytest

from twilio_realtime.errors import ConfigurationError
from twilio_realtime.profile import Endpoints, ProductProfile

PROFILE = ProductProfile(
    grant="things",
    token_grants=("thing",),
    default_region="us1",
    hosts={
        "socket": "wss://tsock.{region}.example/v3/wsconnect",
        "api": "https://aim.{region}.example",
        "sync": "https://cds.{region}.example",
        "registrar": "https://ers.{region}.example/v1/registrations",
    },
    bootstrap_path="Client/v1/Configuration",
    metadata={},
    message_types=(),
    version="1",
)


def test_a_region() -> None:
    assert Endpoints.resolve(PROFILE) == Endpoints(
        "wss://tsock.us1.example/v3/wsconnect",
        "https://aim.us1.example",
        "https://cds.us1.example",
        "https://ers.us1.example/v1/registrations",
    )
    assert Endpoints.resolve(PROFILE, region="ie1").sync == "https://cds.ie1.example"


@pytest.mark.parametrize(
    ("base", "socket", "api"),
    [
        ("http://127.0.0.1:8765", "ws://127.0.0.1:8765/v3/wsconnect", "http://127.0.0.1:8765"),
        ("https://chat.example/", "wss://chat.example/v3/wsconnect", "https://chat.example"),
        ("https://example/prefix", "wss://example/prefix/v3/wsconnect", "https://example/prefix"),
        ("http://[::1]:80", "ws://[::1]:80/v3/wsconnect", "http://[::1]:80"),
    ],
)
def test_one_host_for_everything(base: str, socket: str, api: str) -> None:
    found = Endpoints.resolve(PROFILE, base_url=base)
    assert (found.socket, found.api, found.sync, found.registrar) == (socket, api, api, f"{api}/v1/registrations")


def test_single_overrides_win() -> None:
    found = Endpoints.resolve(
        PROFILE,
        base_url="http://localhost:1",
        socket_url="wss://socket.example/x",
        api_url="https://api.example/",
        sync_url="https://sync.example",
        registrar_url="https://registrar.example/r",
    )
    assert found == Endpoints(
        "wss://socket.example/x", "https://api.example", "https://sync.example", "https://registrar.example/r"
    )


def test_base_url_and_region() -> None:
    with pytest.raises(ConfigurationError, match="either base_url or region"):
        Endpoints.resolve(PROFILE, base_url="http://localhost", region="us1")


@pytest.mark.parametrize("region", ["", "US1", "us1.evil.example/", "-x", "a" * 64, "us1\n"])
def test_a_region_that_is_no_name(region: str) -> None:
    with pytest.raises(ConfigurationError, match="region must be a name such as 'us1'"):
        Endpoints.resolve(PROFILE, region=region)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8765",
        "ftp://host",
        "ws://host",
        "http://",
        "http://host:0",
        "http://host:99999",
        "http://a..b",
        f"http://{'a' * 64}.example",
        "http://host:port",
        "http://[::1",
        "http://host\n",
        " http://host",
        "http://ho st",
    ],
)
def test_a_url_that_cannot_be_used(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"base_url must look like http://host\[:port\] or https") as caught:
        Endpoints.resolve(PROFILE, base_url=url)
    assert repr(url) in str(caught.value)


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("wss://host/?token=secret", "a query"),
        ("wss://host/#secret", "a fragment"),
        ("wss://secret@host", "a user name"),
        ("wss://:secret@host", "a user name"),
        ("wss://user:secret@host:port", "a user name"),
    ],
)
def test_parts_that_may_be_secret_are_refused_unseen(url: str, part: str) -> None:
    with pytest.raises(ConfigurationError, match=f"socket_url must .* without {part}") as caught:
        Endpoints.resolve(PROFILE, socket_url=url)
    assert "secret" not in str(caught.value)


def test_a_url_that_is_no_text() -> None:
    with pytest.raises(ConfigurationError, match=r"api_url must look like .*, not a value of type int"):
        Endpoints.resolve(PROFILE, api_url=8765)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
