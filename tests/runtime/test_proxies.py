from __future__ import annotations

import pytest

from twilio_realtime.errors import ConfigurationError
from twilio_realtime.network.proxies import Proxies, ProxySetting, is_loopback

FAR = "https://service.example/v1"


def not_there(name: str) -> None:
    return None


def there(name: str) -> object:
    return object()


def route(url: str, setting: ProxySetting = True, **environment: str) -> str | None:
    found = Proxies(setting, environment).for_url(url)
    return None if found is None else found.url


@pytest.mark.parametrize(
    ("url", "environment", "proxy"),
    [
        (FAR, {}, None),
        (FAR, {"HTTPS_PROXY": "http://p:1"}, "http://p:1"),
        (FAR, {"https_proxy": "http://p:1", "HTTPS_PROXY": "http://q:1"}, "http://p:1"),
        (FAR, {"https_proxy": "", "HTTPS_PROXY": "http://q:1", "ALL_PROXY": "http://r:1"}, None),
        (FAR, {"HTTP_PROXY": "http://p:1"}, None),
        (FAR, {"ALL_PROXY": "http://p:1"}, "http://p:1"),
        (FAR, {"all_proxy": "http://p:1", "https_proxy": "http://q:1"}, "http://q:1"),
        ("wss://service.example/x", {"HTTPS_PROXY": "http://p:1"}, "http://p:1"),
        ("ws://service.example/x", {"http_proxy": "http://p:1"}, "http://p:1"),
        ("http://service.example/x", {"HTTP_PROXY": "http://p:1"}, "http://p:1"),
        ("http://service.example/x", {"HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"}, None),
        ("http://service.example/x", {"http_proxy": "http://p:1", "REQUEST_METHOD": "GET"}, "http://p:1"),
        (FAR, {"HTTPS_PROXY": "proxy.example"}, "http://proxy.example:80"),
        (FAR, {"HTTPS_PROXY": "HTTPS://User:p%40ss@Proxy.example/"}, "https://User:p%40ss@proxy.example:443"),
        (FAR, {"HTTPS_PROXY": "http://[fd00::1]:3128"}, "http://[fd00::1]:3128"),
        *[
            (FAR, {"HTTPS_PROXY": "http://p:1", "NO_PROXY": exceptions}, None)
            for exceptions in (
                *("*", "service.example", "SERVICE.example", ".example", "example", "*.example", "a, service.example"),
                *("service.example:443", "a b service.example"),
            )
        ],
        *[
            (FAR, {"HTTPS_PROXY": "http://p:1", "NO_PROXY": exceptions}, "http://p:1")
            for exceptions in ("", "vice.example", "service.example:8443", "other.example", "service.example.com", ".")
        ],
        ("https://10.1.2.3/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8"}, None),
        ("https://10.1.2.3/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.1.2.3:443"}, None),
        ("https://10.1.2.3/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "2.3"}, "http://p:1"),
        ("https://[fd00::2]/", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "[fd00::2]:443"}, None),
        ("https://[fd00::2]/", {"HTTPS_PROXY": "http://p:1", "no_proxy": "fd00::/8"}, None),
        *[
            (f"http://{host}/", {"ALL_PROXY": "http://p:1"}, None)
            for host in (
                "localhost",
                "LOCALHOST.",
                "a.localhost",
                "127.0.0.1:80",
                "127.9.9.9",
                "[::1]:8080",
                "[::ffff:127.0.0.1]",
            )
        ],
    ],
)
def test_the_environment(url: str, environment: dict[str, str], proxy: str | None) -> None:
    assert route(url, **environment) == proxy


def test_the_program_wins() -> None:
    assert route(FAR, "http://own:1", HTTPS_PROXY="http://p:1", NO_PROXY="*") == "http://own:1"
    assert route(FAR, None, HTTPS_PROXY="http://p:1") is None
    assert route("http://127.0.0.1:1/", "http://own:1") is None


BROKEN = [
    *("http://", "http://:3128", "http://user:hunter2@", "http://p:port", "http://p:70000", "http://p:0", "ftp://p:1"),
    *("http://p:1/path", "http://p:1?x=hunter2", "http://user@p:1", "http://p q:1", "http://p\n:1", "http://[p:1", ""),
    *("http://a..b:1", f"http://{'a' * 64}:1", "http://\ud83d:1", "http://user:hunter2@.p:1"),
    *("socks4://p:1", "http://us%ffer:hunter2@p:1", "::", "http://user:hunter2@p:1#x"),
]


@pytest.mark.parametrize("url", BROKEN)
def test_a_proxy_that_cannot_be_used_is_told_without_its_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^proxy .*prox") as caught:
        Proxies(url)
    assert "hunter2" not in str(caught.value)
    assert "\n" not in str(caught.value)
    if url:
        proxies = Proxies(True, {"ALL_PROXY": url})
        assert proxies.for_url("http://localhost/") is None
        with pytest.raises(ConfigurationError, match=r"^ALL_PROXY .*prox") as caught:
            proxies.for_url(FAR)
        assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("setting", [False, 1, b"http://p:1", ["http://p:1"]])
def test_settings_of_other_types(setting: object) -> None:
    with pytest.raises(ConfigurationError, match="proxy must be"):
        Proxies(setting)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - wrong on purpose


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_socks_needs_its_packages(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{scheme}://user:hunter2@proxy.example"
    monkeypatch.setattr("twilio_realtime.network.proxies.find_spec", not_there)
    with pytest.raises(
        ConfigurationError, match=r"in the clone of this package's repository run: pip install '\.\[socks\]'"
    ) as caught:
        Proxies(url)
    assert "hunter2" not in str(caught.value)
    monkeypatch.setattr("twilio_realtime.network.proxies.find_spec", there)
    found = Proxies(url).for_url(FAR)
    assert found is not None
    assert (found.url, str(found)) == (f"{scheme}://user:hunter2@proxy.example:1080", f"{scheme}://proxy.example:1080")
    assert "hunter2" not in repr(found)


def test_loopback() -> None:
    assert not any(
        map(is_loopback, ["", "example", "10.0.0.1", "127.example", "localhost.example", "[::1]", "0.0.0.0"])
    )
