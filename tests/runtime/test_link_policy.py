from __future__ import annotations

import logging

import pytest

from twilio_realtime.errors import ConfigurationError, ResponseError
from twilio_realtime.requests.link_policy import AllowedHosts, LinkPolicy

SAFE = ("wss://chat.example/v3", "https://api.example")


def test_an_encrypted_session_stays_encrypted() -> None:
    links = LinkPolicy(SAFE)
    links.check("https://media.example/x")
    for url in ("http://media.example/x", "http://api.example/x", "http://127.0.0.1/x"):
        with pytest.raises(ResponseError, match="not encrypted"):
            links.check(url)


def test_a_plain_session_may_become_an_encrypted_one() -> None:
    links = LinkPolicy(("ws://127.0.0.1:1/v3", "http://127.0.0.1:1"))
    links.check("http://127.0.0.1:2/x")
    links.check("https://media.example/x")


@pytest.mark.parametrize(
    "url",
    [
        *("", "x", "/x", "//media.example/x", "ftp://media.example/", "file:///etc/passwd", "https://", "https://[x"),
        *("https://a:b/", "https://user:hunter2@media.example/", "https://@media.example/", "HTTPS:media.example"),
        *("https:///x", "javascript:x", "https://evil\\.media.example/", "https://evil%2f.media.example/"),
        *("https://evil\0.media.example/", "https://evil .media.example/", "https://evil,.media.example/"),
        *("https://evil;.media.example/", "https://\ud83d.media.example/"),
        *(
            "https://\u00df.media.example/",
            "https://media.\uff45xample/",
            "https://me\tdia.example/",
            "https://media.example/a b",
        ),
        *("\nhttps://media.example/", "https://media.example/\r\nX: y", "https://media.example/\x7f"),
    ],
)
def test_links_that_are_none(url: str) -> None:
    with pytest.raises(ResponseError, match="no absolute http") as caught:
        LinkPolicy(SAFE, ["*.media.example", "media.example"]).check(url)
    assert "hunter2" not in str(caught.value)


def test_other_hosts_are_told_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    links = LinkPolicy(SAFE)
    for path in "abc":
        links.check(f"https://media.example/{path}?signature=very-secret")
        links.check(f"https://API.example/{path}")
    assert [(each.levelname, each.getMessage()) for each in caplog.records] == [
        ("INFO", "the service sends this client to another host: media.example")
    ]


@pytest.mark.parametrize(
    ("allowed", "url", "fits"),
    [
        ([], "https://api.example/x", True),
        ([], "https://media.example/x", False),
        ([], "https://api.example:8443/x", False),
        ([], "https://api.example:443/x", True),
        (["api.example"], "https://api.example:8443/x", True),
        (["b\u00fccher.example"], "https://xn--bcher-kva.example/x", True),
        (["*.example"], "https://xn--bcher-kva.example/x", True),
        (["media.example"], "https://MEDIA.example/x", True),
        (["Media.Example"], "https://media.example:8443/x", True),
        (["media.example:443"], "https://media.example/x", True),
        (["media.example:443"], "https://media.example:8443/x", False),
        (["media.example"], "https://media.example.evil/x", False),
        (["media.example"], "https://evil-media.example/x", False),
        (["*.example"], "https://a.b.example/x", True),
        ({"*.example"}, "https://example/x", False),
        (("[fd00::1]:443",), "https://[fd00::1]/x", True),
    ],
)
def test_hosts_can_be_limited(allowed: AllowedHosts, url: str, fits: bool) -> None:
    links = LinkPolicy(SAFE, allowed)
    if fits:
        links.check(url)
    else:
        with pytest.raises(ResponseError, match="allowed_hosts"):
            links.check(url)


@pytest.mark.parametrize(
    "allowed", ["media.example", 5, [5], [""], ["https://media.example"], ["user:hunter2@x"], b"x"]
)
def test_hosts_that_are_none(allowed: object) -> None:
    with pytest.raises(ConfigurationError, match="allowed_hosts must"):
        LinkPolicy(SAFE, allowed)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - wrong on purpose


def test_plain_connections_are_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    links = LinkPolicy(("ws://chat.example/v3", "http://chat.example"))
    for url in (
        "ws://chat.example/v3",
        "http://chat.example/x",
        "http://127.0.0.1/x",
        "wss://other.example/",
        "ws://[::1]/",
    ):
        links.warn_of(url)
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert "chat.example is not encrypted" in record.getMessage()
